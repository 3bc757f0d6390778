"""Quiet rounds show nothing that explicit rounds would not."""

from __future__ import annotations

import pytest

from iossim.sim.clock import SECOND
from iossim.sim.kernel import Kernel

from .crowd import Crowd
from .scenario import NAMES, play, scenario
from .toy import Times, Toy

LOOSE = [(seed, False) for seed in range(60)]
ALIGNED = [(seed, True) for seed in range(60, 90)]
CROWDS = (*range(200), 425, 627, 1217)


@pytest.mark.parametrize(("seed", "aligned"), LOOSE + ALIGNED)
def test_explicit_equals_quiet(seed, aligned):
    """Every record with its cause, and every sample of counters, ages and facts, is the same to the microsecond."""
    what = scenario(seed, aligned)
    explicit, quiet = play(what, explicit=True), play(what, explicit=False)
    assert quiet.log == explicit.log
    assert quiet.samples == explicit.samples
    assert quiet.fingerprint == explicit.fingerprint


def test_a_crowd_around_one_idle_is_the_same():
    """Whoever asks and feeds with whatever periods: answers and counters do not depend on quietness."""
    differ = [s for s in CROWDS if Crowd(s, explicit=True).story() != Crowd(s, explicit=False).story()]
    assert differ == []


@pytest.mark.parametrize("seed", range(20))
def test_rehearsed_rounds_are_clean_and_change_nothing(seed):
    """Every skipped round, executed after all, does what was proven, and the story stays the same."""
    what = scenario(seed, aligned=seed % 2 == 1)
    assert play(what, explicit=False, shadow=True) == play(what, explicit=False)
    assert Crowd(seed, explicit=False, shadow=True).story() == Crowd(seed, explicit=False).story()


@pytest.mark.soak
def test_thousands_of_stories_are_the_same():
    """The same comparison over many more seeds."""
    for seed in range(1_000, 4_000):
        what = scenario(seed, aligned=seed % 2 == 1)
        assert play(what, explicit=True) == play(what, explicit=False), seed
        assert Crowd(seed, explicit=True).story() == Crowd(seed, explicit=False).story(), seed


def events_of_two_hours(explicit: bool) -> int:
    """Events of a call with two phones on the line, after everything has settled."""
    kernel = Kernel(1, explicit=explicit)
    phases = {name: i * 1_111_111 for i, name in enumerate(NAMES)}
    toy = Toy(kernel, Times(3_007, 60 * SECOND, phases))
    toy.renewal = 10_000 * SECOND
    kernel.run_until(100 * SECOND)
    toy.do_call()
    toy.do_plug("P2")
    kernel.run_until(200 * SECOND)
    before = kernel.events
    kernel.run_until(kernel.now + 7_200 * SECOND)
    return kernel.events - before


def test_a_quiet_network_costs_nothing():
    """Two hours of hellos, keepalives, probes and voice are no event at all when nothing changes."""
    assert events_of_two_hours(explicit=False) == 0
    assert events_of_two_hours(explicit=True) >= 7_200 * 2 * 2 + 2_400 * 2 + 240 * 2
