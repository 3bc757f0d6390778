"""The door of an attempt, for those who play sessions: a lab whose `do` also takes what a learner says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from iossim.lab.session.lesson import Answer
from iossim.training.rehearsal import LIVE, Rehearsal

if TYPE_CHECKING:
    from iossim.cli.terminal import Terminal
    from iossim.lab.session import Action, Condition, Names, Report
    from iossim.sim.trace import Record
    from iossim.training.attempt import Attempt


class Door:
    """A `lab.running.port.LabPort`."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.lab = attempt.lab
        self.start = attempt.since.t
        self.rehearsal = Rehearsal(attempt)

    @property
    def now(self) -> int:
        """Virtual time."""
        return self.lab.now

    @property
    def names(self) -> Names:
        """What a session may name."""
        return self.lab.names

    def terminal(self, device: str) -> Terminal:
        """The console of a device."""
        return self.lab.terminal(device)

    def type(self, device: str, keys: Sequence[str]) -> None:
        """Press keys at a console."""
        self.lab.type(device, keys)

    def ready(self, device: str) -> None:
        """Bring a console to its prompt."""
        self.lab.ready(device)

    def do(self, action: Action) -> Report:
        """Carry out an action, or take what the learner says; what is right in this lab, where a solution says so."""
        if isinstance(action, Answer) and action.text == LIVE:
            action = Answer(action.step, self.rehearsal.right_text(action.step))
        return self.attempt.do(action)

    def advance(self, micros: int) -> bool:
        """Let time pass."""
        return self.lab.advance(micros)

    def step_until(self, holds: Callable[[], bool], within: int) -> bool:
        """Run instant by instant until something holds."""
        return self.lab.step_until(holds, within)

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds now."""
        return self.lab.holds(condition)

    def found(self, condition: Condition) -> str:
        """What is there instead."""
        return self.lab.found(condition)

    def records(self, since: int) -> Sequence[Record]:
        """What was recorded."""
        return self.lab.records(since)
