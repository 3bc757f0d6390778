"""What comes between Return and the first prompt: banners, a password or a name, three tries (ios-cli 4.8).

Job states are the questions. A password is taken without echo.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, JobEvent, Out, Started, Wake, Woken
from iossim.features.system import accounts, config, line_config
from iossim.features.system.banner import BANNER

if TYPE_CHECKING:
    from iossim.cli.entry import Args, ConfigLine
    from iossim.device.config import RunningConfig
    from iossim.device.context import Context

TRIES = 3
PATIENCE = 30_000_000
SILENCE = 3_000_000
"""Microseconds that a line must be silent under `service exec-wait`."""
PASSWORD = "Password: "
USERNAME = "Username: "
VERIFICATION = "\nUser Access Verification\n\n"
NO_PASSWORD = "\nPassword required, but none set\n"
BAD_PASSWORDS = "% Bad passwords\n"
INVALID = "% Login invalid\n\n"


@dataclass(frozen=True, slots=True)
class Greeting:
    """The dialog of one line. `name` is the user who has given a name and not yet a password.

    `waits`: the line has to be silent for a while before anything is said (`service exec-wait`).
    """

    line: str
    tries: int = 0
    asks_name: bool = False
    name: str | None = None
    waits: bool = False

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started() if self._noisy(context):
                return (Become(replace(self, waits=True)), Wake(SILENCE))
            case Started():
                return self._begin(context)
            case Woken() if self.waits:
                return replace(self, waits=False)._begin(context)
            case _ if self.waits:
                return (Wake(SILENCE),)
            case Answered(text):
                return (
                    self._named(context, text) if self.asks_name and self.name is None else self._given(context, text)
                )
            case Woken():
                return _refuse(context, f"\n% {'Username' if self._wants_name else 'Password'}:  timeout expired!\n")
            case Interrupted():
                return self._failed(context)
        return ()

    @property
    def _wants_name(self) -> bool:
        return self.asks_name and self.name is None

    def _noisy(self, context: Context) -> bool:
        return context.router.config.on(config.EXEC_WAIT) and not self.line.startswith("vty")

    def _begin(self, context: Context) -> Iterator[Effect]:
        login = self._login(context)
        if context.line.claimed:
            yield Become(replace(self, asks_name=True, name=context.line.claimed))
            yield Out("\n")
            yield Ask(PASSWORD, echo=False)
            yield self._wake(context)
            return
        if self.line.startswith("vty"):
            yield Out("\n")  # a console has Return for it
        if self._has(context, line_config.MOTD_BANNER):
            yield from _banner(context, "motd")
        yield Become(self)
        if login is None:
            yield from _come_in(context)
            return
        yield from _banner(context, "login")
        local = bool(login.get("local"))
        if not local and line_config.setting(context.router.config, self.line, line_config.PASSWORD) is None:
            yield from _refuse(context, NO_PASSWORD)
            return
        yield Out(VERIFICATION)
        yield Become(replace(self, asks_name=local))
        yield Ask(USERNAME) if local else Ask(PASSWORD, echo=False)
        yield self._wake(context)

    def _wake(self, context: Context) -> Wake:
        return Wake(self._limits(context)[0])

    def _limits(self, context: Context) -> tuple[int, int]:
        """Microseconds for an answer, and how many are taken; a login by SSH has its own (`ip ssh`)."""
        limits = context.router.provider("ssh-limits") if context.line.claimed else None
        if limits is None:
            return PATIENCE, TRIES
        seconds, retries = limits()
        return seconds * 1_000_000, max(1, retries)

    def _has(self, context: Context, banner: ConfigLine) -> bool:
        return line_config.switched_on(context.router.config, self.line, banner)

    def _login(self, context: Context) -> Args | None:
        running = context.router.config
        if running.on(config.AAA):
            return {"local": True} if self.line.startswith("vty") else None
        return line_config.setting(running, self.line, line_config.LOGIN)

    def _named(self, context: Context, name: str) -> Iterator[Effect]:
        if not name.strip():
            yield Ask(USERNAME)
            return
        yield Become(replace(self, name=name.strip()))
        yield Ask(PASSWORD, echo=False)
        yield self._wake(context)

    def _given(self, context: Context, password: str) -> Iterable[Effect]:
        running = context.router.config
        if self.name is not None:
            if accounts.lets_in(running, self.name, password):
                context.session.user = self.name
                return _come_in(context)
            return self._failed(context)
        wanted = line_config.setting(running, self.line, line_config.PASSWORD)
        if wanted is not None and accounts.clear(wanted["kind"], wanted["text"]) == password:
            return _come_in(context)
        return self._failed(context)

    def _failed(self, context: Context) -> Iterator[Effect]:
        tries = self.tries + 1
        claimed = context.line.claimed
        if self.asks_name and not claimed:
            yield Out(INVALID)
        if tries == self._limits(context)[1]:
            yield from _refuse(context, "" if self.asks_name else BAD_PASSWORDS)
            return
        yield Become(replace(self, tries=tries, name=claimed or None))
        yield Ask(USERNAME) if self.asks_name and not claimed else Ask(PASSWORD, echo=False)
        yield self._wake(context)


def _banner(context: Context, kind: str) -> Iterator[Effect]:
    args = context.router.config.args(BANNER, kind=kind)
    if args is not None:
        yield Out(args["text"].removeprefix("\n") + "\n")


def _come_in(context: Context) -> Iterator[Effect]:
    """The EXEC begins, at the level of the user or of the line."""
    running, session = context.router.config, context.session
    level = accounts.privilege_of(running, session.user) if session.user else None
    line_level = line_config.setting(running, context.line.name, line_config.PRIVILEGE)
    session.level = level if level is not None else int((line_level or {"value": 1})["value"])
    size = line_config.setting(running, context.line.name, line_config.HISTORY)
    session.resize_histories(int((size or {"lines": 10})["lines"]))
    session.full_help = line_config.switched_on(running, context.line.name, line_config.FULL_HELP)
    session.auto = accounts.autocommand_of(running, session.user) or _automatic(running, context.line.name)
    if context.line.claimed and line_config.switched_on(running, context.line.name, line_config.MOTD_BANNER):
        yield from _banner(context, "motd")  # SSH has shown nothing yet
    if line_config.switched_on(running, context.line.name, line_config.EXEC_BANNER):
        yield from _banner(context, "exec")
    if running.on(config.LINE_NUMBERS):
        yield Out(line_number(context))
    yield Done()


def line_number(context: Context) -> str:
    """The line number banner: the router, the line, and where the line is (`service linenumber`)."""
    place = line_config.setting(context.router.config, context.line.name, line_config.LOCATION)
    text = f"{context.router.hostname} line {context.line.number} {(place or {}).get('text', '')}"
    return f"\n{text.rstrip()}\n"


def _automatic(running: RunningConfig, line: str) -> str:
    """What a line does by itself once somebody is in."""
    return str((line_config.setting(running, line, line_config.AUTOCOMMAND) or {}).get("text", ""))


def _refuse(context: Context, text: str) -> Iterator[Effect]:
    """The line is closed."""
    yield Out(text)
    context.session.hang_up()
