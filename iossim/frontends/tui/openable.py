"""What the console can be told to open. No screen is loaded here: whoever starts one has a word to say before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class NewLab:
    """A lab to be opened: its name or file, and from which start."""

    lab: str
    start: str = "settled"


@dataclass(frozen=True, slots=True)
class OldWork:
    """A journal to be taken up."""

    journal: Path


@dataclass(frozen=True, slots=True)
class OldPlay:
    """A journal to be watched from its beginning, so many times as fast as it was."""

    journal: Path
    rate: int = 1


@dataclass(frozen=True, slots=True)
class NewExercise:
    """An exercise to be begun, for a seed."""

    exercise: str
    seed: int = 1


@dataclass(frozen=True, slots=True)
class NewDemo:
    """A demonstration, by its id or its file."""

    demo: str


@dataclass(frozen=True, slots=True)
class TheDemonstrations:
    """All demonstrations, to choose one from."""


@dataclass(frozen=True, slots=True)
class TheAttempts:
    """All saved attempts at exercises."""


@dataclass(frozen=True, slots=True)
class TheCourse:
    """All exercises, to choose one from: the menu, with the course open."""


Openable = NewLab | NewExercise | NewDemo | OldWork | OldPlay
