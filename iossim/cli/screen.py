"""What a terminal has printed: pieces for those who carry them, and a glass tty for those who draw.

Each piece of text has a kind, so that a reader can tell an answer from a log message. The glass tty interprets the
same text (printable characters, CR, LF, BS, TAB, BEL) into finished lines, the current line and the cursor's column. Lines
are never wrapped here: how wide a window is, only its owner knows. Other characters are dropped: a control sequence in
a name or a banner must not reach the window of whoever watches.

A `listener` (a bound method: screens are pickled) is told that something was printed, not what. Any number of `watchers`
get each text as it is printed, and an empty one when the line has changed hands; they belong to whoever looks from
outside, not to the state: a copy of a screen has none.

Invariant: `revision` grows with every text; `count - len(lines)` finished lines have been forgotten.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

SCROLLBACK = 5000
UNTAKEN = 100_000  # pieces kept for somebody who takes them; a front end may look at the picture only
BELL = "\a"
_UNFIT = re.compile(r"[^\a\b\t\n\r -~]")
TAB = 8


class Kind(StrEnum):
    """Why a text was printed."""

    ECHO = "echo"
    OUTPUT = "output"
    PROMPT = "prompt"
    QUESTION = "question"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the terminal's output."""

    kind: Kind
    text: str


class Screen:
    """The output not yet taken, and the picture of all of it."""

    __slots__ = ("_pieces", "bells", "column", "count", "current", "lines", "listener", "revision", "watchers")

    def __init__(self, scrollback: int = SCROLLBACK) -> None:
        self._pieces: deque[tuple[Kind, str]] = deque(maxlen=UNTAKEN)
        self.lines: deque[str] = deque(maxlen=scrollback)
        self.count = 0
        self.current = ""
        self.column = 0
        self.revision = 0
        self.bells = 0
        self.listener: Callable[[], None] | None = None
        self.watchers: tuple[Callable[[str], None], ...] = ()

    def __getstate__(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "watchers"}

    def __setstate__(self, state: dict[str, object]) -> None:
        for name, value in state.items():
            setattr(self, name, value)
        self.watchers = ()

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Hand every text from here on to a watcher as well."""
        self.watchers = (*self.watchers, watcher)

    def unwatch(self, watcher: Callable[[str], None]) -> None:
        """No longer."""
        self.watchers = tuple(other for other in self.watchers if other != watcher)

    def stirred(self) -> None:
        """Tell the watchers that the line has changed hands."""
        for watcher in self.watchers:
            watcher("")

    def emit(self, kind: Kind, text: str) -> None:
        """Print a text as it is."""
        text = _UNFIT.sub("", text)
        if not text:
            return
        self._pieces.append((kind, text))
        self.revision += 1
        if self.listener is not None:
            self.listener()
        for watcher in self.watchers:
            watcher(text)
        first, *rest = text.split("\r\n")
        self._write(first)
        for line in rest:
            self._finish()
            self._write(line)

    def print(self, kind: Kind, text: str) -> None:
        """Print a text whose lines end in a newline character."""
        self.emit(kind, text.replace("\r\n", "\n").replace("\n", "\r\n"))

    def fresh(self, kind: Kind) -> None:
        """Go to a new line, unless at the beginning of one."""
        if self.column:
            self.emit(kind, "\r\n")

    def wipe(self) -> None:
        """A clean glass: nothing printed, nothing to take."""
        self._pieces.clear()
        self.lines.clear()
        self.current = ""
        self.column = 0
        self.revision += 1

    def take(self) -> list[Chunk]:
        """What has been printed since the last call, neighbours of one kind joined."""
        joined: list[tuple[Kind, list[str]]] = []
        for kind, text in self._pieces:
            if joined and joined[-1][0] is kind:
                joined[-1][1].append(text)
            else:
                joined.append((kind, [text]))
        self._pieces.clear()
        return [Chunk(kind, "".join(texts)) for kind, texts in joined]

    def _finish(self) -> None:
        self.lines.append(self.current)
        self.count += 1
        self.current = ""
        self.column = 0

    def _write(self, text: str) -> None:
        if text.isprintable():
            self._put(text)
            return
        for char in text:
            if char == "\b":
                self.column = max(0, self.column - 1)
            elif char == "\r":
                self.column = 0
            elif char == "\n":
                column = self.column
                self._finish()
                self.current = " " * column
                self.column = column
            elif char == "\t":
                self._put(" " * (TAB - self.column % TAB))
            elif char == BELL:
                self.bells += 1
            else:
                self._put(char)

    def _put(self, text: str) -> None:
        end = self.column + len(text)
        self.current = self.current[: self.column] + text + self.current[end:]
        self.column = end
