"""The line being typed: text, cursor, deleted pieces, and the keys that change them (ios-cli 4.1).

A pure model. It prints nothing: `cli.echo` shows it. A word is a run of characters that are not blanks. An edit that
cannot be made answers False, and the terminal rings the bell.

Left out: control characters in a line; Ctrl-V before one rings the bell.
"""

from __future__ import annotations

from collections.abc import Callable

from iossim.cli.history import History

MAX_LENGTH = 254
MAX_KILLS = 10


class LineEditor:
    """Text with a cursor: 0 <= cursor <= len(text) <= MAX_LENGTH."""

    __slots__ = ("_draft", "_recalled", "_yanked", "cursor", "kills", "text")

    def __init__(self) -> None:
        self.text = ""
        self.cursor = 0
        self.kills: list[str] = []
        self._recalled = 0
        self._draft = ""
        self._yanked: tuple[int, int] | None = None  # where the last paste lies, and which piece it was

    def clear(self) -> None:
        """Start a new line; deleted pieces stay."""
        self.text = ""
        self.cursor = 0
        self._recalled = 0
        self._draft = ""
        self._yanked = None

    def restore(self, text: str, cursor: int) -> None:
        """The line as it was before something else was typed; what that had pasted or recalled no longer counts."""
        if (text, cursor) == (self.text, self.cursor):
            return
        self.clear()
        self.text, self.cursor = text, cursor

    def press(self, key: str) -> bool:
        """Carry out an editing key; False when nothing can be done."""
        action = EDITS.get(key)
        if action is None:
            return False
        if key not in ("c-y", "m-y"):
            self._yanked = None
        return action(self)

    def insert(self, text: str) -> bool:
        """Put text in at the cursor; False when the line would become too long."""
        if len(self.text) + len(text) > MAX_LENGTH:
            return False
        self._yanked = None
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)
        return True

    def replace_head(self, head: str) -> bool:
        """Put another text in place of all that is left of the cursor."""
        if len(head) + len(self.text) - self.cursor > MAX_LENGTH:
            return False
        self.text = head + self.text[self.cursor :]
        self.cursor = len(head)
        self._yanked = None
        return True

    def recall(self, history: History, steps: int) -> bool:
        """Show an older (positive) or newer line of the history; the line begun comes back after the newest."""
        wanted = self._recalled + steps
        if wanted < 0 or wanted > len(history.lines):
            return False
        if self._recalled == 0:
            self._draft = self.text
        self._recalled = wanted
        self.text = history.back(wanted) or self._draft
        self.cursor = len(self.text)
        self._yanked = None
        return True

    def _move(self, cursor: int) -> bool:
        if cursor == self.cursor or not 0 <= cursor <= len(self.text):
            return False
        self.cursor = cursor
        return True

    def _word_left(self) -> int:
        at = self.cursor
        while at and self.text[at - 1] == " ":
            at -= 1
        while at and self.text[at - 1] != " ":
            at -= 1
        return at

    def _word_right(self) -> int:
        at = self.cursor
        while at < len(self.text) and self.text[at] == " ":
            at += 1
        while at < len(self.text) and self.text[at] != " ":
            at += 1
        return at

    def _cut(self, start: int, end: int, keep: bool = True) -> bool:
        if start == end:
            return False
        if keep:
            self.kills.append(self.text[start:end])
            del self.kills[:-MAX_KILLS]
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start
        return True

    def _start(self) -> bool:
        self.cursor = 0
        return True

    def _end(self) -> bool:
        self.cursor = len(self.text)
        return True

    def _left(self) -> bool:
        return self._move(self.cursor - 1)

    def _right(self) -> bool:
        return self._move(self.cursor + 1)

    def _back_word(self) -> bool:
        return self._move(self._word_left())

    def _forward_word(self) -> bool:
        return self._move(self._word_right())

    def _delete(self) -> bool:
        return self._cut(self.cursor, min(self.cursor + 1, len(self.text)), keep=False)

    def _delete_left(self) -> bool:
        return self._cut(max(self.cursor - 1, 0), self.cursor, keep=False)

    def _kill_to_end(self) -> bool:
        return self._cut(self.cursor, len(self.text))

    def _kill_to_start(self) -> bool:
        return self._cut(0, self.cursor)

    def _kill_word_left(self) -> bool:
        return self._cut(self._word_left(), self.cursor)

    def _kill_word_right(self) -> bool:
        return self._cut(self.cursor, self._word_right())

    def _transpose(self) -> bool:
        at = self.cursor
        if not 0 < at < len(self.text):
            return False
        self.text = self.text[: at - 1] + self.text[at] + self.text[at - 1] + self.text[at + 1 :]
        self.cursor += 1
        return True

    def _recase(self, change: Callable[[str], str]) -> bool:
        end = self._word_right()
        if end == self.cursor:
            return False
        self.text = self.text[: self.cursor] + change(self.text[self.cursor : end]) + self.text[end:]
        self.cursor = end
        return True

    def _upper(self) -> bool:
        return self._recase(str.upper)

    def _lower(self) -> bool:
        return self._recase(str.lower)

    def _capitalise(self) -> bool:
        return self._recase(_capitalised)

    def _yank(self) -> bool:
        return self._paste(len(self.kills) - 1)

    def _yank_older(self) -> bool:
        if self._yanked is None:
            return False
        start, piece = self._yanked
        before = (self.text, self.cursor)
        self.text = self.text[:start] + self.text[self.cursor :]
        self.cursor = start
        if self._paste((piece - 1) % len(self.kills)):
            return True
        self.text, self.cursor = before
        return False

    def _paste(self, piece: int) -> bool:
        start = self.cursor
        if not self.kills or not self.insert(self.kills[piece]):
            return False
        self._yanked = (start, piece)
        return True


def _capitalised(word: str) -> str:
    """The first letter that is not after a blank in upper case, the rest as it was."""
    bare = word.lstrip(" ")
    return word[: len(word) - len(bare)] + bare[:1].upper() + bare[1:]


EDITS: dict[str, Callable[[LineEditor], bool]] = {
    "c-a": LineEditor._start,
    "c-e": LineEditor._end,
    "c-b": LineEditor._left,
    "left": LineEditor._left,
    "c-f": LineEditor._right,
    "right": LineEditor._right,
    "m-b": LineEditor._back_word,
    "m-f": LineEditor._forward_word,
    "c-d": LineEditor._delete,
    "backspace": LineEditor._delete_left,
    "c-k": LineEditor._kill_to_end,
    "c-u": LineEditor._kill_to_start,
    "c-x": LineEditor._kill_to_start,
    "c-w": LineEditor._kill_word_left,
    "m-d": LineEditor._kill_word_right,
    "c-y": LineEditor._yank,
    "m-y": LineEditor._yank_older,
    "c-t": LineEditor._transpose,
    "m-c": LineEditor._capitalise,
    "m-l": LineEditor._lower,
    "m-u": LineEditor._upper,
}

WITHOUT_EDITING = ("backspace", "c-u", "c-w")
"""The keys that remain after `terminal no editing`."""
