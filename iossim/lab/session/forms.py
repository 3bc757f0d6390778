"""Sentences: a form says how a sentence is written, and both reads and writes it.

    loss <link:link> <share:share>
    route <device:device> <prefix:prefix> [via <via:via>]
    block <service:service> at <node:node> [<direction:inbound|outbound>]

A word stands for itself; `<name:kind>` is a value of a kind of `slots.SLOTS`, or one of some words; `[ ... ]` may be
absent, and is there when its first word is. Invariant: `form.read` of the words of `form.write(sentence)` gives the
values of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from iossim.lab.session.slots import SLOTS, Slot, Words, choice, expected

_PIECE = re.compile(r"<(\w[\w]*):([^>]+)>|([\[\]])|([^\s\[\]<>]+)")


@dataclass(frozen=True, slots=True)
class Value:
    """A place for a value."""

    name: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class Perhaps:
    """Pieces that may be absent together."""

    pieces: tuple[Piece, ...]


Piece = str | Value | Perhaps


class Form:
    """One compiled form."""

    def __init__(self, text: str, more: Mapping[str, Slot] | None = None) -> None:
        self.text = text
        self.slots = {**SLOTS, **(more or {})}
        self.pieces = self._compile()
        self.lead = tuple(text.split("<", 1)[0].split())
        """The words it begins with."""

    @property
    def usage(self) -> str:
        """The form as a reader of a message sees it: `loss LINK SHARE`."""
        return re.sub(r"<(\w+):([^>]+)>", lambda m: m[2] if "|" in m[2] else m[1].upper(), self.text)

    def read(self, words: Words, at: int = 0) -> tuple[dict[str, Any], int]:
        """The values of a sentence that begins there, and the position behind it; Expected when it does not fit."""
        values: dict[str, Any] = {}
        return values, _read(self.pieces, words, at, values)

    def write(self, sentence: object) -> str:
        """The sentence with these values."""
        return " ".join(_write(self.pieces, sentence))

    def _compile(self) -> tuple[Piece, ...]:
        rows: list[list[Piece]] = [[]]
        for match in _PIECE.finditer(self.text):
            name, kind, bracket, word = match.groups()
            if bracket == "[":
                rows.append([])
            elif bracket:
                inner = Perhaps(tuple(rows.pop()))
                rows[-1].append(inner)
            else:
                rows[-1].append(word or Value(name, choice(*kind.split("|")) if "|" in kind else self.slots[kind]))
        return tuple(rows[0])


def _read(pieces: tuple[Piece, ...], words: Words, at: int, values: dict[str, Any]) -> int:
    for piece in pieces:
        match piece:
            case Value(name, slot):
                values[name], at = slot.read(words, at)
            case Perhaps(inner):
                at = _read(inner, words, at, values) if _begins(inner[0], words, at) else at
            case str() as word:
                at = _read_word(word, words, at)
    return at


def _begins(piece: Piece, words: Words, at: int) -> bool:
    return words.at(at) == piece if isinstance(piece, str) else at < len(words.words)


def _read_word(word: str, words: Words, at: int) -> int:
    if words.at(at) != word:
        raise expected(f'"{word}"', words.at(at), (word,))
    return at + 1


def _write(pieces: tuple[Piece, ...], sentence: object) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case Value(name, slot):
                yield slot.write(getattr(sentence, name))
            case Perhaps(inner):
                absent = any(isinstance(p, Value) and getattr(sentence, p.name) is None for p in inner)
                yield from () if absent else _write(inner, sentence)
            case str() as word:
                yield word


class Sentence:
    """Something that is written by a form; a frozen dataclass with the form's values as fields."""

    __slots__ = ()
    form: ClassVar[Form]

    def __str__(self) -> str:
        return self.form.write(self)


def nearest(forms: Mapping[str, Form], words: Words, at: int = 0) -> str:
    """The key of the form whose leading words agree best with the words there; empty when none agrees in one."""
    best, score = "", 0
    for key, form in forms.items():
        lead = form.lead
        if len(lead) > score and words.words[at : at + len(lead)] == lead:
            best, score = key, len(lead)
    return best
