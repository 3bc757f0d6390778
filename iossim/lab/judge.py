"""Whether a condition of the session language holds, and what is there instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.router import Router
from iossim.lab.session import conditions as cond
from iossim.net.address import Address, Prefix

if TYPE_CHECKING:
    from iossim.device.rib import Entry
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
    return ""


def hsrp_states(world: World, device: str) -> tuple[str, ...]:
    """The states of a router's HSRP groups."""
    states = world.router(device).provider("hsrp-states")
    return tuple(states()) if states is not None else ()


def _entry(world: World, device: str, prefix: str) -> Entry | None:
    node = world.nodes[device]
    rib = getattr(node, "rib", None)
    return rib.installed.peek(Prefix.parse(prefix)) if rib is not None else None


def _via(world: World, next_hop: Address | None, via: str) -> bool:
    if next_hop is None:
        return via == "0.0.0.0"
    return world.names.show(next_hop) == via or str(next_hop) == via
