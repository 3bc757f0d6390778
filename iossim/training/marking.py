"""A learner's answer beside the right one: what was typed is read as what it means, then compared.

Spellings do not count: `1m30s`, `90`, `90 s`, `1 min 30 sec` and `00:01:30` are one time; a prefix may be typed with its mask or
wildcard, or without its length as routing tables print it, and an address with its length; sets come in any order, with commas,
spaces or `and`. What cannot be read at all is not an answer: `Unreadable` says what was expected, and nothing is marked. So it
is with a name that nothing in the lab bears, where something bears nearly the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from iossim.lab.spelling import closest, read_duration
from iossim.net.address import ALL_ONES, Address, Prefix, length_of
from iossim.training.definition.answers import (
    Answer,
    ChoiceAnswer,
    NumberAnswer,
    OrderAnswer,
    SetAnswer,
    ValueAnswer,
    WordsAnswer,
)
from iossim.training.evidence import Absent, Mark, Value, answer_of
from iossim.training.results import WHOLE, Finding, verdict_of

if TYPE_CHECKING:
    from iossim.lab.lab import Lab

_NUMBER = re.compile(r"([+-]?\d{1,12}(?:[.,]\d{1,6})?)\s*([a-zA-Z/%]*)")
_CLOCK = re.compile(r"(\d{1,3}):(\d\d)(?::(\d\d))?")
_SEPARATORS = re.compile(r"\s*(?:,|;|->|→|\band\b|\s)\s*")
_SECONDS = ("s", "sec", "secs", "second", "seconds")
_SPAN = re.compile(r"(\d)\s*(d|h|m|s)(?:ays?|ours?|rs?|in(?:ute)?s?|ec(?:ond)?s?)?\b[\s,]*(?:and\b\s*)?", re.IGNORECASE)
"""A part of a time with its unit, written out or not."""
_LENGTH = re.compile(r"(\d+\.[\w.]{1,60}?)\s*/\s*(?:(\d{1,2})|(255\.\d+\.\d+\.\d+))(?![\d.])")
_MASK = re.compile(r"(\d+\.\d+\.\d+\.\d+) ((?:255|0)\.\d+\.\d+\.\d+)")
_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}

Read: TypeAlias = "float | str | tuple[str, ...]"


class Unreadable(Exception):
    """What was typed cannot be an answer to this question; the text says what can."""


def mark(lab: Lab, answer: Answer, text: str, since: Mark) -> Finding:
    """Compare an answer with what is right in a lab. Unreadable when it is none."""
    given = read(lab, answer, text)
    try:
        right = right_of(lab, answer, since)
    except Absent as absent:
        return Finding(0, str(absent), text)
    return compare(lab, answer, given, right)


def right_of(lab: Lab, answer: Answer, since: Mark) -> Value:
    """What is right now."""
    if isinstance(answer, WordsAnswer):
        return answer.any
    if answer.fact is not None:
        return answer_of(lab, answer.fact, since)
    given = answer.given
    assert given is not None
    return given


def read(lab: Lab, answer: Answer, text: str) -> Read:
    """What was meant by what was typed; Unreadable when nothing of this kind was."""
    text = " ".join(text.split())
    match answer:
        case NumberAnswer(unit=unit):
            return _number(text, unit)
        case ChoiceAnswer(of=choices):
            word = text.lower()
            if word not in choices:
                raise Unreadable(f"expected one of {', '.join(choices)}{closest(word, choices)}")
            return word
        case SetAnswer() | OrderAnswer():
            items = tuple(item for item in _SEPARATORS.split(_joined(text)) if item)
            for item in items if isinstance(answer, SetAnswer) else ():
                _no_slip(lab, item)
            return () if items in (("none",), ("nothing",)) else items
        case ValueAnswer(kind="name"):
            _no_slip(lab, text)
        case ValueAnswer(kind=kind):
            if _address(lab, _joined(text).partition("/")[0]) is None:
                raise Unreadable(
                    "expected an address" if kind == "address" else "expected a network, as in 10.81.2.0/29"
                )
            return _joined(text)
    return text


def _no_slip(lab: Lab, word: str) -> None:
    """Unreadable for what is nearly an address or a name, and none: nobody means that."""
    names = {name.lower(): name for name in (*lab.names.nodes, *lab.names.links)}
    if word[:1].isdigit() and "." in word and _address(lab, word.partition("/")[0]) is None:
        raise Unreadable(f"{word} is no address")
    if word.lower() not in names and not word[:1].isdigit() and (near := closest(word.lower(), names)):
        raise Unreadable(f"nothing here is called {word}{near}")


def compare(lab: Lab, answer: Answer, given: Read, right: Value) -> Finding:
    """The finding."""
    shown = write(lab, right)
    match answer:
        case NumberAnswer(unit=unit, tolerance=tolerance):
            assert isinstance(given, float) and isinstance(right, int | float)
            expected = f"{_round(right)}{f' {unit}' if unit else ''}" + (f" ± {_round(tolerance)}" if tolerance else "")
            return verdict_of(
                abs(given - right) <= tolerance + 1e-9, expected, f"{_round(given)}{f' {unit}' if unit else ''}"
            )
        case ChoiceAnswer(of=choices):
            name = ("yes" if right else "no") if isinstance(right, bool) else str(right)
            return verdict_of(given == name, choices.get(name, name), choices[str(given)])
        case SetAnswer():
            assert isinstance(given, tuple) and isinstance(right, frozenset | tuple)
            return _sets(lab, given, tuple(right))
        case OrderAnswer():
            assert isinstance(given, tuple) and isinstance(right, tuple)
            return verdict_of(given == tuple(map(str, right)), shown, " ".join(given) or "nothing")
        case WordsAnswer(any=spellings):
            plain = [" ".join(one.lower().split()) for one in spellings]
            return verdict_of(str(given).lower() in plain, spellings[0], str(given))
        case ValueAnswer():
            assert isinstance(given, str)
            return verdict_of(same(lab, given, right), shown, given)


def same(lab: Lab, given: str, right: object) -> bool:
    """Whether a word stands for a value."""
    if isinstance(right, bool):
        return _YES.get(given.lower()) is right
    if isinstance(right, Prefix):
        network, _, length = _prefix_text(given).partition("/")
        address = _address(lab, network)
        return address == right.network and length in ("", str(right.length))
    if isinstance(right, str) and "/" in right and right[:1].isdigit():
        return same(lab, given, Prefix.parse(right))
    if isinstance(right, Address) or (isinstance(right, str) and _address(lab, right) is not None):
        address = _address(lab, _joined(given).partition("/")[0])
        return address == (right if isinstance(right, Address) else _address(lab, str(right)))
    if isinstance(right, int | float):
        try:
            return _number(given, "") == right
        except Unreadable:
            return False
    return given.lower() == str(right).lower()


def write(lab: Lab, value: object) -> str:
    """A value as the lab spells it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Prefix):
        return str(value)
    if isinstance(value, Address):
        return lab.world.names.show(value)
    if isinstance(value, frozenset):
        return ", ".join(sorted(write(lab, one) for one in value)) or "none"
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or "none"
    return _round(value) if isinstance(value, float) else str(value)


def _sets(lab: Lab, given: tuple[str, ...], right: tuple[object, ...]) -> Finding:
    """Each right one counts, each wrong one counts against."""
    hits = [one for one in right if any(same(lab, item, one) for item in given)]
    wrong = [item for item in dict.fromkeys(given) if not any(same(lab, item, one) for one in right)]
    share = WHOLE if not right and not wrong else max(0, len(hits) - len(wrong)) * WHOLE // max(1, len(right))
    return Finding(share, write(lab, frozenset(right)), ", ".join(given) or "none")


def _number(text: str, unit: str) -> float:
    time = unit == "s"
    clock = _CLOCK.fullmatch(text) if time else None
    if clock is not None:
        parts = [int(part) for part in clock.groups() if part is not None]
        return float(sum(part * 60**power for power, part in enumerate(reversed(parts))))
    match = _NUMBER.fullmatch(text)
    if match is not None and match[2].lower() in ("", unit.lower(), *(_SECONDS if time else ())):
        return float(match[1].replace(",", "."))
    if time:
        try:
            return read_duration(_SPAN.sub(lambda part: f"{part[1]}{part[2].lower()}", text)) / 1_000_000
        except ValueError:
            raise Unreadable("expected a time, as in 90, 1m30s or 00:01:30") from None
    raise Unreadable("expected a number" + (f" of {unit}" if unit else ""))


def _joined(text: str) -> str:
    """Prefixes with masks, wildcards and lengths as one word each."""
    return _MASK.sub(
        _prefix_of_mask, _LENGTH.sub(lambda one: f"{one[1]}/{one[2]}" if one[2] else f"{one[1]} {one[3]}", text)
    )


def _prefix_text(text: str) -> str:
    return _joined(text)


def _prefix_of_mask(match: re.Match[str]) -> str:
    try:
        mask = Address.parse(match[2])
        return (
            f"{match[1]}/{length_of(mask if match[2].startswith('255') else Address(ALL_ONES ^ mask))}"
            if mask
            else match[0]
        )
    except ValueError:
        return match[0]


def _address(lab: Lab, text: str) -> Address | None:
    try:
        return lab.world.names.read(text)
    except ValueError:
        return None


def _round(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
