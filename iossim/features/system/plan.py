"""A reload that is planned: when, by whom, and how its time is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.features.system.clock import written

if TYPE_CHECKING:
    from iossim.features.system.engine import SystemEngine

MINUTE = 60_000_000
WARNINGS = (60 * MINUTE, 30 * MINUTE, 5 * MINUTE, MINUTE)
"""How long before a planned reload all lines are warned."""
ABORTED = "\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned reload."""

    due: int
    by: str
    reason: str = ""

    def warning_after(self, now: int) -> tuple[int, int] | None:
        """The next warning: how long from now, and how long before the end it is."""
        for before in WARNINGS:
            if self.due - before > now:
                return self.due - before - now, before
        return None


def in_words(span: int) -> str:
    """`10 minutes`, `26 hours and 44 minutes`; seconds count only below a minute."""
    minutes, seconds = divmod(max(0, span) // 1_000_000, 60)
    hours, minutes = divmod(minutes, 60)
    counts = ((hours, "hour"), (minutes, "minute"))
    parts = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count]
    return " and ".join(parts) or f"{seconds} second{'' if seconds == 1 else 's'}"


def spelled(engine: SystemEngine, due: int) -> str:
    """When it will be: the date too, once the clock is known."""
    span = in_words(due - engine.router.kernel.now)
    if not engine.clock.known:
        return f"in {span}"
    return f"for {written(engine.clock, engine.zone, due)} (in {span})"


def warning(before: int) -> str:
    """What all lines are told."""
    seconds = before // 1_000_000
    left = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"\n\n***\n*** --- SHUTDOWN in {left} ---\n***\n"
