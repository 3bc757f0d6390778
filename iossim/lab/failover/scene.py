"""Who plays in a fail-over: the two telephones, the home's router and line, the head-ends.

All of it follows from the lab: the call is the one its file names, the home is that of the caller, the head-ends are the routers
whose addresses the home's `set peer` lines name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.node import IpNode
from iossim.endpoints.dsl import LINE, DslBox
from iossim.lab.definition import nodes as model
from iossim.lab.failover.plan import Plan, PlanError

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.lab.world import World
    from iossim.net.address import Address


@dataclass(frozen=True, slots=True)
class Scene:
    """The names. `line` is the link between the home's DSL box and the Internet; `head_ends` maps names to addresses."""

    caller: str
    called: str
    home: str
    line: str
    head_ends: Mapping[str, Address]


def survey(lab: Lab, plan: Plan) -> Scene:
    """The scene of a plan; PlanError when the lab has no such call, or the plan names no head-end of it."""
    world = lab.world
    if world.definition.call is None:
        raise PlanError(f"lab {world.definition.name} names no call")
    caller, called = world.definition.call
    home = _home(world, caller)
    scene = Scene(caller, called, home, _line(world, home), _head_ends(lab, home))
    for role, name in (("reload", plan.reload), ("peer", plan.peer), ("after", plan.after)):
        if name and name not in scene.head_ends:
            known = ", ".join(scene.head_ends)
            raise PlanError(f"--{role}: expected a head-end of {home} ({known}), found {name}")
    return scene


def _home(world: World, phone: str) -> str:
    """The router that is a phone's gateway."""
    station = world.definition.nodes[phone]
    gateway = station.gateway if isinstance(station, model.Phone) else None
    for name, router in world.routers.items():
        if any(interface.address == gateway for _, interface in router.interfaces.items()):
            return name
    raise PlanError(f"{phone} has no router for a gateway")


def _line(world: World, home: str) -> str:
    """The line of the DSL box that a router is plugged into."""
    for link in world.network.links.values():
        for end in (link.a, link.b):
            box = world.nodes.get(link.other(end)[0])
            line = world.network.link_at((box.name, LINE)) if isinstance(box, DslBox) else None
            if end[0] == home and line is not None:
                return line.name
    raise PlanError(f"{home} is not behind a DSL box")


def _head_ends(lab: Lab, home: str) -> dict[str, Address]:
    """The routers that a home may peer with, and by which address it knows them."""
    peers = lab.router(home).provider("ipsec-peer-list")
    found: dict[str, Address] = {}
    for address in peers() if peers is not None else ():
        for name, node in lab.world.nodes.items():
            if isinstance(node, IpNode) and any(i.address == address for _, i in node.interfaces.items()):
                found[name] = address
    if not found:
        raise PlanError(f"{home} has no head-end to peer with")
    return found
