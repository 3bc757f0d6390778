"""How far a long command is, on standard error: nothing for what takes less than a second.

On a terminal one line that is written over; elsewhere a line at every tenth of the way.
"""

from __future__ import annotations

import sys
from time import monotonic
from typing import TextIO

PATIENCE = 1.0
CLEAR = "\r\x1b[K"


class Progress:
    """`total` steps of something."""

    def __init__(self, what: str, total: int, stream: TextIO | None = None) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self.stream = sys.stderr if stream is None else stream
        self._live = self.stream.isatty()
        self._began = monotonic()
        self._shown = 0
        self._written = False

    def announce(self, text: str) -> None:
        """Say what goes on before the first step; only a terminal can take it back."""
        if self._live:
            self._write(f"{CLEAR}{text}")

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if monotonic() - self._began < PATIENCE:
            return
        if self._live:
            self._write(f"{CLEAR}{self._text()}")
        elif self.done * 10 // self.total > self._shown:
            self._shown = self.done * 10 // self.total
            self._write(f"{self._text()}\n")

    def end(self) -> None:
        """Leave no trace on a terminal."""
        if self._live and self._written:
            self._write(CLEAR)

    def _text(self) -> str:
        spent = monotonic() - self._began
        left = spent / self.done * (self.total - self.done)
        return f"{self.what}: {self.done} of {self.total}, {spent:.0f} s, about {left:.0f} s more"

    def _write(self, text: str) -> None:
        self._written = True
        self.stream.write(text)
        self.stream.flush()
