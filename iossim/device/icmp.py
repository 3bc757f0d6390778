"""ICMP: answers to echoes, errors for packets that cannot go on, and whoever waits for either (RFC 792, RFC 1812).

Errors are never sent about errors, about group destinations, or by an interface told not to. A router sends unreachables
at a limited rate, one in half a second unless it is told otherwise: of a stream that cannot go on most packets are lost in
silence, and ping prints `U.U`. "Fragmentation needed" and redirects have clocks of their own (`icmp_limit`). An error under a
limit is a packet of its own; others (time exceeded, and all that hosts send) travel with the walk that provokes them.

Left out: nobody changes a route because of a redirect.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.device.icmp_limit import ErrorLimit
from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol, Unreachable
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.node import IpNode
    from iossim.net.walk import Walker

ERROR_LENGTH = 36
"""Octets of an ICMP error: header, quoted IP header and the first eight octets (RFC 792)."""
GENERAL, TOO_BIG, REDIRECT = "unreachable", "df", "redirect"
INTERVAL = 500_000
"""Microseconds between two errors of a kind, as routers keep them unless they are told otherwise."""


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


def redirect_about(packet: Packet, source: Address, gateway: Address) -> Packet | None:
    """The advice to send packets for this host to another router; None when none may be given."""
    if packet.is_icmp_error or packet.dst.is_multicast:
        return None
    body = Icmp(IcmpType.REDIRECT, REDIRECT_HOST, length=ERROR_LENGTH, quoted=_gist(packet), gateway=gateway)
    return Packet(source, packet.src, Protocol.ICMP, body)


def _gist(packet: Packet) -> Packet:
    """What an error quotes: the header without the TTL, which would make every hop's error another packet."""
    return replace(packet, ttl=0)


def limited_as(message: object) -> str | None:
    """The clock that limits a message; None for those without."""
    if not isinstance(message, Icmp):
        return None
    if message.kind is IcmpType.REDIRECT:
        return REDIRECT
    if message.kind is not IcmpType.UNREACHABLE:
        return None
    return TOO_BIG if message.code == Unreachable.FRAGMENTATION_NEEDED else GENERAL


class IcmpAgent:
    """The ICMP of one node. Those that forward limit their unreachables and redirects, hosts do not."""

    def __init__(self, node: IpNode) -> None:
        self.node = node
        self.waiting: Table[int, str] = Table(node.kernel, f"{node.name}.icmp.waiting")
        self.told: Table[str, Packet] = Table(node.kernel, f"{node.name}.icmp.told")
        self.intervals: dict[str, int] = {}
        self._limits: dict[str, ErrorLimit] = {}

    def wait(self, ident: int, who: str) -> None:
        """Send what concerns this echo identifier, or the UDP/TCP source port, to a waiting line of the node."""
        self.waiting.set(ident, who)

    def done(self, ident: int) -> None:
        """Nobody waits for this identifier any more."""
        self.waiting.delete(ident)

    # -- errors --------------------------------------------------------------------------------------------------

    def limit(self, kind: str, interval: int) -> None:
        """Send errors of a kind at most once in so many microseconds; 0 = without a limit."""
        self.intervals[kind] = interval
        if kind in self._limits:
            self._limits[kind].change(interval)

    def answer(self, walker: Walker, packet: Packet) -> None:
        """A walk provokes an error at this node."""
        kind = limited_as(packet.payload)
        if kind is None or not self.node.forwards:
            if self.node.debugging("ip icmp"):
                walker.act(self.node.icmp_seen, packet, True)
            walker.answer(self.node, packet)
            return
        told = self.told.get(kind)
        if told is None:
            walker.gate(self.may_send, walker.delay, packet)
        elif told == packet:
            self._limits[kind].feed(walker)

    def may_send(self, delay: int, packet: Packet) -> None:
        """A packet that provokes a limited error arrives so much later."""
        kind = limited_as(packet.payload)
        assert kind is not None
        limit = self._limits.get(kind)
        if limit is None:
            interval = self.intervals.get(kind, INTERVAL)
            limit = self._limits[kind] = ErrorLimit(self.node, kind, interval, self.told)
        limit.may_send(delay, packet)

    def complain(self, packet: Packet) -> None:
        """An event provokes an error: there is a packet that nobody here listens for."""
        kind = limited_as(packet.payload)
        if kind is not None and self.node.forwards:
            self.may_send(0, packet)
        else:
            self.node.send(packet)

    def stop(self) -> None:
        """Power has gone."""
        self.waiting.clear()
        for limit in self._limits.values():
            limit.stop()

    # -- hearing -------------------------------------------------------------------------------------------------

    def receive(self, port: str, packet: Packet) -> None:
        """An ICMP message for this node has arrived."""
        message = packet.payload
        if not isinstance(message, Icmp):
            return
        self.node.icmp_seen(packet, False)
        if message.kind is IcmpType.REDIRECT:
            self.node.redirected(port, packet.src, message)
            return
        if message.kind is IcmpType.ECHO:
            self._reply(packet, message)
            return
        who = self.waiting.peek(self._ident(message))
        heard = IcmpHeard(message, packet.src, self.node.kernel.now)
        if who is not None:
            self.node.tell(who, heard)
        elif message.quoted is not None or message.kind is IcmpType.ECHO_REPLY:
            self.node.error_heard(heard)

    def _reply(self, packet: Packet, message: Icmp) -> None:
        source = packet.dst
        if self.node.addresses.peek(source) is None:
            return
        answer = replace(message, kind=IcmpType.ECHO_REPLY)
        reply = Packet(source, packet.src, Protocol.ICMP, answer, tos=packet.tos, df=packet.df)
        self.node.icmp_seen(reply, True)
        self.node.send(reply)

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
REDIRECT_HOST = 1
