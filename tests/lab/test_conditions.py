"""Conditions about conversations and SAs, the chain behind an SA, and the faults that touch one direction or part of a LAN."""

from __future__ import annotations

import pytest

from iossim.lab import Lab
from iossim.lab.session import read_action
from iossim.lab.session.actions import Expect

SECOND = 1_000_000


@pytest.fixture(scope="module")
def settled() -> Lab:
    """The reference lab, phone-1 in a call with phone-hq."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(5 * SECOND)
    return lab


def holds(lab: Lab, text: str) -> bool:
    """Whether a condition of the session language holds."""
    action = read_action(f"expect {text}", lab.names)
    assert isinstance(action, Expect)
    return lab.holds(action.condition)


def found(lab: Lab, text: str) -> str:
    """What is said to be there instead."""
    action = read_action(f"expect {text}", lab.names)
    assert isinstance(action, Expect)
    return lab.found(action.condition)


def test_each_direction_is_judged_by_itself_and_from_the_phone_that_is_named(settled: Lab) -> None:
    """`to` is what the named phone sends: what is `to` for one is `from` for the other."""
    lab = settled.copy()
    assert holds(lab, "voice phone-1 both audible") and not holds(lab, "voice phone-1 both silent")
    lab.do("block esp at firewall inbound")
    lab.advance(SECOND)
    assert holds(lab, "voice phone-1 to silent") and holds(lab, "voice phone-1 from audible")
    assert holds(lab, "voice phone-hq from silent") and holds(lab, "voice phone-hq to audible")
    assert not holds(lab, "voice phone-1 both silent") and not holds(lab, "voice phone-1 both audible")
    assert found(lab, "voice phone-1 both audible") == "to silent (firewall: blocked by the operator), from audible"


def test_a_phone_in_no_call_is_neither_audible_nor_silent(settled: Lab) -> None:
    """A condition about a call that does not exist holds in no form, and says so."""
    for way in ("both", "to", "from"):
        for state in ("audible", "silent"):
            assert not holds(settled, f"voice phone-2 {way} {state}")
    assert found(settled, "voice phone-2 both silent") == "phone-2 in no call"


def test_two_nodes_have_sas_when_both_hold_them(settled: Lab) -> None:
    """In either order; SAs that one side alone still holds are none, and are told."""
    lab = settled.copy()
    assert holds(lab, "sa soho-vp gateway-1") and holds(lab, "sa gateway-1 soho-vp")
    assert not holds(lab, "sa soho-vp gateway-2") and found(lab, "sa soho-vp gateway-2") == "none on either side"
    lab.do("power off soho-vp")
    assert not holds(lab, "sa soho-vp gateway-1")
    assert found(lab, "sa soho-vp gateway-1") == "gateway-1 has SAs with soho-vp"


def test_why_sa_speaks_of_these_two_nodes(settled: Lab) -> None:
    """SAs that are there: why they came; that are not: why they went. Others' SAs do not matter."""
    lab = settled.copy()
    lab.do("outage dsl-1 30s")
    lab.advance(60 * SECOND)
    for nodes, first in (("soho-vp gateway-2", "are up"), ("soho-vp gateway-1", "the peer is dead")):
        chain = lab.do(f"why sa {nodes}").data["chain"]
        assert first in chain[0]["text"] and chain[-1]["text"] == "outage dsl-1 30s"  # type: ignore[index]


def test_a_link_can_lose_what_one_end_sends(settled: Lab) -> None:
    """One way only, and only an end of the link can be named."""
    lab = settled.copy()
    assert not lab.do("silence home-1-phone from firewall").ok
    lab.do("silence home-1-phone from phone-1")
    lab.advance(SECOND)
    assert holds(lab, "voice phone-1 to silent") and holds(lab, "voice phone-1 from audible")
    lab.do("restore home-1-phone")
    lab.advance(SECOND)
    assert holds(lab, "voice phone-1 both audible")


def test_a_split_switch_is_two_lans_until_it_is_one_again(settled: Lab) -> None:
    """What is split off hears only what else is split off; each part learns for itself."""
    lab = settled.copy()
    assert (
        not lab.do("split firewall stick-gw2").ok
        and not lab.do("split dmz-sw x-over").ok
        and not lab.do("unite hub-1").ok
    )
    lab.do("split dmz-sw stick-gw2")
    lab.advance(60 * SECOND)
    assert holds(lab, "hsrp gateway-1 Active") and holds(lab, "hsrp gateway-2 Active")
    assert holds(lab, "voice phone-1 both audible")
    lab.do("split dmz-sw stick-gw1")  # both head-ends without the firewall
    lab.advance(15 * SECOND)
    assert holds(lab, "hsrp gateway-2 Speak") or holds(lab, "hsrp gateway-2 Standby")
    assert holds(lab, "voice phone-1 both silent")
    lab.do("unite dmz-sw")
    lab.advance(60 * SECOND)
    assert holds(lab, "voice phone-1 both audible") and holds(lab, "hsrp gateway-2 Standby")
