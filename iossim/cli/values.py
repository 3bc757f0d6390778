"""The types of one value: words, free text, addresses, masks, hardware addresses, hexadecimal, times.

Each is a `Single`: a placeholder, a function that reads a token or raises ValueError, and what a value is made of.
Times are numbers inside: `time` seconds of the day, `hours` minutes.
"""

# The functions of a type have one signature; not every type needs all of it.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iossim.cli.types import ArgumentType, Got, Line, Outcome, Row, Show, Single, register
from iossim.cli.vocabulary import Vocabulary
from iossim.net.address import Address, Mac, Prefix, length_of, mask_of


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
    if text.strip(_HEX):
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

VALUES: dict[str, ArgumentType] = {
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

for _name, _kind in VALUES.items():
    register(_name, _kind)
