"""A paper: what a candidate gets. Everything that is asked, and the labs prepared; nothing of what is right.

A paper comes to the candidate's machine from somewhere, so it is read as data: bounded texts without control
characters, actions that are sentences, inputs of known kinds. `digest` names a paper: the grader makes the paper of a
submission again from the definition and compares. It follows from what a candidate may see alone, so a key that turns
out to be wrong can be mended after the exam.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, ValidationError

from iossim.lab.definition.base import Model
from iossim.lab.definition.parcel import MOST_FILES
from iossim.lab.journal import Done, Input, Passed, Readied, Typed, read_input
from iossim.training.definition import Step
from iossim.training.definition.answers import Form
from iossim.training.definition.base import Name, Text
from iossim.training.definition.model import ALWAYS, MOST_REMOTES
from iossim.training.definition.steps import Ask, Cause, Do, Predict, Question, Reason, Request, Show, Ticket
from iossim.training.exam.definition import CandidateName, Limit, Seed

FORMAT: Literal[1] = 1
MOST_BEGIN = 20_000
LONGEST_BEGIN = 32 * 86_400 * 1_000_000
"""Microseconds of lab time that a preparation may take."""

Sentence = Annotated[str, Field(max_length=400)]


class Asked(Model):
    """A question and the form of its answer."""

    text: Text
    form: Form


class Sheet(Model):
    """A step on the paper. `event` is what happens when a prediction is locked, `node` who gets a change request."""

    id: Name
    kind: Literal["do", "show", "question", "predict", "ticket", "request"]
    title: Text
    text: Text
    points: Annotated[int, Field(ge=0, le=100)]
    hint: Text = ""
    asks: Annotated[dict[Name, Asked], Field(max_length=8)] = {}  # noqa: RUF012
    reason: Asked | None = None
    event: Annotated[tuple[Sentence, ...], Field(max_length=40)] = ()
    node: Name = "firewall"

    def step(self) -> Step:
        """The step as screens know it, without what is right."""
        common: dict[str, Any] = {"id": self.id, "title": self.title, "text": self.text, "points": self.points}
        common |= {"hints": (self.hint,) if self.hint else (), "explain": "", "source": None, "claims": ()}
        match self.kind:
            case "do":
                return Do.model_construct(kind="do", checks=(), **common)
            case "show":
                return Show.model_construct(kind="show", see=(), **common)
            case "question":
                return Question.model_construct(kind="question", answer=self._form("answer"), **common)
            case "ticket":
                cause = Cause.model_construct(text=self._text("cause"), answer=self._form("cause"))
                return Ticket.model_construct(kind="ticket", cause=cause, traps=None, reload=None, **common)
            case "predict":
                asks = {name: Ask.model_construct(text=a.text, answer=a.form.answer()) for name, a in self.asks.items()}
                reason = None
                if self.reason is not None:
                    reason = Reason.model_construct(text=self.reason.text, answer=self.reason.form.answer())
                return Predict.model_construct(kind="predict", asks=asks, reason=reason, event=(), watch=0, **common)
        return Request.model_construct(kind="request", node=self.node, wanted=(), unwanted=(), settle=0, **common)

    def asked(self, item: str) -> Asked | None:
        """The question of an item."""
        return self.reason if item == "reason" and item not in self.asks else self.asks.get(item)

    def _form(self, item: str) -> Any:
        found = self.asks.get(item)
        return found.form.answer() if found is not None else Form(kind="words").answer()

    def _text(self, item: str) -> str:
        found = self.asks.get(item)
        return found.text if found is not None else ""


Prepared: TypeAlias = dict[str, Any]


class PaperPart(Model):
    """A part: its lab with the inputs that prepare it, what is allowed in it, its steps. `state` is what the lab comes to then."""

    id: Name
    title: Text
    about: Text
    lab: Name
    files: Annotated[dict[str, str], Field(max_length=MOST_FILES)] = {}  # noqa: RUF012
    """The texts of a lab that is not of the package."""
    digest: Annotated[str, Field(max_length=200)]
    remotes: Annotated[int, Field(ge=0, le=MOST_REMOTES)] = 0
    start: Literal["settled", "cold"]
    seed: Seed
    numbers: bool
    hand: Annotated[tuple[Text, ...], Field(max_length=20)] | None
    begin: Annotated[tuple[Prepared, ...], Field(max_length=MOST_BEGIN)]
    state: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    steps: Annotated[tuple[Sheet, ...], Field(min_length=1, max_length=20)]

    def sheet(self, step: str) -> Sheet | None:
        """A step by its id."""
        return next((one for one in self.steps if one.id == step), None)

    def permits(self, action: str) -> bool:
        """Whether a candidate may do something beside typing, by its first words."""
        allowed = (*self.hand, *ALWAYS) if self.hand is not None else None
        return allowed is None or any(action == verb or action.startswith(f"{verb} ") for verb in allowed)

    def inputs(self) -> tuple[Input, ...]:
        """The preparation; ValueError for what is no input, or none that prepares a lab."""
        found = tuple(map(plain_input, self.begin))
        if any(one.t > LONGEST_BEGIN for one in found):
            raise ValueError("the preparation of a lab takes too long")
        return found


class Paper(Model):
    """The whole paper of one candidate."""

    format: Literal[1]
    exam: Name
    title: Text
    about: Text
    candidate: CandidateName
    seed: Seed
    limit: Limit
    seconds: Annotated[int, Field(ge=60, le=600 * 60 * 4)]
    attempts: Annotated[int, Field(ge=1, le=10)]
    help: Literal["none", "first"]
    practice: bool
    parts: Annotated[tuple[PaperPart, ...], Field(min_length=1, max_length=30)]

    @property
    def points(self) -> int:
        """What there is to be had."""
        return sum(sheet.points for part in self.parts for sheet in part.steps)

    def data(self) -> bytes:
        """The paper in its one spelling. Choices and questions stay in the author's order."""
        return json.dumps(self.model_dump(mode="json"), separators=(",", ":")).encode()

    def digest(self) -> str:
        """The name of this paper."""
        return sha256(self.data()).hexdigest()

    def questions(self) -> str:
        """The name of what is asked in it, whatever a version makes of the labs."""
        found = self.model_dump(mode="json", exclude={"parts": {"__all__": {"digest", "begin", "state"}}})
        return sha256(json.dumps(found, separators=(",", ":")).encode()).hexdigest()


class Unusable(Exception):
    """What is no paper, or none that this version can use; the text says why."""


def read_paper(data: bytes) -> Paper:
    """A paper from its data; Unusable for anything else."""
    try:
        paper = Paper.model_validate(json.loads(data))
        for part in paper.parts:
            part.inputs()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise Unusable(f"not a paper: {place[:80]}: {first['msg'][:80]}") from None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unusable(f"not a paper: {str(error)[:80]}") from None
    return paper


_FIELDS: Mapping[str, tuple[type[Input], Mapping[str, type]]] = {
    "keys": (Typed, {"device": str, "line": str, "keys": list}),
    "do": (Done, {"action": str}),
    "ready": (Readied, {"device": str}),
    "time": (Passed, {}),
}
LONGEST_KEY = 64
MOST_KEYS = 20_000


def plain_input(data: object) -> Input:
    """An input that somebody else has written, of a kind that a person makes, every field of its type; else ValueError."""
    if not isinstance(data, dict) or not isinstance(kind := data.get("kind"), str) or kind not in _FIELDS:
        raise ValueError("not an input")
    _, fields = _FIELDS[kind]
    if set(data) != {"kind", "t", *fields}:
        raise ValueError("not an input: other fields than it has")
    if type(data["t"]) is not int or data["t"] < 0 or any(type(data[name]) is not of for name, of in fields.items()):
        raise ValueError("not an input: a field of another type")
    keys = data.get("keys", [])
    if len(keys) > MOST_KEYS or any(type(key) is not str or not 0 < len(key) <= LONGEST_KEY for key in keys):
        raise ValueError("not an input: keys that nobody has")
    if any(len(value) > 4_400 for value in data.values() if isinstance(value, str)):
        raise ValueError("not an input: too long")
    return read_input(dict(data))
