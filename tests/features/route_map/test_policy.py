"""Policy routing: which way a packet takes, what a policy that cannot be followed does, and what wakes those who asked."""

from __future__ import annotations

import pytest

from iossim.features.acl import FEATURE as ACL
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.nat import FEATURE as NAT
from iossim.features.route_map import FEATURE as ROUTE_MAP
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol, Udp
from tests.features.network import SECOND, Bench

IN = """
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.0.2
"""
BOX = """
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
 ip policy route-map WAY
interface FastEthernet0/1
 ip address 10.1.0.2 255.255.255.0
interface FastEthernet1/0
 ip address 10.2.0.2 255.255.255.0
ip route 10.9.0.0 255.255.0.0 10.1.0.3
"""
ONE = """
interface FastEthernet0/1
 ip address 10.1.0.3 255.255.255.0
interface Loopback0
 ip address 10.9.0.1 255.255.255.0
interface Loopback1
 ip address 10.8.0.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.1.0.2
"""
OTHER = ONE.replace("10.1.0", "10.2.0").replace("FastEthernet0/1", "FastEthernet1/0")


def ip(text: str) -> Address:
    return Address.parse(text)


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, ACL, STATIC, ROUTE_MAP, NAT, name="policy")
    for name, config in (("in", IN), ("box", BOX), ("one", ONE), ("other", OTHER)):
        bench.router(name, config)
    bench.join("in:FastEthernet0/0", "box:FastEthernet0/0")
    bench.join("box:FastEthernet0/1", "one:FastEthernet0/1")
    bench.join("box:FastEthernet1/0", "other:FastEthernet1/0")
    bench.configure("box", "interface FastEthernet1/0", "no shutdown")
    bench.boot()
    for hop in ("10.1.0.3", "10.2.0.3"):  # ARP
        for name in ("in", "box"):
            bench.routers[name].send(packet(dst=hop))
            bench.wait(2 * SECOND)
    return bench


def packet(dst: str = "10.9.0.1", length: int = 100, src: str = "10.0.0.1") -> Packet:
    return Packet(ip(src), ip(dst), Protocol.UDP, Udp(5000, 7, None, length))


def end(bench: Bench, sent: Packet | None = None, origin: str = "in") -> str:
    """Where a packet gets to, or why it does not."""
    steps, fate = bench.wire.trace(bench.routers[origin], sent or packet())
    return steps[-1].node if fate.delivered else f"{fate.node}: {fate.reason}"


def policy(bench: Bench, *clauses: str) -> None:
    """The map with one entry of these clauses, and a packet on its way for real."""
    bench.configure("box", "no route-map WAY", "route-map WAY permit 10", *clauses)
    bench.routers["in"].send(packet())
    bench.wait(SECOND)


def test_a_next_hop_goes_before_the_table(bench: Bench) -> None:
    """A map that does not exist changes nothing; a next hop takes the packet elsewhere, and is counted."""
    assert end(bench) == "one"
    policy(bench, "set ip next-hop 10.2.0.3")
    assert end(bench) == "other"
    assert "Policy routing matches: 1 packets, 128 bytes" in bench.type("box", "show route-map WAY")


def test_the_next_one_is_taken_when_the_network_is_down(bench: Bench) -> None:
    """A remembered way is woken by the interface: the first next hop, the second, the table."""
    policy(bench, "set ip next-hop 10.2.0.3", "set ip next-hop 10.1.0.3")
    way = bench.wire.path(bench.routers["in"], packet(dst="10.8.0.1"))
    assert way.use().value.node == "other"
    bench.configure("box", "interface FastEthernet1/0", "shutdown")
    assert way.use().value.node == "one"
    bench.configure("box", "interface FastEthernet0/1", "shutdown")
    assert way.use().value.reason == "no route to 10.8.0.1"
    bench.configure("box", "interface FastEthernet1/0", "no shutdown")
    bench.wait(5 * SECOND)
    way.send()
    bench.wait(SECOND)
    assert way.use().value.node == "other"
    bench.configure("box", "interface FastEthernet0/0", "no ip policy route-map WAY")
    assert way.use().value.reason == "no route to 10.8.0.1"


@pytest.mark.parametrize("hop", ["10.99.0.1", "10.9.0.1", "10.2.0.2"])
def test_a_next_hop_is_a_neighbour(bench: Bench, hop: str) -> None:
    """What is on no connected network, or the box itself, is no next hop."""
    policy(bench, f"set ip next-hop {hop}")
    assert end(bench) == "one"


def test_a_default_way_is_for_what_the_table_does_not_know(bench: Bench) -> None:
    """A default route does not count as knowing."""
    policy(bench, "set ip default next-hop 10.2.0.3")
    assert (end(bench), end(bench, packet("10.8.0.1"))) == ("one", "other")
    bench.configure("box", "ip route 0.0.0.0 0.0.0.0 10.1.0.3")
    assert end(bench, packet("10.8.0.1")) == "other"
    bench.configure("box", "ip route 10.8.0.0 255.255.0.0 10.1.0.3")
    assert end(bench, packet("10.8.0.1")) == "one"


def test_interfaces(bench: Bench) -> None:
    """Null0 drops; an Ethernet needs a route, and the destination is asked for where that leads elsewhere."""
    policy(bench, "set interface Null0")
    assert end(bench) == "box: route-map WAY 10 sends it to Null0"
    policy(bench, "set interface FastEthernet0/1")
    assert (end(bench), end(bench, packet("10.8.0.1"))) == ("one", "box: no route to 10.8.0.1")
    policy(bench, "set interface FastEthernet1/0")
    bench.wait(2 * SECOND)
    assert end(bench) == "other"  # proxy ARP
    policy(bench, "set default interface Null0")
    assert end(bench, packet("10.8.0.1")) == "box: route-map WAY 10 sends it to Null0"


def test_what_a_map_speaks_of(bench: Bench) -> None:
    """Lists and lengths must both agree; `deny` leaves it to the table; no entry does, too."""
    bench.configure("box", "access-list 101 permit udp any host 10.9.0.1")
    policy(bench, "match ip address 101", "match length 100 200", "set ip next-hop 10.2.0.3")
    assert [end(bench, packet(length=octets)) for octets in (71, 72, 172, 173)] == ["one", "other", "other", "one"]
    bench.configure("box", "route-map WAY deny 5", "match length 128 128")
    assert [end(bench, packet(length=octets)) for octets in (99, 100)] == ["other", "one"]
    assert "101 permit" not in bench.type("box", "show access-lists 101")
    assert "(1 match)" in bench.type("box", "show access-lists 101")


def test_marks(bench: Bench) -> None:
    """Precedence and type of service are set whether or not there is another way."""
    policy(bench, "set ip precedence critical", "set ip tos min-delay")
    steps, _ = bench.wire.trace(bench.routers["in"], packet())
    found = steps[-1].packet
    assert found is not None and (found.tos >> 5, found.tos >> 1 & 15) == (5, 8)


def test_its_own_packets(bench: Bench) -> None:
    """`ip local policy` is for them, the interface's map is not."""
    policy(bench, "set ip next-hop 10.2.0.3")
    own = packet(src="0.0.0.0")
    assert end(bench, own, "box") == "one"
    bench.configure("box", "ip local policy route-map WAY")
    steps, _ = bench.wire.trace(bench.routers["box"], own)
    assert (steps[-1].node, steps[0].packet.src if steps[0].packet else 0) == ("other", ip("10.1.0.2"))
    assert end(bench, packet("10.8.0.1", src="0.0.0.0"), "box") == "other"
    assert bench.type("box", "show ip policy").splitlines()[1:] == ["local          WAY", "FastEthernet0/0 WAY"]


def test_translation_on_a_stick(bench: Bench) -> None:
    """What a policy sends to a loopback interface comes in by it, so that one physical interface is enough for both sides."""
    bench.configure("box", "interface Loopback5", "ip address 10.5.0.1 255.255.255.0", "ip nat outside",
                    "interface FastEthernet0/0", "ip nat inside", "access-list 1 permit 10.0.0.0 0.0.0.255",
                    "ip nat inside source list 1 interface Loopback5 overload")  # fmt: skip
    bench.wait(SECOND)
    policy(bench, "set ip next-hop 10.5.0.2")
    steps, fate = bench.wire.trace(bench.routers["in"], packet())
    assert fate.delivered and fate.packet.src == ip("10.5.0.1")
    assert [step.port for step in steps if step.node == "box" and step.action == "receive"] == [
        "FastEthernet0/0",
        "Loopback5",
    ]
    bench.configure("box", "interface Loopback5", "ip policy route-map WAY")
    assert end(bench) == "box: 10.9.0.1 is not on Loopback5"


def test_switching(bench: Bench) -> None:
    """Packets that a policy has routed are process-switched, unless the interface they came in by says otherwise."""
    policy(bench, "set ip next-hop 10.2.0.3")

    def fast() -> int:
        before = bench.routers["box"].meter("FastEthernet1/0", "out.fast").count
        for _ in range(3):
            bench.routers["in"].send(packet())
            bench.wait(SECOND)
        return bench.routers["box"].meter("FastEthernet1/0", "out.fast").count - before

    assert fast() == 0
    bench.configure("box", "interface FastEthernet0/0", "ip route-cache policy")
    assert fast() == 3
    assert "IP route-cache flags are Fast, Policy" in bench.type("box", "show ip interface FastEthernet0/0")
