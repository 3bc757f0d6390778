"""What goes on beside the one chain that an outage consists of: other protocols recover in parallel, and earlier.

Times count from the instant forwarding stops; None: it did not happen. As long as they are shorter than the outage, they are
masked: a faster one would not shorten it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.node import IpNode

if TYPE_CHECKING:
    from iossim.device.arp import ArpKey
    from iossim.lab.world import World
    from iossim.net.address import Mac
    from iossim.sim.trace import Record

Caches = Mapping[tuple[str, "ArpKey"], "Mac"]

NEIGHBOR_CHANGE = "DUAL-5-NBRCHANGE"


@dataclass(frozen=True, slots=True)
class Masked:
    """When another head-end was active on the LAN, when it missed its neighbor, when the last next hop was asked for."""

    hsrp: int | None = None
    eigrp: int | None = None
    arp: int | None = None


def masked(records: Iterable[Record], world: World, before: Caches, reloaded: str, origin: int, end: int) -> Masked:
    """What else recovered up to `end`; `before` is what ARP knew at the origin."""
    hsrp = eigrp = None
    for record in records:
        if record.t < origin or record.device == reloaded:
            continue
        if hsrp is None and record.kind == "hsrp" and record.data.get("state") == "Active":
            hsrp = record.t - origin
        if eigrp is None and record.data.get("mnemonic") == NEIGHBOR_CHANGE:
            eigrp = record.t - origin
    return Masked(hsrp, eigrp, _learned(world, before, reloaded, origin, end))


def caches(world: World) -> Caches:
    """What ARP knows everywhere."""
    return {(name, key): mac for name, key, mac, _ in _entries(world)}


def _learned(world: World, before: Caches, reloaded: str, origin: int, end: int) -> int | None:
    """When the last address was learned that was not known before, or was somewhere else."""
    times = [
        since - origin
        for name, key, mac, since in _entries(world)
        if name != reloaded and origin <= since <= end and before.get((name, key)) != mac
    ]
    return max(times, default=None)


def _entries(world: World) -> Iterable[tuple[str, ArpKey, Mac, int]]:
    for name, node in world.nodes.items():
        if isinstance(node, IpNode):
            for key, entry in node.arp.entries.items():
                if entry.mac is not None:
                    yield name, key, entry.mac, node.arp.since(key)
