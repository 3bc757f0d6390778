"""What became of one thing that was asked for: expected, found, why, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands."""

    PASSED = "passed"
    PARTLY = "partly"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check or a mark found. `share` is how much of it holds, in thousandths; `cause` the chain of what led to it."""

    share: int
    expected: str
    found: str
    cause: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """In one word."""
        return Verdict.PASSED if self.share == WHOLE else Verdict.PARTLY if self.share else Verdict.FAILED


WHOLE = 1000


def yes(expected: str, found: str = "") -> Finding:
    """It holds."""
    return Finding(WHOLE, expected, found or expected)


def no(expected: str, found: str, cause: tuple[str, ...] = ()) -> Finding:
    """It does not."""
    return Finding(0, expected, found, cause)


def verdict_of(holds: bool, expected: str, found: str, cause: tuple[str, ...] = ()) -> Finding:
    """It holds, or it does not."""
    return Finding(WHOLE if holds else 0, expected, found, () if holds else cause)


@dataclass(frozen=True, slots=True)
class Result:
    """One item of a step with its finding. `name` is step and item, as mistakes name them: `build.tunnel`.

    Points count in hundredths.
    """

    name: str
    finding: Finding
    points: int
    of: int

    @property
    def passed(self) -> bool:
        """All of it holds."""
        return self.finding.verdict is Verdict.PASSED
