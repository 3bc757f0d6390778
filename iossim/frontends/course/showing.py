"""Show me: the solution from where the learner is, performed in a branch.

The solution is cut where it turns to the next step: what leads up to the last word on a step belongs to that step. What is
behind the learner is left out, and each step that is shown is a scene, with its title as the note. When the rest does not come
off from here, because something else was done than the solution would have, all of it is shown, from the prepared lab.

The learner's own lab waits meanwhile. A step that has been shown is worth nothing in this attempt: a variant is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.frontends.course.tutor import Tutor
from iossim.frontends.demo.opening import Script
from iossim.lab.journal import Done, Passed
from iossim.lab.score import play
from iossim.lab.session import Act, Note, Typed, read_action, read_session
from iossim.lab.session.actions import Paste
from iossim.lab.session.lesson import Answer, Check
from iossim.training.attempt import Attempt
from iossim.training.door import Door

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab
    from iossim.lab.score import Look, Score
    from iossim.lab.session import Session, Step
    from iossim.training.definition import Exercise


class Onlooker(Tutor):
    """The tutor of what is shown: follows it, says nothing, and keeps no book."""

    def look(self) -> bool:
        """The solution asks for its verdicts itself."""
        return False

    def _after(self) -> bool:
        return False

    def follow(self, entry: Input | Look) -> None:
        """An input has been pressed. A step that is done by it stays in view, with its explanation, up to the next one."""
        if isinstance(entry, Passed):
            return
        if (current := self.attempt.current) is not None:
            self.at = self.attempt.exercise.steps.index(current)
        if isinstance(entry, Done):
            self.attempt.heard(read_action(entry.action))


@dataclass(frozen=True, slots=True)
class Showing:
    """A script, the attempt at its beginning, the steps that its scenes show; `anew` when it begins with the exercise."""

    script: Script
    attempt: Attempt
    steps: tuple[str, ...]
    anew: bool


def showing(attempt: Attempt, since: int = 0) -> Showing | None:
    """The solution of what is open, beginning with the step of that number; None when nothing is open, or nothing comes off."""
    exercise = attempt.exercise
    open_ = [step.id for step in exercise.steps[since:] if not attempt.standings[step.id].done]
    open_ = open_ or [step.id for step in exercise.steps if not attempt.standings[step.id].done]
    if not open_:
        return None
    found = _tried(attempt.copy(), open_, False)
    if found is None or found.script.score.failures:
        found = _tried(Attempt.begin(exercise), [step.id for step in exercise.steps], True)
    return found


def _tried(branch: Attempt, steps: list[str], anew: bool) -> Showing | None:
    """The solution of some steps, played in a branch; None when it does not do them."""
    exercise = branch.exercise
    session = _cut(exercise, read_session(exercise.sessions["solution"], "solution", branch.lab.names), steps)
    for device in _consoles(session):
        if branch.lab.router(device).up:
            branch.lab.ready(device)
    beginning = branch.copy()
    score = _played(branch, session)
    if not all(branch.standings[name].done for name in steps):
        return None
    script = Script(f"Show me: {exercise.exercise}", beginning.lab, score)
    return Showing(script, beginning, tuple(steps), anew)


def _played(branch: Attempt, session: Session) -> Score:
    pastes = {key: tuple(text.splitlines()) for key, text in branch.exercise.pastes.items()}
    return play(branch.lab, session, pastes, Door(branch))


def _cut(exercise: Exercise, session: Session, wanted: list[str]) -> Session:
    """The part of a solution that is about some steps, each behind its title."""
    steps: list[Step] = []
    for name, part in segments(session):
        if name in wanted:
            notes = [step for step in part if isinstance(step, Note)]
            done = [step for step in part if not isinstance(step, Note)]
            steps += [Note(part[0].line, exercise.step(name).title), *notes, *done]
    return replace(session, steps=tuple(steps))


def segments(session: Session) -> Iterator[tuple[str, list[Step]]]:
    """The parts of a solution: what leads up to the last word on each step, in order."""
    about = [_about(step) for step in session.steps]
    first = 0
    for at, name in enumerate(about):
        if name and name not in about[at + 1 :]:
            last = at + 1 if any(about[at + 1 :]) else len(session.steps)
            yield name, list(session.steps[first:last])
            first = last


def _about(step: Step) -> str:
    if isinstance(step, Act) and isinstance(step.action, Answer | Check):
        return step.action.step.partition(".")[0]
    return ""


def _consoles(session: Session) -> tuple[str, ...]:
    """The routers at which something is typed."""
    names = [one.device for one in session.steps if isinstance(one, Typed)]
    names += [one.action.device for one in session.steps if isinstance(one, Act) and isinstance(one.action, Paste)]
    return tuple(dict.fromkeys(names))


def onlooker(showing_: Showing, own: Tutor, lab: Lab) -> Onlooker:
    """Whoever looks on at the beginning of a showing, in the lab on the stage."""
    attempt = showing_.attempt.copy()
    attempt.lab = lab
    return Onlooker(attempt, own.book)
