"""Work that was broken off is offered at the next start; and no work is deleted without a second question.

The answer that destroys something is the last one, and never the neighbour of the one that is taken for granted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from iossim.frontends.course.attempts import exercise_of
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.menu import Menu
from iossim.frontends.tui.openable import OldWork

if TYPE_CHECKING:
    from iossim.frontends.recording import Work
    from iossim.frontends.tui.app import ConsoleApp


class Unfinished:
    """Part of the app; see the module."""

    @property
    def _app(self) -> ConsoleApp:
        return cast("ConsoleApp", self)

    def offer(self, work: Work) -> None:
        """Ask what is to become of work that was broken off."""
        begun = exercise_of(work.path)
        what = work.lab if begun is None else f"exercise {begun[0]}"
        text = (
            f"Your work in {what} was broken off on {work.changed:%A, %d %B at %H:%M}.\n"
            "Everything up to the last key is kept."
        )
        answers = [("resume", "Go on where you were")]
        if self._app.first is None:
            answers += [("later", "Later: it stays in the menu"), ("delete", "Delete it for good ...")]
        else:
            answers += [
                ("later", "Start anew, keep the old work for later"),
                ("quit", "Quit"),
                ("delete", "Start anew, delete the old work ..."),
            ]
        question = Question("Unfinished work", text, answers, escape="later" if self._app.first is None else "quit")
        self._app.push_screen(question, lambda answer: self._answered(work, answer or ""))

    def _answered(self, work: Work, answer: str) -> None:
        app = self._app
        if answer == "resume":
            app.open(OldWork(work.path))
        elif answer == "quit":
            app.exit(0)
        elif answer == "delete":
            self.ask_delete(work, self._go_on, lambda: self.offer(work))
        else:
            app.shelf.keep(work)
            self._go_on()

    def _go_on(self) -> None:
        """With what the program was started for."""
        app = self._app
        if app.first is not None:
            app.open(app.first)
        elif isinstance(app.screen, Menu):
            app.screen.fill()

    def ask_delete(self, work: Work, then: Callable[[], None], otherwise: Callable[[], None] = lambda: None) -> None:
        """Delete a work, after a question."""

        def answered(answer: str | None) -> None:
            if answer == "delete":
                self._app.shelf.delete(work)
                then()
            else:
                otherwise()

        answers = [("keep", "Keep it"), ("delete", "Delete it for good")]
        question = Question("Delete work", f"{work.lab}, {work.changed:%d %b %H:%M}", answers, escape="keep")
        self._app.push_screen(question, answered)
