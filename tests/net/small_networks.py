"""Small networks of fixed nodes, for tests of the wire and the walk."""

from __future__ import annotations

from iossim.endpoints.fixed import FixedNode, StaticRoute
from iossim.endpoints.host import Host
from iossim.endpoints.repeater import Switch
from iossim.net.address import Address, Prefix
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol
from iossim.net.topology import Network
from iossim.net.wire import Wire
from iossim.sim.kernel import Kernel

ARP_TIMEOUT = 14_400_000_000


class Gateway(FixedNode):
    """A plain router with a fixed table."""

    forwards = True


def ip(text: str) -> Address:
    """An address from text."""
    return Address.parse(text)


def at(text: str) -> tuple[Address, int]:
    """An address and its prefix length from `a.b.c.d/n`."""
    address, _, length = text.partition("/")
    return ip(address), int(length)


def route(prefix: str, next_hop: str) -> StaticRoute:
    """A static route from text."""
    return Prefix.parse(prefix), ip(next_hop), ""


def new_wire(explicit: bool = False) -> Wire:
    """An empty network under a fresh kernel."""
    return Wire(Network(Kernel(1, explicit=explicit)))


def gateway(wire: Wire, name: str, number: int, ports: dict[str, str], routes: tuple[StaticRoute, ...] = ()) -> Gateway:
    """A gateway with power."""
    node = Gateway(
        name,
        wire,
        number=number,
        arp_timeout=ARP_TIMEOUT,
        ports={port: at(address) for port, address in ports.items()},
        routes=routes,
    )
    node.power_on()
    return node


def host(wire: Wire, name: str, number: int, address: str, via: str) -> Host:
    """A host with power."""
    node = Host(name, wire, number=number, arp_timeout=ARP_TIMEOUT, address=at(address), gateway=ip(via))
    node.power_on()
    return node


def switch(wire: Wire, name: str, *ports: str) -> Switch:
    """A switch with power."""
    node = Switch(name, wire, ports)
    node.power_on()
    return node


def line_of_three() -> Wire:
    """a - g1 - g2 - b: two gateways between two hosts; delays of 10, 1000 and 10 microseconds."""
    wire = new_wire()
    host(wire, "a", 1, "10.0.1.10/24", "10.0.1.1")
    gateway(wire, "g1", 2, {"lan": "10.0.1.1/24", "wan": "10.0.9.1/30"}, (route("10.0.2.0/24", "10.0.9.2"),))
    gateway(wire, "g2", 3, {"lan": "10.0.2.1/24", "wan": "10.0.9.2/30"}, (route("10.0.1.0/24", "10.0.9.1"),))
    host(wire, "b", 4, "10.0.2.10/24", "10.0.2.1")
    wire.network.join("left", ("a", "eth0"), ("g1", "lan"), 10)
    wire.network.join("middle", ("g1", "wan"), ("g2", "wan"), 1000)
    wire.network.join("right", ("g2", "lan"), ("b", "eth0"), 10)
    for name, node in wire.network.nodes.items():
        for port in node.ports:
            node.carrier_changed(port)
            assert name
    wire.network.kernel.run_until(wire.network.kernel.now)
    return wire


def echo(source: str, target: str, ttl: int = 64, ident: int = 7, df: bool = False, size: int = 100) -> Packet:
    """An echo request."""
    return Packet(
        ip(source), ip(target), Protocol.ICMP, Icmp(IcmpType.ECHO, ident=ident, length=size - 20), ttl=ttl, df=df
    )


def warm(wire: Wire, source: str, target: str) -> None:
    """Send echoes until ARP is resolved on the way there and back."""
    node = next(n for n in wire.network.nodes.values() if isinstance(n, FixedNode) and ip(source) in n.addresses.keys())
    for _ in range(6):
        node.send(echo(source, target))
        wire.network.kernel.run_until(wire.network.kernel.now + 3_000_000)


__all__ = ["echo", "gateway", "host", "ip", "line_of_three", "new_wire", "route", "switch", "warm"]
