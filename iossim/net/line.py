"""A slow line: how long it takes to put a packet on it, and what other traffic does to those that must wait.

A packet takes its octets times eight over the rate of its direction. Other traffic (`[load NODE SHARE]`) is made of full packets
at random times, so a packet finds one on its way, or several waiting: on the average

    wait = load x time of a full packet / 2 / (1 - load - conversations)        (M/D/1; periodic voice does not wait for itself)

and never more than a full queue. When more is offered than fits, the queue is full and the rest is lost. Conversations are
counted by what their streams say (`demand`). All of it is arithmetic: who crosses a line asks facts and gets a delay.

Left out: bursts, classes and priorities, overhead of cells, the wait of a burst of one's own (a ping with large packets).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.net.topology import Network, PortKey

MILLION = 1_000_000
FULL = 1_500
"""Octets of the packets that other traffic is made of."""
QUEUE = 40
"""Packets that wait at most: the output queue of an interface of the time."""


@dataclass(frozen=True, slots=True)
class Line:
    """The rates (bit/s) of a link from its end a and from its end b, and how much of them others use (millionths)."""

    rates: tuple[int, int]
    loads: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Passage:
    """A packet of so many octets goes onto a line at that end; it waits so long on the average (microseconds)."""

    end: PortKey
    octets: int
    wait: int


@dataclass(frozen=True, slots=True)
class Slow:
    """What every packet meets that goes onto a line at that end now: rate, wait in all, its mean share, loss (millionths)."""

    end: PortKey
    rate: int
    queue: int
    wait: int
    loss: int

    def passage(self, octets: int) -> tuple[Passage, int]:
        """A packet of so many octets, and how long it takes behind the others."""
        return Passage(self.end, octets, self.wait), octets * 8 * MILLION // self.rate


def met(network: Network, line: Line, end: PortKey, first: bool) -> Slow:
    """The line as it is now, from its end a (`first`) or b."""
    side = 0 if first else 1
    rate, load = line.rates[side], line.loads[side]
    if not load:
        return Slow(end, rate, 0, 0, 0)
    used = load + (network.demand.get(end) or 0) * MILLION // rate
    full = FULL * 8 * MILLION // rate
    if used >= MILLION:
        return Slow(end, rate, QUEUE * full, 0, MILLION - MILLION * MILLION // used)
    wait = min(QUEUE * full, load * full // (2 * (MILLION - used)))
    return Slow(end, rate, wait, wait, 0)
