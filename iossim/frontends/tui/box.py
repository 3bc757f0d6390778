"""What every small screen is made of: a frame in the middle, and lists to choose from that look alike.

A `Dialog` lies over the screen before it; one that asks about what stands there lies `below`, and leaves that in sight. Escape
leaves it, and so does a click beside its frame or on the frame's lower edge,
where the keys stand: nothing is only for those who have a keyboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import OptionList

if TYPE_CHECKING:
    from textual import events

FRAME = """{
    width: 72; max-width: 96%; height: auto; max-height: 96%; padding: 1 2 0 2; background: $surface;
    border: round $primary; border-title-color: $primary; border-title-style: bold; border-subtitle-color: $secondary;
}"""


class Box(Vertical):
    """A frame around a few things."""

    DEFAULT_CSS = f"Box {FRAME} Box Static {{ height: auto; }}"


class ScrollBox(VerticalScroll):
    """A frame around a text that may be longer than the window."""

    DEFAULT_CSS = f"ScrollBox {FRAME} ScrollBox Static {{ height: auto; }}"


class Choices(OptionList):
    """A list without a frame of its own; while it has the keys the row that is chosen stands out by its ground, not by a colour."""

    DEFAULT_CSS = """
    Choices, Choices:focus { height: auto; max-height: 100%; border: none; padding: 0; background: $surface; }
    Choices:focus { background-tint: $foreground 0%; }
    Choices > .option-list--option-disabled { color: $secondary; }
    Choices > .option-list--option-highlighted { color: $foreground; background: $surface; text-style: none; }
    Choices:focus > .option-list--option-highlighted { color: $background; background: $primary; text-style: bold; }
    """


class Dialog(ModalScreen[ScreenResultType]):
    """See the module."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog.below { align: center bottom; background: $background 0%; }
    Dialog.below Box { padding: 0 1; margin-bottom: 1; }
    Dialog.below Box Static { margin-bottom: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Back")]

    def action_leave(self) -> None:
        """Nothing was wanted."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Beside the frame, or on its lower edge."""
        box = next(iter(self.query("Box, ScrollBox")), None)
        if event.widget is self or (box is not None and event.screen_y == box.region.bottom - 1):
            self.action_leave()
