"""Marks: what a candidate has reached, item by item, and what became of a submission that has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from iossim.training.exam.debrief import Moment
from iossim.training.exam.submission import Verdict

HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Item:
    """One item. Points count in hundredths. `answer` is what was answered, for whoever looks at distractors."""

    id: str
    asked: str
    expected: str
    found: str
    cause: tuple[str, ...]
    points: int
    of: int
    answer: str = ""
    first: tuple[float, float] | None = None
    """When it was first right, in seconds since the beginning: of the candidate's clock, and of the lab."""
    hinted: bool = False
    """Whether the hint of its step was taken."""

    @property
    def whole(self) -> bool:
        """Full points."""
        return self.points == self.of

    def veiled(self) -> Item:
        """The same for a report, when its check is kept back."""
        return Item(self.id, self.asked, HIDDEN, HIDDEN, (), self.points, self.of)


@dataclass(frozen=True, slots=True)
class Marks:
    """What became of one submission. `points` is None where there are no marks; `remarks` are for the examiner's eye."""

    candidate: str
    file: str
    verdict: Verdict
    of: int
    points: int | None = None
    why: str = ""
    seed: int = 0
    difficulty: str = ""
    items: tuple[Item, ...] = ()
    remarks: tuple[str, ...] = ()
    start_code: str = ""
    end_code: str = ""
    claimed: Mapping[str, float] = field(default_factory=dict)
    lab_time: int = 0
    story: tuple[Moment, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether there are marks."""
        return self.points is not None

    @property
    def spoken(self) -> str:
        """The verdict in a line."""
        return f"{self.verdict}: {self.why}" if self.why else str(self.verdict)

    def data(self) -> dict[str, Any]:
        """As `exam grade --json` prints it."""
        return {
            "candidate": self.candidate,
            "points": None if self.points is None else self.points / 100,
            "of": self.of,
            "verdict": self.spoken if self.candidate else f"{self.verdict}: {self.file!r}: {self.why}",
            "items": [
                {
                    "id": item.id,
                    "expected": item.expected,
                    "found": item.found,
                    "cause": list(item.cause),
                    "points": item.points / 100,
                    "of": item.of / 100,
                    "hint": item.hinted,
                    "first right": None if item.first is None else {"clock": item.first[0], "lab": item.first[1]},
                }
                for item in self.items
            ],
            "story": [
                {"part": one.part, "what": one.what, "clock": one.clock, "lab": one.lab, "text": one.text}
                for one in self.story
            ],
        }
