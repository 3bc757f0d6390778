"""The way of a packet: hops with their decisions, headers, cables; two moments compared."""

from __future__ import annotations

from itertools import pairwise

import pytest

from iossim.lab.lab import Lab
from iossim.lab.way import KINDS, Question, Way, compared, endpoints, usual, way

SECOND = 1_000_000
VOICE = Question("phone-1", "phone-hq")
TELNET = KINDS[3]


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab.open("headend")


def said(found: Way, node: str) -> list[str]:
    """What a node decided, every time the packet came by."""
    return [f"{d.action}: {d.reason}" for hop in found.hops if hop.node == node for d in hop.decisions]


def test_a_voice_packet_goes_through_the_tunnel_and_back_over_the_stick(lab: Lab) -> None:
    """Hop by hop as the document's figure has it; the firewall sees the packet twice, in ESP and in clear."""
    found = way(lab, VOICE)
    assert [hop.node for hop in found.hops] == [
        "phone-1", "soho-vp", "dsl-1", "internet", "firewall", "gateway-1", "firewall", "phone-hq",
    ]  # fmt: skip
    assert found.delivered and found.result.startswith("delivered at phone-hq")
    assert "encrypt: SPI" in said(found, "soho-vp")[1] and "crypto map test 1" in said(found, "soho-vp")[1]
    assert said(found, "dsl-1")[-1] == "translate: 192.168.1.102 -> 165.x.x.x"
    assert said(found, "gateway-1")[1] == "route: static 0.0.0.0/0 via 10.81.0.1, FastEthernet0/0"


def test_headers_tell_what_the_next_hop_gets(lab: Lab) -> None:
    """What one node lets go is what the next one takes in; ESP shows what it carries."""
    found = way(lab, VOICE)
    assert all(a.after == b.before for a, b in pairwise(found.hops))
    dsl = found.hops[2]
    assert dsl.before.startswith("192.168.1.102 → 64.yy.yy.a ESP SPI 0x")
    assert dsl.after.startswith("165.x.x.x → 64.yy.yy.a ESP SPI 0x")
    assert dsl.after.endswith("[10.81.2.2 → 10.80.1.101 UDP 16384 → 16384, TTL 63]")


def test_cables_run_through_switches_in_order(lab: Lab) -> None:
    """Every cable begins where the one before ended; the stick is travelled to and fro."""
    links = way(lab, VOICE).links
    assert (links[0][1], links[-1][2]) == ("phone-1", "phone-hq")
    assert all(a[2] == b[1] for a, b in pairwise(links))
    assert [(a, b) for name, a, b in links if name == "stick-gw1"] == [("dmz-sw", "gateway-1"), ("gateway-1", "dmz-sw")]


def test_a_virtual_next_hop_names_who_is_active(lab: Lab) -> None:
    """The firewall sends to the HSRP address; the way says whose it is now."""
    assert said(way(lab, VOICE.turned()), "firewall")[0].endswith("via 10.81.0.5, dmz (HSRP: gateway-1 is Active)")


def test_a_drop_says_where_and_why(lab: Lab) -> None:
    """A packet that is lost ends at the node that loses it, with the reason."""
    lab = lab.copy()
    lab.do("block esp at firewall")
    found = way(lab, VOICE)
    assert (found.delivered, found.lost_at) == (False, "firewall")
    assert said(found, "firewall")[-1] == "drop: blocked by the operator"
    assert found.links[-1][2] == "firewall"


def test_the_line_of_an_access_list_is_named(lab: Lab) -> None:
    """The entry that let a packet pass, or did not, is told as it is written."""
    lab = lab.copy()
    lines = ("enable", "cisco", "conf t", "access-list 150 deny udp any any", "access-list 150 permit ip any any",
             "interface FastEthernet0", "ip access-group 150 in", "end")  # fmt: skip
    lab.type("soho-vp", ("enter",))
    for line in lines:
        lab.type("soho-vp", (*line, "enter"))
    assert said(way(lab, VOICE), "soho-vp") == [
        "filter: access list 150 in: deny udp any any",
        "drop: access list 150 in on FastEthernet0",
    ]
    ping = way(lab, Question("phone-1", "phone-hq", KINDS[2]))
    assert said(ping, "soho-vp")[0] == "filter: access list 150 in: permit ip any any"


def test_the_way_before_and_after_a_fail_over(lab: Lab) -> None:
    """Compared, the hops of before have a minus and those of now a plus; what is the same has neither."""
    lab = lab.copy()
    before = way(lab, VOICE)
    lab.do("crash gateway-1")
    lab.advance(50 * SECOND)
    rows = [(row.sign, row.hop.node) for row in compared(before, way(lab, VOICE))]
    assert ("-", "gateway-1") in rows and ("+", "gateway-2") in rows
    assert (" ", "phone-1") in rows and (" ", "internet") in rows
    assert [node for sign, node in rows if sign != "-"] == [hop.node for hop in way(lab, VOICE).hops]


def test_looking_changes_nothing(lab: Lab) -> None:
    """However many ways are looked at, the lab stays as it is."""
    before = lab.fingerprint()
    for a in endpoints(lab):
        for kind in KINDS:
            way(lab, Question(a, "phone-3", kind))
    assert lab.fingerprint() == before


def test_what_can_be_followed(lab: Lab) -> None:
    """The conversation first; a place without an address is answered in words."""
    assert usual(lab) == VOICE
    assert {"callmanager", "soho-vp", "phone-1"} <= set(endpoints(lab))
    assert way(lab, Question("dmz-sw", "phone-1")).trouble == "dmz-sw has no address to send from"
    assert way(lab, Question("admin", "soho-vp", TELNET)).hops[0].decisions[0].action == "route"
