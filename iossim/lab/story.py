"""What a lab can tell: the way of a packet, what happened lately, and why.

Reports change nothing, so they are not inputs: they are answered from facts, from the walk, and from the chain of causes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from iossim.device.node import IpNode
from iossim.device.router import Router
from iossim.endpoints.phone import Phone, PhoneState
from iossim.lab import hindrance
from iossim.lab.department import refused
from iossim.lab.hindrance import address_of, probe
from iossim.lab.judge import addresses_of, peers_with
from iossim.lab.session import actions as act
from iossim.lab.session.report import Report
from iossim.net.address import AddressNames, Prefix

if TYPE_CHECKING:
    from iossim.lab.session.action import Action
    from iossim.lab.world import World
    from iossim.net.fate import Fate, Step
    from iossim.net.obstacle import Obstacle
    from iossim.sim.trace import Record

SECOND = 1_000_000
DOTS = 3
"""So many dots has a text at least that names an address."""
SA_HELD = ("sa-up",)
REFUSED = ("certificate-refused", "offer-refused")
SA_LOST = ("sa-down", "ike-down", "ike-dead", *REFUSED)
"""The kinds of records that tell why two nodes have SAs with each other, or have none."""
REPEATED = "ike-repeated"
NO_SA = "no SA"
"""What the reason of a silence says when its packets wait for a tunnel."""


def report(world: World, action: Action) -> Report | None:
    """The answer to a report action; None for an action that is not one."""
    match action:
        case act.PathReport():
            return path(world, action)
        case act.Timeline(duration):
            return timeline(world, duration)
        case act.VoiceReport(phone):
            return voice(world, phone)
        case act.WhyVoice(phone):
            return why_voice(world, phone)
        case act.WhyRoute(device, prefix):
            return why_route(world, device, prefix)
        case act.WhySa(a, b):
            return why_sa(world, a, b)
        case act.WhyHsrp(device):
            return why_state(world, device, "hsrp")
        case act.WhyPhone(phone):
            return why_state(world, phone, "registration")
    return None


# -- voice -----------------------------------------------------------------------------------------------------------


def _call_of(world: World, name: str) -> tuple[Phone, Phone] | None:
    """The caller and the called of a phone's conversation."""
    phone = world.nodes.get(name)
    if not isinstance(phone, Phone) or phone.stream is None:
        return None
    peer = world.nodes.get(phone.peer)
    if not isinstance(peer, Phone):
        return None
    return (phone, peer) if phone.caller else (peer, phone)


def voice(world: World, name: str) -> Report:
    """What a conversation sounds like, each direction by itself."""
    call = _call_of(world, name)
    if call is None:
        return refused(f"{name} is not in a call")
    lines, data = [], {}
    for way, sender, receiver in (("to", *call), ("from", call[1], call[0])):
        told = _direction(world.kernel.now, sender, receiver)
        lines += told
        data[way] = told[0]
    return Report(tuple(lines), {"call": f"{call[0].name} {call[1].name}", **data})


def _direction(now: int, sender: Phone, receiver: Phone) -> list[str]:
    stream = sender.stream
    if stream is None:
        return [f"{sender.name} -> {receiver.name}: sends nothing"]
    hearing = stream.hearing
    since = (now - hearing.since) / SECOND
    if hearing.audible:
        jitter = f", jitter {stream.jitter / 1000:.1f} ms" if stream.jitter else ""
        state = f"audible for {since:.1f} s, {stream.delay / 1000:.1f} ms{jitter}, MOS {stream.score():.2f}"
    else:
        state = f"silent for {since:.1f} s ({hearing.reason})"
    gaps = [
        f"    gap {gap.start / SECOND:.2f} to {gap.end / SECOND:.2f}: {(gap.end - gap.start) / SECOND:.2f} s, {gap.reason}"
        for gap in hearing.gaps
        if gap.end is not None
    ]
    return [f"{sender.name} -> {receiver.name}: {state}", *gaps]


def why_voice(world: World, name: str) -> Report:
    """Why a conversation sounds as it does: the newest change of either direction, and what led to it."""
    call = _call_of(world, name)
    if call is None:
        return refused(f"{name} is not in a call")
    records = [phone.stream.record for phone in call if phone.stream is not None and phone.stream.record is not None]
    silent = sorted((r for r in records if r.data.get("reason")), key=lambda record: record.number, reverse=True)
    if not silent:
        found = max(records, key=lambda record: record.number, default=None)
        return _never_heard(world, call) if found is None else chain(world, found)
    ways = [(record, hindrance.of_voice(world, cast(Phone, world.nodes[record.device]))) for record in silent]
    for found, now in ways:  # a head-end without SAs has them when a home asks: what keeps the home from it says more
        vain = refusal(world, now.node, found.number) if now is not None and _waits(now) else None
        if vain is not None:
            return chain(world, found, vain)
    found, now = ways[0]
    return _joined(chain(world, found), None if now is None else _since_then(world, found, now))


def _joined(told: Report, more: Report | None) -> Report:
    """One story after another."""
    if more is None:
        return told
    one, two = (cast(list[object], (report.data or {})["chain"]) for report in (told, more))
    return Report((*told.lines, *more.lines), {"chain": [*one, *two]})


def _never_heard(world: World, call: tuple[Phone, Phone]) -> Report:
    """A conversation that has been silent since it began: what stands in the way of a packet of it now."""
    for sender, receiver in (call, call[::-1]):
        if sender.stream is not None and not sender.stream.hearing.audible:
            found = hindrance.of_voice(world, sender)
            why = "" if found is None else f": {found.text}"
            fact = f"{receiver.name} has not heard {sender.name} since the call began{why}"
            told = chain(world, None if found is None else found.cause)
            return _before(world, sender.stream.hearing.since, sender.name, fact, told)
    return chain(world, None)


def _before(world: World, t: int, device: str, fact: str, told: Report) -> Report:
    """A report with a fact of now, which no record tells, before its links."""
    line = f"{t / SECOND:12.3f}  {device:12} {spelled(world.names, fact)}"
    links = cast(list[object], (told.data or {})["chain"])
    first = {"t": t / SECOND, "device": device, "text": fact}
    return Report((line, *(told.lines if links else ())), {"chain": [first, *links]})


def _since_then(world: World, found: Record, now: Obstacle) -> Report | None:
    """What is in the way now, when it is not what a direction fell silent of. Waiting for SAs is a story of its own."""
    links = ancestry(world, now.cause)
    alike = now.text.endswith(f" {found.data['reason']}")
    if alike or not links or links[-1] in ancestry(world, found) or _waits(now):
        return None
    return _before(world, world.kernel.now, found.device, f"now {now.text}", chain(world, now.cause))


def _waits(now: Obstacle) -> bool:
    """True when a packet ends for want of SAs."""
    return now.text.partition(": ")[2].startswith(NO_SA)


def refusal(world: World, device: str, since: int) -> Record | None:
    """What keeps a router without SAs: the newest refusal from a record on, its own or of a peer, or an attempt of its own
    that came to nothing because something was in the way."""
    reached = [str(address) for address in addresses_of(world, device)]
    told = [r for r in world.kernel.trace.since(since) if r.kind in REFUSED or "obstacle" in r.data]
    about = [r for r in told if r.device == device or (r.kind in REFUSED and r.data.get("peer") in reached)]
    return max(about, key=lambda record: record.number, default=None)


def why_state(world: World, name: str, kind: str) -> Report:
    """Why a box is in the state it is in: the newest record of a kind. One without power is in no state, nor one that boots."""
    node = world.nodes.get(name)
    if isinstance(node, IpNode) and not node.powered:
        booting = isinstance(node, Router) and node.boot.state == "booting"
        return chain(world, newest(world, name, "booting") if booting else node.power.cause(""))
    found = newest(world, name, kind)
    if not isinstance(node, Phone):
        return chain(world, found, nothing=f"nothing has ever changed that of {name}")
    if node.state is PhoneState.PROBING:
        now = hindrance.of_registration(world, node)
        fact = f"{name} has no answer of its CallManager{f': {now.text}' if now is not None else ''}"
        since = hindrance.unanswered(world, node)
        told = chain(world, now.cause if now is not None and now.cause is not None else since)
        return _before(world, world.kernel.now, name, fact, told)
    besides = _unheard(world, node, found) if found is not None else None
    return chain(world, found, besides, nothing=f"nothing has ever changed that of {name}")


def _unheard(world: World, phone: Phone, lost: Record) -> Record | None:
    """What keeps a telephone from its CallManager where the way ends for want of SAs: a refusal since that began."""
    source = address_of(world, phone.name)
    if "has lost" not in lost.text or phone.state is PhoneState.REGISTERED or source is None:
        return None
    fate = world.wire.trace(phone, probe(source, phone.call_manager, "tcp", hindrance.SCCP))[1]
    if fate.delivered or not str(fate.reason).startswith(NO_SA):
        return None
    return refusal(world, fate.node, world.kernel.trace.chain(lost)[-1].number)


def why_sa(world: World, a: str, b: str) -> Report:
    """Why two nodes have SAs with each other, or have none: the newest event that made it so.

    A refusal since they last had some says more than the silence of the one who was refused.
    """
    kinds = SA_HELD if peers_with(world, a, b) and peers_with(world, b, a) else SA_LOST
    reached = {mine: [str(address) for address in addresses_of(world, other)] for mine, other in ((a, b), (b, a))}
    told = (r for r in world.kernel.trace.records() if r.kind in (*SA_HELD, *kinds))
    records = [r for r in told if r.data.get("peer") in reached.get(r.device, ())]
    since = max((r.number for r in records if r.kind in SA_HELD), default=-1)
    refused = [r for r in records if r.kind in REFUSED and r.number > since]
    others = [r for r in records if r.kind in kinds]
    found = max(refused or others, key=lambda record: record.number, default=None)
    return chain(world, found, nothing=f"{a} and {b} have never asked each other for SAs")


def path(world: World, action: act.PathReport) -> Report:
    """Walk a packet on paper, and tell it hop by hop."""
    node = world.nodes.get(action.a)
    source, target = address_of(world, action.a), address_of(world, action.b)
    if not isinstance(node, IpNode) or source is None:
        return refused(f"{action.a} has no address to send from")
    if target is None:
        return refused(f"{action.b} has no address to send to")
    steps, fate = world.wire.trace(node, probe(source, target, action.protocol or "icmp", action.port))
    lines = tuple(_told(step) for step in steps)
    result = "delivered" if fate.delivered else f"dropped at {fate.node}: {fate.reason}"
    return Report((*lines, result), {"hops": [_hop(step) for step in steps], "result": _result(fate)})


def _told(step: Step) -> str:
    where = f"{step.node} {step.port}".strip()
    return f"{step.delay / 1000:8.3f} ms  {where:28} {step.action:10} {step.reason}".rstrip()


def _hop(step: Step) -> dict[str, object]:
    return {"node": step.node, "action": step.action, "reason": step.reason}


def _result(fate: Fate) -> str:
    return "delivered" if fate.delivered else f"dropped at {fate.node}: {fate.reason}"


def timeline(world: World, duration: int) -> Report:
    """The significant events of the last while."""
    records = [r for r in world.kernel.trace.records() if r.t >= world.kernel.now - duration]
    return Report(
        tuple(_line(world, record) for record in records),
        {"events": [{"t": r.t / SECOND, "device": r.device, "kind": r.kind, "text": r.text} for r in records]},
    )


def _line(world: World, record: Record) -> str:
    return f"{record.t / SECOND:12.3f}  {record.device:12} {spelled(world.names, record.text)}"


def spelled(names: AddressNames, text: str) -> str:
    """A text of the record with its addresses as the lab spells them."""
    if not names.shown or text.count(".") < DOTS:
        return text
    for name, address in names.names.items():
        if (numeric := str(address)) in text:
            text = re.sub(rf"(?<![\d.]){re.escape(numeric)}(?![\d.]*\d)", name, text)
    return text


def why_route(world: World, device: str, prefix: str) -> Report:
    """The chain of causes of a route's presence or absence."""
    node = world.nodes.get(device)
    if not isinstance(node, IpNode):
        return refused(f"{device} has no routing table")
    wanted = Prefix.parse(prefix)
    never = (
        f"{device} has never had a route to {wanted}"
        if node.rib.installed.peek(wanted) is None
        else "it was always there"
    )
    return chain(world, node.rib.installed.cause(wanted), nothing=never)


def newest(world: World, device: str, kind: str) -> Record | None:
    """The latest record of a kind about a device."""
    told = [r for r in world.kernel.trace.records() if (r.device, r.kind) == (device, kind)]
    return told[-1] if told else None


def ancestry(world: World, record: Record | None) -> list[Record]:
    """A record and what led to it. SAs that have ended unused lead on to what has silenced those whom they were for."""
    trace = world.kernel.trace
    links = trace.chain(record)
    return links + (trace.chain(hindrance.silenced(world, links[-1])) if links and "unused" in links[-1].data else [])


def folded(records: Iterable[Record]) -> list[Record]:
    """A chain in which a message that is sent again and again stands once, with its last repetition."""
    found: list[Record] = []
    for record in records:
        before = found[-1] if found else None
        again = before is not None and (before.device, before.kind) == (record.device, REPEATED)
        if not (again and record.kind == REPEATED):
            found.append(record)
    return found


def chain(
    world: World, record: Record | None, besides: Record | None = None, nothing: str = "nothing has changed it"
) -> Report:
    """A record and what led to it, the fact first; then what keeps it so, if something does besides; `nothing` without a record."""
    known = ancestry(world, record)
    more = ancestry(world, besides)  # it has the last word, also when both stories begin alike
    records = folded(link for link in known if link not in more) + folded(more)
    if not records:
        return Report((nothing,), {"chain": []})
    return Report(
        tuple(_line(world, link) for link in records),
        {"chain": [{"t": r.t / SECOND, "device": r.device, "text": r.text} for r in records]},
    )
