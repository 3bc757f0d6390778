"""What became of a seed: a measured run, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from iossim.lab.failover import Run


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that got stuck."""

    seed: int
    reason: str


Outcome = Run | Failed


def measured(outcomes: list[Outcome]) -> list[Run]:
    """The runs that came to their end."""
    return [outcome for outcome in outcomes if isinstance(outcome, Run)]
