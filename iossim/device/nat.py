"""Port translation: many inside addresses behind one outside address (RFC 3022).

A binding is made by the first packet from the inside and lives while it is used. TCP, UDP and ICMP echoes are told apart
by port or identifier; the port is kept when it is free, as UDP 500 must be for the first IPsec client. ESP has no ports:
it is bound per (inside host, outside peer), one inside host per peer (`EspPassThrough`).

Bindings are facts; whether one is still alive is its `Idle`'s business, so a stream that keeps it alive costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.net.address import Address
from iossim.net.packet import Icmp, Packet, Protocol, Tcp, Udp
from iossim.sim.facts import Table
from iossim.sim.meters import Idle

if TYPE_CHECKING:
    from iossim.device.node import IpNode
    from iossim.net.walk import Walker

FIRST_PORT = 1024
Side = tuple[int, Address, int]
"""(protocol, address, port or identifier) on one side of the translation."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One inside conversation end and the outside port that stands for it."""

    inside: Side
    port: int
    idle: Idle


def end_of(packet: Packet, source: bool) -> int:
    """The port (or ICMP identifier) of a packet's source or destination."""
    payload = packet.payload
    if isinstance(payload, Icmp):
        return payload.ident
    return packet.ports[0 if source else 1]


def with_end(packet: Packet, port: int, source: bool) -> Packet:
    """The packet with another port (or ICMP identifier) at its source or destination."""
    payload = packet.payload
    if isinstance(payload, Icmp):
        return packet.holding(replace(payload, ident=port))
    if isinstance(payload, Udp):
        ports = (port, payload.dport) if source else (payload.sport, port)
        return packet.holding(Udp(*ports, payload.data, payload.length))
    if isinstance(payload, Tcp):
        return packet.holding(replace(payload, sport=port) if source else replace(payload, dport=port))
    return packet


class PortTranslator:
    """The translations of one outside address."""

    def __init__(self, node: IpNode, outside: Address, idle: dict[int, int]) -> None:
        self.node = node
        self.outside = outside
        self.idle = idle
        self.by_inside: Table[Side, Binding] = Table(node.kernel, f"{node.name}.nat.inside")
        self.by_port: Table[tuple[int, int], Binding] = Table(node.kernel, f"{node.name}.nat.outside")

    def outbound(self, walker: Walker, packet: Packet) -> Packet:
        """The packet as it leaves; the first one of a conversation makes its binding."""
        inside = packet.proto, packet.src, end_of(packet, source=True)
        binding = self.by_inside.get(inside)
        if binding is None:
            walker.act(self.bind, inside)
            port = self._free_port(inside)
        else:
            walker.touch(binding.idle)
            port = binding.port
        return with_end(packet.with_source(self.outside), port, source=True)

    def inbound(self, walker: Walker, packet: Packet) -> Packet | None:
        """The packet as it goes inside; None when nothing inside has asked for it."""
        payload = packet.payload
        if isinstance(payload, Icmp) and payload.quoted is not None:
            return self._inbound_error(packet, payload)
        binding = self.by_port.get((packet.proto, end_of(packet, source=False)))
        if binding is None:
            return None
        walker.touch(binding.idle)
        _, address, port = binding.inside
        return with_end(packet.with_destination(address), port, source=False)

    def _inbound_error(self, packet: Packet, message: Icmp) -> Packet | None:
        quoted = message.quoted
        assert quoted is not None
        binding = self.by_port.get((quoted.proto, end_of(quoted, source=True)))
        if binding is None:
            return None
        _, address, port = binding.inside
        original = with_end(quoted.with_source(address), port, source=True)
        return replace(packet.with_destination(address), payload=replace(message, quoted=original))

    # -- events --------------------------------------------------------------------------------------------------

    def bind(self, inside: Side) -> None:
        """A conversation begins."""
        if self.by_inside.peek(inside) is not None or not self.node.powered:
            return
        idle = Idle(self.node.kernel, self.idle.get(inside[0], self.idle[Protocol.UDP]), self.unbind, inside)
        idle.start()
        binding = Binding(inside, self._free_port(inside), idle)
        self.by_inside.set(inside, binding)
        self.by_port.set((inside[0], binding.port), binding)

    def unbind(self, inside: Side) -> None:
        """A conversation has been idle for too long."""
        binding = self.by_inside.peek(inside)
        if binding is not None:
            binding.idle.stop()
            self.by_inside.delete(inside)
            self.by_port.delete((inside[0], binding.port))

    def clear(self) -> None:
        """Forget all bindings."""
        for inside in tuple(self.by_inside.keys()):
            self.unbind(inside)

    def _free_port(self, inside: Side) -> int:
        protocol, _, wanted = inside
        port = wanted
        while self.by_port.get((protocol, port)) is not None:
            port = FIRST_PORT if port == wanted else port + 1
        return port


class EspPassThrough:
    """IPsec pass-through without NAT-T: ESP is bound per outside peer to one inside host.

    The first inside host that speaks to a peer owns the peer's answers while they flow; another one's ESP to the same peer
    is dropped. A packet from outside that nobody inside has asked for is dropped; with `outside_blocks` it also leaves an
    entry that blocks the inside's own ESP to that peer for as long as it keeps coming, as one measured implementation does
    (protocols reference 9.6; without it E22 heals with the first packet from inside).
    """

    def __init__(self, node: IpNode, idle: int, outside_blocks: bool = False) -> None:
        self.node = node
        self.limit = idle
        self.outside_blocks = outside_blocks
        self.bindings: Table[Address, Binding] = Table(node.kernel, f"{node.name}.nat.esp")

    def outbound(self, walker: Walker, packet: Packet, outside: Address) -> Packet | None:
        """The packet as it leaves; None when another host, or the outside, holds the peer."""
        inside: Side = (packet.proto, packet.src, 0)
        binding = self.bindings.get(packet.dst)
        if binding is None:
            walker.act(self.bind, packet.dst, inside)
        elif binding.inside != inside:
            return None
        else:
            walker.touch(binding.idle)
        return packet.with_source(outside)

    def inbound(self, walker: Walker, packet: Packet) -> Packet | None:
        """The packet as it goes inside; None when nobody inside has spoken to this peer."""
        binding = self.bindings.get(packet.src)
        if binding is None:
            if self.outside_blocks:
                walker.act(self.bind, packet.src, (packet.proto, Address(0), 0))
            return None
        walker.touch(binding.idle)
        return None if binding.inside[1] == 0 else packet.with_destination(binding.inside[1])

    def bind(self, peer: Address, inside: Side) -> None:
        """A peer is bound to an inside host; address 0 stands for "the outside spoke first"."""
        if self.bindings.peek(peer) is None and self.node.powered:
            idle = Idle(self.node.kernel, self.limit, self.unbind, peer)
            idle.start()
            self.bindings.set(peer, Binding(inside, 0, idle))

    def unbind(self, peer: Address) -> None:
        """Nothing has passed for too long."""
        binding = self.bindings.peek(peer)
        if binding is not None:
            binding.idle.stop()
            self.bindings.delete(peer)

    def clear(self) -> None:
        """Forget all bindings."""
        for peer in tuple(self.bindings.keys()):
            self.unbind(peer)
