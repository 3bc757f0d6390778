"""Where everything stands in a room: which panels there are, which of them beside the console, at which size of the window.

Three layouts: one view at a time (narrow); a console with voice and routers beside it and the timeline below (middle); the
drawing in place of the routers (wide). A view is a panel that fills the main window in the console's place; its name is its
command (`do_<name>` in `orders`).
"""

from __future__ import annotations

from dataclasses import dataclass

from iossim.frontends.course.panel import StepPanel
from iossim.frontends.demo.notes import NotesPanel
from iossim.frontends.tui.events import TimelinePanel
from iossim.frontends.tui.packet import PacketPanel
from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.panels import MapPanel, RoutersPanel
from iossim.frontends.tui.reasons import WhyPanel
from iossim.frontends.tui.voice import VoicePanel

CONSOLE, EXERCISE = "console", "exercise"
MIDDLE, WIDE = (116, 30), (150, 38)


@dataclass(frozen=True, slots=True)
class View:
    """A panel that can fill the main window."""

    name: str
    panel: type[Panel]


VIEWS = (
    View("map", MapPanel),
    View("voice", VoicePanel),
    View("timeline", TimelinePanel),
    View("packet", PacketPanel),
    View("why", WhyPanel),
    View(EXERCISE, StepPanel),
)
ASIDE: tuple[tuple[str, type[Panel]], ...] = (
    ("side-exercise", StepPanel),
    ("side-map", MapPanel),
    ("side-voice", VoicePanel),
    ("side-routers", RoutersPanel),
)
"""The column beside the console; the style sheet says which is there at which size."""

BELOW: tuple[tuple[str, type[Panel]], ...] = (("low-timeline", TimelinePanel), ("notes", NotesPanel))


def size_class(width: int, height: int) -> str:
    """The layout for a window."""
    for name, least in (("wide", WIDE), ("middle", MIDDLE)):
        if width >= least[0] and height >= least[1]:
            return name
    return "narrow"


CSS = """
Room { layers: base above; background: $background; }
Room #body { height: 1fr; }
Room #side { display: none; width: 1fr; }
Room #main { width: 1fr; }
Room #main Panel { display: none; height: 1fr; border: round $primary; border-title-color: $primary; }
Room.narrow Console, Room.zoom Console { scrollbar-size-vertical: 0; }
Room.middle #side, Room.wide #side { display: block; }
Room.middle #main, Room.wide #main { width: 84; }
Room.middle .pane, Room.wide .pane { border: round $panel; border-title-color: $secondary; padding: 0; }
Room.narrow Panes.tiled .pane { border-top: solid $panel; border-title-color: $secondary; }
Room.narrow Panes.tiled .pane:focus-within {
    border-top: heavy $primary; border-title-color: $primary; border-title-style: bold;
}
Room.square #side { display: none; }
Room.square #main { width: 1fr; }
Room.middle .pane:focus-within, Room.wide .pane:focus-within {
    border: round $primary; border-title-color: $primary; border-title-style: bold;
}
Room #side MapPanel { display: none; }
Room #side StepPanel { display: none; }
Room.wide.lesson #side MapPanel { display: none; }
Room.lesson #side StepPanel { display: block; height: 2fr; border: round $accent; border-title-color: $accent; }
Room.wide #side MapPanel { display: block; height: 1fr; }
Room #side VoicePanel { height: 9; }
Room #low-timeline { display: none; height: 9; }
Room.middle #low-timeline, Room.wide #low-timeline { display: block; }
Room.wide #low-timeline { height: 11; }
Room.wide #side RoutersPanel { display: none; }
Room.middle #side VoicePanel { height: 1fr; }
Room.middle #side RoutersPanel { height: 12; }
Room.middle.lesson #side RoutersPanel { display: none; }
Room.middle.lesson #side VoicePanel { display: none; }
Room.wide.lesson #side VoicePanel { height: 9; }
Room.lesson.in-exercise #side StepPanel { display: none; }
Room.middle.lesson.in-exercise #side VoicePanel, Room.wide.lesson.in-exercise #side VoicePanel { display: block; height: 1fr; }
Room.wide.in-map #main { width: 1fr; }
Room.wide.in-map #side { width: 46; }
Room.wide.in-map #side MapPanel { display: none; }
Room.wide.in-map #side RoutersPanel { display: block; height: 12; }
Room.wide.in-map #side VoicePanel { height: 1fr; }
Room.in-voice #side VoicePanel { display: none; }
Room.middle.in-voice #side RoutersPanel { height: 1fr; }
Room.in-timeline #low-timeline, Room.middle.in-timeline #low-timeline, Room.wide.in-timeline #low-timeline { display: none; }
Room #notes { display: none; height: 4; border: round $accent; border-title-color: $accent; }
Room.stage #notes { display: block; }
Room.middle.stage.lesson #low-timeline { display: none; }
Room.zoom #top, Room.zoom Tabs, Room.zoom #keys, Room.zoom #side, Room.zoom #low-timeline { display: none; }
Room.zoom #main { width: 1fr; }
Room.zoom .pane, Room.zoom .pane:focus-within { border: none; }
"""
