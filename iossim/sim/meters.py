"""A meter: how often, how many octets, and when last.

Rounds that are quiet feed a meter without calling it: its value is what was counted plus, per feeder, what one of its
rounds counts times the rounds it has skipped. So it is exact at any microsecond, reading it changes nothing, and a
change of it wakes nobody.

A packet is counted when it is sent; `last` is when it arrives, hence may lie in the future by one delay. `clear`
moves the base from which `count` and `octets` are shown and leaves `last` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from iossim.sim.idle import Idle
from iossim.sim.part import Part

if TYPE_CHECKING:
    from iossim.sim.kernel import Kernel
    from iossim.sim.rounds import Every, Feed
    from iossim.sim.trace import Record

__all__ = ["Idle", "Meter"]


class Meter(Part):
    """A counter of packets and octets with the time of the last one."""

    __slots__ = ("_count", "_feeds", "_last", "_octets")

    expires: ClassVar[bool] = False

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel)
        self._count = 0
        self._octets = 0
        self._last: int | None = None
        self._feeds: dict[Every, Feed] = {}

    def touch(self, at: int, octets: int = 0) -> None:
        """Count one packet now that arrives at that time."""
        reader = self.kernel.reader
        if reader is not None and reader.feels(self, octets, at - self.kernel.now):
            return
        self._count += 1
        self._octets += octets
        if self._last is None or at > self._last:
            self._last = at

    @property
    def count(self) -> int:
        """Packets since the last `clear`."""
        self.kernel.disturb("reading a meter")
        return self._count + sum(feed.packets * feeder.skipped() for feeder, feed in self._feeds.items())

    @property
    def octets(self) -> int:
        """Octets since the last `clear`."""
        self.kernel.disturb("reading a meter")
        return self._octets + sum(feed.octets * feeder.skipped() for feeder, feed in self._feeds.items())

    @property
    def last(self) -> int | None:
        """When the latest packet arrives or arrived; None when there was none."""
        self.kernel.disturb("reading a meter")
        last = self._last
        for feeder, feed in self._feeds.items():
            arrival = feeder.last_tick() + feed.delay
            if last is None or arrival > last:
                last = arrival
        return last

    def clear(self) -> None:
        """Show counts from here."""
        self._count -= self.count
        self._octets -= self.octets

    def join(self, feeder: Every, feed: Feed) -> None:
        """This round feeds us quietly from now on."""
        self._feeds[feeder] = feed

    def leave(self, feeder: Every, feed: Feed, rounds: int, last: int) -> None:
        """Turn its skipped rounds into numbers."""
        del self._feeds[feeder]
        self._count += feed.packets * rounds
        self._octets += feed.octets * rounds
        if self._last is None or last + feed.delay > self._last:
            self._last = last + feed.delay

    def blame(self, cause: Record | None) -> None:
        """A meter that stands still does nothing that would need a cause."""
