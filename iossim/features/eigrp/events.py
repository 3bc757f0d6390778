"""The event log of a process: what it heard, decided and told, the latest five hundred entries (`show ip eigrp events`).

An entry is a time and a text whose addresses are spelled when it is shown. The log is RAM of the process and goes with it. Left
out: `eigrp event-logging`, other sizes, and most of the entries about its own queues.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.features.eigrp.metric import INFINITY
from iossim.features.eigrp.state import Mode, Origin

if TYPE_CHECKING:
    from iossim.features.eigrp.packet import Opcode
    from iossim.features.eigrp.state import Entry, NeighborKey, Path
    from iossim.net.address import Address, Prefix

SIZE = 500
Text = tuple["str | Address", ...]
Event = tuple[int, Text]
Log = deque[Event]


def new_log() -> Log:
    """An empty log, which forgets the oldest entries."""
    return deque(maxlen=SIZE)


def peer(what: str, key: NeighborKey) -> Text:
    """`Peer up`, `Peer down`, `Rcv peer INIT`: a neighbor."""
    return f"{what}: ", key[2], f" {key[1]}"


def heard(opcode: Opcode, prefix: Prefix, sender: Address, path: Path | None) -> Iterator[Text]:
    """A neighbor has spoken of a destination."""
    word = opcode.name.lower()
    yield f"Rcv {word} dest/nh: ", *_prefix(prefix), " ", sender
    metric, reported = (INFINITY, INFINITY) if path is None else (path.metric, path.reported)
    yield (f"Rcv {word} met/succmet: {metric} {reported}",)


def local(prefix: Prefix, path: Path, gone: bool) -> Text:
    """A network of our own, one that is redistributed, or a summary, came, changed or went."""
    kind = {Origin.CONNECTED: "Conn", Origin.SUMMARY: "Summary"}.get(path.origin, "Redist")
    return f"{kind} rt {'gone' if gone else 'change'}: ", *_prefix(prefix), f" {path.interface or 'Null0'}"


def searched(before: Entry, after: Entry, found: bool) -> Iterator[Text]:
    """DUAL has looked for a feasible successor."""
    yield "Find FS: ", *_prefix(after.prefix), f" {before.feasible}"
    best = min(after.paths, key=_metric, default=None)
    if best is None:
        yield (f"FC not sat Dmin/met: {INFINITY} {before.feasible}",)
    elif found:
        yield "FC sat nh/ndbmet: ", *_hop(best), f" {before.feasible}"
        yield (f"FC sat rdbmet/succmet: {best.metric} {best.reported}",)
    else:
        yield (f"FC not sat Dmin/met: {best.metric} {before.feasible}",)


def active(entry: Entry) -> Text:
    """Neighbors are asked."""
    return "Active net/peers: ", *_prefix(entry.prefix), f" {len(entry.waiting)}"


def answered(entry: Entry) -> Text:
    """The last reply is in."""
    return "State change: Active net is passive: ", *_prefix(entry.prefix)


def committed(before: Entry, after: Entry) -> Iterator[Text]:
    """What becomes of the routes of a destination."""
    kept = [path.key for path in after.paths]
    for path in before.paths:
        if path.key not in kept:
            yield "RDB delete: ", *_prefix(after.prefix), " ", *_hop(path)
    if not after.paths:
        if after.mode is Mode.PASSIVE:
            yield "NDB delete: ", *_prefix(after.prefix), " 1"
        return
    for path in after.successors:
        if path not in before.successors:
            yield "Route install: ", *_prefix(after.prefix), " ", *_hop(path)
    if after.feasible != before.feasible or not before.paths:
        yield "Metric set: ", *_prefix(after.prefix), f" {after.feasible}"


def updated(entry: Entry) -> Text:
    """Neighbors are told."""
    return "Update sent, RD: ", *_prefix(entry.prefix), f" {entry.feasible if entry.paths else INFINITY}"


def replied(prefix: Prefix, key: NeighborKey) -> Text:
    """A query is answered."""
    return "Send reply: ", *_prefix(prefix), " ", key[2]


def _prefix(prefix: Prefix) -> Text:
    return prefix.network, f"/{prefix.length}"


def _hop(path: Path) -> Text:
    return (path.neighbor[2],) if path.neighbor is not None else (path.interface or "Null0",)


def _metric(path: Path) -> int:
    return path.metric
