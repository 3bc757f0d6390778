"""Every fault a lab can have, made from what is in it, and drawing one by seed.

A row is a kind of fault, how hard it is to find, and how to make it at each place. Rows are independent: a lab without a
firewall has none of the firewall's. Configured faults are found in `removals`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from random import Random
from typing import TYPE_CHECKING

from iossim.device.nvgen import running_lines
from iossim.device.router import Router
from iossim.endpoints.dsl import DslBox
from iossim.endpoints.firewall import Firewall, Service
from iossim.endpoints.host import Host
from iossim.endpoints.phone import Phone
from iossim.endpoints.repeater import Switch
from iossim.lab.certificates import own_in
from iossim.lab.department import PROTOCOLS
from iossim.lab.faults.fault import Fault, Level, typed
from iossim.lab.faults.removals import removals
from iossim.lab.undo import FULL_MTU
from iossim.net.address import DEFAULT, NUMBERS, Prefix

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.lab.tickets import Site

TRUSTPOINT = ("crypto ca trustpoint ", "crypto pki trustpoint ")
"""In the two spellings of releases."""
BLOCKED = ("esp", "udp 500", "tcp 2000", "fragments")
WAYS = ("", " inbound", " outbound")
LATE = "12:00:00 12 March 2005"
"""When every certificate of a lab has run out."""
PLAIN, HIDDEN = Level.PLAIN, Level.HIDDEN


def catalogue(lab: Lab | Site) -> tuple[Fault, ...]:
    """All faults of a lab, in an order that depends on the lab alone."""
    return tuple(fault for row in _ROWS for fault in row(lab))


def draw(
    place: Lab | Site | Iterable[Fault], seed: int, level: Level | None = None, kinds: tuple[str, ...] = ()
) -> Fault:
    """The fault of that number, of a lab or among some: of one level, of some kinds, or of all.

    Every kind is as likely as every other.
    """
    faults = place if isinstance(place, Iterable) else catalogue(place)
    fitting = [one for one in faults if level in (None, one.level) and (not kinds or one.kind in kinds)]
    if not fitting:
        raise ValueError("the lab has no such fault")
    random = Random(f"fault {seed}")
    kind = random.choice(list(dict.fromkeys(one.kind for one in fitting)))
    return random.choice([one for one in fitting if one.kind == kind])


# -- rows ------------------------------------------------------------------------------------------------------------


def _power(lab: Lab | Site) -> Iterator[Fault]:
    """Of routers, and of boxes: firewall, switches, hubs, DSL boxes, the provider."""
    for name in lab.devices:
        yield Fault("power off", name, PLAIN, (f"power off {name}",), (f"power on {name}",))
    for name, node in lab.world.nodes.items():
        if not isinstance(node, Router | Host):
            yield Fault("box without power", name, PLAIN, (f"power off {name}",), (f"power on {name}",))


def _reload(lab: Lab | Site) -> Iterator[Fault]:
    for name in lab.devices:
        yield Fault("crash", name, PLAIN, (f"crash {name}",), ())
        yield Fault("reload", name, PLAIN, (f"reload {name}",), ())


def _links(lab: Lab | Site) -> Iterator[Fault]:
    for name, link in lab.world.network.links.items():
        yield Fault("cut", name, PLAIN, (f"cut {name}",), (f"restore {name}",))
        yield Fault("silent link", name, HIDDEN, (f"silence {name}",), (f"restore {name}",))
        for end, _ in (link.a, link.b):
            yield Fault(
                "one-way link", f"{name} from {end}", HIDDEN, (f"silence {name} from {end}",), (f"restore {name}",)
            )
        yield Fault("lossy link", name, HIDDEN, (f"loss {name} 8%",), (f"restore {name}",))
        yield Fault("slow link", name, HIDDEN, (f"delay {name} 400ms",), (f"restore {name}",))
        yield Fault("reordering link", name, HIDDEN, (f"reorder {name} 8% 2s",), (f"restore {name}",))
        yield Fault("duplicating link", name, HIDDEN, (f"duplicate {name} 8%",), (f"restore {name}",))


def _lines(lab: Lab | Site) -> Iterator[Fault]:
    for name, node in lab.world.nodes.items():
        if isinstance(node, DslBox):
            yield Fault("outage", name, PLAIN, (f"outage {name} 40s",), ())
            yield Fault("retrain", name, PLAIN, (f"retrain {name}",), ())
            yield Fault("renumbered", name, HIDDEN, (f"renumber {name}",), (f"renumber {name} back",))
            yield Fault("readdressed", name, HIDDEN, (f"readdress {name}",), (f"readdress {name} back",))
            yield Fault("busy line", name, HIDDEN, (f"load {name} 90%",), (f"load {name} 0%",))
            yield Fault("narrow line", name, HIDDEN, (f"mtu {name} 1400",), (f"mtu {name} {FULL_MTU}",))


def _firewalls(lab: Lab | Site) -> Iterator[Fault]:
    for name, node in lab.world.nodes.items():
        if isinstance(node, Firewall):
            for service in BLOCKED:
                for way in WAYS:
                    what = f"{service} at {name}{way}"
                    yield Fault("blocked", what, HIDDEN, (f"block {what}",), (f"unblock {what}",))
            yield from _permissions(name, node)
            yield from _routes(lab, name, node)


def _permissions(name: str, node: Firewall) -> Iterator[Fault]:
    """A service that the policy does not permit any more; what has no word in the session language stays."""
    for rule in node.policy_meant:
        for service, source, destination in product(rule.services, rule.source, rule.destination):
            if (word := _word(service)) is not None:
                sides = f"{_side(source, rule.came_in)} to {_side(destination, rule.leaves)}"
                what = f"{word} from {sides} at {name}"
                yield Fault("withdrawn", what, Level.CONFIGURED, (f"withdraw {what}",), (f"restore policy at {name}",))


def _word(service: Service) -> str | None:
    protocol = next((word for word, number in PROTOCOLS.items() if number == service.protocol), None)
    if protocol == "esp":
        return protocol
    one_port = service.to[0] == service.to[1] and service == Service(service.protocol, service.to)
    return f"{protocol} {service.to[0]}" if protocol in ("tcp", "udp") and one_port else None


def _side(prefix: Prefix, interface: str) -> str:
    return interface if prefix == DEFAULT else str(prefix)


def _routes(lab: Lab | Site, name: str, node: Firewall) -> Iterator[Fault]:
    """A route that is missing, and one that leads to the next hop of another."""
    hops = list(dict.fromkeys(hop for _, hop, _ in node.routes_meant if hop is not None))
    for prefix, hop, _ in node.routes_meant:
        if hop is None:
            continue
        where, mended = f"{prefix} at {name}", (f"reroute {name}",)
        yield Fault("missing route", where, Level.CONFIGURED, (f"forget route {where}",), mended)
        for other in hops:
            if other != hop:
                what = f"{prefix} via {other} at {name}"
                yield Fault("wrong route", what, Level.CONFIGURED, (f"route {what}",), mended)


def _switches(lab: Lab | Site) -> Iterator[Fault]:
    for name, node in lab.world.nodes.items():
        if isinstance(node, Switch):
            for link, ends in lab.world.network.links.items():
                if name in (ends.a[0], ends.b[0]):
                    yield Fault("split LAN", f"{name} {link}", HIDDEN, (f"split {name} {link}",), (f"unite {name}",))


def _stations(lab: Lab | Site) -> Iterator[Fault]:
    for name, node in lab.world.nodes.items():
        if isinstance(node, Host):
            kind = "absent phone" if isinstance(node, Phone) else "absent station"
            yield Fault(kind, name, PLAIN, (f"unplug {name}",), (f"plug {name}",))


def _clocks(lab: Lab | Site) -> Iterator[Fault]:
    """A clock that is years ahead, and told by no server any more."""
    for name in lab.devices:
        router = lab.world.nodes[name]
        assert isinstance(router, Router)
        servers = [line for line in _lines_of(router) if line.startswith("ntp server ")]
        if servers:
            away = typed(name, *(f"no {line}" for line in servers), after=(f"clock set {LATE}",))
            yield Fault("wrong clock", name, HIDDEN, (away,), (typed(name, *servers),))


def _certificates(lab: Lab | Site) -> Iterator[Fault]:
    """Revoked by mistake, or run out. Who has fetched the list that names somebody must fetch another."""
    if lab.world.definition.certificates is None:
        return
    fresh = tuple(_fresh_list(lab))
    for name in lab.devices:
        router = lab.world.nodes[name]
        assert isinstance(router, Router)
        if any(own_in(router.startup)):
            yield Fault("revoked certificate", name, HIDDEN, (f"revoke {name}",), (f"reinstate {name}", *fresh))
            yield Fault("expired certificate", name, HIDDEN, (f"expire {name}",), (f"renew {name}",))


def _fresh_list(lab: Lab | Site) -> Iterator[str]:
    for name in lab.devices:
        router = lab.world.nodes[name]
        assert isinstance(router, Router)
        lines = _lines_of(router)
        points = [line.split()[3] for line in lines if line.startswith(TRUSTPOINT)]
        if points and " crl optional" not in lines:
            yield typed(name, *(f"crypto ca crl request {point}" for point in points))


def _lines_of(router: Router) -> list[str]:
    manner = router.catalog.grammar(router.release).manner
    return [line.rstrip() for line in running_lines(router.config, NUMBERS, manner)]


def _configurations(lab: Lab | Site) -> Iterator[Fault]:
    for name in lab.devices:
        router = lab.world.nodes[name]
        assert isinstance(router, Router)
        yield from removals(router)


_ROWS: tuple[Callable[[Lab | Site], Iterator[Fault]], ...] = (
    *(_power, _reload, _links, _lines, _firewalls, _switches, _stations, _clocks, _certificates, _configurations),
)
