"""`show ip route A.B.C.D`: everything known of one entry (12.2 form)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from iossim.device.ages import age
from iossim.device.networks import Major, Networks
from iossim.device.ordering import major_of
from iossim.device.rib import Entry, Route
from iossim.features.static_routes.table import TableView, family, heading, is_external, show_entries
from iossim.net.address import DEFAULT, Address, Prefix, classful_length

NO_SUBNET = "% Subnet not in table"
NO_NETWORK = "% Network not in table"


@dataclass(frozen=True, slots=True)
class Protocols:
    """What routing protocols add to an entry: their full name, who redistributes it and who does so in fact, lines of detail."""

    name: Callable[[str], str]
    redistributing: Callable[[Prefix, str], Sequence[str]]
    advertised: Callable[[Prefix, str], Sequence[str]]
    detail: Callable[[Prefix, Route], Sequence[str]]


def show_entry(view: TableView, protocols: Protocols, address: Address, length: int | None) -> Iterator[str]:
    """The best match of an address, or the exact network when a mask was given."""
    major = Prefix.of(address, classful_length(address))
    networks = view.networks
    below = networks.majors.get(major)
    if length is None and address == major.network and below is not None and not below.alone(major):
        yield from _subnets(view, major, below)
        return
    prefix = _best([*(below or ()), *networks.others], address) if length is None else Prefix.of(address, length)
    entry = view.entries.get(prefix) if prefix is not None else None
    if prefix is None or entry is None:
        yield NO_SUBNET if below else NO_NETWORK
        return
    yield from _entry(view, protocols, prefix, entry)


def _best(candidates: Iterable[Prefix], address: Address) -> Prefix | None:
    """The longest match; the default network only when it is asked for by name."""
    found = [prefix for prefix in candidates if address in prefix and (prefix != DEFAULT or address == 0)]
    return max(found, key=lambda prefix: prefix.length, default=None)


def _subnets(view: TableView, major: Prefix, below: Major) -> Iterator[str]:
    lengths = below.lengths
    shown = next(iter(lengths)) if len(lengths) == 1 else major.length
    yield f"Routing entry for {major.network}/{shown}, {len(below)} known subnets"
    attached = sum(1 for prefix in below if family(view.entries[prefix].best) in ("connected", "local"))
    if attached:
        yield f"  Attached ({attached} connections)"
    if len(lengths) > 1:
        yield f"  Variably subnetted with {len(lengths)} masks"
    yield ""
    top = heading(major, below)
    chosen = replace(view, known=Networks({major: below}))
    yield from (line for line in show_entries(chosen) if top not in line)


def _entry(view: TableView, protocols: Protocols, prefix: Prefix, entry: Entry) -> Iterator[str]:
    best = entry.best
    supernet = ", supernet" if major_of(prefix) is None else ""
    yield f"Routing entry for {view.ip(prefix.network)}/{prefix.length}{supernet}"
    known = f'  Known via "{_known(best, protocols)}", distance {best.distance}, metric {best.metric}'
    kind, default = _kind(best), ", candidate default path" if view.star(prefix) == "*" else ""
    behind = kind if best.tag and family(best) == "eigrp" else ""
    yield f"{known}{'' if behind else kind}{default}"
    if best.tag:
        yield f"  Tag {best.tag}{behind}"
    via = protocols.redistributing(prefix, best.source)
    if via:
        yield f"  Redistributing via {', '.join(via)}"
    yield from (f"  Advertised by {how}" for how in protocols.advertised(prefix, best.source))
    if family(best) == "eigrp" and best.next_hop is not None:
        yield f"  Last update from {view.ip(best.next_hop)} on {best.interface}, {age(view.now - entry.since)} ago"
    yield "  Routing Descriptor Blocks:"
    for number, route in enumerate(entry.routes):
        yield f"  {'*' if number == 0 else ' '} {_block(view, route, entry)}"
        yield f"      Route metric is {route.metric}, traffic share count is 1"
        yield from (f"      {line}" for line in protocols.detail(prefix, route))


def _known(best: Route, protocols: Protocols) -> str:
    """A local route is known as a connected one."""
    return "connected" if family(best) == "local" else protocols.name(best.source)


def _kind(route: Route) -> str:
    if family(route) == "eigrp":
        return f", type {'external' if is_external(route) else 'internal'}"
    if route.next_hop is None and not route.via_default:
        return " (connected, via interface)" if family(route) == "connected" else " (connected)"
    return ""


def _block(view: TableView, route: Route, entry: Entry) -> str:
    if route.next_hop is None and not route.via_default:
        return f"directly connected, via {route.interface}"
    hop = view.ip(route.next_hop or 0)
    if family(route) == "eigrp":
        return f"{hop}, from {hop}, {age(view.now - entry.since)} ago, via {route.interface}"
    return f"{hop}, via {route.interface}" if route.interface else hop
