"""The line being typed as the terminal shows it: a window that scrolls, redrawn with the fewest characters.

A line longer than the terminal shifts left in steps of ten columns; `$` stands for text hidden on either side
(ios-cli 4.3). Only printable characters and backspaces are used, as IOS does. Invariant: the receiver of all text drawn
since `restart` shows `window(text)` behind the prompt, with its cursor on `cursor`.

Left out: what a message printed in between has done to the screen; IOS does not know it either.
"""

from __future__ import annotations

STEP = 10
MARGIN = 2  # the window ends one column before the last, so that the cursor never wraps
NARROWEST = 8


class Echo:
    """What is shown of a line, and what must be printed to show it after a change."""

    __slots__ = ("_at", "_room", "_shown", "offset")

    def __init__(self) -> None:
        self.offset = 0
        self._shown = ""
        self._at = 0
        self._room = 0  # columns for the text; 0 = as many as needed

    def restart(self, prompt_width: int, width: int) -> None:
        """A prompt has been printed and nothing behind it; `width` 0 never scrolls."""
        self.offset = 0
        self._shown = ""
        self._at = 0
        self._room = max(NARROWEST, width - prompt_width - MARGIN) if width else 0

    def draw(self, text: str, cursor: int) -> str:
        """The characters that turn what is shown into this text and cursor."""
        wanted = self._scroll(text, cursor)
        column = cursor - self.offset
        old, at = self._shown, self._at
        if wanted == old:
            drawn = _travel(old, at, column)
        elif at == len(old) and wanted.startswith(old) and column == len(wanted):
            drawn = wanted[at:]  # the common case: one more character at the end
        else:
            first = _common(old, wanted)
            last = max(len(old), len(wanted)) if len(old) != len(wanted) else _last_difference(old, wanted)
            padded = wanted.ljust(last)
            drawn = _travel(old, at, first) + padded[first:last] + _travel(padded, last, column)
        self._shown, self._at = wanted, column
        return drawn

    def _scroll(self, text: str, cursor: int) -> str:
        """Move the window so that the cursor is inside, and answer what it shows."""
        room = self._room
        if not room:
            return text
        step = min(STEP, room // 2)
        while cursor - self.offset > room - (2 if len(text) > self.offset + room else 1):
            self.offset += step
        while self.offset and cursor - self.offset < 1:
            self.offset = max(0, self.offset - step)
        seen = text[self.offset : self.offset + room]
        if self.offset:
            seen = "$" + seen[1:]
        return seen[:-1] + "$" if len(text) > self.offset + room else seen


def _common(one: str, other: str) -> int:
    """The length of the common beginning."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def _last_difference(one: str, other: str) -> int:
    """One past the last column that differs, in texts of one length."""
    at = len(one)
    while at and one[at - 1] == other[at - 1]:
        at -= 1
    return at


def _travel(shown: str, at: int, to: int) -> str:
    """Move the cursor over text that is on the screen: backspaces to the left, the text itself to the right."""
    return "\b" * (at - to) if to <= at else shown[at:to]
