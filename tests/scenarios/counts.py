"""Every counter of a lab by what it counts: ports and boxes, SAs, flows, lists, EIGRP, NAT, NTP, CDP, DHCP, HSRP.

A name holds for one boot of a router and one configuration: reloads, new SAs and typed lines begin new counters, nothing else does.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass

from iossim.device.config import RunningConfig
from iossim.device.router import Router
from iossim.lab.lab import Lab
from iossim.sim.facts import Table
from iossim.sim.meters import Meter

Counter = tuple[Hashable, ...]
STATISTICS = ("dhcp.counts",)
"""Tables of plain numbers that only grow."""
SUMMARIES = "_flow_meters"
"""Begin anew with each summary of a logged flow."""


class Counters:
    """The counters of a lab as they were seen last."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.configurations: dict[str, tuple[RunningConfig, int]] = {}
        self.seen: dict[Counter, int] = {}

    def fallen(self) -> list[str]:
        """Which counters say less than at any look before."""
        now = counters(self.lab, {name: self._edition(name) for name in self.lab.devices})
        fell = [f"{key} fell" for key, count in now.items() if count < self.seen.get(key, 0)]
        self.seen.update(now)
        return fell

    def _edition(self, name: str) -> int:
        """How often the configuration of a router has been found changed."""
        config = self.lab.router(name).config
        known, number = self.configurations.get(name, (config, 0))
        number += known != config
        self.configurations[name] = config, number
        return number


def counters(lab: Lab, editions: dict[str, int]) -> dict[Counter, int]:
    """What every counter says now: packets, and octets where they are counted."""
    found: dict[Counter, int] = {}
    for name, node in lab.world.nodes.items():
        boot = (name, getattr(node, "booted_at", 0), editions.get(name, 0))
        for key, meter in (*getattr(node, "_meters", {}).items(), *getattr(node, "denied", {}).items()):
            _note(found, (*boot[:2], 0, *key), meter)
        if isinstance(node, Router) and node.powered:
            for key, value in _inside(node):
                if isinstance(value, Meter):
                    _note(found, (*boot, *key), value)
                else:
                    found[*boot, *key] = value
    return found


def _note(found: dict[Counter, int], key: Counter, meter: Meter) -> None:
    found[key] = meter.count
    found[*key, "octets"] = meter.octets


def _inside(router: Router) -> Iterator[tuple[Counter, Meter | int]]:
    """The counters of features."""
    for name, engine in router.engines.items():
        for attribute, value in (*vars(engine).items(), *vars(getattr(engine, "facts", engine)).items()):
            if attribute != SUMMARIES and not isinstance(value, Table):
                yield from _of((name, attribute), value)
        for table in engine.tables:
            whole = table.name.partition(".")[2]
            if whole in STATISTICS:
                yield from (((whole, key), count) for key, count in table.items())
            else:
                yield from _of((whole,), table)
    for pair in router.engine("crypto").sadb.pairs.values() if "crypto" in router.engines else ():  # type: ignore[attr-defined]
        yield from _of(("sa", pair.id), pair.meters)
    for key, group in router.engine("hsrp").groups.items() if "hsrp" in router.engines else ():  # type: ignore[attr-defined]
        yield ("hsrp changes", key), group.changes


def _of(key: Counter, value: object) -> Iterator[tuple[Counter, Meter]]:
    """A meter, or those in a dictionary, a table or a record of them."""
    if isinstance(value, Meter):
        yield key, value
    elif isinstance(value, dict | Table):
        first = next(iter(value.values()), None)
        if isinstance(first, Meter) or (is_dataclass(first) and _holds(first)):
            for inner, one in value.items():
                yield from _of((*key, inner), one)
    elif is_dataclass(value) and _holds(value):
        for field in fields(value):
            yield from _of((*key, field.name), getattr(value, field.name))
    elif isinstance(value, tuple) and value and isinstance(value[0], Meter):
        for index, one in enumerate(value):
            yield from _of((*key, index), one)


def _holds(value: object) -> bool:
    return any(isinstance(getattr(value, field.name), Meter) for field in fields(value))  # type: ignore[arg-type]
