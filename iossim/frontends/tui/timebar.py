"""The session as a line from its beginning to now: where faults and bookmarks lie, and which moment is shown.

    Rewind  14:31:05  6:12 before now
    14:02:10 ├──────────●──◆────────▲────────────┤ 14:38:16
    ← → 1 s  ...

Faults and reloads are ●, bookmarks ◆, the moment shown is ▲. The bar takes the keys that choose a moment; everything else
stays where it is. A click on the line goes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from iossim.frontends.tui.pieces import Line
from iossim.frontends.tui.theme import STYLES
from iossim.frontends.tui.wording import fit, span

if TYPE_CHECKING:
    from textual import events

    from iossim.lab.past import Moment

SECOND = 1_000_000
FAULT, BOOKMARK, HERE = "●", "◆", "▲"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth going to: a bookmark, or a fault or reload."""

    moment: Moment
    text: str
    bookmark: bool


@dataclass(frozen=True, slots=True)
class TimeKey:
    """A key of the bar: what it asks of the visit, and how it is shown."""

    key: str
    order: str
    by: int = 0
    shown: str = ""
    what: str = ""


TIME_KEYS = (
    TimeKey("left", "step", -SECOND, "← →", "1 s"),
    TimeKey("right", "step", SECOND),
    TimeKey("down", "step", -60 * SECOND, "↓ ↑", "1 min"),
    TimeKey("up", "step", 60 * SECOND),
    TimeKey("pageup", "to_event", -1, "PgUp PgDn", "event"),
    TimeKey("pagedown", "to_event", 1),
    TimeKey("left_square_bracket", "to_mark", -1, "[ ]", "mark"),
    TimeKey("right_square_bracket", "to_mark", 1),
    TimeKey("home", "to_begin"),
    TimeKey("end", "to_end"),
    TimeKey("G", "choose", 0, "G", "go to"),
    TimeKey("tab", "look", 0, "Tab", "console"),
    TimeKey("enter", "go_on", 0, "Enter", "go on from here"),
    TimeKey("escape", "end", 0, "Esc", "back to now"),
)
_BY_KEY = {row.key: row for row in TIME_KEYS}
CHROME = 4
"""Rows of the bar besides its keys."""


class TimeBar(Widget, can_focus=True):
    """See the module."""

    DEFAULT_CSS = """
    TimeBar { display: none; height: auto; background: $background; border: round $panel; padding: 0 1;
        border-title-color: $secondary; border-subtitle-color: $secondary; }
    TimeBar:focus { border: round $accent; border-title-color: $accent; border-title-style: bold; }
    """

    class Asked(Message):
        """A key of the bar."""

        def __init__(self, row: TimeKey) -> None:
            super().__init__()
            self.row = row

    class Pointed(Message):
        """A click at a time."""

        def __init__(self, t: int) -> None:
            super().__init__()
            self.t = t

    def __init__(self, ident: str) -> None:
        super().__init__(id=ident)
        self.border_title = "Rewind"
        self._lines: list[Line] = []
        self._reach = (0, 0)
        self._track = (0, 1)
        self._keys: list[list[Part]] = []

    def put(
        self, begin: int, now: int, at: int, marks: Sequence[Mark], origin: datetime, share: float | None = None
    ) -> None:
        """Draw this."""
        width = self.content_size.width or max(40, self.app.size.width - 4)
        self._reach = (begin, now)
        left, right = _clock(origin, begin), _clock(origin, now)
        self._track = (len(left) + 1, max(8, width - len(left) - len(right) - 2))
        self._keys = key_rows(width)
        lines = [
            heading(now, at, marks, origin, width, share),
            [(f"{left} ", "state"), *track(begin, now, at, marks, self._track[1]), (f" {right}", "state")],
            *([(part.text, part.style) for part in row] for row in self._keys),
        ]
        if lines != self._lines:
            self.refresh(layout=len(lines) != len(self._lines))
            self._lines = lines

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as the keys need, and two."""
        return CHROME - 2 + len(key_rows(width))

    def render(self) -> Content:
        """The rows."""
        rows = [Content.assemble(*((text, STYLES.get(style, style)) for text, style in line)) for line in self._lines]
        return Content("\n").join(rows)

    def on_focus(self) -> None:
        """The keys are here."""
        self.border_subtitle = ""

    def on_blur(self) -> None:
        """The keys are elsewhere: say how they come back."""
        self.border_subtitle = self.app.keyboard.told("{past}: the keys to this line")  # type: ignore[attr-defined]

    def on_key(self, event: events.Key) -> None:
        """A key that chooses a moment; others are the room's."""
        row = _BY_KEY.get(event.key)
        if row is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.Asked(row))

    def on_click(self, event: events.Click) -> None:
        """A moment on the line, or a key."""
        offset = event.get_content_offset(self)
        left, width = self._track
        if offset is None:
            return
        if 2 <= offset.y < 2 + len(self._keys):
            row = clicked(self._keys[offset.y - 2], offset.x)
            if row is not None:
                self.post_message(self.Asked(row))
        elif offset.y == 1:
            begin, now = self._reach
            self.focus()
            self.post_message(
                self.Pointed(begin + (now - begin) * max(0, min(width - 1, offset.x - left)) // (width - 1))
            )


def heading(now: int, at: int, marks: Sequence[Mark], origin: datetime, width: int, share: float | None) -> Line:
    """Which moment, how long ago, and what came before it."""
    when = f"{_clock(origin, at)}  " + ("now" if at >= now else f"{span(now - at)} ago")
    if share is not None:
        when += f"  {int(100 * share)}% of the way"
    before = next((mark for mark in reversed(marks) if mark.moment.t <= at), None)
    line: Line = [(when, "bold $accent")]
    if before is not None:
        told = f"  {span(at - before.moment.t)} after {BOOKMARK if before.bookmark else FAULT} {before.text}"
        line.append((fit(told, width - len(when)), "state"))
    return line


def track(begin: int, now: int, at: int, marks: Sequence[Mark], width: int) -> Line:
    """The line itself."""

    def column(t: int) -> int:
        return (t - begin) * (width - 1) // max(1, now - begin)

    cells: list[tuple[str, str]] = [("─", "state")] * width
    cells[0], cells[-1] = ("├", "state"), ("┤", "state")
    for mark in marks:
        if begin <= mark.moment.t <= now:
            style = ("bold $accent", BOOKMARK) if mark.bookmark else ("state-trouble", FAULT)
            cells[column(mark.moment.t)] = (style[1], style[0])
    cells[column(max(begin, min(now, at)))] = (HERE, "bold $background on $accent")
    return cells


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the row of keys, and the key that a click on it is."""

    text: str
    style: str = ""
    row: TimeKey | None = None


def key_rows(width: int) -> list[list[Part]]:
    """All keys, on one row where there is room, else on more."""
    rows: list[list[Part]] = [[]]
    for number, first in enumerate(TIME_KEYS):
        if not first.shown:
            continue
        signs = first.shown.split()
        parts: list[Part] = []
        for sign, row in zip(signs, TIME_KEYS[number:], strict=False):
            parts += [Part(sign, "bold $accent", row), Part(" ")]
        parts.append(Part(f"{first.what}  ", row=first if len(signs) == 1 else None))
        used = sum(len(part.text) for part in rows[-1])
        if used and used + sum(len(part.text) for part in parts) - 2 > width:
            rows.append([])
        rows[-1] += parts
    return rows


def clicked(parts: Sequence[Part], x: int) -> TimeKey | None:
    """The key at a column."""
    for part in parts:
        if x < len(part.text):
            return part.row
        x -= len(part.text)
    return None


def _clock(origin: datetime, t: int) -> str:
    return f"{origin + timedelta(microseconds=t):%H:%M:%S}"
