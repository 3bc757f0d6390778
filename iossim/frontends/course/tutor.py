"""A tutor: an attempt as a screen uses it. Knows which step is shown, looks on while the learner works, and keeps the book.

What costs next to nothing is looked at by itself whenever something has happened, and when all of it holds the verdict is
asked for; what has to be tried waits for the learner's word. Everything that is said goes through the attempt, into the journal.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from iossim.frontends.course.lesson import lines
from iossim.lab.past import Moment
from iossim.lab.session import read_action
from iossim.lab.session.lesson import Exercise as Begun
from iossim.lab.session.lesson import FreePlay
from iossim.training.attempt import Attempt
from iossim.training.definition.steps import Predict, Question, Request, Ticket
from iossim.training.items import glanced
from iossim.training.results import WHOLE
from iossim.training.roster import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iossim.frontends.course.progress import Book
    from iossim.frontends.tui.keyboard import Keyboard
    from iossim.frontends.tui.pieces import Line
    from iossim.lab.journal import Journal
    from iossim.lab.lab import Lab
    from iossim.lab.session import Report
    from iossim.training.definition.steps import Step
    from iossim.training.results import Finding


class Tutor:
    """See the module."""

    def __init__(self, attempt: Attempt, book: Book) -> None:
        self.attempt = attempt
        self.book = book
        self.at = self._first_open()
        self.glance: Mapping[str, Finding] = {}
        self.news = ""
        self._looked = -1

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.attempt.exercise.steps[self.at]

    def _first_open(self) -> int:
        steps = self.attempt.exercise.steps
        current = self.attempt.current
        return steps.index(current) if current is not None else len(steps) - 1

    def go(self, by: int) -> None:
        """Another step."""
        self.at = max(0, min(len(self.attempt.exercise.steps) - 1, self.at + by))
        self.news, self._looked = "", -1

    # -- looking on ----------------------------------------------------------------------------------------------

    def look(self) -> bool:
        """Look at what is cheap to look at, if anything has happened; True when the step has just been done."""
        count = self.attempt.lab.world.kernel.trace.count
        if count == self._looked or self.attempt.standings[self.step.id].done:
            return False
        self._looked = count
        found = glanced(self.step, self.attempt.scene)
        self.glance = found or {}
        if found and all(one.share == WHOLE for one in found.values()):
            self.attempt.check(self.step.id)
            self.news = ""  # what was missing when somebody asked
            return self._after()
        return False

    def _after(self) -> bool:
        """What follows a verdict or an answer: the book, and news of a step that is done."""
        attempt, step = self.attempt, self.step
        with contextlib.suppress(OSError):
            points, of = attempt.points() / 100, attempt.exercise.points
            self.book.reached(attempt.exercise.exercise, points, of, attempt.finished, attempt.shown)
        return attempt.standings[step.id].done

    # -- what the learner says -----------------------------------------------------------------------------------

    def waits_for(self) -> str:
        """The item that is to be answered next in this step; nothing when it is a verdict that is due."""
        step, standing = self.step, self.attempt.standings[self.step.id]
        match step:
            case Question() if not standing.done:
                return "answer"
            case Predict() if not standing.done:
                return next((name for name in step.asks if name not in standing.answers), "reason")
            case Ticket() if "cause" not in standing.findings:
                return "cause"
            case Request() if not standing.done:
                return "request"
        return ""

    def due(self) -> str:
        """What is to be done next in this step: `answer`, `verdict`, go on to the `next` one; `over` when nothing is."""
        if self.attempt.standings[self.step.id].done:
            return "over" if self.attempt.finished else "next"
        return "answer" if self.waits_for() else "verdict"

    def answer(self, item: str, text: str) -> Report:
        """Answer an item of the step."""
        report = self.attempt.answer(f"{self.step.id}.{item}", text)
        if report.ok:
            self._after()
        return report

    def verdict(self) -> bool:
        """Ask for the verdict; True when the step is done."""
        self.attempt.check(self.step.id)
        self.glance = {}
        return self._after()

    def hint(self) -> str:
        """The next hint."""
        return " ".join(self.attempt.hint(self.step.id).lines)

    def show(self, step: str) -> None:
        """The solution of a step has been shown."""
        self.attempt.show(step)
        self._after()

    @property
    def begin(self) -> Moment:
        """The moment at which the learner came."""
        inputs = self.attempt.lab.journal.inputs
        for at, entry in enumerate(inputs, 1):
            if getattr(entry, "action", "").startswith("exercise "):
                return Moment(entry.t, at)
        return Moment(self.attempt.lab.start, 0)

    # -- what a panel draws --------------------------------------------------------------------------------------

    def lines(self, width: int, keyboard: Keyboard, height: int = 0) -> list[Line]:
        """The step as it stands; where it does not fit, without what the exercise is about."""
        found = lines(self, width, keyboard)
        return found if not height or len(found) <= height else lines(self, width, keyboard, about=False)

    def depends(self) -> object:
        """What that follows from."""
        standing = self.attempt.standings[self.step.id]
        given = (standing.hints, standing.done, len(standing.answers), len(standing.findings))
        return (self.at, self.news, *given)

    def move_to(self, lab: Lab) -> None:
        """The learner goes on from another moment: the attempt is what the journal of that lab tells."""
        before = self.attempt
        branch = Attempt.replay(before.exercise, lab.journal)
        branch.lab = lab
        branch.keep(before.standings)
        self.attempt, self.glance, self.news, self._looked = branch, {}, "", -1
        self.at = self._first_open()


def attempt_of(journal: Journal, lab: Lab) -> tuple[Attempt | None, str]:
    """The attempt that a journal tells, in the lab it has been brought to; None when it is no exercise's, or no longer one.

    The text is what has to be told: that the files of the exercise are others than those it was begun with.
    """
    said = [text for entry in journal.inputs if (text := getattr(entry, "action", ""))]
    begun = next((read_action(text) for text in said if text.startswith("exercise ")), None)
    if not isinstance(begun, Begun) or str(FreePlay()) in said:
        return None, ""
    exercise = find(begun.exercise, begun.seed)
    attempt = Attempt.replay(exercise, journal)
    attempt.lab = lab
    if begun.digest is not None and not exercise.digest.startswith(begun.digest):
        return attempt, f"The files of exercise {begun.exercise} have changed since: it is marked by those of today."
    return attempt, ""
