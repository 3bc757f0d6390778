"""A slow line: how long it takes to put a packet on it, and what other traffic does to those that must wait.

A packet takes its octets times eight over the rate of its direction. Other traffic (`[load NODE SHARE]`) is made of full packets
at random times, so a packet finds one on its way, or several waiting: on the average

    wait = load x time of a full packet / 2 / (1 - load - conversations)        (M/D/1; periodic voice does not wait for itself)

and never more than a full queue. When more is offered than fits, the queue is full and the rest is lost. Streams say what they
want of a line: conversations (`demand`) evenly, uploads in whole packets at any time, like other traffic. All of it is
arithmetic: who crosses a line asks facts and gets a delay.

An upload gives way, as TCP does: it gets what is left, loses nothing, and what it has under way (`WINDOW`) stands in the queue
before the line. Behind a shaper that is no faster than the line an upload comes evenly, so nobody waits for it.

Left out: bursts, overhead of cells, the wait of a burst of one's own (a ping with large packets).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.net.topology import Network

MILLION = 1_000_000
FULL = 1_500
"""Octets of the packets that other traffic is made of."""
QUEUE = 40
"""Packets that wait at most: the output queue of an interface of the time."""
WINDOW = 17_520
"""Octets that an upload has under way at most: twelve full segments, the receive window of a PC of the time."""

QueueKey = tuple[str, ...]
"""Where packets wait: the end of a line (node, port), or a queue of a node (node, port, and the way to it)."""


@dataclass(frozen=True, slots=True)
class Line:
    """The rates (bit/s) of a link from its end a and from its end b, and how much of them others use (millionths)."""

    rates: tuple[int, int]
    loads: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Uploads:
    """What uploads want of a queue: so many of them, `rate` bit/s in packets at any time; `moment` is bit/s by octets."""

    flows: int = 0
    rate: int = 0
    moment: int = 0

    @property
    def octets(self) -> int:
        """The size of a packet, on the average."""
        return self.moment // self.rate if self.rate else 0

    def changed(self, rate: int, octets: int) -> Uploads:
        """With one more of them, or (a negative rate) one less."""
        return Uploads(self.flows + (1 if rate > 0 else -1), self.rate + rate, self.moment + rate * octets)


NONE = Uploads()


@dataclass(frozen=True, slots=True)
class Passage:
    """A packet of so many octets goes into a queue, and waits so long on the average (microseconds), at most `most` (0: any time).

    `reaches` is the share (millionths) of a stream's packets that come so far, `passes` the share of an upload that gets through
    the queue; it comes `even` when a shaper has spaced it out before.
    """

    queue: QueueKey
    octets: int
    wait: int
    most: int = 0
    reaches: int = MILLION
    passes: int = MILLION
    even: bool = False


@dataclass(frozen=True, slots=True)
class Slow:
    """What every packet meets that goes onto a line at that end now: rate, wait in all, its mean share, loss (millionths).

    `passes` is the share that uploads get of what they want.
    """

    end: QueueKey
    rate: int
    queue: int
    wait: int
    loss: int
    passes: int = MILLION

    def takes(self, octets: int) -> int:
        """How long a packet of so many octets takes behind the others."""
        return octets * 8 * MILLION // self.rate


def met(network: Network, line: Line, end: QueueKey, first: bool) -> Slow:
    """The line as it is now, from its end a (`first`) or b."""
    side = 0 if first else 1
    rate, load, uploads = line.rates[side], line.loads[side], network.uploads.get(end) or NONE
    if not load and not uploads.flows:
        return Slow(end, rate, 0, 0, 0)
    full = FULL * 8 * MILLION // rate
    firm = load + (network.demand.get(end) or 0) * MILLION // rate
    if firm >= MILLION:
        return Slow(end, rate, QUEUE * full, 0, MILLION - MILLION * MILLION // firm, 0)
    used = firm + uploads.rate * MILLION // rate
    if used >= MILLION:
        left = (MILLION - firm) * rate // MILLION
        wait = min(QUEUE * full, uploads.flows * WINDOW * 8 * MILLION // left)
        return Slow(end, rate, wait, 0, 0, left * MILLION // uploads.rate)
    busy = load * full + uploads.moment * 8 * MILLION // rate * MILLION // rate
    wait = min(QUEUE * full, busy // (2 * (MILLION - used)))
    return Slow(end, rate, wait, wait, 0)
