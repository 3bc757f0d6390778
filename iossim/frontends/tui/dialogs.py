"""Small screens over the others: a text to read, a question with a few answers, help, a window that is too small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from iossim.frontends.tui.box import Box, Choices, Dialog, ScrollBox
from iossim.frontends.tui.commands import GROUPS
from iossim.frontends.tui.keyboard import Keyboard
from iossim.frontends.tui.preferences import config_folder

if TYPE_CHECKING:
    from iossim.lab.definition.model import Credentials

SMALLEST = (80, 24)


class Question(Dialog[str]):
    """A text and a few answers. The result is the id of the answer; Escape gives `escape`, the last of them if nothing is said."""

    DEFAULT_CSS = """
    Question Static { margin-bottom: 1; }
    Question Choices { max-height: 14; }
    """

    def __init__(
        self, title: str, text: str, answers: Sequence[tuple[str, str]], below: bool = False, escape: str | None = None
    ) -> None:
        super().__init__(classes="below" if below else "")
        self._title = title
        self._text = text
        self._answers = answers
        self._escape = answers[-1][0] if escape is None else escape

    def compose(self) -> ComposeResult:
        """The box."""
        with Box() as box:
            box.border_title = self._title
            if self._text:
                yield Static(self._text, markup=False)
            yield Choices(*(Option(Content(text), id=ident) for ident, text in self._answers))

    def on_mount(self) -> None:
        """The first answer is ready."""
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An answer."""
        self.dismiss(event.option.id or "")

    def action_leave(self) -> None:
        """Nothing was chosen."""
        self.dismiss(self._escape)


class Asking(Dialog[str]):
    """A line to be typed; the result is None when nothing is wanted."""

    DEFAULT_CSS = """
    Asking Box { padding: 0 1; }
    Asking Input, Asking Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    """

    def __init__(self, title: str, example: str, value: str = "") -> None:
        super().__init__()
        self._title = title
        self._example = example
        self._value = value

    def compose(self) -> ComposeResult:
        """The box."""
        with Box() as box:
            box.border_title = self._title
            box.border_subtitle = "Enter is done, Esc closes"
            yield Input(self._value, placeholder=self._example)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """It is typed."""
        self.dismiss(event.value)


class Reading(Dialog[None]):
    """A text in a box; any of the usual keys closes it."""

    DEFAULT_CSS = """
    Reading ScrollBox { width: 78; max-width: 98%; padding: 0 1; }
    Reading Static { padding-right: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [(key, "leave", "Back") for key in ("enter", "q", "f1", "space")]

    def __init__(self, title: str, text: Content) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The box."""
        with ScrollBox() as box:
            box.border_title = self._title
            box.border_subtitle = "Esc closes"
            yield Static(self._text)


class TooSmall(ModalScreen[None]):
    """The window is too small; closes by itself when it has grown."""

    DEFAULT_CSS = """
    TooSmall { align: center middle; background: $background; }
    TooSmall Static { width: auto; max-width: 100%; text-align: center; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "app.quit", "Quit", id="quit")]

    def compose(self) -> ComposeResult:
        """One message."""
        yield Static("", markup=False)

    def on_mount(self) -> None:
        """Say how large the window is."""
        self._say()

    def on_resize(self, event: events.Resize) -> None:
        """The window has another size."""
        self._say()

    def _say(self) -> None:
        width, height = self.app.size
        self.query_one(Static).update(
            f"iossim needs a window of {SMALLEST[0]} x {SMALLEST[1]}.\nThis one is {width} x {height}.\n"
            f"Make it larger and go on.\n{self.app.keyboard.quick('quit')} quits."  # type: ignore[attr-defined]
        )


def help_text(keyboard: Keyboard, credentials: Credentials | None = None, here: str = "") -> Content:
    """What is on the screen (`here`), all keys, how they differ from those of IOS, and what an open lab wants as passwords."""
    lines: list[tuple[str, str]] = [
        *([("Here\n", "bold $primary"), (f"{here}\n\n", "")] if here else []),
        ("Every key of IOS goes to the router: ", ""),
        ("?  Tab  Ctrl-A .. Ctrl-Z  Esc-B  Ctrl-Shift-6\n", "bold"),
        ("Return wakes a console; then ", ""),
        ("enable", "bold"),
        (". PgUp and PgDn scroll what it has printed.\n", ""),
        *(_passwords(credentials) if credentials else ()),
        ("\n", ""),
        (f"{'F2 .. F9':16}", "$accent"),
        ("the first eight consoles\n", ""),
        (f"{keyboard.prefix_shown + ' 1 .. 9':16}", "$accent"),
        ("the first nine\n", ""),
    ]
    for group in GROUPS:
        lines.append((f"{group}\n", "bold $primary"))
        for command in keyboard.commands:
            if command.group == group:
                keys = keyboard.keys(command.action) + (f", {command.function.upper()}" if command.function else "")
                lines += [(f"  {keys:20}", "$accent"), (f"{command.what}\n", "")]
    lines += [
        ("\nThe actions are sentences: ", ""),
        ("cut x-over", "bold"),
        (", ", ""),
        ("outage dsl-1 40s", "bold"),
        (", ", ""),
        ("reload gateway-1", "bold"),
        (f".\nOutside the console (map, voice, timeline) the commands need no {keyboard.prefix_shown}.\n", ""),
        ("Everything that is shown can be clicked: consoles, keys, events, boxes of the drawing.\n", ""),
        ("What you do is kept as you do it: quit, or lose power, and go on from the menu.\n", ""),
        *([(f"{keyboard.warning}\n", "$warning")] if keyboard.warning else []),
        ("Other keys: a file keys.yaml in ", ""),
        (f"{config_folder()}\n", ""),
    ]
    return Content.assemble(*lines)


def _passwords(credentials: Credentials) -> Iterator[tuple[str, str]]:
    for where, password in (("enable", credentials.enable), ("Virtual terminals", credentials.vty)):
        if password:
            yield f"{where} here: ", ""
            yield f"{password}\n", "bold"
