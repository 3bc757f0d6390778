"""The events of the history of `headend` fall where the ages and numbers of the document need them."""

from __future__ import annotations

import pytest

from iossim.lab.world import World
from tests.lab.calibration import (
    AGES,
    ATTEMPT,
    LEAD,
    MAINTENANCE,
    SECOND,
    Age,
    attempt_begins,
    history_file,
    moved,
    played,
    shift,
    told,
)

TOLERANCE = SECOND // 10


@pytest.fixture(scope="module")
def world() -> World:
    """The history, played."""
    return played(history_file().read_text(encoding="utf-8"))


@pytest.mark.parametrize("age", AGES, ids=lambda age: age.event)
def test_an_age_is_in_the_middle_of_its_second(world: World, age: Age) -> None:
    """A display typed in the first 0.4 s of t = 0 shows the age of the document.

    When it does not, `python -m tests.lab.calibration --write` moves the events; the message says by how much.
    """
    later = shift(world, age)
    assert abs(later) <= TOLERANCE, told(age, later)


def test_the_line_of_home_1_is_back_just_before_its_attempt(world: World) -> None:
    """The maintenance ends one second before attempt 108 of soho-vp begins, so that this is the one that succeeds."""
    records = world.kernel.trace.since(0)
    began = next(record.t for record in records if record.text.startswith(MAINTENANCE))
    back = next(record.t for record in records if record.t > began and record.text == "dsl-1-line is back")
    attempt = attempt_begins(world)
    assert attempt is not None, f"soho-vp makes no attempt {ATTEMPT}: [{MAINTENANCE} ...] must last longer"
    assert abs(attempt - back - LEAD) <= TOLERANCE


def test_an_event_moves_between_its_waits() -> None:
    """What the wait before it gains the wait behind it loses; what is done around it stays together."""
    text = "[wait 10m]\n[unplug a]\n[wait 12s]\n[plug a]\n[wait 20m]\n[cut b]"
    assert moved(text, "unplug a", -90 * SECOND) == (
        "[wait 8m30s]\n[unplug a]\n[wait 12s]\n[plug a]\n[wait 21m30s]\n[cut b]"
    )
