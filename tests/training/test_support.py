"""What an explanation mentions is shown by its claims, or is an author's mistake with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.lab.session import Names
from iossim.training.content import mistakes_of
from iossim.training.support import unsupported
from tests.training.desk import small

NAMES = Names(("gateway-1", "soho-vp"), ("gateway-1", "gateway-2", "soho-vp", "firewall", "phone-1"), ("x-over",))
SHOWN = "D EX 10.81.2.24 [170/2588160] via 192.168.81.4, 00:54:31, FastEthernet0/1\nhold time 10 sec\nshow ip route\nQM_IDLE"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("D EX has distance 170 and metric 2588160.", []),
        ("It has distance 171.", ["171"]),
        ("After ten seconds it is over; twenty-three would be too late.", ["twenty-three"]),
        ("Two routers, one cable; two seconds.", ["Two"]),
        ("10.81.2.24 is there, 10.81.2.25 is not.", ["10.81.2.25"]),
        ("gateway-1 and phone-1 speak over x-over, the firewall between.", ["gateway-1", "phone-1", "x-over"]),
        ("FastEthernet0/1, not Ethernet0.", ["Ethernet0"]),
        ("QM_IDLE is not MM_NO_STATE, and the state is Active.", ["MM_NO_STATE", "Active"]),
        ("`show ip route` tells it, `show ip arp` does not.", ["show ip arp"]),
        ("`hold time 10` stands there; 64.yy.yy.a does not.", ["64.yy.yy.a"]),
        ("Access list 101 and 3.5 Mbit.", ["101", "3.5"]),
        ("It is a matter of 25881 or 8160.", ["25881", "8160"]),
    ],
)
def test_what_is_mentioned_is_shown(text: str, missing: list[str]) -> None:
    """Numbers in figures and words, addresses, devices, interfaces, states, commands: as whole words."""
    found = list(unsupported(text, SHOWN, NAMES))
    assert [one.lower() for one in found] == [one.lower() for one in missing]


def test_an_author_is_told_where(tmp_path: Path) -> None:
    """A number that no display of the lab shows is found when the solution is played, with the line of the explanation."""
    text = "explain: It is computed from 100 and 2816 on gateway-2."
    place = small(tmp_path, "explain: It is computed.", text)
    line = (place / "exercise.yaml").read_text().splitlines().index(f"    {text}") + 1
    found = [str(one).removeprefix(f"{place}/") for one in mistakes_of(place)]
    where = f"exercise.yaml:{line}:5: steps[1].explain: seed 1: metric explains"
    assert found == [f"{where} {what!r}, and none of its claims shows that" for what in ("gateway-2", "100", "2816")]
