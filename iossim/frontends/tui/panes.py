"""The consoles on the screen: one, two or four panes, each with the console of another router.

One pane has the keys, it is the current one; its console is what commands speak of. Two panes stand one above the other, four
in a square where the window has room for twice eighty columns, else all above each other. A router is in one pane at most:
whoever opens a console that is on the screen already gets there. Zoom leaves the current pane alone,
`pop` gives its console a pane of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from iossim.frontends.tui.console import Console

if TYPE_CHECKING:
    from iossim.lab.lab import Lab

MOST = 4
TILES = (1, 2, 4)
SQUARE = 164
"""Columns from which two consoles of eighty fit side by side."""
LEAST_ROWS = 8


class Pane(Vertical):
    """A frame with a console in it."""

    def __init__(self, number: int) -> None:
        super().__init__(id=f"pane-{number}" if number else "frame", classes="pane")
        self.number = number
        self.device = ""

    def compose(self) -> ComposeResult:
        """One console."""
        yield Console("console" if not self.number else f"console-{self.number}")

    @cached_property
    def console(self) -> Console:
        """The console."""
        return self.query_one(Console)

    def caption(self) -> None:
        """Whose console it is, and whether there is more below."""
        self.border_title = f"{self.device} console"
        below = self.console.rows_below
        self.border_subtitle = f"{below} rows below, PgDn" if below else ""


class Panes(Container):
    """See the module."""

    DEFAULT_CSS = """
    Panes { layout: grid; grid-size: 1; height: 1fr; }
    Panes.square { grid-size: 2; }
    Panes .pane { padding: 0; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(id="panes")
        self.tiles = 1
        self.alone = False
        self._current = 0

    def compose(self) -> ComposeResult:
        """All of them; as many are shown as are wanted."""
        for number in range(MOST):
            pane = Pane(number)
            pane.display = number == 0
            yield pane

    @cached_property
    def all(self) -> list[Pane]:
        """Every pane."""
        return list(self.query(Pane))

    @property
    def shown(self) -> list[Pane]:
        """The panes on the screen."""
        return [pane for pane in self.all if pane.display]

    @property
    def current(self) -> Pane:
        """The pane with the keys."""
        return self.all[self._current]

    def of(self, console: Console) -> Pane:
        """The pane of a console."""
        return next(pane for pane in self.all if pane.console is console)

    def choose(self, pane: Pane) -> None:
        """Give the keys to a pane."""
        self._current = pane.number

    def open(self, device: str, lab: Lab) -> None:
        """Show a router's console: where it is already, else in the current pane."""
        pane = next((pane for pane in self.shown if pane.device == device), self.current)
        self.choose(pane)
        pane.device = device
        pane.console.show(lab.terminal(device).screen)

    def tile(self, tiles: int, devices: Sequence[str], lab: Lab) -> None:
        """So many panes; new ones get routers that are on no pane yet."""
        self.tiles = tiles
        for pane in self.all[:tiles]:
            if not pane.device or (pane is not self.current and pane.device == self.current.device):
                taken = {other.device for other in self.all[:tiles]}
                pane.device = next((device for device in devices if device not in taken), "")
        if self._current >= tiles:
            self.all[0].device = self.current.device
            self._current = 0
        self.show(lab)
        self.place()

    @property
    def room(self) -> int:
        """For how many panes the window has room."""
        rows = max(1, self.size.height // LEAST_ROWS) if self.size.height else MOST
        return min(MOST, rows * (2 if self.size.width >= SQUARE else 1))

    def pop(self, before: str, devices: Sequence[str], lab: Lab) -> bool:
        """The console with the keys goes to one more pane; its own shows the router before. False without room."""
        shown = {pane.device for pane in self.shown}
        other = next((device for device in (before, *devices) if device not in shown), "")
        if self.tiles >= self.room or not other:
            return False
        pane, device = self.all[self.tiles], self.current.device
        self.current.device, pane.device = other, device
        self.tiles += 1
        self.choose(pane)
        self.show(lab)
        self.place()
        return True

    def place(self) -> None:
        """Show the panes that are wanted, and have a router, as the window has room."""
        self.set_class(self.tiles > 2 and self.size.width >= SQUARE, "square")
        shown = 1 if self.alone else min(self.tiles, self.room)
        for pane in self.all:
            inside = pane.number < shown or pane is self.current
            pane.display = bool(pane.device or pane is self.current) and (
                pane is self.current if self.alone else inside
            )
        self.set_class(len(self.shown) > 1, "tiled")

    def show(self, lab: Lab) -> None:
        """Show this lab's consoles on every pane."""
        for pane in self.all[: self.tiles]:
            if pane.device:
                pane.console.show(lab.terminal(pane.device).screen)

    def forget(self) -> None:
        """The screens shown so far are of another lab."""
        for pane in self.all:
            pane.console.forget()

    def sync(self) -> list[str]:
        """Draw what has been printed; the routers that have printed something."""
        return [pane.device for pane in self.shown if pane.device and pane.console.sync()]

    def next(self) -> None:
        """The keys to the next pane."""
        shown = self.shown
        index = shown.index(self.current) if self.current in shown else -1
        self.choose(shown[(index + 1) % len(shown)])

    def on_resize(self) -> None:
        """There may be room for more, or for less."""
        self.place()
