"""Counting frames at the ports of a node: what a real packet would count is put on its walker.

What passes a subinterface is counted there and at its port, where a tag makes it four octets longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.hooks import Hooks
from iossim.device.interface import TAG, parent_of
from iossim.device.pipeline import Transit
from iossim.net.packet import Packet, Snap
from iossim.sim.meters import Meter

if TYPE_CHECKING:
    from iossim.device.interface import Interface
    from iossim.net.walk import Walker
    from iossim.sim.facts import Table
    from iossim.sim.kernel import Kernel

RATED = ("in", "out")
"""Counters of which displays tell a rate."""
ETHERNET = 14
"""Octets of a frame in front of a packet."""


class Counting(Hooks):
    """The counters of an IP node."""

    kernel: Kernel
    interfaces: Table[str, Interface]
    _meters: dict[tuple[str, str], Meter]

    def meter(self, interface: str, what: str) -> Meter:
        """The counter of an interface: `in`, `out`, or a finer name."""
        try:
            return self._meters[interface, what]
        except KeyError:
            meter = self._meters[interface, what] = Meter(self.kernel, rated=what in RATED)
            return meter

    def meters_of(self, interface: str) -> dict[str, Meter]:
        """The counters of an interface by name, in the order in which they first counted."""
        return {what: meter for (port, what), meter in self._meters.items() if port == interface}

    def count(self, walker: Walker, port: str, what: str, packet: Packet) -> None:
        """Count the frames of a packet at a port."""
        self.count_frames(walker, port, what, packet.fragments, packet.carried)

    def count_frames(self, walker: Walker, port: str, what: str, frames: int, octets: int) -> None:
        """Count frames at a port, one each; they share the octets of what is in them."""
        share = octets // frames
        lengths = [octets - share * (frames - 1) + ETHERNET, *[share + ETHERNET] * (frames - 1)]
        meter, parent = self.meter(port, what), parent_of(port)
        for length in lengths:
            walker.touch(meter, length)
        if parent:
            meter = self.meter(parent, what)
            for length in lengths:
                walker.touch(meter, length + TAG)

    def emits(self, walker: Walker, port: str, packet: Packet | Snap) -> None:
        """Count what leaves by a usable port without a lookup."""
        interface = self.interfaces.get(port)
        if interface is None or not interface.up:
            return
        if isinstance(packet, Packet):
            self.count(walker, port, "out", packet)
            self.seen(walker, Transit(packet, "", port), "sending broad/multicast")
        else:
            walker.touch(self.meter(port, "out"), packet.size + ETHERNET)
            walker.touch(self.meter(port, "out.snap"), packet.size + ETHERNET)

    def hears(self, walker: Walker, port: str, message: Snap) -> None:
        """A plain node counts it, and that is all."""
        walker.touch(self.meter(port, "in"), message.size + ETHERNET)
        walker.touch(self.meter(port, "in.snap"), message.size + ETHERNET)
