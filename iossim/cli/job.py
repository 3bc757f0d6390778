"""A running command is data: a frozen job with a step function.

The session starts a job, hands it events and carries out the effects it yields. A job keeps nothing outside itself, so a
lab can be copied, pickled and continued in the middle of a ping, a dialog or a telnet session.

A step may yield any number of effects; `Become` gives the job's next state, `Done` ends it. A job that has yielded neither
`Ask`, `Wake` nor `Done` waits for `Heard`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Started:
    """The command has just been entered."""


@dataclass(frozen=True, slots=True)
class Woken:
    """The time asked for with `Wake` has come."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The line, or the single key, that the last `Ask` asked for; `ended` by Ctrl-Z where that ends a text."""

    text: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Ctrl-C at a question, or Ctrl-Shift-6 while running."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something the job waits for has happened: a reply, a segment, a resolved name."""

    what: Any


JobEvent = Started | Woken | Answered | Interrupted | Heard


@dataclass(frozen=True, slots=True)
class Out:
    """Print this text as it is; lines end in a newline character."""

    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Print a question and wait for an answer: a line, or one key when `confirm`; unseen when `echo` is false.

    With `text` the line is one of several, and Ctrl-Z ends the last.
    """

    prompt: str
    confirm: bool = False
    echo: bool = True
    text: bool = False


@dataclass(frozen=True, slots=True)
class Wake:
    """Send `Woken` after so many microseconds; a later `Wake` replaces an earlier one."""

    after: int


@dataclass(frozen=True, slots=True)
class Become:
    """The job's state from now on."""

    job: Job


@dataclass(frozen=True, slots=True)
class Done:
    """The command has ended; the prompt returns."""


Effect = Out | Ask | Wake | Become | Done


class Job(Protocol):
    """What a running command must offer."""

    def step(self, context: Any, event: JobEvent) -> Iterable[Effect]:
        """Answer one event with effects."""
        ...
