"""The two tables of CEF, read off the routing table, the interfaces and the ARP table of a router. Pure.

Besides routes the table has what a box must do with addresses that no route is for: its own and its networks' ends (receive), hosts
it knows on its networks, groups, and the rest (drop).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from iossim.device.rib import NULL
from iossim.net.address import DEFAULT, Address, Mac, Prefix

if TYPE_CHECKING:
    from iossim.device.router import Router


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


def leaves(router: Router) -> list[Leaf]:
    """The forwarding table, in the order of addresses."""
    found = {leaf.prefix: leaf for leaf in _special()}
    for leaf in (*_routes(router), *_hosts(router), *_own(router)):
        found[leaf.prefix] = leaf
    return [found[prefix] for prefix in sorted(found)]


def leaf_for(table: Iterable[Leaf], address: Address) -> Leaf:
    """The line that a packet to an address takes: the longest that fits."""
    return max((leaf for leaf in table if address in leaf.prefix), key=lambda leaf: leaf.prefix.length)


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


def _routes(router: Router) -> Iterator[Leaf]:
    for prefix, entry in router.rib.installed.items():
        route = entry.best
        if route.interface == NULL:
            yield Leaf(prefix, Kind.DROP, interface=NULL, since=entry.since)
        elif route.next_hop is None and not route.via_default:
            yield Leaf(prefix, Kind.ATTACHED, interface=route.interface, since=entry.since)
        else:
            hop = router.rib.resolve(Address(prefix.network))
            if hop is not None:
                via = route.next_hop if route.next_hop is not None else Address(0)
                yield Leaf(prefix, Kind.FORWARD, via, hop.next_hop, hop.interface, entry.since)


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
