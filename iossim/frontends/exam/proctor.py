"""A part of an exam in a room: which step is shown, what was answered. It stands in the place of a tutor, and tells nothing.

In an exam pictures are always veiled: they show what a router, an ear or an eye would tell, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.frontends.exam.sheet import lines

if TYPE_CHECKING:
    from iossim.frontends.tui.keyboard import Keyboard
    from iossim.frontends.tui.pieces import Line
    from iossim.lab.lab import Lab
    from iossim.training.definition import Step
    from iossim.training.evidence import Mark
    from iossim.training.exam.paper import Sheet
    from iossim.training.exam.sitting import Sitting


class Proctor:
    """See the module."""

    blind = True

    def __init__(self, sitting: Sitting, at: int = 0) -> None:
        self.sitting = sitting
        self.at = at
        self.news = ""

    # -- as a room asks its tutor --------------------------------------------------------------------------------

    @property
    def attempt(self) -> Proctor:
        """What is attempted; the rooms of exercises ask for it by this name."""
        return self

    @property
    def exercise(self) -> Proctor:
        """What is hidden and allowed in it."""
        return self

    @property
    def since(self) -> Mark:
        """When the candidate came."""
        return self.sitting.since

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.sitting.steps[self.at]

    @property
    def sheet(self) -> Sheet:
        """The same as the paper has it."""
        return self.sitting.part.steps[self.at]

    def permits(self, sentence: str) -> bool:
        """Whether the candidate may do something beside typing."""
        return self.sitting.allows(sentence)

    def go(self, by: int) -> None:
        """Another step."""
        self.at = max(0, min(len(self.sitting.steps) - 1, self.at + by))
        self.news = ""

    def look(self) -> bool:
        """Nothing is looked at by itself."""
        return False

    def due(self) -> str:
        """What the key of the step does: one key answers and goes on, and never tells which is due."""
        return "answer"

    def lines(self, width: int, keyboard: Keyboard, height: int = 0) -> list[Line]:
        """The step as it stands, whatever the height."""
        foot = keyboard.told("{step} answers and goes on. {*quit}: all parts, hand in.")
        return lines(self.sitting, self.at, self.news, width, foot)

    def depends(self) -> object:
        """What that follows from."""
        conduct = self.sitting.conduct
        return self.at, self.news, len(self.sitting.lab.journal.inputs), len(conduct.answers), len(conduct.finished)

    def move_to(self, lab: Lab) -> None:
        """There are no other moments in an exam."""
        raise AssertionError("an exam goes on in one lab")
