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
    TimeKey("left_square_bracket", "to_mark", -1, "[ ]", "●◆"),
    TimeKey("right_square_bracket", "to_mark", 1),
    TimeKey("home", "to_begin"),
    TimeKey("end", "to_end"),
    TimeKey("g", "choose", 0, "g", "go to"),
    TimeKey("m", "bookmark", 0, "m", "mark"),
    TimeKey("tab", "look", 0, "Tab", "console"),
    TimeKey("enter", "go_on", 0, "Enter", "go on from here"),
    TimeKey("escape", "end", 0, "Esc", "back to now"),
)
_BY_KEY = {row.key: row for row in TIME_KEYS}


class TimeBar(Widget, can_focus=True):
    """See the module."""

    DEFAULT_CSS = """
    TimeBar { display: none; height: 5; background: $background; border: round $panel; padding: 0 1;
        border-title-color: $secondary; }
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

    def put(
        self, begin: int, now: int, at: int, marks: Sequence[Mark], origin: datetime, share: float | None = None
    ) -> None:
        """Draw this."""
        width = self.content_size.width or max(40, self.app.size.width - 4)
        self._reach = (begin, now)
        left, right = _clock(origin, begin), _clock(origin, now)
        self._track = (len(left) + 1, max(8, width - len(left) - len(right) - 2))
        lines = [
            heading(now, at, marks, origin, width, share),
            [(f"{left} ", "state"), *track(begin, now, at, marks, self._track[1]), (f" {right}", "state")],
            key_row(width),
        ]
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render(self) -> Content:
        """The rows."""
        rows = [Content.assemble(*((text, STYLES.get(style, style)) for text, style in line)) for line in self._lines]
        return Content("\n").join(rows)

    def on_key(self, event: events.Key) -> None:
        """A key that chooses a moment; others are the room's."""
        row = _BY_KEY.get(event.key)
        if row is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.Asked(row))

    def on_click(self, event: events.Click) -> None:
        """A moment on the line."""
        offset = event.get_content_offset(self)
        left, width = self._track
        if offset is not None and offset.y == 1:
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


def key_row(width: int) -> Line:
    """The keys, as many as have room; the last two always."""
    rows = [row for row in TIME_KEYS if row.shown]
    room = width - sum(len(row.shown) + len(row.what) + 3 for row in rows[-2:])
    shown = []
    for row in rows[:-2]:
        room -= len(row.shown) + len(row.what) + 3
        if room >= 0:
            shown.append(row)
    line: Line = []
    for row in (*shown, *rows[-2:]):
        line += [(row.shown, "bold $accent"), (f" {row.what}  ", "")]
    return line


def _clock(origin: datetime, t: int) -> str:
    return f"{origin + timedelta(microseconds=t):%H:%M:%S}"
