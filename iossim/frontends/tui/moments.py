"""Where to in time: a moment that is typed, or chosen from the faults and bookmarks of the session.

14:31  14:31:05      the last time the lab's clock showed that
-30s  -5m            so long before now
+12s                 so long after the last fault or reload
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from iossim.frontends.tui.box import Box, Choices, Dialog
from iossim.frontends.tui.timebar import BOOKMARK, FAULT, Mark
from iossim.frontends.tui.wording import fit, span
from iossim.lab.spelling import read_duration

if TYPE_CHECKING:
    from textual import events

DAY = timedelta(days=1)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
FORMS = "14:31:05 by the lab's clock, -30s before now, +12s after the last fault"


def read_moment(text: str, now: int, origin: datetime, fault: int | None) -> int:
    """The time that is meant, in microseconds; ValueError says what can be typed."""
    text = text.strip()
    clock = CLOCK.fullmatch(text)
    try:
        if clock is not None:
            hour, minute, second = (int(part or 0) for part in clock.groups())
            present = origin + timedelta(microseconds=now)
            meant = present.replace(hour=hour, minute=minute, second=second, microsecond=0)
            return ((meant if meant <= present else meant - DAY) - origin) // timedelta(microseconds=1)
        if text.startswith("-"):
            return now - read_duration(text[1:])
        if text.startswith("+") and fault is not None:
            return fault + read_duration(text[1:])
    except ValueError:
        pass
    raise ValueError(f"type {FORMS}")


class MomentChooser(Dialog[str]):
    """A line to type a time, and the faults and bookmarks to choose from; the result is a text or `#` and a number."""

    DEFAULT_CSS = """
    MomentChooser Box { width: 76; padding: 0 1; }
    MomentChooser Input, MomentChooser Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    MomentChooser Static { color: $secondary; margin-bottom: 1; }
    MomentChooser Choices { max-height: 14; }
    """

    def __init__(self, marks: Sequence[Mark], now: int, origin: datetime, title: str = "Go to a moment") -> None:
        super().__init__()
        self._title = title
        self._marks = marks
        self._now = now
        self._origin = origin

    def compose(self) -> ComposeResult:
        """The box."""
        with Box() as box:
            box.border_title = self._title
            box.border_subtitle = "Enter goes, Esc closes"
            yield Input(placeholder="a time")
            yield Static(FORMS)
            if self._marks:
                yield Choices(*(Option(self._row(mark), id=f"#{n}") for n, mark in self._newest()))

    def _newest(self) -> list[tuple[int, Mark]]:
        return list(reversed(list(enumerate(self._marks))))

    def _row(self, mark: Mark) -> Content:
        clock = f"{self._origin + timedelta(microseconds=mark.moment.t):%H:%M:%S}"
        ago = f"{span(self._now - mark.moment.t)} ago"
        text = f"{BOOKMARK if mark.bookmark else FAULT} {clock} {ago:>13}  {mark.text}"
        return Content(fit(text, 70))

    def on_key(self, event: events.Key) -> None:
        """Down from the line into the list."""
        if event.key == "down" and isinstance(self.focused, Input) and self._marks:
            event.stop()
            options = self.query_one(OptionList)
            options.focus()
            options.highlighted = 0

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A time was typed."""
        if event.value.strip():
            self.dismiss(event.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A mark was chosen."""
        self.dismiss(event.option.id or "")

    def action_leave(self) -> None:
        """Stay where we are."""
        self.dismiss("")
