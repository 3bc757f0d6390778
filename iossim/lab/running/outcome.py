"""What became of one step of a run, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What a step was; the values are those of JSON output."""

    LAB = "lab"
    NOTE = "note"
    CLI = "cli"
    ACTION = "action"
    PATH = "path"
    WHY = "why"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Event:
    """A log message or a change of a conversation; `data` is what JSON output says of it."""

    kind: str
    t: int
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One step. Times count microseconds from the start of the lab.

    `output` is None when the step could not be done; then nothing was printed. `failure` says what did not hold, empty
    when all did; `mismatch` when that was nothing but the expected output. `pasted` marks a line of a pasted file.
    """

    line: int
    kind: Kind
    t: int
    end: int
    input: str = ""
    output: tuple[str, ...] | None = ()
    failure: str = ""
    mismatch: bool = False
    device: str = ""
    prompt: str = ""
    pasted: bool = False
    expected: tuple[str, ...] | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    unasked: tuple[tuple[str, str], ...] = ()
    """Lines nobody asked for, with the device whose console printed them."""

    @property
    def ok(self) -> bool:
        """All that was asked for held."""
        return not self.failure
