"""Quiet equals explicit: arithmetic instead of frames shows nothing that frames would not."""

from __future__ import annotations

import pytest

from .chance import scenario
from .fixed import FIXED
from .story import Scenario, play

SEEDS = range(30)


@pytest.mark.parametrize("one", FIXED, ids=str)
def test_quiet_equals_explicit(one: Scenario) -> None:
    """Records and causes, every meter, idle, timer and fact at many instants, and what consoles print are the same."""
    quiet = play(one)
    assert quiet.against(play(one, "explicit")) == []
    assert "% Invalid" not in "".join(quiet.printed)


@pytest.mark.parametrize("seed", SEEDS)
def test_quiet_equals_explicit_by_chance(seed: int) -> None:
    """So are they whatever happens whenever: at random instants, on whole seconds, in the instant of a tick."""
    assert play(scenario(seed)).against(play(scenario(seed), "explicit")) == []


@pytest.mark.soak
def test_quiet_equals_explicit_in_hundreds_of_stories() -> None:
    """The same over many more seeds, with more faults."""
    for seed in range(1_000, 1_400):
        one = scenario(seed, faults=12)
        assert play(one).against(play(one, "explicit")) == [], one
