"""Time-ranges on one router: facts, and a timer for the next time each of them may be otherwise.

The clock may be set, or its zone changed, at any moment: then everything is looked at again. A change of the state is told by the
notice that a changed configuration has, as it has the same consequences.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from iossim.device.actions import Action, Notify, Remember, StartTimer, StopTimer
from iossim.device.engine import Actions, Engine
from iossim.device.notices import ClockDisciplined, ClockSet, ConfigurationChanged
from iossim.features.time_range import config as lines
from iossim.features.time_range.state import TimeRange
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.router import Router

MICROSECOND = timedelta(microseconds=1)


class TimeRangeEngine(Engine):
    """The time-ranges of one router, and whether each is active. `origin` is the clock that this was found out by."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.ranges: Table[str, TimeRange] = self.table("time-ranges")
        self.states: Table[str, bool] = self.table("time-ranges.active")
        self.origin: Table[str, int] = self.table("time-ranges.clock")

    def start(self) -> Actions:
        """The configuration is in."""
        return self._read()

    def configure(self, change: Change) -> Actions:
        """A range has changed."""
        return self._read()

    def notice(self, notice: Any) -> Actions:
        """The clock has been set, or shows another zone's time."""
        zone = isinstance(notice, ConfigurationChanged) and notice.kind == "zone"
        if not len(self.ranges) or not (zone or isinstance(notice, ClockSet | ClockDisciplined)):
            return ()
        clock = self.router.provider("clock")
        origin = clock() - self.router.kernel.now if clock is not None else 0
        if not zone and origin == self.origin.peek(""):
            return ()
        self.origin.set("", origin)
        return self._look(tuple(self.ranges.keys()))

    def timer(self, name: Any) -> Actions:
        """A range begins or ends, perhaps."""
        return self._look((name,))

    def active(self, name: str) -> bool | None:
        """Provided to others: whether a range is active; None when there is none of that name."""
        return self.states.peek(name)

    def uses(self, name: str) -> int:
        """How many entries of access lists refer to a range."""
        ask = self.router.provider("time-range-uses")
        return ask(name) if ask is not None else 0

    def _read(self) -> Iterator[Action]:
        wanted = lines.ranges_of(self.router.config)
        for name in tuple(self.ranges.keys()):
            if name not in wanted:
                self.ranges.delete(name)
                self.states.delete(name)
                yield StopTimer(name)
                yield Notify(ConfigurationChanged("time-range", name))
        changed = [name for name, found in wanted.items() if self.ranges.peek(name) != found]
        for name in changed:
            self.ranges.set(name, wanted[name])
        yield from self._look(tuple(changed))

    def _look(self, names: tuple[str, ...]) -> Iterator[Action]:
        """Find out whether ranges are active, and until when. What follows from a range is not why the next change of it comes."""
        now = self.router.kernel.now
        at = self._local(now)
        for name in names:
            found = self.ranges.peek(name)
            if found is None:
                continue
            after = found.next_change(at)
            yield StopTimer(name) if after is None else StartTimer(name, self._span(now, at, after))
            was, active = self.states.peek(name), found.holds(at)
            if was is not active:
                self.states.set(name, active)
                if was is not None:
                    yield Remember("time-range", f"time-range {name} is {'active' if active else 'inactive'} now")
                yield Notify(ConfigurationChanged("time-range", name))

    def _local(self, when: int) -> datetime:
        """A moment of virtual time on the wall."""
        local: datetime = self.router.provider("local-time")(when)
        return local

    def _span(self, now: int, at: datetime, after: timedelta) -> int:
        """The virtual time until the wall shows it, also over the change to summer time."""
        micros = after // MICROSECOND
        jump = (self._local(now + micros) - at - after) // MICROSECOND
        return max(micros - jump, 1)
