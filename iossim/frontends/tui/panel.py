"""A panel: a window on what is on the screen at a moment.

A panel is told to `look` at a picture and puts lines of styled pieces; it is drawn only when they are new. A line fits the
window: it is cut, never wrapped, except where a panel says so. To add one: a subclass, and a row in `layout.VIEWS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from iossim.frontends.tui.theme import STYLES

if TYPE_CHECKING:
    from datetime import datetime

    from iossim.frontends.tui.bars import Hint
    from iossim.frontends.tui.keyboard import Keyboard
    from iossim.frontends.tui.packet import Then
    from iossim.frontends.tui.pieces import Line
    from iossim.lab.lab import Lab
    from iossim.lab.view import EventView, LabView
    from iossim.lab.way import Way


@dataclass(frozen=True, slots=True)
class Picture:
    """What is on the screen: the lab that is shown, its view, its events, the open console, the wall clock at time 0.

    `way` is that of the packet that is followed, `then` the same of another moment.
    """

    lab: Lab
    view: LabView
    events: tuple[EventView, ...]
    device: str
    origin: datetime
    way: Way | None = None
    then: Then | None = None


OF_VIEWS = "FGTDX[]"
"""Characters that a view or the line of time may have for itself; every other one means the same everywhere."""


class Panel(Widget):
    """See the module. `keys` are shown at the bottom while this panel is the view in the main window."""

    TITLE = ""

    DEFAULT_CSS = """
    Panel {
        border: round $panel; border-title-color: $secondary; border-subtitle-color: $secondary; padding: 0 1;
        background: $background;
    }
    """

    def __init__(self, ident: str) -> None:
        super().__init__(id=ident)
        self.border_title = self.TITLE
        self._lines: list[Line] = []

    class Placed(Message):
        """There is another space for lines now: what is drawn does not fit it, or nothing is drawn yet."""

    def on_resize(self) -> None:
        """Tell whoever draws."""
        self.post_message(self.Placed())

    def look(self, picture: Picture) -> None:
        """Draw the picture, as far as it concerns this panel."""

    def depends(self) -> object:
        """What a drawing depends on besides the picture: what somebody has chosen, how far he has scrolled."""
        return None

    def keys(self) -> tuple[Hint, ...]:
        """The keys of its own that are of use now."""
        return ()

    @property
    def keyboard(self) -> Keyboard:
        """The keys of the user."""
        return self.app.keyboard  # type: ignore[attr-defined,no-any-return]

    def key(self, key: str) -> bool:
        """A key while this panel is the view in the main window; False when it means nothing here."""
        return False

    def put(self, lines: list[Line]) -> None:
        """Draw these lines, unless they are there already."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render(self) -> Content:
        """The lines as they stand."""
        rows = [Content.assemble(*((text, STYLES.get(style, style)) for text, style in line)) for line in self._lines]
        return Content("\n").join(rows)

    @property
    def area(self) -> tuple[int, int]:
        """The space for lines, in columns and rows."""
        return self.content_size.width, self.content_size.height
