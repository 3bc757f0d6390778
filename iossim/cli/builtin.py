"""The commands that every line has, whatever box it is on: leaving, help, history, terminal settings.

They act on the session alone; the context they run with must have it as `session`. `COMMANDS` belong to EXEC and global
configuration; `commands_of(mode)` gives what each further configuration mode lists under `?`. `do` is read by the
grammar itself; its declaration here is what `?` lists.

Left out: `terminal download`, `terminal transport` and the other settings without a visible effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.escape import NONE, key_of
from iossim.cli.history import DEFAULT_SIZE
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, JobEvent, Out, Started
from iossim.cli.mode import EXEC, GLOBAL, PRIVILEGED_LEVEL, USER_LEVEL, Mode

if TYPE_CHECKING:
    from iossim.cli.session import Session


Run = Callable[[Any, Args], Any]


class Context(Protocol):
    """What these commands need of the context."""

    @property
    def session(self) -> Session:
        """The session the command was typed in."""


CONFIGURING = "Enter configuration commands, one per line.  End with CNTL/Z."
CONFIGURE_FROM = "Configuring from terminal, memory, or network [terminal]? "
OPEN_CONNECTIONS = "(You have open connections) [confirm]"

HELP = (
    "Help may be requested at any point in a command by entering",
    "a question mark '?'.  If nothing matches, the help list will",
    "be empty and you must backup until entering a '?' shows the",
    "available options.",
    "Two styles of help are provided:",
    "1. Full help is available when you are ready to enter a",
    "   command argument (e.g. 'show ?') and describes each possible",
    "   argument.",
    "2. Partial help is provided when an abbreviated argument is entered",
    "   and you want to know what arguments match the input",
    "   (e.g. 'show pr?'.)",
    "",
)


def show_help(_context: Context, _: Args) -> Iterable[str]:
    """`help`."""
    return HELP


def leave_mode(context: Context, _: Args) -> None:
    """`exit` in a configuration mode."""
    context.session.exit()


def end(context: Context, _: Args) -> None:
    """`end`."""
    context.session.to_exec()


def log_out(context: Context, _: Args) -> ConfirmLogout | None:
    """`exit`, `logout` and `quit` in EXEC."""
    if context.session.suspended:
        return ConfirmLogout()
    context.session.hang_up()
    return None


@dataclass(frozen=True, slots=True)
class ConfirmLogout:
    """The question before suspended connections are lost."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask, then leave or not."""
        if isinstance(event, Started):
            return (Ask(OPEN_CONNECTIONS, confirm=True),)
        if isinstance(event, Answered) and event.text in ("", "y", "Y"):
            context.session.hang_up()
        return (Done(),)


def disable(context: Context, args: Args) -> None:
    """`disable [LEVEL]`: a lower privilege level."""
    level = args.get("level", USER_LEVEL)
    if level > context.session.level:
        raise Refused("New privilege level must be less than current privilege level")
    context.session.level = level


def configure(context: Context, args: Args) -> Iterable[str] | ConfigureFrom:
    """`configure terminal`; `configure` alone asks from where."""
    if not args.get("terminal"):
        return ConfigureFrom()
    context.session.configure()
    return (CONFIGURING,)


@dataclass(frozen=True, slots=True)
class ConfigureFrom:
    """The question of `configure`."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask, then go on as the answer says."""
        if isinstance(event, Started):
            return (Ask(CONFIGURE_FROM),)
        if isinstance(event, Interrupted):
            return (Done(),)
        if isinstance(event, Answered) and "terminal".startswith(event.text.strip().lower()):
            context.session.configure()
            return (Out(CONFIGURING + "\n"), Done())
        if isinstance(event, Answered) and "memory".startswith(event.text.strip().lower()):
            return (Out("".join(f"{line}\n" for line in _from(context, "memory"))), Done())
        if isinstance(event, Answered) and "network".startswith(event.text.strip().lower()):
            job = _from(context, "network")
            return (Become(job), *job.step(context, Started()))
        return (Out('?Must be "terminal", "memory" or "network"\n'), Done())


def _from(context: Context, where: str) -> Any:
    """`configure memory` and `configure network`, where the device has them."""
    session = context.session
    match = session.host.grammar.match(EXEC, session.level, f"configure {where}", session.host.vocabulary)
    assert isinstance(match.entry, Command)
    return match.entry.run(context, match.args) or ()


def show_history(context: Context, _: Args) -> Iterable[str]:
    """`show history`: oldest first, itself last."""
    return tuple(f"  {line}" for line in context.session.exec_history.lines)


def show_privilege(context: Context, _: Args) -> str:
    """`show privilege`."""
    return f"Current privilege level is {context.session.level}"


def set_length(context: Context, args: Args) -> None:
    """`terminal length N`; `terminal no length` is the default."""
    context.session.display.length = args.get("lines", DEFAULT_LENGTH)


def set_width(context: Context, args: Args) -> None:
    """`terminal width N`; `terminal no width` is the default."""
    context.session.display.width = args.get("columns", DEFAULT_WIDTH)


def set_monitor(context: Context, args: Args) -> str | None:
    """`terminal [no] monitor`: log messages on a line that is not the console."""
    if context.session.console:
        return None if args.get("no") else "% Console already monitors"
    context.session.monitor = not args.get("no")
    return None


def set_editing(context: Context, args: Args) -> None:
    """`terminal [no] editing`."""
    context.session.display.editing = not args.get("no")


def set_escape(context: Context, args: Args) -> None:
    """`terminal escape-character X`; `terminal no escape-character` leaves none."""
    context.session.display.escape = key_of(args.get("character", NONE))


def set_full_help(context: Context, args: Args) -> None:
    """`terminal [no] full-help`."""
    context.session.full_help = not args.get("no")


def set_history(context: Context, args: Args) -> None:
    """`terminal [no] history`."""
    context.session.resize_histories(0 if args.get("no") else DEFAULT_SIZE)


def set_history_size(context: Context, args: Args) -> None:
    """`terminal history size N`; `terminal no history size` is the default."""
    context.session.resize_histories(args.get("lines", DEFAULT_SIZE))


DEFAULT_LENGTH, DEFAULT_WIDTH = 24, 80
_HELP = "Description of the interactive help system"
_TERMINAL = {
    "terminal": "Set terminal line parameters",
    "no": "Negate a command or set its defaults",
    "default": "Set a command to its defaults",
    "length": "Set number of lines on a screen",
    "lines": "Number of lines on screen (0 for no pausing)",
    "width": "Set width of the display terminal",
    "columns": "Number of characters on a screen line",
    "monitor": "Copy debug output to the current terminal line",
    "editing": "Enable command line editing",
    "escape-character": "Change the current line's escape character",
    "full-help": "Provide help to unprivileged user",
    "history": "Enable and control the command history function",
    "size": "Set history buffer size",
}
_SIZE = {**_TERMINAL, "lines": "Size of history buffer"}
_SHOW = {
    "show": "Show running system information",
    "history": "Display the session command history",
    "privilege": "Show current privilege level",
}
_DISABLE = {"disable": "Turn off privileged commands", "level": "Privilege level to go to"}
_DO = {"do": "To run exec commands in config mode", "command": "Exec Command"}
_CONFIGURE = {"configure": "Enter configuration mode", "terminal": "Configure from the terminal"}


def _user(pattern: str, run: Run, words: dict[str, str], filterable: bool = False) -> Command:
    return Command(pattern, run, help=words, level=USER_LEVEL, filterable=filterable)


EXEC_COMMANDS = (
    _user("help", show_help, {"help": _HELP}),
    _user("exit", log_out, {"exit": "Exit from the EXEC"}),
    _user("logout", log_out, {"logout": "Exit from the EXEC"}),
    Command("quit", log_out, help={"quit": "Exit from the EXEC"}, level=USER_LEVEL, hidden=True),
    _user("disable [<level:0-15>]", disable, _DISABLE),
    Command("configure [terminal]", configure, help=_CONFIGURE, level=PRIVILEGED_LEVEL),
    _user("show history", show_history, _SHOW, filterable=True),
    _user("show privilege", show_privilege, _SHOW, filterable=True),
    _user("terminal length <lines:0-512>", set_length, _TERMINAL),
    _user("terminal width <columns:0-512>", set_width, _TERMINAL),
    _user("terminal { no | default } length", set_length, _TERMINAL),
    _user("terminal { no | default } width", set_width, _TERMINAL),
    _user("terminal [no] monitor", set_monitor, _TERMINAL),
    _user("terminal [no] editing", set_editing, _TERMINAL),
    _user("terminal escape-character <character:escape-character>", set_escape, _TERMINAL),
    _user("terminal no escape-character", set_escape, _TERMINAL),
    _user("terminal [no] full-help", set_full_help, _TERMINAL),
    _user("terminal [no] history", set_history, _TERMINAL),
    _user("terminal history size <lines:0-256>", set_history_size, _SIZE),
    _user("terminal no history size", set_history_size, _SIZE),
)


def do_nothing(_context: Context, _: Args) -> None:
    """`do`: never reached, the grammar reads it."""


GLOBAL_COMMANDS = (
    Command("do <command:line>", do_nothing, _DO, GLOBAL, USER_LEVEL, since="12.2(8)T"),
    Command("end", end, {"end": "Exit from configure mode"}, GLOBAL, USER_LEVEL),
    Command("exit", leave_mode, {"exit": "Exit from configure mode"}, GLOBAL, USER_LEVEL),
    Command("help", show_help, {"help": _HELP}, GLOBAL, USER_LEVEL),
)

COMMANDS = EXEC_COMMANDS + GLOBAL_COMMANDS


def commands_of(mode: Mode, leaving: str = "") -> tuple[Command, ...]:
    """What a mode below global configuration lists; `leaving` is the text of `exit` where it is not the usual one."""
    text = leaving or f"Exit from {_kind(mode)} configuration mode"
    return (
        Command("exit", leave_mode, {"exit": text}, mode, USER_LEVEL),
        Command("help", show_help, {"help": _HELP}, mode, USER_LEVEL),
    )


def _kind(mode: Mode) -> str:
    """`interface` from `Interface configuration commands:`."""
    kind = mode.heading.removesuffix(":").removesuffix(" commands").removesuffix(" configuration")
    return kind if kind[:2].isupper() else kind[:1].lower() + kind[1:]
