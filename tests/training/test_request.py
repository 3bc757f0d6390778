"""A change request is read as the people of another department would read it."""

from __future__ import annotations

import pytest

from iossim.lab import Lab
from iossim.lab.session.slots import Expected
from iossim.training.request import policy_lines, strangers


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab.open(batch=True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("permit ESP from Outside to 64.yy.yy.b", "permit esp from outside to 64.yy.yy.b"),
        ("permit protocol 50 from outside to 64.yy.yy.b", "permit esp from outside to 64.yy.yy.b"),
        ("allow IKE from the Internet to 64.yy.yy.b/32", "permit udp 500 from outside to 64.yy.yy.b"),
        ("permit udp isakmp from 64.yy.yy.b to any", "permit udp 500 from 64.yy.yy.b to outside"),
        ("permit udp port 500 from outside to 10.81.0.3", "permit udp 500 from outside to 10.81.0.3"),
        ("ip route 64.yy.yy.b 255.255.255.255 via 10.81.0.4.", "route 64.yy.yy.b via 10.81.0.4"),
        ("route 10.81.2.0/23 via 10.81.0.5", "route 10.81.2.0/23 via 10.81.0.5"),
    ],
)
def test_other_words_mean_the_same(lab: Lab, text: str, meant: str) -> None:
    """Capitals, the name of IKE, the number of ESP, the mask of a host."""
    assert [str(one) for one in policy_lines("firewall", text, lab.names)] == [f"{meant} at firewall"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("open port 500", 'begins with permit, withdraw, route, forget or restore, found "open port 500"'),
        ("permit esp to 64.yy.yy.b", 'expected "from"'),
        ("", "expected 1 to 20 lines"),
    ],
)
def test_what_nobody_can_carry_out_is_no_request(lab: Lab, text: str, said: str) -> None:
    """It says how a line begins."""
    with pytest.raises(Expected) as told:
        policy_lines("firewall", text, lab.names)
    assert said in str(told.value)


def test_a_side_is_of_the_firewall(lab: Lab) -> None:
    """The name of a router is none: who writes it is told, before anything is marked."""
    wrong = policy_lines("firewall", "permit esp from outside to gateway-2", lab.names)
    assert strangers(lab, wrong) == "expected dmz, inside, outside or an address, found gateway-2"
    assert strangers(lab, policy_lines("firewall", "permit esp from outside to 64.yy.yy.b", lab.names)) == ""
