"""`show ip eigrp topology` with a destination, `summary`, in the forms of 12.2T and 15.x.

Views are frozen; nothing here asks a router.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.cli.release import Forms
from iossim.features.eigrp.metric import INFINITY
from iossim.features.eigrp.names import PROTOCOL, RENAMED
from iossim.features.eigrp.show import identity_of, topology_head
from iossim.features.eigrp.state import Mode, Origin

if TYPE_CHECKING:
    from iossim.cli.release import Release
    from iossim.features.eigrp.show import Spell
    from iossim.features.eigrp.state import Path
    from iossim.features.eigrp.view import ProcessView
    from iossim.net.address import Prefix

ORIGIN_FLAGS = {Mode.PASSIVE: 1, Mode.ACTIVE_0: 0, Mode.ACTIVE_1: 1, Mode.ACTIVE_2: 2, Mode.ACTIVE_3: 3}
SOURCES = {
    Origin.CONNECTED: "Connected",
    Origin.STATIC: "Rstatic",
    Origin.RCONNECTED: "Rconnected",
    Origin.SUMMARY: "Summary",
}
PROTOCOLS = {"static": "Static", "connected": "Connected"}


HEAD = Forms(
    "IP-EIGRP topology entry for {prefix}", (RENAMED, "EIGRP-IPv4 Topology Entry for AS({asn})/ID({id}) for {prefix}")
)
UNKNOWN = Forms(
    ("% IP-EIGRP: Route not in topology table",),
    (RENAMED, ("EIGRP-IPv4 Topology Entry for AS({asn})/ID({id})", "%Entry {prefix} not in topology table")),
)
BLOCKS = Forms("  Routing Descriptor Blocks:", (RENAMED, "  Descriptor Blocks:"))
ROUTE_IS = Forms("Route is", (RENAMED, "route is"))


def show_entry(view: ProcessView, look: Release, prefix: Prefix, ip: Spell) -> Iterator[str]:
    """One destination with all that is known of every path."""
    words = {"prefix": f"{ip(prefix.network)}/{prefix.length}", "asn": view.asn, "id": identity_of(view, ip)}
    entry = next((one for one in view.topology if one.prefix == prefix), None)
    if entry is None:
        yield from (line.format(**words) for line in UNKNOWN.on(look))
        return
    yield HEAD.on(look).format(**words)
    state = "Passive" if entry.mode is Mode.PASSIVE else "Active"
    distance = INFINITY if entry.feasible >= INFINITY else entry.feasible
    flag = ORIGIN_FLAGS[entry.mode]
    yield f"  State is {state}, Query origin flag is {flag}, {len(entry.successors)} Successor(s), FD is {distance}"
    yield BLOCKS.on(look)
    for path in sorted(entry.paths, key=_metric):
        yield from _path(view, look, path, ip)


def _metric(path: Path) -> int:
    return path.metric


def _path(view: ProcessView, look: Release, path: Path, ip: Spell) -> Iterator[str]:
    hop = ip(path.neighbor[2]) if path.neighbor is not None else "0.0.0.0"
    source = hop if path.neighbor is not None else SOURCES[path.origin]
    where = f" ({path.interface})" if path.interface else ""
    yield f"  {hop}{where}, from {source}, Send flag is 0x0"
    kind = "Internal" if path.external is None else "External"
    yield f"      Composite metric is ({path.metric}/{path.reported}), {ROUTE_IS.on(look)} {kind}"
    vector = path.vector
    yield "      Vector metric:"
    yield f"        Minimum bandwidth is {vector.bandwidth} Kbit"
    yield f"        Total delay is {vector.delay * 10} microseconds"
    yield f"        Reliability is {vector.reliability}/255"
    yield f"        Load is {vector.load}/255"
    yield f"        Minimum MTU is {vector.mtu}"
    yield f"        Hop count is {vector.hops}"
    if path.external is not None:
        far = path.external
        mine = " (this system)" if far.originator == view.identity else ""
        yield "      External data:"
        yield f"        Originating router is {ip(far.originator)}{mine}"
        yield f"        AS number of route is {far.asn}"
        name = PROTOCOLS.get(far.protocol.lower(), far.protocol)
        yield f"        External protocol is {name}, external metric is {far.metric}"
        yield f"        Administrator tag is {far.tag} (0x{far.tag:08X})"


def show_summary(view: ProcessView, look: Release, ip: Spell) -> Iterator[str]:
    """`show ip eigrp topology summary`: how much there is, and where nothing is to be sent."""
    yield topology_head(view, look, ip)
    first = 1 if view.topology else 0
    yield f"Head serial {first}, next serial {view.serial}"
    waiting = sum(len(entry.waiting) for entry in view.topology)
    yield f"{len(view.topology)} routes, {waiting} pending replies, 0 dummies"
    there = sum(1 for one in view.interfaces if one.peers)
    yield f"{PROTOCOL.on(look)} enabled on {len(view.interfaces)} interfaces, neighbors present on {there} interfaces"
    quiet = " ".join(one.short for one in view.interfaces if not one.queued)
    yield f"Quiescent interfaces: {quiet}".rstrip()
