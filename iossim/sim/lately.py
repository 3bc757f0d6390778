"""What was counted lately, in steps of five seconds: for those meters of which somebody wants to know a rate.

Whoever asks gets exact numbers of each step, whether the packets were events or the ticks of quiet rounds; so a rate comes out
the same either way. A packet counts when it is sent. What is older than anybody's mean is forgotten, a little now and then.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, NamedTuple

from iossim.sim.clock import SECOND

if TYPE_CHECKING:
    from iossim.sim.meters import Feed

STEP = 5 * SECOND
LONG = 4
"""After so many times the length of a mean what was before shows no more than a fiftieth: the mean of it all will do for that."""
KEPT = 2 * LONG * 600 * SECOND // STEP
"""Steps that are kept: for means of ten minutes, and what was before them."""
MANY = 64
"""Entries after which old ones are looked for."""


class Ticks(NamedTuple):
    """What a quiet round has given: at `first` and every `period` from there, so many times, these packets and octets."""

    first: int
    period: int
    rounds: int
    packets: int
    octets: int

    def before(self, time: int) -> int:
        """How many times before a time."""
        return min(self.rounds, max(0, -(-(time - self.first) // self.period)))

    @property
    def end(self) -> int:
        """When the next one would have been."""
        return self.first + self.rounds * self.period


class Rate(NamedTuple):
    """Packets and octets per second."""

    packets: float
    octets: float


class Lately:
    """See the module."""

    __slots__ = ("_steps", "_ticks")

    def __init__(self) -> None:
        self._steps: dict[int, tuple[int, int]] = {}
        self._ticks: list[Ticks] = []

    def copy(self) -> Lately:
        """One that goes its own way."""
        other = Lately()
        other._steps, other._ticks = dict(self._steps), list(self._ticks)
        return other

    def count(self, now: int, packets: int, octets: int) -> None:
        """An event."""
        step = now // STEP
        known = self._steps.get(step)
        if known is not None:
            packets, octets = known[0] + packets, known[1] + octets
        elif len(self._steps) > MANY:
            self._steps = {at: counts for at, counts in self._steps.items() if at > step - KEPT}
        self._steps[step] = packets, octets

    def ran(self, ticks: Ticks) -> None:
        """A quiet round, or a piece of one that goes on."""
        before = self._ticks[-1] if self._ticks else None
        if (
            before is not None
            and before._replace(first=ticks.first, rounds=ticks.rounds) == ticks
            and before.end == ticks.first
        ):
            self._ticks[-1] = before._replace(rounds=before.rounds + ticks.rounds)
            return
        if len(self._ticks) > MANY:
            self._ticks = [one for one in self._ticks if one.end > ticks.end - KEPT * STEP]
        self._ticks.append(ticks)

    def share(self, uses: Lately, share: Feed) -> None:
        """What a bundle has counted, whose uses each give that."""
        for step, (count, _) in uses._steps.items():
            self.count(step * STEP, count * share.packets, count * share.octets)
        for ticks in uses._ticks:
            times = ticks.packets
            self.ran(ticks._replace(packets=times * share.packets, octets=times * share.octets))

    def rate(self, now: int, seconds: int, since: int) -> Rate:
        """The mean of so many seconds, as a router makes it: at each step a part of the difference is added (exponential decay).

        What was before `since` is not counted: the router has been started then.
        """
        last = now // STEP
        first = last - LONG * seconds * SECOND // STEP
        older = self._between(2 * first - last, first, last - first, since)[0]
        part = 1 - exp(-STEP / (seconds * SECOND))
        packets, octets = (float(amount) / (last - first) for amount in older)
        for more_packets, more_octets in self._between(first, last, 1, since):
            packets += (more_packets - packets) * part
            octets += (more_octets - octets) * part
        return Rate(packets * SECOND / STEP, octets * SECOND / STEP)

    def _between(self, first: int, last: int, width: int, since: int) -> list[list[int]]:
        """Packets and octets from one step to another, in groups of so many steps."""
        found = [[0, 0] for _ in range(first, last, width)]
        for step, counts in self._steps.items():
            if first <= step < last and step * STEP >= since:
                group = found[(step - first) // width]
                group[0] += counts[0]
                group[1] += counts[1]
        edges = [max(step * STEP, since) for step in range(first, last + 1, width)]
        for ticks in self._ticks:
            if ticks.end < edges[0] or ticks.first >= edges[-1]:
                continue
            before = [ticks.before(edge) for edge in edges]
            for group, begin, end in zip(found, before, before[1:], strict=False):
                group[0] += (end - begin) * ticks.packets
                group[1] += (end - begin) * ticks.octets
        return found
