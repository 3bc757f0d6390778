"""What holds in a lab at any moment, whatever happens to it: no effect without its cause, nothing left over.

- every installed route has a source that stands behind it: an interface with the network, a line, a lease, an SA, a neighbor;
- every pair of SAs belongs to a map entry that exists, and every temporary entry has SAs or is about to;
- every injected route has SAs to the remote behind it;
- every neighbor, and every path through one, is on an interface that is up;
- who owns a virtual address is the active router of its group, and answers on an interface that is up;
- every pair of SAs is of an address that the router has; every translation is one of a rule that stands;
- every walk ends.

These say nothing about timing: a dead peer's SAs are explained until somebody finds out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.rib import NULL, Route
from iossim.device.router import Router
from iossim.features.crypto.engine import CryptoEngine
from iossim.features.dhcp.engine import DhcpEngine
from iossim.features.eigrp.engine import EigrpEngine
from iossim.features.nat.engine import NatEngine
from iossim.features.static_routes.config import ROUTE
from iossim.features.static_routes.engine import route_of
from iossim.net.fate import Fate
from iossim.net.walk import ENDLESS
from iossim.sim.memo import Path

if TYPE_CHECKING:
    from iossim.lab.world import World


def broken(world: World) -> tuple[str, ...]:
    """What should hold and does not; empty in a sound lab."""
    routers = [node for node in world.nodes.values() if isinstance(node, Router)]
    return (*(text for router in routers for text in _of(router)), *_endless(world))


def _endless(world: World) -> Iterator[str]:
    for path in world.kernel.parts(Path):
        fate = path.remembered.value if path.remembered is not None else None
        if isinstance(fate, Fate) and fate.reason == ENDLESS:
            yield f"{path.args}: the walk does not end"


def _of(router: Router) -> Iterator[str]:
    if not router.up:
        if router.rib.installed.keys():
            yield f"{router.name} does not run, but has routes"
        return
    yield from _routes(router)
    yield from _associations(router)
    yield from _neighbors(router)
    yield from _virtual(router)
    yield from _translations(router)


def _routes(router: Router) -> Iterator[str]:
    for prefix, entry in router.rib.installed.items():
        for route in entry.routes:
            if not _explained(router, route):
                yield f"{router.name}: nothing stands behind {route.source} route {prefix} via {route.next_hop}"


def _explained(router: Router, route: Route) -> bool:
    if route.interface and route.interface != NULL:
        interface = router.interfaces.peek(route.interface)
        if interface is None or not interface.up:
            return False
        if route.source == "connected":
            return route.prefix in interface.prefixes
    if route.source.startswith("eigrp"):
        return _topology(router, route)
    return _injected(router, route) if route.via_default else _static(router, route)


def _topology(router: Router, route: Route) -> bool:
    engine = router.engine("eigrp")
    assert isinstance(engine, EigrpEngine)
    entries = [entry for (_, prefix), entry in engine.facts.topology.items() if prefix == route.prefix]
    return any(entry.successors for entry in entries)


def _injected(router: Router, route: Route) -> bool:
    engine = router.engine("crypto")
    assert isinstance(engine, CryptoEngine)
    return engine.routes.routes.peek(route.prefix) == route and bool(engine.routes.holders.peek(route.prefix))


def _static(router: Router, route: Route) -> bool:
    dhcp = router.engine("dhcp")
    assert isinstance(dhcp, DhcpEngine)
    if any(route_of(statement.args) == route for statement in router.config.all(ROUTE)):
        return True
    leases = [client.lease for client in dhcp.clients.values() if client.lease is not None]
    return any(route.next_hop in lease.options.routers for lease in leases)


def _associations(router: Router) -> Iterator[str]:
    engine = router.engine("crypto")
    assert isinstance(engine, CryptoEngine)
    temporaries = engine.maps.lookup.temporaries
    static = {(entry.map, entry.sequence) for found in engine.config.maps.values() for entry in found.entries}
    for pair in engine.sadb.pairs.values():
        key = pair.flow.map, pair.flow.sequence
        if temporaries.peek(key) is None and key not in static:
            yield f"{router.name}: SAs with {pair.peer.remote} under crypto map {key}, which does not exist"
        if router.addresses.peek(pair.peer.local) is None:
            yield f"{router.name}: SAs with {pair.peer.remote} of an address that is gone"
        if pair.expires < router.kernel.now:
            yield f"{router.name}: SAs with {pair.peer.remote} have outlived their lifetime"
    for prefix, holders in engine.routes.holders.items():
        for flow in holders:
            if not any(engine.sadb.pairs.peek(pair.id) is pair for pair in engine.sadb.of_flow(flow)):
                yield f"{router.name}: the route to {prefix} was injected for SAs that are gone"


def _neighbors(router: Router) -> Iterator[str]:
    engine = router.engine("eigrp")
    assert isinstance(engine, EigrpEngine)
    known = dict(engine.facts.neighbors.items())
    for key in known:
        interface = router.interfaces.peek(key[1])
        if interface is None or not interface.up:
            yield f"{router.name}: neighbor {key[2]} on {key[1]}, which is down"
    for (_, prefix), entry in engine.facts.topology.items():
        for path in entry.paths:
            if path.neighbor is not None and path.neighbor not in known:
                yield f"{router.name}: a path to {prefix} through {path.neighbor[2]}, which is no neighbor"


def _virtual(router: Router) -> Iterator[str]:
    states = router.provider("hsrp-states")
    active = states is not None and "Active" in states()
    alias = router.provider("address-alias")
    for port, address in router.virtual.keys():
        if alias is not None and alias(address):
            continue
        interface = router.interfaces.peek(port)
        if not active or interface is None or not interface.up:
            yield f"{router.name}: answers for {address} on {port} without being active there"


def _translations(router: Router) -> Iterator[str]:
    engine = router.engine("nat")
    assert isinstance(engine, NatEngine)
    rules = engine.rules.peek("")
    standing = (*rules.dynamics, *rules.statics) if rules is not None else ()
    for translation in engine.translations:
        if translation.rule not in standing:
            yield f"{router.name}: a translation of {translation.inside_local.address} without its rule"
