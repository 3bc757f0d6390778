"""How a shaper serves its classes: who waits for how long, and who gets what. Pure arithmetic in bit/s and microseconds.

    1. Strict priority goes first. While there is more than the shaper sends, it gets no more than it was given; the rest is lost.
    2. What is left is shared by the other classes in proportion to their bandwidth; the default class counts with what nobody
       has reserved. Who wants less leaves the rest to the others.
    3. Within a class voice and uploads share a queue, where the former is lost in what a full queue of the latter leaves; with
       fair queueing each flow has a queue, and its share by its precedence plus one.

A packet of the priority class waits for the one that is being sent, never for more: a long packet on a slow line is what is
left of jitter. Others wait for priority traffic besides. As everywhere, uploads give way and lose nothing (`net.line`).

Source: RFC 2598, 2.1 (priority); the WFQ and LLQ of IOS in outline. Early drops are `early`. Left out: bursts of the shaper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iossim.features.qos.policy import PolicyClass
from iossim.net.line import FULL, WINDOW, Uploads

MILLION = 1_000_000
BITS = 8
KILO = 1000
VOICE = 5
"""The precedence of packets that come evenly, as far as it is not known."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A class with what wants to go through it."""

    wish: PolicyClass
    even: int
    uploads: Uploads

    @property
    def offered(self) -> int:
        """All of it."""
        return self.even + self.uploads.rate


@dataclass(frozen=True, slots=True)
class Service:
    """What a packet meets: its wait in all, the mean of what varies and the most of that (0: no bound), and loss.

    `passes` is the share that uploads get of what they want (millionths, as is `loss`); `queued`: it had to wait.
    """

    wait: int = 0
    mean: int = 0
    most: int = 0
    loss: int = 0
    passes: int = MILLION
    queued: bool = False


class Shaper:
    """A shaper of so many bits a second and its queues, at one moment."""

    def __init__(self, rate: int, queues: tuple[Queue, ...]) -> None:
        self.rate = rate
        self.queues = queues
        self.congested = sum(queue.offered for queue in queues) > rate
        self.gets = self._shared()

    def _shared(self) -> dict[tuple[str, ...], int]:
        """What each class gets, by its path."""
        gets: dict[tuple[str, ...], int] = {}
        left = self.rate
        for queue in self.queues:
            if queue.wish.priority:
                most = min(left, queue.wish.kbps * KILO) if self.congested else left
                gets[queue.wish.path] = min(queue.offered, most)
                left -= gets[queue.wish.path]
        hungry = [queue for queue in self.queues if not queue.wish.priority]
        while hungry:
            weights = {queue.wish.path: self._weight(queue) for queue in hungry}
            whole = sum(weights.values())
            fed = [queue for queue in hungry if queue.offered * whole <= left * weights[queue.wish.path]]
            for queue in fed or hungry:
                share = left * weights[queue.wish.path] // whole
                gets[queue.wish.path] = min(queue.offered, share)
            if not fed:
                return gets
            left -= sum(gets[queue.wish.path] for queue in fed)
            hungry = [queue for queue in hungry if queue not in fed]
        return gets

    def _weight(self, queue: Queue) -> int:
        if queue.wish.kbps:
            return queue.wish.kbps
        reserved = sum(other.wish.kbps for other in self.queues)
        return max(self.rate // KILO - reserved, self.rate // KILO // 100, 1)

    # -- one packet ----------------------------------------------------------------------------------------------

    def serves(self, mine: Queue, octets: int, tos: int = VOICE << 5) -> Service:
        """What a packet of a class meets; fair queues and early drops look at its marks, if it is one of those that come evenly."""
        if mine.wish.priority:
            return self._first(mine)
        if mine.offered > self.gets[mine.wish.path]:
            return self._fair(mine, tos >> 5) if mine.wish.fair else self._full(mine, octets, tos)
        return self._within(mine)

    def _first(self, mine: Queue) -> Service:
        """Strict priority: behind the packet that is being sent, and behind uploads that somebody has put beside it."""
        got = self.gets[mine.wish.path]
        even = min(mine.even, got)
        loss = MILLION - even * MILLION // mine.even if mine.even else 0
        passes = _share(got - even, mine.uploads.rate)
        residual, longest = self._residual(lambda queue: not queue.wish.priority), self._longest()
        if mine.uploads.flows:
            residual += (
                self._residual(lambda queue: queue.wish.priority) * MILLION // max(self._spare(mine), MILLION // 100)
            )
            longest = 0
        return Service(residual, residual, longest, loss, passes, residual > 0)

    def _full(self, mine: Queue, octets: int, tos: int) -> Service:
        """One queue for all, and it is full: of what uploads have under way, or of what cannot go."""
        got = self.gets[mine.wish.path]
        if mine.even >= got:
            size = mine.uploads.octets or octets
            wait = mine.wish.stands * size * BITS * MILLION // max(got, 1)
            return Service(wait, 0, 0, MILLION - got * MILLION // mine.even, 0, True)
        left = got - mine.even
        standing = min(mine.uploads.flows * WINDOW, mine.wish.stands * mine.uploads.octets)
        early, loss = mine.wish.early, 0
        if early is not None:
            loss = early.thresholds(early.row(tos)).loss(standing // mine.uploads.octets)
        return Service(standing * BITS * MILLION // left, 0, 0, loss, _share(left, mine.uploads.rate), True)

    def _fair(self, mine: Queue, precedence: int) -> Service:
        """A queue for each flow: those that want little wait for a turn of the others."""
        got, flows = self.gets[mine.wish.path], mine.uploads.flows
        weight = precedence + 1
        even = min(mine.even, got * weight // (weight + flows))
        turn = self._longest() * (weight + flows) // weight
        wait = self._behind() + turn // 2
        loss = MILLION - even * MILLION // mine.even if mine.even else 0
        return Service(wait, wait, turn + self._longest(), loss, _share(got - even, mine.uploads.rate), True)

    def _within(self, mine: Queue) -> Service:
        """A class that wants less than it gets."""
        behind = self._behind()
        if self.congested:
            longest = self._longest()
            return Service(behind + longest // 2, behind + longest // 2, 2 * longest, 0, MILLION, True)
        used = sum(self.gets.values()) * MILLION // self.rate
        wait = behind * MILLION // max(MILLION - used, MILLION // 100)
        wait = min(wait, mine.wish.limit * FULL * BITS * MILLION // self.rate)
        return Service(wait, wait, 0, 0, MILLION, wait > 0)

    # -- what a packet finds -------------------------------------------------------------------------------------

    def _behind(self) -> int:
        """The rest of the packet that is being sent, and priority traffic that comes meanwhile."""
        first = sum(self.gets[queue.wish.path] for queue in self.queues if queue.wish.priority) * MILLION // self.rate
        return self._residual(lambda queue: True) * MILLION // max(MILLION - first, MILLION // 100)

    def _residual(self, counts: Callable[[Queue], bool]) -> int:
        """The rest of a packet that is being sent, on the average: half of each, as often as one is there."""
        total = 0
        for queue in self.queues:
            if queue.uploads.flows and counts(queue):
                sent = max(self.gets[queue.wish.path] - queue.even, 0)
                sent = min(sent, queue.uploads.rate)
                total += sent * self._time(queue) // (2 * self.rate)
        return total

    def _spare(self, mine: Queue) -> int:
        return MILLION - self.gets[mine.wish.path] * MILLION // self.rate

    def _longest(self) -> int:
        """The longest packet there is."""
        return max((self._time(queue) for queue in self.queues if queue.uploads.flows), default=0)

    def _time(self, queue: Queue) -> int:
        return queue.uploads.octets * BITS * MILLION // self.rate


def _share(got: int, wanted: int) -> int:
    """What uploads get of what they want, in millionths."""
    return min(MILLION, max(got, 0) * MILLION // wanted) if wanted else MILLION
