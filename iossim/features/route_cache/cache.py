"""Entries of the route cache, and how wide one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iossim.net.address import Address, Mac, Prefix, classful_length

if TYPE_CHECKING:
    from iossim.device.rib import Rib


class Cached(NamedTuple):
    """Where packets for a prefix go: the interface, the next hop and its MAC. `table` is the length of the route it came by."""

    prefix: Prefix
    table: int
    interface: str
    next_hop: Address
    mac: Mac
    since: int


def width(rib: Rib, target: Address) -> tuple[int, int]:
    """The length of an entry for an address, and that of its route.

    A host on an own network, and a destination with equal routes, has an entry of its own. Else an entry is as wide as the
    longest prefix of its major network, so that it is true for all it covers; a supernet is as wide as it is.
    """
    entry = rib.lookup(target)
    if entry is None:
        return 32, 0
    route, classful = entry.best, classful_length(target)
    length = route.prefix.length if target in route.prefix else 0
    if len(entry.routes) > 1 or (route.next_hop is None and not route.via_default):
        return 32, length
    if 0 < length < classful:
        return length, length
    return rib.longest_in(Prefix.of(target, classful)), length
