"""The lines of a router: console, auxiliary port, virtual terminals; each a terminal with its session.

A line is the `Host` of its session: it hands configuration lines to the router, wakes jobs, and answers unknown words. Log
messages reach lines by their logging settings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.cli.errors import Refused
from iossim.cli.grammar import Grammar, Match
from iossim.cli.help import Help
from iossim.cli.job import Job
from iossim.cli.pipes import Filter
from iossim.cli.privilege import Privileges
from iossim.cli.prompt import expanded
from iossim.cli.session import Configured, Session
from iossim.cli.terminal import Terminal
from iossim.cli.types import Row
from iossim.cli.vocabulary import InterfaceType, Words
from iossim.device.body import ReadBody, body_of
from iossim.device.confirm import Confirm, question_of
from iossim.device.context import Context
from iossim.device.platform import TRUNKS
from iossim.device.syslog import LogRecord
from iossim.net.address import NUMBERS, AddressNames
from iossim.sim.facts import Table
from iossim.sim.timers import Timer

if TYPE_CHECKING:
    from iossim.device.router import Router

VTY_COUNT = 5


class LineTerminal(Terminal):
    """A terminal that tells its line when somebody types."""

    def __init__(self, line: Line) -> None:
        super().__init__(line.session)
        self.line = line

    def key(self, name: str) -> None:
        """A key has been pressed."""
        self.line.touched()
        super().key(name)

    def connect(self, level: int | None = None) -> None:
        """Start the session without waiting for Return."""
        if level is not None:
            self.line.activated()
        super().connect(level)


SESSION_NUMBER = Row("<1-99>", "Session number to resume")


class LineSession(Session):
    """A session whose first word may be an alias (ios-cli 2.9), or the number of a suspended connection."""

    def __init__(self, line: Line) -> None:
        super().__init__(line, line.name)
        self.router = line.router
        self.number = line.number

    def _run(self, line: str) -> tuple[Any, Filter | None]:
        """A first word that is an alias of the mode stands for its text."""
        return super()._run(self._spelled(line.strip(" \t")))

    def prompt(self) -> str:
        """In EXEC the one that was configured (`prompt`); in configuration none where none is wanted."""
        prompts = self.router.provider("prompts-configuring")
        if self.configuring and prompts is not None and not prompts():
            return ""
        own = self.router.provider("prompt")
        text = own() if own is not None and not self.configuring else ""
        return expanded(text, self.host.hostname, self.level, self.number) if text else super().prompt()

    def help(self, text: str) -> Help:
        """Aliases are shown first, marked by a star; behind one its command's choices are listed."""
        answer = super().help(self._spelled(text) if " " in text.strip(" ") or text.endswith(" ") else text)
        if not text.strip(" ") and self.suspended and not self.configuring:
            return replace(answer, rows=(SESSION_NUMBER, *answer.rows))
        starred = () if " " in text.lstrip(" ") else self._starred(text.lstrip(" "))
        return replace(answer, rows=(), message="", words=(*starred, *answer.words)) if starred else answer

    def complete(self, text: str) -> str | None:
        """The first word stays as typed when it is an alias."""
        spelled = self._spelled(text) if " " in text.strip(" ") else text
        completed = super().complete(spelled)
        if completed is None or spelled == text:
            return completed
        rest = len(text) - text.index(" ", len(text) - len(text.lstrip(" ")))
        return text[:-rest] + completed[len(spelled) - rest :]

    def _spelled(self, line: str) -> str:
        """The line with an alias at its beginning written out."""
        head = line.lstrip(" ")
        word, blank, rest = head.partition(" ")
        text = self._aliases().get(word.lower())
        return line if text is None else line[: len(line) - len(head)] + text + blank + rest

    def _starred(self, prefix: str) -> tuple[str, ...]:
        """The aliases that begin so, as word help writes them."""
        known = sorted(self._aliases().items()) if prefix else []
        return tuple(f"*{word}={text}" for word, text in known if word.startswith(prefix.lower()))

    def _aliases(self) -> dict[str, str]:
        """Those of the mode."""
        aliases = self.router.provider("aliases")
        return dict(aliases(self.mode.keyword)) if aliases is not None and self.mode.keyword else {}


class Line:
    """One line. `number` is the absolute tty number that `show users` prints.

    An EXEC at which nobody types is ended after the time that the system feature tells (`exec-timeout`); `times_out` is
    false for a console that a session file drives.
    """

    def __init__(self, router: Router, name: str, number: int) -> None:
        self.router = router
        self.name = name
        self.number = number
        self.names: AddressNames = router.names if name == "con 0" else NUMBERS
        self.location = ""
        self.directory = ""  # where file names of this EXEC begin; empty for where the image is
        self.claimed = ""  # the user that a connection names before anybody is asked
        self.debugs = name == "con 0"
        self.session: Session = LineSession(self)
        self.terminal: Terminal = LineTerminal(self)
        self.times_out = True
        self.last_input = 0
        self.since = 0
        self.uses = 0
        self._wake = Timer(router.kernel, self.session.woken)
        self._idle = Timer(router.kernel, self.idle)

    # -- what a session asks of its device -----------------------------------------------------------------------

    @property
    def hostname(self) -> str:
        """The configured name of the router."""
        return self.router.hostname

    @property
    def grammar(self) -> Grammar:
        """The grammar of the router's release."""
        return self.router.catalog.grammar(self.router.release)

    @property
    def vocabulary(self) -> Words:
        """Words for addresses, and the interfaces that exist."""
        return self.router.lines.vocabulary

    def context(self, session: Session) -> Context:
        """The surroundings of a command typed here."""
        return Context(self.router, self, session, self.names)

    def configure(self, session: Session, match: Match) -> Configured:
        """Apply a configuration line; raises Refused with what IOS says against it."""
        body = body_of(match)
        if body is not None:
            return Configured(job=ReadBody(match, session.section, body))
        context = self.context(session)
        question = question_of(context, match)
        if question:
            return Configured(job=Confirm(match, session.section, question))
        if len(session.sections) > 1 and match.mode == session.mode:
            return self._configure_each(session, match)
        return self.router.configure(context, match, session.section)

    def _configure_each(self, session: Session, match: Match) -> Configured:
        """The same line for several sections; what one refuses, another may take."""
        lines: list[str] = []
        for section in session.sections:
            try:
                lines += self.router.configure(self.context(session), match, section).lines
            except Refused as refusal:
                lines += refusal.message.split("\n")
        return Configured(tuple(lines))

    def left_configuration(self, session: Session) -> None:
        """The session is back in EXEC: the router logs it."""
        left = self.router.provider("left-configuration")
        if left is not None:
            self.router.perform("system", left(self))

    def greeting(self, session: Session) -> Job | Iterable[str] | None:
        """Banners and login, as the line is configured."""
        self.activated()
        greeting = self.router.provider("greeting")
        return greeting(self) if greeting is not None else None

    def unknown_word(self, session: Session, word: str) -> Job | str | None:
        """A host name, perhaps, if the line takes one for it (`transport preferred`)."""
        tries = self.router.provider("tries-hosts")
        if tries is not None and not tries(self):
            return None
        unknown = self.router.provider("unknown-word")
        return unknown(self.context(session), word) if unknown is not None else None

    def wake(self, line: str, after: int) -> None:
        """Wake this line's command later."""
        self._wake.start(after)

    def closed(self, session: Session) -> None:
        """The EXEC has ended."""
        self._wake.stop()
        self._idle.stop()
        self.times_out = True
        told = self.router.provider("line-closed") if self.router.up else None
        if told is not None:
            told(self)
        if self.terminal.screen.listener is not None:  # whoever carries the text of this line hears of its end
            self.terminal.screen.listener()

    # -- nobody types --------------------------------------------------------------------------------------------

    def activated(self) -> None:
        """Somebody has come."""
        self.directory = ""
        self.uses += 1
        self.since = self.router.kernel.now
        self.touched()

    def touched(self) -> None:
        """Somebody types."""
        self.last_input = self.router.kernel.now
        if self.times_out and not self._idle.running and self._patience:
            self._idle.start(self._patience)

    @property
    def _patience(self) -> int:
        """Microseconds after which an idle EXEC is ended; 0 = never."""
        patience = self.router.provider("exec-timeout")
        return int(patience(self)) if patience is not None else 0

    def idle(self) -> None:
        """End an EXEC that has been idle for long enough; a running command keeps it open."""
        patience, since = self._patience, self.router.kernel.now - self.last_input
        if not self.times_out or not patience or self.session.stage == "off":
            return
        if since < patience or self.session.job is not None:
            self._idle.start(max(patience - since, 1_000_000))
        else:
            self.session.hang_up()

    @property
    def origin(self) -> str:
        """Who acts here, as messages name it: `console`, `vty0 (10.81.0.9)`, `cisco on console`."""
        where = "console" if self.name == "con 0" else self.name.replace(" ", "")
        place = f"{where} ({self.location})" if self.location else where
        return f"{self.session.user} on {place}" if self.session.user else place

    # -- what the router tells -----------------------------------------------------------------------------------

    def show(self, record: LogRecord) -> None:
        """Print a log message, spelled as this line spells addresses."""
        self.terminal.logged(record.render(self.names))


class Lines:
    """All lines of a router, by name: `con 0`, `aux 0`, `vty 0` .. `vty 4`."""

    def __init__(self, router: Router) -> None:
        self.router = router
        names = ["con 0", "aux 0", *(f"vty {number}" for number in range(VTY_COUNT))]
        self.by_name = {name: Line(router, name, number) for number, name in enumerate(names)}
        self.flags: Table[str, bool] = Table(router.kernel, f"{router.name}.debug")
        self.counts = dict.fromkeys(("all", "console", "monitor"), 0)
        self.vocabulary = Words(
            router.names,
            tuple(
                InterfaceType(
                    kind,
                    f"{kind} IEEE 802.3" if kind != "Loopback" else "Loopback interface",
                    None
                    if kind == "Loopback"
                    else tuple(name.removeprefix(kind) for name, port in router.platform.ports if port.name == kind),
                    dotted=kind in TRUNKS,
                )
                for kind in sorted(router.platform.type_names)
            ),
        )

    @property
    def console(self) -> Line:
        """The console."""
        return self.by_name["con 0"]

    def spell(self, names: AddressNames) -> None:
        """How the console prints addresses from now on; virtual terminals print numbers."""
        self.vocabulary = replace(self.vocabulary, names=names)
        self.console.names = names

    def privileges(self, moved: Privileges) -> None:
        """The lines of the grammar have these levels from now on."""
        self.vocabulary = replace(self.vocabulary, privileges=moved)

    def tell(self, name: str, what: object) -> None:
        """Wake the command that waits on a line."""
        line = self.by_name.get(name)
        if line is not None:
            line.session.heard(what)

    def announce(self, record: LogRecord) -> None:
        """Print a message on every line that wants its level."""
        wants, console = self.router.provider("wants-log"), self.console
        self.counts["all"] += 1
        for line in self.by_name.values():
            here = line is console or line.session.stage == "exec"
            if here and (wants is None or wants(line, record)):
                self.counts["console" if line is console else "monitor"] += 1
                line.show(record)

    def broadcast(self, text: str) -> None:
        """Tell everybody who is here, and the console."""
        for line in self.by_name.values():
            if line is self.console or line.session.stage == "exec":
                line.terminal.unasked(text)

    def debugging(self, flag: str) -> bool:
        """True while a debug flag is on."""
        return bool(self.flags.get(flag))

    def power_off(self) -> None:
        """The box has gone dark: consoles stay plugged in, virtual terminals break."""
        self.flags.clear()
        self.counts = dict.fromkeys(self.counts, 0)
        for line in self.by_name.values():
            line.uses = 0
            line.closed(line.session)
            line.terminal.power_off()

    def booting(self) -> None:
        """The box has power: the console shows what it prints."""

    def ready(self) -> None:
        """IOS is running: the console waits for Return, or asks what an empty box asks."""
        dialog = self.router.provider("first-dialog")
        job = dialog() if dialog is not None else None
        if job is None:
            self.console.terminal.start_screen()
        else:
            self.console.session.start(job)
