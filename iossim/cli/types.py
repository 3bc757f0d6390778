"""Types of arguments: how a value is read from a line, shown under `?`, and written back.

A type reads at a token and answers with one of four outcomes: `Got` a value, `Bad` at a column, `Unclear` (an
abbreviation that fits several), or `Short` (the line ends inside the value). `breadth` tells how much a type accepts:
where several could take a token, the narrowest is asked first. `cli.interface` and `cli.compound` hold the types of
more than one token.

Columns: a token with a character that the type never contains fails at that character; one that is wrong as a whole
(`0255.255.1`, a number out of range) fails at its first (ios-cli 2.3, 9.5).
"""

# The methods of a type have one signature; not every type needs all of it.
# ruff: noqa: ARG002

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from iossim.cli.vocabulary import Vocabulary
from iossim.net.address import Address, Mac, Prefix, length_of, mask_of

Show = Callable[[int], str]
"""How an address is printed: `AddressNames.show`."""

_TOKEN = re.compile(r"[^ \t]+")


class Token(NamedTuple):
    """One word of a line; `end` is the column after it."""

    start: int
    end: int
    text: str


class Line:
    """A line being read: its text, its tokens, and whose words it is in."""

    __slots__ = ("text", "tokens", "vocabulary")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.tokens = [Token(found.start(), found.end(), found.group()) for found in _TOKEN.finditer(text)]


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

    def fits(self, line: Line, at: int) -> bool:
        """True while it is all digits."""
        return line.tokens[at].text.isdigit()


@dataclass(frozen=True)
class RestOfLine(ArgumentType):
    """Everything up to the end of the line; `exact` keeps trailing blanks (ios-cli 2.6, 5)."""

    exact: bool = False
    breadth: int = 9

    def read(self, line: Line, at: int) -> Outcome:
        """Always a value."""
        rest = line.text[line.tokens[at].start :]
        return Got(rest if self.exact else rest.rstrip(" \t"), len(line.tokens))

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """`LINE`."""
        return [Row("LINE", text)]


def _word(text: str, _vocabulary: Vocabulary) -> str:
    if text == "|":
        raise ValueError("the bar begins an output modifier")
    return text


def _address(text: str, vocabulary: Vocabulary) -> Address:
    return vocabulary.address(text)


def _host(text: str, vocabulary: Vocabulary) -> Address | str:
    try:
        return vocabulary.address(text)
    except ValueError:
        return _word(text, vocabulary)


def _mask(text: str, _vocabulary: Vocabulary) -> Address:
    mask = Address.parse(text)
    length_of(mask)
    return mask


def _wildcard(text: str, _vocabulary: Vocabulary) -> Address:
    return Address.parse(text)


def _prefix_mask(text: str, vocabulary: Vocabulary) -> Address:
    if not text.startswith("/"):
        return _mask(text, vocabulary)
    length = int(text[1:]) if text[1:].isascii() and text[1:].isdigit() and len(text) <= 3 else 33
    if length > 32:
        raise ValueError("not a prefix length")
    return Address(mask_of(length))


def _prefix(text: str, _vocabulary: Vocabulary) -> Prefix:
    return Prefix.parse(text)


def _hex(text: str, _vocabulary: Vocabulary) -> str:
    if not all(character in _HEX for character in text):
        raise ValueError("not hexadecimal")
    return text


def _mac(text: str, vocabulary: Vocabulary) -> Mac:
    parts = text.split(".")
    if len(parts) != 3 or not all(0 < len(part) <= 4 and _hex(part, vocabulary) for part in parts):
        raise ValueError("not H.H.H")
    return Mac(int("".join(part.zfill(4) for part in parts), 16))


def _time(text: str, _vocabulary: Vocabulary) -> int:
    hours, minutes, seconds = _fields(text, 3)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError("not a time of day")
    return hours * 3600 + minutes * 60 + seconds


def _hours(text: str, _vocabulary: Vocabulary) -> int:
    hours, minutes = _fields(text, 2)
    if minutes > 59:
        raise ValueError("not hours and minutes")
    return hours * 60 + minutes


def _fields(text: str, count: int) -> list[int]:
    parts = text.split(":")
    if len(parts) != count or not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        raise ValueError("not digits and colons")
    return [int(part) for part in parts]


def _shown(value: Any, show: Show) -> str:
    return show(value) if isinstance(value, int) else str(value)


def _clock(value: int, _show: Show) -> str:
    return f"{value // 3600:02}:{value // 60 % 60:02}:{value % 60:02}"


def _hours_minutes(value: int, _show: Show) -> str:
    return f"{value // 60:02}:{value % 60:02}"


_HEX = "0123456789abcdefABCDEF"
_QUAD = "0123456789."

_TYPES: dict[str, ArgumentType] = {
    "word": Single("WORD", _word, breadth=8),
    "line": RestOfLine(),
    "regexp": RestOfLine(exact=True),
    "ip": Single("A.B.C.D", _address, _QUAD, breadth=2, written=_shown),
    "host": Single("Hostname or A.B.C.D", _host, breadth=7, written=_shown),
    "acl-host": Single("Hostname or A.B.C.D", _address, _QUAD, breadth=2, written=_shown),
    "mask": Single("A.B.C.D", _mask, _QUAD, breadth=2),
    "wildcard": Single("A.B.C.D", _wildcard, _QUAD, breadth=2),
    "prefix-mask": Single("/nn or A.B.C.D", _prefix_mask, _QUAD + "/", breadth=2),
    "prefix": Single("A.B.C.D/nn", _prefix, _QUAD + "/", breadth=2),
    "mac": Single("H.H.H", _mac, _HEX + ".", breadth=3),
    "hex": Single("Hex-string", _hex, _HEX, breadth=4),
    "time": Single("hh:mm:ss", _time, "0123456789:", breadth=2, written=_clock),
    "hours": Single("hh:mm", _hours, "0123456789:", breadth=2, written=_hours_minutes),
}


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
