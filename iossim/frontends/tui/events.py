"""The timeline: what has happened, filtered, with one event chosen; from it to its causes, or to its moment.

The newest event is at the bottom and stays in sight until one is chosen. A filter is a kind of events and words that must be
in them; it holds for every timeline on the screen. Without one, what EIGRP computes at one instant for many prefixes is one
line: the event behind it is the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from textual.message import Message

from iossim.frontends.tui.bars import Hint
from iossim.frontends.tui.dialogs import Asking
from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.wording import after, broken

if TYPE_CHECKING:
    from textual import events as key_events

    from iossim.frontends.tui.panel import Picture
    from iossim.frontends.tui.pieces import Line
    from iossim.frontends.tui.room import Room
    from iossim.lab.view import EventView

STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
HERE = "this router"
COMPUTED = re.compile(r".* way to (\S+/\d+).* \((?:active|passive)\b")
"""EIGRP at work on one prefix."""
GUTTER = 11
"""Columns for the time and the sign."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of events: how it is called, and the beginnings of their kinds; none for all."""

    name: str
    kinds: tuple[str, ...] = ()


KINDS = (
    Kind("everything"),
    Kind("voice and faults", ("voice", "call", "registration", "action", "line", "boot")),
    Kind("tunnels", ("ike", "sa-", "peer-", "rri", "crl")),
    Kind("HSRP and EIGRP", ("hsrp", "eigrp")),
    Kind("log messages", ("log",)),
    Kind(HERE),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: a kind, and words that must be there."""

    kind: int = 0
    words: str = ""

    def __str__(self) -> str:
        name = KINDS[self.kind].name
        return f'{name} with "{self.words}"' if self.words else name

    def next(self) -> Filter:
        """The next kind."""
        return replace(self, kind=(self.kind + 1) % len(KINDS))

    def takes(self, event: EventView, device: str) -> bool:
        """Whether an event is shown while a router's console is open."""
        row = KINDS[self.kind]
        if row.kinds and not event.kind.startswith(row.kinds):
            return False
        text = f"{event.device} {event.text} {event.kind}".lower()
        if row.name == HERE and device.lower() not in text:
            return False
        return all(word in text for word in self.words.lower().split())


class Story:
    """What the timelines of one room show."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.filter = Filter()

    def shown(self, events: tuple[EventView, ...]) -> tuple[EventView, ...]:
        """The events that pass the filter."""
        if self.filter == Filter():
            return gathered(events)
        return tuple(event for event in events if self.filter.takes(event, self.room.device))

    def next_kind(self) -> None:
        """The next kind of events."""
        self.filter = self.filter.next()

    def ask_words(self) -> None:
        """Ask for words; an empty answer takes them away."""
        self.room.app.push_screen(Asking("Timeline with these words", "reload, 64.yy.yy.a, soho-2 ..."), self._asked)

    def _asked(self, words: str | None) -> None:
        if words is not None:
            self.filter = replace(self.filter, words=words.strip())
            self.room.pulse.hurry()


def gathered(events: Sequence[EventView]) -> tuple[EventView, ...]:
    """The events, with those of EIGRP for several prefixes of a router at one instant as one."""
    found: list[EventView] = []
    for (_, _, computed), run in groupby(events, lambda event: (event.t, event.device, _computed(event) != "")):
        together = list(run)
        prefixes = list(dict.fromkeys(map(_computed, together)))
        if computed and len(prefixes) > 1:
            more = f"{len(prefixes) - 1} more prefix{'es' if len(prefixes) > 2 else ''}"
            together = [replace(together[0], text=f"computes the routes to {prefixes[0]} and {more} anew")]
        found += together
    return tuple(found)


def _computed(event: EventView) -> str:
    """The prefix that EIGRP computes in an event; nothing for another."""
    match = COMPUTED.match(event.text) if event.kind == "eigrp" else None
    return match[1] if match is not None else ""


class TimelinePanel(Panel):
    """See the module. `chosen` is the number of an event; None follows the newest."""

    TITLE = "Timeline"

    class Wanted(Message):
        """The causes of an event (`why`), or its moment."""

        def __init__(self, event: EventView, why: bool) -> None:
            super().__init__()
            self.event = event
            self.why = why

    def __init__(self, ident: str) -> None:
        super().__init__(ident)
        self.chosen: int | None = None
        self._events: tuple[EventView, ...] = ()
        self._rows: list[EventView | None] = []

    def keys(self) -> tuple[Hint, ...]:
        """What can be asked of the chosen one, and what is shown."""
        chosen = (Hint("Enter", "why", key="enter"), Hint("G", "go there", key="G")) if self.chosen is not None else ()
        return (*chosen, Hint("F", "filter", key="F"), Hint("/", "words", key="slash"))

    def depends(self) -> object:
        """Which event is chosen, and what is filtered."""
        return self.chosen, self._story.filter

    @property
    def _story(self) -> Story:
        return self.screen.story  # type: ignore[attr-defined,no-any-return]

    def key(self, key: str) -> bool:
        """Choose, filter, and what can be asked of the chosen one."""
        event = self._event()
        if key in STEPS:
            self.choose(STEPS[key])
        elif key == "end":
            self.chosen = None
        elif key == "F":
            self._story.next_kind()
        elif key == "slash":
            self._story.ask_words()
        elif key in ("enter", "G") and event is not None:
            self.post_message(self.Wanted(event, key == "enter"))
        else:
            return False
        return True

    def choose(self, steps: int) -> None:
        """An event further on or back; behind the newest, none."""
        numbers = [event.number for event in self._events]
        if not numbers:
            return
        index = numbers.index(self.chosen) if self.chosen in numbers else len(numbers)
        index = max(0, index + steps)
        self.chosen = numbers[index] if index < len(numbers) else None

    def _event(self) -> EventView | None:
        return next((event for event in self._events if event.number == self.chosen), None)

    def look(self, picture: Picture) -> None:
        """Draw the events, the chosen one among them."""
        self._events = self._story.shown(picture.events)
        width, height = self.area
        rows = placed(self._events, self.chosen, picture.origin, width, height)
        self._rows = [event for event, _ in rows]
        empty = "nothing has happened yet" if not picture.events else "nothing passes the filter"
        self.put([line for _, line in rows] or [[(empty, "state")]])
        self._caption()

    def _caption(self) -> None:
        story = self._story
        self.border_title = self.TITLE if story.filter == Filter() else f"{self.TITLE}: {story.filter}"
        if self.id is not None and self.id.startswith("main"):
            self.border_subtitle = "" if self.chosen is not None else "↑ ↓ choose"

    def on_mouse_scroll_up(self) -> None:
        """Older."""
        self.choose(-3)

    def on_mouse_scroll_down(self) -> None:
        """Newer."""
        self.choose(3)

    def on_click(self, event: key_events.Click) -> None:
        """Choose what is clicked; twice, its causes."""
        offset = event.get_content_offset(self)
        if offset is None or not 0 <= offset.y < len(self._rows):
            return
        clicked = self._rows[offset.y]
        if clicked is not None and clicked.number == self.chosen:
            self.post_message(self.Wanted(clicked, True))
        self.chosen = None if clicked is None else clicked.number


def placed(
    events: Sequence[EventView], chosen: int | None, origin: datetime, width: int, height: int
) -> list[tuple[EventView, Line]]:
    """The lines that fit, each with its event: the newest, or those around the chosen one."""
    index = next((n for n, event in enumerate(events) if event.number == chosen), None)
    end = len(events) if index is None else min(len(events), index + 1 + height // 2)
    lines = [
        (event, line)
        for event in events[max(0, end - height) : end]
        for line in event_lines(event, origin, width, event.number == chosen)
    ]
    last = max((n for n, (event, _) in enumerate(lines) if event.number == chosen), default=len(lines) - 1)
    bottom = min(len(lines), max(height, last + 1 + height // 2)) if index is not None else len(lines)
    top = max(0, bottom - height)
    whole = top
    while 0 < whole < bottom and lines[whole][0] is lines[whole - 1][0]:
        whole += 1
    sign: Line = [(f"{'…':>{GUTTER + 1}}", "state")]
    return [(event, sign) for event, _ in lines[top:whole]] + lines[whole:bottom]


def event_lines(event: EventView, origin: datetime, width: int, chosen: bool = False) -> list[Line]:
    """One event: how long after the last fault, or when; where; what, on as many lines as it needs."""
    clock = f"{origin + timedelta(microseconds=event.t):%H:%M:%S}"
    when = after(event.since) if event.since is not None and not event.origin else clock
    device = f"{event.device} " if event.device else ""
    first, *rest = broken(f"{device}{event.text}", width - GUTTER, rest="  ") or [""]
    sign, style = ("▸", "chosen") if chosen else _look(event)
    where = "chosen" if chosen else "state" if event.kind == "log" else "node-chosen"
    lines: list[Line] = [
        [
            (f"{when:>8} {sign} ", style if chosen or event.origin else "state"),
            (first[: len(device)], where),
            (first[len(device) :], style),
        ]
    ]
    return lines + [[(" " * GUTTER, ""), (line, style)] for line in rest]


def _look(event: EventView) -> tuple[str, str]:
    """The sign and the style of an event: faults and voices stand out, what the log repeats stands back."""
    if event.origin:
        return "●", "state-trouble"
    if event.kind == "voice" and " hears " in event.text:
        return ("✕", "voice-silent") if " no longer " in event.text else ("♪", "voice-audible")
    return " ", "state" if event.kind == "log" else ""
