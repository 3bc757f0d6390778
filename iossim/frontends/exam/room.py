"""The room of one part: consoles and panels as ever, without what goes back, explains, or mends for nothing.

What may be done is a list of what is left, not of what is taken away, so that what a later version can do is not in an
exam by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from iossim.frontends.course.panel import StepPanel
from iossim.frontends.course.screens import AnswerLine
from iossim.frontends.exam.keys import ALLOWED
from iossim.frontends.exam.sheet import choices, clock
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.lesson import Lesson
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.visit import Visit
from iossim.lab.journal import Typed

if TYPE_CHECKING:
    from iossim.frontends.exam.app import ExamApp
    from iossim.frontends.exam.proctor import Proctor
    from iossim.frontends.tui.pieces import Piece
    from iossim.lab.past import Moment
    from iossim.lab.view import EventView
    from iossim.training.exam.sitting import Sitting

NOT_HERE = "not in an exam"
HURRY = 300.0
"""Seconds: so little time is shown as trouble."""


class ExamRoom(Room):
    """See the module."""

    def __init__(self, proctor: Proctor) -> None:
        super().__init__(proctor.sitting.lab, None)
        self.device = self._last_device(proctor.sitting)
        self.tutor = cast("Any", proctor)
        self.proctor = proctor
        self.visit = NoVisit(self)
        self.pulse.keep = None
        self.orders.lesson = ExamLesson(self)

    def on_mount(self) -> None:
        """The step is one of an exam."""
        for panel in self.query(StepPanel):
            panel.border_title = "Exam"

    @staticmethod
    def _last_device(sitting: Sitting) -> str:
        """Where the candidate has typed last; where somebody typed before he came is nobody's business."""
        own = sitting.lab.journal.inputs[sitting.begun :]
        return next((one.device for one in reversed(own) if isinstance(one, Typed)), sitting.lab.devices[0])

    @property
    def exam_app(self) -> ExamApp:
        """The app, which has the desk."""
        return cast("ExamApp", self.app)

    def explain(self, event: EventView | None) -> None:
        """Nothing is explained."""
        self.say(NOT_HERE, "warning")


class NoVisit(Visit):
    """There is no way back in an exam."""

    def begin(self) -> None:
        """Refused."""
        self.room.say(NOT_HERE, "warning")

    def go(self, t: int) -> None:
        """Refused."""
        self.begin()

    def to(self, moment: Moment) -> None:
        """Refused."""
        self.begin()

    def bookmark(self) -> None:
        """Refused."""
        self.begin()


class ExamLesson(Lesson):
    """The candidate's orders: one key, and a menu of what can be done about the step."""

    def __init__(self, room: ExamRoom) -> None:
        super().__init__(room)
        self.exam_room = room

    place, way_out = "Exam", "Parts"
    explains = False

    def badge(self) -> Piece | None:
        """The time that is left."""
        left = self.exam_room.exam_app.desk.left
        style = "bold $background on $warning" if left < HURRY else "bold $background on $secondary"
        return f" {clock(left)} left ", style

    def hides(self, command: str) -> bool:
        """True, and a word, for a command that is not in an exam."""
        if command in ALLOWED:
            return False
        self.room.say(NOT_HERE, "warning")
        return True

    def permits(self, sentence: str) -> bool:
        """Whether this part allows it, and a word when it does not."""
        if self.allows(sentence):
            return True
        self.room.say("this part does not allow that: find it out at the consoles", "warning")
        return False

    def go_on(self) -> None:
        """The menu of the step."""
        proctor = self.exam_room.proctor
        offers = choices(proctor.sitting, proctor.at)
        self.room.app.push_screen(Question(proctor.sheet.title, "", offers, below=True), self._chosen)

    def hint(self) -> None:
        """The hint, if there are any in this exam."""
        proctor = self.exam_room.proctor
        with self.room.pulse.reporting():
            self.room.pulse.pacer.settle()
            if not proctor.sitting.hint(proctor.sheet.id):
                self.room.say("there are no hints in this exam", "warning")
        self.room._draw_anew()

    def _chosen(self, choice: str | None) -> None:
        proctor = self.exam_room.proctor
        what, _, item = (choice or "").partition(" ")
        match what:
            case "answer":
                self._ask_item(item)
            case "finish":
                with self.room.pulse.reporting():
                    self.room.pulse.pacer.settle()
                    proctor.sitting.finish(proctor.sheet.id)
            case "hint":
                self.hint()
            case "next" | "previous":
                proctor.go(1 if what == "next" else -1)
            case "parts":
                self.exam_room.exam_app.leave_room()
                return
        self.room._draw_anew()

    def _ask_item(self, item: str) -> None:
        sheet = self.exam_room.proctor.sheet
        asked = sheet.asked(item)

        def answered(given: str | None) -> None:
            if given:
                self._answer(item, given)

        if asked is not None and asked.form.of:
            offers = [(name, f"{name}: {text}") for name, text in asked.form.of.items()]
            self.room.app.push_screen(
                Question(sheet.title, asked.text, [*offers, ("", "not yet")], below=True), answered
            )
            return
        text = f"{sheet.text}\n\nLine; line; line" if asked is None else asked.text
        self.room.app.push_screen(AnswerLine(sheet.title, text), answered)

    def _answer(self, item: str, given: str) -> None:
        proctor = self.exam_room.proctor
        with self.room.pulse.reporting():
            self.room.pulse.pacer.stop_hunt()
            self.room.pulse.pacer.settle()
            report = proctor.sitting.answer(proctor.sheet.id, item, given)
            proctor.news = "" if report.ok else f"That is no answer: {' '.join(report.lines)}"
        self.room._draw_anew()
        self.room.pulse.hurry()
