"""What can be typed in EXEC to change the box: privilege, memory, reloads, the clock, the log, lines, debugs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Done, Effect, Job, JobEvent, Out, Started
from iossim.cli.mode import USER_LEVEL
from iossim.device.actions import Amend
from iossim.device.context import Context
from iossim.features.system import debugging, files, memory, reload
from iossim.features.system.clock import EPOCH
from iossim.features.system.config import HOST, PAD
from iossim.features.system.enable import enable
from iossim.features.system.engine import SystemEngine, engine_of
from iossim.features.system.files import Path
from iossim.features.system.network_copy import NetworkCopy
from iossim.features.system.send import send
from iossim.features.system.setup import Setup

RUNNING, STARTUP = Path(files.SYSTEM, files.RUNNING), Path(files.NVRAM, files.STARTUP)


def set_clock(context: Context, args: Args) -> None:
    """`clock set`: local time."""
    engine = engine_of(context.router)
    try:
        day = datetime(args["year"], args["month"], args["day"], tzinfo=UTC)
    except ValueError:
        raise Refused("% Invalid date") from None
    utc = engine.zone.utc(day + timedelta(seconds=args["time"]))
    origin = (utc - EPOCH) // timedelta(microseconds=1) - context.now
    context.router.perform("system", engine.set_clock(origin))


def with_calendar(context: Context) -> SystemEngine:
    """The box, if it has a calendar."""
    if not context.router.platform.calendar:
        raise Refused("% This platform does not have a calendar")
    return engine_of(context.router)


def read_calendar(context: Context, _: Args) -> None:
    """`clock read-calendar`."""
    context.router.perform("system", with_calendar(context).read_calendar())


def update_calendar(context: Context, _: Args) -> None:
    """`clock update-calendar`."""
    with_calendar(context).update_calendar()


def clear_host(context: Context, args: Args) -> None:
    """`clear host`: names leave the table, though not the memory that a box starts from."""
    known = context.router.config.all(HOST)
    found = [one for one in known if args.get("*") or one.args["name"].lower() == args["name"].lower()]
    if not found and not args.get("*"):
        raise Refused("% Unknown host")
    context.router.perform("system", [Amend((), one, remove=True, counts=True) for one in found])


def pad(context: Context, args: Args) -> str:
    """`pad ADDRESS`: there is no X.25 here, so no call finds a way."""
    if not context.router.config.on(PAD):
        return "% PAD service is not enabled"
    return f"Trying {args['address']}...\n% Destination unreachable"


def write(context: Context, args: Args) -> Job | str | Iterable[str]:
    """`write [memory | terminal | erase | network]`."""
    if "terminal" in args:
        return memory.show_running(context, {})
    if "erase" in args:
        return memory.Erase()
    if "network" in args:
        return NetworkCopy(False, RUNNING, old="system:/running-config <url>")
    return memory.write_memory(context, args)


def copy(_context: Context, args: Args) -> Job:
    """`copy running-config startup-config`, and back."""
    if "tftp:" in args:
        return NetworkCopy(False, RUNNING if "running-config" in args else STARTUP)
    return memory.CopyToRunning() if "running-config" in args else memory.CopyToStartup()


def configure_memory(context: Context, _: Args) -> Iterable[str]:
    """`configure memory`: what is saved is added to what runs."""
    return memory.read_memory(context)


def configure_network(_context: Context, args: Args) -> Job:
    """`configure network`, `configure overwrite-network`: what a server has is added to what runs, or saved."""
    if args.get("overwrite-network"):
        return NetworkCopy(True, STARTUP, old="<url> nvram:/startup-config")
    return NetworkCopy(True, RUNNING, old="<url> system:/running-config")


def erase(_context: Context, _: Args) -> Job:
    """`erase startup-config`."""
    return memory.Erase()


def setup(_context: Context, _: Args) -> Job:
    """`setup`."""
    return Setup(typed=True)


@dataclass(frozen=True, slots=True)
class ClearLog:
    """`clear logging`."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask, clear."""
        if isinstance(event, Started):
            return (Ask("Clear logging buffer [confirm]", confirm=True),)
        if isinstance(event, Answered) and event.text in ("", "y", "Y"):
            context.router.log.clear()
        return (Done(),)


@dataclass(frozen=True, slots=True)
class ClearLine:
    """`clear line`: whoever is there is thrown out."""

    line: str

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask, hang up."""
        if isinstance(event, Started):
            return (Ask("[confirm]", confirm=True),)
        if not isinstance(event, Answered) or event.text not in ("", "y", "Y"):
            return (Done(),)
        session = context.router.lines.by_name[self.line].session
        if session is context.session:
            session.hang_up()
            return ()
        if session.stage != "off":
            session.hang_up()
        return (Out(" [OK]\n"), Done())


def clear_log(_context: Context, _: Args) -> Job:
    """`clear logging`."""
    return ClearLog()


def clear_line(context: Context, args: Args) -> Job:
    """`clear line N`, by absolute or relative number."""
    for name, line in context.router.lines.by_name.items():
        kind, _, number = name.partition(" ")
        wanted = args.get("kind")
        if wanted is None and line.number == args["number"]:
            return ClearLine(name)
        if wanted is not None and wanted.startswith(kind) and int(number) == args["number"]:
            return ClearLine(name)
    raise Refused("%% No such line")


_RELOAD = {
    "reload": "Halt and perform a cold restart",
    "reason": "Reason for reload",
    "in": "Reload after a time interval",
    "at": "Reload at a specific time/date",
    "cancel": "Cancel pending reload",
    "time": "Time to reload (hh:mm)",
    "month": "Month of the year",
    "day": "Day of the month",
}
_WRITE = {
    "write": "Write running configuration to memory, network, or terminal",
    "memory": "Write to NV memory",
    "terminal": "Write to terminal",
    "erase": "Erase NV memory",
    "network": "Write to network TFTP server",
}
_COPY = {
    "copy": "Copy from one file to another",
    "running-config": "Copy from current system configuration",
    "startup-config": "Copy from startup configuration",
    "running-config startup-config": "Copy to startup configuration",
    "startup-config running-config": "Update (merge with) current system configuration",
    "tftp:": "Copy to tftp: file system",
}
_CLEAR = {
    "clear": "Reset functions",
    "logging": "Clear logging buffer",
    "line": "Reset a terminal line",
    "number": "Line number",
    "host": "Delete host table entries",
    "*": "Remove all entries",
    "name": "Hostname to delete",
    "console": "Primary terminal line",
    "aux": "Auxiliary line",
    "vty": "Virtual terminal",
}
_DEBUG = {
    "debug": "Debugging functions (see also 'undebug')",
    "undebug": "Disable debugging functions (see also 'debug')",
    "no": "Disable debugging functions",
    "no debug": "Debugging functions (see also 'undebug')",
    "all": "Enable all debugging",
}
_CLOCK = {
    "clock": "Manage the system clock",
    "set": "Set the time and date",
    "read-calendar": "Read the hardware calendar into the clock",
    "update-calendar": "Update the hardware calendar from the clock",
    "time": "Current Time",
    "day": "Day of the month",
    "month": "Month of the year",
    "year": "Year",
}
_SEND = {
    "send": "Send a message to other tty lines",
    "*": "All tty lines",
    "number": "Send a message to a specific line",
}


def _command(pattern: str, run: Any, words: dict[str, str]) -> Command:
    return Command(pattern, run, words)


OPERATIONS = (
    _command("configure memory", configure_memory, {"configure": "Enter configuration mode",
             "memory": "Configure from NV memory"}),
    _command("configure { network | overwrite-network }", configure_network, {"configure": "Enter configuration mode",
             "network": "Configure from a TFTP network host",
             "overwrite-network": "Overwrite NV memory from TFTP network host"}),
    Command(
        "enable [<level:0-15>]",
        enable,
        {"enable": "Turn on privileged commands", "level": "Enable level"},
        level=USER_LEVEL,
    ),
    _command("reload [<reason:reason>]", reload.reload, _RELOAD),
    _command("reload in <delay:delay> [<reason:line>]", reload.reload_in, _RELOAD),
    _command(
        "reload at <time:hours> [{ <month:month> <day:1-31> | <day:1-31> <month:month> }] [<reason:line>]",
        reload.reload_at,
        _RELOAD,
    ),
    _command("reload cancel", reload.cancel, _RELOAD),
    _command("write [{ memory | terminal | erase | network }]", write, _WRITE),
    _command("copy running-config { startup-config | tftp: }", copy, _COPY),
    _command("copy startup-config { running-config | tftp: }", copy, _COPY),
    _command(
        "erase { startup-config | nvram: }",
        erase,
        {"erase": "Erase a filesystem", "startup-config": "Erase contents of configuration memory",
         "nvram:": "Filesystem to be erased"},
    ),
    _command("setup", setup, {"setup": "Run the SETUP command facility"}),
    Command(
        "pad <address:word>",
        pad,
        {"pad": "Open a X.29 PAD connection", "address": "X121 address or name of a remote system"},
        level=USER_LEVEL,
    ),
    _command("clock set <time:time> <day:1-31> <month:month> <year:1993-2035>", set_clock, _CLOCK),
    _command("clock set <time:time> <month:month> <day:1-31> <year:1993-2035>", set_clock, _CLOCK),
    _command("clock read-calendar", read_calendar, _CLOCK),
    _command("clock update-calendar", update_calendar, _CLOCK),
    _command("clear host { * | <name:word> }", clear_host, _CLEAR),
    _command("clear logging", clear_log, _CLEAR),
    _command("clear line [<kind:console|aux|vty>] <number:0-6>", clear_line, _CLEAR),
    _command("debug all", debugging.all_on, _DEBUG),
    _command("undebug all", debugging.all_off, _DEBUG),
    _command("no debug all", debugging.all_off, _DEBUG),
    _command("send { * | <number:0-6> }", send, _SEND),
)  # fmt: skip
