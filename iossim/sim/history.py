"""A meter that knows when: what was counted by second for a minute, by minute for an hour, by hour for three days.

Rounds that are quiet feed it without calling it: what they give is a steady rate from their first skipped tick to their last. So a
history is a staircase with spikes on it. What is older than two minutes is folded into sums and peaks of minutes and hours when
the staircase has become long, or when somebody looks: the state stays small, and nothing happens while nothing is counted.

Sums of what events have counted are exact. A steady rate is spread evenly; one that is learned after its time raises the peaks of
that time by itself.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from iossim.sim.clock import SECOND
from iossim.sim.meters import Meter

if TYPE_CHECKING:
    from iossim.sim.kernel import Kernel
    from iossim.sim.meters import Feed
    from iossim.sim.rounds import Every

MINUTE, HOUR = 60, 3600
RECENT = 2 * MINUTE
"""Seconds that are never folded."""
LONG = 1024
"""Steps and spikes after which old ones are folded."""
KEPT = {MINUTE: 61 * MINUTE, HOUR: 73 * HOUR}
"""How long sums are kept, in seconds, by what they are sums of."""
FINE = 1000
"""Rates are in thousandths per second."""


class Span(NamedTuple):
    """A minute or an hour: the mean of its seconds, and the greatest."""

    mean: float
    peak: float


class Staircase:
    """Amounts per second as a function of time; all times are seconds."""

    def __init__(self, now: int) -> None:
        self.folded = now - RECENT  # what is before that is in the sums
        self.level = 0  # the rate at that time
        self.steps: dict[int, int] = {}  # by how much the rate changes at a second
        self.spikes: dict[int, int] = {}  # what was counted within a second
        self.sums: dict[tuple[int, int], tuple[int, int]] = {}  # (length, number) of a span: its sum and peak

    def copy(self) -> Staircase:
        """One to fold in without a trace."""
        other = copy.copy(self)
        other.steps, other.spikes, other.sums = dict(self.steps), dict(self.spikes), dict(self.sums)
        return other

    def spike(self, second: int, amount: int, now: int) -> None:
        """So much within a second."""
        spikes = self.spikes
        if second in spikes:
            spikes[second] += amount
            return
        spikes[second] = amount
        if len(spikes) + len(self.steps) > LONG:
            self.fold(now)

    def steady(self, begin: int, end: int, rate: int, now: int) -> None:
        """A rate from one second to another."""
        if begin < self.folded:
            for key, seconds in _spans(begin, min(end, self.folded), now):
                total, peak = self.sums.get(key, (0, 0))
                self.sums[key] = total + rate * seconds, peak + rate
            begin = self.folded
        if begin < end:
            self.steps[begin] = self.steps.get(begin, 0) + rate
            self.steps[end] = self.steps.get(end, 0) - rate

    def fold(self, now: int) -> None:
        """Put what is old into the sums, and forget the oldest."""
        until = (now - RECENT) // MINUTE * MINUTE
        if until > self.folded:
            self.sum_up(until, now)
            self.level += sum(change for second, change in self.steps.items() if second < until)
            self.steps = {second: change for second, change in self.steps.items() if second >= until}
            self.spikes = {second: amount for second, amount in self.spikes.items() if second >= until}
            self.folded = until
            self.sums = {
                (length, n): s for (length, n), s in self.sums.items() if (n + 1) * length > now - KEPT[length]
            }

    def sum_up(self, until: int, now: int) -> None:
        """Add what is between the fold and a second to the sums."""
        for begin, end, rate in self.stretches(until):
            for key, seconds in _spans(begin, end, now):
                total, peak = self.sums.get(key, (0, 0))
                self.sums[key] = total + rate * seconds, max(peak, rate)

    def stretches(self, until: int) -> Iterator[tuple[int, int, int]]:
        """From the fold to a second: (begin, end, rate) of stretches of equal rate; a spike is one of its own."""
        edges = {self.folded, until, *self.steps, *self.spikes, *(second + 1 for second in self.spikes)}
        level = self.level
        for begin, end in pairwise(sorted(edge for edge in edges if self.folded <= edge <= until)):
            level += self.steps.get(begin, 0)
            rate = level + FINE * self.spikes.get(begin, 0)
            if rate:
                yield begin, end, rate


def _spans(begin: int, end: int, now: int) -> Iterator[tuple[tuple[int, int], int]]:
    """The spans that a stretch lies in and that are still kept: (length, number), and seconds of the stretch in it."""
    for length, kept in KEPT.items():
        first = max(begin, now - kept)
        while first < end:
            last = min(end, (first // length + 1) * length)
            yield (length, first // length), last - first
            first = last


class History(Meter):
    """See the module. Amounts are what `touch` is given as octets."""

    __slots__ = ("_stairs",)

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel)
        self._stairs = Staircase(self._now)

    @property
    def _now(self) -> int:
        return self.kernel.now // SECOND

    def forget(self) -> None:
        """Begin anew."""
        self.clear()
        self._stairs = Staircase(self._now)

    def touch(self, at: int, octets: int = 0) -> None:
        """Count an amount now."""
        now, reader = self.kernel.now, self.kernel.reader
        if reader is not None and reader.feels(self, octets, at - now):
            return
        self._count += 1
        self._octets += octets
        if self._last is None or at > self._last:
            self._last = at
        self._stairs.spike(at // SECOND, octets, now // SECOND)

    def spend(self, since: int, amount: int) -> None:
        """Count work that fills the time from a moment on, microsecond by microsecond."""
        self._count += 1
        self._octets += amount
        while amount > 0:
            share = min(amount, SECOND - since % SECOND)
            self._stairs.spike(since // SECOND, share, self._now)
            since, amount = since + share, amount - share

    def leave(self, feeder: Every, feed: Feed, rounds: int, last: int) -> None:
        """Turn skipped rounds into a piece of the staircase."""
        super().leave(feeder, feed, rounds, last)
        if rounds:
            self._climb(self._stairs, feeder, feed, last - (rounds - 1) * feeder.period, last)

    def _climb(self, stairs: Staircase, feeder: Every, feed: Feed, first: int, last: int) -> None:
        rate = feed.octets * SECOND * FINE // feeder.period
        stairs.steady(first // SECOND, (last + feeder.period) // SECOND, rate, self._now)

    def _seen(self) -> Staircase:
        """All there is, also what quiet rounds have given so far."""
        self.kernel.disturb("reading a history")
        stairs = self._stairs.copy()
        for feeder, feed in self._feeds.items():
            if feeder.fed(feed):
                self._climb(stairs, feeder, feed, feeder.first + feed.since * feeder.period, feeder.last_tick())
        stairs.fold(self._now)
        return stairs

    def seconds(self, count: int = MINUTE) -> tuple[float, ...]:
        """What was counted in each of the last seconds, 120 at most, the latest first."""
        return self._seconds(self._seen(), count)

    def spans(self, length: int, count: int) -> tuple[Span, ...]:
        """The last whole minutes or hours, the latest first."""
        return self._spans(self._seen(), length, count)

    def recent(self, minutes: int) -> tuple[tuple[float, ...], tuple[Span, ...]]:
        """The seconds of the last minute, and the last whole minutes: at one look."""
        seen = self._seen()
        return self._seconds(seen, MINUTE), self._spans(seen, MINUTE, minutes)

    def _seconds(self, stairs: Staircase, count: int) -> tuple[float, ...]:
        found = [0.0] * count
        for begin, end, rate in stairs.stretches(self._now):
            for second in range(max(begin, self._now - count), end):
                found[self._now - 1 - second] = rate / FINE
        return tuple(found)

    def _spans(self, stairs: Staircase, length: int, count: int) -> tuple[Span, ...]:
        stairs.sum_up(self._now, self._now)
        latest = self._now // length - 1
        sums = (stairs.sums.get((length, number), (0, 0)) for number in range(latest, latest - count, -1))
        return tuple(Span(total / length / FINE, peak / FINE) for total, peak in sums)
