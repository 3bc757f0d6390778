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
