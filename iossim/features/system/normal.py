"""The forms lines are kept in: what every box has, and what a typed line becomes.

`at_boot` is applied to a configuration that has been read, `after` to one line that has been typed. Both answer with
`Amend` actions; applied twice they change nothing more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import LINE
from iossim.device.actions import Amend, Print
from iossim.device.config import Change, RunningConfig, SectionKey, Statement
from iossim.features.system import accounts, config, line_config, md5crypt, type7

SHAPED = (
    *config.STAMPS.values(), config.NAME_SERVER, accounts.ENABLE_SECRET, accounts.ENABLE_PASSWORD, accounts.USERNAME,
    line_config.PASSWORD,
)  # fmt: skip
"""The lines that are not always kept as they are typed."""
SALT_LENGTH = 4
TYPE7_STARTS = 16


def at_boot(running: RunningConfig, factory: bool, stream: random.Random) -> Iterator[Amend]:
    """What is missing in a configuration as it was read; `factory`: there was none."""
    if factory:
        for entry in config.STAMPS.values():
            yield Amend((), Statement(entry, {"uptime": True}))
    for version in config.VERSIONS:
        if running.has(version):
            yield Amend((), Statement(version), remove=True)
    yield from _lines(running)
    for section in ((), *running.sections(LINE)):
        for statement in running.all_of(section):
            if statement.entry in SHAPED:
                yield from _kept(running, section, statement.entry, statement.args, None, stream)


def _lines(running: RunningConfig) -> Iterator[Amend]:
    """Every box has its lines; a virtual terminal asks for a password unless told not to."""
    for entry in (line_config.CONSOLE, line_config.AUX):
        if not running.all(entry):
            yield Amend((), Statement(entry, dict(entry.fill)))
    if not running.all(line_config.VTY):
        opener = Statement(line_config.VTY, {"first": 0, "last": line_config.LAST_VTY})
        yield Amend((), opener)
        yield Amend(opener.under(()), Statement(line_config.LOGIN, {}))


def after(running: RunningConfig, change: Change, stream: random.Random) -> Iterator[Amend | Print]:
    """What becomes of a line that was typed, and what is said about it."""
    entry, section = change.entry, change.section
    yield from map(Print, accounts.advice(running, change))
    if entry is config.ENCRYPTION:
        if not change.removed:
            yield from _hidden_all(running, stream)
    elif entry in (config.CONSOLE_LEVEL, config.MONITOR_LEVEL) and not change.removed:
        toggle = config.CONSOLE_ON if entry is config.CONSOLE_LEVEL else config.MONITOR_ON
        if running.has(toggle):
            yield Amend((), Statement(toggle), remove=True)
    elif entry is line_config.EXEC_TIMEOUT and change.removed and running.opener(section) is not None:
        yield Amend(section, Statement(entry, {"minutes": 0, "seconds": 0}))
    elif entry in config.VERSIONS and not change.removed:
        yield Amend((), Statement(entry), remove=True)
    elif entry in line_config.OPENERS and change.removed:
        yield from _lines(running)
    elif not change.removed:
        yield from _kept(running, section, entry, change.args, change.before, stream)


def _kept(
    running: RunningConfig,
    section: SectionKey,
    entry: ConfigLine,
    args: Args,
    before: Args | None,
    stream: random.Random,
) -> Iterator[Amend]:
    """One line in the form it is kept in."""
    kept: dict[str, Any] = dict(args)
    if entry in config.STAMPS.values() and not args:
        kept = {"uptime": True}
    elif entry is config.NAME_SERVER:
        kept = {"server": args["server"]}
        yield from (Amend((), Statement(entry, {"server": server})) for server in args.get("more", ()))
    elif entry is accounts.ENABLE_SECRET:
        kept = _secret(kept, "text", stream)
    elif entry is accounts.USERNAME:
        kept = _secret(accounts.merged(before, kept), "secret", stream)
    if running.on(config.ENCRYPTION):
        kept = _hidden(entry, kept, stream)
    if kept != args:
        yield Amend(section, Statement(entry, kept))


def _secret(args: dict[str, Any], name: str, stream: random.Random) -> dict[str, Any]:
    """A secret is kept as its hash."""
    if name not in args or args["kind"] == 5:
        return args
    return {**args, "kind": 5, name: hashed(args[name], stream)}


def hashed(text: str, stream: random.Random) -> str:
    """The hash of a secret."""
    return md5crypt.crypt(text, "".join(stream.choice(md5crypt.ALPHABET) for _ in range(SALT_LENGTH)))


def _hidden_all(running: RunningConfig, stream: random.Random) -> Iterator[Amend]:
    """`service password-encryption`: every password there is."""
    for section in ((), *running.sections(LINE)):
        for statement in running.all_of(section):
            hidden = _hidden(statement.entry, dict(statement.args), stream)
            if hidden != statement.args:
                yield Amend(section, Statement(statement.entry, hidden))


def _hidden(entry: ConfigLine, args: dict[str, Any], stream: random.Random) -> dict[str, Any]:
    """A password by the weak encryption."""
    if entry not in (accounts.ENABLE_PASSWORD, accounts.USERNAME, line_config.PASSWORD) or args.get("kind") != 0:
        return args
    name = "password" if entry is accounts.USERNAME else "text"
    if name not in args:
        return args
    return {**args, "kind": 7, name: type7.encrypt(args[name], stream.randrange(TYPE7_STARTS))}
