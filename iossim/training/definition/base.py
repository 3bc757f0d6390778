"""The values that exercise files are written in: sentences of the session language, facts, packets, texts.

A sentence is read with the names of the exercise's lab, which validation hands along in its context; without them it is read
for its form alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, ValidationInfo

from iossim.lab.session import Action, Condition, Names, read_action
from iossim.lab.session.actions import PathReport, Wait, WaitUntil
from iossim.lab.session.conditions import read_condition
from iossim.lab.session.slots import Expected, Words, expected
from iossim.lab.session.span import LONGEST
from iossim.lab.spelling import read_duration, write_duration
from iossim.training.document import SECTIONS
from iossim.training.facts import Fact, read_fact

LONGEST_TEXT = 4_000


def read_text(value: object) -> str:
    """A text for a person: no control characters, which a terminal might obey."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(f"expected a text of at most {LONGEST_TEXT} characters")
    if trouble := unreadable(value):
        raise ValueError(trouble)
    return value.strip()


def unreadable(text: str) -> str:
    """Which character of a text a terminal might obey; nothing when there is none."""
    odd = next((c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c != "\n"), None)
    return f"the character U+{ord(odd):04X} is not for reading" if odd is not None else ""


def _no_truth(value: object) -> object:
    """YAML takes some words for truth values."""
    if isinstance(value, bool):
        raise ValueError("yes, no, on, off, true and false are no words in YAML: write them in quotes")
    return value


def _names(info: ValidationInfo) -> Names | None:
    return (info.context or {}).get("names")


def _sentence(read: Callable[[Words], Any]) -> Callable[[object, ValidationInfo], Any]:
    def validate(value: object, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            raise ValueError(f"expected a sentence, found {value!r}")
        try:
            return read(Words(tuple(value.split()), _names(info)))
        except Expected as error:
            raise ValueError(str(error)) from None

    return validate


def _condition(words: Words) -> Condition:
    condition, behind = read_condition(words, 0)
    if behind < len(words.words):
        raise expected("the end of the condition", words.at(behind))
    return condition


def _action(words: Words) -> Action:
    return read_action(" ".join(words.words), words.names)


def _done(words: Words) -> Action:
    """An action that a check or a step carries out: it does something, or waits."""
    action = _action(words)
    kind = str(action).split()[0]
    if kind in (
        "nothing",
        "expect",
        "paste",
        "exercise",
        "answer",
        "hint",
        "check",
        "voice",
        "path",
        "why",
        "timeline",
    ):
        raise Expected(f"expected an action that does something, or a wait, found [{action}]")
    if isinstance(action, Wait | WaitUntil):
        _short(action.duration if isinstance(action, Wait) else action.within)
    return action


def _short(micros: int) -> None:
    if micros > LONGEST:
        raise Expected(f"expected a wait up to {write_duration(LONGEST)}")


def _time(value: object) -> int:
    """A time that somebody can want to wait."""
    micros = read_duration(value)
    if micros > LONGEST:
        raise ValueError(f"expected a duration up to {write_duration(LONGEST)}, found {value!r}")
    return micros


def _packet(words: Words) -> PathReport:
    action = read_action("path " + " ".join(words.words), words.names)
    assert isinstance(action, PathReport)
    return action


def _section(value: object) -> str:
    if value not in SECTIONS:
        raise ValueError(f"expected a section of the document ({', '.join(SECTIONS)}), found {value!r}")
    return str(value)


def _device(words: Words) -> str:
    known = words.names.devices if words.names else ()
    if len(words.words) != 1 or (known and words.at(0) not in known):
        raise expected("a device with a console", " ".join(words.words) or "nothing", known)
    return words.at(0)


def _node(words: Words) -> str:
    known = words.names.nodes if words.names else ()
    if len(words.words) != 1 or (known and words.at(0) not in known):
        raise expected("a node", " ".join(words.words) or "nothing", known)
    return words.at(0)


_STR = PlainSerializer(str, return_type=str)

Duration: TypeAlias = Annotated[int, PlainValidator(_time)]
Text: TypeAlias = Annotated[str, PlainValidator(read_text)]
Section: TypeAlias = Annotated[str, PlainValidator(_section)]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$"), BeforeValidator(_no_truth)]
That: TypeAlias = Annotated[Condition, PlainValidator(_sentence(_condition)), _STR]
Asked: TypeAlias = Annotated[Fact, PlainValidator(_sentence(read_fact)), _STR]
Done: TypeAlias = Annotated[Action, PlainValidator(_sentence(_done)), _STR]
Packet: TypeAlias = Annotated[PathReport, PlainValidator(_sentence(_packet)), _STR]
Device: TypeAlias = Annotated[str, PlainValidator(_sentence(_device))]
Node: TypeAlias = Annotated[str, PlainValidator(_sentence(_node))]
