"""The question that a box without start-up configuration asks (ios-cli 6.4).

The dialog behind `yes` is left out: it is told so, and the box goes on as after `no`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.job import Answered, Ask, Done, Effect, Interrupted, JobEvent, Out, Started

if TYPE_CHECKING:
    from iossim.device.context import Context

HEADING = "\n\n         --- System Configuration Dialog ---\n\n"
FIRST = "Would you like to enter the initial configuration dialog? [yes/no]: "
AGAIN = "Continue with configuration dialog? [yes/no]: "
INSIST = "% Please answer 'yes' or 'no'.\n"
ABORTED = "Configuration aborted, no changes made.\n"
LEFT_OUT = "% The configuration dialog is not available; use `configure terminal`.\n"


@dataclass(frozen=True, slots=True)
class Setup:
    """The dialog; `typed` when it was started by the command."""

    typed: bool = False

    @property
    def question(self) -> str:
        """What is asked."""
        return AGAIN if self.typed else FIRST

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return (Out(HEADING), Ask(self.question))
            case Interrupted():
                return (Out(ABORTED), Done())
            case Answered(text):
                answer = text.strip().lower()
                if answer and "no".startswith(answer):
                    return (Done(),)
                if answer and "yes".startswith(answer):
                    return (Out(LEFT_OUT), Done())
                return (Out(INSIST), Ask(self.question))
        return ()
