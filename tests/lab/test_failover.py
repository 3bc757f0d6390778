"""Fail-over in the reference lab: who plays, what a run measures, and that the numbers come from the mechanisms."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from iossim.lab.failover import Plan, PlanError, Run, measure, survey
from iossim.lab.lab import Lab

SECOND = 1_000_000
T1 = Plan("gateway-2", "gateway-2")
T2 = Plan("gateway-1", "gateway-1", after="gateway-2")


@pytest.fixture(scope="module")
def labs() -> dict[str, Lab]:
    """The settled lab under each profile; runs take copies."""
    return {profile: Lab.open("headend", profile=profile) for profile in ("seed", "phase", "top-of-list")}


def run(lab: Lab, plan: Plan, seed: int = 1) -> Run:
    return measure(lab.reseeded(seed), plan, survey(lab, plan), seed)


def seconds(micros: int | None) -> float:
    assert micros is not None
    return micros / SECOND


def test_scene(labs: dict[str, Lab]) -> None:
    """The call of the lab file, the home of its caller, the head-ends of that home."""
    scene = survey(labs["seed"], T1)
    assert (scene.caller, scene.called, scene.home, scene.line) == ("phone-1", "phone-hq", "soho-vp", "dsl-1-line")
    assert {name: str(address) for name, address in scene.head_ends.items()} == {
        "gateway-1": "64.100.1.1",
        "gateway-2": "64.100.1.2",
    }


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (
            Plan("soho-vp", "gateway-1"),
            "--reload: expected a head-end of soho-vp (gateway-1, gateway-2), found soho-vp",
        ),
        (Plan("gateway-1", "nobody"), "--peer: expected a head-end of soho-vp (gateway-1, gateway-2), found nobody"),
        (
            Plan("gateway-1", "gateway-1", "x"),
            "--after: expected a head-end of soho-vp (gateway-1, gateway-2), found x",
        ),
    ],
)
def test_not_a_head_end(labs: dict[str, Lab], plan: Plan, told: str) -> None:
    """A plan that names something else is refused, with what was expected."""
    with pytest.raises(PlanError) as error:
        survey(labs["seed"], plan)
    assert str(error.value) == told


def test_standby_reloaded(labs: dict[str, Lab]) -> None:
    """T1: detection takes ten seconds of silence and six probes; HSRP has nothing to do with it."""
    found = run(labs["seed"], T1)
    assert 22.0 <= seconds(found.phases.detection) <= 22.6
    assert 22.5 <= seconds(found.outage) <= 24.6
    assert found.phases.crl == found.phases.retransmission == 0
    assert found.masked.hsrp is None
    assert 0 < seconds(found.masked.eigrp) < 15
    assert 0 <= seconds(found.confirmed_to_stop) <= 2.0


def test_active_reloaded_afterwards(labs: dict[str, Lab]) -> None:
    """T2: the head-end that booted last has no revocation list; HSRP takes over meanwhile and is masked."""
    found = run(labs["seed"], T2)
    assert 22.0 <= seconds(found.phases.detection) <= 22.6
    assert seconds(found.phases.crl) > 0.5
    assert 7 <= seconds(found.masked.hsrp) <= 10.1
    assert seconds(found.outage) > seconds(found.masked.hsrp)


def test_first_peer_again(labs: dict[str, Lab]) -> None:
    """`top-of-list`: the dead first peer is tried once more, for ten seconds; the second peer's death costs nothing more."""
    assert 10 <= seconds(run(labs["top-of-list"], T2).phases.retransmission) < 10.5
    assert run(labs["top-of-list"], T1).phases.retransmission == 0


def test_older_keepalive(labs: dict[str, Lab]) -> None:
    """`phase`: where in the period of ten seconds the failure falls decides, so runs differ by seconds."""
    found = [seconds(run(labs["phase"], T1, seed).phases.detection) for seed in range(1, 7)]
    assert all(20 <= detection <= 30.1 for detection in found)
    assert max(found) - min(found) > 2


def test_only_the_way_back(labs: dict[str, Lab]) -> None:
    """The home is peered with the other head-end: its voice goes on, what it hears waits for HSRP."""
    found = run(labs["seed"], Plan("gateway-1", "gateway-2"))
    assert found.to == 0
    assert 7 <= seconds(found.back) <= 10.5
    assert found.outage == found.back


def test_sums(labs: dict[str, Lab]) -> None:
    """The outage is the longer direction, and the sum of its phases."""
    for plan in (T1, T2, Plan("gateway-1", "gateway-2")):
        found = run(labs["seed"], plan, 3)
        assert found.outage == max(found.to, found.back) == sum(astuple(found.phases))


def test_seeds(labs: dict[str, Lab]) -> None:
    """A run is a function of its seed, and of nothing else: not of the seed the lab was opened with."""
    assert run(labs["seed"], T1, 5) == run(labs["seed"], T1, 5)
    assert run(labs["seed"], T1, 5) == run(Lab.open("headend", seed=9), T1, 5)
    assert run(labs["seed"], T1, 5).outage != run(labs["seed"], T1, 6).outage


def test_reseeded_is_opened(labs: dict[str, Lab]) -> None:
    """A copy with another seed goes on as a lab opened with it."""
    copy, opened = labs["phase"].reseeded(4), Lab.open("headend", seed=4, profile="phase")
    for lab in (copy, opened):
        lab.do("call phone-1 phone-hq")
        lab.advance(60 * SECOND)
        lab.do("reload gateway-1")
        lab.advance(60 * SECOND)
    assert copy.fingerprint() == opened.fingerprint()
    assert copy.journal.header == opened.journal.header


@pytest.mark.soak
def test_bands(labs: dict[str, Lab]) -> None:
    """The acceptance bands of the protocols reference (9.4), over two hundred seeds."""
    seeds = range(1, 201)
    first = sorted(seconds(run(labs["seed"], T1, seed).outage) for seed in seeds)
    second = sorted(seconds(run(labs["seed"], T2, seed).outage) for seed in seeds)
    assert 22.5 <= first[100] <= 24.5
    assert 29 <= second[100] <= 34
    assert sum(b > a for a in first for b in second) / len(first) / len(second) > 0.95
    phased = sorted(seconds(run(labs["phase"], T1, seed).outage) for seed in seeds)
    assert 26 <= sum(phased) / 200 <= 28.5
    assert phased[10] - 0.5 <= 23 and phased[190] + 0.5 >= 31
    assert min(first[0], second[0], phased[0]) >= 20
