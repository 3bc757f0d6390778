"""Types of arguments: how a value is read from a line, shown under `?`, and written back.

A type reads at a token and answers with one of four outcomes: `Got` a value, `Bad` at a column, `Unclear` (an
abbreviation that fits several), or `Short` (the line ends inside the value). `breadth` tells how much a type accepts:
where several could take a token, the narrowest is asked first. `cli.values` and `cli.interface` hold the types
there are, `cli.compound` those that are patterns of their own.

Columns: a token with a character that the type never contains fails at that character; one that is wrong as a whole
(`0255.255.1`, a number out of range) fails at its first (ios-cli 2.3, 9.5).
"""

# The methods of a type have one signature; not every type needs all of it.

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from iossim.cli.vocabulary import Vocabulary

Show = Callable[[int], str]
"""How an address is printed: `AddressNames.show`."""

_TOKEN = re.compile(r"[^ \t]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a line; `end` is the column after it, `word` the text in lower case."""

    start: int
    end: int
    text: str
    word: str


class Line:
    """A line being read: its text, its tokens, and whose words it is in."""

    __slots__ = ("text", "tokens", "vocabulary")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.tokens = [Token(*found.span(), found[0], found[0].lower()) for found in _TOKEN.finditer(text)]


class Row(NamedTuple):
    """One row of a `?` listing."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Got:
    """A value; reading goes on at token `next`."""

    value: Any
    next: int


@dataclass(frozen=True, slots=True)
class Bad:
    """No such value: `column` is the first character that cannot be."""

    column: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """An abbreviation that fits several; `column` is the end of it."""

    column: int


@dataclass(frozen=True, slots=True)
class Short:
    """The line ends inside the value; `rows` is what `?` shows there."""

    rows: tuple[Row, ...]


Outcome = Got | Bad | Unclear | Short


class ArgumentType(ABC):
    """What every type offers. Types are compared by value: equal ones merge in the tree."""

    breadth: int = 5

    @abstractmethod
    def read(self, line: Line, at: int) -> Outcome:
        """Read a value at token `at`, which exists."""

    @abstractmethod
    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """What `?` shows where this may stand; `text` is the declaration's help."""

    def words(self, vocabulary: Vocabulary, prefix: str) -> list[str]:
        """Words of the vocabulary that begin so: for word help and completion."""
        return []

    def growing(self, line: Line, at: int) -> list[Row] | None:
        """What may come at the last token, unfinished, of a value that begins at `at`; None where `rows` says it."""
        return None

    def fits(self, line: Line, at: int) -> bool:
        """True when the last token could be the beginning of a value."""
        outcome = self.read(line, at)
        return not isinstance(outcome, Bad) or outcome.column >= line.tokens[at].end

    def write(self, value: Any, show: Show) -> str:
        """The value as IOS prints it."""
        return str(value)


@dataclass(frozen=True)
class Single(ArgumentType):
    """A type of one token, given by its parts.

    `parse` raises ValueError for what it does not accept. `alphabet` is what a value is made of.
    """

    placeholder: str
    parse: Callable[[str, Vocabulary], Any]
    alphabet: str = ""
    breadth: int = 5
    written: Callable[[Any, Show], str] | None = None

    def read(self, line: Line, at: int) -> Outcome:
        """One token, or a failure at its first impossible character."""
        token = line.tokens[at]
        try:
            return Got(self.parse(token.text, line.vocabulary), at + 1)
        except ValueError:
            return Bad(token.start + self._first_impossible(token.text))

    def _first_impossible(self, text: str) -> int:
        if self.alphabet:
            for column, character in enumerate(text):
                if character not in self.alphabet:
                    return column
        return 0

    def growing(self, line: Line, at: int) -> list[Row] | None:
        """What may come at the last token, unfinished, of a value that begins at `at`; None where `rows` says it."""
        return None

    def fits(self, line: Line, at: int) -> bool:
        """True when the token is made of the right characters: a value may still become of it."""
        return not self.alphabet or all(character in self.alphabet for character in line.tokens[at].text)

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """One row under the placeholder."""
        return [Row(self.placeholder, text)]

    def write(self, value: Any, show: Show) -> str:
        """The value as IOS prints it."""
        return str(value) if self.written is None else self.written(value, show)


@dataclass(frozen=True)
class Number(ArgumentType):
    """A decimal number within bounds, an int."""

    low: int
    high: int
    breadth: int = 1

    def read(self, line: Line, at: int) -> Outcome:
        """Letters fail where they stand, a number out of bounds at its start."""
        token = line.tokens[at]
        text = token.text
        if text.isascii() and text.isdigit():
            # Longer ones are out of every range; int() itself refuses thousands of digits.
            within = len(text) <= 20 and self.low <= int(text) <= self.high
            return Got(int(text), at + 1) if within else Bad(token.start)
        digits = len(text) - len(text.lstrip("0123456789"))
        return Bad(token.start + digits)

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """`<0-255>`."""
        return [Row(f"<{self.low}-{self.high}>", text)]

    def growing(self, line: Line, at: int) -> list[Row] | None:
        """What may come at the last token, unfinished, of a value that begins at `at`; None where `rows` says it."""
        return None

    def fits(self, line: Line, at: int) -> bool:
        """True while it is all digits."""
        return line.tokens[at].text.isdigit()


_TYPES: dict[str, ArgumentType] = {}


def register(name: str, kind: ArgumentType) -> None:
    """Give a type a name for patterns."""
    _TYPES[name] = kind


def named(text: str) -> ArgumentType:
    """The type a pattern calls so: a registered name or a range `N-M`; ValueError otherwise."""
    found = _TYPES.get(text)
    if found is not None:
        return found
    low, dash, high = text.partition("-")
    if dash and low.isdigit() and high.isdigit():
        return Number(int(low), int(high))
    raise ValueError(f"unknown type {text!r}")
