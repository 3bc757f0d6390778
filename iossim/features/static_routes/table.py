"""`show ip route`, the table: legend, gateway of last resort, and one block per major network (forms of 12.2 and 15.x).

A view is the installed entries; the order is that of 12.x (`device.ordering`), since 15.0 the ascending one. A major network
whose subnets share one mask has it in its heading, and its lines leave it out; one with several masks is `variably subnetted`.
Networks that are not subnetted stand alone; supernets and the default network come last, since 15.0 in their order.

Since 15.0 a router's own addresses stand in the table as local routes, for display: forwarding knows them anyhow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from iossim.cli.release import Forms, Release
from iossim.device.ages import age
from iossim.device.interface import Interface
from iossim.device.networks import NOTHING, Major, Networks
from iossim.device.rib import CONNECTED, Entry, Route
from iossim.net.address import DEFAULT, Prefix

Wanted: TypeAlias = "Of | Within | Supernets"
LOCAL_ROUTES = "15.0"
LEGEND = Forms(
    (
        "Codes: C - connected, S - static, I - IGRP, R - RIP, M - mobile, B - BGP",
        "       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area ",
        "       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2",
        "       E1 - OSPF external type 1, E2 - OSPF external type 2, E - EGP",
        "       i - IS-IS, L1 - IS-IS level-1, L2 - IS-IS level-2, ia - IS-IS inter area",
        "       * - candidate default, U - per-user static route, o - ODR",
        "       P - periodic downloaded static route",
        "",
    ),
    (
        LOCAL_ROUTES,
        (
            "Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP",
            "       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area ",
            "       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2",
            "       E1 - OSPF external type 1, E2 - OSPF external type 2",
            "       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2",
            "       ia - IS-IS inter area, * - candidate default, U - per-user static route",
            "       o - ODR, P - periodic downloaded static route, + - replicated route",
            "",
        ),
    ),
)
CODES = {"connected": "C", "local": "L", "static": "S", "eigrp": "D"}
MARGIN = Forms(5, (LOCAL_ROUTES, 6))
"""The columns before a network, and before the heading of one with subnets."""
WIDTH = 80

Show = Callable[[int], str]
Entries = Mapping[Prefix, Entry]


@dataclass(frozen=True, slots=True)
class TableView:
    """What the table is drawn from: the installed entries, the time, how addresses are spelled, and the form.

    `candidates` are networks named as default ones, `gateway` is that of them which leads out. `known` has the entries by major
    network where somebody keeps them so.
    """

    entries: Entries
    now: int
    ip: Show
    look: Release
    candidates: tuple[Prefix, ...] = ()
    gateway: Prefix | None = None
    known: Networks | None = None

    @property
    def networks(self) -> Networks:
        """The entries by major network."""
        return self.known or Networks.of(self.entries)

    def since(self, prefix: Prefix) -> int:
        """When an entry came."""
        return self.entries[prefix].since

    def star(self, prefix: Prefix) -> str:
        """`*` for a candidate default."""
        return "*" if prefix == DEFAULT or prefix in self.candidates else " "


def local_entries(entries: Entries, ports: Iterable[tuple[str, Interface]]) -> Iterator[tuple[Prefix, Entry]]:
    """The own addresses beside the connected networks; one that is a network of its own has no other line."""
    for name, port in ports:
        for address, length in port.addresses:
            connected = entries.get(Prefix.of(address, length))
            if length < 32 and connected is not None and connected.best.interface == name:
                own = Prefix.of(address, 32)
                yield own, Entry((Route(own, "local", CONNECTED, interface=name),), connected.since)


def family(route: Route) -> str:
    """`eigrp` for all routes of that protocol, whatever their kind."""
    return family_of(route.source)


def family_of(source: str) -> str:
    """The same of the name of a source."""
    return source.partition("-")[0].partition(" ")[0]


def is_external(route: Route) -> bool:
    """True for a route that EIGRP learned as external."""
    return family(route) == "eigrp" and ("external" in route.source or route.distance == 170)


@dataclass(frozen=True, slots=True)
class Of:
    """Wanted are the routes of a source; among the connected ones are the local ones."""

    source: str

    def among(self, view: TableView) -> set[Prefix]:
        """Those of a table."""
        entries = view.entries
        every = dict.fromkeys(entry.routes[0].source for entry in entries.values())
        own = {source for source in every if self._is(family_of(source))}
        return {prefix for prefix, entry in entries.items() if entry.routes[0].source in own}

    def _is(self, found: str) -> bool:
        return found == self.source or (self.source, found) == ("connected", "local")


@dataclass(frozen=True, slots=True)
class Within:
    """Wanted are the routes to parts of a network."""

    network: Prefix

    def among(self, view: TableView) -> set[Prefix]:
        """Those of a table."""
        return {prefix for prefix in view.entries if self.network.covers(prefix)}


@dataclass(frozen=True, slots=True)
class Supernets:
    """Wanted are the routes to more than a major network."""

    def among(self, view: TableView) -> set[Prefix]:
        """Those of a table."""
        return {prefix for prefix in view.networks.others if prefix != DEFAULT}


def show_table(view: TableView, wanted: Wanted | None = None) -> Iterator[str]:
    """The whole command's output; with `wanted` only those entries, below the headings of their networks."""
    yield from LEGEND.on(view.look)
    yield gateway_of_last_resort(view)
    yield ""
    yield from show_entries(view, wanted)


def gateway_of_last_resort(view: TableView) -> str:
    """Where packets go that no other entry takes."""
    network = DEFAULT if DEFAULT in view.entries else view.gateway
    entry = view.entries.get(network) if network is not None else None
    if network is None or entry is None:
        return "Gateway of last resort is not set"
    return f"Gateway of last resort is {view.ip(entry.best.next_hop or 0)} to network {view.ip(network.network)}"


def show_entries(view: TableView, wanted: Wanted | None = None) -> Iterator[str]:
    """The blocks, without legend."""
    networks = view.networks
    some = None if wanted is None else Chosen.of(wanted.among(view), view.entries)
    for prefix in BLOCKS.on(view.look)(networks, view.since):
        if prefix in networks.majors:
            yield from _block(view, prefix, networks.majors[prefix], some)
        elif some is None or prefix in some.prefixes:
            yield from lines_of(view, prefix, view.entries[prefix], f"{view.ip(prefix.network)}/{prefix.length}", 0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is wanted of a table; `few` has it by major network where it is little."""

    prefixes: set[Prefix]
    few: Networks | None

    @staticmethod
    def of(prefixes: set[Prefix], entries: Entries) -> Chosen:
        """These of a table."""
        return Chosen(prefixes, Networks.of(prefixes) if len(prefixes) * 8 < len(entries) else None)

    def below(self, major: Prefix, below: Major) -> Major:
        """What may be wanted of a major network: in few words that, else all of it; nothing where none is."""
        if self.few is not None:
            return self.few.majors.get(major, NOTHING)
        return NOTHING if self.prefixes.isdisjoint(below) else below


BLOCKS = Forms(Networks.hashed, (LOCAL_ROUTES, Networks.ascending))
"""In which order networks come."""


def _block(view: TableView, major: Prefix, below: Major, some: Chosen | None) -> Iterator[str]:
    """One major network: a line of its own, or a heading and its subnets."""
    mine = below if some is None else some.below(major, below)
    if not mine.lengths:
        return
    if below.alone(major):
        name = f"{view.ip(major.network)}/{major.length}"
        yield from lines_of(view, major, view.entries[major], name, 0)
        return
    yield " " * MARGIN.on(view.look) + heading(major, below)
    several = len(below.lengths) > 1
    ascending = view.look.has(LOCAL_ROUTES)
    for prefix in sorted(mine) if ascending else mine.in_order(view.since):
        if some is None or prefix in some.prefixes:
            name = view.ip(prefix.network) + (f"/{prefix.length}" if several else "")
            yield from lines_of(view, prefix, view.entries[prefix], name, 3)


def heading(major: Prefix, below: Major) -> str:
    """How a major network is divided."""
    masks = len(below.lengths)
    if masks == 1:
        return f"{major.network}/{next(iter(below.lengths))} is subnetted, {len(below)} subnets"
    return f"{major.network}/{major.length} is variably subnetted, {len(below)} subnets, {masks} masks"


def lines_of(view: TableView, prefix: Prefix, entry: Entry, name: str, deeper: int) -> Iterator[str]:
    """The lines of one entry, one per equal route; further ones stand under the first bracket."""
    lead = f"{code(entry.best, view.star(prefix)):<{MARGIN.on(view.look) + deeper}}{name}"
    for number, route in enumerate(entry.routes):
        way = way_of(view, route, entry)
        if number:
            yield " " * (len(lead) + 1) + way
        elif len(lead) + 1 + len(way) > WIDTH and way.startswith("["):
            yield lead
            lead = " " * 10
            yield f"{lead} {way}"
        else:
            yield f"{lead} {way}"


def code(route: Route, star: str) -> str:
    """What stands before the network: source, candidate default, kind."""
    letter = CODES.get(family(route), "?")
    return f"{letter}{star}{'EX' if is_external(route) else '  '}"


def way_of(view: TableView, route: Route, entry: Entry) -> str:
    """How a route is reached, as its line says it."""
    attached = route.next_hop is None and not route.via_default
    if attached and family(route) == "eigrp":
        return f"is a summary, {age(view.now - entry.since)}, {route.interface}"
    if attached:
        return f"is directly connected, {route.interface}"
    parts = [f"[{route.distance}/{route.metric}] via {view.ip(route.next_hop or 0)}"]
    if family(route) == "eigrp":
        parts.append(age(view.now - entry.since))
    if route.interface:
        parts.append(route.interface)
    return ", ".join(parts)
