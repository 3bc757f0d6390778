"""The route cache: who leaves an entry and how wide it is, who finds it, and what takes it along."""

from __future__ import annotations

import pytest

from iossim.device.rib import Rib, Route
from iossim.features.cef import FEATURE as CEF
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.route_cache import FEATURE as ROUTE_CACHE
from iossim.features.route_cache.cache import width
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import Address, Mac, Prefix
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol
from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel
from tests.features.network import SECOND, Bench

LEFT = """
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.0.2
"""
MIDDLE = """
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
interface FastEthernet0/1
 ip address 172.16.0.2 255.255.255.0
ip route 192.168.7.0 255.255.255.0 172.16.0.3
"""
RIGHT = """
interface FastEthernet0/1
 ip address 172.16.0.3 255.255.255.0
ip route 0.0.0.0 0.0.0.0 172.16.0.2
"""


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, ROUTE_CACHE, STATIC, CEF)
    for name, config in (("left", LEFT), ("middle", MIDDLE), ("right", RIGHT)):
        bench.router(name, config)
    bench.join("left:FastEthernet0/0", "middle:FastEthernet0/0")
    bench.join("middle:FastEthernet0/1", "right:FastEthernet0/1")
    bench.boot()
    send(bench, "192.168.7.9", 2)  # ARP
    bench.type("middle", "clear ip cache")
    bench.type("middle", "clear counters", "")
    return bench


def send(bench: Bench, target: str, times: int = 1) -> None:
    packet = Packet(
        Address.parse("10.0.0.1"), Address.parse(target), Protocol.ICMP, Icmp(IcmpType.ECHO, length=80), ttl=2
    )
    for _ in range(times):
        bench.routers["left"].send(packet)
        bench.wait(2 * SECOND)


def cached(bench: Bench) -> list[str]:
    """What leaves to the right; answers go left."""
    shown = bench.type("middle", "show ip cache FastEthernet0/1").rstrip().split("\n")
    start = next(number for number, line in enumerate(shown) if line.startswith("Prefix"))
    return [line.split()[0] for line in shown[start + 1 :] if "/" in line]


def fast(bench: Bench) -> int:
    shown = bench.type("middle", "show interfaces FastEthernet0/1 stats").split("\n")
    return next(int(line.split()[4]) for line in shown if "Route cache" in line)


def test_the_first_packet_leaves_an_entry_and_the_others_find_it(bench: Bench) -> None:
    """One of five is process-switched; another host of the prefix finds the entry at once."""
    send(bench, "192.168.7.9", 5)
    assert (cached(bench), fast(bench)) == (["192.168.7.0/24"], 4)
    send(bench, "192.168.7.10")
    assert (cached(bench), fast(bench)) == (["192.168.7.0/24"], 5)


def test_a_host_on_an_own_network_has_an_entry_of_its_own(bench: Bench) -> None:
    """/32, whatever the network's length."""
    send(bench, "172.16.0.3", 2)
    assert (cached(bench), fast(bench)) == (["172.16.0.3/32"], 1)


@pytest.mark.parametrize(
    "lines",
    [
        ("no ip route 192.168.7.0 255.255.255.0 172.16.0.3",),
        ("ip route 192.168.7.8 255.255.255.248 172.16.0.3",),
        ("interface FastEthernet0/1", "no ip route-cache"),
        ("interface FastEthernet0/1", "shutdown"),
        ("ip cef",),
    ],
)
def test_what_an_entry_was_made_of_takes_it_along(bench: Bench, lines: tuple[str, ...]) -> None:
    """Its route, a narrower one, the interface, the switching path."""
    send(bench, "192.168.7.9")
    assert cached(bench) == ["192.168.7.0/24"]
    bench.type("middle", "configure terminal", *lines, "end")
    assert cached(bench) == []


def test_another_mac_makes_an_entry_worthless(bench: Bench) -> None:
    """It is shown no more, and the next packet replaces it."""
    send(bench, "192.168.7.9", 3)
    right = bench.routers["right"]
    right.change_interface("FastEthernet0/1", mac=Mac(0x020000000001))
    right.arp.announce("FastEthernet0/1", Address.parse("172.16.0.3"), Mac(0x020000000001))
    bench.wait(SECOND)
    assert cached(bench) == []
    send(bench, "192.168.7.9", 2)
    assert (cached(bench), fast(bench)) == (["192.168.7.0/24"], 3)


def test_cef_needs_no_entry(bench: Bench) -> None:
    """The first packet is switched fast, and none is cached."""
    bench.type("middle", "configure terminal", "ip cef", "end")
    send(bench, "192.168.7.9")
    assert (cached(bench), fast(bench)) == ([], 1)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("10.1.2.3", (30, 16)),  # a subnet: as narrow as the narrowest of its major network
        ("10.9.9.9", (30, 0)),  # by the default route, in a major network with subnets
        ("172.20.1.1", (16, 0)),  # in one without
        ("192.168.7.1", (22, 22)),  # a supernet
        ("10.3.0.1", (32, 24)),  # attached
        ("10.5.0.1", (32, 16)),  # two equal routes
    ],
)
def test_the_width_of_an_entry(target: str, expected: tuple[int, int]) -> None:
    """So that it is true for all it covers."""
    kernel = Kernel(1)
    rib = Rib(kernel, "r", Table(kernel, "r.interfaces"))
    hop = Address.parse("10.3.0.9")

    def add(prefix: str, source: str = "eigrp", **how: object) -> None:
        entry = Route(Prefix.parse(prefix), source, 90, **({"next_hop": hop, "interface": "Null0"} | how))  # type: ignore[arg-type]
        rib.add(entry)

    add("0.0.0.0/0")
    add("10.1.0.0/16")
    add("10.2.0.4/30")
    add("192.168.4.0/22")
    add("10.3.0.0/24", "connected", next_hop=None)
    add("10.5.0.0/16")
    add("10.5.0.0/16", next_hop=Address.parse("10.3.0.8"))
    assert width(rib, Address.parse(target)) == expected
