"""What EIGRP says of itself in displays of the routing table: `show ip protocols`, `show ip route A.B.C.D`.

Forms of 12.2T and 15.x. Pure functions of process views.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from iossim.cli.release import Forms, Release
from iossim.device.ages import clock
from iossim.features.eigrp.metric import MAX_HOPS, Vector
from iossim.features.eigrp.names import RENAMED
from iossim.features.eigrp.restraints import Restraint
from iossim.features.eigrp.state import Origin
from iossim.net.address import Prefix, classful_length

if TYPE_CHECKING:
    from iossim.device.rib import Route
    from iossim.features.eigrp.config import Redistribution
    from iossim.features.eigrp.state import NeighborKey, Path
    from iossim.features.eigrp.view import ProcessView
    from iossim.net.address import Address

Spell = Callable[[int], str]


BEFORE = Forms[tuple[str, ...]]((), (RENAMED, ("*** IP Routing is NSF aware ***", "")))


def show_protocols(views: Iterable[ProcessView], look: Release, ip: Spell) -> Iterator[str]:
    """`show ip protocols`: a block per process."""
    yield from BEFORE.on(look)
    for view in views:
        yield f'Routing Protocol is "eigrp {view.asn}"'
        yield from (f"  {line}" for line in _block(view, look, ip))
        yield ""


def _block(view: ProcessView, look: Release, ip: Spell) -> Iterator[str]:
    config = view.config
    yield from _filters("Outgoing", "out", view.restraint)
    yield from _filters("Incoming", "in", view.restraint)
    yield from _offsets("Incoming", "in", view.restraint)
    yield from _offsets("Outgoing", "out", view.restraint)
    yield "Default networks flagged in outgoing updates"
    yield "Default networks accepted from incoming updates"
    yield from SETTINGS.on(look)(view, ip)
    yield "Routing for Networks:"
    yield from (f"  {_network(network, wildcard, ip)}" for network, wildcard in config.networks)
    if view.passive:
        yield "Passive Interface(s):"
        yield from (f"  {name}" for name in view.passive)
    yield "Routing Information Sources:"
    yield "  Gateway         Distance      Last Update"
    for one in view.neighbors:
        since = _last_update(view, one.neighbor.key)
        if one.neighbor.up and since is not None:
            yield f"  {ip(one.neighbor.address):<16}{_distance(view, one.neighbor.address):>8}      {clock(view.now - since)}"
    yield "Distance: internal {} external {}".format(*config.distance)
    if view.sourced:
        yield "    Address         Wild mask       Distance  List"
    for line in view.sourced:
        yield f"    {ip(line.source):<16}{line.wildcard!s:<16}{line.value:>8}  {line.name}".rstrip()


def _distance(view: ProcessView, neighbor: Address) -> int:
    """What holds for all that a neighbor tells of."""
    whole = (one.value for one in view.sourced if not one.name and one.takes(neighbor))
    return next(whole, view.config.distance[0])


def _settings(view: ProcessView, ip: Spell) -> Iterator[str]:
    config = view.config
    yield f"EIGRP metric weight {_weights(view)}"
    yield f"EIGRP maximum hopcount {MAX_HOPS}"
    yield f"EIGRP maximum metric variance {config.variance}"
    if config.default_metric is not None:
        yield f"Default redistribution metric is {_words(config.default_metric)}"
    yield f"Redistributing: {', '.join([*_sources(view), f'eigrp {view.asn}'])}"
    yield f"Automatic network summarization is {'' if config.auto_summary else 'not '}in effect"
    yield f"Maximum path: {view.paths}"


def _settings_of_an_as(view: ProcessView, ip: Spell) -> Iterator[str]:
    config = view.config
    if config.default_metric is not None:
        yield f"Default redistribution metric is {_words(config.default_metric)}"
    if _sources(view):
        yield f"Redistributing: {', '.join(_sources(view))}"
    yield f"EIGRP-IPv4 Protocol for AS({view.asn})"
    yield f"  Metric weight {_weights(view)}"
    yield "  NSF-aware route hold timer is 240"
    yield f"  Router-ID: {ip(view.identity) if view.identity is not None else '0.0.0.0'}"
    yield "  Topology : 0 (base) "
    yield (
        f"    Active Timer: {view.active_minutes} min"
        if view.active_minutes is not None
        else "    Active Timer: disabled"
    )
    yield "    Distance: internal {} external {}".format(*config.distance)
    yield f"    Maximum path: {view.paths}"
    yield f"    Maximum hopcount {MAX_HOPS}"
    yield f"    Maximum metric variance {config.variance}"
    yield ""
    yield f"Automatic Summarization: {'enabled' if config.auto_summary else 'disabled'}"
    yield f"Maximum path: {view.paths}"


SETTINGS = Forms(_settings, (RENAMED, _settings_of_an_as))


def _weights(view: ProcessView) -> str:
    return ", ".join(f"K{n}={k}" for n, k in enumerate(view.config.weights, 1))


def _sources(view: ProcessView) -> list[str]:
    return [one.source for one in view.config.redistributions]


def _filters(word: str, direction: str, restraint: Restraint) -> Iterator[str]:
    """The list for all interfaces, and those for single ones."""
    yield f"{word} update filter list for all interfaces is {restraint.general(direction) or 'not set'}"
    for one in restraint.filters:
        if one.direction == direction and one.interface:
            yield f"  {one.interface} filtered by {one}"


def _offsets(word: str, direction: str, restraint: Restraint) -> Iterator[str]:
    """What is added to metrics, if anything is."""
    mine = [one for one in restraint.offsets if one[0] == direction]
    if mine:
        yield f"{word} routes will have the following added to metric if on list:"
        for _, interface, name, value in mine:
            where = f" on {interface}" if interface else ""
            yield f"  {value}{where} if on list {name}" if name != "0" else f"  {value}{where}"


def _words(vector: Vector) -> str:
    return f"{vector.bandwidth} {vector.delay} {vector.reliability} {vector.load} {vector.mtu}"


def _network(network: Address, wildcard: Address, ip: Spell) -> str:
    """A classful network by its name, another with the length of its mask."""
    length = 32 - int(wildcard).bit_length()
    if length == classful_length(network) and network == Prefix.of(network, length).network:
        return ip(network)
    return f"{ip(network)}/{length}"


def _last_update(view: ProcessView, key: NeighborKey) -> int | None:
    """When a destination last changed because of a neighbor; None for one that has reported nothing."""
    times = [entry.since for entry in view.topology if any(path.neighbor == key for path in entry.paths)]
    return max(times, default=None)


def redistributing(views: Iterable[ProcessView], prefix: Prefix, source: str) -> tuple[str, ...]:
    """The processes that tell others of a route."""
    return tuple(f"eigrp {view.asn}" for view in views if _tells(view, prefix, source))


def _tells(view: ProcessView, prefix: Prefix, source: str) -> bool:
    if source == f"eigrp {view.asn}" or any(one.source == source for one in view.config.redistributions):
        return True
    return any(
        path.origin is Origin.CONNECTED for entry in view.topology if entry.prefix == prefix for path in entry.paths
    )


def advertised(views: Iterable[ProcessView], prefix: Prefix, source: str) -> tuple[str, ...]:
    """The processes that redistribute a route, as their route-maps let it pass, with what they say of it."""
    return tuple(
        f"eigrp {view.asn}{_how(one)}"
        for view in views
        for one in view.config.redistributions
        if one.source == source and _redistributed(view, prefix)
    )


def _redistributed(view: ProcessView, prefix: Prefix) -> bool:
    taken = (Origin.STATIC, Origin.RCONNECTED)
    return any(path.origin in taken for entry in view.topology if entry.prefix == prefix for path in entry.paths)


def _how(line: Redistribution) -> str:
    metric = f" metric {_words(line.vector)}" if line.vector is not None else ""
    return metric + (f" route-map {line.route_map}" if line.route_map else "")


def detail(views: Iterable[ProcessView], prefix: Prefix, route: Route) -> tuple[str, ...]:
    """The lines of metrics below a route of ours; none for others'."""
    for view in views:
        if route.source == f"eigrp {view.asn}":
            for entry in view.topology:
                for path in entry.paths:
                    if entry.prefix == prefix and _is(path, route):
                        return _metrics(path.vector)
    return ()


def _is(path: Path, route: Route) -> bool:
    return path.neighbor is not None and (path.interface, path.neighbor[2]) == (route.interface, route.next_hop)


def _metrics(vector: Vector) -> tuple[str, ...]:
    return (
        f"Total delay is {vector.delay * 10} microseconds, minimum bandwidth is {vector.bandwidth} Kbit",
        f"Reliability {vector.reliability}/255, minimum MTU {vector.mtu} bytes",
        f"Loading {vector.load}/255, Hops {vector.hops}",
    )
