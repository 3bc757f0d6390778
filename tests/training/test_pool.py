"""Questions from before: five after each track, of that track and those before it, in a lab that no exercise shows."""

from __future__ import annotations

import pytest

from iossim.training.content import caught, mistakes_of, solved, untouched
from iossim.training.definition import load_exercise
from iossim.training.definition.pool import about, asked
from iossim.training.roster import before, find, pool, tracks

TRACKS = [int(before(track).partition(".")[0]) for track in tracks()]


def test_the_pool_is_sound() -> None:
    """All of it, as an exercise."""
    place = pool()
    assert place is not None and [str(one) for one in mistakes_of(place)] == []


@pytest.mark.parametrize("track", TRACKS)
def test_five_are_asked_after_each_track(track: int) -> None:
    """None of a later track; other ones for another seed, and somewhere else."""
    found = [find(f"{track}.99", seed) for seed in (1, 2, 3, 4)]
    for exercise in found:
        assert exercise.exercise == f"{track}.99" and len(exercise.steps) == 5
        assert all(step.after <= track for step in exercise.steps)
        assert set(exercise.source) == {step.source for step in exercise.steps}
    assert track == 1 or len({tuple(step.id for step in exercise.steps) for exercise in found}) > 1
    assert len({exercise.values["event"] for exercise in found}) > 1


def _sound(track: int, seed: int) -> list[str]:
    exercise = find(f"{track}.99", seed)
    found = [*untouched(exercise), *solved(exercise, "solution", replayed=False), *solved(exercise, "alternative")]
    return [str(one) for one in (*found, *(one for name in exercise.mistakes for one in caught(exercise, name)))]


def test_what_is_asked_is_sound() -> None:
    """Untouched fails, solutions have full points, mistakes are caught, claims hold."""
    assert _sound(8, 3) == []


@pytest.mark.soak
@pytest.mark.parametrize("track", TRACKS)
def test_what_is_asked_is_sound_for_ten_seeds(track: int) -> None:
    """After every track."""
    assert [one for seed in range(1, 11) for one in _sound(track, seed)] == []


def test_sessions_are_about_what_is_asked() -> None:
    """The same seed asks the same; lines about other steps are left out, and mistakes that are about them."""
    place = pool()
    assert place is not None
    steps = load_exercise(place).steps
    assert asked(steps, 5, 3, 7) == asked(steps, 5, 3, 7)
    texts = {"solution": "[answer a 1]\nr#show b\n[answer b.c 2]\n", "mistakes/x": "# fails: b.c\n[answer b.c 1]\n"}
    assert about(texts, ["a"]) == {"solution": "[answer a 1]\nr#show b\n"}
    assert about(texts, ["b"])["mistakes/x"] == texts["mistakes/x"]
