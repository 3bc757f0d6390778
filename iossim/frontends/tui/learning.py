"""The learner's orders beside answering: show me, undo, back to a checkpoint, begin again, free play, the summary.

What takes something back is a branch of the session at a moment of its past, never before the learner came. An undone line
leaves no journal behind; beginning again, and going back to a checkpoint, keep the attempt before as a work of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from iossim.frontends.course.showing import onlooker, showing
from iossim.frontends.course.summary import summary
from iossim.frontends.demo.stage import Stage
from iossim.frontends.tui.dialogs import Question, Reading
from iossim.lab.journal import Done, Typed
from iossim.lab.past import Moment, Past
from iossim.lab.session.lesson import FreePlay

if TYPE_CHECKING:
    from iossim.frontends.course.showing import Showing
    from iossim.frontends.course.tutor import Tutor
    from iossim.frontends.tui.room import Room
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab
    from iossim.lab.score import Look

TOLD = ("hint", "shown", "tried")
"""What has been told is not taken back."""


class Learning:
    """The orders of one room."""

    def __init__(self, room: Room) -> None:
        self.room = room

    @property
    def _tutor(self) -> Tutor | None:
        return self.room.orders.lesson.tutor

    # -- show me -------------------------------------------------------------------------------------------------

    def show_me(self) -> None:
        """The solution from here, in a branch, after a question: a step that is shown is worth nothing."""
        room, tutor = self.room, self.room.tutor
        if room.stage is not None and room.stage.leave is not None:
            room.stage.leave()
            return
        if (tutor := self._tutor) is None:
            return
        if tutor.attempt.finished:
            room.say("the exercise is done: there is nothing left to be shown")
            return
        text = (
            "The solution is played in a branch, from where you are; your own work waits. A step that has been shown is worth no "
            "points in this attempt, and a variant of the exercise, with another seed, is due afterwards."
        )
        answers = [("show", "Show me"), ("", "Not yet")]
        room.app.push_screen(Question("Show me", text, answers), lambda answer: self._show(tutor) if answer else None)

    def _show(self, tutor: Tutor) -> None:
        room = self.room
        with room.pulse.reporting():
            room.pulse.pacer.stop_hunt()
            room.pulse.pacer.settle()
            found = showing(tutor.attempt, tutor.at)
            if found is None:
                room.say("the solution cannot be shown here", "warning")
                return
            paused, recording, own = room.pulse.pacer.paused, room.recording, room.live
            device, view = room.device, room.view_shown

            def fresh(lab: Lab) -> Callable[[Input | Look], None]:
                room.tutor = watcher = onlooker(found, tutor, lab)
                return watcher.follow

            def back() -> None:
                seen = _seen(room.stage, found)
                room.stage, room.tutor = None, tutor
                room.stand_in(own, own.world.kernel, recording)
                room.set_class(False, "stage")
                room.open_console(device)
                room.show_view(view)
                for step in seen:
                    tutor.show(step)
                room.pulse.pacer.pause(paused)
                room.say("Your own work, as you left it. Now do it yourself.", long=True)
                room._draw_anew()

            room.stage = Stage(room, found.script, back, fresh)
            room.set_class(True, "stage")
            room.stand_in(room.stage.performance.lab, room.stage.performance)
            room.pulse.pacer.pause(True)
            if found.anew:
                room.say(
                    "What you have done is not what the solution would have: it is shown from the beginning.", long=True
                )
            room.stage.toggle()
        room._draw_anew()

    # -- taking back ---------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last line that was typed, the last answer, or the last thing done."""
        tutor = self._tutor
        if tutor is None:
            return
        moment = last_deed(tutor.attempt.lab.journal.inputs, tutor.begin)
        if moment is None:
            self.room.say("nothing to undo: this is how you found it")
        else:
            self._back_to(moment, keep=False)

    def checkpoint(self) -> None:
        """Go back to the last bookmark; the attempt so far is kept."""
        tutor = self._tutor
        if tutor is None:
            return
        marks = [mark for mark in self.room.visit.past.bookmarks() if mark.moment >= tutor.begin]
        if marks:
            self._back_to(marks[-1].moment, keep=True)
        else:
            self.room.say(self.room.console_app.keyboard.told("no checkpoint yet: {bookmark} sets one"))

    def reset(self) -> None:
        """Begin the exercise again; the attempt so far is kept."""
        tutor = self._tutor
        if tutor is None:
            return
        text = "The lab and the exercise as you found them. The attempt so far is kept among your work."
        answers = [("reset", "Begin again"), ("", "Go on")]
        begin = tutor.begin
        self.room.app.push_screen(
            Question("Begin again", text, answers), lambda answer: self._back_to(begin, keep=True) if answer else None
        )

    def _back_to(self, moment: Moment, keep: bool) -> None:
        room = self.room
        room.pulse.pacer.stop_hunt()
        room.pulse.pacer.settle()
        paused = room.pulse.pacer.paused

        def arrived(lab: Lab) -> None:
            room.visit.past = room.visit.past.branch(lab)
            room.visit.take_over(lab, keep)
            room.pulse.pacer.pause(paused)

        room.visit.fetch(moment, arrived)

    # -- the end -------------------------------------------------------------------------------------------------

    def free_play(self) -> None:
        """Leave the exercise and keep the lab."""
        tutor = self._tutor
        if tutor is None:
            return
        answers = [("free", "Free play in this lab"), ("", "Back to the exercise")]
        text = "The exercise ends here, with what you have reached. The lab is yours: nothing is hidden, everything may be done."
        self.room.app.push_screen(Question("Free play", text, answers), lambda answer: self._free() if answer else None)

    def _free(self) -> None:
        room = self.room
        with room.pulse.reporting():
            room.pulse.pacer.settle()
            room.lab.do(FreePlay())
        room.tutor = None
        room.visit.past = Past(room.live)
        room.set_class(False, "lesson")
        room.show_view("console")

    def sum_up(self) -> None:
        """What was learned."""
        tutor = self._tutor
        if tutor is not None:
            lines = [(f"{text}\n", style) for text, style in summary(tutor.attempt)]
            self.room.app.push_screen(Reading("What you have learned", Content.assemble(*lines)))


def _seen(stage: Stage | None, found: Showing) -> tuple[str, ...]:
    """The steps of which something has been shown."""
    if stage is None:
        return ()
    last = stage.performance.scene + (stage.performance.beat > stage.score.scenes[stage.performance.scene].first + 1)
    return found.steps[: max(1, last)]


def last_deed(inputs: list[Input], begin: Moment) -> Moment | None:
    """The moment before the last thing that somebody did since then: a line with its Enter counts as one thing."""
    at = len(inputs)
    while at > begin.inputs and not _is_deed(inputs[at - 1]):
        at -= 1
    if at <= begin.inputs:
        return None
    at -= 1
    last = inputs[at]
    while isinstance(last, Typed) and at > begin.inputs and _same_line(inputs[at - 1], last):
        at -= 1
    while not _is_deed(inputs[at]):  # time that passed before the line is not taken back
        at += 1
    return Moment(inputs[at].t, at)


def _is_deed(entry: Input) -> bool:
    return isinstance(entry, Typed) or (isinstance(entry, Done) and entry.action.split()[0] not in TOLD)


def _same_line(before: Input, last: Typed) -> bool:
    """Whether keys before belong to the line that ends with these."""
    if not isinstance(before, Typed):
        return getattr(before, "kind", "") == "time"
    return (before.device, before.line) == (last.device, last.line) and "enter" not in before.keys
