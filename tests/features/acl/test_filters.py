"""Filters on real routers: who passes, who is told, what is counted and logged."""

from __future__ import annotations

import pytest

from iossim.cli.compound import PortSpec
from iossim.device.filters import AccessList, Rule
from iossim.features.acl import FEATURE as ACL
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol, Tcp, Udp
from tests.features.network import MINUTE, SECOND, Bench

A = """
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.0.2
"""
B = """
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
interface FastEthernet0/1
 ip address 10.0.1.2 255.255.255.0
"""
C = """
interface FastEthernet0/1
 ip address 10.0.1.3 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.1.2
"""


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, ACL, STATIC)
    for name, config in (("a", A), ("b", B), ("c", C)):
        bench.router(name, config)
    bench.join("a:FastEthernet0/0", "b:FastEthernet0/0")
    bench.join("b:FastEthernet0/1", "c:FastEthernet0/1")
    bench.boot()
    for _ in range(4):  # ARP, there and back
        bench.routers["a"].send(echo())
        bench.wait(2 * SECOND)
    return bench


def echo() -> Packet:
    return Packet(Address.parse("10.0.0.1"), Address.parse("10.0.1.3"), Protocol.ICMP, Icmp(IcmpType.ECHO))


def telnet() -> Packet:
    return Packet(Address.parse("10.0.0.1"), Address.parse("10.0.1.3"), Protocol.TCP, Tcp(1025, 23, "S"))


def passes(bench: Bench, packet: Packet) -> bool:
    return bench.wire.trace(bench.routers["a"], packet)[1].delivered


def test_undefined_list_permits(bench: Bench) -> None:
    """A filter whose list does not exist, or is empty, lets everything pass; its first entry changes that."""
    bench.configure("b", "interface fa0/0", "ip access-group web in")
    assert passes(bench, echo())
    bench.configure("b", "ip access-list extended web")
    assert passes(bench, echo())
    bench.configure("b", "ip access-list extended web", "permit tcp any any eq telnet")
    assert (passes(bench, echo()), passes(bench, telnet())) == (False, True)
    bench.configure("b", "no ip access-list extended web")
    assert passes(bench, echo())


def test_output_list(bench: Bench) -> None:
    """An output list sees what is routed through, and not the box's own packets."""
    bench.configure("b", "access-list 101 deny ip any any", "interface fa0/1", "ip access-group 101 out")
    assert not passes(bench, echo())
    own = Packet(Address.parse("10.0.1.2"), Address.parse("10.0.1.3"), Protocol.ICMP, Icmp(IcmpType.ECHO))
    assert bench.wire.trace(bench.routers["b"], own)[1].delivered


def test_sender_is_told(bench: Bench) -> None:
    """A denied packet is answered with `administratively prohibited`, unless the interface sends no unreachables."""
    heard: list[object] = []
    bench.routers["a"].icmp.wait(0, "con 0")
    bench.routers["a"].tell = lambda who, what: heard.append(what.message.code)  # type: ignore[method-assign]
    bench.configure("b", "access-list 101 deny ip any any", "interface fa0/0", "ip access-group 101 in")
    bench.routers["a"].send(echo())
    bench.wait(SECOND)
    assert heard == [13]
    bench.configure("b", "interface fa0/0", "no ip unreachables")
    bench.routers["a"].send(echo())
    bench.wait(SECOND)
    assert heard == [13]


def test_counters(bench: Bench) -> None:
    """Each packet counts at the entry that decided; `clear` starts anew; another list's change keeps the count."""
    bench.configure("b", "access-list 101 permit tcp any any", "access-list 101 permit icmp any any echo")
    bench.configure("b", "interface fa0/0", "ip access-group 101 in")
    for _ in range(3):
        bench.routers["a"].send(echo())
    bench.wait(SECOND)
    shown = "Extended IP access list 101\n    permit tcp any any\n    permit icmp any any echo (3 matches)"
    assert bench.type("b", "show access-lists 101") == shown
    bench.configure("b", "access-list 1 permit any")
    assert bench.type("b", "show ip access-lists 101") == shown
    bench.type("b", "clear access-list counters 101")
    assert "matches" not in bench.type("b", "show access-lists 101")


def messages(bench: Bench) -> list[str]:
    return [line for line in bench.logs("b") if line.startswith("%SEC")]


def test_log(bench: Bench) -> None:
    """The first packet of a flow is logged at once, more of them in a summary, and then the flow is forgotten."""
    bench.configure("b", "access-list 101 deny tcp any any log", "access-list 101 permit ip any any")
    bench.configure("b", "interface fa0/0", "ip access-group 101 in")
    for _ in range(4):
        bench.routers["a"].send(telnet())
        bench.wait(SECOND)
    first = "%SEC-6-IPACCESSLOGP: list 101 denied tcp 10.0.0.1(1025) -> 10.0.1.3(23), 1 packet"
    assert messages(bench) == [first]
    bench.wait(6 * MINUTE)
    more = "%SEC-6-IPACCESSLOGP: list 101 denied tcp 10.0.0.1(1025) -> 10.0.1.3(23), 3 packets"
    assert messages(bench) == [first, more]
    bench.wait(10 * MINUTE)
    bench.routers["a"].send(telnet())
    bench.wait(SECOND)
    assert messages(bench) == [first, more, first]


def test_refusals(bench: Bench) -> None:
    """A name belongs to one kind of list."""
    bench.configure("b", "ip access-list standard x", "permit any")
    said = bench.configure("b", "ip access-list extended x")
    assert said.split("\n")[-1] == "% A named standard IP access list with this name already exists"


def test_fragments_behind_the_first_have_addresses_only() -> None:
    """An entry with ports permits them by its addresses and denies none; `fragments` is about them alone; one denial loses all."""
    ports = PortSpec("eq", 514)
    whole = Packet(Address.parse("10.0.0.1"), Address.parse("10.0.1.3"), Protocol.UDP, Udp(514, 514, "", 2_000))
    cut = whole.fitting(1_500)
    only_port, no_fragments = Rule(True, 17, dst_ports=ports), Rule(False, fragments=True)
    assert not AccessList("1", True, (no_fragments, Rule(True))).permits(cut)
    assert AccessList("1", True, (no_fragments, Rule(True))).permits(whole)
    assert AccessList("1", True, (only_port,)).permits(cut)
    assert not AccessList("1", True, (Rule(False, 17, dst_ports=ports), Rule(True))).permits(cut)
    assert AccessList("1", True, (Rule(False, 17, dst_ports=PortSpec("eq", 515)), Rule(True))).permits(cut)
    assert not AccessList("1", True, (Rule(True, 17, fragments=True),)).permits(cut)
