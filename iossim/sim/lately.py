"""What was counted lately, in steps of five seconds: for those meters of which somebody wants to know a rate.

Whoever asks gets exact numbers of each step, whether the packets were events or the ticks of quiet rounds; so a rate comes out
the same either way. A packet counts when it is sent. What is older than anybody's mean is forgotten, a little now and then.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from iossim.sim.clock import SECOND

STEP = 5 * SECOND
LONG = 4
"""After so many times the length of a mean what was before shows no more than a fiftieth: the mean of it all will do for that."""
KEPT = LONG * 600 * SECOND // STEP
"""Steps that are kept: for means of ten minutes, or of five and what was before them."""
MANY = 64
"""Entries after which old ones are looked for the first time; then whenever there are twice as many as were left."""


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

    def like(self, other: Ticks) -> bool:
        """Whether both give the same at each tick, as often."""
        return self.period == other.period and self.packets == other.packets and self.octets == other.octets


class Share(NamedTuple):
    """What one count of a bundle is for a meter in it."""

    packets: int
    octets: int


class Rate(NamedTuple):
    """Packets and octets per second."""

    packets: float = 0.0
    octets: float = 0.0


class Window:
    """The steps that a mean is made of, and what was before them; nothing counts from before `since`."""

    def __init__(self, now: int, seconds: int, since: int) -> None:
        self.seconds = seconds
        self.last = now // STEP
        self.first = self.last - LONG * seconds * SECOND // STEP
        self.length = self.last - self.first
        self.begin, self.end = max(self.first * STEP, since), self.last * STEP
        self.earliest = max((self.first - self.length) * STEP, (self.last - KEPT) * STEP, since)
        self.packets, self.octets = [0] * self.length, [0] * self.length
        self.older = [0, 0]

    def event(self, step: int, packets: int, octets: int) -> None:
        """Some packets in one step."""
        time = step * STEP
        if self.begin <= time < self.end:
            self.packets[step - self.first] += packets
            self.octets[step - self.first] += octets
        elif self.earliest <= time < self.begin:
            self._before(packets, octets)

    def ticks(self, ticks: Ticks, share: Share | None = None) -> None:
        """What a round has given; of a bundle, which is counted by its packets."""
        packets, octets = ticks.packets, ticks.octets
        if share is not None:
            packets, octets = ticks.packets * share.packets, ticks.packets * share.octets
        first, period, _, _, _ = ticks
        if first < self.begin and (older := ticks.before(self.begin) - ticks.before(self.earliest)):
            self._before(older * packets, older * octets)
        begin, end = max(first, self.begin), min(ticks.end, self.end)
        if period >= STEP:
            for time in range(first + -(-(begin - first) // period) * period, end, period):
                at = time // STEP - self.first
                self.packets[at] += packets
                self.octets[at] += octets
            return
        known = ticks.before(begin)
        for step in range(begin // STEP, -(-end // STEP)):
            there = ticks.before(min((step + 1) * STEP, end))
            self.packets[step - self.first] += (there - known) * packets
            self.octets[step - self.first] += (there - known) * octets
            known = there

    def _before(self, packets: int, octets: int) -> None:
        self.older[0] += packets
        self.older[1] += octets

    def rate(self) -> Rate:
        """As a router makes it: at each step a part of the difference is added (exponential decay)."""
        part = 1 - exp(-STEP / (self.seconds * SECOND))
        packets, octets = (float(amount) / self.length for amount in self.older)
        for more_packets, more_octets in zip(self.packets, self.octets, strict=True):
            packets += (more_packets - packets) * part
            octets += (more_octets - octets) * part
        return Rate(packets * SECOND / STEP, octets * SECOND / STEP)


class Legacy(NamedTuple):
    """What a bundle had counted when it was dissolved, in that step, and what one of its counts is for the heir."""

    step: int
    uses: Lately
    share: Share


class Lately:
    """See the module."""

    __slots__ = ("_legacies", "_many_legacies", "_many_steps", "_many_ticks", "_steps", "_ticks")

    def __init__(self) -> None:
        self._steps: dict[int, tuple[int, int]] = {}
        self._ticks: list[Ticks] = []
        self._legacies: list[Legacy] = []
        self._many_steps = self._many_ticks = self._many_legacies = MANY

    def __len__(self) -> int:
        """Entries that are kept."""
        return len(self._steps) + len(self._ticks) + len(self._legacies)

    def count(self, now: int, packets: int, octets: int) -> None:
        """An event."""
        step = now // STEP
        known = self._steps.get(step)
        if known is not None:
            packets, octets = known[0] + packets, known[1] + octets
        elif len(self._steps) > self._many_steps:
            self._steps = {at: counts for at, counts in self._steps.items() if at > step - KEPT}
            self._many_steps = max(MANY, 2 * len(self._steps))
        self._steps[step] = packets, octets

    def ran(self, ticks: Ticks) -> None:
        """A quiet round, or a piece of one that goes on."""
        before = self._ticks[-1] if self._ticks else None
        if before is not None and before.end == ticks.first and before.like(ticks):
            self._ticks[-1] = before._replace(rounds=before.rounds + ticks.rounds)
            return
        if len(self._ticks) > self._many_ticks:
            self._ticks = [one for one in self._ticks if one.end > ticks.end - KEPT * STEP]
            self._many_ticks = max(MANY, 2 * len(self._ticks))
        self._ticks.append(ticks)

    def inherit(self, uses: Lately, share: Share, now: int) -> None:
        """What a bundle has counted, which is no more: its meters have it in common, as before."""
        if len(self._legacies) > self._many_legacies:
            oldest = now // STEP - KEPT
            self._legacies = [legacy for legacy in self._legacies if legacy.step > oldest]
            self._many_legacies = max(MANY, 2 * len(self._legacies))
        self._legacies.append(Legacy(now // STEP, uses, share))

    def pour(self, window: Window, share: Share | None = None) -> None:
        """Put what is kept into the steps of a mean."""
        for step, (packets, octets) in self._steps.items():
            window.event(
                step, *((packets, octets) if share is None else (packets * share.packets, packets * share.octets))
            )
        for ticks in self._ticks:
            if ticks.end > window.earliest:
                window.ticks(ticks, share)
        for legacy in self._legacies:
            legacy.uses.pour(window, legacy.share)
