"""What a run needs of a lab: the port that `iossim.lab.Lab` is built to.

Virtual time is in microseconds. What is put into the lab (`type`, `ready`, `do`) is journalled there with its time, so
a run is determined by its session and its seed. A factory opens the lab (`OpenLab`), with `batch=True`: every console
then stands at `<id>#` with terminal length 0, width 80 and no exec-timeout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from iossim.lab.session import Action, Condition, LabLine, Names, Report


class ChunkPort(Protocol):
    """A piece of a console's output; `kind` is echo, output, prompt, question or unasked."""

    @property
    def kind(self) -> str:
        """Why it was printed."""

    @property
    def text(self) -> str:
        """The text, with CR LF between lines."""


class TerminalPort(Protocol):
    """A console.

    `state` is dark, idle, line, answer, key, more, sift, busy or closed. `last_line` is what the console shows: the
    last line of the prompt or question and what is typed behind it, not scrolled, and not hidden by messages printed
    since; ` --More-- ` in state more; the unfinished line of output while busy.
    """

    @property
    def state(self) -> str:
        """What a key means now."""

    @property
    def last_line(self) -> str:
        """The line that is waiting."""

    def take(self) -> Sequence[ChunkPort]:
        """What was printed since the last call."""


class RecordPort(Protocol):
    """A significant event.

    A syslog message is of kind `log`, its text the message as printed. A change of what a conversation sounds like
    is of kind `voice`; its data are `call`, `to`, `from` and `reason`.
    """

    @property
    def number(self) -> int:
        """Its place in the order of records."""

    @property
    def t(self) -> int:
        """When."""

    @property
    def device(self) -> str:
        """Where; empty for the lab as a whole."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def text(self) -> str:
        """For a reader."""

    @property
    def data(self) -> Mapping[str, object]:
        """For a machine."""


class LabPort(Protocol):
    """A lab in a run."""

    @property
    def now(self) -> int:
        """Virtual time."""

    @property
    def start(self) -> int:
        """The time at which the session begins: what its reports count from."""

    @property
    def names(self) -> Names:
        """What a session may name."""

    def terminal(self, device: str) -> TerminalPort:
        """The console of a device."""

    def type(self, device: str, keys: Sequence[str]) -> object:
        """Press keys at a console, and let everything happen that is due at this instant."""

    def ready(self, device: str) -> object:
        """Answer `Press RETURN` and bring the console back to `#`, set up as at the opening; takes no virtual time."""

    def do(self, action: Action) -> Report:
        """Carry out an action that is the lab's: faults, power, calls, reports."""

    def advance(self, micros: int) -> object:
        """Let so much time pass."""

    def step_until(self, holds: Callable[[], bool], within: int) -> bool:
        """Run instant by instant until `holds()` is true, at most so long; then `now` is that instant, or the end.

        `holds` is asked first before anything runs, and again after each instant, the last one included.
        """

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds now."""

    def found(self, condition: Condition) -> str:
        """What is there instead, in a few words: `to silent, from audible`, `hsrp Standby`; may be empty."""

    def records(self, since: int) -> Sequence[RecordPort]:
        """The records from that number on, oldest first; 0 gives all, also those from before the start."""


OpenLab = Callable[[LabLine, Path], LabPort]
"""Opens the lab of a session; a lab given as a file lies relative to the folder. Raises `LabError` when it cannot."""
