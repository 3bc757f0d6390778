"""A small box for the tests of terminal and session: a few commands, a few lines, jobs of every kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from iossim.cli import builtin
from iossim.cli.entry import Args, Command, ConfigLine
from iossim.cli.errors import Refused
from iossim.cli.grammar import Grammar, Match
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
from iossim.cli.mode import EXEC, GLOBAL, INTERFACE, LINE, Mode
from iossim.cli.screen import Kind
from iossim.cli.session import Configured, Session
from iossim.cli.terminal import Terminal
from iossim.cli.vocabulary import Vocabulary, Words

POLICY = Mode("policy", "config-pmap", "Policy map configuration commands:", GLOBAL)
CLASS = Mode("class", "config-pmap-c", "Policy map class configuration commands:", POLICY)


@dataclass(frozen=True)
class Context:
    session: Session
    box: Box


@dataclass(frozen=True)
class Ping:
    """Five marks, one a second."""

    sent: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        if isinstance(event, Interrupted) or self.sent == 5:
            return (Out(f"\nSent {self.sent}\n"), Done())
        if isinstance(event, Started | Woken):
            return (Out("!"), Become(replace(self, sent=self.sent + 1)), Wake(1_000_000))
        return ()


@dataclass(frozen=True)
class Reload:
    """A line question, then a one-key question."""

    asked: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        if isinstance(event, Interrupted):
            return (Done(),)
        if isinstance(event, Started):
            return (Ask("Save? [yes/no]: "),)
        if not isinstance(event, Answered):
            return ()
        if self.asked == 0 and event.text not in ("yes", "no"):
            return (Out("% Please answer 'yes' or 'no'.\n"), Ask("Save? [yes/no]: "))
        if self.asked == 0:
            return (Ask("Proceed with reload? [confirm]", confirm=True), Become(Reload(1)))
        return (Out("reloading\n" if event.text in ("", "y", "Y") else ""), Done())


@dataclass(frozen=True)
class Enable:
    """A password that is not shown."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        if isinstance(event, Started):
            return (Ask("Password: ", echo=False),)
        if isinstance(event, Heard):
            return ()
        if isinstance(event, Answered) and event.text == "s?cret":
            context.session.level = 15
            return (Done(),)
        return (Out("% Bad secrets\n"), Done())


@dataclass(frozen=True)
class Nested:
    """Every key goes to the far end, which shows it in brackets; the interrupt ends it."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        if isinstance(event, Interrupted):
            return (Done(),)
        shown = (Out(f"<{event.text}>"),) if isinstance(event, Answered) else ()
        return (*shown, Ask("", confirm=True, echo=False))


@dataclass(frozen=True)
class Banner:
    """Lines up to one that holds the delimiter."""

    mark: str
    lines: tuple[str, ...] = ()

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        if isinstance(event, Started):
            return (Out(f"Enter TEXT message.  End with the character '{self.mark}'.\n"), Ask(""))
        if isinstance(event, Heard):
            return ()
        if isinstance(event, Answered) and self.mark not in event.text:
            return (Become(replace(self, lines=(*self.lines, event.text))), Ask(""))
        context.box.typed.append("\n".join(self.lines))
        return (Done(),)


@dataclass(frozen=True)
class Translate:
    """The wait for a name."""

    word: str

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        if isinstance(event, Started):
            return (Out(f'Translating "{self.word}"...domain server (255.255.255.255)\n'), Wake(9_000_000))
        if isinstance(event, Heard):
            return ()
        return (Out("% Unknown command or computer name, or unable to find computer address\n"), Done())


def numbers(context: Context, args: Args) -> Iterable[str]:
    return [f"line {number}" for number in range(args["count"])]


def ping(context: Context, args: Args) -> Job:
    return Ping()


def reload(context: Context, args: Args) -> Job:
    return Reload()


def enable(context: Context, args: Args) -> Job:
    return Enable()


def nested(context: Context, args: Args) -> Job:
    return Nested()


def refuse(context: Context, args: Args) -> None:
    raise Refused("%No such thing")


def ok(context: Context, args: Args) -> Job:
    return Short()


@dataclass(frozen=True)
class Short:
    """Output that ends within a line."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        return (Out("Building configuration...\n[OK]"), Done())


ENTRIES = (
    *builtin.COMMANDS,
    *builtin.commands_of(INTERFACE),
    *builtin.commands_of(LINE),
    *builtin.commands_of(POLICY),
    *builtin.commands_of(CLASS),
    Command("show numbers <count:0-9999>", numbers, {"show": "Show", "numbers": "Lines"}, level=1, filterable=True),
    Command("show nothing", refuse, {"nothing": "Refused"}, level=1),
    Command("ping", ping, {"ping": "Send echo messages"}, level=1),
    Command("reload", reload, {"reload": "Halt and perform a cold restart"}),
    Command("enable", enable, {"enable": "Turn on privileged commands"}, level=1),
    Command("nested", nested, {"nested": "A terminal in a terminal"}),
    Command("write", ok, {"write": "Write"}),
    Command("prime", refuse, {"prime": "Global action"}, GLOBAL),
    ConfigLine("hostname <name:word>", help={"hostname": "Set system's network name"}),
    ConfigLine("banner motd <text:line>", help={"banner": "Define a login banner"}),
    ConfigLine("interface <name:word>", enters=INTERFACE, key=("name",), help={"interface": "Select an interface"}),
    ConfigLine("policy-map <name:word>", enters=POLICY, key=("name",)),
    ConfigLine("class <name:word>", POLICY, enters=CLASS, key=("name",)),
    ConfigLine("bandwidth <rate:1-100>", CLASS),
    ConfigLine("description <text:line>", INTERFACE, help={"description": "Interface specific description"}),
    ConfigLine("shutdown", INTERFACE, toggle=False, help={"shutdown": "Shutdown the selected interface"}),
)
GRAMMAR = Grammar(ENTRIES, "12.3(26)")


@dataclass
class Box:
    """The host. `typed` are the configuration lines with their sections, `wakes` what jobs asked for."""

    hostname: str = "R1"
    typed: list[Any] = field(default_factory=list)
    wakes: list[tuple[str, int]] = field(default_factory=list)
    left: int = 0
    ended: int = 0
    lookup: bool = True
    banner: tuple[str, ...] = ()
    terminal: Terminal | None = None
    logs: bool = False

    @property
    def grammar(self) -> Grammar:
        return GRAMMAR

    @property
    def vocabulary(self) -> Vocabulary:
        return Words()

    def context(self, session: Session) -> Context:
        return Context(session, self)

    def configure(self, session: Session, match: Match) -> Configured:
        args, entry = match.args, match.entry
        assert isinstance(entry, ConfigLine)
        if args.get("name") == "refused":
            raise Refused("% Refused")
        self.typed.append((session.section, entry.pattern.split()[0], *args.values()))
        if entry.pattern.startswith("hostname"):
            self.hostname = args["name"]
        if entry.pattern.startswith("banner"):
            return Configured(job=Banner(args["text"][0]))
        if entry.enters is not None and not match.negated:
            return Configured(mode=entry.enters, section=(*session.section, args["name"]))
        return Configured()

    def left_configuration(self, session: Session) -> None:
        self.left += 1
        if self.logs and self.terminal is not None:
            self.terminal.unasked("*Mar  1 00:00:00: %SYS-5-CONFIG_I: Configured from console by console")

    def greeting(self, session: Session) -> Job | Iterable[str] | None:
        return self.banner

    def unknown_word(self, session: Session, word: str) -> Job | str | None:
        return Translate(word) if self.lookup else None

    def wake(self, line: str, after: int) -> None:
        self.wakes.append((line, after))

    def closed(self, session: Session) -> None:
        self.ended += 1


def console(level: int | None = 15, line: str = "con 0", width: int = 80, length: int = 24, **box: Any) -> Terminal:
    """A terminal at the prompt, with what it printed so far taken."""
    host = Box(**box)
    terminal = Terminal(Session(host, line), width, length)
    host.terminal = terminal
    terminal.connect(level)
    terminal.take()
    return terminal


def press(terminal: Terminal, *names: str) -> str:
    """Press keys; the text that came."""
    for name in names:
        terminal.key(name)
    return text_of(terminal)


def typed(terminal: Terminal, text: str) -> str:
    """Type a text; the text that came."""
    terminal.paste(text)
    return text_of(terminal)


def text_of(terminal: Terminal) -> str:
    """Everything printed since the last look, with newlines for CR LF."""
    return "".join(chunk.text for chunk in terminal.take()).replace("\r\n", "\n")


def kinds(terminal: Terminal) -> list[tuple[Kind, str]]:
    """What was printed since the last look, by kind."""
    return [(chunk.kind, chunk.text) for chunk in terminal.take()]


def box_of(terminal: Terminal) -> Box:
    """The host behind a terminal."""
    host = terminal.session.host
    assert isinstance(host, Box)
    return host


__all__ = [
    "CLASS",
    "EXEC",
    "GLOBAL",
    "INTERFACE",
    "POLICY",
    "Box",
    "box_of",
    "console",
    "kinds",
    "press",
    "text_of",
    "typed",
]
