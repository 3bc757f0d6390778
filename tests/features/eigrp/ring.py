"""Routers on cables, with EIGRP 64 and static routes to tell of."""

from __future__ import annotations

from iossim.device.engine import Feature
from iossim.device.rib import Route
from iossim.features.eigrp import FEATURE
from iossim.features.eigrp.engine import EigrpEngine
from iossim.features.eigrp.view import ProcessView
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.net.address import Address, Prefix
from tests.features.network import SECOND, Bench

FA00, FA01, FA10 = "FastEthernet0/0", "FastEthernet0/1", "FastEthernet1/0"


def startup(
    number: int,
    ports: dict[str, str],
    *lines: str,
    networks: tuple[str, ...] = ("10.0.0.0",),
    more: tuple[str, ...] = ("no auto-summary",),
) -> str:
    """A router with Loopback0 1.1.1.N, addresses with /24 on its ports, and EIGRP 64 on some networks."""
    text = ["interface Loopback0", f" ip address 1.1.1.{number} 255.255.255.255"]
    for port, address in ports.items():
        text += [f"interface {port}", f" ip address {address} 255.255.255.0", " no shutdown"]
    text += [
        "router eigrp 64",
        *(f" network {network}" for network in networks),
        *(f" {line}" for line in more),
        *lines,
    ]
    return "\n".join(text)


def bench(*more: Feature) -> Bench:
    """A bench of interfaces and EIGRP."""
    return Bench(INTERFACES, *more, FEATURE, name="eigrp")


def pair(*lines: str, more: tuple[Feature, ...] = ()) -> Bench:
    """r1 and r2 on the cable 10.0.12.0/24, r1 with 10.1.1.1 on another port; `lines` go into both processes."""
    found = bench(*more)
    settings = ("no auto-summary", *lines)
    found.router("r1", startup(1, {FA00: "10.0.12.1"}, more=settings))
    found.router("r2", startup(2, {FA00: "10.0.12.2"}, more=settings))
    found.join(f"r1:{FA00}", f"r2:{FA00}")
    found.boot()
    return found


def square() -> Bench:
    """r1 - r2 - r3 - r4 - r1, each cable 10.0.XY.0/24."""
    found = bench()
    cables = ((1, 2), (2, 3), (3, 4), (4, 1))
    ports: dict[int, dict[str, str]] = {n: {} for n in range(1, 5)}
    for a, b in cables:
        net = f"10.0.{min(a, b)}{max(a, b)}"
        ports[a][FA01], ports[b][FA00] = f"{net}.{a}", f"{net}.{b}"
    for number, own in ports.items():
        found.router(f"r{number}", startup(number, own))
    for a, b in cables:
        found.join(f"r{a}:{FA01}", f"r{b}:{FA00}")
    found.boot()
    return found


def view(bench: Bench, name: str) -> ProcessView:
    """The process of a router."""
    engine = bench.routers[name].engine("eigrp")
    assert isinstance(engine, EigrpEngine)
    return engine.views()[0]


def routes(bench: Bench, name: str) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    """What EIGRP has put into a routing table: distance, metric, next hops."""
    return {
        str(prefix): (entry.best.distance, entry.best.metric, tuple(sorted(str(r.next_hop) for r in entry.routes)))
        for prefix, entry in bench.routers[name].rib.installed.items()
        if entry.best.source.startswith("eigrp")
    }


def static(bench: Bench, name: str, prefix: str, interface: str = FA00, add: bool = True) -> None:
    """A static route comes or goes, as reverse route injection has it."""
    router = bench.routers[name]
    route = Route(Prefix.parse(prefix), "static", 1, next_hop=Address(0), interface=interface, via_default=True)
    router.routes_changed(router.rib.add(route) if add else router.rib.remove(route))


__all__ = ["FA00", "FA01", "FA10", "SECOND", "bench", "pair", "routes", "square", "startup", "static", "view"]
