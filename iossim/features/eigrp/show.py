"""`show ip eigrp neighbors`, `interfaces`, `topology`, `traffic`, in the forms of 12.2T and 15.x.

Views are frozen; nothing here asks a router. The topology table comes in the order of its hash (`device.ordering`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iossim.cli.release import Forms, Release
from iossim.device.ages import age, clock
from iossim.device.interface import short
from iossim.device.ordering import subnet_key
from iossim.features.eigrp.metric import INFINITY
from iossim.features.eigrp.names import PROTOCOL, RENAMED
from iossim.features.eigrp.show_detail import interface_lines, neighbor_lines
from iossim.features.eigrp.state import Entry, Mode, Origin, Path
from iossim.features.eigrp.view import ProcessView

Spell = Callable[[int], str]
PACING = Forms("0/10", (RENAMED, "0/0"))
HELLO_PROCESS, PDM_PROCESS = 188, 187


NEIGHBORS = Forms("IP-EIGRP neighbors for process {asn}", (RENAMED, "EIGRP-IPv4 Neighbors for AS({asn})"))
NEIGHBOR = Forms(
    "{handle:<4}{address:<24}{interface:<15}{hold:>5} {uptime:<8}{srtt:>5}{rto:>6}{queue:>3}  {sequence}",
    (RENAMED, "{handle:<4}{address:<24}{interface:<22}{hold:>5} {uptime:<8}{srtt:>5}{rto:>6}{queue:>3}  {sequence}"),
)
NEIGHBOR_HEADING = Forms(
    (
        "H   Address                 Interface       Hold Uptime   SRTT   RTO  Q  Seq",
        "                                            (sec)         (ms)       Cnt Num",
    ),
    (
        RENAMED,
        (
            "H   Address                 Interface              Hold Uptime   SRTT   RTO  Q  Seq",
            "                                                   (sec)         (ms)       Cnt Num",
        ),
    ),
)


def show_neighbors(
    view: ProcessView, look: Release, ip: Spell, interface: str | None = None, detail: bool = False
) -> Iterator[str]:
    """A row per neighbor, by handle."""
    yield NEIGHBORS.on(look).format(asn=view.asn)
    shown = [one for one in view.neighbors if interface in (None, one.neighbor.interface)]
    if not shown:
        return
    yield from NEIGHBOR_HEADING.on(look)
    for one in shown:
        neighbor = one.neighbor
        yield NEIGHBOR.on(look).format(
            handle=neighbor.handle, address=ip(neighbor.address), interface=short(neighbor.interface),
            hold=one.remaining // 1_000_000, uptime=age(view.now - neighbor.since),
            srtt=one.srtt // 1000, rto=one.rto // 1000, queue=one.queued, sequence=one.heard,
        )  # fmt: skip
        if detail:
            yield from neighbor_lines(one)


INTERFACES = Forms(
    (
        "IP-EIGRP interfaces for process {asn}",
        "",
        "                        Xmit Queue   Mean   Pacing Time   Multicast    Pending",
        "Interface        Peers  Un/Reliable  SRTT   Un/Reliable   Flow Timer   Routes",
    ),
    (
        RENAMED,
        (
            "EIGRP-IPv4 Interfaces for AS({asn})",
            "                              Xmit Queue   PeerQ        Mean   Pacing Time   Multicast    Pending",
            "Interface              Peers  Un/Reliable  Un/Reliable  SRTT   Un/Reliable   Flow Timer   Routes",
        ),
    ),
)
INTERFACE = Forms(
    "{name:<17}{peers:>3}{queue:>11}{mean:>10}{pacing:>11}{flow:>14}{pending:>13}",
    (RENAMED, "{name:<23}{peers:>3}{queue:>11}{queue:>10}{mean:>12}{pacing:>10}{flow:>13}{pending:>12}"),
)


def show_interfaces(
    view: ProcessView, look: Release, interface: str | None = None, detail: bool = False
) -> Iterator[str]:
    """A row per interface that speaks."""
    yield from (line.format(asn=view.asn) for line in INTERFACES.on(look))
    for one in view.interfaces:
        if interface in (None, one.name):
            yield INTERFACE.on(look).format(
                name=short(one.name), peers=one.peers, queue=f"0/{one.queued}", mean=one.srtt // 1000,
                pacing=PACING.on(look), flow=50 if one.peers else 0, pending=one.queued,
            )  # fmt: skip
            if detail:
                yield from interface_lines(one)


PLURALS = {"HELLO": "Hellos", "UPDATE": "Updates", "QUERY": "Queries", "REPLY": "Replies", "ACK": "Acks"}


TRAFFIC = Forms(
    "IP-EIGRP Traffic Statistics for process {asn}", (RENAMED, "EIGRP-IPv4 Traffic Statistics for AS({asn})")
)
QUEUES = Forms[tuple[str, ...]](
    ("  Input queue high water mark 0, 0 drops",),
    (
        RENAMED,
        (
            "  SIA-Queries sent/received: 0/0",
            "  SIA-Replies sent/received: 0/0",
            "  Hello Process ID: {hello}",
            "  PDM Process ID: {pdm}",
            "  Socket Queue: 0/10000/1/0 (current/max/highest/drops)",
            "  Input Queue: 0/2000/1/0 (current/max/highest/drops)",
        ),
    ),
)


def show_traffic(view: ProcessView, look: Release) -> Iterator[str]:
    """`show ip eigrp traffic`: packets of each kind."""
    yield TRAFFIC.on(look).format(asn=view.asn)
    for kind, sent, received in view.traffic:
        yield f"  {PLURALS[kind]} sent/received: {sent}/{received}"
    yield from (line.format(hello=HELLO_PROCESS, pdm=PDM_PROCESS) for line in QUEUES.on(look))
    yield ""


CODES = (
    "Codes: P - Passive, A - Active, U - Update, Q - Query, R - Reply,",
    "       r - reply Status, s - sia Status ",
    "",
)
BEFORE_CODES = Forms[tuple[str, ...]](("",), (RENAMED, ()))
VIA = Forms("         via {way}", (RENAMED, "        via {way}"))


def topology_head(view: ProcessView, look: Release, ip: Spell) -> str:
    """`IP-EIGRP Topology Table for AS(64)/ID(192.168.81.3)`."""
    return f"{PROTOCOL.on(look)} Topology Table for AS({view.asn})/ID({identity_of(view, ip)})"


def identity_of(view: ProcessView, ip: Spell) -> str:
    """The identity of a process, as far as it has one."""
    return ip(view.identity) if view.identity is not None else "0.0.0.0"


def show_topology(view: ProcessView, look: Release, ip: Spell, kind: str = "") -> Iterator[str]:
    """The topology table: successors and feasible successors, or every path with `all-links`; `kind` may choose entries."""
    yield topology_head(view, look, ip)
    yield from BEFORE_CODES.on(look)
    yield from CODES
    for entry in sorted(view.topology, key=_order):
        if _wanted(view, entry, kind):
            yield from _entry(view, look, entry, ip, kind == "all-links")


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


def _entry(view: ProcessView, look: Release, entry: Entry, ip: Spell, all_links: bool) -> Iterator[str]:
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
            yield VIA.on(look).format(way=_via(path, ip))
    if entry.waiting:
        yield "      Remaining replies:"
        for _, interface, address in entry.waiting:
            yield VIA.on(look).format(way=f"{ip(address)}, r, {interface}")


def _metric(path: Path) -> int:
    return path.metric


def _via(path: Path, ip: Spell) -> str:
    if path.neighbor is not None:
        return f"{ip(path.neighbor[2])} ({path.metric}/{path.reported}), {path.interface}"
    if path.origin is Origin.CONNECTED:
        return f"Connected, {path.interface}"
    where = f", {path.interface}" if path.interface else ""
    return f"{path.origin.value} ({path.metric}/{path.reported}){where}"
