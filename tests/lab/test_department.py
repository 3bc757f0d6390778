"""What the firewall's department does on request."""

from __future__ import annotations

import pytest

from iossim.lab import Lab

HALF_MINUTE = 30_000_000
MINUTE = 60_000_000


@pytest.fixture
def lab() -> Lab:
    return Lab.open(batch=True)


def ends(lab: Lab, path: str) -> str:
    return str(lab.do(f"path {path}").data["result"])  # type: ignore[index]


def test_a_withdrawn_permission_is_gone_and_nothing_else(lab: Lab) -> None:
    """ESP to one loopback is dropped at once, also on remembered ways; IKE to it, and ESP to the other, still pass."""
    lab.do("call phone-3 phone-hq")
    lab.do("call phone-1 phone-hq2")
    lab.advance(5_000_000)
    assert lab.do("withdraw esp from outside to 64.yy.yy.b at firewall").ok
    lab.advance(5_000_000)
    assert ends(lab, "phone-3 phone-hq udp") == "dropped at firewall: denied by the policy"
    assert ends(lab, "phone-1 phone-hq udp") == "delivered"
    assert lab.do("voice phone-3").lines[0].endswith("(firewall: denied by the policy)")
    assert ends(lab, "soho-3 64.yy.yy.b udp 500") == "delivered"


def test_what_is_permitted_again_is_as_before(lab: Lab) -> None:
    """A permission that was withdrawn and asked for again lets the same packets pass."""
    lab.do("withdraw esp from outside to 64.yy.yy.b at firewall")
    assert lab.do("permit esp from outside to 64.yy.yy.b at firewall").ok
    assert ends(lab, "phone-3 phone-hq udp") == "delivered"


def test_what_nobody_permits_cannot_be_withdrawn(lab: Lab) -> None:
    """The department says so instead of doing nothing."""
    refused = lab.do("withdraw tcp 23 from outside to 64.yy.yy.b at firewall")
    assert (refused.ok, refused.lines) == (False, ("firewall permits no such thing",))
    assert lab.do("permit esp from attic to 64.yy.yy.b at firewall").lines == (
        "firewall has no interface attic; it has dmz, inside, outside",
    )


def test_a_route_leads_elsewhere(lab: Lab) -> None:
    """Another next hop takes the place of the old one, and stays over the loss of power."""
    assert lab.do("route 10.81.2.0/23 via 10.81.0.4 at firewall").ok
    assert ends(lab, "phone-hq phone-3 udp") == "delivered"
    lab.do("route 10.81.2.0/23 via 10.81.0.6 at firewall")
    lab.do("power off firewall")
    lab.do("power on firewall")
    assert ends(lab, "phone-hq phone-3 udp").startswith("dropped at firewall")
    lab.do("forget route 10.81.2.0/23 at firewall")
    lab.do("route 10.81.2.0/23 via 10.81.0.5 at firewall")
    assert ends(lab, "phone-hq phone-3 udp") == "delivered"


def test_an_exercise_begins_on_fresh_consoles(lab: Lab) -> None:
    """What was typed before the learner came is on no screen and in no command history."""
    lab.type("gateway-1", [*"show clock", "enter"])
    lab.do("exercise 1.3 seed 4")
    lab.type("gateway-1", ["c-p"])
    assert lab.terminal("gateway-1").last_line == "gateway-1#"
    assert not any("show clock" in line for line in lab.terminal("gateway-1").lines)
    assert Lab.replay(lab.journal).fingerprint() == lab.fingerprint()


def test_a_permission_asked_for_is_taken_back_by_itself(lab: Lab) -> None:
    """A new rule beside one of the lab file goes alone; `restore policy` brings back what was withdrawn."""
    firewall = lab.world.nodes["firewall"]
    meant = firewall.policy  # type: ignore[attr-defined]
    lab.do("permit tcp 80 from dmz to inside at firewall")
    lab.do("withdraw tcp 80 from dmz to inside at firewall")
    assert firewall.policy == meant  # type: ignore[attr-defined]
    lab.do("withdraw tcp 80 from dmz to inside at firewall")
    assert firewall.policy != meant  # type: ignore[attr-defined]
    lab.do("restore policy at firewall")
    assert firewall.policy == meant  # type: ignore[attr-defined]
    assert lab.do("restore policy at gateway-1").lines == ("gateway-1 is not a firewall",)
