"""Routes: redistribution, DUAL among several routers, what a topology table holds."""

from __future__ import annotations

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.route_map import FEATURE as ROUTE_MAP
from iossim.features.static_routes import FEATURE as STATIC_ROUTES
from iossim.net.address import Address, Prefix
from tests.features.eigrp.ring import FA00, FA01, FA10, SECOND, bench, pair, routes, square, startup, static, view
from tests.features.network import Bench

REDISTRIBUTE = "redistribute static metric 1000 100 255 1 1500"
HOME = "10.81.2.24/29"


def successors(bench: Bench, name: str, prefix: str) -> list[str]:
    """The paths in use for a destination of a topology table."""
    entry = next(one for one in view(bench, name).topology if str(one.prefix) == prefix)
    return [str(path.neighbor[2]) if path.neighbor else path.origin.value for path in entry.successors]


def test_a_static_route_is_external_at_the_other_end() -> None:
    """2585600 where it is redistributed, [170/2588160] across the cable, the originator's router id in it."""
    bench = pair(REDISTRIBUTE)
    static(bench, "r1", HOME)
    bench.wait(SECOND // 20)
    assert routes(bench, "r2") == {HOME: (170, 2_588_160, ("10.0.12.1",))}
    entry = next(one for one in view(bench, "r2").topology if str(one.prefix) == HOME)
    assert entry.external is not None
    assert (str(entry.external.originator), entry.external.protocol) == ("1.1.1.1", "Static")
    assert view(bench, "r1").topology[-1].feasible == 2_585_600


def test_without_a_metric_the_interface_gives_it() -> None:
    """28160 at the originator, 30720 at the other end."""
    bench = pair("redistribute static")
    static(bench, "r1", HOME)
    bench.wait(SECOND)
    assert routes(bench, "r2") == {HOME: (170, 30_720, ("10.0.12.1",))}


def test_a_withdrawn_route_is_gone_at_once() -> None:
    """Query, reply unreachable, passive again: within 0.1 s both have forgotten it."""
    bench = pair(REDISTRIBUTE)
    static(bench, "r1", HOME)
    bench.wait(SECOND)
    static(bench, "r1", HOME, add=False)
    bench.wait(SECOND // 10)
    assert routes(bench, "r2") == {}
    assert all(str(entry.prefix) != HOME for name in ("r1", "r2") for entry in view(bench, name).topology)


def test_a_home_moves_from_one_head_end_to_the_other() -> None:
    """Both may have the static for a while; the own one is used, and when the old one goes the external one appears."""
    bench = pair(REDISTRIBUTE)
    static(bench, "r2", HOME)
    bench.wait(SECOND)
    static(bench, "r1", HOME)
    bench.wait(SECOND)
    assert (routes(bench, "r1"), routes(bench, "r2")) == ({}, {})
    static(bench, "r2", HOME, add=False)
    bench.wait(SECOND // 10)
    assert (routes(bench, "r1"), routes(bench, "r2")) == ({}, {HOME: (170, 2_588_160, ("10.0.12.1",))})
    assert successors(bench, "r1", HOME) == ["Rstatic"]


def test_a_route_map_decides() -> None:
    """What it denies is not redistributed; when it changes, everything is looked at again."""
    bench = pair(f"{REDISTRIBUTE} route-map RRI", more=(ACL, ROUTE_MAP))
    bench.configure("r1", "route-map RRI permit 10", "match ip address 1")
    bench.configure("r1", "access-list 1 permit 10.81.0.0 0.0.255.255")
    static(bench, "r1", HOME)
    static(bench, "r1", "10.9.0.0/16")
    bench.wait(SECOND)
    assert list(routes(bench, "r2")) == [HOME]
    bench.configure("r1", "no access-list 1", "access-list 1 permit 10.9.0.0")
    bench.wait(SECOND)
    assert list(routes(bench, "r2")) == ["10.9.0.0/16"]


def test_only_installed_routes_are_redistributed() -> None:
    """A static route over an interface that is down is not there for EIGRP either."""
    bench = pair(REDISTRIBUTE)
    static(bench, "r1", HOME, interface=FA10)
    bench.wait(SECOND)
    assert routes(bench, "r2") == {}


def test_connected_routes_can_be_redistributed() -> None:
    """Loopback0 is outside of the `network` lines: external at the other end, with the loopback's own values."""
    bench = pair("redistribute connected")
    assert routes(bench, "r2") == {"1.1.1.1/32": (170, 256 * (100 + 510), ("10.0.12.1",))}
    bench.configure("r1", "router eigrp 64", "no redistribute connected")
    bench.wait(SECOND)
    assert routes(bench, "r2") == {}


def test_a_router_ignores_externals_with_its_own_id() -> None:
    """Equal loopbacks break redistribution, both ways."""
    found = bench()
    for number in (1, 2):
        found.router(f"r{number}", startup(7, {FA00: f"10.0.12.{number}"}, more=("no auto-summary", REDISTRIBUTE)))
    found.join(f"r1:{FA00}", f"r2:{FA00}")
    found.boot()
    static(found, "r1", HOME)
    found.wait(SECOND)
    assert routes(found, "r2") == {}
    found.configure("r2", "router eigrp 64", "eigrp router-id 2.2.2.2")
    found.configure("r2", f"interface {FA00}", "shutdown", "no shutdown")
    found.wait(60 * SECOND)
    assert list(routes(found, "r2")) == [HOME]


def test_interface_values_make_the_metric() -> None:
    """Bandwidth and delay of a receiving interface count: 10 Mbit/s with 1000 us gives the clue 2611200."""
    bench = pair(REDISTRIBUTE)
    bench.configure("r2", f"interface {FA00}", "bandwidth 10000", "delay 100")
    static(bench, "r1", HOME)
    bench.wait(SECOND)
    assert routes(bench, "r2")[HOME] == (170, 2_611_200, ("10.0.12.1",))


def test_a_ring_of_four_has_two_ways_to_the_far_side() -> None:
    """Equal metrics are used together, up to the far corner; each cable's network is known everywhere."""
    ring = square()
    ring.configure("r3", "router eigrp 64", "redistribute connected metric 1000 100 255 1 1500")
    ring.wait(2 * SECOND)
    assert routes(ring, "r1")["1.1.1.3/32"] == (170, 2_590_720, ("10.0.12.2", "10.0.14.4"))
    assert routes(ring, "r1")["10.0.23.0/24"] == (90, 30_720, ("10.0.12.2",))
    assert sorted(one.neighbor.handle for one in view(ring, "r1").neighbors) == [0, 1]


def test_a_ring_survives_a_cut() -> None:
    """The other way round is taken at once where it is feasible, after a query where it is not; no loop remains."""
    ring = square()
    ring.configure("r3", "router eigrp 64", "redistribute connected metric 1000 100 255 1 1500")
    ring.wait(2 * SECOND)
    ring.configure("r2", f"interface {FA01}", "shutdown")
    ring.wait(SECOND)
    assert routes(ring, "r1")["1.1.1.3/32"] == (170, 2_590_720, ("10.0.14.4",))
    assert routes(ring, "r2")["1.1.1.3/32"] == (170, 2_593_280, ("10.0.12.1",))
    ring.wait(10 * SECOND)
    assert "10.0.23.0/24" not in routes(ring, "r1") or routes(ring, "r1")["10.0.23.0/24"][2] == ("10.0.14.4",)
    ring.configure("r3", f"interface {FA01}", "shutdown")
    ring.wait(10 * SECOND)
    for name in ("r1", "r2", "r4"):
        assert "1.1.1.3/32" not in routes(ring, name)
        assert all(entry.mode.value == "passive" for entry in view(ring, name).topology)


def test_no_route_ever_loops_in_the_ring() -> None:
    """Through a series of cuts, at every 10 ms, following next hops from any router ends."""
    ring = square()
    ring.configure("r3", "router eigrp 64", "redistribute connected metric 1000 100 255 1 1500")
    ring.wait(2 * SECOND)
    target = Prefix.parse("1.1.1.3/32")
    owners = {
        address: name
        for name, router in ring.routers.items()
        for interface in router.interfaces.values()
        for address, _ in interface.addresses
    }
    steps = [
        ("r2", FA01, "shutdown"),
        ("r4", FA00, "shutdown"),
        ("r2", FA01, "no shutdown"),
        ("r1", FA00, "shutdown"),
        ("r4", FA00, "no shutdown"),
        ("r1", FA00, "no shutdown"),
    ]
    for name, port, what in steps:
        ring.configure(name, f"interface {port}", what)
        for _ in range(1000):
            ring.wait(10_000)
            assert all(_ends(ring, owners, start, target) for start in ring.routers)
    assert all("1.1.1.3/32" in routes(ring, name) for name in ("r1", "r2", "r4"))


def _ends(ring: Bench, owners: dict[Address, str], start: str, target: Prefix) -> bool:
    at = start
    for _ in range(5):
        entry = ring.routers[at].rib.installed.peek(target)
        if entry is None or entry.best.next_hop is None:
            return True
        at = owners[entry.best.next_hop]
    return False


def test_a_reply_that_never_comes_costs_the_neighbor() -> None:
    """Stuck in active: after 180 s the neighbor that owes the reply is dropped, with its message."""
    ring = square()
    ring.configure("r3", "router eigrp 64", "redistribute connected metric 1000 100 255 1 1500")
    ring.wait(2 * SECOND)
    deaf = ring.routers["r1"].engine("eigrp")
    topology = deaf.processes[64].topology  # type: ignore[attr-defined]
    topology._reply = lambda neighbor, prefix: None
    ring.configure("r3", "router eigrp 64", "no redistribute connected")
    ring.wait(179 * SECOND)
    assert not any("SIA" in line for name in ring.routers for line in ring.logs(name))
    ring.wait(2 * SECOND)
    stuck = [line for line in ring.logs("r2") + ring.logs("r4") + ring.logs("r3") if "DUAL-3-SIA" in line]
    assert stuck[0] == "%DUAL-3-SIA: Route 1.1.1.3/32 stuck-in-active state in IP-EIGRP 64.  Cleaning up"


def test_the_time_limit_of_active_routes_can_be_told() -> None:
    """`timers active-time 1` gives up after a minute; `disabled` never does."""
    ring = square()
    ring.configure("r2", "router eigrp 64", "timers active-time 1")
    for name in ("r3", "r4"):
        ring.configure(name, "router eigrp 64", "timers active-time disabled")
    ring.configure("r3", "router eigrp 64", "redistribute connected metric 1000 100 255 1 1500")
    ring.wait(2 * SECOND)
    topology = ring.routers["r1"].engine("eigrp").processes[64].topology  # type: ignore[attr-defined]
    topology._reply = lambda neighbor, prefix: None
    ring.configure("r3", "router eigrp 64", "no redistribute connected")
    ring.wait(59 * SECOND)
    assert not any("SIA" in line for name in ring.routers for line in ring.logs(name))
    ring.wait(300 * SECOND)
    assert [name for name in ("r2", "r3", "r4") if any("DUAL-3-SIA" in line for line in ring.logs(name))] == ["r2"]


@pytest.mark.parametrize(("automatic", "expected"), [(True, ["172.16.0.0/16"]), (False, ["172.16.5.0/24"])])
def test_a_major_network_is_summarised_at_its_border(automatic: bool, expected: list[str]) -> None:
    """`auto-summary` hides the parts behind the whole; `no auto-summary` lets the parts across."""
    found = bench()
    word = "auto-summary" if automatic else "no auto-summary"
    ports = {FA00: "10.0.12.1", FA01: "172.16.5.1"}
    found.router("r1", startup(1, ports, networks=("10.0.0.0", "172.16.0.0"), more=(word,)))
    found.router("r2", startup(2, {FA00: "10.0.12.2"}, more=(word,)))
    found.router("r3", startup(3, {FA00: "172.16.5.3"}, networks=("172.16.0.0",), more=(word,)))
    found.join(f"r1:{FA00}", f"r2:{FA00}")
    found.join(f"r1:{FA01}", f"r3:{FA00}")
    found.boot()
    assert list(routes(found, "r2")) == expected
    assert list(routes(found, "r3")) == (["10.0.0.0/8"] if automatic else ["10.0.12.0/24"])
    found.configure("r1", "router eigrp 64", "no auto-summary" if automatic else "auto-summary")
    found.wait(SECOND)
    assert list(routes(found, "r2")) == (["172.16.5.0/24"] if automatic else ["172.16.0.0/16"])


def test_removing_the_process_takes_its_routes() -> None:
    """`no router eigrp 64`: routes and neighbors go, and the other side notices by silence."""
    bench = pair(REDISTRIBUTE)
    static(bench, "r2", HOME)
    bench.wait(SECOND)
    bench.configure("r1", "no router eigrp 64")
    assert routes(bench, "r1") == {}
    bench.wait(16 * SECOND)
    assert view(bench, "r2").neighbors == ()


def test_nothing_is_told_back_where_it_came_from() -> None:
    """Split horizon: the router that redistributes never hears of its own route, nor of the cable's network."""
    bench = pair(REDISTRIBUTE)
    static(bench, "r1", HOME)
    bench.wait(SECOND)
    for entry in view(bench, "r1").topology:
        assert all(path.neighbor is None for path in entry.paths), entry.prefix


def test_an_interface_tells_of_a_whole_instead_of_its_parts() -> None:
    """`ip summary-address`: the whole as long as there is a part, with a route to Null0 here; then the parts again."""
    found = pair(REDISTRIBUTE, more=(STATIC_ROUTES,))
    for part in ("10.81.2.16/29", "10.81.2.24/29", "10.82.0.0/16"):
        static(found, "r1", part, interface="Loopback0")
    found.wait(SECOND)
    line = "ip summary-address eigrp 64 10.81.0.0 255.255.0.0"
    found.configure("r1", f"interface {FA00}", line)
    found.wait(SECOND)
    assert sorted(routes(found, "r2")) == ["10.81.0.0/16", "10.82.0.0/16"]
    assert routes(found, "r2")["10.81.0.0/16"][:2] == (90, 2_588_160)
    assert "10.81.0.0/16 is a summary, 00:00:01, Null0" in found.type("r1", "show ip route eigrp")
    assert f" {line} 5" in running_lines(found.routers["r1"].config)
    found.configure("r1", f"interface {FA00}", f"no {line} 5", f"{line} 5")
    for part in ("10.81.2.16/29", "10.81.2.24/29"):
        assert "10.81.0.0/16" in routes(found, "r2")
        static(found, "r1", part, interface="Loopback0", add=False)
        found.wait(SECOND)
    assert (sorted(routes(found, "r2")), routes(found, "r1")) == (["10.82.0.0/16"], {})
    static(found, "r1", "10.81.2.16/29", interface="Loopback0")
    found.configure("r1", f"interface {FA00}", f"no {line}")
    found.wait(SECOND)
    assert sorted(routes(found, "r2")) == ["10.81.2.16/29", "10.82.0.0/16"]


def test_variance() -> None:
    """A feasible way within so many times the best distance is used beside it, and the best alone again after `no`."""
    found = bench(STATIC_ROUTES)
    for number in (1, 2):
        ports = {FA00: f"10.0.12.{number}", FA01: f"10.0.21.{number}"}
        found.router(f"r{number}", startup(number, ports, more=("no auto-summary", REDISTRIBUTE)))
    found.join(f"r1:{FA00}", f"r2:{FA00}")
    found.join(f"r1:{FA01}", f"r2:{FA01}")
    found.boot()
    found.configure("r1", f"interface {FA01}", "delay 1000")
    static(found, "r2", HOME, interface="Loopback0")
    found.wait(SECOND)
    assert routes(found, "r1")[HOME] == (170, 2_588_160, ("10.0.12.2",))
    found.configure("r1", "router eigrp 64", "variance 2")
    assert routes(found, "r1")[HOME] == (170, 2_588_160, ("10.0.12.2", "10.0.21.2"))
    assert "[170/2841600] via 10.0.21.2" in found.type("r1", "show ip route eigrp")
    found.configure("r1", f"interface {FA00}", "shutdown")
    assert routes(found, "r1")[HOME] == (170, 2_841_600, ("10.0.21.2",))
    found.configure("r1", f"interface {FA00}", "no shutdown")
    found.wait(30 * SECOND)
    assert routes(found, "r1")[HOME][2] == ("10.0.12.2", "10.0.21.2")
    found.configure("r1", "router eigrp 64", "no variance")
    assert routes(found, "r1")[HOME][2] == ("10.0.12.2",)
