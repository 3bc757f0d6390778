"""An exam as its author writes it: `NAME.yaml`, with every mistake told by file, line and what was expected.

exam: final-1
title: Fail-over, final examination
limit: {minutes: 90, counts: wall, away: counts}
candidates: [{name: Alex Example, factor: 1.25}]
forms: [{seed: 2, difficulty: easy}, {seed: 7, difficulty: easy}]
pass: {percent: 70, solved: [{least: 1, of: [deaf.ticket, dumb.ticket]}]}
hidden: [deaf.ticket.trap-intact]
parts:
  - {id: deaf, exercise: "7.1"}
  - {id: reading, title: ..., steps: [...]}
"""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator, model_validator

from iossim.lab.definition.base import Model
from iossim.training.definition.base import Name, Text, read_text

LONGEST_NAME = 60
MOST_CANDIDATES = 2_000
SECOND = 1_000_000


def read_candidate(value: object) -> str:
    """A person's name, as it is compared: one spelling of every letter, single blanks, nothing that a terminal obeys."""
    text = " ".join(unicodedata.normalize("NFC", read_text(value)).split())
    if not 1 <= len(text) <= LONGEST_NAME:
        raise ValueError(f"expected a name of 1 to {LONGEST_NAME} characters")
    return text


def _only_text(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("expected a word or a number")
    return str(value)


CandidateName = Annotated[str, PlainValidator(read_candidate)]
Seed = Annotated[int, Field(ge=1, le=1_000_000)]


class Limit(Model):
    """How long a candidate has: minutes of the wall clock, or of the labs.

    `away`: whether the time of the wall clock goes on while the program does not run.
    """

    minutes: Annotated[int, Field(ge=1, le=600)]
    counts: Literal["wall", "virtual"] = "wall"
    away: Literal["counts", "stands"] = "counts"


class Candidate(Model):
    """Somebody who is expected, with more time or a form of his own."""

    name: CandidateName
    factor: Annotated[float, Field(ge=1, le=4)] = 1
    seed: Seed | None = None


class Form(Model):
    """One of the parallel forms, and how hard its author thinks it is: forms of one key are compared with each other."""

    seed: Seed
    difficulty: Annotated[str, Field(max_length=40), BeforeValidator(_only_text)] = ""


class Solved(Model):
    """So many of these steps have to be solved, whatever the points. A ticket is solved by cause and cure."""

    least: Annotated[int, Field(ge=1, le=100)] = 1
    of: Annotated[tuple[str, ...], Field(min_length=1, max_length=100)]
    says: Text = ""


class Passing(Model):
    """What it takes to pass."""

    percent: Annotated[int, Field(ge=0, le=100)] = 0
    solved: Annotated[tuple[Solved, ...], Field(max_length=10)] = ()


class ExamFile(Model):
    """See the module. `attempts`: how many submissions of one candidate are accepted, the best counts."""

    exam: Name
    title: Text
    about: Text = ""
    limit: Limit
    candidates: Annotated[tuple[Candidate, ...], Field(max_length=MOST_CANDIDATES)] = ()
    forms: Annotated[tuple[Form, ...], Field(max_length=100)] = ()
    attempts: Annotated[int, Field(ge=1, le=10)] = 1
    help: Literal["none", "first"] = "none"
    passing: Annotated[Passing, Field(alias="pass")] = Passing()
    hidden: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    parts: Annotated[tuple[dict[str, Any], ...], Field(min_length=1, max_length=30)]

    @model_validator(mode="after")
    def _once(self) -> ExamFile:
        for what, names in (
            ("candidates are called", [one.name for one in self.candidates]),
            ("parts are called", [str(part.get("id", "")) for part in self.parts]),
            ("forms have the seed", [str(form.seed) for form in self.forms]),
        ):
            twice = next((name for name in names if name and names.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"two {what} {twice!r}")
        return self

    def candidate(self, name: str) -> Candidate:
        """The entry of a candidate; a plain one for somebody who has none."""
        return next((one for one in self.candidates if one.name == name), Candidate(name=name))

    def seed_of(self, name: str) -> int:
        """The seed that the definition gives to a candidate: his own, one of the forms, or one drawn from his name."""
        given = self.candidate(name).seed
        drawn = int.from_bytes(sha256(f"{self.exam}\n{name}".encode()).digest()[:8], "big")
        if given is not None:
            return given
        return self.forms[drawn % len(self.forms)].seed if self.forms else 2 + drawn % 9_998

    def difficulty(self, seed: int) -> str:
        """The difficulty key of a form."""
        return next((form.difficulty for form in self.forms if form.seed == seed), "")

    def seconds_of(self, name: str) -> int:
        """How long a candidate has."""
        return round(self.limit.minutes * 60 * self.candidate(name).factor)
