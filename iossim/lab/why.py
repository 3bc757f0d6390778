"""Why: everything that is wrong in a lab now, and the chain of causes of anything that has happened.

A trouble is what a screen shows in red: a direction of a conversation that is silent, a router that is not up, a home without
a tunnel, a cable without carrier, HSRP that does not run, a lost EIGRP neighbour. Each points at the record of its beginning,
and the trace's links lead from there to the key that was pressed or the fault that was made. Pure: nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.endpoints.phone import Phone
from iossim.lab.chains import REPEATED, SA_HELD, SA_LOST, ancestry, folded, refusal, spelled
from iossim.lab.hindrance import lost_neighbours, unanswered
from iossim.lab.view import EventView, event_of, links, nodes

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.sim.trace import Record

DARK = ("booting", "power")
"""The kinds of records that tell why a box is not up; switching it off is an action."""

SECOND = 1_000_000
LATELY = 600 * SECOND
"""For so long what has come back is worth a word."""

NEGOTIATING = (*SA_LOST, REPEATED, "sa-wanted")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong now; `number` is the record it began with, None when it was never otherwise."""

    what: str
    number: int | None
    mended: bool = False


def mended(lab: Lab) -> tuple[Trouble, ...]:
    """Directions of conversations that are heard again, with what brought them back: the end of a fail-over."""
    found = []
    for node in lab.world.nodes.values():
        stream = node.stream if isinstance(node, Phone) else None
        gap = stream.hearing.gaps[-1] if stream is not None and stream.hearing.gaps else None
        if stream is None or gap is None or gap.end is None or lab.now - gap.end > LATELY or stream.record is None:
            continue
        what = f"{stream.receiver} hears {stream.sender.name} again after {(gap.end - gap.start) / SECOND:.1f} s"
        found.append(Trouble(what, stream.record.number, True))
    return tuple(found)


def troubles(lab: Lab) -> tuple[Trouble, ...]:
    """Everything that is wrong, what people notice first."""
    latest = _Latest(lab)
    found = [*_silences(lab), *_boxes(lab, latest), *_cables(lab), *_neighbours(lab)]
    return tuple(dict.fromkeys(found))


def causes(lab: Lab, number: int) -> tuple[EventView, ...]:
    """What happened and what led to it, the fact first; seconds are counted from the first cause."""
    trace = lab.world.kernel.trace
    chain = ancestry(lab.world, trace.record(number))
    if not chain:
        return ()
    root = chain[-1]
    return tuple(event_of(lab, record, root.t, record is root) for record in folded(chain))


class _Latest:
    """The newest record of each kind about each device."""

    def __init__(self, lab: Lab) -> None:
        self._records: dict[tuple[str, str], Record] = {}
        self._actions: dict[str, Record] = {}
        for record in lab.world.kernel.trace.records():
            self._records[record.device, record.kind] = record
            if record.kind == "action":
                self._actions[record.text] = record

    def of(self, device: str, kinds: Iterable[str]) -> int | None:
        """The newest record about a device of any of these kinds."""
        return _newest(self._records.get((device, kind)) for kind in kinds)

    def action(self, text: str) -> int | None:
        """When that was done last."""
        return _newest([self._actions.get(text)])


def _newest(records: Iterable[Record | None]) -> int | None:
    return max((record.number for record in records if record is not None), default=None)


def _silences(lab: Lab) -> Iterable[Trouble]:
    for node in lab.world.nodes.values():
        stream = node.stream if isinstance(node, Phone) else None
        if stream is not None and not stream.hearing.audible and stream.record is not None:
            reason = spelled(lab.world.names, stream.hearing.reason)
            yield Trouble(f"{stream.receiver} does not hear {stream.sender.name}: {reason}", stream.record.number)


def _boxes(lab: Lab, latest: _Latest) -> Iterable[Trouble]:
    for node in nodes(lab):
        if node.kind == "router" and not node.up:
            off = latest.action(f"power off {node.name}") if node.state == "off" else None
            yield Trouble(f"{node.name} is {node.state}", off if off is not None else latest.of(node.name, DARK))
        elif node.note == "no tunnel":
            yield Trouble(f"{node.name} has no tunnel", _untunnelled(lab, node.name, latest))
        elif node.state.startswith("HSRP") and "Init" in node.state:
            yield Trouble(f"{node.name} takes no part in HSRP ({node.state})", latest.of(node.name, ("hsrp",)))
        elif node.kind == "phone" and node.state not in ("registered", "") and not node.state.startswith("in a call"):
            out = latest.action(f"unplug {node.name}") if node.state == "unplugged" else None
            number = out if out is not None else _unregistered(lab, node.name, latest)
            yield Trouble(f"{node.name} is not registered ({node.state})", number)


def _untunnelled(lab: Lab, name: str, latest: _Latest) -> int | None:
    """What keeps a home from SAs since it had some, else how it has lost them, else what it has asked for last."""
    held = latest.of(name, SA_HELD) or 0
    refused = refusal(lab.world, name, held)
    if refused is not None:
        return refused.number
    lost = latest.of(name, ("sa-down",))
    return lost if lost is not None and lost > held else latest.of(name, NEGOTIATING)


def _unregistered(lab: Lab, name: str, latest: _Latest) -> int | None:
    """What took its answers away, while it still asks for them; else when it gave up."""
    phone = lab.world.nodes[name]
    record = unanswered(lab.world, phone) if isinstance(phone, Phone) else None
    return latest.of(name, ("registration",)) if record is None else record.number


def _cables(lab: Lab) -> Iterable[Trouble]:
    network = lab.world.network
    for link in links(lab):
        if link.look == "up":
            continue
        ends = network.links[link.name]
        records = [network.state.cause(link.name)]
        records += [network.emitting.cause(end) for end in (ends.a, ends.b) if not network.emitting.peek(end)]
        note = f": {link.note}" if link.note else ""
        yield Trouble(f"{link.name} is {link.look}{note}", _newest(records))


def _neighbours(lab: Lab) -> Iterable[Trouble]:
    for (device, neighbour), record in lost_neighbours(lab.world).items():
        if lab.router(device).up:
            who = spelled(lab.world.names, neighbour)
            yield Trouble(f"{device} has lost its EIGRP neighbour {who}", record.number)
