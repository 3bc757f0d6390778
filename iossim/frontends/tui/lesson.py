"""The learner's orders in an exercise: answer, ask for the verdict, go on, take a hint.

One key does what is due. A choice is chosen from a list, everything else is typed in a line; what is no answer is told and
costs nothing. Without an exercise each of them says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.frontends.course.screens import AnswerLine
from iossim.frontends.tui.bars import Hint
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.layout import CONSOLE, EXERCISE
from iossim.training.definition.answers import Answer, ChoiceAnswer
from iossim.training.definition.steps import Predict, Request, Ticket
from iossim.training.definition.steps import Question as QuestionStep
from iossim.training.standing import TRIES
from iossim.training.veil import told, veiled

if TYPE_CHECKING:
    from iossim.frontends.course.tutor import Tutor
    from iossim.frontends.tui.keyboard import Keyboard
    from iossim.frontends.tui.pieces import Piece
    from iossim.frontends.tui.room import Room
    from iossim.lab.view import EventView, LabView
    from iossim.training.definition.steps import Step


DUE = {"answer": "Answer", "next": "Next step", "over": "Sum up"}
"""What the key of the step does, by what is due."""
TELLING = ("why", "packet", "restore")
"""Commands that tell, or mend, what nobody has found."""


class Lesson:
    """The orders of one room."""

    place, way_out = "Exercise", "Quit"
    """What the keys call the step's place, and the way out."""
    explains = True
    """Whether anything is explained here at all."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def badge(self) -> Piece | None:
        """What stands first on the line on top, in place of the lab's name."""
        return None

    @property
    def tutor(self) -> Tutor | None:
        """Who teaches here; says so when nobody does, or when this is no moment for it."""
        if self.room.tutor is None:
            self.room.say("no exercise: this is a free lab")
        elif self.room.refuses():
            return None
        return self.room.tutor

    def hides(self, command: str) -> bool:
        """True, and a word to the learner, for a command that would tell what a blind exercise hides."""
        tutor = self.room.tutor
        hidden = TELLING if tutor is not None and tutor.attempt.exercise.blind else ()
        if command in hidden:
            self.room.say("not in this exercise: find it out at the consoles", "warning")
        return command in hidden

    def allows(self, sentence: str) -> bool:
        """Whether the learner may do that beside typing."""
        tutor = self.room.tutor
        return tutor is None or tutor.attempt.exercise.permits(sentence)

    def permits(self, sentence: str) -> bool:
        """The same, and a word to the learner when it is not so."""
        if self.allows(sentence):
            return True
        self.room.say("not in this exercise: find it out at the consoles", "warning")
        return False

    def go_on(self) -> None:
        """What is due."""
        tutor = self.tutor
        if tutor is None:
            return
        if tutor.attempt.finished and tutor.at == len(tutor.attempt.exercise.steps) - 1:
            self.room.orders.learning.sum_up()
        elif tutor.attempt.standings[tutor.step.id].done:
            tutor.go(1)
            self.room._draw_anew()
        elif item := tutor.waits_for():
            self._ask(tutor, item)
        else:
            self._verdict(tutor)

    def hint(self) -> None:
        """The next hint."""
        tutor = self.tutor
        if tutor is not None:
            with self.room.pulse.reporting():
                self.room.pulse.pacer.settle()
                tutor.hint()
            self.room._draw_anew()

    def _verdict(self, tutor: Tutor) -> None:
        with self.room.pulse.reporting():
            self.room.pulse.pacer.settle()
            done = tutor.verdict()
            tutor.news = "" if done else "Not yet. What was found is above."
        self.room._draw_anew()

    def _ask(self, tutor: Tutor, item: str) -> None:
        step = tutor.step
        text, answer = _asked(step, item)

        def answered(given: str | None) -> None:
            if given:
                self._answered(tutor, item, given)

        if isinstance(answer, ChoiceAnswer):
            choices = [(name, f"{name}: {what}") for name, what in answer.of.items()]
            self.room.app.push_screen(Question(step.title, text, [*choices, ("", "not yet")], below=True), answered)
        else:
            self.room.app.push_screen(AnswerLine(step.title, text), answered)

    def _answered(self, tutor: Tutor, item: str, given: str) -> None:
        with self.room.pulse.reporting():
            self.room.pulse.pacer.stop_hunt()
            self.room.pulse.pacer.settle()
            report = tutor.answer(item, given)
            standing = tutor.attempt.standings[tutor.step.id]
            if not report.ok:
                tutor.news = f"That is no answer: {' '.join(report.lines)}"
            elif item in standing.findings and not standing.done and not isinstance(tutor.step, Predict):
                left = len(TRIES) - standing.tries[item]
                worth = "half the points" if left == len(TRIES) - 1 else "no points any more"
                partly = standing.findings[item].share
                tutor.news = "Not all of it." if partly else "Not so."
                tutor.news += "" if standing.shown else f" The next answer is worth {worth}."
            elif item == "request" and not standing.done:
                tutor.news = "Not yet. What was found is above."
            else:
                tutor.news = ""
        self.room.orders.step_in_sight()
        self.room._draw_anew()
        self.room.pulse.hurry()


def keys(
    tutor: Tutor, keyboard: Keyboard, hints: tuple[Hint, ...], view: str, narrow: bool, lesson: Lesson
) -> tuple[Hint, ...]:
    """The keys at the bottom in an exercise: what is due comes first. Where the step has no place beside the console, the two
    lead to each other, and make room for that."""
    hints = tuple(replace(hint, what=lesson.way_out) if hint.order == "quit" else hint for hint in hints)
    due = Hint(keyboard.keys("step"), DUE.get(tutor.due(), "Verdict"), "step")
    if not narrow:
        return (due, *hints)
    if view == CONSOLE:
        return (Hint(keyboard.keys("exercise"), lesson.place, "exercise"), *(h for h in hints if h.order != "actions"))
    if view == EXERCISE:
        kept = tuple(hint for hint in hints if hint.order not in ("actions", "pause", "console"))
        return (Hint("Esc", "Console", "console"), due, *kept)
    return hints


def picture(tutor: Tutor | None, view: LabView) -> LabView:
    """What the panels may show."""
    return veiled(view) if tutor is not None and tutor.attempt.exercise.blind else view


def events(tutor: Tutor | None, found: tuple[EventView, ...]) -> tuple[EventView, ...]:
    """What the timeline may tell: in an exercise, what has happened since the learner came."""
    return found if tutor is None else told(found, tutor.attempt.since, tutor.attempt.exercise.blind)


def _asked(step: Step, item: str) -> tuple[str, Answer | None]:
    """What is asked, and of what kind the answer is."""
    match step:
        case QuestionStep():
            return step.text, step.answer
        case Predict() if item in step.asks:
            return step.asks[item].text, step.asks[item].answer
        case Predict() if step.reason is not None:
            return step.reason.text, step.reason.answer
        case Ticket():
            return step.cause.text, step.cause.answer
        case Request():
            return f"{step.text}\n\nLine; line; line", None
    return step.text, None
