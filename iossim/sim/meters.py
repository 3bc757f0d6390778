"""A meter: how often, how many octets, and when last.

Rounds that are quiet feed a meter without calling it: its value is what was counted plus, per feeder, what one of its
rounds counts times the rounds it has skipped. So it is exact at any microsecond, reading it changes nothing, and a
change of it wakes nobody.

A packet is counted when it is sent; `last` is when it arrives, hence may lie in the future by one delay. `clear`
moves the base from which `count` and `octets` are shown and leaves `last` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from iossim.sim.idle import Idle
from iossim.sim.lately import Lately, Rate, Share, Ticks, Window
from iossim.sim.part import Part

if TYPE_CHECKING:
    from iossim.sim.bundle import Bundle
    from iossim.sim.kernel import Kernel
    from iossim.sim.rounds import Every
    from iossim.sim.trace import Record

__all__ = ["Idle", "Meter"]


class Target(Protocol):
    """What a send can touch: a meter or an idle. What `expires` wants to know why nothing touches it any more."""

    expires: ClassVar[bool]

    def touch(self, at: int, octets: int = 0) -> None:
        """Something passes at that time."""
        ...

    def join(self, feeder: Every, feed: Feed) -> None:
        """From now on this quiet round touches without calling."""
        ...

    def leave(self, feeder: Every, feed: Feed, rounds: int, last: int) -> None:
        """It has done so for so many rounds, the last one at that time, and does so no longer."""
        ...

    def blame(self, cause: Record | None) -> None:
        """What touched until now has a reason to stop."""
        ...


class Touch(NamedTuple):
    """A meter or an idle, and what reaches it after that delay."""

    target: Target
    octets: int
    delay: int


def happen(kernel: Kernel, touches: Iterable[Touch]) -> None:
    """Make touches of which whoever is at work knows already."""
    reader, kernel.reader = kernel.reader, None
    now = kernel.now
    for target, octets, delay in touches:
        target.touch(now + delay, octets)
    kernel.reader = reader


class Feed(NamedTuple):
    """What one round gives to one target; `delay` is that of its latest arrival, `since` the first of its ticks that does so."""

    packets: int
    octets: int
    delay: int
    since: int = 0


class Meter(Part):
    """A counter of packets and octets with the time of the last one, and on wish of how many there were lately."""

    __slots__ = ("_bundles", "_count", "_feeds", "_last", "_lately", "_octets")

    expires: ClassVar[bool] = False

    def __init__(self, kernel: Kernel, rated: bool = False) -> None:
        super().__init__(kernel)
        self._lately = Lately() if rated else None
        self._count = 0
        self._octets = 0
        self._last: int | None = None
        self._feeds: dict[Every, Feed] = {}
        self._bundles: dict[Bundle, Feed] | None = None

    def touch(self, at: int, octets: int = 0) -> None:
        """Count one packet now that arrives at that time."""
        reader = self.kernel.reader
        if reader is not None and reader.feels(self, octets, at - self.kernel.now):
            return
        self._count += 1
        self._octets += octets
        if self._last is None or at > self._last:
            self._last = at
        if self._lately is not None:
            self._lately.count(self.kernel.now, 1, octets)

    @property
    def count(self) -> int:
        """Packets since the last `clear`."""
        self.kernel.disturb("reading a meter")
        return self.counted()[0]

    @property
    def octets(self) -> int:
        """Octets since the last `clear`."""
        self.kernel.disturb("reading a meter")
        return self.counted()[1]

    @property
    def last(self) -> int | None:
        """When the latest packet arrives or arrived; None when there was none."""
        self.kernel.disturb("reading a meter")
        return self.latest()

    @property
    def rated(self) -> bool:
        """Whether it knows how much there was lately."""
        return self._lately is not None

    def rate(self, seconds: int, since: int) -> Rate:
        """Packets and octets per second, a mean of so many seconds; zeros for a meter that is not `rated`."""
        self.kernel.disturb("reading a meter")
        if self._lately is None:
            return Rate()
        window = Window(self.kernel.now, seconds, since)
        self.pour(window)
        return window.rate()

    def clear(self) -> None:
        """Show counts from here."""
        self._count -= self.count
        self._octets -= self.octets

    # What rounds and bundles tell and ask: bookkeeping, not a read

    def counted(self) -> tuple[int, int]:
        """Packets and octets."""
        count, octets = self._count, self._octets
        for feeder, feed in self._feeds.items():
            rounds = feeder.fed(feed)
            count += feed.packets * rounds
            octets += feed.octets * rounds
        for bundle, share in (self._bundles or {}).items():
            uses = bundle.counted()[0]
            count += share.packets * uses
            octets += share.octets * uses
        return count, octets

    def latest(self) -> int | None:
        """The latest arrival."""
        found = [] if self._last is None else [self._last]
        found += [feeder.last_tick() + feed.delay for feeder, feed in self._feeds.items()]
        for bundle, share in (self._bundles or {}).items():
            if (last := bundle.latest()) is not None:
                found.append(last + share.delay)
        return max(found, default=None)

    def pour(self, window: Window, share: Share | None = None) -> None:
        """Put what was counted lately into the steps of a mean."""
        if self._lately is not None:
            self._lately.pour(window, share)
        for feeder, feed in self._feeds.items():
            if rounds := feeder.fed(feed):
                window.ticks(_ticks(feeder, feed, rounds), share)
        for bundle, mine in (self._bundles or {}).items():
            bundle.pour(window, Share(mine.packets, mine.octets))

    def join(self, feeder: Every, feed: Feed) -> None:
        """This round feeds us quietly from now on."""
        self._feeds[feeder] = feed

    def leave(self, feeder: Every, feed: Feed, rounds: int, last: int) -> None:
        """Turn its rounds into numbers."""
        del self._feeds[feeder]
        self._take(feed, rounds, last)
        if self._lately is not None and rounds:
            self._lately.ran(_ticks(feeder, feed, rounds))

    def tie(self, bundle: Bundle, share: Feed) -> None:
        """This bundle counts for us from now on."""
        if self._bundles is None:
            self._bundles = {}
        self._bundles[bundle] = share

    def untie(self, bundle: Bundle, share: Feed, uses: int, last: int | None) -> None:
        """It does so no longer: turn its uses, the last one at that time, into numbers."""
        assert self._bundles is not None
        del self._bundles[bundle]
        if last is not None:
            self._take(share, uses, last)
            if self._lately is not None and bundle._lately is not None:
                self._lately.inherit(bundle._lately, Share(share.packets, share.octets), self.kernel.now)

    def _take(self, feed: Feed, times: int, last: int) -> None:
        self._count += feed.packets * times
        self._octets += feed.octets * times
        if self._last is None or last + feed.delay > self._last:
            self._last = last + feed.delay

    def blame(self, cause: Record | None) -> None:
        """A meter that stands still does nothing that would need a cause."""


def _ticks(feeder: Every, feed: Feed, rounds: int) -> Ticks:
    """The last rounds of a feeder, which it has skipped."""
    first = feeder.last_tick() - (rounds - 1) * feeder.period
    return Ticks(first, feeder.period, rounds, feed.packets, feed.octets)
