"""How often a node sends ICMP errors of a kind: at most once in an interval.

An error is sent when the last one is an interval ago. That is a question about time, so it is a gate of the walk that
provokes the error. A stream that cannot go on would ask it with every packet; therefore a round begins with each error: an
interval later it looks whether the same packets are still coming and sends the next error, or ends. While it runs, the
stream only feeds its timer, and a call in the void stays quiet.

With streams of equal periods the one that was told first is told again, others never: so it is on a router, too.

Source: `ip icmp rate-limit unreachable` in the vendor's command reference (500 ms, a clock of its own for code 4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.sim.facts import Table
from iossim.sim.kernel import CHANGE
from iossim.sim.meters import Idle
from iossim.sim.rounds import Every

if TYPE_CHECKING:
    from iossim.device.node import IpNode
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker

RECENT = 50_000
"""Microseconds within which a packet must have come for the stream to be there still."""


class ErrorLimit:
    """The clock of one kind of errors of a node. `told` has the error that is being repeated; an `interval` of 0 is no limit."""

    def __init__(self, node: IpNode, kind: str, interval: int, told: Table[str, Packet]) -> None:
        self.node = node
        self.kind = kind
        self.interval = interval
        self.told = told
        kernel = node.kernel
        self._last = Idle(kernel, interval or 1)
        self._stream = Idle(kernel, RECENT)
        self._round = Every(kernel, interval or 1, 0, self._look)

    def change(self, interval: int) -> None:
        """Another interval."""
        self.stop()
        self.interval = interval
        if interval:
            self._last.set_limit(interval)

    def feed(self, walker: Walker) -> None:
        """A packet of the stream that has been told comes again."""
        walker.touch(self._stream)

    def may_send(self, delay: int, error: Packet) -> None:
        """A packet that provokes an error arrives so much later."""
        kernel = self.node.kernel
        if self.interval and not self._last.over():
            return
        self._last.touch(kernel.now + delay)
        kernel.at(kernel.now + delay, self.send, error, order=CHANGE)

    def send(self, error: Packet) -> None:
        """Send it, and look an interval later whether it is still true."""
        self.node.icmp_seen(error, True)
        self.node.send(error)
        if self.interval and self.node.powered:
            now = self.node.kernel.now
            self._stream.touch(now)
            self.told.set(self.kind, error)
            self._round.start(now + self.interval, self.interval)

    def _look(self) -> None:
        error = self.told.get(self.kind)
        if error is None:
            return
        if self._stream.over():
            self.stop()
            return
        self._last.touch(self.node.kernel.now)
        self.node.icmp_seen(error, True)
        self.node.wire.again(self.node.wire.path(self.node, error))

    def stop(self) -> None:
        """The stream has ended, or power has gone."""
        error = self.told.peek(self.kind)
        if error is not None:
            self._round.stop()
            self.node.wire.forget(self.node, error)
            self.told.delete(self.kind)
