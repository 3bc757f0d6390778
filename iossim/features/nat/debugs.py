"""What `debug ip nat [LIST] [detailed]` prints (12.2 forms)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.debug_switch import Named, through
from iossim.device.nat import end_of
from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol

if TYPE_CHECKING:
    from iossim.features.nat.translation import Translation

NAT = "ip nat"
GROUP = "Generic IP"
Text = tuple[str | Address, ...]
WORDS = {Protocol.ICMP: "icmp", Protocol.TCP: "tcp", Protocol.UDP: "udp"}


def names(detailed: bool, watched: str | None) -> dict[str, Named]:
    """How the switch is called while it is on."""
    text = "IP NAT detailed debugging" if detailed else "IP NAT debugging"
    return {NAT: (GROUP, text, through(watched))}


def ends(packet: Packet, inside: bool, fast: bool) -> Text:
    """A packet that is looked at: `NAT: i: udp (A, 1493) -> (B, 53)`."""
    head = f"{_head(fast)} {'i' if inside else 'o'}:"
    word = WORDS.get(Protocol(packet.proto), "ip") if packet.proto in WORDS else str(int(packet.proto))
    first, second = end_of(packet, True), end_of(packet, False)
    return (f"{head} {word} (", packet.src, f", {first}) -> (", packet.dst, f", {second})")


def change(before: Packet, after: Packet, inside: bool, fast: bool) -> Text:
    """What became of its addresses: `NAT: s=A->G, d=B`."""
    if inside:
        return (f"{_head(fast)} s=", before.src, "->", after.src, ", d=", before.dst)
    return (f"{_head(fast)} s=", before.src, ", d=", before.dst, "->", after.dst)


def _head(fast: bool) -> str:
    """A star marks what needed no processor: all but the first packet of a conversation."""
    return "NAT*:" if fast else "NAT:"


def failed(packet: Packet) -> Text:
    """No global address, or no port, is free."""
    return ("NAT: translation failed (A), dropping packet s=", packet.src, " d=", packet.dst)


def expiring(gone: Translation) -> Text:
    """A translation that nobody has used."""
    local, outside = gone.inside_local, gone.inside_global
    word = WORDS.get(Protocol(gone.proto), "") if gone.proto in WORDS else ""
    ports = (f" {word} {outside.port} ({local.port})",) if word else ()
    return ("NAT: expiring ", outside.address, " (", local.address, ")", *ports)
