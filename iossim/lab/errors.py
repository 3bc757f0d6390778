"""The author's mistakes: collected, and shown together with file, place and what was expected.

Anything wrong with a lab, an exercise or another file that a person wrote becomes a `Mistake`; reading goes on as far
as it can, and one `LabError` carries all of them. Lines and columns count from 1; 0 means that the place is the whole
file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong: its place in the file, the path of keys that leads there, what was expected."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class LabError(Exception):
    """A file that cannot be used, with every mistake found in it."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes

    def __reduce__(self) -> tuple[type[LabError], tuple[tuple[Mistake, ...]]]:
        return type(self), (self.mistakes,)
