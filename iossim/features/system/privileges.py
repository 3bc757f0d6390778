"""`privilege MODE level N WORDS`: lines that were moved to another level, and what a level sees of the configuration.

A line is kept with its keywords written out, and with it one for every shorter path, as IOS keeps them: who moves
`show ip route` moves `show ip` and `show`. `cli.privilege` has what a moved line means.

Left out: `privilege MODE all` (12.2(13)T).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, Command, ConfigLine
from iossim.cli.errors import CliError, Refused
from iossim.cli.mode import GLOBAL, PRIVILEGED_LEVEL
from iossim.cli.privilege import Path, Privileges, with_leads
from iossim.cli.writing import write
from iossim.device.actions import Action, Amend
from iossim.device.config import RunningConfig, Statement
from iossim.device.nvgen import Place
from iossim.features.system.modes import CHOICE, MODES

if TYPE_CHECKING:
    from iossim.device.context import Context
    from iossim.device.router import Router

UNKNOWN = "% Unrecognized command"
_LAST = "\uffff"
_HELP = {
    "privilege": "Command privilege parameters",
    "no": "Negate a command or set its defaults",
    "level": "Set privilege level of command",
    "level value": "Privilege level",
    "reset": "Reset privilege level of command",
    "command": "Initial keywords of the command to modify",
    **MODES,
}


def _keywords(router: Router, args: Args) -> Path | None:
    """The words of a line, written out; None when the mode has no such line."""
    return router.catalog.grammar(router.release).spelled(args["mode"], args["command"])


def check(context: Context, args: Args) -> str | None:
    """Only a line that exists can be moved."""
    return None if _keywords(context.router, args) else UNKNOWN


def _order(args: Args) -> tuple[Any, ...]:
    """Configuration modes before EXEC, and behind longer lines those that lead to them."""
    return args["mode"] == "exec", args["mode"], (*args["command"].split(), _LAST)


PRIVILEGE = ConfigLine(
    f"privilege {CHOICE} level <value:0-15> <command:line>",
    help=_HELP,
    key=("mode", "command"),
    rank=Place.BANNER + 40,
    sort=_order,
    check=check,
)


def kept(router: Router, args: Args) -> Iterator[Action]:
    """What becomes of a line that was typed."""
    path = _keywords(router, args)
    yield Amend((), Statement(PRIVILEGE, args), remove=True)
    for lead in with_leads(path or ()):
        yield Amend((), Statement(PRIVILEGE, {**args, "command": " ".join(lead)}))


def privileges_of(running: RunningConfig) -> Privileges:
    """The moved lines of a box. A `no` in front of a line is no part of its path."""
    moved = {}
    for args in (statement.args for statement in running.all(PRIVILEGE)):
        words = tuple(args["command"].split())
        path = words[1:] if words[0] in ("no", "default") else words
        if path:
            moved[args["mode"], path] = args["value"]
    return Privileges(tuple((mode, path, level) for (mode, path), level in sorted(moved.items())))


def reset(context: Context, args: Args) -> None:
    """`no privilege ...`, `privilege MODE reset ...`: the line has its own level again."""
    router = context.router
    path = _keywords(router, args)
    if not path:
        raise Refused(UNKNOWN)
    statement = router.config.statement(PRIVILEGE, mode=args["mode"], command=" ".join(path))
    if statement is not None:
        router.perform("system", (Amend((), statement, remove=True),))
        router.unsaved = True
        moved(router)


def moved(router: Router) -> None:
    """From now on the lines of the box have the levels of its configuration."""
    router.lines.privileges(privileges_of(router.config))


COMMANDS = (
    Command(f"no privilege {CHOICE} level <value:0-15> <command:line>", reset, _HELP, GLOBAL),
    Command(f"privilege {CHOICE} reset <command:line>", reset, _HELP, GLOBAL),
)


def visible(context: Context) -> Callable[[Statement], bool] | None:
    """Which statements somebody sees in the running configuration: those he could type. None for all of them."""
    level = context.session.level
    if level >= PRIVILEGED_LEVEL:
        return None
    grammar, vocabulary = context.line.grammar, context.line.vocabulary

    def typable(statement: Statement) -> bool:
        try:
            text = write(statement.entry, statement.args, context.names.show)
            return grammar.match(statement.entry.mode, level, text, vocabulary).mode == statement.entry.mode
        except CliError:
            return False

    return typable
