"""Opening a lab, or taking up a journal, behind a screen that says how far it is.

The work is done in a thread, so that the screen lives; everything heavy is imported there. Nothing else touches the lab
until it is handed over.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from iossim.frontends.tui.openable import NewDemo, NewExercise, NewLab, OldPlay, OldWork, Openable

if TYPE_CHECKING:
    from iossim.frontends.demo.opening import Script
    from iossim.frontends.recording import Recording, Shelf
    from iossim.frontends.replay.playback import Playback
    from iossim.lab.lab import Lab
    from iossim.training.attempt import Attempt

BAR = 40
TICKS = 20
PATIENCE = 1
"""Seconds after which a wait is explained."""


class Cancelled(Exception):
    """The user does not want to wait."""


class Opening:
    """The work of the thread. `share` is read by the screen; the rest when `finished`."""

    def __init__(self, what: Openable, shelf: Shelf) -> None:
        self.what = what
        self.shelf = shelf
        self.share = 0.0
        self.cancelled = False
        self.finished = False
        self.error: Exception | None = None
        self.result: tuple[Lab, Recording | None, str] | None = None
        self.playback: Playback | None = None
        self.attempt: Attempt | None = None
        self.script: Script | None = None

    def run(self) -> None:
        """Do it, and remember what came of it."""
        try:
            import iossim.frontends.tui.room  # noqa: F401 - now, while somebody waits anyway

            match self.what:
                case NewLab():
                    self.result = self._new(self.what)
                case NewExercise():
                    self.result = self._exercise(self.what)
                case NewDemo():
                    self.result = self._demo(self.what)
                case OldWork():
                    self.result = self._old(self.what)
                case OldPlay():
                    self.result = self._play(self.what)
        except Exception as error:
            self.error = error
        self.finished = True

    def _new(self, what: NewLab) -> tuple[Lab, Recording | None, str]:
        from iossim.lab.lab import Lab

        lab = Lab.open(what.lab, what.start)
        try:
            recording = self.shelf.begin(lab)
        except OSError as trouble:
            return lab, None, f"not recorded: {trouble.strerror}"
        call = lab.world.definition.call
        if what.start == "settled" and call is not None:
            report = lab.do(f"call {call[0]} {call[1]}")
            recording.given()
            return lab, recording, "; ".join(report.lines)
        return lab, recording, ""

    def _exercise(self, what: NewExercise) -> tuple[Lab, Recording | None, str]:
        from iossim.training.attempt import Attempt
        from iossim.training.roster import find

        self.attempt = Attempt.begin(find(what.exercise, what.seed))
        lab = self.attempt.lab
        try:
            recording = self.shelf.begin(lab)
        except OSError as trouble:
            return lab, None, f"not recorded: {trouble.strerror}"
        recording.given()
        return lab, recording, ""

    def _demo(self, what: NewDemo) -> tuple[Lab, Recording | None, str]:
        from iossim.frontends.demo.opening import Unwanted, opened

        try:
            self.script = opened(what.demo, lambda: not self.cancelled)
        except Unwanted:
            raise Cancelled from None
        return self.script.lab, None, ""

    def _old(self, what: OldWork) -> tuple[Lab, Recording | None, str]:
        from iossim.frontends.course.tutor import attempt_of
        from iossim.frontends.recording import Resumption, parting
        from iossim.lab.errors import LabError

        resumption = Resumption(what.journal)
        try:
            lab = resumption.open()
            for self.share in resumption.steps():
                if self.cancelled:
                    raise Cancelled
        except BaseException:
            resumption.give_up()
            raise
        recording = resumption.done()
        try:
            self.attempt, said = attempt_of(lab.journal, lab)
        except LabError as error:
            return lab, recording, f"as a free lab: {error.mistakes[0].message}"
        return lab, recording, "; ".join(filter(None, (said, parting(lab))))

    def _play(self, what: OldPlay) -> tuple[Lab, Recording | None, str]:
        from iossim.frontends.recording import open_journal
        from iossim.frontends.replay.playback import Playback
        from iossim.lab.journal import read_journal

        journal = read_journal(what.journal)
        lab = open_journal(journal)
        self.playback = Playback(lab, journal.inputs, what.rate)
        return lab, None, ""


class OpeningScreen(Screen[Opening]):
    """Says that a lab is being opened, and dismisses with the result."""

    DEFAULT_CSS = """
    OpeningScreen { align: center middle; background: $background; }
    OpeningScreen Vertical { width: 60; height: auto; }
    OpeningScreen Static { text-align: center; width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "cancel", "Cancel"), ("f10", "cancel", "Cancel")]

    def __init__(self, opening: Opening, caption: str) -> None:
        super().__init__()
        self._opening = opening
        self._caption = caption
        self._ticks = 0

    def compose(self) -> ComposeResult:
        """A caption and a bar."""
        with Vertical():
            yield Static(self._caption, markup=False)
            yield Static("", id="bar", markup=False)

    def on_mount(self) -> None:
        """Start the thread once this has been painted."""
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        threading.Thread(target=self._opening.run, daemon=True).start()
        self._timer = self.set_interval(1 / TICKS, self._look)

    def _look(self) -> None:
        if self._opening.finished:
            self._timer.stop()
            self.dismiss(self._opening)
            return
        waited = int(self._ticks / TICKS)
        self._ticks += 1
        if not self._opening.share and waited >= PATIENCE:
            text = f"{waited} s\nThe lab's history is played the first time; later it is there at once."
            self.query_one("#bar", Static).update(text)
        if self._opening.share:
            done = int(BAR * self._opening.share)
            text = "━" * done + "╌" * (BAR - done) + f" {int(100 * self._opening.share):3}%\nEsc or a click cancels"
            self.query_one("#bar", Static).update(text)

    def action_cancel(self) -> None:
        """Stop a replay; a lab that is just being opened is there at once."""
        self._opening.cancelled = True

    def on_click(self) -> None:
        """The same."""
        self.action_cancel()
