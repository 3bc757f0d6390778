"""Nodes that the lab file configures: they have their addresses and routes whenever they have power.

No boot time is modelled for them: the lab is about routers. What they hold in RAM is lost with the power.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.interface import Interface
from iossim.device.ip_counters import BOX, NO_PORT, counter
from iossim.device.node import IpNode
from iossim.device.platform import mac_for
from iossim.device.rib import STATIC, Route
from iossim.net.address import Address, Prefix
from iossim.net.packet import Packet, Protocol

if TYPE_CHECKING:
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire

StaticRoute = tuple[Prefix, Address | None, str]
"""Prefix, next hop, and the interface for a route without next hop."""

ETHERNET = 1500
"""Octets that a port carries, unless it is told otherwise."""


class FixedNode(IpNode):
    """A node with a fixed configuration.

    `ports` gives each port's address and prefix length, or None for one that gets it later or has none;
    `point_to_point` names ports at which ARP is not spoken.
    """

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        number: int,
        arp_timeout: int,
        ports: dict[str, tuple[Address, int] | None],
        routes: tuple[StaticRoute, ...] = (),
        point_to_point: tuple[str, ...] = (),
    ) -> None:
        super().__init__(name, wire, arp_timeout)
        self.number = number
        self.ports = ports
        self.routes = self.routes_meant = routes
        self.point_to_point = point_to_point
        self.mtus: dict[str, int] = {}

    def power_on(self) -> None:
        """Everything is there at once."""
        if self.powered:
            return
        self.power.set("", True)
        for index, (port, address) in enumerate(self.ports.items()):
            self.interfaces.set(
                port,
                Interface(
                    port,
                    mac_for(self.number, index),
                    mtu=self.mtus.get(port, ETHERNET),
                    redirects=False,
                    point_to_point=port in self.point_to_point,
                ),
            )
            if address is not None:
                self.change_interface(port, addresses=(address,))
            self.wire.network.set_emitting((self.name, port), True)
            self.carrier_changed(port)
        for route in self.routes:
            self.rib.add(_static(route))
        self.started()

    def power_off(self) -> None:
        """Everything is gone at once."""
        if not self.powered:
            return
        self.stopped()
        self.power.set("", False)
        for port in self.ports:
            self.wire.network.set_emitting((self.name, port), False)
        self.arp.clear()
        self.tcp.clear()
        self.forget_facts()
        self.rib.clear()

    def narrow(self, port: str, mtu: int) -> None:
        """What a port carries at most, from now on."""
        self.mtus[port] = mtu
        if self.powered:
            self.change_interface(port, mtu=mtu)

    def reroute(self, routes: tuple[StaticRoute, ...]) -> None:
        """Other static routes hold from now on."""
        old, self.routes = self.routes, routes
        if self.powered:
            before, after = frozenset(old), frozenset(routes)
            gone = [route for route in old if route not in after]
            came = [route for route in routes if route not in before]
            changes = [change for route in gone for change in self.rib.remove(_static(route))]
            self.routes_changed(changes + [change for route in came for change in self.rib.add(_static(route))])

    def lead(self, prefix: Prefix, next_hop: Address | None) -> None:
        """Another static route for a network, in the place of those it has; none without a next hop."""
        others = tuple(route for route in self.routes if route[0] != prefix)
        self.reroute(others if next_hop is None else (*others, (prefix, next_hop, "")))

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """A broadcast that nobody here listens for is counted, and that is all. Who listens is the same for ever."""
        if packet.proto != Protocol.UDP or self.addresses.get(packet.dst) is not None or not self.power.get(""):
            return False
        if self.listener(packet) is not None:
            return False
        walker.touch(self.meter(BOX, counter(packet, NO_PORT)), packet.size)
        return True

    def started(self) -> None:
        """Power has come: begin to act."""

    def stopped(self) -> None:
        """Power is about to go: stop rounds and forget."""


def _static(route: StaticRoute) -> Route:
    prefix, next_hop, interface = route
    return Route(prefix, "static", STATIC, next_hop=next_hop, interface=interface)
