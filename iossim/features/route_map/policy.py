"""Policy routing: packets go where a route-map says, whatever the routing table says of their destinations.

The first entry that speaks of a packet decides; `deny`, and no entry, leave it to the routing table. What an entry sets is tried
in this order, and the first that can be used is: next hops, interfaces, and if no route but a default one leads to the
destination, default next hops and default interfaces. If none can be, the packet is marked all the same and routed as usual.

- A next hop can be used while it lies on a connected network that is up; whether anybody answers there is not asked.
- An interface can be used while it is up, an Ethernet only for destinations to which the table has more than a default route;
  the next hop is then that of the route, where it leaves by this interface, else the destination itself. `Null0` drops.

Source: the vendor's guide and command reference of quality of service and IP routing, 12.2. Left out:
`set ip next-hop verify-availability`, which asks CDP.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from iossim.device.refusal import unroutable
from iossim.device.rib import NULL
from iossim.features.route_map import debugs
from iossim.net.address import Address
from iossim.net.node import Drop

if TYPE_CHECKING:
    from iossim.device.pipeline import Transit
    from iossim.features.route_map.engine import RouteMapEngine
    from iossim.features.route_map.state import MapEntry, Policy
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker

LOCAL = ""
"""In the place of a port: the packets of the box itself."""


class Way(NamedTuple):
    """Where a packet leaves and for whom."""

    port: str
    next_hop: Address


class PolicyRouting:
    """The policies of one router, in walks: they write nothing."""

    def __init__(self, engine: RouteMapEngine) -> None:
        self.engine = engine
        self.router = engine.router

    def route(self, walker: Walker, transit: Transit) -> Drop | None:
        """A packet that is about to be routed."""
        name = self.engine.policies.get(transit.in_port)
        if name is None:
            return None
        entry = self.speaking(walker, name, transit.packet)
        debug = self.router.debugging(debugs.POLICY) and self._watched(transit.packet)
        if entry is None or not entry.permit:
            if debug:
                self._say(walker, debugs.rejected(transit))
            return None
        walker.touch(self.engine.meter(name, entry.sequence), transit.packet.size)
        if debug:
            self._say(walker, debugs.matched(transit), debugs.permitted(entry))
        transit.packet = marked(transit.packet, entry.policy)
        way = next(self._ways(entry.policy, transit.packet.dst), None)
        if way is None:
            if debug:
                self._say(walker, debugs.rejected(transit))
            return None
        transit.policed = f"route-map {name} {entry.sequence}"
        transit.out_port, transit.next_hop = way
        if debug:
            self._say(walker, debugs.routed(transit), debugs.way(transit))
        if way.port == NULL:
            return Drop(f"{transit.policed} sends it to {NULL}", unroutable(self.router, transit).answer)
        return None

    def speaking(self, walker: Walker | None, name: str, packet: Packet) -> MapEntry | None:
        """The first entry of a map that speaks of a packet; on a walk, what its lists decide is counted."""
        entries = self.engine.maps.get(name) or ()
        return next((entry for entry in entries if self._matches(walker, entry, packet)), None)

    def _matches(self, walker: Walker | None, entry: MapEntry, packet: Packet) -> bool:
        if entry.length is not None and not entry.length[0] <= packet.size <= entry.length[1]:
            return False
        if entry.prefix_lists and not entry.lists:
            return False
        return not entry.lists or any(self._permits(walker, one, packet) for one in entry.lists)

    def _permits(self, walker: Walker | None, name: str, packet: Packet) -> bool:
        lists = self.router.provider("access-list")
        found = lists(name) if lists is not None else None
        if found is None:
            return True
        rule = found.find(packet)
        if rule is not None and walker is not None:
            self.router.provider("access-list-matched")(walker, found, rule, packet)
        return rule is not None and bool(rule.permit)

    # -- ways ----------------------------------------------------------------------------------------------------

    def _ways(self, policy: Policy, target: Address) -> Iterator[Way]:
        """What can be used, in order."""
        yield from self._next_hops(policy.next_hops)
        yield from self._ports(policy.ports, target)
        if (policy.default_next_hops or policy.default_ports) and not self._explicit(target):
            yield from self._next_hops(policy.default_next_hops)
            yield from self._ports(policy.default_ports, target)

    def _next_hops(self, hops: tuple[Address, ...]) -> Iterator[Way]:
        for hop in hops:
            entry = self.router.rib.lookup(hop)
            if entry is not None and entry.best.source == "connected" and self.router.addresses.get(hop) is None:
                yield Way(entry.best.interface, hop)

    def _ports(self, ports: tuple[str, ...], target: Address) -> Iterator[Way]:
        for port in ports:
            interface = self.router.interfaces.get(port)
            if port == NULL:
                yield Way(port, target)
            elif interface is not None and interface.up:
                if interface.point_to_point or interface.loopback:
                    yield Way(port, target)
                elif self._explicit(target):
                    hop = self.router.rib.resolve(target)
                    yield Way(port, hop.next_hop if hop is not None and hop.interface == port else target)

    def _explicit(self, target: Address) -> bool:
        """True when the table has a route to a destination that is not a default one."""
        entry = self.router.rib.lookup(target)
        return entry is not None and entry.best.prefix.length > 0 and target in entry.best.prefix

    # -- debug ---------------------------------------------------------------------------------------------------

    def _watched(self, packet: Packet) -> bool:
        name, lists = self.engine.watched.get("list"), self.router.provider("access-list")
        found = lists(name) if name is not None and lists is not None else None
        return found is None or bool(found.permits(packet))

    def _say(self, walker: Walker, *lines: debugs.Text) -> None:
        for text in lines:
            walker.act(self.router.debug, debugs.POLICY, text)


def marked(packet: Packet, policy: Policy) -> Packet:
    """The packet with the precedence and the type of service that a policy sets."""
    tos = packet.tos
    if policy.precedence is not None:
        tos = tos & 0x1F | policy.precedence << 5
    if policy.service is not None:
        tos = tos & 0xE1 | policy.service << 1
    return packet if tos == packet.tos else replace(packet, tos=tos)
