"""How long it lasts to play an exercise through: each wait is bounded where it is read, and here the sum of all.

Virtual time of a quiet lab costs nothing, but that of a broken one does, and files come from anybody. What checks watch counts
once for each of their runs, whether they are asked once or often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from iossim.lab.session.actions import ExpectLog, Wait, WaitUntil
from iossim.lab.session.span import LONGEST
from iossim.lab.session.steps import Act
from iossim.lab.spelling import write_duration
from iossim.training.definition.steps import Do, Predict, Request, Ticket

if TYPE_CHECKING:
    from iossim.lab.session.steps import Session
    from iossim.training.definition.checks import Check
    from iossim.training.definition.model import ExerciseFile
    from iossim.training.definition.steps import Step

WATCHED = 2 * LONGEST
"""What all checks and predictions of an exercise may watch."""
PLAYED = 5 * LONGEST
"""What all its sessions may wait: a solution, another, and mistakes, of a day each."""


def watched_too_long(exercise: ExerciseFile) -> Iterator[tuple[int, str]]:
    """The step with which the checks of an exercise watch more than anybody can want, and what to say."""
    total = 0
    for at, step in enumerate(exercise.steps):
        total += sum(_watched(step))
        if total > WATCHED:
            yield at, f"checks and predictions watch more than {write_duration(WATCHED)} up to here, runs counted"
            return


def waits(session: Session) -> int:
    """What a session waits at most."""
    return sum(_wait(step.action) for step in session.steps if isinstance(step, Act))


def _wait(action: object) -> int:
    match action:
        case Wait(duration):
            return duration
        case WaitUntil(_, within) | ExpectLog(_, _, within):
            return within
    return 0


def _watched(step: Step) -> Iterator[int]:
    match step:
        case Do():
            yield from _of(step.checks)
        case Predict():
            yield step.watch + sum(map(_wait, step.event))
        case Request():
            yield step.settle
            yield from _of(step.wanted)
        case Ticket():
            yield from _of(step.cure.checks)
            yield from _of(step.traps.checks if step.traps is not None else ())
            if step.reload is not None:
                yield step.reload.wait + sum(map(_wait, step.reload.then))
                yield from _of(step.later)


def _of(checks: Iterable[Check]) -> Iterator[int]:
    for check in checks:
        if check.kind == "fault":
            yield check.runs * (check.within + check.calm + sum(map(_wait, check.do)))
        elif check.kind == "holds":
            yield check.within
