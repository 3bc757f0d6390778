"""What is drawn in a room besides the consoles: bars and panels, when what they depend on has changed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iossim.frontends.tui import lesson
from iossim.frontends.tui.bars import Bar, Hint, KeyBar, Tab, Tabs, room_keys
from iossim.frontends.tui.layout import CONSOLE
from iossim.frontends.tui.panel import Panel, Picture
from iossim.frontends.tui.status import pace, past, status_line
from iossim.frontends.tui.wording import span
from iossim.lab.view import calls, timeline, view

if TYPE_CHECKING:
    from iossim.frontends.tui.pieces import Piece
    from iossim.frontends.tui.room import Room
    from iossim.lab.lab import Lab
    from iossim.lab.view import CallView, EventView, LabView

SECOND = 1_000_000
FRESH = 60 * SECOND
"""So long after a silence its reason is still offered."""


class Drawing:
    """The drawing of one room."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._drawn: object = None
        self._told: tuple[Lab | None, int, tuple[EventView, ...]] = (None, -1, ())
        self._seen: dict[str, int] = {}
        self._silent: set[tuple[str, str]] = set()

    def anew(self) -> None:
        """Everything stands elsewhere: draw, whatever was drawn before."""
        self._drawn = None

    @cached_property
    def panels(self) -> list[Panel]:
        """All of them: they are there as long as the room is."""
        return list(self.room.query(Panel))

    @property
    def stale(self) -> bool:
        """Whether everything waits to be drawn anew."""
        return self._drawn is None

    def draw(self) -> None:
        """Draw, unless nothing has changed."""
        moment = self._moment()
        if moment == self._drawn:
            return
        self._drawn = moment
        room, lab, following = self.room, self.room.lab, self.room.following
        picture = lesson.picture(room.tutor, view(lab))
        width = room.size.width
        room.query_one("#top", Bar).put(
            status_line(lab, picture, self._pace(), width, self._end(), room.orders.lesson.badge())
        )
        room.query_one(Tabs).update(self._tabs(), width)
        silent = room.orders.lesson.explains and any(worth_asking(call, picture.now) for call in picture.calls)
        self._tell_return(picture)
        origin = lab.world.definition.clock
        shown = Picture(lab, picture, self._events(), room.device, origin, following.way(lab), following.then)
        for panel in self.panels:
            if panel.region.height:
                panel.look(shown)
        keyboard = room.console_app.keyboard
        keys = room_keys(keyboard, room.pulse.pacer.paused, room.view_shown, silent, self._own_keys())
        if room.tutor is not None and room.stage is None:
            keys = lesson.keys(
                room.tutor, keyboard, keys, room.view_shown, room.has_class("narrow"), room.orders.lesson
            )
        room.query_one(KeyBar).offer(keys, width, room.told)
        for pane in room.panes.shown:
            pane.caption()

    def _tell_return(self, picture: LabView) -> None:
        """A word when everybody is heard again: the end of a fail-over is not to be missed."""
        ways = {(way.speaker, way.listener): way for call in picture.calls for way in call.directions if way.gaps}
        silent = {who for who, way in ways.items() if not way.audible}
        back = [ways[who].gaps[-1] for who in self._silent if who in ways]
        if back and not silent and not self.room.visit.on:
            longest = max((gap.end or picture.now) - gap.start for gap in back)
            self.room.say(f"♪ heard again after {span(longest)}", style="voice-returned")
        self._silent = self._silent | silent if silent else set()

    def _own_keys(self) -> tuple[Hint, ...]:
        """The keys of the view in the main window."""
        room = self.room
        return () if room.view_shown == CONSOLE else room.query_one(f"#main-{room.view_shown}", Panel).keys()

    def looked_at(self, device: str) -> None:
        """What a router has printed has been seen."""
        if self.room.lab is self.room.live:
            self._seen[device] = self.room.lab.terminal(device).revision

    def forget(self) -> None:
        """Another lab: nothing has been seen of it."""
        self._seen.clear()
        self._silent = set()

    def _pace(self) -> Piece:
        """How fast time runs, or which time it is that is shown."""
        room = self.room
        if room.visit.on:
            return past(room.live.now - room.lab.now)
        return pace(room.pulse.pacer, room.replaying)

    def _end(self) -> int | None:
        watching = self.room.watching
        return watching.playback.end if watching is not None and watching.on else None

    def _moment(self) -> object:
        """What the panels depend on, roughly: the second, or a fraction of it while a silence is counted or time flies."""
        room, pacer, kernel = self.room, self.room.pulse.pacer, self.room.lab.world.kernel
        counting = pacer.hunt is not None or not all(call.audible for call in calls(room.lab))
        return (
            *(kernel.now // (SECOND // 10 if counting else SECOND), kernel.trace.count, room.app.size, room.told),
            *(room.device, room.view_shown, pacer.paused, pacer.rate, pacer.hunt, room.has_class("zoom")),
            room.orders.lesson.badge(),
            *(room.following.question, room.following.then, id(room.lab), room.live.now if room.visit.on else 0),
            *(pane.console.rows_below for pane in room.panes.shown),
            *(panel.depends() for panel in self.panels),
        )

    def _events(self) -> tuple[EventView, ...]:
        """The timeline, made anew when something has been added."""
        lab, count = self.room.lab, self.room.lab.world.kernel.trace.count
        if self._told[:2] != (lab, count):
            self._told = (lab, count, lesson.events(self.room.tutor, timeline(lab)))
        return self._told[2]

    def _tabs(self) -> list[Tab]:
        tabs, lab = [], self.room.lab
        for device in lab.devices:
            terminal = lab.terminal(device)
            self._seen.setdefault(device, terminal.revision)
            terminal.take()  # drawn from the screen; the pieces are for those who carry them
            up = lab.router(device).up
            tabs.append(Tab(device, device == self.room.device, up, terminal.revision > self._seen[device]))
        return tabs


def worth_asking(call: CallView, now: int) -> bool:
    """Whether a conversation is silent, or was a moment ago."""
    ends = (gap.end for way in call.directions for gap in way.gaps)
    return not call.audible or any(end is not None and now - end < FRESH for end in ends)
