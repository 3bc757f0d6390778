"""An exercise: what the file says, and with it what the loader knows.

`ExerciseFile` is `exercise.yaml` with its variation filled in; `Exercise` adds the seed, the texts of its sessions, filled in
likewise, and a digest of everything that was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from iossim.lab.definition.base import Model
from iossim.training.definition.base import Name, Section, Text
from iossim.training.definition.steps import Step

ExerciseId = Annotated[str, Field(pattern=r"^[0-9]{1,2}\.[0-9]{1,2}$")]
Row = Annotated[dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], str], Field(min_length=1, max_length=20)]

ALWAYS = ("call", "hang up", "voice")
"""What a learner may always do beside typing."""


MOST_REMOTES = 100
"""Homes that an exercise may have more: opening a lab for the first time plays their history."""


class Draw(Model):
    """A fault of the lab's catalogue, by seed: of some levels, of some kinds, or of all that a learner can mend."""

    levels: Annotated[tuple[Literal["plain", "configured", "hidden"], ...], Field(max_length=3)] = ()
    kinds: Annotated[tuple[Text, ...], Field(max_length=40)] = ()


class Variation(Model):
    """What a seed chooses: one row of each group, and faults. Seed 1 takes the first of each row."""

    vary: dict[Name, Annotated[tuple[Row, ...], Field(min_length=2, max_length=40)]] = {}
    draw: Annotated[dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,20}$")], Draw], Field(max_length=4)] = {}


class ExerciseFile(Model):
    """See the module. `blind`: pictures show no fault that a router does not show, and `hand` lists the actions allowed."""

    exercise: ExerciseId
    title: Text
    source: Annotated[tuple[Section, ...], Field(min_length=1)]
    level: Annotated[int, Field(ge=1, le=4)]
    minutes: Annotated[int, Field(ge=1, le=120)]
    about: Text
    objectives: Annotated[tuple[Text, ...], Field(min_length=1, max_length=8)]
    needs: tuple[ExerciseId, ...] = ()
    lab: str = "headend"
    remotes: Annotated[int, Field(ge=0, le=MOST_REMOTES)] = 0
    start: Literal["settled", "cold"] = "settled"
    numbers: bool = False
    blind: bool = False
    hand: Annotated[tuple[Text, ...] | None, Field(max_length=20)] = None
    vary: dict[Name, tuple[Row, ...]] = {}
    draw: dict[str, Draw] = {}
    pick: Annotated[int | None, Field(ge=1, le=20)] = None
    """A pool: so many of the steps are asked at a time, by seed."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]
    notes: Text = ""

    @model_validator(mode="after")
    def _told_apart(self) -> ExerciseFile:
        ids = [step.id for step in self.steps]
        if len(set(ids)) < len(ids):
            twice = next(name for name in ids if ids.count(name) > 1)
            raise ValueError(f"two steps are called {twice!r}")
        return self


class Exercise(ExerciseFile):
    """An exercise for one seed. `sessions` maps `start`, `solution`, `alternative` and `mistakes/NAME` to their texts."""

    folder: str
    track: str
    digest: str
    seed: int
    values: Mapping[str, str] = {}
    sessions: Mapping[str, str] = {}
    pastes: Mapping[str, str] = {}

    @property
    def points(self) -> int:
        """What there is to be had."""
        return sum(step.points for step in self.steps)

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The names of the sessions with common mistakes."""
        return tuple(name for name in self.sessions if name.startswith("mistakes/"))

    def step(self, name: str) -> Step:
        """A step by its id; KeyError for anything else."""
        for step in self.steps:
            if step.id == name:
                return step
        raise KeyError(name)

    def permits(self, action: str) -> bool:
        """Whether the learner may do something beside typing, by its first words."""
        allowed = (*self.hand, *ALWAYS) if self.hand is not None else None
        return allowed is None or any(action == verb or action.startswith(f"{verb} ") for verb in allowed)
