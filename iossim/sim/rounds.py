"""A periodic round that costs nothing while it changes nothing.

    A round is quiet when its last run changed nothing, and nothing it looked at has changed since;
    so its next run will change nothing either.

That is a proof by induction, and it holds for any function that reads facts (`Table`), uses paths (`Path`), asks
about time only through `Idle.over`, and otherwise touches meters and idles. A run has changed something when it wrote
a fact, scheduled or cancelled an event, wrote a record, drew a random number, or read what is not remembered (a
meter, a timer); then the next run is an event again. *Explicit is always right; quiet is an optimisation that must be
proven.*

While it is quiet, its touches are arithmetic: each target knows what one round gives (`Feed`) and asks how many there
were. A change wakes: the next due round is an ordinary event. Waking runs nothing. A round that has been woken *holds* its
feeds until it has run: where it touches what it did before, the arithmetic goes on as if nothing had been, that run
included; the others are let go, and what they were given becomes numbers. A run that turns out to do more than look lets go
of all of them at once, and so does whoever needs the numbers (`release`).

`cause` is the record that was current when something the round looked at last changed (or when it started); its runs
inherit it. Left out: reading `kernel.now` cannot be seen from here; a round that does and lets it decide must be
`loud`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from iossim.sim.facts import Reader
from iossim.sim.kernel import TICK
from iossim.sim.meters import Feed, Touch, happen
from iossim.sim.shadow import rehearse

if TYPE_CHECKING:
    from iossim.sim.idle import Idle
    from iossim.sim.kernel import Event, Kernel
    from iossim.sim.meters import Target
    from iossim.sim.trace import Record

Given = tuple[int, int, int]
"""Packets, octets, and the delay of the latest arrival."""
Asked = tuple["Idle", bool]


class Every(Reader):
    """Calls `fn(*args)` at every time that is `phase` modulo `period`, from its start to its stop."""

    __slots__ = (
        "_event", "_eventful", "_feeds", "_loud", "_withheld", "args", "asked", "cause", "done", "felt", "first", "fn", "number",
        "period", "phase", "quiet", "running",
    )  # fmt: skip

    def __init__(self, kernel: Kernel, period: int, phase: int, fn: Callable[..., object], *args: object) -> None:
        super().__init__(kernel)
        if period < 1:
            raise ValueError(f"period {period}")
        self.number = kernel.number("round")
        self.period = period
        self.phase = phase
        self.fn = fn
        self.args = args
        self.cause: Record | None = None
        self.running = False
        self.quiet = False
        self.first = 0  # time of tick 0
        self.done = 0  # ticks run, or settled as skipped
        self.felt: list[Touch] = []  # touches of the last run
        self.asked: list[Asked] = []  # what it relies on having been told
        self._event: Event | None = None
        self._eventful = False
        self._loud = 0
        self._feeds: dict[Target, Feed] = {}  # what it gives by arithmetic; while it runs: what it holds
        self._withheld: list[Touch] = []  # touches of this run that the arithmetic will count

    @property
    def name(self) -> str:
        """For people."""
        return f"{getattr(self.fn, '__qualname__', self.fn)}({', '.join(map(str, self.args))})"

    # Changes

    def start(self, first_at: int | None = None, period: int | None = None) -> None:
        """Tick from that time on, or from the next time that fits the phase, perhaps now; if running, start anew."""
        self.stop()
        if period is not None:
            if period < 1:
                raise ValueError(f"period {period}")
            self.period = period
        now = self.kernel.now
        self.first = now + (self.phase - now) % self.period if first_at is None else first_at
        self.done = 0
        self.running = True
        self.cause = self.kernel.cause
        self._arm()

    def stop(self) -> None:
        """Tick no longer."""
        self.kernel.disturb("starting or stopping a round")
        if not self.running:
            return
        self._blame(self.kernel.cause)
        self.release()
        self._disarm()
        self.running = False
        self.reading = {}
        self.settle_reads()
        self.felt, self.asked = [], []

    def loud(self, change: int) -> None:
        """+1: every run is an event from now on (debug, capture); -1: as far as this caller cares, no longer."""
        self._loud += change
        if self._loud > 0:
            self.rouse()

    # Counting

    def sent(self) -> int:
        """Ticks whose turn has come since the start, run or skipped; one that is running does not count yet."""
        if not self.quiet:
            return self.done
        whole, rest = divmod(self.kernel.now - self.first, self.period)
        return whole if rest == 0 and self.number > self.kernel.turn else whole + 1

    def index(self) -> int:
        """The number of the tick that is running, from 0: for `hash_draw`. A round that asks is not quiet."""
        self.kernel.disturb("reading an index")
        return self.done

    def fed(self, feed: Feed) -> int:
        """How often it has given what this feed is."""
        return self.sent() - feed.since

    def last_tick(self) -> int:
        """When the last tick was; before the first one, one period before it."""
        return self.first + (self.sent() - 1) * self.period

    def next_tick(self) -> int:
        """When the next tick is due."""
        return self.first + self.sent() * self.period

    # Waking

    def wake(self) -> None:
        """Something it looked at has changed: run the next tick, and remember why."""
        self.kernel.wakes += 1
        self.cause = self.kernel.cause
        self._blame(self.cause)
        self.rouse()

    def rouse(self) -> None:
        """Run the next tick as an event. Always right."""
        if self.quiet:
            self.done = self.sent()
            self.quiet = False
            for idle, _ in self.asked:
                idle.dismiss(self)
            self._disarm()
            self._arm()

    def release(self) -> None:
        """Run the next tick as an event, and let go of everything that it gives until then."""
        self.rouse()
        feeds, self._feeds = self._feeds, {}
        for target, feed in feeds.items():
            self._leave(target, feed)
        withheld, self._withheld = self._withheld, []
        happen(self.kernel, withheld)

    def _leave(self, target: Target, feed: Feed) -> None:
        """Turn what a target was given into numbers."""
        target.leave(self, feed, self.fed(feed), self.last_tick())

    def _blame(self, cause: Record | None) -> None:
        for target, _, _ in self.felt:
            if target.expires:
                target.blame(cause)

    def _arm(self) -> None:
        self._event = self.kernel.enter(self.first + self.done * self.period, TICK, self.number, self._tick)

    def _disarm(self) -> None:
        if self._event is not None:
            self.kernel.withdraw(self._event)
            self._event = None

    # Running

    def _tick(self) -> None:
        kernel = self.kernel
        self._event = None
        self._eventful = False
        self.felt, self.asked, self.reading = [], [], {}
        kernel.cause = self.cause
        kernel.reader = self
        try:
            self.fn(*self.args)
        finally:
            kernel.reader = None
        if self._event is not None or not self.running:  # its own run has stopped it, or started it anew
            self.felt, self.asked, self.reading = [], [], {}
            self.done += not self.running
            return
        self.settle_reads()
        if kernel.explicit or self._loud > 0 or self._eventful or not self._rest():
            self.release()
            self.done += 1
            self._arm()

    def _rest(self) -> bool:
        """Go quiet, if what it was told about time stays as it is."""
        given = self._fold()
        for idle, over in self.asked:
            if over and not idle.steady(self, given[idle][2] if idle in given else None):
                return False
        self._go_on(given)
        self.done += 1
        self.quiet = True
        for idle, over in self.asked:
            idle.admit(self, over)
        if self.kernel.shadow:
            self._event = self.kernel.enter(self.next_tick(), TICK, self.number, self._rehearse)
        return True

    def _fold(self) -> dict[Target, Given]:
        """What this run has given to each target."""
        given: dict[Target, Given] = {}
        for target, octets, delay in self.felt:
            if target in given:
                packets, before, latest = given[target]
                given[target] = packets + 1, before + octets, max(latest, delay)
            else:
                given[target] = 1, octets, delay
        return given

    def _go_on(self, given: dict[Target, Given]) -> None:
        """Give this from now on: what is as it was goes on, the rest begins, or is let go."""
        held, self._feeds = self._feeds, {}
        withheld, self._withheld = self._withheld, []
        since = self.done + 1
        for target, gift in given.items():
            old = held.pop(target, None)
            if old is not None:
                if old[:3] == gift:
                    self._feeds[target] = old
                    continue
                self._leave(target, old)
                happen(self.kernel, [felt for felt in withheld if felt.target is target])
            feed = self._feeds[target] = Feed(*gift, since)
            target.join(self, feed)
        for target, feed in held.items():
            self._leave(target, feed)

    def _rehearse(self) -> None:
        self._event = self.kernel.enter(self.next_tick(), TICK, self.number, self._rehearse)
        rehearse(self)

    # As a reader

    def disturb(self, what: str) -> None:
        """This run does more than look: the next one must run too."""
        self._eventful = True
        if self._feeds:
            self.release()

    def feels(self, target: Target, octets: int, delay: int) -> bool:
        """Remember a touch of this run."""
        return not self.feels_all((Touch(target, octets, delay),))

    def feels_all(self, touches: Sequence[Touch]) -> Sequence[Touch]:
        """Remember touches of this run; what the arithmetic will count does not happen, unless it decides something."""
        self.felt += touches
        held = self._feeds
        if not held:
            return touches
        happening = []
        for touch in touches:
            target = touch.target
            if target in held and not target.expires:
                self._withheld.append(touch)
            else:
                happening.append(touch)
        return happening

    def asks(self, idle: Idle, over: bool) -> bool:
        """Remember an answer, unless a touch of this very run made it."""
        if idle not in [felt.target for felt in self.felt]:
            self.asked.append((idle, over))
        return over

    def __repr__(self) -> str:
        return f"Every({self.period}, {self.name})"
