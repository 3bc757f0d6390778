"""Why: what is wrong, and the chain of causes down to what was done."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from iossim.lab.lab import Lab
from iossim.lab.view import timeline
from iossim.lab.why import causes, mended, troubles

SECOND = 1_000_000


@pytest.fixture(scope="module")
def failed() -> Lab:
    """A conversation, and a head-end that crashed nine seconds ago."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(2 * SECOND)
    lab.do("crash gateway-1")
    lab.advance(9 * SECOND)
    return lab


def about(lab: Lab, what: str) -> list[str]:
    """What led to the trouble whose text begins like that, the fact first."""
    (trouble,) = [trouble for trouble in troubles(lab) if trouble.what.startswith(what)]
    assert trouble.number is not None
    return [event.text for event in causes(lab, trouble.number)]


def test_nothing_is_wrong_in_a_settled_lab() -> None:
    """A lab at rest has no troubles."""
    assert troubles(Lab.open("headend")) == ()


@pytest.mark.parametrize("what", [
    "phone-1 does not hear phone-hq: firewall: link stick-gw1 has no carrier",
    "gateway-1 is booting", "x-over is down", "gateway-2 has lost its EIGRP neighbour 192.168.81.3",
])  # fmt: skip
def test_everything_red_leads_to_the_fault(failed: Lab, what: str) -> None:
    """Voice, boxes, cables and neighbours: each is explained by the crash, in one chain."""
    assert about(failed, what)[-1] == "[crash gateway-1]"


def test_a_lost_tunnel_is_explained_by_the_peer(failed: Lab) -> None:
    """The home's chain runs from its dead SAs over the silent peer to the crash."""
    lab = failed.copy()
    lab.advance(12 * SECOND)
    lost = [record for record in lab.records() if (record.device, record.kind) == ("soho-2", "sa-down")]
    chain = [event.text for event in causes(lab, lost[-1].number)]
    assert chain[-1] == "[crash gateway-1]"
    assert any("heard nothing" in text for text in chain)


def test_what_brought_the_voice_back(failed: Lab) -> None:
    """Behind a fail-over each direction says after how long it is heard again, and by which tunnel that came about."""
    assert mended(failed) == ()
    lab = failed.copy()
    lab.advance(40 * SECOND)
    (there, back) = mended(lab)
    for direction, who in ((there, "phone-1 hears phone-hq"), (back, "phone-hq hears phone-1")):
        assert re.fullmatch(rf"{who} again after \d+\.\d s", direction.what)
    for direction in (there, back):
        assert direction.number is not None
        chain = [event.text for event in causes(lab, direction.number)]
        assert chain[-1] == "[crash gateway-1]"
        assert any("is up" in text or "are up" in text for text in chain)
    lab.advance(700 * SECOND)
    assert all("again after" not in trouble.what for trouble in troubles(lab))


@pytest.mark.parametrize(("action", "what", "root"), [
    ("power off soho-vp", "soho-vp is off", "[power off soho-vp]"),
    ("cut x-over", "x-over is down: no carrier", "[cut x-over]"),
    ("silence x-over", "x-over is silent: frames lost", "[silence x-over]"),
    ("unplug phone-2", "phone-2 is not registered (unplugged)", "[unplug phone-2]"),
])  # fmt: skip
def test_each_kind_of_fault_is_named_as_the_cause(action: str, what: str, root: str) -> None:
    """Whatever was done is what the chain ends with."""
    lab = Lab.open("headend")
    lab.do(action)
    lab.advance(SECOND)
    assert about(lab, what)[-1] == root


def test_causes_count_from_the_first_one(failed: Lab) -> None:
    """The fact comes first, its times are seconds after the root, the root is marked."""
    event = next(event for event in timeline(failed) if event.kind == "hsrp" and "Active timer" in event.text)
    chain = causes(failed, event.number)
    assert chain[0].number == event.number
    assert (chain[-1].origin, chain[-1].since) == (True, 0)
    assert [link.since for link in chain] == sorted((link.since for link in chain), reverse=True)  # type: ignore[type-var]
    assert causes(failed, 10**9) == ()


@pytest.mark.parametrize("look", [troubles, lambda lab: causes(lab, 0)])
def test_asking_changes_nothing(failed: Lab, look: Callable[[Lab], object]) -> None:
    """However often one asks, the lab stays as it is."""
    before = failed.fingerprint()
    look(failed)
    assert failed.fingerprint() == before


def typed(lab: Lab, router: str, *lines: str) -> None:
    """Lines at a console, with privileges."""
    for line in ("", "enable", "cisco", *lines):
        lab.type(router, (*line, "enter"))


def why(lab: Lab, what: str) -> list[str]:
    """The lines of a report without time and device, the fact first."""
    return [link["text"] for link in lab.do(f"why {what}").data["chain"]]  # type: ignore[index,union-attr,attr-defined]


def test_who_is_refused_learns_why() -> None:
    """Other transforms at a home: tunnel and silence lead to the line that was typed, and repetitions stand once."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(2 * SECOND)
    typed(lab, "soho-vp", "configure terminal", "crypto ipsec transform-set t1 esp-des esp-md5-hmac", "end")
    lab.advance(SECOND)
    typed(lab, "soho-vp", "clear crypto sa")
    lab.advance(30 * SECOND)
    line = "soho-vp(config)#crypto ipsec transform-set t1 esp-des esp-md5-hmac"
    assert why(lab, "sa soho-vp gateway-1") == ["is told by 64.100.1.1 that it takes none of the IPsec proposals", line]
    silence = why(lab, "voice phone-1")
    assert "soho-vp: no SA under crypto map test 1" in silence[0] and silence[-1] == line
    lab.advance(100 * SECOND)
    assert why(lab, "phone phone-1")[0] == "phone-1 has lost its CallManager" and why(lab, "phone phone-1")[-1] == line
    chain = [event.text for event in causes(lab, lab.world.kernel.trace.count - 1)]
    assert sum("repeats its message" in text for text in chain) < 3


def test_the_refusing_side_is_to_blame_when_its_line_came_later() -> None:
    """Other transforms at a head-end: the same, down to its line."""
    lab = Lab.open("headend")
    sets = ("crypto ipsec transform-set t1 esp-des", "crypto ipsec transform-set t2 esp-des")
    typed(lab, "gateway-1", "configure terminal", *sets, "end")
    lab.advance(SECOND)
    typed(lab, "soho-vp", "clear crypto sa")
    lab.advance(60 * SECOND)
    chain = why(lab, "sa soho-vp gateway-1")
    assert chain[1].startswith("refuses 165.7.1.9 IPsec SAs for any to 10.81.2.0/29: it has no transform set esp-3des")
    assert chain[-1] == "gateway-1(cfg-crypto-trans)#crypto ipsec transform-set t2 esp-des"


def test_a_box_without_power_is_in_no_state() -> None:
    """What a telephone or a router was before says nothing of now."""
    lab = Lab.open("headend")
    for deed, question in (("unplug phone-2", "phone phone-2"), ("power off gateway-1", "hsrp gateway-1")):
        lab.do(deed)
        assert why(lab, question) == [deed]
    lab.do("power on gateway-1")
    assert why(lab, "hsrp gateway-1") == ["gateway-1 starts (power-on)", "power on gateway-1"]


def test_what_stands_in_the_way_is_to_blame_not_who_noticed() -> None:
    """A call finds a peer silent whose answers are blocked: the root is the block."""
    lab = Lab.open("headend")
    lab.do("block udp 500 at firewall")
    lab.do("block esp at firewall")
    lab.advance(5 * SECOND)
    lab.do("call phone-1 phone-hq")
    lab.advance(60 * SECOND)
    assert why(lab, "sa soho-vp gateway-1")[-1].startswith("block ")


def test_a_call_that_was_never_heard_is_explained() -> None:
    """Nothing has changed its sound: what stands in the way does, also where what it meets was made by the call."""
    lab = Lab.open("headend")
    typed(lab, "gateway-1", "configure terminal", "access-list 160 deny udp any any range 16384 32767 log",
          "access-list 160 permit ip any any", "interface FastEthernet0/0", "ip access-group 160 in", "end")  # fmt: skip
    lab.advance(SECOND)
    lab.do("call phone-1 phone-hq")
    lab.advance(3 * SECOND)
    fact, cause = why(lab, "voice phone-1")
    assert fact.startswith(
        "phone-hq has not heard phone-1 since the call began: the way ends at gateway-1: access list 160 in"
    )
    assert cause == "gateway-1(config-if)#ip access-group 160 in"


def report(lab: Lab) -> tuple[list[str], dict[str, list[str]]]:
    """`[why voice phone-1]`: its lines, and the texts of its chains."""
    told = lab.do("why voice phone-1")
    chains = {key: [link["text"] for link in links] for key, links in (told.data or {}).items()}  # type: ignore[attr-defined]
    return list(told.lines), chains


def test_each_direction_has_its_own_story() -> None:
    """Silent of different things: both are told, each under its direction, what was to blame last; mended, one is left."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(2 * SECOND)
    typed(lab, "gateway-1", "configure terminal", "access-list 150 deny udp any 10.81.2.0 0.0.0.7 range 16384 32767",
          "access-list 150 permit ip any any", "interface FastEthernet0/0", "ip access-group 150 in", "end")  # fmt: skip
    lab.advance(SECOND)
    list_150, block = "gateway-1(config-if)#ip access-group 150 in", "block esp at firewall inbound"
    assert report(lab)[1].keys() == {"chain"}
    lab.do(block)
    lab.advance(SECOND)
    lines, chains = report(lab)
    assert [line for line in lines if not line.startswith(" ")] == ["phone-hq -> phone-1:", "phone-1 -> phone-hq:"]
    assert (chains["to"][-1], chains["from"][-1]) == (block, list_150)
    assert chains["chain"] == chains["from"] + chains["to"]
    lab.do("unblock esp at firewall inbound")
    lab.advance(SECOND)
    assert (report(lab)[1].keys(), report(lab)[1]["chain"][-1]) == ({"chain"}, list_150)


def test_one_cause_of_both_silences_is_told_once() -> None:
    """A block in both directions is one story without a heading."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(2 * SECOND)
    lab.do("block esp at firewall")
    lab.advance(SECOND)
    lines, chains = report(lab)
    assert (len(lines), chains.keys()) == (2, {"chain"})


@pytest.fixture(scope="module")
def talking() -> Lab:
    """A conversation of five seconds."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(5 * SECOND)
    return lab


@pytest.mark.parametrize(("router", "port"), [("soho-vp", "FastEthernet0"), ("gateway-1", "FastEthernet0/0")])
@pytest.mark.parametrize("fault", ["cut dsl-1-line", "block esp at firewall", "cut stick-gw1", "unplug phone-hq"])
@pytest.mark.parametrize("later", [-15, -5, 0, 20, 30])
def test_a_line_typed_at_the_same_time_is_not_to_blame(
    talking: Lab, router: str, port: str, fault: str, later: int
) -> None:
    """A list on the way that permits everything, typed milliseconds before a fault or after it: the fault is the root."""
    lab = talking.copy()
    lines = ("access-list 150 permit ip any any", f"interface {port}", "ip access-group 150 in", "end")
    if later >= 0:
        lab.do(fault)
        lab.advance(later * 1000)
    typed(lab, router, "configure terminal", *lines)
    if later < 0:
        lab.advance(-later * 1000)
        lab.do(fault)
    lab.advance(SECOND)
    assert report(lab)[1]["chain"][-1] == fault


def test_a_missing_route_is_blamed_on_what_took_it(talking: Lab) -> None:
    """The line is cut, then the home crashes, and with it the other network of its box: attempts fail because of the line."""
    lab = talking.copy()
    lab.do("cut dsl-1-line")
    lab.advance(5 * SECOND)
    lab.do("crash soho-vp")
    lab.advance(200 * SECOND)
    assert why(lab, "sa soho-vp gateway-1")[-1] == "cut dsl-1-line"
    assert why(lab, "phone phone-1")[-1] == "cut dsl-1-line"


def test_a_route_that_nobody_could_tell_of_is_blamed_on_the_cable(talking: Lab) -> None:
    """The cable is cut, the home turns to the standby, the active one comes back without a route: mend the cable."""
    lab = talking.copy()
    lab.do("cut x-over")
    typed(lab, "gateway-1", "configure terminal", "interface FastEthernet0/0", "shutdown", "end")
    lab.advance(30 * SECOND)
    typed(lab, "gateway-1", "configure terminal", "interface FastEthernet0/0", "no shutdown", "end")
    lab.advance(90 * SECOND)
    chain = report(lab)[1]["chain"]
    assert chain[-1] == "cut x-over" and "now the way ends at firewall: does not send back" in "".join(chain)
    lab.do("restore x-over")
    lab.advance(30 * SECOND)
    assert "hears" in report(lab)[1]["chain"][0]


def test_packets_that_come_too_late_are_blamed_on_the_link_that_holds_them(talking: Lab) -> None:
    """Nothing changes when chance makes several of them late in a row: the link that loses their order is to blame."""
    lab = talking.copy()
    lab.do("reorder hq-phone 30% 2s")
    lab.advance(2 * SECOND)
    typed(lab, "soho-vp", "clear crypto sa")
    for _ in range(100):
        lab.advance(SECOND // 2)
        chain = report(lab)[1]["chain"]
        if "too late" in chain[0] and lab.now > 20 * SECOND:
            break
    assert "too late" in chain[0] and chain[-1] == "reorder hq-phone 30% 2s"
