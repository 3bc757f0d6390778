"""Nothing is stale: what is remembered of walks and of rounds is true after every event."""

from __future__ import annotations

import pytest

from .chance import scenario
from .fixed import FEW
from .story import Scenario, audited, play

SEEDS = range(40, 45)


@pytest.mark.parametrize("one", FEW[::2], ids=str)
def test_every_remembered_walk_is_true_after_every_event(one: Scenario) -> None:
    """All of them are walked again by brute force after each instant; looking so closely changes nothing."""
    assert play(one, go=audited).against(play(one)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_remembered_walk_is_true_by_chance(seed: int) -> None:
    """Whatever happens whenever."""
    play(scenario(seed), go=audited)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_skipped_round_does_what_was_proven(seed: int) -> None:
    """Rounds are quiet, and each one that is skipped is rehearsed: it writes nothing, and touches the same."""
    assert play(scenario(seed), "shadow").against(play(scenario(seed))) == []


@pytest.mark.soak
def test_nothing_is_stale_in_hundreds_of_stories() -> None:
    """The same over many more seeds, with more faults."""
    for seed in range(2_000, 2_200):
        one = scenario(seed, faults=12)
        plain = play(one)
        assert play(one, go=audited).against(plain) == [], one
        assert play(one, "shadow").against(plain) == [], one
