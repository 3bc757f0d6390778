"""What the panels of a room wish for: a moment, an explanation, a console. Handlers of their messages, part of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from iossim.frontends.tui import layout
from iossim.frontends.tui.bars import KeyBar, Tabs
from iossim.frontends.tui.commands import GROUPS
from iossim.frontends.tui.events import TimelinePanel
from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.panels import MapPanel
from iossim.frontends.tui.reasons import WhyPanel
from iossim.frontends.tui.timebar import TimeBar

if TYPE_CHECKING:
    from textual import events

    from iossim.frontends.tui.room import Room
    from iossim.lab.view import EventView

RIGHT = 3
"""The number of the right button of a mouse."""


class Wishes:
    """See the module."""

    @property
    def _room(self) -> Room:
        return cast("Room", self)

    def tick(self) -> None:
        """A demonstration goes on, if there is one."""
        if self._room.stage is not None and self._room.pulse.alive:
            self._room.stage.tick()

    def groups(self) -> tuple[str, ...]:
        """The commands that mean something here."""
        absent = [("Exercise", self._room.tutor), ("Demonstration", self._room.stage)]
        return tuple(group for group in GROUPS if (group, None) not in absent)

    def on_click(self, event: events.Click) -> None:
        """The right button is the prefix: it leads to every command, also where no bar is on the screen."""
        if event.button == RIGHT:
            event.stop()
            self._room.action_prefix()

    def on_panel_placed(self) -> None:
        """A panel stands elsewhere, or there at all: draw, also while time stands."""
        self._room.drawing.anew()
        self._room.pulse.hurry()

    def on_time_bar_asked(self, message: TimeBar.Asked) -> None:
        """A key that chooses a moment."""
        self._room.visit.asked(message.row)
        self._room.pulse.hurry()

    def on_time_bar_pointed(self, message: TimeBar.Pointed) -> None:
        """A click at a moment."""
        self._room.visit.to(self._room.visit.past.at(message.t))

    def on_timeline_panel_wanted(self, message: TimelinePanel.Wanted) -> None:
        """What led to an event, or its moment."""
        if message.why:
            self.explain(message.event)
        else:
            self._room.visit.go(message.event.t)

    def on_why_panel_go_to(self, message: WhyPanel.GoTo) -> None:
        """The moment of a cause."""
        self._room.visit.go(message.t)

    def explain(self, event: EventView | None) -> None:
        """Show what led to an event, or everything that is wrong; once more, no longer."""
        self._room.query_one("#main-why", WhyPanel).ask(event)
        self._room.show_view("console" if event is None and self._room.view_shown == "why" else "why")

    def explain_trouble(self) -> None:
        """Show what is wrong."""
        self._room.query_one("#main-why", WhyPanel).ask(None)
        self._room.show_view("why")

    def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        """A click on a key at the bottom."""
        room, hint = self._room, message.hint
        if hint.order == "all":
            room.action_prefix()
        elif hint.order:
            room.action_command(hint.order)
        elif room.view_shown != layout.CONSOLE:
            room.query_one(f"#main-{room.view_shown}", Panel).key(hint.key)
            room._draw_panels()

    def on_tabs_chosen(self, message: Tabs.Chosen) -> None:
        """A click on a console's name."""
        self._room.open_console(message.device)

    def on_map_panel_chosen(self, message: MapPanel.Chosen) -> None:
        """A click on a router."""
        self._room.open_console(message.device)
