"""The application: which screen is shown, what happens at the end, and what a user sees of a bug.

Screens: the menu, the opening of a lab, the lab's room; dialogs lie over them. The app owns the recording: it is closed
on a clean end and left marked as broken off after a bug. A bug in the lab shows a message with the journal's path and
leads back to the menu; a bug elsewhere ends the app, and `run` lets the program report it.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual import events
from textual._styles_cache import StylesCache
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import BindingType

from iossim.frontends.course.progress import Book, Mark
from iossim.frontends.tui import hangup
from iossim.frontends.tui.dialogs import SMALLEST, Question, TooSmall
from iossim.frontends.tui.keyboard import Keyboard
from iossim.frontends.tui.menu import Menu
from iossim.frontends.tui.openable import (
    NewDemo,
    NewExercise,
    NewLab,
    OldPlay,
    OldWork,
    Openable,
    TheAttempts,
    TheCourse,
    TheDemonstrations,
)
from iossim.frontends.tui.opening import Cancelled, Opening, OpeningScreen
from iossim.frontends.tui.preferences import Chosen
from iossim.frontends.tui.theme import THEMES
from iossim.frontends.tui.unfinished import Unfinished

if TYPE_CHECKING:
    from iossim.frontends.recording import Recording, Shelf
    from iossim.lab.lab import Lab

FAILED, WRONG = 1, 2
SETTLING = 1.5
"""Seconds before the tour: the conversation it speaks of is heard by then."""
First: TypeAlias = Openable | TheCourse | TheDemonstrations | TheAttempts


class ConsoleApp(Unfinished, App[int], inherit_bindings=False):
    """See the module. `first` is opened at once; without it there is the menu. `serve` lets network clients in.

    `chosen` are the user's preferences: with them he is shown around once. `keyboard` are his keys.
    """

    TITLE = "iossim"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = """
    CommandPalette > Vertical, CommandPalette:dark > Vertical { width: 76; max-width: 96%; background: $surface; }
    CommandPalette SearchIcon { display: none; }
    CommandPalette #--input { border: round $primary; background: $surface; padding: 0 1; }
    CommandPalette #--input.--list-visible { border-bottom: none; }
    CommandPalette CommandInput { height: 1; border: none; }
    CommandPalette CommandList, CommandPalette CommandList:focus {
        border: round $primary; border-top: none; background: $surface;
    }
    CommandPalette > .command-palette--help-text { text-style: not bold; }
    Input > .input--placeholder { color: $secondary; }
    CommandList > .option-list--option-highlighted { color: $background; background: $primary; text-style: bold; }
    ScrollBox, OptionList, CommandPalette CommandList {
        scrollbar-size-vertical: 1; scrollbar-background: $boost; scrollbar-background-hover: $boost;
        scrollbar-background-active: $boost;
    }
    Toast { width: auto; max-width: 70; }
    """

    def __init__(
        self,
        shelf: Shelf,
        first: First | None = None,
        serve: bool = False,
        chosen: Chosen | None = None,
        keyboard: Keyboard | None = None,
    ) -> None:
        super().__init__()
        self.keyboard = Keyboard() if keyboard is None else keyboard
        self.set_keymap(self.keyboard.bindings())
        self.guided = chosen is not None
        self.chosen = Chosen(shelf.folder / "console.json") if chosen is None else chosen
        self.shelf = shelf
        self.list = first if isinstance(first, TheCourse | TheDemonstrations | TheAttempts) else None
        self.first = first if not isinstance(first, TheCourse | TheDemonstrations | TheAttempts) else None
        self.book = Book(shelf.folder if shelf.elsewhere else None)
        self.serve = serve
        self.recording: Recording | None = None
        self.failure: Exception | None = None
        self.complaint = ""
        self._small = False

    # -- life ----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Open what was asked for, or the menu; work that was broken off is offered before either."""
        hangup.watch(self)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.wear(self.chosen.now.theme)
        if self.first is None:
            self.push_screen(Menu())
        lab = self.first.lab if isinstance(self.first, NewLab) else None
        work = None if isinstance(self.first, OldWork | OldPlay | NewDemo) else self.shelf.broken_off(lab)
        if work is not None:
            self.offer(work)
        elif self.first is not None:
            self.open(self.first)
        elif self.list is not None:
            self.choose(self.list)
        self._mind_size()

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small, and go on when it no longer is."""
        self._small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self._mind_size()

    def _mind_size(self) -> None:
        """What a small window says lies over everything, but for what closes by itself."""
        if self._small and not isinstance(self.screen, TooSmall | OpeningScreen):
            self.push_screen(TooSmall())
        elif not self._small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    def pop_screen(self) -> AwaitComplete:
        """Let what has gone be forgotten: a cache of Textual's holds the drawn rows of the last 1,024 widgets, closed or not."""
        popped = super().pop_screen()
        getattr(StylesCache.get_inner_outer, "cache_clear", int)()
        return popped

    def wear(self, name: str) -> None:
        """Put a theme on; one that is unknown is the first."""
        self.theme = THEMES.get(name, next(iter(THEMES.values()))).name

    def next_theme(self) -> str:
        """The next theme, kept for later; its name."""
        names = list(THEMES)
        now = names.index(self.chosen.now.theme) if self.chosen.now.theme in names else 0
        name = names[(now + 1) % len(names)]
        self.chosen.change(theme=name)
        self.wear(name)
        return name

    async def action_quit(self) -> None:
        """End the program; the work is kept."""
        self.close_recording()
        self.exit(0)

    def labs(self) -> tuple[str, ...]:
        """The labs that come with the program."""
        from iossim.frontends.tui.run import shipped_labs

        return shipped_labs()

    # -- lists to choose from --------------------------------------------------------------------------------------

    def choose(self, what: TheCourse | TheDemonstrations | TheAttempts) -> None:
        """Open a list."""
        match what:
            case TheCourse():
                self.choose_exercise()
            case TheDemonstrations():
                self.choose_demonstration()
            case TheAttempts():
                self.choose_attempt()

    def choose_attempt(self) -> None:
        """The saved attempts: one to go on with."""
        from iossim.frontends.course.shelf import Attempts

        def chosen(path: Path | None) -> None:
            if path is not None:
                self.open(OldWork(path))
            elif isinstance(self.screen, Menu):
                self.screen.fill()

        self.push_screen(Attempts(self.shelf), chosen)

    def choose_demonstration(self) -> None:
        """The demonstrations: one to begin."""
        from iossim.frontends.demo.screens import Demonstrations
        from iossim.training.demonstrations import demonstrations

        def chosen(demo: str | None) -> None:
            if demo:
                self.open(NewDemo(demo))

        self.push_screen(Demonstrations(demonstrations()), chosen)

    # -- exercises -----------------------------------------------------------------------------------------------

    def choose_exercise(self) -> None:
        """The course: an exercise to begin."""
        from iossim.frontends.course.screens import Course
        from iossim.training.cards import cards
        from iossim.training.roster import variant

        def chosen(exercise: str | None) -> None:
            if exercise:
                mark = self.book.marks().get(exercise, Mark())
                seed = mark.attempts + 1
                self.open(NewExercise(exercise, variant(exercise, seed) if mark.due else seed))

        self.push_screen(Course(cards(), self.book.marks()), chosen)

    # -- labs ----------------------------------------------------------------------------------------------------

    def open(self, what: Openable) -> None:
        """Open a lab, take up a journal, or play one."""
        match what:
            case NewLab(lab):
                caption = f"Opening {Path(lab).name}"
            case NewExercise(exercise):
                caption = f"Preparing exercise {exercise}"
                with contextlib.suppress(OSError):
                    self.book.begun(exercise)
            case NewDemo(demo):
                caption = f"Preparing {Path(demo).name}"
            case OldWork():
                caption = "Going on with your work"
            case OldPlay(journal):
                caption = f"Opening {journal.name}"
        self.push_screen(OpeningScreen(Opening(what, self.shelf), caption), self._opened)

    def _opened(self, opening: Opening | None) -> None:
        assert opening is not None
        if opening.result is not None:
            from iossim.frontends.course.tutor import Tutor
            from iossim.frontends.tui.room import Room

            lab, self.recording, note = opening.result
            tutor = Tutor(opening.attempt, self.book) if opening.attempt is not None else None
            room = Room(lab, self.recording, note, opening.playback, tutor, opening.script)
            self.push_screen(room)
            if (
                self.guided
                and not self.chosen.now.toured
                and opening.playback is None
                and tutor is None
                and opening.script is None
            ):
                room.set_timer(SETTLING, room.orders.do_tour)
            self._mind_size()
        elif isinstance(opening.error, Cancelled):
            self._away()
        else:
            self._refused(opening.error)

    def _refused(self, error: Exception | None) -> None:
        """A lab or a journal that cannot be opened: an author's mistake, or a bug."""
        from iossim.frontends.recording import InUse
        from iossim.lab.errors import LabError
        from iossim.lab.journal import JournalError

        if not isinstance(error, LabError | JournalError | InUse | OSError):
            self.bug(error or RuntimeError("nothing was opened"))
        elif self.first is not None:
            self.complaint = str(error)
            self.exit(WRONG)
        else:
            self.push_screen(Question("This cannot be opened", str(error)[:2000], [("back", "Back to the menu")]))

    def _away(self) -> None:
        """Nothing is open any more."""
        if self.first is not None:
            self.exit(0)

    def leave_room(self) -> None:
        """Out of the lab: to the menu, or out of the program when the lab was asked for by name."""
        if self.first is not None:
            self.close_recording()
            self.exit(0)
            return
        answers = [("menu", "To the menu"), ("quit", "Quit iossim"), ("stay", "Stay in the lab")]
        text = "What you did is kept: go on later from the menu." if self.recording is not None else "Nothing is kept."
        self.push_screen(Question("Leave the lab", text, answers), self._left)

    def _left(self, answer: str | None) -> None:
        if answer in ("menu", "quit"):
            self.close_recording()
            if answer == "quit":
                self.exit(0)
            else:
                self._close_room()

    def _close_room(self) -> None:
        """Off the screen; nothing is drawn in it any more, while it is being taken down."""
        from iossim.frontends.tui.room import Room

        if isinstance(self.screen, Room):
            self.screen.pulse.stop()
        self.pop_screen()

    def close_recording(self) -> None:
        """The clean end of the work; where nothing was done there is nothing to keep."""
        if self.recording is not None:
            self.recording.close()
            if not self.recording.touched:
                self.recording.path.unlink(missing_ok=True)
            self.recording = None

    def record_branch(self, lab: Lab, keep: bool = True) -> str:
        """From here on a branch is what is recorded; the attempt before is closed, or dropped. Trouble, in words, or nothing."""
        trouble, recording = "", None
        try:
            recording = self.shelf.begin(lab)
            recording.given()
        except OSError as error:
            trouble = f"not recorded: {error.strerror}"
        before = self.recording.path if self.recording is not None else None
        self.close_recording()
        if before is not None and not keep and recording is not None:
            before.unlink(missing_ok=True)
        self.recording = recording
        return trouble

    # -- bugs ----------------------------------------------------------------------------------------------------

    def bug(self, error: Exception) -> None:
        """A fault of the program while a lab runs: tell where the work is, and leave the lab."""
        from iossim.frontends.tui.bugs import write_details

        text = f"This is a bug in iossim, not a mistake of yours: {type(error).__name__}.\n\n"
        if self.recording is not None:
            text += f"Your work is kept in\n{self.recording.path}\n\n"
            self.recording.abandon()
            self.recording = None
        text += f"Details for a report are in\n{write_details(error, self.shelf.folder)}"
        answers = [("quit", "Quit")] if self.first is not None else [("menu", "To the menu"), ("quit", "Quit")]
        self.push_screen(Question("Something went wrong", text, answers), self._after_bug)

    def _after_bug(self, answer: str | None) -> None:
        if answer == "quit":
            self.exit(FAILED)
        else:
            while len(self.screen_stack) > 1 and not isinstance(self.screen, Menu):
                self.pop_screen()

    def _handle_exception(self, error: Exception) -> None:
        """A fault outside the lab: end, without a traceback on the screen; `run` reports it."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.failure = error
        self._return_code = FAILED
        self.exit(FAILED)
