"""The saved attempts on the screen: go on with one, name it, export it, throw it away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from iossim.frontends.course.attempts import NoAttempt, Saved, delete, export, rename, saved
from iossim.frontends.tui.bars import Hint, KeyBar
from iossim.frontends.tui.box import Box, Choices, Dialog
from iossim.frontends.tui.dialogs import Asking, Question
from iossim.training.cards import cards

if TYPE_CHECKING:
    from iossim.frontends.recording import Shelf

KEYS = (
    Hint("Enter", "go on", "open"),
    Hint("n", "name", "rename"),
    Hint("x", "export", "export"),
    Hint("Del", "delete", "delete"),
    Hint("Esc", "back", "leave"),
)


class Attempts(Dialog[Path]):
    """The result is the journal of the one to go on with, or nothing."""

    DEFAULT_CSS = """
    Attempts Box { width: 88; }
    Attempts Choices { max-height: 24; }
    Attempts #note { color: $warning; }
    Attempts KeyBar { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("f10", "leave", "Back"),
        ("n", "rename", "Name"),
        ("x", "export", "Export"),
        ("delete", "delete", "Delete"),
    ]

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._rows: tuple[Saved, ...] = ()

    def compose(self) -> ComposeResult:
        """The box."""
        with Box() as box:
            box.border_title = "Saved attempts"
            yield Choices()
            yield Static("", id="note", markup=False)
        yield KeyBar("keys")

    def on_mount(self) -> None:
        """Fill it."""
        self._fill()

    def on_resize(self) -> None:
        """The keys fill the width."""
        self.query_one(KeyBar).offer(KEYS, self.app.size.width)

    async def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        """A click on a key."""
        await self.run_action(message.hint.order)

    def action_open(self) -> None:
        """What is highlighted."""
        self.query_one(OptionList).action_select()

    def _fill(self, note: str = "") -> None:
        self._rows = saved(self._shelf)
        titles = {card.id: card.title for card in cards()}
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(_row(row, titles.get(row.exercise, ""))) for row in self._rows])
        options.highlighted = min(at, len(self._rows) - 1) if self._rows else None
        options.focus()
        self.query_one("#note", Static).update(note or ("" if self._rows else "No exercise has been begun yet."))

    @property
    def _chosen(self) -> Saved | None:
        at = self.query_one(OptionList).highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with it, if that can be."""
        chosen = self._chosen
        if chosen is not None and chosen.work.resumable:
            self.dismiss(chosen.work.path)
        elif chosen is not None:
            self.query_one("#note", Static).update(chosen.work.trouble or "another iossim works on it")

    def action_rename(self) -> None:
        """Ask for a name."""
        if (chosen := self._chosen) is not None:
            self._ask("A name for this attempt", chosen.name, lambda text: f"now {rename(chosen, text).stem}")

    def action_export(self) -> None:
        """Ask for a file."""
        if (chosen := self._chosen) is not None:
            place = f"{chosen.name}.journal"
            self._ask(
                "Export to a file or folder", place, lambda text: f"written: {export(chosen, Path(text).expanduser())}"
            )

    def action_delete(self) -> None:
        """Delete it, after a question."""
        chosen = self._chosen
        if chosen is None:
            return

        def answered(answer: str | None) -> None:
            if answer == "delete":
                self._do(lambda: delete(chosen))

        answers = [("delete", "Delete it for good"), ("keep", "Keep it")]
        self.app.push_screen(Question("Delete an attempt", chosen.name, answers), answered)

    def _ask(self, title: str, value: str, then: Callable[[str], str]) -> None:
        def asked(text: str | None) -> None:
            if text and text.strip():
                self._do(lambda: then(text.strip()))

        self.app.push_screen(Asking(title, value, value), asked)

    def _do(self, what: Callable[[], str]) -> None:
        try:
            note = what()
        except NoAttempt as error:
            note = str(error)
        self._fill(note)


def _row(row: Saved, title: str) -> Content:
    about = f"  {row.exercise} {title}, seed {row.seed}, {row.work.changed:%a %d %b %H:%M}, {row.work.condition}"
    return Content.assemble((row.name, "bold"), ("\n", ""), (about, "$secondary"))
