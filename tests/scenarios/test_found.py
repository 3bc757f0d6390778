"""Mistakes that these scenarios have brought to light, each by itself."""

from __future__ import annotations

from iossim.endpoints.phone import Phone
from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol, Udp
from iossim.sim.clock import SECOND
from iossim.sim.rounds import Every

from .story import opened


def test_a_slower_line_is_told_while_the_call_goes_on() -> None:
    """The delay of a direction is that of its latest packet, although nothing was lost in between."""
    lab = opened("talk")
    lab.do("call phone-a phone-b")
    lab.advance(5 * SECOND)
    lab.do("delay cable 180ms")
    lab.advance(5 * SECOND)
    told = lab.do("voice phone-a").lines
    assert [" 180.2 ms, MOS " in line for line in told] == [True, True]


def test_a_home_without_its_router_sends_nothing_back_to_the_provider() -> None:
    """What comes in for a LAN without carrier ends at the DSL box, not on the way back to the Internet."""
    lab = opened("homes")
    lab.do("call phone-1 phone-2")
    lab.advance(5 * SECOND)
    lab.do("power off soho-1")
    lab.advance(3 * SECOND)
    talker = lab.world.nodes["phone-2"]
    assert isinstance(talker, Phone) and talker.stream is not None
    assert talker.stream.hearing.reason.startswith("dsl-1: ")


def test_a_round_that_asks_a_telephone_for_its_address_is_woken_when_it_changes() -> None:
    """Voice from a telephone that has lost its lease begins again when it has one."""
    lab = opened("homes")
    lab.do("call phone-1 phone-2")
    lab.advance(5 * SECOND)
    phone = lab.world.nodes["phone-1"]
    assert isinstance(phone, Phone) and phone.stream is not None
    was = phone.interfaces.peek("eth0")
    assert was is not None
    phone.change_interface("eth0", addresses=())
    lab.advance(5 * SECOND)
    assert phone.stream.hearing.reason == "the phone has no address"
    phone.change_interface("eth0", addresses=was.addresses)
    lab.advance(5 * SECOND)
    assert phone.stream.hearing.audible
    assert all(
        every.quiet for every in lab.world.kernel.parts(Every) if every.running and every.name.startswith("Stream")
    )


def test_a_packet_that_is_encrypted_anew_in_each_round_ends() -> None:
    """A home router with another LAN address sends what is for the old one into the tunnel: the TTL ends that at last."""
    lab = opened("headend")
    lab.do("call phone-3 phone-hq")
    lab.advance(5 * SECOND)
    lab.ready("soho-3")
    for line in ("configure terminal", "interface FastEthernet0", "ip address 192.168.7.1 255.255.255.0", "end"):
        lab.type("soho-3", (*line, "enter"))
    pc, gateway = lab.world.nodes["pc-3"], Address.parse("10.81.2.25")
    address = pc.interfaces.peek("eth0").address  # type: ignore[union-attr]
    packet = Packet(address, gateway, Protocol.UDP, Udp(68, 67, None, 300), ttl=255)  # type: ignore[arg-type]
    steps, fate = lab.world.wire.trace(pc, packet)  # type: ignore[arg-type]
    assert fate.reason == "TTL expired"
    assert sum(step.action == "encrypt" for step in steps) > 100


def test_a_port_without_an_address_routes_nothing() -> None:
    """`no ip address` on a home's LAN: its phone still has the router's MAC, but is heard no more, and hears nobody."""
    lab = opened("headend")
    lab.do("call phone-3 phone-hq")
    lab.advance(5 * SECOND)
    phone, hq = lab.world.nodes["phone-3"], lab.world.nodes["phone-hq"]
    assert isinstance(phone, Phone) and isinstance(hq, Phone) and phone.stream is not None and hq.stream is not None
    lab.ready("soho-3")
    for line in ("configure terminal", "interface FastEthernet0", "no ip address", "end"):
        lab.type("soho-3", (*line, "enter"))
    lab.advance(5 * SECOND)
    assert not phone.stream.hearing.audible and not hq.stream.hearing.audible
    assert "FastEthernet0 has no IP address" in phone.stream.hearing.reason


def test_a_volume_that_runs_out_is_renewed_once() -> None:
    """Both ends see it in the same round of looks, some milliseconds apart: the responder leaves it to the initiator."""
    lab = opened("headend")
    lab.do("call phone-1 phone-hq")
    lines = (
        "configure terminal",
        "crypto ipsec security-association lifetime kilobytes 2560",
        "end",
        "clear crypto sa",
    )
    for line in ("", "enable", "cisco", *lines):
        lab.type("soho-vp", (*line, "enter"))
    lab.advance(290 * SECOND)
    for router in ("soho-vp", "gateway-1"):
        flows = lab.router(router).engine("crypto").sadb.flows  # type: ignore[attr-defined]
        (pairs,) = (pairs for flow, pairs in flows.items() if "10.81.2.0" in str(flow.proxy))
        assert len(pairs) == 2, router
