"""The pacer: turns wall time into virtual time.

Where a lab should be follows from an anchor: `v0 + (wall - w0) * rate`, never from counting ticks, so nothing drifts. The
anchor is taken anew whenever the pace changes, after a pause, a hunt, and when the machine has stood still longer than
`STALL` (a closed lid): the lab then goes on from where it was, and `stalls` tells that time was left out.

A slice of work ends at the latest when `BUDGET` has gone, always between two instants, so keys are never kept waiting.
A *hunt* is time running as fast as it can until something holds.

Invariant: `advance` never moves the lab beyond `due()`; a key applied after `advance()` has the virtual time of its
moment. Wall times are integer microseconds from `wall`, which tests replace.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

BUDGET = 8_000
STALL = 1_000_000
RATES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def monotonic() -> int:
    """The wall clock: microseconds since whenever."""
    return time.perf_counter_ns() // 1000


class Clock(Protocol):
    """What is driven: a kernel, or a journal being played (`replay.playback`)."""

    @property
    def now(self) -> int:
        """Virtual time."""

    def next_time(self) -> int | None:
        """When the next event is due."""

    def step(self) -> bool:
        """The next instant."""

    def run_until(self, when: int) -> bool:
        """Everything up to a moment."""


class Ended(StrEnum):
    """How a hunt ended."""

    FOUND = "found"
    MISSED = "missed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Hunt:
    """Time as fast as it can until `holds`, at most up to `limit`; `what` is told to whoever watches."""

    what: str
    holds: Callable[[], bool]
    began: int
    limit: int


class Pacer:
    """Drives one kernel, or what looks like one."""

    def __init__(self, kernel: Clock, wall: Callable[[], int] = monotonic, budget: int = BUDGET) -> None:
        self.kernel = kernel
        self.wall = wall
        self.budget = budget
        self.rate = RATES[0]
        self.paused = False
        self.hunt: Hunt | None = None
        self.ended: tuple[Hunt, Ended] | None = None
        self.stalls = 0
        self._turn = wall()
        self._anchor()

    def drive(self, kernel: Clock) -> None:
        """Another kernel from here on, at the same pace."""
        self.hunt, self.kernel = None, kernel
        self._anchor()

    # -- the pace ------------------------------------------------------------------------------------------------

    def pause(self, paused: bool) -> None:
        """Stop time, or let it go on."""
        self.paused = paused
        self._anchor()

    def set_rate(self, rate: int) -> None:
        """So many times real time from here on."""
        self.rate = max(RATES[0], min(RATES[-1], rate))
        self._anchor()

    def faster(self, steps: int = 1) -> None:
        """The next pace of the scale, or the one before it; the ends stay."""
        index = max(i for i, rate in enumerate(RATES) if rate <= self.rate)
        self.set_rate(RATES[max(0, min(len(RATES) - 1, index + steps))])

    # -- hunting -------------------------------------------------------------------------------------------------

    def start_hunt(self, what: str, holds: Callable[[], bool], within: int) -> None:
        """Run as fast as possible until something holds."""
        now = self.kernel.now
        self.hunt, self.ended = Hunt(what, holds, now, now + within), None

    def stop_hunt(self, how: Ended = Ended.STOPPED) -> None:
        """End a hunt; time goes on at its pace from here."""
        if self.hunt is not None:
            self.ended, self.hunt = (self.hunt, how), None
            self._anchor()

    # -- running -------------------------------------------------------------------------------------------------

    def due(self) -> int:
        """The virtual time at which the lab should be now."""
        if self.paused:
            return self._v0
        return self._v0 + (self.wall() - self._w0) * self.rate

    def advance(self) -> bool:
        """One slice of work; True when the lab is where it should be, False when more is to do at once."""
        start = self.wall()
        asleep, self._turn = start - self._turn > STALL, start
        if self.hunt is not None:
            return self._hunt(start)
        if asleep and not self.paused and self._behind() > STALL:
            self.stalls += 1
            self._anchor(self.kernel.now)
        target = max(self.due(), self.kernel.now)
        while (due := self.kernel.next_time()) is not None and due <= target:
            self.kernel.step()
            if self.wall() - start >= self.budget:
                self._yield()
                return False
        self.kernel.run_until(target)
        return True

    @property
    def standing(self) -> bool:
        """Whether time stands still."""
        return self.paused and self.hunt is None

    def settle(self) -> None:
        """Catch up without regard to the budget: a key waits, and it belongs to this moment."""
        if self.hunt is None:
            self.kernel.run_until(max(self.due(), self.kernel.now))

    def rest(self) -> int | None:
        """Wall microseconds until the next event is due; None when time stands or nothing will happen."""
        due = self.kernel.next_time()
        if self.hunt is not None:
            return 0
        if self.paused or due is None:
            return None
        return max(0, (due - self._v0) // self.rate - (self.wall() - self._w0))

    def _hunt(self, start: int) -> bool:
        hunt = self.hunt
        assert hunt is not None
        while True:
            if hunt.holds():
                self.stop_hunt(Ended.FOUND)
                return True
            due = self.kernel.next_time()
            if due is None or due > hunt.limit:
                self.kernel.run_until(hunt.limit)
                self.stop_hunt(Ended.FOUND if hunt.holds() else Ended.MISSED)
                return True
            self.kernel.step()
            if self.wall() - start >= self.budget:
                return False

    def _behind(self) -> int:
        """Wall microseconds by which the lab is late."""
        return (self.due() - self.kernel.now) // self.rate

    def _yield(self) -> None:
        """More to do than the pace allows: what cannot be made up is let go, so that keys do not queue behind it."""
        if self._behind() > STALL:
            self._anchor(self.kernel.now)

    def _anchor(self, virtual: int | None = None) -> None:
        self._w0 = self.wall()
        self._v0 = self.kernel.now if virtual is None else virtual
