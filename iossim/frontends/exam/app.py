"""An exam on the screen: the cover, the parts, their rooms, the end.

The time is the desk's; once a second it is noted, and when it is over everything ends, wherever the candidate is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from iossim.frontends.exam.desk import HANDED_IN, TIME_OVER, Refused
from iossim.frontends.exam.keys import exam_keys
from iossim.frontends.exam.proctor import Proctor
from iossim.frontends.exam.room import ExamRoom
from iossim.frontends.exam.sheet import clock, cover_text, done_in
from iossim.frontends.tui import hangup
from iossim.frontends.tui.app import FAILED, WRONG, ConsoleApp
from iossim.frontends.tui.bars import Hint, KeyBar
from iossim.frontends.tui.box import Box, Choices
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.keyboard import Keyboard
from iossim.frontends.tui.openable import NewLab
from iossim.frontends.tui.opening import Opening, OpeningScreen
from iossim.frontends.tui.theme import THEMES
from iossim.training.exam.paper import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable

    from iossim.frontends.exam.desk import Desk
    from iossim.frontends.recording import Shelf
    from iossim.frontends.tui.preferences import Chosen

TICK = 1.0
WARNINGS = (600, 300, 60)
"""Seconds before the end at which a word is said."""


class ExamApp(ConsoleApp):
    """See the module."""

    def __init__(
        self, desk: Desk, shelf: Shelf, chosen: Chosen | None = None, keyboard: Keyboard | None = None
    ) -> None:
        super().__init__(shelf, NewLab(""), chosen=chosen, keyboard=exam_keys(keyboard or Keyboard()))
        self.desk = desk
        self.guided = False
        self.over = False
        self.at = dict.fromkeys(range(len(desk.paper.parts)), 0)
        self._busy = True
        self._warned = desk.paper.seconds

    # -- beginning -----------------------------------------------------------------------------------------------

    def on_mount(self, event: events.Mount | None = None) -> None:
        """The cover, or straight on where the record ends."""
        if event is not None:
            event.prevent_default()  # the console's own beginning is another one
        hangup.watch(self)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.wear(self.chosen.now.theme)
        self.push_screen(Parts(self))
        self.set_interval(TICK, self._tick)
        if self.desk.begun:
            self._open(lambda opening: _resume(self.desk, opening), "Going on with your exam", self._resumed)
        else:
            self._open(lambda opening: _look(self.desk, opening), "Looking through the paper", self._cover)
        self._mind_size()

    def _cover(self) -> None:
        paper = self.desk.paper
        text = f"{paper.candidate}: {cover_text(self.desk)}"
        answers = [("begin", "Begin: the time runs from now on"), ("quit", "Not now")]
        self.push_screen(Question(paper.title, text, answers), self._covered)

    def _covered(self, answer: str | None) -> None:
        if answer != "begin":
            self.desk.close()
            self.exit(0)
            return
        try:
            self.desk.begin()
        except OSError as error:
            self.complaint = f"{self.desk.place}: {error.strerror}"
            self.exit(WRONG)
            return
        text = f"Start code   {self.desk.start_code}\n\nTell it to the invigilator. It stands below the list of parts, too."
        self.push_screen(Question("The exam has begun", text, [("go", "To the parts")]), lambda _: self.parts.fill())

    def _resumed(self) -> None:
        self.parts.fill()
        self.notify(f"Everything is as it was. {clock(self.desk.left)} are left.", markup=False)

    # -- parts ---------------------------------------------------------------------------------------------------

    @property
    def parts(self) -> Parts:
        """The list of parts, which lies under everything."""
        return next(screen for screen in self.screen_stack if isinstance(screen, Parts))

    def open_part(self, part: int) -> None:
        """Into the room of a part."""

        def opened() -> None:
            proctor = Proctor(self.desk.sittings[part], self.at[part])
            self.push_screen(ExamRoom(proctor))
            self._mind_size()

        self._open(lambda opening: self.desk.sit(part), f"Preparing {self.desk.paper.parts[part].title}", opened)

    def leave_room(self) -> None:
        """Back to the parts; the lab of this one stands still until somebody comes back."""
        if isinstance(self.screen, ExamRoom):
            room = self.screen
            self.at[self.desk.paper.parts.index(room.proctor.sitting.part)] = room.proctor.at
            self.pop_screen()
            self.parts.fill()

    def _open(self, work: Callable[[Opening], object], caption: str, then: Callable[[], None]) -> None:
        self._busy = True

        def opened(opening: Opening | None) -> None:
            self._busy = False
            assert opening is not None
            error = opening.error
            if isinstance(error, Unusable | Refused):
                self.complaint = str(error)
                self.desk.close()
                self.exit(WRONG)
            elif error is not None:
                self.bug(error)
            else:
                then()

        self.push_screen(OpeningScreen(_Work(self.shelf, work), caption), opened)

    # -- time and the end ----------------------------------------------------------------------------------------

    def _tick(self) -> None:
        if self._busy or self.over or not self.desk.writing:
            return
        left = self.desk.left
        if left <= 0:
            self.end(TIME_OVER)
            return
        self.desk.beat()
        for mark in WARNINGS:
            if left <= mark < self._warned:
                self.notify(f"{clock(left)} left", severity="warning", markup=False)
        self._warned = min(self._warned, int(left))
        if isinstance(self.screen, Parts):
            self.screen.tick()
        elif isinstance(self.screen, ExamRoom):
            self.screen.pulse.hurry()

    def ask_to_hand_in(self) -> None:
        """Hand in, after a question."""
        paper = self.desk.paper
        whole = sum(len(part.steps) for part in paper.parts)
        done = sum(done_in(sitting) for sitting in self.desk.sittings.values())
        text = f"{done} of {whole} steps are done. {clock(self.desk.left)} are left. After this nothing can be changed."
        answers = [("back", "Not yet"), ("hand", "Hand in now")]

        def answered(answer: str | None) -> None:
            if answer == "hand":
                self.end(HANDED_IN)

        self.push_screen(Question("Hand in", text, answers, escape="back"), answered)

    def end(self, why: str) -> None:
        """The end of the exam."""
        self.over = True
        for screen in self.screen_stack:
            if isinstance(screen, ExamRoom):
                screen.pulse.pacer.pause(True)
                screen.pulse.stop()
        code = self.desk.finish(why)
        text = f"End code   {code}\n\nTell it to the invigilator, and hand in the file\n{self.desk.place}"
        title = "The time is over" if why == TIME_OVER else "Handed in"
        self.push_screen(Question(title, text, [("quit", "Leave")]), lambda _: self.exit(0))

    async def action_quit(self) -> None:
        """Leave without handing in: the time goes on as the exam says."""
        self.ask_to_leave()

    def ask_to_leave(self) -> None:
        """Out of the program, perhaps."""
        away = self.desk.paper.limit
        goes_on = away.counts == "wall" and away.away == "counts"
        text = "You can go on later, with the same command." + (" The time goes on meanwhile." if goes_on else "")
        answers = [("stay", "Stay"), ("leave", "Leave without handing in")]

        def answered(answer: str | None) -> None:
            if answer == "leave":
                self.desk.beat()
                self.desk.close()
                self.exit(0)

        self.push_screen(Question("Leave", text, answers, escape="stay"), answered)

    def _after_bug(self, answer: str | None) -> None:
        self.desk.close()
        self.exit(FAILED)


def _look(desk: Desk, opening: Opening) -> None:
    for opening.share in desk.rehearse():
        pass


def _resume(desk: Desk, opening: Opening) -> None:
    for opening.share in desk.resume():
        pass


class _Work(Opening):
    """Something that takes a while, behind the screen that says so."""

    def __init__(self, shelf: Shelf, work: Callable[[Opening], object]) -> None:
        super().__init__(NewLab(""), shelf)
        self._work = work

    def run(self) -> None:
        """Do it, and remember what came of it."""
        try:
            import iossim.frontends.tui.room  # noqa: F401 - now, while somebody waits anyway

            self._work(self)
        except Exception as error:
            self.error = error
        self.finished = True


class Parts(Screen[None]):
    """The parts, how far each is, the time, the start code."""

    DEFAULT_CSS = """
    Parts { align: center middle; background: $background; }
    Parts Box { width: 76; max-height: 100%; padding: 1 2; }
    Parts Static { margin-bottom: 1; }
    Parts KeyBar { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "leave", "Leave", id="quit")]

    def __init__(self, owner: ExamApp) -> None:
        super().__init__()
        self._owner = owner

    def compose(self) -> ComposeResult:
        """One list in a box."""
        with Box() as box:
            box.border_title = self._owner.desk.paper.title
            yield Static("", id="time", markup=False)
            yield Choices()
        yield KeyBar("keys")

    def on_mount(self) -> None:
        """Fill it."""
        self.fill()

    def on_resize(self, event: events.Resize) -> None:
        """The keys fill the width."""
        leave = Hint(self._owner.keyboard.quick("quit"), "leave without handing in", "leave")
        self.query_one(KeyBar).offer((Hint("Enter", "open", "open"), leave), self.app.size.width)

    async def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        """A click on a key."""
        await self.run_action(message.hint.order)

    def action_open(self) -> None:
        """What is highlighted."""
        self.query_one(OptionList).action_select()

    def fill(self) -> None:
        """The parts as they are now."""
        desk = self._owner.desk
        options = self.query_one(OptionList)
        rows: list[Option | None] = []
        for number, part in enumerate(desk.paper.parts):
            sitting = desk.sittings.get(number)
            points = sum(sheet.points for sheet in part.steps)
            state = f"{done_in(sitting)}/{len(part.steps)} done" if sitting is not None else "not begun"
            rows.append(
                Option(Content(f"{number + 1:2}  {part.title:44.44} {points:3} points  {state:>9}"), id=str(number))
            )
        rows += [None, Option(Content("    Hand in"), id="hand")]
        options.clear_options()
        options.add_options(rows)
        options.highlighted = desk.at
        options.focus()
        self.query_one(Box).border_subtitle = f"start code {desk.start_code}" if desk.start_code else ""
        self.tick()

    def tick(self) -> None:
        """The time that is left."""
        desk = self._owner.desk
        self.query_one("#time", Static).update(f"{desk.paper.candidate}    {clock(desk.left)} left")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A part, or the end."""
        if event.option.id == "hand":
            self._owner.ask_to_hand_in()
        elif event.option.id is not None:
            self._owner.open_part(int(event.option.id))

    def action_leave(self) -> None:
        """Out of the program, after a question."""
        self._owner.ask_to_leave()
