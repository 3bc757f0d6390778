"""Counters: what a forwarded packet counts, on which switching path, and what the displays make of it."""

from __future__ import annotations

import copy
import pickle

import pytest

from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import BROADCAST_MAC, Address
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol, Udp
from tests.features.network import SECOND, Bench

LEFT = """
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
ip route 10.2.0.0 255.255.0.0 10.0.0.2
"""
MIDDLE = """
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
interface FastEthernet0/1
 ip address 10.2.0.2 255.255.255.0
ip route 10.2.9.0 255.255.255.0 10.0.0.1
"""
RIGHT = """
interface FastEthernet0/1
 ip address 10.2.0.3 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.2.0.2
"""


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, STATIC)
    for name, config in (("left", LEFT), ("middle", MIDDLE), ("right", RIGHT)):
        bench.router(name, config)
    bench.join("left:FastEthernet0/0", "middle:FastEthernet0/0")
    bench.join("middle:FastEthernet0/1", "right:FastEthernet0/1")
    bench.boot()
    send(bench, "10.2.0.3", 4)  # ARP
    for name in bench.routers:
        bench.type(name, "clear counters", "")
    return bench


def send(bench: Bench, target: str, times: int) -> None:
    packet = Packet(
        Address.parse("10.0.0.1"), Address.parse(target), Protocol.ICMP, Icmp(IcmpType.ECHO, length=80), ttl=2
    )
    for _ in range(times):
        bench.routers["left"].send(packet)
        bench.wait(2 * SECOND)


def path(bench: Bench, port: str, row: str) -> list[int]:
    shown = bench.type("middle", f"show interfaces {port} stats").split("\n")
    return [int(word) for line in shown if row in line for word in line.replace(row, "").split()]


def test_forwarding_is_fast(bench: Bench) -> None:
    """Packets that go through take the route cache, there and back; 100 octets and their Ethernet header each."""
    send(bench, "10.2.0.3", 3)
    assert path(bench, "fa0/0", "Route cache") == [3, 342, 3, 342]
    assert path(bench, "fa0/0", "Processor") == [0, 0, 0, 0]


def test_same_interface(bench: Bench) -> None:
    """A packet that leaves as it came is process-switched, until `ip route-cache same-interface`."""
    send(bench, "10.2.9.9", 2)
    assert path(bench, "fa0/0", "Route cache") == [0, 0, 0, 0]
    assert path(bench, "fa0/0", "Processor")[2] >= 2
    bench.configure("middle", "interface fa0/0", "ip route-cache same-interface")
    bench.type("middle", "clear counters", "")
    send(bench, "10.2.9.9", 2)
    assert path(bench, "fa0/0", "Route cache")[2:] == [2, 228]
    assert "on the same interface is enabled" in bench.type("middle", "show ip interface fa0/0")


def test_own_traffic_is_process_switched(bench: Bench) -> None:
    """What is for the box, or from it, takes the processor."""
    send(bench, "10.0.0.2", 2)
    assert path(bench, "fa0/0", "Processor") == [2, 228, 2, 228]


def test_show_interfaces(bench: Bench) -> None:
    """Live numbers: packets, octets, the time of the last one, the last clearing."""
    send(bench, "10.2.0.3", 3)
    shown = bench.type("middle", "show interfaces fa0/0")
    assert "  Last input 00:00:01, output 00:00:01, output hang never\n" in shown
    assert '  Last clearing of "show interface" counters 00:00:06\n' in shown
    assert "     3 packets input, 342 bytes\n" in shown


def test_clear_one(bench: Bench) -> None:
    """`clear counters` of one interface asks about this one, and leaves the others alone."""
    send(bench, "10.2.0.3", 1)
    bench.type("middle", "clear counters fa0/0", "n")
    assert path(bench, "fa0/0", "Total")[0] == 1
    bench.type("middle", "clear counters fa0/0", "")
    assert (path(bench, "fa0/0", "Total")[0], path(bench, "fa0/1", "Total")[0]) == (0, 1)


def test_arp(bench: Bench) -> None:
    """`show arp` has own addresses without an age, others with theirs in minutes; `clear arp-cache` asks again."""
    bench.wait(150 * SECOND)
    rows = [line.split() for line in bench.type("middle", "show ip arp fa0/0").split("\n")]
    left = str(bench.routers["left"].mac_of("FastEthernet0/0"))
    assert rows[1:] == [
        ["Internet", "10.0.0.1", "2", left, "ARPA", "FastEthernet0/0"],
        [
            "Internet",
            "10.0.0.2",
            "-",
            str(bench.routers["middle"].mac_of("FastEthernet0/0")),
            "ARPA",
            "FastEthernet0/0",
        ],
    ]
    bench.type("middle", "clear arp-cache")
    bench.wait(SECOND)
    assert "10.0.0.1                0" in bench.type("middle", "show arp")


def test_arp_entries_age_as_the_interface_says(bench: Bench) -> None:
    """An entry is confirmed anew when `arp timeout` is over, one that was there already too; 0 keeps it for ever."""
    minutes = "10.0.0.1                {}"
    bench.configure("middle", "interface fa0/0", "arp timeout 120")
    bench.wait(150 * SECOND)
    assert minutes.format(0) in bench.type("middle", "show arp")
    bench.configure("middle", "interface fa0/0", "arp timeout 0")
    bench.wait(200 * 60 * SECOND)
    assert minutes.format(200).replace("  200", "200") in bench.type("middle", "show arp")
    bench.configure("middle", "interface fa0/0", "arp timeout 60")
    bench.wait(SECOND)
    assert minutes.format(0) in bench.type("middle", "show arp")


def test_state_travels(bench: Bench) -> None:
    """A copied and a pickled network go on as the original does."""
    others = [copy.deepcopy(bench), pickle.loads(pickle.dumps(bench))]
    for one in (bench, *others):
        send(one, "10.2.0.3", 2)
    shown = [one.type("middle", "show interfaces", "show ip route", "show arp") for one in (bench, *others)]
    assert shown[0] == shown[1] == shown[2]


def test_hellos_count(bench: Bench) -> None:
    """What leaves without a routing lookup counts as output, and as a broadcast where it is heard."""
    router = bench.routers["left"]
    hello = Packet(Address.parse("10.0.0.1"), Address.parse("255.255.255.255"), Protocol.UDP, Udp(9, 9))
    for _ in range(3):
        router.wire.send_on(router, "FastEthernet0/0", hello, BROADCAST_MAC)
    bench.wait(SECOND)
    assert "     3 packets output, 126 bytes, 0 underruns" in bench.type("left", "show interfaces fa0/0")
    assert "     Received 3 broadcasts, " in bench.type("middle", "show interfaces fa0/0")
