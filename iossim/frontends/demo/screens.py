"""The demonstrations to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from iossim.frontends.tui.box import Box, Choices, Dialog
from iossim.frontends.tui.wording import broken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iossim.training.demonstrations import Demonstration


WIDTH = 69
"""Columns of a row."""


class Demonstrations(Dialog[str]):
    """The result is the id of the one that was chosen, or nothing."""

    DEFAULT_CSS = """
    Demonstrations Box { width: 76; }
    Demonstrations Choices { max-height: 24; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("f10", "leave", "Back")]

    def __init__(self, rows: Sequence[Demonstration]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The box."""
        with Box() as box:
            box.border_title = "Demonstrations"
            box.border_subtitle = "Enter opens, Esc goes back"
            parted = ((Option(_row(row), id=row.id), None) for row in self._rows)
            yield Choices(*[option for pair in parted for option in pair][:-1])

    def on_mount(self) -> None:
        """The first one is ready."""
        options = self.query_one(OptionList)
        options.highlighted = 0 if self._rows else None
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A choice."""
        self.dismiss(event.option.id or "")

    def action_leave(self) -> None:
        """None."""
        self.dismiss("")


def _row(row: Demonstration) -> Content:
    about = "\n".join(broken(row.about, WIDTH, "  "))
    return Content.assemble((row.title, "bold"), f"  {row.minutes} min\n", about)
