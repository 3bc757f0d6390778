"""The kernel: a heap of events in virtual time.

Virtual time is an int in microseconds. At equal times the order is: changes, ordinary events, the edges of idles,
then the ticks of rounds. Changes and events come in the order they were scheduled; edges by the number of their idle
and ticks by the number of their round, because *when* those are scheduled depends on which rounds are quiet and must
not show (ties are the rule here: delays and periods are round numbers).

`turn` is the number of the last round whose tick has come in this instant; a quiet round due now asks it whether its
own skipped tick lies behind or ahead. It only grows within an instant, and is `ALL` once the instant is over.

Invariants: an event belongs to the instant it is popped in; nobody stops between two events of one instant; a heap
entry never compares its event (time, order, rank, serial). Everything here can be pickled and copied, so `fn` is a
bound method or a module function. Left out: real time (a front end's), threads, priorities beyond the four orders.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from heapq import heapify, heappop, heappush
from random import Random
from sys import maxsize
from typing import TYPE_CHECKING, Final, TypeVar
from weakref import ref

from iossim.sim.part import Part
from iossim.sim.rng import Streams, triangular
from iossim.sim.trace import Record, Trace

if TYPE_CHECKING:
    from iossim.sim.facts import Reader

P = TypeVar("P", bound=Part)

ALL: Final = maxsize
RUNAWAY = 5_000_000
STALE = 256


class Order(IntEnum):
    """Who goes first at equal times."""

    CHANGE = -1
    EVENT = 0
    EDGE = 1
    TICK = 2


CHANGE, EVENT, EDGE, TICK = Order


class Inherit(IntEnum):
    """The cause of a new event, unless its caller names one: whatever is current."""

    INHERIT = 0


INHERIT: Final = Inherit.INHERIT


CROWD = 4_096
"""So many parts may have been made before the dead are struck out."""


class Event:
    """A call; `waiting` until its time has come or it was cancelled."""

    __slots__ = ("args", "cause", "fn", "waiting", "when")

    def __init__(self, when: int, fn: Callable[..., object], args: tuple[object, ...], cause: Record | None) -> None:
        self.when = when
        self.fn = fn
        self.args = args
        self.cause = cause
        self.waiting = True


class Kernel:
    """Virtual time, its events, and the reader that is at work now."""

    def __init__(self, seed: int, start: int = 0, explicit: bool = False, shadow: bool = False) -> None:
        self.now = start
        self.explicit = explicit
        self.shadow = shadow
        self.cause: Record | None = None
        self.reader: Reader | None = None
        self.turn = -1
        self.events = self.walks = self.wakes = 0
        self.trace = Trace(self)
        self.streams = Streams(seed)
        self._heap: list[tuple[int, int, int, int, Event]] = []
        self._serial = 0
        self._stale = 0
        self._numbers: dict[str, int] = {}
        self._parts: dict[int, ref[Part]] = {}
        self._crowd = CROWD

    # What others may schedule

    def at(
        self,
        when: int,
        fn: Callable[..., object],
        *args: object,
        order: Order = EVENT,
        cause: Record | Inherit | None = INHERIT,
    ) -> Event:
        """Call `fn(*args)` at that time. A round that does this has changed something."""
        if when < self.now:
            raise ValueError(f"{when} lies before now, {self.now}")
        if self.reader is not None:
            self.reader.disturb("scheduling")
        return self.enter(when, order, 0, fn, args, self.cause if cause is INHERIT else cause)

    def after(
        self,
        delay: int,
        fn: Callable[..., object],
        *args: object,
        order: Order = EVENT,
        cause: Record | Inherit | None = INHERIT,
    ) -> Event:
        """Call `fn(*args)` when so many microseconds have passed."""
        return self.at(self.now + delay, fn, *args, order=order, cause=cause)

    def cancel(self, event: Event) -> None:
        """Make sure the event does not run; harmless when it already has."""
        self.disturb("cancelling")
        self.withdraw(event)

    # What the other modules of this package schedule: bookkeeping, not a change

    def enter(
        self,
        when: int,
        order: Order,
        rank: int,
        fn: Callable[..., object],
        args: tuple[object, ...] = (),
        cause: Record | None = None,
    ) -> Event:
        """Put an event into the heap without disturbing the reader at work."""
        event = Event(when, fn, args, cause)
        self._serial += 1
        heappush(self._heap, (when, order, rank, self._serial, event))
        return event

    def withdraw(self, event: Event) -> None:
        """Cancel without disturbing the reader at work."""
        if event.waiting:
            event.waiting = False
            self._stale += 1
            if self._stale > STALE and self._stale * 2 > len(self._heap):
                self._sweep()

    def _sweep(self) -> None:
        """Drop cancelled events; entries are unique, so the order of the others does not move."""
        self._heap[:] = [entry for entry in self._heap if entry[4].waiting]
        heapify(self._heap)
        self._stale = 0

    # Running

    def run_until(self, when: int, budget: int | None = None) -> bool:
        """Drain every event up to and including `when`; False when so many events ran out first, between instants."""
        if when < self.now:
            raise ValueError(f"{when} lies before now, {self.now}")
        stop = maxsize if budget is None else self.events + budget
        heap = self._heap
        while heap and heap[0][0] <= when:
            if not heap[0][4].waiting:
                self._drop()
            elif self.events >= stop:
                return False
            else:
                self._instant(heap[0][0])
        self._arrive(when)
        self.turn = ALL
        self.cause = None
        return True

    def step(self) -> bool:
        """Run the next instant that has an event; False when nothing will ever happen again."""
        due = self.next_time()
        if due is not None:
            self._instant(due)
        return due is not None

    def next_time(self) -> int | None:
        """The time of the next event."""
        heap = self._heap
        while heap and not heap[0][4].waiting:
            self._drop()
        return heap[0][0] if heap else None

    def _drop(self) -> None:
        """The first entry was cancelled."""
        heappop(self._heap)
        self._stale -= 1

    def _arrive(self, when: int) -> None:
        if when > self.now:
            self.now = when
            self.turn = -1

    def _instant(self, when: int) -> None:
        """Run all events of one time, also those scheduled for it meanwhile."""
        heap = self._heap
        self._arrive(when)
        end = self.events + RUNAWAY
        while heap and heap[0][0] == when:
            _, order, rank, _, event = heappop(heap)
            if not event.waiting:
                self._stale -= 1
                continue
            event.waiting = False
            if order == TICK and rank > self.turn:
                self.turn = rank
            self.cause = event.cause
            self.events += 1
            event.fn(*event.args)
            if self.events > end:
                raise RuntimeError(f"time stands still at {when}: {event.fn!r}")
        self.turn = ALL
        self.cause = None

    # Chance

    def stream(self, name: str) -> Random:
        """The random stream of that name; a round that draws from one has changed something."""
        self.disturb("a random draw")
        return self.streams.stream(name)

    def draw(self, name: str, low: int, mode: int, high: int) -> int:
        """A triangular draw, in whole microseconds, from the stream of that name."""
        return triangular(self.stream(name), low, mode, high)

    # Readers and parts

    def disturb(self, what: str) -> None:
        """Tell whoever is at work that this is more than reading: a round becomes eventful, a path must not."""
        if self.reader is not None:
            self.reader.disturb(what)

    def number(self, kind: str) -> int:
        """The next number of that kind, from 0, in order of creation."""
        found = self._numbers.get(kind, 0)
        self._numbers[kind] = found + 1
        return found

    def adopt(self, part: Part) -> None:
        """Remember a part as long as it lives, for copies."""
        self._parts[self.number("part")] = ref(part)
        if len(self._parts) > self._crowd:
            self._strike_out()

    def _strike_out(self) -> None:
        """Strike out the dead, and look again when there are twice as many."""
        self._parts = {number: weak for number, weak in self._parts.items() if weak() is not None}
        self._crowd = max(CROWD, 2 * len(self._parts))

    def _living(self) -> list[tuple[int, Part]]:
        """Every living part and its number, oldest first."""
        return [(number, part) for number, weak in self._parts.items() if (part := weak()) is not None]

    def parts(self, kind: type[P]) -> tuple[P, ...]:
        """Every living part of a kind, oldest first: for audits. Some may live only until the collector comes."""
        return tuple(part for _, part in self._living() if isinstance(part, kind))

    def __getstate__(self) -> dict[str, object]:
        state = dict(self.__dict__)
        state["_parts"] = [(number, part, part.contents()) for number, part in self._living()]
        return state

    def __setstate__(self, state: dict[str, object]) -> None:
        parts = state.pop("_parts")
        self.__dict__.update(state)
        assert isinstance(parts, list)
        for _, part, contents in parts:
            part.fill(contents)
        self._parts = {number: ref(part) for number, part, _ in parts}
