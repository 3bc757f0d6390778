"""What `debug ip policy [LIST]` prints (12.2 forms of packets that a process switches)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.debug_switch import Named, through
from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.device.pipeline import Transit
    from iossim.features.route_map.state import MapEntry

POLICY = "ip policy"
Text = tuple[str | Address, ...]


def names(watched: str | None) -> dict[str, Named]:
    """How the switch is called while it is on."""
    return {POLICY: ("Generic IP", "Policy routing debugging", through(watched))}


def _packet(transit: Transit, fate: str, out: str = "") -> Text:
    came, packet = transit.in_port or "local", transit.packet
    leaves = f" ({out})" if out else ""
    return ("IP: s=", packet.src, f" ({came}), d=", packet.dst, f"{leaves}, len {packet.size}, {fate}")


def matched(transit: Transit) -> Text:
    """An entry speaks of a packet."""
    return _packet(transit, "policy match")


def permitted(entry: MapEntry) -> Text:
    """Which one."""
    return (f"IP: route map {entry.name}, item {entry.sequence}, permit",)


def routed(transit: Transit) -> Text:
    """It goes another way."""
    return _packet(transit, "policy routed", transit.out_port)


def way(transit: Transit) -> Text:
    """From where, and to where."""
    return (f"IP: {transit.in_port or 'local'} to {transit.out_port} ", transit.next_hop)


def rejected(transit: Transit) -> Text:
    """No entry permits it, or no way of the entry can be used."""
    return _packet(transit, "policy rejected -- normal forwarding")
