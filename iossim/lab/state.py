"""What is true in a world, as lines of text in a fixed order: the part of a fingerprint that the trace does not tell.

Every table of every node is in it, each fact spelled without object identities, so two processes agree when and only when
their labs do. Screens and output buffers are left out: they are what somebody looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from iossim.device.node import IpNode
from iossim.device.nvgen import running_lines
from iossim.device.router import Router
from iossim.endpoints.repeater import Switch
from iossim.sim.facts import Table
from iossim.sim.part import Part

if TYPE_CHECKING:
    from iossim.lab.world import World


def state_lines(world: World) -> Iterator[str]:
    """All facts of a world."""
    yield f"now {world.kernel.now}"
    yield from _table(world.network.state)
    yield from _table(world.network.emitting)
    for node in world.nodes.values():
        for table in _tables(node):
            yield from _table(table)
        if isinstance(node, IpNode):
            yield from (f"{node.name} arp {_spell(key)} since {node.arp.since(key)}" for key in node.arp.entries.keys())
        if isinstance(node, Router):
            yield f"{node.name} boot {node.boot.state} {node.boot.ends}"
            yield from (f"{node.name} config {line}" for line in running_lines(node.config))
            yield from (f"{node.name} startup {line}" for line in node.startup.splitlines())


def _tables(node: object) -> Iterable[Table[Any, Any]]:
    if isinstance(node, IpNode):
        yield from (node.interfaces, node.addresses, node.virtual, node.arp.entries, node.rib.installed)
    if isinstance(node, Router):
        for engine in node.engines.values():
            yield from engine.tables
    if isinstance(node, Switch):
        yield from (node.table, node.apart, node.island)


def _table(table: Table[Any, Any]) -> Iterator[str]:
    for line in sorted(f"{_spell(key)}: {_spell(value)}" for key, value in table.items()):
        yield f"{table.name} {line}"


def _spell(value: object) -> str:
    """A value without anything that differs between processes."""
    if isinstance(value, Part):
        return type(value).__name__
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, tuple | list):
        return "(" + ", ".join(_spell(item) for item in value) + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_spell(k)}: {_spell(v)}" for k, v in value.items()) + "}"
    if is_dataclass(value) and not isinstance(value, type):
        parts = ", ".join(f"{f.name}={_spell(getattr(value, f.name))}" for f in fields(value))
        return f"{type(value).__name__}({parts})"
    return str(value)
