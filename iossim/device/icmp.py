"""ICMP: answers to echoes, errors for packets that cannot go on, and whoever waits for either (RFC 792, RFC 1812).

Errors are never sent about errors, about group destinations, or by an interface told not to. Left out: the rate limit of
unreachables is kept by whoever shows it (ping prints `U.U`), not by dropping errors on the wire.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol, Unreachable
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.node import IpNode

ERROR_LENGTH = 36
"""Octets of an ICMP error: header, quoted IP header and the first eight octets (RFC 792)."""


@dataclass(frozen=True, slots=True)
class IcmpHeard:
    """An echo reply or an error that concerns a question of ours."""

    message: Icmp
    source: Address
    at: int


def error_about(packet: Packet, source: Address, kind: IcmpType, code: int, mtu: int = 0) -> Packet | None:
    """The error a packet provokes, from an address of the node that drops it; None when none may be sent."""
    if packet.is_icmp_error or packet.dst.is_multicast or packet.dst == 0xFFFFFFFF or packet.src == 0:
        return None
    body = Icmp(kind, code, length=ERROR_LENGTH, quoted=_gist(packet), mtu=mtu)
    return Packet(source, packet.src, Protocol.ICMP, body)


def _gist(packet: Packet) -> Packet:
    """What an error quotes: the header without the TTL, which would make every hop's error another packet."""
    return replace(packet, ttl=0)


class IcmpAgent:
    """The ICMP of one node."""

    def __init__(self, node: IpNode) -> None:
        self.node = node
        self.waiting: Table[int, str] = Table(node.kernel, f"{node.name}.icmp.waiting")

    def wait(self, ident: int, who: str) -> None:
        """Send what concerns this echo identifier, or the UDP/TCP source port, to a waiting line of the node."""
        self.waiting.set(ident, who)

    def done(self, ident: int) -> None:
        """Nobody waits for this identifier any more."""
        self.waiting.delete(ident)

    def receive(self, port: str, packet: Packet) -> None:
        """An ICMP message for this node has arrived."""
        message = packet.payload
        if not isinstance(message, Icmp):
            return
        if message.kind is IcmpType.ECHO:
            self._reply(packet, message)
            return
        who = self.waiting.peek(self._ident(message))
        heard = IcmpHeard(message, packet.src, self.node.kernel.now)
        if who is not None:
            self.node.tell(who, heard)
        elif message.quoted is not None:
            self.node.error_heard(heard)

    def _reply(self, packet: Packet, message: Icmp) -> None:
        source = packet.dst
        if self.node.addresses.peek(source) is None:
            return
        answer = replace(message, kind=IcmpType.ECHO_REPLY)
        self.node.send(Packet(source, packet.src, Protocol.ICMP, answer, tos=packet.tos, df=packet.df))

    @staticmethod
    def _ident(message: Icmp) -> int:
        quoted = message.quoted
        if quoted is None:
            return message.ident
        if isinstance(quoted.payload, Icmp):
            return quoted.payload.ident
        return quoted.ports[0]


HOST_UNREACHABLE = (IcmpType.UNREACHABLE, Unreachable.HOST)
PROHIBITED = (IcmpType.UNREACHABLE, Unreachable.ADMINISTRATIVELY_PROHIBITED)
TTL_EXPIRED = (IcmpType.TIME_EXCEEDED, 0)
