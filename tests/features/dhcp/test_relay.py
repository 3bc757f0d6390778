"""`ip helper-address`: a client gets its address of a server two routers away. `ip directed-broadcast`: a whole network hears."""

from __future__ import annotations

import pytest

from iossim.features.dhcp import FEATURE as DHCP
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.ip import FEATURE as IP
from iossim.features.ping import FEATURE as PING
from iossim.features.static_routes import FEATURE as STATIC_ROUTES
from iossim.features.system import FEATURE as SYSTEM
from tests.features.network import SECOND, Bench

CLIENT = """
interface FastEthernet0/0
 ip address dhcp
 no shutdown
"""
RELAY = """
interface FastEthernet0/0
 ip address 10.0.1.1 255.255.255.0
 no shutdown
interface FastEthernet0/1
 ip address 10.0.2.1 255.255.255.0
 no shutdown
"""
SERVER = """
ip dhcp excluded-address 10.0.1.1 10.0.1.9
ip dhcp pool far
 network 10.0.1.0 255.255.255.0
 default-router 10.0.1.1
interface FastEthernet0/0
 ip address 10.0.2.2 255.255.255.0
 no shutdown
ip route 10.0.1.0 255.255.255.0 10.0.2.1
"""


@pytest.fixture
def bench() -> Bench:
    bench = Bench(SYSTEM, INTERFACES, IP, STATIC_ROUTES, DHCP, PING, name="relay")
    for name, config in (("client", CLIENT), ("relay", RELAY), ("server", SERVER)):
        bench.router(name, config)
    bench.join("client:FastEthernet0/0", "relay:FastEthernet0/0")
    bench.join("relay:FastEthernet0/1", "server:FastEthernet0/0")
    bench.boot()
    return bench


def held(bench: Bench) -> str:
    """The address that the client has."""
    return str(bench.routers["client"].interfaces.peek("FastEthernet0/0").address)  # type: ignore[union-attr]


def test_a_question_goes_on_and_its_answer_comes_back(bench: Bench) -> None:
    """Nobody answers without the line; with it the client has an address of its own network, and renews it by itself."""
    bench.wait(60 * SECOND)
    assert held(bench) == "None"
    assert "Helper address is not set" in bench.type("relay", "show ip interface fa0/0")
    bench.configure("relay", "interface fa0/0", "ip helper-address 10.0.2.2")
    bench.configure("client", "interface fa0/0", "no ip address", "ip address dhcp")
    bench.wait(120 * SECOND)
    assert held(bench) == "10.0.1.10"
    assert "Helper address is 10.0.2.2" in bench.type("relay", "show ip interface fa0/0")
    bench.wait(18 * 3600 * SECOND)  # the first question is lost while the neighbour's MAC is asked for
    assert held(bench) == "10.0.1.10"
    renewals = [line for line in bench.type("server", "show ip dhcp server statistics").splitlines() if "ACK" in line]
    assert int(renewals[0].split()[-1]) == 2


def test_no_relay_without_the_service(bench: Bench) -> None:
    """`no service dhcp` at the relay, or `no ip helper-address`: silence."""
    bench.configure("relay", "no service dhcp", "interface fa0/0", "ip helper-address 10.0.2.2")
    bench.configure("client", "interface fa0/0", "no ip address", "ip address dhcp")
    bench.wait(120 * SECOND)
    assert held(bench) == "None"
    bench.configure("relay", "service dhcp", "interface fa0/0", "no ip helper-address 10.0.2.2")
    bench.wait(120 * SECOND)
    assert held(bench) == "None"


def test_a_directed_broadcast(bench: Bench) -> None:
    """What comes for all of a network reaches its stations where the last router lets it."""
    bench.configure("client", "interface fa0/0", "ip address 10.0.1.5 255.255.255.0")
    bench.configure("client", "ip route 0.0.0.0 0.0.0.0 10.0.1.1")

    def heard() -> int:
        return bench.routers["client"].meter("FastEthernet0/0", "in").count

    before = heard()
    bench.type("server", "ping 10.0.1.255")
    bench.wait(15 * SECOND)
    assert heard() == before
    bench.configure("relay", "interface fa0/0", "ip directed-broadcast")
    assert "Directed broadcast forwarding is enabled" in bench.type("relay", "show ip interface fa0/0")
    bench.type("server", "ping 10.0.1.255")
    bench.wait(15 * SECOND)
    assert heard() == before + 5
