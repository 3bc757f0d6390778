"""The step panel: what is asked, beside the consoles, or in the place of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iossim.frontends.tui.panel import Panel

if TYPE_CHECKING:
    from iossim.frontends.course.tutor import Tutor
    from iossim.frontends.tui.panel import Picture

SCROLLS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


class StepPanel(Panel):
    """See the module. Empty where there is no exercise."""

    TITLE = "Exercise"

    def __init__(self, ident: str) -> None:
        super().__init__(ident)
        self.top = 0
        self._shown: object = None

    @property
    def tutor(self) -> Tutor | None:
        """Who teaches in this room."""
        room: Any = self.screen
        tutor: Tutor | None = room.tutor
        return tutor

    def look(self, picture: Picture) -> None:
        """Draw the step as it stands."""
        tutor = self.tutor
        if tutor is None:
            self.put([[("no exercise here: a free lab", "state")]])
            return
        width, height = self.area
        if tutor.at != self._shown:
            self.top, self._shown = 0, tutor.at
        found = tutor.lines(width, self.keyboard, height)
        self.top = max(0, min(self.top, len(found) - height))
        below = len(found) - self.top - height
        self.border_subtitle = f"{below} more: {self.keyboard.keys('exercise')}, PgDn" if below > 0 else ""
        self.put(found[self.top : self.top + height])

    def depends(self) -> object:
        """The step, its standing, and how far somebody has scrolled."""
        tutor = self.tutor
        if tutor is None:
            return None
        return self.top, tutor.depends()

    def key(self, key: str) -> bool:
        """Scroll, or turn to another step."""
        if key in SCROLLS:
            self.top = max(0, self.top + SCROLLS[key])
            return True
        if key in ("left", "right") and self.tutor is not None:
            self.tutor.go(1 if key == "right" else -1)
            return True
        return False

    def on_mouse_scroll_up(self) -> None:
        """Up."""
        self.top = max(0, self.top - 3)

    def on_mouse_scroll_down(self) -> None:
        """Down."""
        self.top += 3
