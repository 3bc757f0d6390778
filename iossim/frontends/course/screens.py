"""Two small screens: the course to choose an exercise from, and a line to answer in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from iossim.frontends.tui.box import Box, Choices, Dialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iossim.frontends.course.progress import Mark
    from iossim.training.cards import Card


class Course(Dialog[str]):
    """The tracks with their exercises, and how each stands. The result is the id of the one that was chosen, or nothing."""

    DEFAULT_CSS = """
    Course Box { width: 88; }
    Course Choices { max-height: 32; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("f10", "leave", "Back")]

    def __init__(self, cards: Sequence[Card], marks: Mapping[str, Mark]) -> None:
        super().__init__()
        self._cards = cards
        self._marks = marks

    def compose(self) -> ComposeResult:
        """The box."""
        with Box() as box:
            box.border_title = "Exercises"
            due = any(mark.due for mark in self._marks.values())
            box.border_subtitle = "↻ a variant is due; " * due + "Enter begins, Esc goes back"
            yield Choices(*self._rows())

    def _rows(self) -> list[Option]:
        rows: list[Option] = []
        track = ""
        for card in self._cards:
            if card.track != track:
                track = card.track
                rows.append(Option(Content.assemble((track, "bold $accent")), disabled=True))
            rows.append(Option(Content(row(card, self._marks.get(card.id))), id=card.id))
        return rows

    def on_mount(self) -> None:
        """The first one that is not finished is ready."""
        options = self.query_one(OptionList)
        finished = {name for name, mark in self._marks.items() if mark.finished}
        ready = next((card.id for card in self._cards if card.id not in finished), self._cards[0].id)
        options.highlighted = options.get_option_index(ready)
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A choice."""
        self.dismiss(event.option.id or "")

    def action_leave(self) -> None:
        """None."""
        self.dismiss("")


def row(card: Card, mark: Mark | None) -> str:
    """An exercise in a line."""
    sign = "" if mark is None else "✓" if mark.finished else "↻" if mark.due else "…"
    state = "" if mark is None else f"{sign} {mark.best:g}/{mark.of or card.points}"
    return f"  {card.id:4} {card.title:50.50} {card.minutes:3} min  {state:>10}"


class AnswerLine(Dialog[str]):
    """A question and a line to answer in; Escape answers nothing."""

    DEFAULT_CSS = """
    AnswerLine Box { width: 76; }
    AnswerLine Input, AnswerLine Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__(classes="below")
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The box."""
        with Box() as box:
            box.border_title = self._title
            box.border_subtitle = "Enter answers, Esc goes back"
            yield Static(self._text, markup=False)
            yield Input(max_length=2_000)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The answer."""
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """None."""
        self.dismiss("")
