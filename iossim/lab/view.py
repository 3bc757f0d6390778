"""What a screen shows of a lab: frozen pictures of its network, its conversations and what has happened.

Pure: nothing is stored, nothing changes, facts are only peeked at. Every fact on a screen comes from here, in words, so
that no screen depends on colour to be understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from iossim.device.router import Router
from iossim.endpoints.dsl import DslBox
from iossim.endpoints.phone import Phone, PhoneState
from iossim.lab.chains import spelled
from iossim.lab.judge import hsrp_states

if TYPE_CHECKING:
    from iossim.endpoints.voice import Gap, Stream
    from iossim.features.eigrp.view import ProcessView
    from iossim.lab.lab import Lab
    from iossim.net.topology import Link, LinkState
    from iossim.sim.trace import Record, Trace

Place = tuple[int, int]


class LinkLook(StrEnum):
    """What a link does, in one word."""

    UP = "up"
    DOWN = "down"
    SILENT = "silent"
    LOSSY = "lossy"


@dataclass(frozen=True, slots=True)
class NodeView:
    """A box: where it stands on the drawing, whether it works, and in short words how; `peers` have SAs with it.

    `head` numbers the routers that homes name as their peers, from 1 on, in the order of the peers' addresses.
    """

    name: str
    kind: str
    label: str
    at: Place | None
    up: bool
    state: str
    note: str = ""
    peers: tuple[str, ...] = ()
    head: int = 0


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link between two nodes. `adjacent`: whether its ends are EIGRP neighbours; None where they do not both speak it."""

    name: str
    a: str
    b: str
    look: LinkLook
    note: str = ""
    adjacent: bool | None = None


@dataclass(frozen=True, slots=True)
class DirectionView:
    """One direction of a conversation, since `began`. Times in microseconds; `score` is the opinion score while audible."""

    speaker: str
    listener: str
    audible: bool
    since: int
    reason: str
    gaps: tuple[Gap, ...]
    score: float
    began: int = 0
    delay: int = 0
    jitter: int = 0

    @property
    def waiting(self) -> bool:
        """Not heard yet: silent, but nothing has been interrupted."""
        return not self.audible and not self.gaps


@dataclass(frozen=True, slots=True)
class CallView:
    """A conversation, both directions: what the first phone says, and what it hears."""

    a: str
    b: str
    directions: tuple[DirectionView, ...]

    @property
    def audible(self) -> bool:
        """Whether both hear each other."""
        return all(way.audible for way in self.directions)


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened. `since` is the time from the reload or fault before it; None when there was none."""

    number: int
    t: int
    device: str
    text: str
    since: int | None
    origin: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LabView:
    """A lab at a moment. `wall` is the lab's own date and time, in its time zone."""

    now: int
    wall: datetime
    nodes: tuple[NodeView, ...]
    links: tuple[LinkView, ...]
    calls: tuple[CallView, ...]


def view(lab: Lab) -> LabView:
    """The picture of this moment."""
    return LabView(lab.now, clock(lab), tuple(nodes(lab)), tuple(links(lab)), calls(lab))


def clock(lab: Lab) -> datetime:
    """The lab's wall clock, in the zone of the lab file."""
    origin: datetime = lab.world.definition.clock
    return origin + timedelta(microseconds=lab.now)


# -- the network -----------------------------------------------------------------------------------------------------


def nodes(lab: Lab) -> Iterable[NodeView]:
    """Every node, in the order of the lab file."""
    owners = _owners(lab)
    heads = _heads(lab, owners)
    for name, model in lab.world.definition.nodes.items():
        node = lab.world.nodes[name]
        peers: tuple[str, ...] = ()
        if isinstance(node, Router):
            up, state, peers = node.up, _router_state(lab, node), _peers(node, owners)
            note = _lack(node, peers)
        elif isinstance(node, Phone):
            up, state, note = node.powered, _phone_state(node), f"ext. {node.extension}"
        else:
            up, state, note = node.powered, "" if node.powered else "no power", ""
        yield NodeView(name, model.kind, model.label, model.at, up, state, note, peers, heads.get(name, 0))


def _lack(router: Router, peers: tuple[str, ...]) -> str:
    """What a router that wants tunnels lacks: it has none, or those it has lead to a router that is not there."""
    if peers or not _wants_peers(router):
        return ""
    return "peer gone" if _held(router) else "no tunnel"


def _heads(lab: Lab, owners: Mapping[int, str]) -> dict[str, int]:
    """The head-ends and their numbers: whom the homes on the drawing name as peers."""
    wanted: set[int] = set()
    for name, model in lab.world.definition.nodes.items():
        node = lab.world.nodes[name]
        if model.at is not None and isinstance(node, Router):
            wanted.update(_peer_list(node))
    return {owners[peer]: number for number, peer in enumerate(sorted(wanted), 1) if peer in owners}


def _router_state(lab: Lab, router: Router) -> str:
    if router.boot.state == "booting":
        return f"booting {int(100 * router.boot.progress)}%"
    if not router.up:
        return "off"
    states = hsrp_states(lab.world, router.name)
    return "HSRP " + ", ".join(dict.fromkeys(states)) if states else "up"


def _peers(router: Router, owners: Mapping[int, str]) -> tuple[str, ...]:
    """With whom a router has IPsec SAs, by name; a home behind a translator is known by its line."""
    return tuple(dict.fromkeys(owners[peer] for peer in _held(router) if peer in owners))


def _held(router: Router) -> tuple[int, ...]:
    """With whom a router has IPsec SAs, by address: also with one that has lost its power since."""
    ask = router.provider("ipsec-peers")
    return tuple(ask()) if router.up and ask is not None else ()


def _wants_peers(router: Router) -> bool:
    """Whether the configuration names peers to go to: a home's does, a head-end waits to be asked."""
    return bool(_peer_list(router))


def _peer_list(router: Router) -> tuple[int, ...]:
    ask = router.provider("ipsec-peer-list")
    return tuple(ask()) if router.up and ask is not None else ()


def _owners(lab: Lab) -> dict[int, str]:
    """Whose address is whose."""
    found: dict[int, str] = {}
    for name, node in lab.world.nodes.items():
        if isinstance(node, DslBox):
            found[node.public] = name
        elif isinstance(node, Router):
            found.update((port.address, name) for _, port in node.interfaces.items() if port.address is not None)
    return found


def _phone_state(phone: Phone) -> str:
    if not phone.powered:
        return "unplugged"
    if phone.stream is None:
        return str(phone.state)
    return f"in a call with {phone.peer}"


def links(lab: Lab) -> Iterable[LinkView]:
    """Every link, in the order of the lab file."""
    for link in lab.world.network.links.values():
        yield _link(lab, link)


def _link(lab: Lab, link: Link) -> LinkView:
    network = lab.world.network
    state = network.state.peek(link.name)
    assert state is not None
    emitting = all(network.emitting.peek(end) for end in (link.a, link.b))
    if not state.connected:
        look, note = LinkLook.DOWN, "no carrier"
    elif not emitting:
        look, note = LinkLook.DOWN, ""
    elif state.silent:
        look, note = LinkLook.SILENT, "frames lost"
    elif told := ", ".join(_ailments(state)):
        look, note = LinkLook.LOSSY, told
    else:
        look, note = LinkLook.UP, ""
    return LinkView(link.name, link.a[0], link.b[0], look, note, _adjacent(lab, link))


def _ailments(state: LinkState) -> Iterator[str]:
    """What is wrong with a link that carries frames."""
    if state.loss:
        yield f"loses {state.loss / 10_000:g}%"
    if state.disorder is not None and state.disorder.late:
        yield f"delivers {state.disorder.late / 10_000:g}% {state.disorder.by / 1_000_000:g} s late"
    if state.disorder is not None and state.disorder.twice:
        yield f"delivers {state.disorder.twice / 10_000:g}% twice"
    loads = state.line.loads if state.line is not None else ()
    if any(loads):
        yield f"is used by others: {' and '.join(f'{load / 10_000:g}%' for load in loads)}"


def _adjacent(lab: Lab, link: Link) -> bool | None:
    """Whether the ends of a link are EIGRP neighbours over it; None where they do not both speak it there."""
    known: list[bool] = []
    for name, port in (link.a, link.b):
        node = lab.world.nodes[name]
        ask = node.provider("eigrp-processes") if isinstance(node, Router) and node.up else None
        processes = [process for process in (ask() if ask is not None else ()) if _speaks(process, port)]
        if not processes:
            return None
        known.append(any(view.neighbor.interface == port for process in processes for view in process.neighbors))
    return all(known)


def _speaks(process: ProcessView, port: str) -> bool:
    return any(interface.name == port for interface in process.interfaces)


# -- conversations ---------------------------------------------------------------------------------------------------


def calls(lab: Lab) -> tuple[CallView, ...]:
    """Every conversation, the caller's side first."""
    found = []
    for node in lab.world.nodes.values():
        if isinstance(node, Phone) and node.stream is not None and node.caller:
            other = lab.world.nodes.get(node.peer)
            streams = [node.stream]
            if isinstance(other, Phone) and other.stream is not None and other.peer == node.name:
                streams.append(other.stream)
            found.append(CallView(node.name, node.peer, tuple(_direction(stream) for stream in streams)))
    return tuple(found)


def _direction(stream: Stream) -> DirectionView:
    heard = stream.hearing
    return DirectionView(
        stream.sender.name,
        stream.receiver,
        heard.audible,
        heard.since,
        heard.reason,
        heard.gaps,
        stream.score(),
        stream.began,
        stream.delay,
        stream.jitter,
    )


def registered(lab: Lab, phone: str) -> bool:
    """Whether a phone can call now."""
    node = lab.world.nodes.get(phone)
    return isinstance(node, Phone) and node.state is PhoneState.REGISTERED


# -- what happened ---------------------------------------------------------------------------------------------------

FAULTS = (
    *("reload", "power off", "crash", "cut", "silence", "split", "loss", "delay", "outage", "renumber", "retrain"),
    *("reorder", "duplicate", "mtu", "load", "upload", "revoke", "expire", "fault"),
    *("block", "unplug"),
)
"""The actions from which the timeline counts."""

QUIET = frozenset({"typed"})
"""Kinds of records that a timeline leaves out: they stand on the console."""

TOLD = frozenset({"voice", "call", "registration"})
"""Kinds of records whose text names everybody."""

PLAIN = {
    "SYS-5-RELOAD": "a reload has been requested",
    "SYS-5-RESTART": "has restarted",
}
"""What some messages mean, where their own text is no sentence of one line."""

UNNAMED: dict[str, tuple[str, ...]] = {"hsrp": ("",), "eigrp": ("neighbor ",)}
"""How records begin that do not say which protocol they are of, by their kind."""


def timeline(lab: Lab, limit: int = 200) -> tuple[EventView, ...]:
    """The last significant events, oldest first. Seconds are counted from faults since the lab was opened."""
    events: list[EventView] = []
    origin: int | None = None
    records = [record for record in lab.records(_begins(lab.world.kernel.trace, limit)) if record.kind not in QUIET]
    shown = max(0, len(records) - limit)
    for number, record in enumerate(records):
        fault = record.t >= lab.start and starts_counting(record)
        if fault:
            origin = record.t
        if number >= shown:
            events.append(event_of(lab, record, origin, fault))
    return tuple(events)


def _begins(trace: Trace, limit: int) -> int:
    """Where the last events begin, however much was typed between them, and some before: seconds count from a fault there."""
    number, found = trace.count, 0
    while number > 0 and (found < limit or trace.count - number < 4 * limit) and trace.count - number < 100 * limit:
        number -= 1
        record = trace.record(number)
        found += record is not None and record.kind not in QUIET
    return number


def event_of(lab: Lab, record: Record, origin: int | None, fault: bool = False) -> EventView:
    """A record as it is shown; seconds are counted from `origin`."""
    since = None if origin is None else record.t - origin
    device = "" if record.kind in TOLD else record.device
    text = spelled(lab.world.names, plain(record))
    return EventView(record.number, record.t, device, text, since, fault, record.kind)


def starts_counting(record: Record) -> bool:
    """Whether a record is a fault, or a reload, from which seconds are counted."""
    if record.kind == "action":
        return record.text.startswith(FAULTS)
    return record.kind == "booting" and "power-on" not in record.text


def plain(record: Record) -> str:
    """A record in plain words."""
    if record.kind == "action":
        return f"[{record.text}]"
    if record.kind == "log":
        mnemonic = str(record.data.get("mnemonic", ""))
        said = PLAIN.get(mnemonic)
        return said or record.text.partition(": ")[2] or record.text
    if record.kind in TOLD:
        return record.text
    text = record.text.removeprefix(f"{record.device} ").strip()
    return f"{record.kind.upper()} {text}" if text.startswith(UNNAMED.get(record.kind, ())) else text
