"""Lines as they are configured: `line con 0`, `line aux 0`, `line vty 0 4`, and what stands under them.

A virtual terminal has the settings of the section that names it most narrowly, then those of wider ones.
"""

from __future__ import annotations

from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import LINE
from iossim.device.config import RunningConfig, SectionKey
from iossim.device.nvgen import Place

LAST_VTY = 4

_HELP = {
    "line": "Configure a terminal line",
    "console": "Primary terminal line",
    "aux": "Auxiliary line",
    "vty": "Virtual terminal",
    "0": "Line number",
    "first": "First Line number",
    "last": "Last Line number",
}


def has_number(args: Args) -> bool:
    """True under `line vty`."""
    return "first" in args


CONSOLE = ConfigLine("line console 0", help=_HELP, write_as="line con 0", enters=LINE, key=("console",), rank=Place.LINE,
                     fill={"console": "con"})  # fmt: skip
AUX = ConfigLine("line aux 0", help=_HELP, enters=LINE, key=("aux",), fill={"aux": "aux"}, rank=Place.LINE + 1)
VTY = ConfigLine(
    "line vty <first:0-4> [<last:0-4>]",
    help=_HELP,
    enters=LINE,
    key=("first", "last"),
    rank=Place.LINE + 2,
    sort=lambda args: args["first"],
)

_LINE = {
    "exec-timeout": "Set the EXEC timeout",
    "minutes": "Timeout in minutes",
    "seconds": "Timeout in seconds",
    "password": "Set a password",
    "0": "Specifies an UNENCRYPTED password will follow",
    "7": "Specifies a HIDDEN password will follow",
    "text": "The UNENCRYPTED (cleartext) line password",
    "login": "Enable password checking",
    "local": "Local password checking",
    "logging": "Modify message logging facilities",
    "synchronous": "Synchronized message output",
    "history": "Enable and control the command history function",
    "size": "Set history buffer size",
    "size lines": "Size of history buffer",
    "editing": "Enable command line editing",
    "length": "Set number of lines on a screen",
    "length lines": "Number of lines on screen (0 for no pausing)",
    "width": "Set width of the display terminal",
    "columns": "Number of characters on a screen line",
    "transport": "Define transport protocols for line",
    "input": "Define which protocols to use when connecting to the terminal server",
    "output": "Define which protocols to use for outgoing connections",
    "preferred": "Specify the preferred protocol to use",
    "all": "All protocols",
    "none": "No protocols",
    "ssh": "TCP/IP SSH protocol",
    "telnet": "TCP/IP Telnet protocol",
    "privilege": "Change privilege level for line",
    "level": "Assign default privilege level for line",
    "privilege level": "Assign default privilege level for line",
    "level value": "Default privilege level for line",
    "session-timeout": "Set interval for closing connection when there is no input traffic",
    "stopbits": "Set async line stop bits",
    "speed": "Set the transmit and receive speeds",
    "rate": "Transmit and receive speeds",
}


def _line(pattern: str, rank: int, **more: Any) -> ConfigLine:
    return ConfigLine(pattern, LINE, _LINE, rank=rank, **more)


SESSION_TIMEOUT = _line("session-timeout <minutes:0-35791>", 8, default={"minutes": 0}, effect=False)
EXEC_TIMEOUT = _line(
    "exec-timeout <minutes:0-35791> [<seconds:0-2147483>]",
    10,
    fill={"seconds": 0},
    default={"minutes": 10, "seconds": 0},
    write_as="exec-timeout <minutes:0-35791> <seconds:0-2147483>",
)
PRIVILEGE = _line("privilege level <value:0-15>", 14, default={"value": 1})
PASSWORD = _line("password [<kind:0|7>] <text:line>", 20, fill={"kind": 0}, secret=True)
SYNCHRONOUS = _line("logging synchronous", 24, toggle=False)
LOGIN = _line("login [local]", 30, always=True, within=has_number)
EDITING = _line("editing", 38, toggle=True)
LENGTH = _line("length <lines:0-512>", 40, default={"lines": 24})
WIDTH = _line("width <columns:0-512>", 42, default={"columns": 80})
HISTORY = _line("history size <lines:0-256>", 44, default={"lines": 10})
PREFERRED = _line("transport preferred <protocol:none|ssh|telnet>", 50, default={"protocol": "telnet"})
INPUT = _line("transport input <protocols:all|none|ssh|telnet> [<more:ssh|telnet>]", 52, default={"protocols": "all"})
OUTPUT = _line("transport output <protocols:all|none|ssh|telnet>", 54, default={"protocols": "all"}, effect=False)
STOPBITS = _line("stopbits <bits:1|2>", 60, default={"bits": 2}, effect=False)
SPEED = _line("speed <rate:0-4294967295>", 62, default={"rate": 9600}, effect=False)

OPENERS = (CONSOLE, AUX, VTY)
LINES = (
    *OPENERS, SESSION_TIMEOUT, EXEC_TIMEOUT, PRIVILEGE, PASSWORD, SYNCHRONOUS, LOGIN, EDITING, LENGTH, WIDTH, HISTORY,
    PREFERRED, INPUT, OUTPUT, STOPBITS, SPEED,
)  # fmt: skip


def sections_of(config: RunningConfig, line: str) -> tuple[SectionKey, ...]:
    """The sections that speak of a line (`con 0`, `vty 3`), the narrowest first."""
    kind, _, number = line.partition(" ")
    if kind != "vty":
        opener = CONSOLE if kind == "con" else AUX
        return tuple(statement.under(()) for statement in config.all(opener))
    found = [s for s in config.all(VTY) if s.args["first"] <= int(number) <= s.args.get("last", s.args["first"])]
    found.sort(key=lambda s: s.args.get("last", s.args["first"]) - s.args["first"])
    return tuple(statement.under(()) for statement in found)


def setting(config: RunningConfig, line: str, entry: ConfigLine) -> Args | None:
    """The arguments of a setting on a line: as configured, else its default, else None."""
    for section in sections_of(config, line):
        args = config.args(entry, section)
        if args is not None:
            return args
    return entry.default or None


def switched_on(config: RunningConfig, line: str, entry: ConfigLine) -> bool:
    """The state of a toggle on a line: not its default where any section that speaks of the line says so."""
    usual = bool(entry.toggle)
    return any(config.on(entry, section) is not usual for section in sections_of(config, line)) is not usual


def admits(config: RunningConfig, line: str, protocol: str) -> bool:
    """Whether a line takes a protocol (`transport input`)."""
    args = setting(config, line, INPUT) or {}
    return args.get("protocols") in ("all", protocol) or args.get("more") == protocol
