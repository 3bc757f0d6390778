"""The DSL box and the firewall: what passes, what is translated, what blocks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "net"))
from small_networks import ARP_TIMEOUT, at, host, ip, new_wire, route

from iossim.device.dhcp import Pool
from iossim.device.parameters import Parameters
from iossim.endpoints.dsl import DslBox
from iossim.endpoints.firewall import Firewall, Rule, Service
from iossim.endpoints.isp_edge import IspEdge
from iossim.net.address import DEFAULT, Prefix
from iossim.net.dhcp import DhcpOptions
from iossim.net.packet import Esp, Icmp, IcmpType, Packet, Protocol, Udp

PEER = "203.0.113.1"
PUBLIC = "198.51.100.7"
POOL = Pool("lan", Prefix.parse("192.168.1.0/24"), DhcpOptions(24, routers=(ip("192.168.1.1"),)), 86_400)


def home():
    """Two inside hosts behind a DSL box, and a peer on the Internet."""
    wire = new_wire()
    from small_networks import switch

    lan = switch(wire, "sw", "1", "2", "3")
    for n in (2, 3):
        host(wire, f"in{n}", n, f"192.168.1.{n}/24", "192.168.1.1")
        wire.network.join(f"in{n}", (f"in{n}", "eth0"), (lan.name, str(n)), 10)
    box = DslBox(
        "dsl", wire, number=9, parameters=Parameters(), public=ip(PUBLIC), inside=at("192.168.1.1/24"), pool=POOL
    )
    edge = IspEdge(
        "internet",
        wire,
        number=10,
        arp_timeout=ARP_TIMEOUT,
        ports={"line": None, "peer": at("203.0.113.2/24")},
        routes=((Prefix(ip(PUBLIC), 32), None, "line"),),
        point_to_point=("line",),
    )
    host(wire, "peer", 11, f"{PEER}/24", "203.0.113.2")
    wire.network.join("lan", ("dsl", "lan"), (lan.name, "1"), 10)
    wire.network.join("line", ("dsl", "line"), ("internet", "line"), 25_000)
    wire.network.join("peer", ("peer", "eth0"), ("internet", "peer"), 10)
    box.power_on()
    edge.power_on()
    for node in wire.network.nodes.values():
        for port in node.ports:
            node.carrier_changed(port)
    for n in (2, 3):
        for _ in range(4):
            exchange(wire, f"in{n}", echo(f"192.168.1.{n}"))
    return wire, box


def echo(source: str, target: str = PEER) -> Packet:
    return Packet(ip(source), ip(target), Protocol.ICMP, Icmp(IcmpType.ECHO, ident=5, length=80), ttl=64)


def esp(source: str, target: str, spi: int = 1) -> Packet:
    inner = echo("10.0.0.1", "10.0.0.2")
    return Packet(ip(source), ip(target), Protocol.ESP, Esp(spi, inner, 120))


def udp(source: str, target: str, sport: int = 500, dport: int = 500) -> Packet:
    return Packet(ip(source), ip(target), Protocol.UDP, Udp(sport, dport, "ike", 100))


def exchange(wire, name: str, packet: Packet):
    """Send one packet and let everything happen that follows within a second; how it ended."""
    fate = wire.send(wire.network.nodes[name], packet)
    wire.network.kernel.run_until(wire.network.kernel.now + 1_000_000)
    return fate


def test_outbound_packets_leave_with_the_public_address_and_their_port() -> None:
    """UDP 500 keeps its port for the first client; a second client on the same port gets another one."""
    wire, _ = home()
    first = exchange(wire, "in2", udp("192.168.1.2", PEER))
    second = exchange(wire, "in3", udp("192.168.1.3", PEER))
    assert (str(first.packet.src), first.packet.payload.sport) == (PUBLIC, 500)
    assert str(second.packet.src) == PUBLIC
    assert second.packet.payload.sport == 1024


def test_an_answer_finds_its_way_back_to_the_inside_host() -> None:
    """And only while the inside has asked."""
    wire, _ = home()
    assert not exchange(wire, "peer", udp(PEER, PUBLIC)).delivered
    exchange(wire, "in2", udp("192.168.1.2", PEER))
    back = exchange(wire, "peer", udp(PEER, PUBLIC))
    assert (back.node, str(back.packet.dst)) == ("in2", "192.168.1.2")


def test_a_binding_that_is_not_used_expires() -> None:
    """UDP: 120 s after the last packet in either direction."""
    wire, _ = home()
    kernel = wire.network.kernel
    exchange(wire, "in2", udp("192.168.1.2", PEER))
    kernel.run_until(kernel.now + 118_000_000)
    assert exchange(wire, "peer", udp(PEER, PUBLIC)).delivered
    kernel.run_until(kernel.now + 118_000_000)
    assert exchange(wire, "peer", udp(PEER, PUBLIC)).delivered
    kernel.run_until(kernel.now + 121_000_000)
    assert not exchange(wire, "peer", udp(PEER, PUBLIC)).delivered


def test_esp_passes_for_one_inside_host_per_peer() -> None:
    """The first to speak owns the peer's answers; the second host's ESP is dropped."""
    wire, _ = home()
    assert exchange(wire, "in2", esp("192.168.1.2", PEER)).delivered
    stolen = exchange(wire, "in3", esp("192.168.1.3", PEER))
    assert stolen.reason == f"ESP to {PEER} is bound to another inside host"
    assert exchange(wire, "peer", esp(PEER, PUBLIC, 2)).node == "in2"


def test_esp_from_outside_before_the_inside_has_sent_is_dropped_and_heals_with_one_packet() -> None:
    """E22: the binding is lost; one packet from inside brings the direction back."""
    wire, box = home()
    exchange(wire, "in2", esp("192.168.1.2", PEER))
    box.forget()
    assert exchange(wire, "peer", esp(PEER, PUBLIC)).reason == "nobody inside has asked for it"
    exchange(wire, "in2", esp("192.168.1.2", PEER))
    assert exchange(wire, "peer", esp(PEER, PUBLIC)).delivered


def test_a_box_that_lets_the_outside_speak_first_blocks_the_inside() -> None:
    """The measured implementation: the entry left by the outside blocks the inside's own ESP to that peer."""
    wire, box = home()
    box.pass_through.outside_blocks = True
    exchange(wire, "peer", esp(PEER, PUBLIC))
    assert not exchange(wire, "in2", esp("192.168.1.2", PEER)).delivered
    wire.network.kernel.run_until(wire.network.kernel.now + 181_000_000)
    assert exchange(wire, "in2", esp("192.168.1.2", PEER)).delivered


def test_a_new_public_address_voids_every_translation() -> None:
    """Renumbered: what the peer still sends to the old address reaches nobody."""
    wire, box = home()
    exchange(wire, "in2", udp("192.168.1.2", PEER))
    new = ip("198.51.100.8")
    wire.network.nodes["internet"].renumber("line", box.public, new)
    box.renumber(new)
    assert not exchange(wire, "peer", udp(PEER, PUBLIC)).delivered
    assert exchange(wire, "in2", udp("192.168.1.2", PEER)).packet.src == new


def test_an_icmp_error_is_translated_back_to_the_host_it_concerns() -> None:
    """A traceroute from behind the box hears of its probes."""
    wire, _ = home()
    inside = wire.network.nodes["in2"]
    heard = []
    inside.icmp.wait(33_000, "test")
    inside.tell = lambda who, what: heard.append(what)
    exchange(wire, "in2", Packet(ip("192.168.1.2"), ip(PEER), Protocol.UDP, Udp(33_000, 33_434), ttl=64))
    assert heard[0].message.kind is IcmpType.UNREACHABLE
    assert str(heard[0].message.quoted.src) == "192.168.1.2"


# -- the firewall ----------------------------------------------------------------------------------------------------


INSIDE, OUTSIDE, DMZ = "10.80.1.10", "203.0.113.9", "10.81.0.3"


def guarded(hairpin: bool = False):
    """A firewall between an inside, an outside and a dmz host."""
    wire = new_wire()
    any_network = (DEFAULT,)
    policy = (
        Rule("outside", "dmz", any_network, any_network, (Service(Protocol.ESP), Service(Protocol.UDP, (500, 500)))),
        Rule("inside", "dmz", any_network, any_network, (Service(None),), stateful=True),
        Rule("inside", "outside", any_network, any_network, (Service(Protocol.UDP),), stateful=True,
             translate=ip("203.0.113.100")),
    )  # fmt: skip
    wall = Firewall(
        "firewall",
        wire,
        number=9,
        arp_timeout=ARP_TIMEOUT,
        ports={"inside": at("10.80.1.1/24"), "outside": at("203.0.113.1/24"), "dmz": at("10.81.0.1/29")},
        routes=(route("10.99.0.0/16", DMZ), route("203.0.113.100/32", "203.0.113.9")),
        policy=policy,
        hairpin=hairpin,
        idle={6: 3_600_000_000, 17: 120_000_000},
    )
    wall.power_on()
    for n, (name, address, via) in enumerate(
        [("inside", INSIDE, "10.80.1.1"), ("outside", OUTSIDE, "203.0.113.1"), ("dmz", DMZ, "10.81.0.1")], 1
    ):
        length = 29 if name == "dmz" else 24
        host(wire, name, n, f"{address}/{length}", via)
        wire.network.join(name, (name, "eth0"), ("firewall", name), 10)
    for node in wire.network.nodes.values():
        for port in node.ports:
            node.carrier_changed(port)
    for name, own, via in [
        ("inside", INSIDE, "10.80.1.1"),
        ("outside", OUTSIDE, "203.0.113.1"),
        ("dmz", DMZ, "10.81.0.1"),
    ]:
        for target in (via, DMZ, OUTSIDE, INSIDE):
            for _ in range(2):
                if target != own:
                    exchange(wire, name, udp(own, target, dport=4500))
    for flow in tuple(wall.flows.keys()):
        wall.close(flow)
    return wire, wall


@pytest.mark.parametrize(
    ("packet", "passes"),
    [(esp(OUTSIDE, DMZ), True), (udp(OUTSIDE, DMZ), True), (udp(OUTSIDE, DMZ, sport=1024), True),
     (udp(OUTSIDE, DMZ, dport=4500), False), (echo(OUTSIDE, DMZ), False)],
)  # fmt: skip
def test_from_outside_only_esp_and_ike_pass(packet: Packet, passes: bool) -> None:
    """The policy of the document: everything else is denied and counted."""
    wire, wall = guarded()
    before = wall.denied["outside", "dmz"].count
    assert exchange(wire, "outside", packet).delivered is passes
    assert wall.denied["outside", "dmz"].count - before == (not passes)


def test_answers_pass_only_after_the_question() -> None:
    """Stateful: the dmz may answer the inside, and not begin."""
    wire, _ = guarded()
    assert not exchange(wire, "dmz", udp(DMZ, INSIDE)).delivered
    exchange(wire, "inside", udp(INSIDE, DMZ))
    assert exchange(wire, "dmz", udp(DMZ, INSIDE)).delivered
    wire.network.kernel.run_until(wire.network.kernel.now + 121_000_000)
    assert not exchange(wire, "dmz", udp(DMZ, INSIDE)).delivered


def test_what_leaves_under_a_translating_rule_comes_back_translated() -> None:
    """Port translation towards the outside: the answer reaches the inside host, at its own port."""
    wire, _ = guarded()
    out = exchange(wire, "inside", udp(INSIDE, OUTSIDE, 4000, 4000))
    assert (str(out.packet.src), out.packet.payload.sport) == ("203.0.113.100", 4000)
    back = Packet(ip(OUTSIDE), ip("203.0.113.100"), Protocol.UDP, Udp(4000, 4000))
    end = wire.send_on(wire.network.nodes["outside"], "eth0", back, wire.network.nodes["firewall"].mac_of("outside"))
    assert (end.node, str(end.packet.dst), end.packet.payload.dport) == ("inside", INSIDE, 4000)


@pytest.mark.parametrize("hairpin", [False, True])
def test_it_does_not_send_back_out_of_the_interface_it_came_in_by(hairpin: bool) -> None:
    """Unless the lab says so; then the policy still decides."""
    wire, _ = guarded(hairpin)
    end = exchange(wire, "dmz", udp(DMZ, "10.99.0.1"))
    assert not end.delivered
    assert ("does not send back" in end.reason) is not hairpin


def test_an_operators_block_comes_before_the_policy_and_can_be_taken_back() -> None:
    """Inbound, outbound, or both."""
    wire, wall = guarded()
    service = Service(Protocol.ESP)
    wall.block(service, (True,))
    assert exchange(wire, "outside", esp(OUTSIDE, DMZ)).reason == "blocked by the operator"
    assert exchange(wire, "inside", esp(INSIDE, DMZ)).delivered
    wall.unblock(service, (True, False))
    assert exchange(wire, "outside", esp(OUTSIDE, DMZ)).delivered
