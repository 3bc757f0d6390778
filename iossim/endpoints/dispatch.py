"""Messages of SCCP on their way: they go by TCP, so one that is lost is sent again, and none overtakes another.

A segment is sent when the one before it has arrived; one that does not arrive is sent again after 1, 2, 4, 8, 16 s and is
then given up, and what waits behind it with it: the connection is gone, which whoever has keepalives finds out. Whether a
segment arrives is known when it is sent (`net.wire`); its acknowledgement is not modelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.sim.timers import Timer

if TYPE_CHECKING:
    from iossim.device.node import IpNode
    from iossim.device.parameters import Parameters
    from iossim.net.address import Address
    from iossim.net.packet import Packet


class Line:
    """What is under way to one address."""

    def __init__(self, node: IpNode, parameters: Parameters) -> None:
        self.node = node
        self.parameters = parameters
        self.queue: list[Packet] = []
        self.tries = 0
        self.timer = Timer(node.kernel, self._send)

    def post(self, packet: Packet) -> None:
        """Send a message when its turn comes."""
        self.queue.append(packet)
        if len(self.queue) == 1:
            self.tries = 0
            self._send()

    def _send(self) -> None:
        while self.queue:
            self.tries += 1
            if not self.node.wire.send(self.node, self.queue[0]).delivered:
                self._wait()
                return
            self.queue.pop(0)
            self.tries = 0

    def _wait(self) -> None:
        if self.tries > self.parameters.tcp_retransmit_count:
            self.queue.clear()
        else:
            self.timer.start(self.parameters.tcp_retransmit_first << (self.tries - 1))

    def clear(self) -> None:
        """The connection is gone."""
        self.queue.clear()
        self.timer.stop()


class Dispatch:
    """All lines of one node."""

    def __init__(self, node: IpNode, parameters: Parameters) -> None:
        self.node = node
        self.parameters = parameters
        self.lines: dict[Address, Line] = {}

    def post(self, packet: Packet) -> None:
        """Send a message to its address."""
        line = self.lines.get(packet.dst)
        if line is None:
            line = self.lines[packet.dst] = Line(self.node, self.parameters)
        line.post(packet)

    def clear(self, address: Address | None = None) -> None:
        """A connection is gone, or all of them."""
        for other in tuple(self.lines) if address is None else (address,):
            if (line := self.lines.pop(other, None)) is not None:
                line.clear()
