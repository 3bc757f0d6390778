"""One line's conversation: modes, privilege level, history, and at most one running command.

The terminal hands over a line; the session reads it through the grammar and runs what it means. The device behind it is
a `Host`: the session knows its name, its grammar and how to hand over a configuration line, nothing else. What is
printed goes to a `Display`, which is the terminal.

Stages: OFF (nobody is here) -> LOGIN (the greeting runs: banner, password) -> EXEC -> OFF. A job started while OFF,
such as the setup dialog of an empty router, leads to the start screen.

Invariants: the first place is EXEC and the current mode is the last place's. Keys typed ahead are replayed
(`Display.resume`) only after all effects of a step have been carried out.

Left out: exec-timeout (the host calls `hang_up`), the tables of telnet connections (`suspended` only keeps their jobs).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from iossim.cli.drawing import Drawing, drawing
from iossim.cli.entry import Command
from iossim.cli.errors import Ambiguous, CliError, Invalid, Refused, UnknownWord
from iossim.cli.help import Help, brief
from iossim.cli.history import History
from iossim.cli.host import Configured as Configured
from iossim.cli.host import Display, Host
from iossim.cli.job import (
    Answered,
    Ask,
    Become,
    Done,
    Effect,
    Heard,
    Interrupted,
    Job,
    JobEvent,
    Out,
    Started,
    Wake,
    Woken,
)
from iossim.cli.mode import EXEC, GLOBAL, USER_LEVEL, Mode
from iossim.cli.pipes import Filter, filtered
from iossim.cli.prompt import prompt_of


class Stage(StrEnum):
    """How far a line is."""

    OFF = "off"
    LOGIN = "login"
    EXEC = "exec"


@dataclass(frozen=True, slots=True)
class Place:
    """A mode and the section of the configuration it stands for; `more` are further ones that share its lines."""

    mode: Mode
    section: tuple[Any, ...] = ()
    more: tuple[tuple[Any, ...], ...] = ()


class Session:
    """The state of one line; see the module."""

    display: Display

    def __init__(self, host: Host, line: str = "con 0") -> None:
        self.host = host
        self.line = line
        self.reset()

    def reset(self) -> None:
        """Forget everything, as at power-off or logout; prints nothing."""
        self.stage = Stage.OFF
        self.level = USER_LEVEL
        self.places = [Place(EXEC)]
        self.user = ""
        self.monitor = False
        self.full_help = False
        self.auto = ""
        self.exec_history = History()
        self.config_history = History()
        self.job: Job | None = None
        self.suspended: dict[int, Job] = {}
        self._waking = False
        self._leaving = False
        self._left = False
        self._last = False

    # What the line is

    @property
    def mode(self) -> Mode:
        """The mode lines are read in."""
        return self.places[-1].mode

    @property
    def section(self) -> tuple[Any, ...]:
        """The key of the section that configuration lines go to."""
        return self.places[-1].section

    @property
    def sections(self) -> tuple[tuple[Any, ...], ...]:
        """All sections that configuration lines go to: several in an interface range."""
        return (self.section, *self.places[-1].more)

    @property
    def configuring(self) -> bool:
        """True in global configuration and below."""
        return self.mode.configures

    @property
    def console(self) -> bool:
        """True for the console line."""
        return self.line.startswith("con")

    @property
    def booting(self) -> bool:
        """True while a dialog runs that comes before the start screen."""
        return self.stage is Stage.OFF and self.job is not None

    @property
    def history(self) -> History:
        """The history of the current kind of mode."""
        return self.config_history if self.configuring else self.exec_history

    def prompt(self) -> str:
        """The prompt of the current mode."""
        return prompt_of(self.host.hostname, self.mode, self.level)

    # What the terminal calls

    def begin(self, level: int | None = None) -> None:
        """Somebody is here: run the greeting; with a level, skip it and start there."""
        self.stage = Stage.LOGIN
        self.display.hold()
        if level is not None:
            self.level = level
        self._conclude(self.host.greeting(self) if level is None else None)

    def enter(self, line: str, leave: bool = False) -> None:
        """Read a line and do what it says; then leave configuration if `leave` (Ctrl-Z)."""
        self.history.store(line)
        self.display.hold()
        self._leaving = leave
        try:
            self._conclude(*self._outcome(line))
        except CliError as error:
            self.display.write(self._message(error, line))
            self._finish()

    def abandon(self) -> None:
        """Ctrl-C at the prompt: configuration is left, the line forgotten."""
        self._leaving = True
        self._finish()

    def answer(self, text: str, ended: bool = False) -> None:
        """The answer to the last question; for one key: empty for Enter, the character, or the key's name."""
        self.event(Answered(text, ended))

    def interrupt(self) -> None:
        """Stop what is running."""
        self.event(Interrupted())

    def help(self, text: str) -> Help:
        """What `?` shows after a text."""
        answer = self.host.grammar.help(self.mode, self.level, text, self.host.vocabulary)
        return answer if self.full_help or self.configuring or self.level > USER_LEVEL else brief(answer, text)

    def complete(self, text: str) -> str | None:
        """The text with its last word completed, or None."""
        return self.host.grammar.complete(self.mode, self.level, text, self.host.vocabulary)

    # What the host calls

    def woken(self) -> None:
        """The time asked for with `Wake` has come."""
        if self._waking:
            self._waking = False
            self.event(Woken())

    def heard(self, what: Any) -> None:
        """Something the running command waits for has happened."""
        self.event(Heard(what))

    def start(self, job: Job) -> None:
        """Run a job in the foreground."""
        self.job = job
        self._waking = False
        self.event(Started())

    def event(self, event: JobEvent) -> None:
        """Tell the running job; without one nothing happens."""
        if self.job is None:
            return
        self.display.hold()
        try:
            ended = self._carry_out(self.job.step(self.host.context(self), event))
        except Refused as refusal:
            self.display.write(refusal.message + "\n")
            ended = True
        if ended:
            self.job = None
            self._waking = False
            self._finish()
        self.display.resume()

    # What commands call

    def enter_mode(self, mode: Mode, section: tuple[Any, ...] = (), more: tuple[tuple[Any, ...], ...] = ()) -> None:
        """Go one mode down."""
        self.places.append(Place(mode, section, more))

    def configure(self) -> None:
        """Go from EXEC to global configuration."""
        self.enter_mode(GLOBAL)

    def exit(self) -> None:
        """`exit`: one mode up, or out."""
        if not self.configuring:
            self.hang_up()
        elif len(self.places) == 2:
            self.to_exec()
        else:
            self.places.pop()

    def resize_histories(self, size: int) -> None:
        """Keep so many lines in either history."""
        self.exec_history.resize(size)
        self.config_history.resize(size)

    def to_exec(self) -> None:
        """`end`: back to EXEC from any depth."""
        if self.configuring:
            del self.places[1:]
            self._left = True

    def hang_up(self) -> None:
        """End the EXEC: logout, a failed login, a timeout, a broken connection."""
        if self.configuring:
            self.to_exec()
            self.host.left_configuration(self)
        self.host.closed(self)
        self.reset()
        self.display.hang_up()

    # Inside

    def _outcome(self, line: str) -> tuple[Any, Filter | None]:
        """Run a line: what its command returned, and the filter for it."""
        text = line.strip(" \t")
        if not text:
            return self._blank(), None
        if text.startswith("!"):
            return None, None
        return self._run(line)

    def _blank(self) -> Job | None:
        """An empty line at the EXEC prompt resumes the connection suspended last."""
        if self.configuring or not self.suspended:
            return None
        return self.suspended.pop(next(reversed(self.suspended)))

    def _run(self, line: str) -> tuple[Any, Filter | None]:
        host = self.host
        try:
            match = host.grammar.match(self.mode, self.level, line, host.vocabulary)
        except UnknownWord as error:
            found = host.unknown_word(self, error.word)
            if found is None:
                raise
            return found, None
        self._return_to(match.mode)
        if isinstance(match.entry, Command):
            return match.entry.run(host.context(self), match.args), match.filter
        configured = host.configure(self, match)
        if configured.mode is not None:
            self.enter_mode(configured.mode, configured.section)
        if configured.job is None:
            return configured.lines, None
        if configured.lines:
            self.display.listing(configured.lines)
        return configured.job, None

    def _return_to(self, mode: Mode) -> None:
        """A line of a mode further up has been typed: go there."""
        if mode.configures:
            for depth in range(len(self.places) - 1, 0, -1):
                if self.places[depth].mode == mode:
                    del self.places[depth + 1 :]
                    return

    def _conclude(self, outcome: Any, wanted: Filter | None = None) -> None:
        """Show what a command returned, or start the job it returned."""
        if outcome is not None and hasattr(outcome, "step"):
            self.start(outcome)
            return
        if self.stage is Stage.OFF:  # the command was `exit`
            return
        lines = _lines(outcome)
        self.display.listing(lines if wanted is None else drawing(filtered, wanted, lines))
        self._finish()
        self.display.resume()

    def _carry_out(self, effects: Iterable[Effect]) -> bool:
        """Do what a job asks for; True when it has ended."""
        for effect in effects:
            if self.job is None:  # the line was hung up meanwhile
                return False
            match effect:
                case Out(text):
                    self.display.write(text)
                case Ask():
                    self.display.ask(effect)
                case Wake(after):
                    self._waking = True
                    self.host.wake(self.line, after)
                case Become(job):
                    self.job = job
                case Done():
                    return True
        return False

    def _finish(self) -> None:
        """A command has ended: the prompt."""
        if self.stage is Stage.OFF:
            self.display.start_screen()
            return
        first, self.stage = self.stage is Stage.LOGIN, Stage.EXEC
        if first and self.auto:
            self._only(self.auto)
            return
        if self._last:
            self.display.finish()
            return
        if self._leaving:
            self.to_exec()
        left, self._left, self._leaving = self._left, False, False
        self.display.ready()
        if left:  # the message comes after the prompt, as on the real console
            self.host.left_configuration(self)

    def _only(self, line: str) -> None:
        """`autocommand`: one line, and the EXEC ends with it."""
        self._last = True
        try:
            self._conclude(*self._outcome(line))
        except CliError as error:
            self.display.write(self._message(error, line))
            self._finish()

    def _message(self, error: CliError, line: str) -> str:
        """The text of IOS for a line it does not accept (ios-cli 2.2)."""
        match error:
            case Invalid(column=column):
                return " " * self.display.caret(column) + "^\n% Invalid input detected at '^' marker.\n\n"
            case Ambiguous():
                return f'% Ambiguous command:  "{line}"\n'
            case Refused(message=message):
                return message + "\n"
        return "% Incomplete command.\n\n"


def _lines(outcome: Any) -> Drawing | tuple[str, ...]:
    """The lines a command returned: None, a text, lines, or what draws them."""
    if outcome is None or outcome == "":
        return ()
    if isinstance(outcome, str):
        return tuple(outcome.removesuffix("\n").split("\n"))
    return outcome if isinstance(outcome, Drawing) else tuple(outcome)
