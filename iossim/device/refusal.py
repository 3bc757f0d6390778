"""What a node says about packets that do not go on, or go a way they need not: drops with their ICMP errors, redirects.

Source: RFC 1812, 4.3 and 5.2.7. An interface told `no ip unreachables` or `no ip redirects` says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device import icmp
from iossim.device.icmp import error_about, redirect_about
from iossim.net.node import Drop
from iossim.net.packet import IcmpType, Packet, Unreachable

if TYPE_CHECKING:
    from iossim.device.interface import Interface
    from iossim.device.node import IpNode
    from iossim.device.pipeline import Transit
    from iossim.net.walk import Walker


def error(node: IpNode, transit: Transit, kind: IcmpType, code: int, mtu: int = 0) -> Packet | None:
    """The error a packet provokes, from the address it came in by; None when none may be sent."""
    interface = node.interfaces.get(transit.in_port)
    if interface is None or interface.address is None or not interface.unreachables:
        return None
    return error_about(transit.before or transit.packet, interface.address, kind, code, mtu)


def too_big(node: IpNode, transit: Transit, reason: str, mtu: int) -> Drop:
    """The drop of a packet that may not be fragmented: who sent it, perhaps this node itself, is told what fits."""
    kind, code = IcmpType.UNREACHABLE, Unreachable.FRAGMENTATION_NEEDED
    if transit.in_port:
        return Drop(reason, error(node, transit, kind, code, mtu))
    return Drop(reason, error_about(transit.packet, transit.packet.src, kind, code, mtu))


def prohibited(node: IpNode, walker: Walker, transit: Transit, reason: str) -> Drop:
    """The drop of a filter."""
    node.seen(walker, transit, "access denied")
    return Drop(reason, error(node, transit, *icmp.PROHIBITED))


def unroutable(node: IpNode, transit: Transit) -> Drop:
    """The drop of a packet that has no way on."""
    return Drop(f"no route to {transit.packet.dst}", error(node, transit, *icmp.HOST_UNREACHABLE))


def redirect(node: IpNode, walker: Walker, transit: Transit, interface: Interface) -> None:
    """Tell a sender on this very network of the next hop it could have used itself (RFC 1812, 5.2.7.2)."""
    if node.addresses.get(transit.packet.src) is not None:
        return
    for prefix in interface.prefixes:
        if transit.packet.src in prefix and transit.next_hop in prefix and interface.address is not None:
            answer = redirect_about(transit.packet, interface.address, transit.next_hop)
            if answer is not None:
                node.icmp.answer(walker, answer)
            return
