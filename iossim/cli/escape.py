"""The escape character of a line: the key that stops what runs, and leaves a connection with the key that follows.

By default Ctrl-Shift-6 (ASCII 30). A value is the ASCII number of another, or -1 for none at all; BREAK comes from front
ends as the default key does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iossim.cli.keys import INTERRUPT, canonical
from iossim.cli.types import ArgumentType, Bad, Got, Line, Outcome, Row, Show, register

DEFAULT = 30
NONE = -1
_WORDS = {"BREAK": DEFAULT, "DEFAULT": DEFAULT, "NONE": NONE}
_ROWS = (
    Row("BREAK", "Cause escape on BREAK"),
    Row("CHAR or <0-255>", "Escape character or its ASCII decimal equivalent"),
    Row("DEFAULT", "Use default escape character"),
    Row("NONE", "Disable escape entirely"),
)


@dataclass(frozen=True)
class EscapeCharacter(ArgumentType):
    """A character, its number, or a word."""

    breadth: int = 6

    def read(self, line: Line, at: int) -> Outcome:
        """One token."""
        token = line.tokens[at]
        text = token.text
        if text.upper() in _WORDS:
            return Got(_WORDS[text.upper()], at + 1)
        if text.isascii() and text.isdigit() and len(text) < 4 and int(text) < 256:
            return Got(int(text), at + 1)
        return Got(ord(text), at + 1) if len(text) == 1 else Bad(token.start)

    def rows(self, vocabulary: object, text: str) -> list[Row]:
        """What there is to choose from."""
        return list(_ROWS)

    def write(self, value: Any, show: Show) -> str:
        """The number."""
        return "NONE" if value == NONE else str(value)


register("escape-character", EscapeCharacter())


def key_of(value: int) -> str:
    """The key that is the escape character; empty for none."""
    if value == DEFAULT:
        return INTERRUPT
    return "" if value == NONE else canonical(chr(value))


def shown(key: str) -> str:
    """A key as `show terminal` has it: `^^` for Ctrl-Shift-6."""
    return f"^{key[2:].upper()}" if key.startswith("c-") else key or "none"
