"""Whether a condition of the session language holds, and what is there instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.node import IpNode
from iossim.device.router import Router
from iossim.endpoints.dsl import DslBox
from iossim.endpoints.phone import Phone
from iossim.lab.session import conditions as cond
from iossim.net.address import Address, Prefix

if TYPE_CHECKING:
    from iossim.device.rib import Entry
    from iossim.endpoints.voice import Hearing
    from iossim.lab.session.conditions import Condition
    from iossim.lab.world import World


def holds(world: World, condition: Condition) -> bool:
    """True when the condition holds now."""
    match condition:
        case cond.Up(device):
            node = world.nodes[device]
            return node.up if isinstance(node, Router) else node.powered
        case cond.PromptShown(device):
            return world.router(device).lines.console.terminal.state == "line"
        case cond.Route(device, prefix, via):
            entry = _entry(world, device, prefix)
            return entry is not None and (via is None or any(_via(world, r.next_hop, via) for r in entry.routes))
        case cond.NoRoute(device, prefix):
            return _entry(world, device, prefix) is None
        case cond.Hsrp(device, state):
            return state in hsrp_states(world, device)
        case cond.Voice(phone, way, state):
            heard = hearing(world, phone)
            ways = heard if way == "both" else {way: heard[way]} if way in heard else {}
            return bool(ways) and all(one.audible == (state == "audible") for one in ways.values())
        case cond.Sa(a, b):
            return peers_with(world, a, b) and peers_with(world, b, a)
    return False


def found(world: World, condition: Condition) -> str:
    """What is there instead, in a few words; may be empty."""
    match condition:
        case cond.Hsrp(device, _):
            return "hsrp " + (", ".join(hsrp_states(world, device)) or "not running")
        case cond.Route(device, prefix, _):
            entry = _entry(world, device, prefix)
            return f"{entry.best.source} route via {entry.best.next_hop}" if entry else "no route"
        case cond.NoRoute(device, prefix):
            entry = _entry(world, device, prefix)
            return f"a {entry.best.source} route" if entry else ""
        case cond.PromptShown(device):
            return world.router(device).lines.console.terminal.last_line
        case cond.Up(device):
            node = world.nodes[device]
            return node.boot.state if isinstance(node, Router) else "no power"
        case cond.Voice(phone, _, _):
            return _heard(hearing(world, phone)) or f"{phone} in no call"
        case cond.Sa(a, b):
            holders = [f"{x} has SAs with {y}" for x, y in ((a, b), (b, a)) if peers_with(world, x, y)]
            return holders[0] if holders else "none on either side"
    return ""


def hsrp_states(world: World, device: str) -> tuple[str, ...]:
    """The states of a router's HSRP groups."""
    states = world.router(device).provider("hsrp-states")
    return tuple(states()) if states is not None else ()


def hearing(world: World, name: str) -> dict[str, Hearing]:
    """What a phone's conversation sounds like: `to` what it sends, `from` what it hears; empty when it is in no call."""
    phone = world.nodes.get(name)
    if not isinstance(phone, Phone) or phone.stream is None:
        return {}
    peer = world.nodes.get(phone.peer)
    if not isinstance(peer, Phone) or peer.stream is None or peer.peer != name:
        return {}
    return {"to": phone.stream.hearing, "from": peer.stream.hearing}


def _heard(ways: dict[str, Hearing]) -> str:
    return ", ".join(f"{way} audible" if one.audible else f"{way} silent ({one.reason})" for way, one in ways.items())


def peers_with(world: World, holder: str, other: str) -> bool:
    """True when a node holds IPsec SAs with another, by any address that stands for it."""
    node = world.nodes.get(holder)
    ask = node.provider("ipsec-peers") if isinstance(node, Router) and node.up else None
    return ask is not None and any(peer in addresses_of(world, other) for peer in ask())


def addresses_of(world: World, name: str) -> set[Address]:
    """All addresses that stand for a node: its own, and the public one of the box it is behind."""
    node = world.nodes.get(name)
    found: set[Address] = set()
    if isinstance(node, IpNode):
        found |= {address for interface in node.interfaces.values() for address, _ in interface.addresses}
    for link in world.network.links.values():
        for end in (link.a, link.b):
            box = world.nodes.get(link.other(end)[0])
            if end[0] == name and isinstance(box, DslBox):
                found.add(box.public)
    return found


def _entry(world: World, device: str, prefix: str) -> Entry | None:
    node = world.nodes[device]
    rib = getattr(node, "rib", None)
    return rib.installed.peek(Prefix.parse(prefix)) if rib is not None else None


def _via(world: World, next_hop: Address | None, via: str) -> bool:
    if next_hop is None:
        return via == "0.0.0.0"
    return world.names.show(next_hop) == via or str(next_hop) == via
