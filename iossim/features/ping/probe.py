"""What ping and traceroute send, and how an answer is marked (ios-cli 7.4, 7.5)."""

from __future__ import annotations

from collections.abc import Iterable

from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol, Udp, Unreachable

SECOND = 1_000_000
TRACE_PORT = 33_434


def ping_mark(message: Icmp) -> str:
    """The character ping prints for an answer."""
    if message.kind is IcmpType.ECHO_REPLY:
        return "!"
    if message.kind is IcmpType.TIME_EXCEEDED:
        return "&"
    if message.kind is IcmpType.UNREACHABLE:
        return "M" if message.code == Unreachable.FRAGMENTATION_NEEDED else "U"
    return "?"


TRACE_MARKS = {
    Unreachable.NET: "!N",
    Unreachable.HOST: "!H",
    Unreachable.PROTOCOL: "!P",
    Unreachable.ADMINISTRATIVELY_PROHIBITED: "!A",
}


def trace_mark(message: Icmp) -> str:
    """What traceroute prints after an answer that is neither the target's nor a hop's."""
    return "" if message.kind is IcmpType.TIME_EXCEEDED else TRACE_MARKS.get(Unreachable(message.code), "")


def echo(source: Address, target: Address, ident: int, sequence: int, size: int, tos: int, df: bool) -> Packet:
    """An echo request of `size` octets in all."""
    body = Icmp(IcmpType.ECHO, ident=ident, sequence=sequence, length=size - 20)
    return Packet(source, target, Protocol.ICMP, body, ttl=255, tos=tos, df=df)


def trace_probe(source: Address, target: Address, sport: int, dport: int, ttl: int) -> Packet:
    """A UDP probe to a port where nobody listens."""
    return Packet(source, target, Protocol.UDP, Udp(sport, dport, length=0), ttl=ttl)


def milliseconds(micros: int) -> int:
    """A round trip as IOS prints it: whole milliseconds, at least one."""
    return max(1, round(micros / 1000))


def statistics(times: Iterable[int]) -> str:
    """`min/avg/max = 1/2/4 ms` of round trips in microseconds."""
    shown = [milliseconds(time) for time in times]
    return f"{min(shown)}/{round(sum(shown) / len(shown))}/{max(shown)} ms"
