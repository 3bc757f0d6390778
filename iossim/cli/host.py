"""The two sides of a session: the device it runs on, and the display it prints on.

Both are protocols. The session knows a device as a name, a grammar and a place to hand configuration lines to; it knows
a display as something that prints, asks and prompts, in the order it is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from iossim.cli.grammar import Grammar, Match
from iossim.cli.job import Ask, Job
from iossim.cli.mode import Mode
from iossim.cli.vocabulary import Vocabulary

if TYPE_CHECKING:
    from iossim.cli.session import Session


@dataclass(frozen=True, slots=True)
class Configured:
    """What became of a configuration line: lines to print, the mode and section it leads to, a dialog to go on with."""

    lines: tuple[str, ...] = ()
    mode: Mode | None = None
    section: tuple[Any, ...] = ()
    job: Job | None = None


class Host(Protocol):
    """The device, as its sessions see it."""

    @property
    def hostname(self) -> str:
        """What prompts begin with."""

    @property
    def grammar(self) -> Grammar:
        """The lines of the device's release."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The device's words."""

    def context(self, session: Session) -> Any:
        """What commands and jobs are run with; its attribute `session` is the session."""

    def configure(self, session: Session, match: Match) -> Configured:
        """Apply a configuration line to the section the session stands in; raises Refused."""

    def left_configuration(self, session: Session) -> None:
        """The session has returned from configuration to EXEC."""

    def greeting(self, session: Session) -> Job | Iterable[str] | None:
        """What comes between Return and the first prompt: banners, login."""

    def unknown_word(self, session: Session, word: str) -> Job | str | None:
        """A single word in EXEC that is no command: a host name, a message, or None for the plain error."""

    def wake(self, line: str, after: int) -> None:
        """Call `woken` of that line's session after so many microseconds; a later call replaces an earlier one."""

    def closed(self, session: Session) -> None:
        """The EXEC has ended."""


class Display(Protocol):
    """What a session prints on; 0 lines or columns = no limit."""

    width: int
    length: int
    editing: bool
    escape: str

    def listing(self, lines: Iterable[str]) -> None:
        """Print lines, a page at a time."""

    def write(self, text: str) -> None:
        """Print text as it is, without paging."""

    def ask(self, question: Ask) -> None:
        """Print a question; its answer comes through `answer`."""

    def ready(self) -> None:
        """Print the prompt and read a line."""

    def hold(self) -> None:
        """A command has the processor: what is logged waits until `resume`."""

    def resume(self) -> None:
        """The command has let go of the processor: print what was logged, go on with keys typed ahead."""

    def finish(self) -> None:
        """End the EXEC when all that is pending has been printed."""

    def hang_up(self) -> None:
        """The EXEC has ended: the start screen of a console, the end of any other line."""

    def start_screen(self) -> None:
        """Wait for Return."""

    def caret(self, column: int) -> int:
        """The screen column at which a column of the entered line stands."""
