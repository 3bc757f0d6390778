"""What a lab can tell: the way of a packet, what happened lately, and why.

Reports change nothing, so they are not inputs: they are answered from facts, from the walk, and from the chain of causes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.node import IpNode
from iossim.device.router import Router
from iossim.endpoints.phone import Phone, PhoneState
from iossim.lab import hindrance
from iossim.lab.chains import NO_SA, REFUSED, SA_HELD, SA_LOST, SECOND, chain, headed, newest, refusal, told
from iossim.lab.conversation import voice, why_voice
from iossim.lab.department import refused
from iossim.lab.hindrance import address_of, probe
from iossim.lab.judge import addresses_of, peers_with
from iossim.lab.session import actions as act
from iossim.lab.session.report import Report
from iossim.net.address import Prefix

if TYPE_CHECKING:
    from iossim.lab.session.action import Action
    from iossim.lab.world import World
    from iossim.net.fate import Fate, Step
    from iossim.sim.trace import Record


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
        story = chain(world, now.cause if now is not None and now.cause is not None else since)
        return headed(world, world.kernel.now, name, fact, story)
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
    about = (r for r in world.kernel.trace.records() if r.kind in (*SA_HELD, *kinds))
    records = [r for r in about if r.data.get("peer") in reached.get(r.device, ())]
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
        tuple(told(world, record) for record in records),
        {"events": [{"t": r.t / SECOND, "device": r.device, "kind": r.kind, "text": r.text} for r in records]},
    )


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
