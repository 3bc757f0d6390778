"""`show ip eigrp neighbors`, `interfaces`, `topology`, `traffic`, in the form of 12.2T.

Views are frozen; nothing here asks a router. The topology table comes in the order of its hash (`device.ordering`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iossim.device.ages import age, clock
from iossim.device.ordering import subnet_key
from iossim.features.eigrp.metric import INFINITY
from iossim.features.eigrp.names import short
from iossim.features.eigrp.show_detail import interface_lines, neighbor_lines
from iossim.features.eigrp.state import Entry, Mode, Origin, Path
from iossim.features.eigrp.view import ProcessView

Spell = Callable[[int], str]


def show_neighbors(view: ProcessView, ip: Spell, interface: str | None = None, detail: bool = False) -> Iterator[str]:
    """A row per neighbor, by handle."""
    yield f"IP-EIGRP neighbors for process {view.asn}"
    shown = [one for one in view.neighbors if interface in (None, one.neighbor.interface)]
    if not shown:
        return
    yield "H   Address                 Interface       Hold Uptime   SRTT   RTO  Q  Seq"
    yield "                                            (sec)         (ms)       Cnt Num"
    for one in shown:
        neighbor = one.neighbor
        head = f"{neighbor.handle:<4}{ip(neighbor.address):<24}{short(neighbor.interface):<15}"
        clocks = f"{one.remaining // 1_000_000:>5} {age(view.now - neighbor.since):<8}"
        yield f"{head}{clocks}{one.srtt // 1000:>5}{one.rto // 1000:>6}{one.queued:>3}  {one.heard}"
        if detail:
            yield from neighbor_lines(one)


def show_interfaces(view: ProcessView, interface: str | None = None, detail: bool = False) -> Iterator[str]:
    """A row per interface that speaks."""
    yield f"IP-EIGRP interfaces for process {view.asn}"
    yield ""
    yield "                        Xmit Queue   Mean   Pacing Time   Multicast    Pending"
    yield "Interface        Peers  Un/Reliable  SRTT   Un/Reliable   Flow Timer   Routes"
    for one in view.interfaces:
        if interface in (None, one.name):
            mean = one.srtt // 1000
            flow = 50 if one.peers else 0
            queue = f"0/{one.queued}"
            yield f"{short(one.name):<17}{one.peers:>3}{queue:>11}{mean:>10}{'0/10':>11}{flow:>14}{one.queued:>13}"
            if detail:
                yield from interface_lines(one)


PLURALS = {"HELLO": "Hellos", "UPDATE": "Updates", "QUERY": "Queries", "REPLY": "Replies", "ACK": "Acks"}


def show_traffic(view: ProcessView) -> Iterator[str]:
    """`show ip eigrp traffic`: packets of each kind."""
    yield f"IP-EIGRP Traffic Statistics for process {view.asn}"
    for kind, sent, received in view.traffic:
        yield f"  {PLURALS[kind]} sent/received: {sent}/{received}"
    yield "  Input queue high water mark 0, 0 drops"
    yield ""


CODES = (
    "",
    "Codes: P - Passive, A - Active, U - Update, Q - Query, R - Reply,",
    "       r - reply Status, s - sia Status ",
    "",
)


def show_topology(view: ProcessView, ip: Spell, kind: str = "") -> Iterator[str]:
    """The topology table: successors and feasible successors, or every path with `all-links`; `kind` may choose entries."""
    identity = ip(view.identity) if view.identity is not None else "0.0.0.0"
    yield f"IP-EIGRP Topology Table for AS({view.asn})/ID({identity})"
    yield from CODES
    for entry in sorted(view.topology, key=_order):
        if _wanted(view, entry, kind):
            yield from _entry(view, entry, ip, kind == "all-links")


def _wanted(view: ProcessView, entry: Entry, kind: str) -> bool:
    """True for an entry of the kind that is asked for; `pending` ones wait for replies, or neighbors wait to be told."""
    match kind:
        case "active":
            return entry.mode is not Mode.PASSIVE
        case "pending":
            return bool(entry.waiting) or entry.prefix in view.pending
        case "zero-successors":
            return not entry.successors
    return True


def _order(entry: Entry) -> tuple[int, int, int]:
    return subnet_key(entry.prefix, entry.appeared)


def _entry(view: ProcessView, entry: Entry, ip: Spell, all_links: bool) -> Iterator[str]:
    passive = entry.mode is Mode.PASSIVE
    distance = "Inaccessible" if entry.feasible >= INFINITY else str(entry.feasible)
    tag = f", tag is {entry.external.tag}" if entry.external is not None and entry.external.tag else ""
    head = f"{'P' if passive else 'A'} {ip(entry.prefix.network)}/{entry.prefix.length}"
    query = "" if passive else ", Q"
    yield f"{head}, {len(entry.successors)} successors, FD is {distance}{tag}{query}"
    if not passive:
        origin = f"query-origin: {entry.mode.value}"
        yield f"    {len(entry.waiting)} replies, active {clock(view.now - entry.since)}, {origin}"
    for path in sorted(entry.paths, key=_metric):
        if all_links or path in entry.successors or (passive and path.reported < entry.feasible):
            yield f"         via {_via(path, ip)}"
    if entry.waiting:
        yield "      Remaining replies:"
        for _, interface, address in entry.waiting:
            yield f"         via {ip(address)}, r, {interface}"


def _metric(path: Path) -> int:
    return path.metric


def _via(path: Path, ip: Spell) -> str:
    if path.neighbor is not None:
        return f"{ip(path.neighbor[2])} ({path.metric}/{path.reported}), {path.interface}"
    if path.origin is Origin.CONNECTED:
        return f"Connected, {path.interface}"
    where = f", {path.interface}" if path.interface else ""
    return f"{path.origin.value} ({path.metric}/{path.reported}){where}"
