"""A session as data: its steps in order, and its lines as they stand in the file.

The steps are what is done; the lines are what a rewritten file must keep (comments, actions, the author's spelling) or
may replace (expected output, unasked text). Line numbers count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from iossim.lab.session.action import Action
from iossim.lab.session.lab_line import LabLine
from iossim.lab.session.lines import LineKind


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the file."""

    number: int
    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A comment; in a demonstration the presenter's note."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Typed input. `keys` begin with what the console shows on its last line: what follows is to be typed.

    `go`: return at once, the command runs on. `expected` is the output to compare with, None = not compared.
    """

    line: int
    device: str
    keys: tuple[str, ...]
    go: bool = False
    expected: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An action; `expected` only with one that reports something."""

    line: int
    action: Action
    expected: tuple[str, ...] | None = None


Step = Note | Typed | Act


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was read without a mistake. `lab_at` is the line of `lab`, 0 when the session has none."""

    file: str
    lab: LabLine
    lab_at: int
    steps: tuple[Step, ...]
    lines: tuple[SourceLine, ...] = field(repr=False)
