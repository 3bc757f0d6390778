"""The two tables of CEF, read off the routing table, the interfaces and the ARP table of a router. Pure.

Besides routes the table has what a box must do with addresses that no route is for: its own and its networks' ends (receive), hosts
it knows on its networks, groups, and the rest (drop).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from iossim.device.rib import NULL, Entry, Hop, Route
from iossim.net.address import DEFAULT, Address, Mac, Prefix

if TYPE_CHECKING:
    from iossim.device.router import Router


FIRST_VERSION = 6
"""Number of the first route: the lines every table has come before it."""
Way = tuple[str, Address | None, bool]


class Kind(Enum):
    """What is done with a packet."""

    FORWARD = "forward"
    ATTACHED = "attached"
    RECEIVE = "receive"
    DROP = "drop"


class Leaf(NamedTuple):
    """A line of the forwarding table. `via` is the next hop as the route has it, `since` when it was installed."""

    prefix: Prefix
    kind: Kind
    via: Address | None = None
    next_hop: Address | None = None
    interface: str = ""
    since: int = 0


class Adjacency(NamedTuple):
    """A neighbour on a network: its MAC, that of the own port, and for how long (microseconds) ARP still believes it."""

    interface: str
    address: Address
    mac: Mac
    own: Mac
    left: int


GROUPS, LOCAL_GROUPS = Prefix.of(Address(0xE0000000), 4), Prefix.of(Address(0xE0000000), 24)
ALL, NONE = Prefix.of(Address(0xFFFFFFFF), 32), Prefix.of(Address(0), 32)


@dataclass(frozen=True, slots=True)
class FibView:
    """What the table is read off: routes, the way of each kind of route, and the lines that no route is for."""

    routes: Mapping[Prefix, Entry]
    ways: Mapping[Way, Hop | None]
    others: Mapping[Prefix, Leaf]

    def prefixes(self) -> list[Prefix]:
        """Every line's, in the order of addresses."""
        return sorted({**self.routes, **self.others})

    def leaf(self, prefix: Prefix) -> Leaf | None:
        """The line of a prefix, if there is one."""
        other = self.others.get(prefix)
        entry = self.routes.get(prefix)
        return other if other or entry is None else _routed(prefix, entry, self.ways.get(_way(entry.best)))

    def leaf_for(self, address: Address) -> Leaf:
        """The line that a packet to an address takes: the longest that fits."""
        fitting = (self.leaf(Prefix.of(address, length)) for length in range(32, -1, -1))
        return next(leaf for leaf in fitting if leaf is not None)

    def version(self, leaf: Leaf) -> int:
        """The number of the last change of a line: lines are numbered as they were installed."""
        key = leaf.since, leaf.prefix
        earlier = sum((entry.since, prefix) < key for prefix, entry in self.routes.items() if prefix not in self.others)
        return FIRST_VERSION + earlier + sum((other.since, prefix) < key for prefix, other in self.others.items())


def view_of(router: Router) -> FibView:
    """The table as it is now."""
    routes = dict(router.rib.installed.items())
    ways: dict[Way, Hop | None] = {}
    for prefix, entry in routes.items():
        way = _way(entry.best)
        if way not in ways:
            ways[way] = router.rib.resolve(prefix.network)
    special = (leaf for leaf in _special() if leaf.prefix not in routes)
    return FibView(routes, ways, {leaf.prefix: leaf for leaf in (*special, *_hosts(router), *_own(router))})


def _way(route: Route) -> Way:
    """What routes that leave the same way have in common; attached ones have nothing."""
    return route.interface, route.next_hop, route.via_default


def adjacencies(router: Router) -> list[Adjacency]:
    """Everybody whose frame header is known."""
    found = []
    for (port, address), entry in sorted(router.arp.entries.items()):
        interface = router.interfaces.peek(port)
        if entry.mac is not None and interface is not None and interface.up:
            left = router.arp.since((port, address)) + router.arp.timeout - router.kernel.now
            found.append(Adjacency(port, address, entry.mac, interface.mac, left))
    return found


def _special() -> Iterator[Leaf]:
    yield Leaf(DEFAULT, Kind.DROP)
    yield from (
        Leaf(NONE, Kind.RECEIVE),
        Leaf(GROUPS, Kind.DROP),
        Leaf(LOCAL_GROUPS, Kind.RECEIVE),
        Leaf(ALL, Kind.RECEIVE),
    )


def _routed(prefix: Prefix, entry: Entry, hop: Hop | None) -> Leaf | None:
    route = entry.best
    if route.interface == NULL:
        return Leaf(prefix, Kind.DROP, interface=NULL, since=entry.since)
    if route.next_hop is None and not route.via_default:
        return Leaf(prefix, Kind.ATTACHED, interface=route.interface, since=entry.since)
    if hop is None:
        return None
    via = route.next_hop if route.next_hop is not None else Address(0)
    return Leaf(prefix, Kind.FORWARD, via, hop.next_hop, hop.interface, entry.since)


def _own(router: Router) -> Iterator[Leaf]:
    for name, interface in router.interfaces.items():
        if interface.up:
            for address, length in interface.addresses:
                prefix = Prefix.of(address, length)
                for end in (Address(prefix.network), prefix.broadcast):
                    yield Leaf(Prefix.of(end, 32), Kind.RECEIVE, interface=name)
    for address, name in router.addresses.items():
        yield Leaf(Prefix.of(address, 32), Kind.RECEIVE, interface=name)


def _hosts(router: Router) -> Iterator[Leaf]:
    for one in adjacencies(router):
        yield Leaf(Prefix.of(one.address, 32), Kind.FORWARD, one.address, one.address, one.interface)
