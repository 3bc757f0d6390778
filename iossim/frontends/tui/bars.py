"""The three bars: state on top, the consoles below it, the keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from iossim.frontends.tui.keyboard import Keyboard
from iossim.frontends.tui.pieces import Line, Piece
from iossim.frontends.tui.theme import STYLES
from iossim.frontends.tui.wording import fit, shortened

FIRST_KEY = 2
"""F2 opens the first console."""

DIRECT = 8
"""So many consoles have a function key of their own."""

LENGTHS = (31, 7, 5)
"""How long names may be, the first that fits."""


class Bar(Widget):
    """One row of pieces."""

    DEFAULT_CSS = """
    Bar { height: 1; background: $surface; color: $foreground; }
    """

    def __init__(self, ident: str) -> None:
        super().__init__(id=ident)
        self._line: Line = []

    def put(self, line: Line) -> None:
        """Draw this, unless it is there already."""
        if line != self._line:
            self._line = line
            self.refresh()

    def render(self) -> Content:
        """The row."""
        return Content.assemble(*((text, STYLES.get(style, style)) for text, style in self._line))


@dataclass(frozen=True, slots=True)
class Tab:
    """One console in the row of consoles. `news`: printed something since it was last looked at."""

    device: str
    chosen: bool
    up: bool
    news: bool


class Tabs(Bar):
    """The consoles; a click opens one."""

    class Chosen(Message):
        """A console has been clicked."""

        def __init__(self, device: str) -> None:
            super().__init__()
            self.device = device

    def __init__(self, ident: str) -> None:
        super().__init__(ident)
        self._spans: list[tuple[int, int, str]] = []

    def update(self, tabs: Sequence[Tab], width: int) -> None:
        """Draw the consoles that have room, the open one among them."""
        line: Line = []
        self._spans = []
        at = 0
        for text, tab in texts(tabs, width):
            self._spans.append((at, at + len(text), tab.device))
            line.append((text, tab_style(tab)))
            at += len(text)
        self.put(line)

    def on_click(self, event: events.Click) -> None:
        """Open what was clicked."""
        for start, end, device in self._spans:
            if start <= event.x < end:
                self.post_message(self.Chosen(device))


def texts(tabs: Sequence[Tab], width: int) -> list[tuple[str, Tab]]:
    """The consoles that fit; names are shortened when that makes them fit, then those around the open one are shown."""
    numbered = list(enumerate(tabs, FIRST_KEY))
    chosen = next((i for i, tab in enumerate(tabs) if tab.chosen), 0)
    numbered = numbered[chosen - 3 if chosen >= DIRECT else 0 :][: DIRECT + 12]
    for longest in LENGTHS:
        line = [(tab_text(number, tab, n > 0, longest), tab) for n, (number, tab) in enumerate(numbered)]
        if sum(len(text) for text, _ in line) <= width:
            return line
    while sum(len(text) for text, _ in line) > width:
        line.pop()
    return line


def tab_text(number: int, tab: Tab, later: bool, longest: int) -> str:
    """`F2 gateway-1`, then `3 gateway-2`; signs for news and for a box that is not up."""
    key = "" if number >= FIRST_KEY + DIRECT else f"{number} " if later else f"F{number} "
    sign = "✕" if not tab.up else "*" if tab.news else ""
    name = tab.device if tab.chosen else shortened(tab.device, longest)
    return f"▸{key}{name}{sign}" if tab.chosen else f" {key}{name}{sign}"


def tab_style(tab: Tab) -> str:
    """The open one stands out."""
    if tab.chosen:
        return "bold $background on $primary"
    return "state-trouble" if not tab.up else "bold" if tab.news else "state"


@dataclass(frozen=True, slots=True)
class Hint:
    """A key in the bar at the bottom: how it is shown, what it does; a click on it is as good as the key.

    `order` is a command of the screen, `key` a key for the view that is shown.
    """

    shown: str
    what: str
    order: str = ""
    key: str = ""

    @property
    def text(self) -> str:
        """As it stands in the bar."""
        return f" {self.shown} {self.what} "


class KeyBar(Bar):
    """The keys that matter most here."""

    class Chosen(Message):
        """One has been clicked."""

        def __init__(self, hint: Hint) -> None:
            super().__init__()
            self.hint = hint

    def __init__(self, ident: str) -> None:
        super().__init__(ident)
        self._hints: list[Hint] = []

    def offer(self, hints: Sequence[Hint], width: int, right: Piece = ("", "state")) -> None:
        """Draw these, as many as have room beside the news at the right edge."""
        self._hints = fitting(hints, width, right[0])
        self.put(key_line(hints, width, right))

    def on_click(self, event: events.Click) -> None:
        """What is clicked."""
        at = 0
        for hint in self._hints:
            if at <= event.x < at + len(hint.text):
                self.post_message(self.Chosen(hint))
            at += len(hint.text)


def room_keys(
    keyboard: Keyboard, paused: bool, view: str = "console", silent: bool = False, own: Sequence[Hint] = ()
) -> tuple[Hint, ...]:
    """The keys of a lab's screen: those of the view first; while a conversation is silent, also the one that tells why."""
    back = (Hint("Esc", "Back", "console"),) if view != "console" else ()
    why = (Hint(keyboard.keys("why"), "Why?", "why"),) if silent and view != "why" else ()
    return (
        *back,
        *own,
        Hint(keyboard.quick("help"), "Help", "help"),
        *why,
        Hint(keyboard.quick("pause"), "Go on" if paused else "Pause", "pause"),
        Hint(keyboard.quick("actions"), "Actions", "actions"),
        Hint(keyboard.quick("quit"), "Quit", "quit"),
        Hint(keyboard.prefix_shown, "all commands", "all"),
    )


def fitting(hints: Sequence[Hint], width: int, right: str = "") -> list[Hint]:
    """The keys that have room; the last one, which leads to all others, stays longest."""
    room = width - (len(fit(right, width - 2)) + 2 if right else 0)
    found = list(hints)
    while found and sum(len(hint.text) for hint in found) > room:
        del found[-2 if len(found) > 1 else -1]
    return found


def key_line(hints: Sequence[Hint], width: int, news: Piece = ("", "state")) -> Line:
    """The keys, and something at the right edge, which is news and for which keys make room."""
    right, style = fit(news[0], width - 2), news[1]
    line: Line = []
    used = 0
    for hint in fitting(hints, width, right):
        line += [(f" {hint.shown}", "bold $accent"), (f" {hint.what} ", "")]
        used += len(hint.text)
    if right:
        line += [(" " * (width - used - len(right) - 2), ""), (f" {right} ", style)]
    return line
