"""The one walk: it reads facts, says what would happen, and a real packet does just that."""

from __future__ import annotations

import pytest
from small_networks import echo, gateway, host, ip, line_of_three, new_wire, route, switch, warm

from iossim.net.packet import IcmpType, Unreachable
from iossim.net.wire import Wire
from iossim.sim.rounds import Every


def fate(wire: Wire, name: str, packet):
    """How a packet of a node would end."""
    return wire.walk(wire.network.nodes[name], packet).value


def test_the_first_packet_to_an_unresolved_next_hop_is_lost_and_asks() -> None:
    """ARP is a real exchange: the packet that needs it dies, the next one passes."""
    wire = line_of_three()
    a = wire.network.nodes["a"]
    first = wire.send(a, echo("10.0.1.10", "10.0.1.1"))
    assert not first.delivered
    assert "ARP" in first.reason
    wire.network.kernel.run_until(1000)
    assert wire.send(a, echo("10.0.1.10", "10.0.1.1")).delivered


def test_a_walk_changes_nothing() -> None:
    """A thousand walks leave no ARP entry, no count and no event behind."""
    wire = line_of_three()
    kernel, a = wire.network.kernel, wire.network.nodes["a"]
    events = kernel.events
    for _ in range(1000):
        wire.walk(a, echo("10.0.1.10", "10.0.2.10"))
    assert kernel.next_time() is None
    assert kernel.events == events
    assert not list(a.arp.entries.keys())
    assert a.meter("eth0", "out").count == 0


def test_a_packet_reaches_the_far_host_with_the_delays_of_its_links() -> None:
    """Delivery takes the sum of the delays; the TTL falls by one per router."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    end = fate(wire, "a", echo("10.0.1.10", "10.0.2.10", ttl=64))
    assert end.delivered
    assert (end.node, end.delay, end.packet.ttl) == ("b", 1020, 62)


def test_every_hop_is_told() -> None:
    """The story names the nodes in order, the route each one used, and the delivery."""
    wire = line_of_three()
    steps, end = wire.trace(wire.network.nodes["a"], echo("10.0.1.10", "10.0.2.10"))
    assert end.delivered
    routed = [(step.node, step.reason) for step in steps if step.action == "route"]
    assert [node for node, _ in routed] == ["a", "g1", "g2"]
    assert routed[1][1] == "static 10.0.2.0/24 via 10.0.9.2, wan"
    assert steps[-1].action == "deliver"


def test_an_exhausted_ttl_is_answered_by_the_router_that_drops() -> None:
    """TTL 1 dies at the first gateway, and the sender hears of it."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    kernel, a = wire.network.kernel, wire.network.nodes["a"]
    heard = []
    a.icmp.wait(7, "test")
    a.tell = lambda who, what: heard.append(what)
    end = wire.send(a, echo("10.0.1.10", "10.0.2.10", ttl=1))
    kernel.run_until(kernel.now + 1_000_000)
    assert (end.node, end.reason) == ("g1", "TTL expired")
    assert [(h.message.kind, h.source) for h in heard] == [(IcmpType.TIME_EXCEEDED, ip("10.0.1.1"))]


def test_no_route_is_answered_host_unreachable() -> None:
    """A destination that g2 does not know."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    a = wire.network.nodes["a"]
    heard = []
    a.icmp.wait(7, "test")
    a.tell = lambda who, what: heard.append(what.message)
    end = wire.send(a, echo("10.0.1.10", "172.16.0.1"))
    wire.network.kernel.run_until(wire.network.kernel.now + 1_000_000)
    assert end.reason == "no route to 172.16.0.1"
    assert (heard[0].kind, heard[0].code) == (IcmpType.UNREACHABLE, Unreachable.HOST)


def test_a_big_packet_that_must_not_be_fragmented_is_refused_with_the_mtu() -> None:
    """Path MTU discovery gets its answer (RFC 1191)."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    wire.network.nodes["g1"].change_interface("wan", mtu=1400)
    end = fate(wire, "a", echo("10.0.1.10", "10.0.2.10", df=True, size=1450))
    assert (end.node, end.reason) == ("g1", "needs fragmentation, MTU 1400")
    assert fate(wire, "a", echo("10.0.1.10", "10.0.2.10", df=True, size=1400)).delivered


@pytest.mark.parametrize("change", [{"connected": False}, {"silent": (("g1", "wan"), ("g2", "wan"))}])
def test_a_broken_link_is_named(change: dict[str, object]) -> None:
    """A cut cable is seen by carrier, a silent one only by the loss; either way the walk says which link it was."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    wire.network.change_link("middle", **change)
    end = fate(wire, "a", echo("10.0.1.10", "10.0.2.10"))
    assert not end.delivered
    assert end.node == "g1"
    if "silent" in change:
        assert end.reason == "link middle loses the frame"


def test_a_link_may_lose_frames_one_way_only() -> None:
    """`silent` names the ends whose frames are lost."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    wire.network.change_link("middle", silent=(("g1", "wan"),))
    assert not fate(wire, "a", echo("10.0.1.10", "10.0.2.10")).delivered
    assert fate(wire, "b", echo("10.0.2.10", "10.0.1.10")).delivered


def test_a_remembered_path_is_walked_again_only_after_a_change_it_asked_about() -> None:
    """Routes elsewhere leave it clean; a longer match for its target makes it dirty."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    kernel, g1 = wire.network.kernel, wire.network.nodes["g1"]
    path = wire.path(wire.network.nodes["a"], echo("10.0.1.10", "10.0.2.10"))
    path.use()
    walks = kernel.walks
    from iossim.device.rib import STATIC, Route
    from iossim.net.address import Prefix

    g1.rib.add(Route(Prefix.parse("10.77.0.0/24"), "static", STATIC, next_hop=ip("10.0.9.2")))
    path.use()
    assert kernel.walks == walks
    g1.rib.add(Route(Prefix.parse("10.0.2.8/29"), "static", STATIC, next_hop=ip("10.0.9.2")))
    path.use()
    assert kernel.walks == walks + 1


def test_lossy_links_multiply_and_are_drawn_only_for_real_packets() -> None:
    """Two links losing a half each lose three quarters; the walk itself stays certain."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    wire.network.change_link("left", loss=500_000)
    wire.network.change_link("right", loss=500_000)
    a = wire.network.nodes["a"]
    assert fate(wire, "a", echo("10.0.1.10", "10.0.2.10")).loss == 750_000
    passed = sum(wire.send(a, echo("10.0.1.10", "10.0.2.10")).delivered for _ in range(1000))
    assert 200 < passed < 300


def test_a_remembered_way_is_what_a_walk_finds() -> None:
    """Crossings and lookups are shared by the ways that need them: whatever happens to the LAN, both say the same."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    a = wire.network.nodes["a"]
    packets = [echo("10.0.1.10", "10.0.2.10", size=size) for size in (100, 4000)]
    for change in (
        {},
        {"loss": 500_000},
        {"loss": 0},
        {"connected": False},
        {"connected": True},
        {"silent": (("a", "eth0"),)},
    ):
        wire.network.change_link("left", **change)
        found = [wire.path(a, packet).use().plain() for packet in packets]
        assert found == [wire.walk(a, packet).plain() for packet in packets]


def test_only_ways_that_somebody_depends_on_are_kept() -> None:
    """Tidying forgets the way of a single datagram and keeps that of a round; what is sent afterwards arrives as before."""
    wire = line_of_three()
    warm(wire, "10.0.1.10", "10.0.2.10")
    kernel, a = wire.network.kernel, wire.network.nodes["a"]
    regular, single = echo("10.0.1.10", "10.0.2.10"), echo("10.0.1.10", "10.0.2.10", size=200)
    beat = Every(kernel, 1_000_000, 0, lambda: wire.path(a, regular).use())
    beat.start()
    kernel.run_until(kernel.now + 1_000_000)
    found = wire.path(a, single).use().plain()
    wire.tidy()
    assert [packet for _, packet in wire._paths] == [regular]
    assert wire.path(a, single).use().plain() == found


def test_a_switch_learns_floods_and_forgets() -> None:
    """Unknown addresses are flooded, known ones are not, and a port without carrier forgets."""
    wire = new_wire()
    lan = switch(wire, "sw", "1", "2", "3")
    hosts = [host(wire, f"h{n}", n, f"10.0.1.{n}/24", "10.0.1.254") for n in (1, 2, 3)]
    for n, node in enumerate(hosts, 1):
        wire.network.join(f"l{n}", (node.name, "eth0"), ("sw", str(n)), 10)
        node.carrier_changed("eth0")
    kernel = wire.network.kernel
    kernel.run_until(0)
    warm(wire, "10.0.1.1", "10.0.1.2")
    assert lan.table.peek(hosts[0].mac_of("eth0")) == "1"
    assert lan.table.peek(hosts[1].mac_of("eth0")) == "2"
    assert hosts[2].meter("eth0", "in").count == 0
    wire.network.change_link("l2", connected=False)
    kernel.run_until(kernel.now)
    assert lan.table.peek(hosts[1].mac_of("eth0")) is None
    assert lan.table.peek(hosts[0].mac_of("eth0")) == "1"


def test_a_split_switch_keeps_carrier_but_not_company() -> None:
    """Ports of different islands do not hear each other."""
    wire = new_wire()
    lan = switch(wire, "sw", "1", "2")
    for n in (1, 2):
        host(wire, f"h{n}", n, f"10.0.1.{n}/24", "10.0.1.254")
        wire.network.join(f"l{n}", (f"h{n}", "eth0"), ("sw", str(n)), 10)
        wire.network.nodes[f"h{n}"].carrier_changed("eth0")
    warm(wire, "10.0.1.1", "10.0.1.2")
    assert fate(wire, "h1", echo("10.0.1.1", "10.0.1.2")).delivered
    lan.split(("2",))
    assert not fate(wire, "h1", echo("10.0.1.1", "10.0.1.2")).delivered
    assert wire.network.carrier(("h1", "eth0"))
    lan.split(("2",), 0)
    assert fate(wire, "h1", echo("10.0.1.1", "10.0.1.2")).delivered


def test_a_loop_ends_with_the_ttl() -> None:
    """Two routers that point at each other pass a packet to and fro until its TTL is gone: 62 hops for 64."""
    wire = new_wire()
    host(wire, "a", 1, "10.0.1.10/24", "10.0.1.1")
    gateway(wire, "g1", 2, {"lan": "10.0.1.1/24", "wan": "10.0.9.1/30"}, (route("0.0.0.0/0", "10.0.9.2"),))
    gateway(wire, "g2", 3, {"wan": "10.0.9.2/30"}, (route("0.0.0.0/0", "10.0.9.1"),))
    wire.network.join("left", ("a", "eth0"), ("g1", "lan"), 10)
    wire.network.join("middle", ("g1", "wan"), ("g2", "wan"), 10)
    for node in wire.network.nodes.values():
        for port in node.ports:
            node.carrier_changed(port)
    warm(wire, "10.0.1.10", "172.16.0.1")
    counter = wire.network.nodes["g2"].meter("wan", "in")
    before = counter.count
    end = wire.send(wire.network.nodes["a"], echo("10.0.1.10", "172.16.0.1", ttl=64))
    assert end.reason == "TTL expired"
    assert counter.count - before == 32


def test_a_bad_line_to_one_host_costs_the_others_nothing() -> None:
    """Frames flooded over a bad port do not make the way to a host behind a good one bad."""
    wire = new_wire()
    switch(wire, "sw", "1", "2", "3")
    for n in (1, 2, 3):
        host(wire, f"h{n}", n, f"10.0.1.{n}/24", "10.0.1.254")
        wire.network.join(f"l{n}", (f"h{n}", "eth0"), ("sw", str(n)), 10)
        wire.network.nodes[f"h{n}"].carrier_changed("eth0")
    warm(wire, "10.0.1.1", "10.0.1.2")
    warm(wire, "10.0.1.1", "10.0.1.3")
    wire.network.nodes["sw"].table.clear()
    wire.network.change_link("l3", loss=900_000)
    assert fate(wire, "h1", echo("10.0.1.1", "10.0.1.2")).loss == 0
    assert fate(wire, "h1", echo("10.0.1.1", "10.0.1.3")).loss == 900_000
