"""Whether a packet arrives: the walk that everything in the lab uses, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.training.evidence import hops_of
from iossim.training.results import Finding, verdict_of

if TYPE_CHECKING:
    from iossim.training.definition.checks import Reach
    from iossim.training.scene import Scene


def path(check: Reach, scene: Scene) -> Finding:
    """Its end, and the nodes it has to pass, in that order, or must not pass."""
    packet = str(check.packet).removeprefix("path ")
    hops, result = hops_of(scene.lab, check.packet)
    ends = "delivered" if result == "delivered" else "dropped"
    way = f" by way of {', '.join(check.through)}" if check.through else ""
    way += f", not by way of {', '.join(check.avoids)}" if check.avoids else ""
    at = 0
    for node in check.through:
        at = hops.index(node, at) + 1 if node in hops[at:] else -1
        if at < 0:
            break
    right = ends == check.ends and at >= 0 and not set(check.avoids) & set(hops)
    found = f"{result} by way of {', '.join(hops)}" if ends == check.ends else result
    return verdict_of(right, f"{packet}: {check.ends}{way}", found)
