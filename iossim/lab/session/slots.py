"""The kinds of word in a sentence of the session language: how each is read, and what is said when it is missing.

A slot takes one or more words and gives a value whose `str()`, or the slot's own `write`, is its spelling again.
Prefixes and `via` stay text: a lab may have names of addresses (`64.yy.yy.a/32`) that only it can resolve.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iossim.lab.names import Names
from iossim.lab.spelling import closest, read_duration, write_duration
from iossim.net.address import Prefix

LONGEST = 3_660 * 86_400_000_000  # ten years: a wait that no run could mean


class Expected(Exception):
    """A word does not fit: the message says what was expected and what stands there."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a sentence and the names it may use; positions are handed along, nothing moves in here."""

    words: tuple[str, ...]
    names: Names | None = None

    def at(self, position: int) -> str:
        """The word there, or nothing behind the last."""
        return self.words[position] if position < len(self.words) else ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of word. `read` gives the value and the position behind it, or raises Expected."""

    read: Callable[[Words, int], tuple[Any, int]]
    write: Callable[[Any], str] = str


def expected(what: str, found: str, known: Sequence[str] = ()) -> Expected:
    """The complaint about one word."""
    return Expected(f'expected {what}, found "{found}"{closest(found, known)}' if found else f"expected {what}")


def choice(*options: str) -> Slot:
    """One of some words."""

    def read(words: Words, at: int) -> tuple[str, int]:
        word = words.at(at)
        if word not in options:
            raise expected(" or ".join(options), word, options)
        return word, at + 1

    return Slot(read)


def pattern(what: str, text: str) -> Callable[[Words, int], tuple[str, int]]:
    """A reader of one word that fits a pattern."""
    compiled = re.compile(text, re.ASCII)

    def read(words: Words, at: int) -> tuple[str, int]:
        word = words.at(at)
        if not compiled.fullmatch(word):
            raise expected(what, word)
        return word, at + 1

    return read


def number(what: str, most: int = 2**31 - 1) -> Callable[[Words, int], tuple[int, int]]:
    """A reader of a whole number."""

    def read(words: Words, at: int) -> tuple[int, int]:
        word = words.at(at)
        if not re.fullmatch("[0-9]{1,10}", word) or int(word) > most:
            raise expected(f"{what} from 0 to {most}", word)
        return int(word), at + 1

    return read


def _name(kind: str, what: str) -> Slot:
    def read(words: Words, at: int) -> tuple[str, int]:
        word = words.at(at)
        known = words.names.of(kind) if words.names else ()
        if not _ID.fullmatch(word) or (known and word not in known):
            raise expected(f"the name of {what}", word, known)
        return word, at + 1

    return Slot(read)


MOST_KILOBITS = 10_000

_ID = re.compile(r"[a-z][a-z0-9-]{0,30}")
_SHARE = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,4}))?%", re.ASCII)
_ADDRESS = r"[0-9]+(?:\.[0-9A-Za-z]+){3}"


def _read_place(words: Words, at: int) -> tuple[str, int]:
    if re.fullmatch(_ADDRESS, words.at(at)):
        return words.at(at), at + 1
    value, behind = _name("node", "a node, or an address").read(words, at)
    return str(value), behind


def _read_duration(words: Words, at: int) -> tuple[int, int]:
    try:
        duration = read_duration(words.at(at))
    except ValueError:
        raise expected("a duration (a number and ms, s, m, h or d, as in 12s)", words.at(at)) from None
    if duration > LONGEST:
        raise expected(f"a duration up to {write_duration(LONGEST)}", words.at(at))
    return duration, at + 1


def _read_share(words: Words, at: int) -> tuple[int, int]:
    match = _SHARE.fullmatch(words.at(at))
    share = int(match[1]) * 10_000 + int((match[2] or "").ljust(4, "0")) if match else -1
    if not 0 <= share <= 1_000_000:
        raise expected("a share from 0% to 100%", words.at(at))
    return share, at + 1


def _write_share(share: int) -> str:
    whole, rest = divmod(share, 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".") + "%"


def _read_rate(words: Words, at: int) -> tuple[int, int]:
    word = words.at(at)
    if not re.fullmatch("[0-9]{1,5}k", word) or int(word[:-1]) > MOST_KILOBITS:
        raise expected(f"a rate from 0k to {MOST_KILOBITS}k (kbit/s)", word)
    return int(word[:-1]) * 1000, at + 1


def _write_rate(rate: int) -> str:
    return f"{rate // 1000}k"


def _read_prefix(words: Words, at: int) -> tuple[str, int]:
    word = words.at(at)
    if not re.fullmatch(_ADDRESS + r"/[0-9]{1,2}", word):
        raise expected("a prefix (A.B.C.D/LENGTH)", word)
    if re.fullmatch(r"[0-9./]+", word):
        try:
            Prefix.parse(word)
        except ValueError as error:
            raise Expected(f"expected a prefix (A.B.C.D/LENGTH): {error}") from None
    return word, at + 1


def read_port(words: Words, at: int) -> tuple[int, int]:
    """A UDP or TCP port number."""
    word = words.at(at)
    if not re.fullmatch("[0-9]{1,5}", word) or not 0 < int(word) < 65536:
        raise expected("a port number from 1 to 65535", word)
    return int(word), at + 1


def _read_file(words: Words, at: int) -> tuple[str, int]:
    word = words.at(at)
    parts = re.split(r"[/\\]", word)
    if not word or ".." in parts or not parts[0] or ":" in word:
        raise expected('a file beside the session, without ".."', word)
    return word, at + 1


SLOTS: Mapping[str, Slot] = {
    "device": _name("device", "a device with a console"),
    "node": _name("node", "a node"),
    "link": _name("link", "a link"),
    "phone": _name("phone", "a phone"),
    "place": Slot(_read_place),
    "via": Slot(pattern("a next hop (an address)", r"\S+")),
    "duration": Slot(_read_duration, write_duration),
    "octets": Slot(number("a number of octets", 1500)),
    "share": Slot(_read_share, _write_share),
    "rate": Slot(_read_rate, _write_rate),
    "prefix": Slot(_read_prefix),
    "port": Slot(read_port),
    "mnemonic": Slot(pattern("the mnemonic of a message, as in SYS-5-RESTART", r"[A-Z][A-Z0-9_-]*-[0-7]-[A-Z0-9_]+")),
    "file": Slot(_read_file),
}
