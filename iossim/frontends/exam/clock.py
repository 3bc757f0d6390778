"""The time of an exam: seconds since it began, which neither a crash nor another time of day takes back.

While the program runs, they are counted by a clock that nobody can set and that goes on while the machine sleeps.
Between two runs there is only the time of day: what has gone by it counts when the exam says so, and a clock that was
put back takes nothing away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


def steady() -> float:
    """Seconds since whenever, sleep included where the system tells."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Absence:
    """What happened between two runs of the program: seconds away, and by how much the clock was put back."""

    away: float
    back: float


class ExamClock:
    """`seconds` of an exam so far; `day` is the time of day in seconds."""

    def __init__(self, ticks: Callable[[], float] = steady, day: Callable[[], float] = time.time) -> None:
        self._ticks = ticks
        self.day = day
        self._base = 0.0
        self._from = ticks()

    @property
    def seconds(self) -> float:
        """So far."""
        return self._base + max(0.0, self._ticks() - self._from)

    def begin(self) -> None:
        """The exam begins now."""
        self._base, self._from = 0.0, self._ticks()

    def resume(self, seconds: float, last_seen: float, counts: bool) -> Absence:
        """Go on from so many seconds, last noted when it was `last_seen` by the time of day."""
        gone = self.day() - last_seen
        absence = Absence(max(0.0, gone), max(0.0, -gone))
        self._base = seconds + (absence.away if counts else 0.0)
        self._from = self._ticks()
        return absence
