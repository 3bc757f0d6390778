"""The rows of a console: a screen's lines cut to the width of a window.

A terminal breaks a long line where the window ends; the device knows nothing of it. Rows of finished lines never change
while the width stays, so each is cut once. The last rows are those of the line that is being written, with the cursor.

Invariant: `rows` finished rows and the current ones are, joined, the text of the screen; `dropped` counts the rows that
have been forgotten at the top since the last `sync`; `starts` counts how far each row is from its line's first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.cli.screen import Screen

KEPT = 6000
SLACK = 1000


class Scrollback:
    """Follows one screen."""

    def __init__(self, screen: Screen, width: int) -> None:
        self.screen = screen
        self.width = max(1, width)
        self.rows: list[str] = []
        self.starts: list[int] = []
        self.current: list[str] = [""]
        self.cursor = (0, 0)
        self.dropped = 0
        self._revision = -1
        self._count = screen.count - len(screen.lines)

    @property
    def height(self) -> int:
        """All rows."""
        return len(self.rows) + len(self.current)

    def row(self, y: int) -> str:
        """One row's text."""
        if y < len(self.rows):
            return self.rows[y]
        y -= len(self.rows)
        return self.current[y] if y < len(self.current) else ""

    def first(self, y: int) -> str:
        """The first row of the line that a row belongs to."""
        if y >= len(self.rows):
            return self.current[0]
        return self.rows[max(0, y - self.starts[y])]

    def sync(self) -> bool:
        """Take over what has been printed; True when something has."""
        self.dropped = 0
        if self._revision == self.screen.revision:
            return False
        self._revision = self.screen.revision
        lines = self.screen.lines
        new = min(self.screen.count - self._count, len(lines))
        for index in range(len(lines) - new, len(lines)):
            pieces = cut(lines[index], self.width)
            self.rows.extend(pieces)
            self.starts.extend(range(len(pieces)))
        self._count = self.screen.count
        if len(self.rows) > KEPT + SLACK:
            self.dropped = len(self.rows) - KEPT
            del self.rows[: self.dropped], self.starts[: self.dropped]
        self._place()
        return True

    def resize(self, width: int) -> None:
        """Cut everything anew."""
        if max(1, width) != self.width:
            self.width = max(1, width)
            self.rows.clear()
            self.starts.clear()
            self._count = self.screen.count - len(self.screen.lines)
            self._revision = -1
            self.sync()

    def _place(self) -> None:
        """The rows of the current line, and where the cursor stands in them."""
        column = self.screen.column
        self.current = cut(self.screen.current, self.width)
        self.cursor = (column % self.width, column // self.width)
        while len(self.current) <= self.cursor[1]:
            self.current.append("")


def cut(line: str, width: int) -> list[str]:
    """A line in rows of a width; an empty line is one row."""
    line = line.rstrip(" ") if len(line) > width else line
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]
