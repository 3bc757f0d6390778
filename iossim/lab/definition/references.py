"""What one part of a lab says about another: does it exist, does it fit?

`resolved(lab, tree)` names every port of every link and returns the links, or raises LabError with every mistake.
Checked: ends of links, ports used twice, addresses that appear twice on one segment, gateways outside their network,
groups and interfaces of the firewall's policy, the default call, names of addresses, single parameters.

Left out: what the routers' configurations say. A wrong start-up configuration may be the very thing a lab teaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.lab.definition.firewall import Firewall
from iossim.lab.definition.model import End, LabFile, Link
from iossim.lab.definition.nodes import (
    DSL_LAN,
    DSL_LINE,
    HOST_PORT,
    CallManager,
    Dsl,
    Host,
    Hub,
    Internet,
    Node,
    Phone,
    Router,
    Switch,
)
from iossim.lab.definition.segment import segments
from iossim.lab.definition.tree import Path, Tree
from iossim.lab.definition.values import InterfaceAddress
from iossim.lab.errors import LabError, Mistake
from iossim.lab.parameters import PROFILES, changed
from iossim.lab.spelling import closest
from iossim.net.address import Prefix

STATION = (Host, Phone, CallManager)


def resolved(lab: LabFile, tree: Tree) -> dict[str, Link]:
    """The links with every port named; LabError otherwise."""
    found = _Findings(tree)
    links = {name: _link(lab, name, link, found) for name, link in lab.links.items()}
    _ports_once(links, found)
    _addresses(lab, links, found)
    for name, node in lab.nodes.items():
        _node(name, node, lab, found)
    _whole(lab, found)
    if found.mistakes:
        raise LabError(tuple(sorted(found.mistakes)))
    return links


class _Findings:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.mistakes: list[Mistake] = []

    def wrong(self, path: Path, message: str) -> None:
        self.mistakes.append(self.tree.mistake(path, message))

    def unknown(self, path: Path, what: str, word: str, known: Iterable[str]) -> None:
        self.wrong(path, f"unknown {what} {word!r}{closest(word, known)}")


def _link(lab: LabFile, name: str, link: Link, found: _Findings) -> Link:
    ends = tuple(_end(lab, name, index, end, found) for index, end in enumerate(link.ends))
    if ends[0] == ends[1]:
        found.wrong(("links", name, "ends"), "both ends are the same port")
    return link.model_copy(update={"ends": ends})


def _end(lab: LabFile, link: str, index: int, end: End, found: _Findings) -> End:
    path: Path = ("links", link, "ends", index)
    node = lab.nodes.get(end.node)
    if node is None:
        found.unknown(path, "node", end.node, lab.nodes)
        return end
    known = ports(node, link)
    if not end.port and len(known) == 1:
        return End(end.node, known[0])
    if not end.port:
        found.wrong(path, f"expected the port of {end.node} after its name: one of {', '.join(known)}")
    elif end.port not in known:
        found.unknown(path, f"port of {end.node}", end.port, known)
    return end


def ports(node: Node, link: str) -> tuple[str, ...]:
    """The ports that a link of this name may end at."""
    match node:
        case Router():
            return node.interfaces
        case Firewall():
            return tuple(node.interfaces)
        case Dsl():
            return (DSL_LINE, DSL_LAN)
        case Switch() | Hub() | Internet():
            return (link,)
        case _:
            return (HOST_PORT,)


def _ports_once(links: dict[str, Link], found: _Findings) -> None:
    taken: dict[End, str] = {}
    for name, link in links.items():
        for index, end in enumerate(link.ends):
            if end in taken and taken[end] != name:
                found.wrong(("links", name, "ends", index), f"{end} is already an end of link {taken[end]!r}")
            taken.setdefault(end, name)


def _addresses(lab: LabFile, links: dict[str, Link], found: _Findings) -> None:
    for segment in segments(lab.nodes, links):
        owners: dict[int, End] = {}
        for end in segment:
            for path, entry in _address(lab, end):
                owner = owners.setdefault(entry.address, end)
                if owner != end:
                    found.wrong(path, f"{entry.address} is already the address of {owner.node!r} there")
    public: dict[int, str] = {}
    for name, node in lab.nodes.items():
        if isinstance(node, Dsl):
            if node.public in public:
                found.wrong(("nodes", name, "public"), f"{node.public} is the address of {public[node.public]!r}")
            public.setdefault(node.public, name)


def _address(lab: LabFile, end: End) -> Iterator[tuple[Path, InterfaceAddress]]:
    node = lab.nodes.get(end.node)
    if isinstance(node, STATION):
        yield ("nodes", end.node, "address"), node.address
    elif isinstance(node, Firewall) and end.port in node.interfaces:
        yield ("nodes", end.node, "interfaces", end.port), node.interfaces[end.port]
    elif isinstance(node, Internet) and end.port in node.ports:
        yield ("nodes", end.node, "ports", end.port), node.ports[end.port]
    elif isinstance(node, Dsl) and end.port == DSL_LAN:
        yield ("nodes", end.node, "inside"), node.inside


def _node(name: str, node: Node, lab: LabFile, found: _Findings) -> None:
    here: Path = ("nodes", name)
    if isinstance(node, STATION) and node.gateway is not None and node.gateway not in node.address.prefix:
        found.wrong((*here, "gateway"), f"{node.gateway} is not in {node.address.prefix}, the network of its address")
    if isinstance(node, Dsl):
        inside = node.inside.prefix
        for key, value in (("first", node.pool.first), ("last", node.pool.last)):
            if value not in inside:
                found.wrong((*here, "pool", key), f"{value} is not in {inside}")
        if node.pool.first > node.pool.last:
            found.wrong((*here, "pool"), "the last address comes before the first")
    if isinstance(node, Internet):
        for port in node.ports:
            if port not in lab.links or name not in [end.node for end in lab.links[port].ends]:
                found.unknown((*here, "ports", port), f"link of {name}", port, lab.links)
    if isinstance(node, Firewall):
        _firewall(here, node, found)


def _firewall(here: Path, node: Firewall, found: _Findings) -> None:
    networks = [address.prefix for address in node.interfaces.values()]
    for index, route in enumerate(node.routes):
        at: Path = (*here, "routes", index)
        if not isinstance(route.to, Prefix) and route.to not in node.groups:
            found.unknown((*at, "to"), "group", route.to, node.groups)
        if not any(route.via in network for network in networks):
            found.wrong((*at, "via"), f"{route.via} is on none of the firewall's networks")
    for index, rule in enumerate(node.policy):
        at = (*here, "policy", index)
        for key, zone in (("from", rule.came_in), ("to", rule.leaves)):
            if zone not in node.interfaces:
                found.unknown((*at, key), "interface", zone, node.interfaces)
        for key, groups in (("source", rule.source), ("destination", rule.destination)):
            for place, group in enumerate(groups):
                if group not in node.groups:
                    found.unknown((*at, key, place), "group", group, node.groups)


def _whole(lab: LabFile, found: _Findings) -> None:
    phones = [name for name, node in lab.nodes.items() if isinstance(node, Phone)]
    for index, name in enumerate(lab.call or ()):
        if name not in phones:
            found.unknown(("call", index), "phone", name, phones)
    hosts = [name for name, node in lab.nodes.items() if isinstance(node, Host)]
    if lab.certificates and lab.certificates.authority not in hosts:
        found.unknown(("certificates", "authority"), "host", lab.certificates.authority, hosts)
    _names(lab, found)
    for name, value in lab.parameters.items():
        try:
            changed(PROFILES["seed"], {name: value})
        except ValueError as error:
            found.wrong(("parameters", name), str(error))
    numbers: dict[str, str] = {}
    for name, node in lab.nodes.items():
        if isinstance(node, Phone):
            if node.number in numbers:
                found.wrong(("nodes", name, "number"), f"{node.number} is the number of {numbers[node.number]!r}")
            numbers.setdefault(node.number, name)


def _names(lab: LabFile, found: _Findings) -> None:
    spelled: dict[int, str] = {}
    for name, address in lab.names.items():
        if name.replace(".", "").isdigit() or not name.isprintable() or " " in name:
            found.wrong(("names", name), "expected a spelling that is no number and has no blanks")
        if address in spelled:
            found.wrong(("names", name), f"{address} is called {spelled[address]!r} already")
        spelled.setdefault(address, name)
