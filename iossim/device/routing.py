"""The way on for a packet: what a policy says, else what the routing table says.

A packet that was received asks before it is translated and encrypted, one of the box itself before anything else. Policy
routing is a stage of the order of operations whose functions may name a port and a next hop; if none does, the destination
decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device import icmp, refusal
from iossim.device.pipeline import Transit, run
from iossim.device.rib import NULL, Hop
from iossim.net.node import Drop, Seam

if TYPE_CHECKING:
    from iossim.device.node import IpNode
    from iossim.net.address import Address
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker


def flow_of(packet: Packet) -> int:
    """A stable number per conversation, to share equal routes by destination as CEF does."""
    return (packet.src ^ packet.dst) & 0xFF


def find_way(node: IpNode, walker: Walker, transit: Transit) -> Drop | Seam | None:
    """Aim a packet of somebody else; the drop of one that has no way on."""
    if node.pipeline.policy:
        end = run(node.pipeline.policy, walker, transit)
        if end is not None:
            return end
        if transit.policed:
            if walker.steps is not None:
                tell(node, walker, transit)
            return None
    target = transit.packet.dst
    hop = node.rib.resolve(target, flow_of(transit.packet))
    if hop is None:
        node.seen(walker, transit, "unroutable")
        return Drop(f"no route to {target}", refusal.error(node, transit, *icmp.HOST_UNREACHABLE))
    aim(node, walker, transit, hop)
    if hop.interface == NULL:
        return Drop(f"{target} is routed to {NULL}", refusal.error(node, transit, *icmp.HOST_UNREACHABLE))
    return None


def find_own_way(node: IpNode, walker: Walker, packet: Packet) -> Transit | Drop | Seam:
    """The same for a packet of the box itself; an unspecified source becomes the address of the outgoing interface."""
    hop = node.rib.resolve(packet.dst, flow_of(packet))
    if hop is not None and hop.interface != NULL:
        packet = _from(node, packet, hop.interface, hop.next_hop)
    transit = Transit(packet, "")
    if node.pipeline.policy:
        end = run(node.pipeline.policy, walker, transit)
        if end is not None:
            return end
    if transit.policed:
        transit.packet = _from(node, transit.packet, transit.out_port, transit.next_hop)
    elif hop is None:
        node.seen(walker, transit, "unroutable")
        return Drop(f"no route to {packet.dst}")
    elif hop.interface == NULL:
        return Drop(f"{packet.dst} is routed to {NULL}")
    else:
        transit.out_port, transit.next_hop = hop.interface, hop.next_hop
    if transit.packet.src == 0:
        return Drop(f"no address on {transit.out_port}")
    if walker.steps is not None:
        walker.step(node.name, "", "send", "", transit.packet)
        tell(node, walker, transit, hop)
    return transit


def _from(node: IpNode, packet: Packet, port: str, next_hop: Address) -> Packet:
    """The packet with a source address; with that of a port if it had none."""
    interface = node.interfaces.get(port) if packet.src == 0 else None
    source = interface.source_for(next_hop) if interface is not None else None
    return packet if source is None else packet.with_source(source)


def aim(node: IpNode, walker: Walker, transit: Transit, hop: Hop) -> None:
    """Send it where a route leads."""
    transit.out_port, transit.next_hop = hop.interface, hop.next_hop
    if walker.steps is not None:
        tell(node, walker, transit, hop)


def tell(node: IpNode, walker: Walker, transit: Transit, hop: Hop | None = None) -> None:
    """Why it goes there, for the story: a policy says so, else a route."""
    if transit.policed or hop is None:
        reason = f"{transit.policed} via {transit.next_hop}, {transit.out_port}"
    else:
        reason = f"{hop.route.source} {hop.route.prefix} via {hop.next_hop}, {hop.interface}"
    walker.step(node.name, transit.out_port, "route", reason, transit.packet)
