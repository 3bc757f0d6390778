"""A timer that traffic feeds: hold times, NAT bindings, "nothing heard for 10 s".

It expires `limit` after the last touch, at exactly that time, before the ticks of that instant, and only while it
runs. One event at most is pending, never later than the true edge; when it comes early it looks at the last touch and
goes back to sleep, so a touch schedules nothing. A quiet round that feeds more often than the limit *covers* the
idle: no event at all, until that round leaves and the edge is set from the last tick it skipped.

A round may ask `over()`. That is the one door by which time enters a round, and what keeps the round provably quiet
is:

- told *no* after its own touch in the same tick: nothing can change that;
- told *no* because of a quiet feeder with its own period: their distance never changes, until that feeder leaves;
- told *no* otherwise: the edge wakes it. More touches do not (they leave the answer as it is), or the two directions
  of a call would keep waking each other for ever;
- told *yes*: a touch wakes it, if it will still be younger than the limit when the round asks next. Its own touches
  must be old enough by then (`period >= limit + delay`), and quiet feeders must have its own period, so that their
  distance never changes; otherwise nothing is provable and it stays explicit.

`last` is the latest arrival sent so far and may lie in the future by one delay. `cause` is what first has to be named
when the idle expires: the change that reached the rounds which fed it, or the start. Both are the same whether rounds
are quiet or not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from iossim.sim.kernel import EDGE
from iossim.sim.part import Part

if TYPE_CHECKING:
    from iossim.sim.kernel import Event, Kernel
    from iossim.sim.meters import Feed
    from iossim.sim.rounds import Every
    from iossim.sim.trace import Record


class Idle(Part):
    """Expires `limit` after the last touch and then calls `fn(*args)`, if there is one."""

    __slots__ = (
        "_event", "_feeds", "_last", "_limit", "_running", "_told_no", "_told_yes", "args", "cause", "fn", "number",
    )  # fmt: skip

    expires: ClassVar[bool] = True

    def __init__(self, kernel: Kernel, limit: int, fn: Callable[..., object] | None = None, *args: object) -> None:
        super().__init__(kernel)
        if limit < 1:
            raise ValueError(f"limit {limit}")
        self.number = kernel.number("idle")
        self.fn = fn
        self.args = args
        self.cause: Record | None = None
        self._limit = limit
        self._last: int | None = None
        self._running = False
        self._event: Event | None = None
        self._feeds: dict[Every, int] = {}
        self._told_no: dict[Every, Every | None] = {}  # asker: the feeder of equal period that makes it *no*
        self._told_yes: dict[Every, None] = {}

    # Changes

    def start(self) -> None:
        """Run, counting from now."""
        self.restart(self.kernel.now)

    def restart(self, at: int) -> None:
        """Run, counting from that time; earlier touches are forgotten."""
        self._unsettle("starting an idle")
        self._last = at
        self._running = True
        self.cause = self.kernel.cause
        self._set_edge()

    def stop(self) -> None:
        """Run no longer. Touches still move `last`."""
        self._unsettle("stopping an idle")
        self._running = False
        self._set_edge()

    def set_limit(self, limit: int) -> None:
        """Expire so long after the last touch from now on; at once when that is already over."""
        if limit < 1:
            raise ValueError(f"limit {limit}")
        if limit != self._limit:
            self._unsettle("changing a limit")
            self._limit = limit
            self._set_edge()

    def touch(self, at: int, octets: int = 0) -> None:
        """Something is heard at that time."""
        reader = self.kernel.reader
        if reader is not None and reader.feels(self, 0, at - self.kernel.now):
            return
        if self._last is None or at > self._last:
            self._last = at
        for asker in tuple(self._told_yes):
            if at + self._limit > asker.next_tick():
                asker.rouse()

    # Questions

    def over(self) -> bool:
        """Has nothing been heard for the limit? Asked by a round, the answer is watched."""
        over = self._is_over()
        reader = self.kernel.reader
        return over if reader is None else reader.asks(self, over)

    @property
    def last(self) -> int | None:
        """The latest arrival sent so far; None when there was none."""
        self.kernel.disturb("reading an idle")
        return self._heard()

    @property
    def running(self) -> bool:
        """True from the start until it expires or is stopped."""
        self.kernel.disturb("reading an idle")
        return self._running

    @property
    def limit(self) -> int:
        """How long after the last touch it expires."""
        self.kernel.disturb("reading an idle")
        return self._limit

    def remaining(self) -> int:
        """Microseconds until it would expire if nothing more is heard."""
        heard = self.last
        return 0 if heard is None else max(0, heard + self._limit - self.kernel.now)

    # What rounds tell

    def join(self, feeder: Every, feed: Feed) -> None:
        """This round feeds us quietly from now on."""
        self._feeds[feeder] = feed.delay
        for asker in tuple(self._told_yes):
            if asker.period != feeder.period or self._young(feeder, feed.delay, asker):
                asker.rouse()

    def leave(self, feeder: Every, feed: Feed, rounds: int, last: int) -> None:
        """It does so no longer; its last tick was at `last`."""
        del self._feeds[feeder]
        if self._last is None or last + feed.delay > self._last:
            self._last = last + feed.delay
        for asker, keeper in self._told_no.items():
            if keeper is feeder:
                self._told_no[asker] = None
        self._watch()

    def blame(self, cause: Record | None) -> None:
        """If it expires now, this is why."""
        self.cause = cause

    def steady(self, asker: Every, delay: int | None) -> bool:
        """Told *yes*, having itself touched with that delay or not: is the answer *yes* at each of its next ticks?"""
        if delay is not None and asker.period < self._limit + delay:
            return False
        return all(
            feeder.period == asker.period and not self._young(feeder, touch, asker)
            for feeder, touch in self._feeds.items()
            if feeder is not asker
        )

    def admit(self, asker: Every, over: bool) -> None:
        """This quiet round relies on what it was told."""
        if over:
            self._told_yes[asker] = None
        else:
            self._told_no[asker] = self._keeper(asker)
            self._watch()

    def dismiss(self, asker: Every) -> None:
        """It does so no longer."""
        self._told_yes.pop(asker, None)
        self._told_no.pop(asker, None)

    # The edge

    def _heard(self) -> int | None:
        last = self._last
        for feeder, delay in self._feeds.items():
            arrival = feeder.last_tick() + delay
            if last is None or arrival > last:
                last = arrival
        return last

    def _is_over(self) -> bool:
        heard = self._heard()
        return heard is None or self.kernel.now >= heard + self._limit

    def _covered(self) -> bool:
        """True when a quiet feeder's next tick always comes before the edge of its last."""
        return any(feeder.period < self._limit + delay for feeder, delay in self._feeds.items())

    def _keeper(self, asker: Every) -> Every | None:
        """The quiet feeder of equal period whose last arrival is young at each of the asker's ticks."""
        for feeder, delay in self._feeds.items():
            if feeder is not asker and feeder.period == asker.period and self._young(feeder, delay, asker):
                return feeder
        return None

    def _young(self, feeder: Every, delay: int, asker: Every) -> bool:
        """Is this feeder's last arrival younger than the limit at each tick of an asker of equal period, by phase alone?

        By phase, because the latest tick may have come out of turn: a round that was started within this very instant.
        """
        distance = (asker.first - feeder.first) % asker.period
        if distance == 0 and feeder.number > asker.number:
            distance = asker.period  # in the same instant, but after the question
        return distance < self._limit + delay

    def _wanted(self) -> bool:
        """True when somebody must be told of the edge."""
        return self._running or None in self._told_no.values()

    def _unsettle(self, what: str) -> None:
        """Turn everything that relies on the present state into explicit rounds, before it changes."""
        self.kernel.disturb(what)
        for feeder in tuple(self._feeds):
            feeder.release()
        for asker in (*self._told_yes, *self._told_no):
            asker.rouse()

    def _set_edge(self) -> None:
        if self._event is not None:
            self.kernel.withdraw(self._event)
            self._event = None
        self._watch()

    def _watch(self) -> None:
        """See to it that an event is pending if one is needed."""
        if self._event is None and self._wanted() and not self._covered():
            heard = self._heard()
            assert heard is not None
            edge = max(heard + self._limit, self.kernel.now)
            self._event = self.kernel.enter(edge, EDGE, self.number, self._look)

    def _look(self) -> None:
        """The pending event: perhaps the edge."""
        self._event = None
        if not self._is_over():
            self._watch()
            return
        for asker, keeper in tuple(self._told_no.items()):
            if keeper is None:
                asker.rouse()
        if self._running:
            self._running = False
            self.kernel.cause = self.cause
            if self.fn is not None:
                self.fn(*self.args)
