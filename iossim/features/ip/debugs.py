"""What `debug ip packet`, `debug ip icmp` and `debug ip routing` print (12.2 forms)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Tcp, Udp, Unreachable

if TYPE_CHECKING:
    from iossim.device.notices import RouteChanged
    from iossim.device.pipeline import Transit
    from iossim.device.rib import Route

PACKET, ICMP, ROUTING, ARP = "ip packet", "ip icmp", "ip routing", "arp"
GROUP = "Generic IP"
NAMES = {
    PACKET: (GROUP, "IP packet debugging"),
    ICMP: (GROUP, "ICMP packet debugging"),
    ROUTING: ("IP routing", "IP routing debugging"),
    ARP: ("ARP", "ARP packet debugging"),
}
Text = tuple[str | Address, ...]

CODES = {
    Unreachable.NET: "net",
    Unreachable.HOST: "host",
    Unreachable.PROTOCOL: "protocol",
    Unreachable.PORT: "port",
    Unreachable.FRAGMENTATION_NEEDED: "frag. needed and DF set",
    Unreachable.ADMINISTRATIVELY_PROHIBITED: "administratively prohibited",
}
FLAGS = {"S": "SYN", "A": "ACK", "F": "FIN", "R": "RST", "P": "PSH"}


def packet(transit: Transit, fate: str) -> Text:
    """A packet and what became of it: `IP: s=A (local), d=B (FastEthernet0/0), len 100, sending`."""
    looked = transit.packet
    came = transit.in_port or "local"
    head: list[str | Address] = ["IP: s=", looked.src, f" ({came}), d=", looked.dst]
    if transit.out_port or transit.in_port:
        head.append(f" ({transit.out_port or transit.in_port})" if fate != "unroutable" else "")
    if fate == "forward":
        head += [", g=", transit.next_hop]
    return (*head, f", len {looked.size}, {fate}")


def detail(looked: Packet) -> Text:
    """The line below it: what the protocol above says."""
    payload = looked.payload
    if isinstance(payload, Icmp):
        return (f"    ICMP type={int(payload.kind)}, code={int(payload.code)}",)
    if isinstance(payload, Udp):
        return (f"    UDP src={payload.sport}, dst={payload.dport}",)
    if isinstance(payload, Tcp):
        flags = " ".join(FLAGS[flag] for flag in payload.flags if flag in FLAGS)
        numbers = f"seq={payload.sequence}, ack={payload.acknowledge}"
        return (f"    TCP src={payload.sport}, dst={payload.dport}, {numbers}, win=4128 {flags}",)
    return (f"    proto={int(looked.proto)}",)


def icmp(looked: Packet, sent: bool) -> Text | None:
    """An ICMP message; None for one of which nothing is printed."""
    message = looked.payload
    if not isinstance(message, Icmp):
        return None
    way, other = ("sent", looked.dst) if sent else ("rcvd", looked.src)
    if message.kind is IcmpType.ECHO_REPLY:
        return (f"ICMP: echo reply {way}, src ", looked.src, ", dst ", looked.dst)
    if message.quoted is None:
        return None
    lost = message.quoted.dst
    if message.kind is IcmpType.UNREACHABLE:
        code = CODES.get(Unreachable(message.code), f"code {message.code}")
        return ("ICMP: dst (", lost, f") {code} unreachable ", "sent to " if sent else "rcv from ", other)
    if message.kind is IcmpType.TIME_EXCEEDED:
        if sent:
            return ("ICMP: time exceeded (time to live) sent to ", other, " (dest was ", lost, ")")
        return ("ICMP: time exceeded rcvd from ", other)
    if sent:
        return ("ICMP: redirect sent to ", other, " for dest ", lost, ", use gw ", message.gateway)
    return ("ICMP: redirect rcvd from ", other, " -- for ", lost, " use gw ", message.gateway)


def routed(change: RouteChanged) -> Iterator[Debug]:
    """A prefix of the routing table: what goes, then what comes."""
    gone = [route for route in change.before if route not in change.after]
    for route in gone:
        yield Debug(ROUTING, ("RT: del ", *_prefix(route), *_way(route)))
    if gone and not change.after:
        kind = "network" if change.prefix.length in (0, 8, 16, 24) else "subnet"
        yield Debug(ROUTING, (f"RT: delete {kind} route to ", change.prefix.network, f"/{change.prefix.length}"))
    if gone and change.after and change.after[0].distance < gone[0].distance:
        flushed = f", flushing {len(gone)} routes"
        yield Debug(ROUTING, ("RT: closer admin distance for ", change.prefix.network, flushed))
    for route in change.after:
        if route not in change.before:
            yield Debug(ROUTING, ("RT: add ", *_prefix(route), *_way(route)))


def _prefix(route: Route) -> Text:
    return route.prefix.network, f"/{route.prefix.length}"


def _way(route: Route) -> Text:
    source = route.source.partition("-")[0].partition(" ")[0]
    return " via ", route.next_hop or Address(0), f", {source} metric [{route.distance}/{route.metric}]"
