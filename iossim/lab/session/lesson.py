"""What a learner does beside the lab: begin an exercise, answer, ask for a hint, a verdict, the solution; or leave it.

These pass the same door and stand in the same journal as keys and faults, so a journal tells a whole performance; they change
nothing in the network. `[exercise ID seed N]` also marks where the learner's work begins: what was done before it
prepared the lab, and no console shows it. `files` is the beginning of the digest of the exercise's files: whoever takes the work
up later can tell when they have changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iossim.lab.session.action import Action
from iossim.lab.session.forms import Form
from iossim.lab.session.slots import Slot, Words, expected, number, pattern

ID = r"[0-9a-z]+(?:[.-][0-9a-z]+)*"


def _read_rest(words: Words, at: int) -> tuple[str, int]:
    """Everything to the end of the sentence."""
    if at >= len(words.words):
        raise expected("an answer", "")
    return " ".join(words.words[at:]), len(words.words)


WORDS = {
    "exercise": Slot(pattern("the id of an exercise, as in 1.3", ID)),
    "step": Slot(pattern("the id of a step", ID)),
    "rest": Slot(_read_rest),
    "seed": Slot(number("a seed")),
    "digest": Slot(pattern("the digest of the exercise's files", r"[0-9a-f]{8,64}")),
}


@dataclass(frozen=True, slots=True)
class Exercise(Action):
    """The lab is prepared: from here on it is the learner's."""

    form: ClassVar[Form] = Form("exercise <exercise:exercise> seed <seed:seed> [files <digest:digest>]", WORDS)
    exercise: str
    seed: int
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Answer(Action):
    """Answer a question of a step; a prediction is locked by it."""

    form: ClassVar[Form] = Form("answer <step:step> <text:rest>", WORDS)
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Hint(Action):
    """Take the next hint of a step."""

    form: ClassVar[Form] = Form("hint <step:step>", WORDS)
    step: str


@dataclass(frozen=True, slots=True)
class Check(Action):
    """Ask for the verdict on a step."""

    form: ClassVar[Form] = Form("check <step:step>", WORDS)
    step: str


@dataclass(frozen=True, slots=True)
class Shown(Action):
    """The solution of a step has been shown, in a branch."""

    form: ClassVar[Form] = Form("shown <step:step>", WORDS)
    step: str


@dataclass(frozen=True, slots=True)
class Tried(Action):
    """An answer was taken back that had been told to be wrong: the next one is worth what it would have been."""

    form: ClassVar[Form] = Form("tried <step:step>", WORDS)
    step: str


@dataclass(frozen=True, slots=True)
class FreePlay(Action):
    """The exercise is left, and the lab is kept: from here on nothing is marked."""

    form: ClassVar[Form] = Form("free play")


_WORDS = ("answer", "hint", "check", "shown", "tried")


def only_says(entry: object) -> bool:
    """Whether an input of a journal is something said, which changes nothing in the network."""
    return getattr(entry, "action", "").partition(" ")[0] in _WORDS


LESSON: tuple[type[Action], ...] = (Exercise, Answer, Hint, Check, Shown, Tried, FreePlay)
