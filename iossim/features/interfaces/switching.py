"""How packets that leave by a port are switched: by a process, by the route cache, by CEF; and the counters of the fast ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.features.interfaces import config as lines
from iossim.features.interfaces.state import SwitchingPath

if TYPE_CHECKING:
    from iossim.device.config import SectionKey
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.walk import Walker
    from iossim.sim.facts import Table


def path_of(router: Router, section: SectionKey) -> SwitchingPath:
    """What the configuration of an interface, and that of CEF, make of it."""
    config, cef = router.config, router.provider("cef")
    cached, same = config.on(lines.ROUTE_CACHE, section), config.on(lines.SAME_INTERFACE, section)
    return SwitchingPath(
        cached,
        same,
        cef is not None and cef(),
        config.on(lines.POLICY_CACHE, section),
        config.on(lines.FLOW_CACHE, section),
        config.on(lines.MROUTE_CACHE, section),
    )


def switched_fast(router: Router, walker: Walker, transit: Transit, paths: Table[str, SwitchingPath]) -> bool:
    """Count a packet on the fast path, and True, if it takes that.

    Without `ip route-cache same-interface` a packet that leaves by the interface it came in by is process-switched; so is one
    that finds no entry in the route cache, which CEF does not need. A packet that a policy has routed is looked for nowhere.
    """
    path = paths.get(transit.out_port) or SwitchingPath()
    if not transit.in_port:
        return False
    if transit.policed and not path.express:
        came = paths.get(transit.in_port)
        if came is None or not came.policy:
            return False
    elif not path.express and not _cached(router, walker, transit, path):
        return False
    router.count_frames(walker, transit.in_port, "in.fast", *transit.arrived)
    router.count(walker, transit.out_port, "out.fast", transit.packet)
    return True


def _cached(router: Router, walker: Walker, transit: Transit, path: SwitchingPath) -> bool:
    if not path.cached or not (path.same or transit.in_port != transit.out_port):
        return False
    cache = router.provider("route-cache")
    return cache is None or bool(cache(walker, transit))
