"""Static routes on real routers: what a line installs, what IOS says against it, and classful forwarding."""

from __future__ import annotations

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import Address
from iossim.net.node import Drop
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol, Unreachable
from iossim.net.walk import Walker
from tests.features.network import SECOND, Bench

CONFIG = """
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
interface FastEthernet0/1
 ip address 10.0.1.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.0.2
"""
OTHER = """
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
interface FastEthernet0/1
 ip address 10.0.1.2 255.255.255.0
"""


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, STATIC)
    bench.router("a", CONFIG)
    bench.router("b", OTHER)
    bench.join("a:FastEthernet0/0", "b:FastEthernet0/0")
    bench.join("a:FastEthernet0/1", "b:FastEthernet0/1")
    bench.boot()
    return bench


def routes(bench: Bench, name: str = "a") -> list[str]:
    return bench.type(name, "show ip route static").split("\n")


def test_default(bench: Bench) -> None:
    """The default route of memory is there, with its star, and names the gateway of last resort."""
    assert routes(bench) == ["S*   0.0.0.0/0 [1/0] via 10.0.0.2"]
    assert "Gateway of last resort is 10.0.0.2 to network 0.0.0.0" in bench.type("a", "show ip route")


def test_floating(bench: Bench) -> None:
    """A route of larger distance comes when the better one is gone, and goes when that is back."""
    bench.configure("a", "ip route 172.16.0.0 255.255.0.0 10.0.1.2", "ip route 172.16.0.0 255.255.0.0 10.0.0.2 200")
    assert "S    172.16.0.0/16 [1/0] via 10.0.1.2" in routes(bench)
    bench.configure("b", "interface fa0/1", "shutdown")
    bench.wait(5 * SECOND)
    assert "S    172.16.0.0/16 [200/0] via 10.0.0.2" not in routes(bench)  # 10.0.1.2 resolves through the default
    bench.configure("a", "no ip route 172.16.0.0 255.255.0.0 10.0.1.2")
    assert "S    172.16.0.0/16 [200/0] via 10.0.0.2" in routes(bench)


def test_tied_to_interface(bench: Bench) -> None:
    """A route by interface goes and comes with its interface."""
    bench.configure("a", "ip route 20.0.0.0 255.0.0.0 FastEthernet0/1")
    assert "S    20.0.0.0/8 is directly connected, FastEthernet0/1" in routes(bench)
    bench.configure("b", "interface fa0/1", "shutdown")
    bench.wait(5 * SECOND)
    assert routes(bench) == ["S*   0.0.0.0/0 [1/0] via 10.0.0.2"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ip route 10.5.5.5 255.255.255.0 10.0.0.2", "%Inconsistent address and mask"),
        ("ip route 10.5.5.0 255.0.255.0 10.0.0.2", "%Inconsistent address and mask"),
        ("ip route 10.5.5.0 255.255.255.0 10.0.0.1", "%Invalid next hop address (it's this router)"),
        ("no ip route 99.0.0.0 255.0.0.0", "%No matching route to delete"),
    ],
)
def test_refusals(bench: Bench, line: str, said: str) -> None:
    """What IOS says against a route."""
    assert bench.configure("a", line).split("\n")[-1] == said


def test_no_without_next_hop(bench: Bench) -> None:
    """`no ip route` with prefix and mask takes every way."""
    bench.configure("a", "ip route 30.0.0.0 255.0.0.0 10.0.0.2", "ip route 30.0.0.0 255.0.0.0 10.0.1.2")
    assert len(routes(bench)) == 3
    bench.configure("a", "no ip route 30.0.0.0 255.0.0.0")
    assert routes(bench) == ["S*   0.0.0.0/0 [1/0] via 10.0.0.2"]


def test_clear_renews_age(bench: Bench) -> None:
    """`clear ip route *` installs static routes anew."""
    entry = bench.routers["a"].rib.lookup(0x63000001)
    bench.wait(100 * SECOND)
    bench.type("a", "clear ip route *")
    again = bench.routers["a"].rib.lookup(0x63000001)
    assert entry is not None and again is not None
    assert (again.routes, again.since) == (entry.routes, bench.kernel.now)


def reason(bench: Bench, target: str) -> str:
    """Why a packet that enters a by Fa0/1 for this address ends."""
    source, router = Address.parse("10.0.1.2"), bench.routers["b"]
    packet = Packet(source, Address.parse(target), Protocol.ICMP, Icmp(IcmpType.ECHO))
    _, fate = bench.wire.trace(router, packet)
    return fate.reason


def test_classful(bench: Bench) -> None:
    """`no ip classless` keeps the default route from unknown subnets of a known network, and only from those."""
    bench.configure("b", "ip route 0.0.0.0 0.0.0.0 10.0.1.1")
    for _ in range(2):  # the first packet is lost to ARP
        bench.routers["b"].send(
            Packet(Address.parse("10.0.1.2"), Address.parse("10.0.1.1"), Protocol.ICMP, Icmp(IcmpType.ECHO))
        )
        bench.wait(SECOND)
    assert reason(bench, "10.9.9.9") != "no route to 10.9.9.9"
    bench.configure("a", "no ip classless")
    assert reason(bench, "10.9.9.9") == "no route to 10.9.9.9"
    assert reason(bench, "11.9.9.9") != "no route to 11.9.9.9"
    bench.configure("a", "interface lo1", "ip address 10.7.0.1 255.255.0.0")
    assert reason(bench, "10.7.0.9") == "10.7.0.9 is not on Loopback1"


def test_subnet_zero(bench: Bench) -> None:
    """Without `ip subnet-zero` the first subnet of a network is refused, and no other."""
    bench.configure("a", "no ip subnet-zero")
    for line, said in (
        ("ip address 20.0.0.1 255.255.255.0", "Bad mask /24 for address 20.0.0.1"),
        ("ip address 20.0.1.1 255.255.255.0", "Enter configuration commands, one per line.  End with CNTL/Z."),
    ):
        assert bench.configure("a", "interface fa1/0", line).split("\n")[-1] == said


def test_null(bench: Bench) -> None:
    """A route to Null0 is there whatever the links do; what it takes is answered with host unreachable, and ends."""
    assert bench.configure("b", "ip route 172.16.0.0 255.255.0.0 null0").count("%") == 0
    assert routes(bench, "b") == ["S    172.16.0.0/16 is directly connected, Null0"]
    assert "directly connected, via Null0" in bench.type("b", "show ip route 172.16.4.4")
    packet = Packet(Address.parse("10.0.0.1"), Address.parse("172.16.4.4"), Protocol.ICMP, Icmp(IcmpType.ECHO))
    end = bench.routers["b"].inbound(Walker(bench.wire), "FastEthernet0/0", packet)
    assert isinstance(end, Drop) and end.reason == "172.16.4.4 is routed to Null0"
    answer = end.answer.payload if end.answer is not None else None
    assert isinstance(answer, Icmp) and (answer.kind, answer.code) == (IcmpType.UNREACHABLE, Unreachable.HOST)
    assert bench.wire.trace(bench.routers["b"], packet)[1].reason == "172.16.4.4 is routed to Null0"
    lines = running_lines(bench.routers["b"].config)
    assert "ip route 172.16.0.0 255.255.0.0 Null0" in lines
    bench.configure("b", "no ip route 172.16.0.0 255.255.0.0 Null0")
    assert routes(bench, "b") == [""]


def test_default_network(bench: Bench) -> None:
    """A network that is named as default leads to the gateway of last resort, as long as it is reached by one."""
    bench.configure(
        "a", "no ip route 0.0.0.0 0.0.0.0", "ip route 20.0.0.0 255.0.0.0 10.0.1.2", "ip default-network 20.0.0.0"
    )
    assert routes(bench) == ["S*   20.0.0.0/8 [1/0] via 10.0.1.2"]
    assert "Gateway of last resort is 10.0.1.2 to network 20.0.0.0" in bench.type("a", "show ip route")
    hop = bench.routers["a"].rib.resolve(Address.parse("172.16.1.1"))
    assert hop is not None and hop.interface == "FastEthernet0/1"
    assert "candidate default path" in bench.type("a", "show ip route 20.0.0.0")
    bench.configure("a", "no ip route 20.0.0.0 255.0.0.0")
    assert bench.routers["a"].rib.resolve(Address.parse("172.16.1.1")) is None
    bench.configure("a", "ip route 20.0.0.0 255.0.0.0 10.0.1.2", "no ip default-network 20.0.0.0")
    assert routes(bench) == ["S    20.0.0.0/8 [1/0] via 10.0.1.2"]
    assert "Gateway of last resort is not set" in bench.type("a", "show ip route")
