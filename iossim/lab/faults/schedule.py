"""When faults come and go: one occurrence or many, played on a lab in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.lab.faults.fault import Fault, inject, undo

if TYPE_CHECKING:
    from iossim.lab.lab import Lab


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A fault from `begin` to `end` (virtual microseconds); without an end it stays."""

    fault: Fault
    begin: int
    end: int | None = None


def times(fault: Fault, begin: int, lasting: int, count: int, period: int) -> tuple[Occurrence, ...]:
    """The same fault several times: every `period`, for so long each. ValueError when they would overlap."""
    if count > 1 and lasting >= period:
        raise ValueError(f"a fault that lasts {lasting} us cannot come every {period} us")
    return tuple(Occurrence(fault, at, at + lasting) for at in range(begin, begin + count * period, period))


def played(lab: Lab, occurrences: Iterable[Occurrence]) -> None:
    """Let time run to the last of what is to be done, doing it."""
    deeds: list[tuple[int, int, Fault]] = []
    for one in occurrences:
        deeds.append((one.begin, 1, one.fault))
        if one.end is not None:
            deeds.append((one.end, 0, one.fault))
    for when, begins, fault in sorted(deeds, key=lambda deed: deed[:2]):
        lab.run_to(max(lab.now, when))
        (inject if begins else undo)(lab, fault)
