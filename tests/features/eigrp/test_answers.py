"""What EIGRP says of itself in displays of the routing table, and the lines that decide what is said."""

from __future__ import annotations

from iossim.device.nvgen import running_lines, section_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.route_map import FEATURE as ROUTE_MAP
from iossim.features.static_routes import FEATURE as STATIC_ROUTES
from tests.features.eigrp.ring import FA00, FA01, SECOND, bench, pair, routes, startup, static
from tests.features.network import Bench


def head_ends() -> Bench:
    """Two routers on 192.168.81.0, of which the second tells of a static route."""
    found = bench(STATIC_ROUTES, ROUTE_MAP)
    lines = ("no auto-summary", f"passive-interface {FA01}", "redistribute static metric 1000 100 255 1 1500")
    for number in (1, 2):
        ports = {FA00: f"192.168.81.{number + 2}", FA01: f"10.81.{number}.3"}
        found.router(f"r{number}", startup(number, ports, networks=("192.168.81.3",), more=lines))
    found.join(f"r1:{FA00}", f"r2:{FA00}")
    found.boot()
    static(found, "r2", "10.81.2.24/29")
    found.wait(60 * SECOND + SECOND // 2)
    return found


def test_show_ip_protocols() -> None:
    """A block per process: what it tells, for which networks, where it is silent, from whom it has heard."""
    assert head_ends().type("r1", "show ip protocols").splitlines() == [
        'Routing Protocol is "eigrp 64"',
        "  Outgoing update filter list for all interfaces is not set",
        "  Incoming update filter list for all interfaces is not set",
        "  Default networks flagged in outgoing updates",
        "  Default networks accepted from incoming updates",
        "  EIGRP metric weight K1=1, K2=0, K3=1, K4=0, K5=0",
        "  EIGRP maximum hopcount 100",
        "  EIGRP maximum metric variance 1",
        "  Redistributing: static, eigrp 64",
        "  Automatic network summarization is not in effect",
        "  Maximum path: 4",
        "  Routing for Networks:",
        "    192.168.81.0",
        "  Passive Interface(s):",
        "    FastEthernet0/1",
        "  Routing Information Sources:",
        "    Gateway         Distance      Last Update",
        "    192.168.81.4          90      00:01:00",
        "  Distance: internal 90 external 170",
    ]


def test_one_route_in_full() -> None:
    """`show ip route A.B.C.D` of an external route has its kind, where it comes from, and its vector."""
    assert head_ends().type("r1", "show ip route 10.81.2.25").splitlines() == [
        "Routing entry for 10.81.2.24/29",
        '  Known via "eigrp 64", distance 170, metric 2588160, type external',
        "  Redistributing via eigrp 64",
        "  Last update from 192.168.81.4 on FastEthernet0/0, 00:01:00 ago",
        "  Routing Descriptor Blocks:",
        "  * 192.168.81.4, from 192.168.81.4, 00:01:00 ago, via FastEthernet0/0",
        "      Route metric is 2588160, traffic share count is 1",
        "      Total delay is 1100 microseconds, minimum bandwidth is 1000 Kbit",
        "      Reliability 255/255, minimum MTU 1500 bytes",
        "      Loading 1/255, Hops 1",
    ]


def test_who_tells_of_a_route() -> None:
    """A static route that is redistributed and a network of the process say so; a network of another interface does not."""
    found = head_ends()
    via = "  Redistributing via eigrp 64"
    assert via in found.type("r2", "show ip route 10.81.2.25").splitlines()
    assert via in found.type("r1", "show ip route 192.168.81.4").splitlines()
    assert via not in found.type("r1", "show ip route 10.81.1.3").splitlines()


def test_who_redistributes_a_route() -> None:
    """The line of `redistribute` is told at the router that has the route, not where it is heard."""
    found = head_ends()
    told = "  Advertised by eigrp 64 metric 1000 100 255 1 1500"
    assert told in found.type("r2", "show ip route 10.81.2.25").splitlines()
    assert told not in found.type("r1", "show ip route 10.81.2.25").splitlines()
    assert told not in found.type("r1", "show ip route 192.168.81.4").splitlines()


def test_a_route_map_sets_metric_and_tag() -> None:
    """What it sets goes before the metric of the line, and is heard across the cable; a single number says nothing."""
    found = head_ends()
    found.configure("r2", "router eigrp 64", "redistribute static metric 1000 100 255 1 1500 route-map SET")
    found.wait(SECOND)
    assert "10.81.2.24/29" not in routes(found, "r1")
    found.configure("r2", "route-map SET permit 10", "set metric 10000 100 255 1 1500", "set tag 77")
    found.wait(SECOND)
    told = found.type("r1", "show ip route 10.81.2.25").splitlines()
    assert '  Known via "eigrp 64", distance 170, metric 284160' in told[1]
    assert "  Tag 77, type external" in told
    found.configure("r2", "route-map SET permit 10", "no set tag", "set metric 5")
    found.wait(SECOND)
    assert routes(found, "r1")["10.81.2.24/29"][1] == 2588160


def test_a_network_is_kept_classfully() -> None:
    """`network 192.168.81.3` is `network 192.168.81.0`, read at boot or typed."""
    found = head_ends()

    def networks() -> list[str]:
        lines = running_lines(found.routers["r1"].config)
        return [line.strip() for line in lines if line.startswith(" network")]

    assert networks() == ["network 192.168.81.0"]
    found.configure("r1", "router eigrp 64", "network 10.5.6.7", "network 10.9.0.1 0.0.0.255")
    assert networks() == ["network 192.168.81.0", "network 10.0.0.0", "network 10.9.0.0 0.0.0.255"]


def test_distance_eigrp() -> None:
    """`distance eigrp` moves the routes of the table at once, and `no` moves them back."""
    found = pair()
    found.configure("r2", "router eigrp 64", "redistribute connected")
    found.wait(SECOND)
    assert routes(found, "r1")["1.1.1.2/32"][0] == 170
    found.configure("r1", "router eigrp 64", "distance eigrp 80 160")
    assert routes(found, "r1")["1.1.1.2/32"][0] == 160
    found.configure("r1", "router eigrp 64", "no distance eigrp")
    assert routes(found, "r1")["1.1.1.2/32"][0] == 170


def test_distance_by_source() -> None:
    """The first line that speaks of the neighbor and the destination decides, by lists as they are now; not of external routes."""
    found = pair(more=(ACL,))
    for number in (8, 9):
        found.configure("r2", f"interface Loopback{number}", f"ip address 10.{number}.0.1 255.255.255.0")
        found.configure("r2", "router eigrp 64", f"network 10.{number}.0.0 0.0.0.255")
    found.configure("r2", "router eigrp 64", "redistribute connected")
    found.wait(SECOND)

    def distances(*lines: str) -> tuple[int, ...]:
        found.configure("r1", *lines)
        return tuple(routes(found, "r1")[prefix][0] for prefix in ("10.8.0.0/24", "10.9.0.0/24", "1.1.1.2/32"))

    neighbor, section = routes(found, "r1")["10.8.0.0/24"][2][0], "router eigrp 64"
    assert distances(section, f"distance 95 {neighbor} 0.0.0.0 7") == (95, 95, 170)
    assert distances(section, "distance 100 0.0.0.0 255.255.255.255") == (95, 95, 170)
    assert distances("access-list 7 permit 10.8.0.0 0.0.0.255") == (95, 100, 170)
    assert distances(section, f"no distance {neighbor} 0.0.0.0") == (100, 100, 170)
    assert distances(section, "no distance 100 0.0.0.0 255.255.255.255") == (90, 90, 170)


def test_passive_interface_default() -> None:
    """All are silent but those that are named; it reads back as it prints, and taking it back names nobody."""
    found = pair()
    section = (("router", 64),)

    def lines() -> list[str]:
        return [line.strip() for line in section_lines(found.routers["r1"].config, section) if "passive" in line]

    found.configure("r1", "router eigrp 64", f"passive-interface {FA01}", "no passive-interface Loopback0")
    assert lines() == [f"passive-interface {FA01}"]
    found.configure("r1", "router eigrp 64", "passive-interface default")
    assert lines() == ["passive-interface default"]
    assert found.type("r1", "show ip eigrp neighbors").splitlines() == ["IP-EIGRP neighbors for process 64"]
    found.configure("r1", "router eigrp 64", f"no passive-interface {FA00}")
    assert lines() == ["passive-interface default", f"no passive-interface {FA00}"]
    found.wait(10 * SECOND)
    assert "10.0.12.2" in found.type("r1", "show ip eigrp neighbors")
    again = bench()
    again.router("r1", "\n".join(running_lines(found.routers["r1"].config)))
    again.boot()
    assert again.routers["r1"].config == found.routers["r1"].config
    found.configure("r1", "router eigrp 64", f"passive-interface {FA00}")
    assert lines() == ["passive-interface default"]
    found.configure("r1", "router eigrp 64", "no passive-interface default", "default passive-interface Loopback0")
    assert lines() == []
    found.wait(10 * SECOND)
    assert "10.0.12.2" in found.type("r1", "show ip eigrp neighbors")
