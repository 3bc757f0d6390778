"""The command history of one kind of mode (ios-cli 4.4).

EXEC and configuration have a history each. Empty lines and comments are not kept, a repeated line is kept once, the
oldest line goes when the size is reached.
"""

from __future__ import annotations

DEFAULT_SIZE = 10


class History:
    """The last lines entered, oldest first."""

    __slots__ = ("lines", "size")

    def __init__(self, size: int = DEFAULT_SIZE) -> None:
        self.lines: list[str] = []
        self.size = size

    def store(self, line: str) -> None:
        """Remember a line that has been entered."""
        bare = line.strip()
        if not bare or bare.startswith("!") or (self.lines and self.lines[-1] == line):
            return
        self.lines.append(line)
        self._trim()

    def resize(self, size: int) -> None:
        """Keep so many lines from now on; 0 keeps none."""
        self.size = size
        self._trim()

    def back(self, steps: int) -> str | None:
        """The line so many steps ago (1 is the newest), or None."""
        return self.lines[-steps] if 1 <= steps <= len(self.lines) else None

    def _trim(self) -> None:
        del self.lines[: max(0, len(self.lines) - self.size)]
