"""Why: what is wrong now, and what led to it, down to the key that was pressed.

    Wrong now
    ▸ ✕ phone-hq does not hear phone-1: firewall: link stick-gw1 has no carrier
      ✕ soho-vp has no tunnel
    Because
        +0.0 s  phone-hq no longer hears phone-1 ...
        +0.0 s  gateway-1 starts (bus error ...)
     14:38:03 ● [crash gateway-1]

An event of the timeline can be asked about as well. The row that is chosen can be gone to: the screen rewinds to its moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from iossim.frontends.tui.bars import Hint
from iossim.frontends.tui.events import event_lines
from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.wording import broken, fit
from iossim.lab.why import Trouble, causes, mended, troubles

if TYPE_CHECKING:
    from textual import events

    from iossim.frontends.tui.panel import Picture
    from iossim.frontends.tui.pieces import Line
    from iossim.lab.view import EventView

STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -1000}


LEAST = 5
"""Rows for what is wrong, however long the chain is."""

NOTHING = "Nothing is wrong. Choose an event of the timeline ({timeline}) and press Enter to see what led to it."

Row = tuple[int | None, "Line"]
"""A line and the number of what is chosen by it."""


class WhyPanel(Panel):
    """See the module. `about` is an event of the timeline that was asked about."""

    TITLE = "Why"

    class GoTo(Message):
        """The moment of a record is wanted."""

        def __init__(self, t: int) -> None:
            super().__init__()
            self.t = t

    def __init__(self, ident: str) -> None:
        super().__init__(ident)
        self.about: EventView | None = None
        self.at = 0
        self._subject = 0
        self._subjects: list[Trouble] = []
        self._chain: tuple[EventView, ...] = ()
        self._owners: list[int | None] = []

    def keys(self) -> tuple[Hint, ...]:
        """The moment of the chosen row."""
        return (Hint("G", "go there", key="G"),) if self._chain else ()

    def depends(self) -> object:
        """What is chosen, and what was asked about."""
        return self.at, self.about

    def ask(self, event: EventView | None) -> None:
        """Explain an event; None explains what is wrong."""
        self.about = event
        self.at = self._subject = 0

    def key(self, key: str) -> bool:
        """Choose a row, go to its moment."""
        if key in STEPS:
            self.at = max(0, min(len(self._subjects) + len(self._chain) - 1, self.at + STEPS[key]))
        elif key in ("enter", "G"):
            if self._chain:
                number = max(0, self.at - len(self._subjects))
                self.post_message(self.GoTo(self._chain[number].t))
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.y < len(self._owners):
            owner = self._owners[offset.y]
            self.at = self.at if owner is None else owner

    def look(self, picture: Picture) -> None:
        """Draw what is wrong, and the causes of the one that is chosen."""
        width, height = self.area
        self._subjects = [*([_subject(self.about)] if self.about is not None else []), *troubles(picture.lab)]
        self._subjects += mended(picture.lab)
        if self.at < len(self._subjects):
            self._subject = self.at
        self._subject = min(self._subject, max(0, len(self._subjects) - 1))
        number = self._subjects[self._subject].number if self._subjects else None
        self._chain = causes(picture.lab, number) if number is not None else ()
        self.at = max(0, min(self.at, len(self._subjects) + len(self._chain) - 1))
        self.border_subtitle = "↑ ↓ choose" if self._chain else ""
        below = self._because(picture, width)
        above = self._wrong(width, max(LEAST, height - len(below) - 1))
        rows = [*above, (None, []), *below] if self._subjects else below
        chosen = next((n for n, (owner, _) in enumerate(rows) if owner == self.at), 0)
        top = max(0, min(chosen - height + 3, len(rows) - height))
        shown = rows[top : top + height]
        self._owners = [owner for owner, _ in shown]
        self.put([line for _, line in shown])

    def _wrong(self, width: int, room: int) -> list[Row]:
        """What was asked about, and what is wrong: so many rows around the one whose causes are told."""
        rows: list[Row] = []
        above = ""
        for number, subject in enumerate(self._subjects):
            asked = self.about is not None and number == 0
            heading = "" if asked else "Heard again" if subject.mended else "Wrong now"
            if heading != above:
                rows.append((None, [(heading, "bold")]))
            above = heading
            sign = "●" if asked else "♪" if subject.mended else "✕"
            look = "" if asked else "voice-audible" if subject.mended else "state-trouble"
            style = "chosen" if number == self.at else look
            rows.append(
                (number, [(fit(f"{'▸' if number == self._subject else ' '} {sign} {subject.what}", width), style)])
            )
        if len(rows) <= room:
            return rows
        chosen = next(n for n, (owner, _) in enumerate(rows) if owner == self._subject)
        first = max(0, min(chosen - room // 2, len(rows) - room + 1))
        shown = rows[first : first + room - 1]
        return [*shown, (None, [(f"  {len(rows) - len(shown)} more: ↑↓", "state")])]

    def _because(self, picture: Picture, width: int) -> list[Row]:
        """The chain of causes."""
        if not self._subjects:
            text = self.keyboard.told(NOTHING)
            return [(None, [(part, "voice-audible")]) for part in broken(text, width)]
        if not self._chain:
            return [(None, [("Nothing is known of what led to it.", "state")])]
        rows: list[Row] = [(None, [(fit("Because, from the fact back to where it began:", width), "bold")])]
        for number, event in enumerate(self._chain, len(self._subjects)):
            rows += [(number, line) for line in event_lines(event, picture.origin, width, number == self.at)]
        return rows


def _subject(event: EventView) -> Trouble:
    return Trouble(f"{event.device} {event.text}".strip(), event.number)
