"""What is asked of a fail-over measurement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """One measurement, to be repeated with many seeds.

    `reload` is the head-end that is reloaded; `peer` the one the home is peered with before, `after` the one that is
    reloaded beforehand and has been up again for ten minutes.
    """

    reload: str
    peer: str
    after: str = ""
    profile: str = "seed"
    remotes: int = 0
    lab: str = "headend"


class PlanError(ValueError):
    """A plan that this lab cannot follow; the text says what was expected."""
