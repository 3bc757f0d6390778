"""Lines as they are configured: `line con 0`, `line aux 0`, `line vty 0 4`, and what stands under them.

A virtual terminal has the settings of the section that names it most narrowly, then those of wider ones.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from iossim.cli import escape
from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import LINE
from iossim.device.config import RunningConfig, SectionKey
from iossim.device.nvgen import Place
from iossim.features.system.accounts import check_password

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
    "access-class": "Filter connections based on an IP access list",
    "list": "IP access list",
    "1-199": "IP access list",
    "1300-2699": "IP expanded access list",
    "in": "Filter incoming connections",
    "out": "Filter outgoing connections",
    "exec-banner": "Enable the display of the EXEC banner",
    "motd-banner": "Enable the display of the MOTD banner",
    "exec": "Configure EXEC",
    "location": "Enter terminal location description",
    "location text": "One text line describing the terminal's location",
    "lockable": "Allow users to lock a line",
    "autocommand": "Automatically execute an EXEC command",
    "autocommand text": "Appropriate EXEC command",
    "full-help": "Provide help to unprivileged user",
    "escape-character": "Change the current line's escape character",
    "databits": "Set number of data bits per character",
    "databits size": "Number of databits",
    "parity": "Set terminal parity",
    "flowcontrol": "Set the flow control",
    "NONE": "Set no flow control",
    "hardware": "Set hardware flow control",
    "software": "Set software flow control",
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


ACCESS_CLASS = _line("access-class <list:1-199|1300-2699> <direction:in|out>", 9, key=("direction",))
SESSION_TIMEOUT = _line("session-timeout <minutes:0-35791>", 8, default={"minutes": 0})
EXEC_TIMEOUT = _line(
    "exec-timeout <minutes:0-35791> [<seconds:0-2147483>]",
    10,
    fill={"seconds": 0},
    default={"minutes": 10, "seconds": 0},
    write_as="exec-timeout <minutes:0-35791> <seconds:0-2147483>",
)
EXEC_BANNER = _line("exec-banner", 11, toggle=True)
MOTD_BANNER = _line("motd-banner", 11, toggle=True)
EXEC = _line("exec", 11, toggle=True)
LOCATION = _line("location <text:line>", 12)
PRIVILEGE = _line("privilege level <value:0-15>", 14, default={"value": 1})
PASSWORD = _line("password [<kind:0|7>] <text:line>", 20, fill={"kind": 0}, secret=True, check=check_password)
SYNCHRONOUS = _line("logging synchronous", 24, toggle=False)
LOGIN = _line("login [local]", 30, always=True, within=has_number)
LOCKABLE = _line("lockable", 34, toggle=False)
AUTOCOMMAND = _line("autocommand <text:line>", 35)
FULL_HELP = _line("full-help", 36, toggle=False)
EDITING = _line("editing", 38, toggle=True)
LENGTH = _line("length <lines:0-512>", 40, default={"lines": 24})
WIDTH = _line("width <columns:0-512>", 42, default={"columns": 80})
HISTORY = _line("history size <lines:0-256>", 44, default={"lines": 10})
ESCAPE = _line("escape-character <character:escape-character>", 46, default={"character": escape.DEFAULT})
PREFERRED = _line("transport preferred <protocol:none|ssh|telnet>", 50, default={"protocol": "telnet"})
INPUT = _line("transport input <protocols:all|none|ssh|telnet> [<more:ssh|telnet>]", 52, default={"protocols": "all"})
OUTPUT = _line("transport output <protocols:all|none|ssh|telnet>", 54, default={"protocols": "all"})
STOPBITS = _line("stopbits <bits:1|2>", 60, default={"bits": 2})
SPEED = _line("speed <rate:0-4294967295>", 62, default={"rate": 9600})
DATABITS = _line("databits <size:5-8>", 63, default={"size": 8})
PARITY = _line("parity <kind:even|mark|none|odd|space>", 64, default={"kind": "none"})
FLOW = _line("flowcontrol <kind:NONE|hardware|software>", 65, default={"kind": "NONE"})

OPENERS = (CONSOLE, AUX, VTY)
LINES = (
    *OPENERS, SESSION_TIMEOUT, ACCESS_CLASS, EXEC_TIMEOUT, EXEC_BANNER, MOTD_BANNER, EXEC, LOCATION, PRIVILEGE, PASSWORD,
    SYNCHRONOUS, LOGIN, LOCKABLE, AUTOCOMMAND, FULL_HELP, EDITING, LENGTH, WIDTH, HISTORY, ESCAPE, PREFERRED, INPUT,
    OUTPUT, STOPBITS, SPEED, DATABITS, PARITY, FLOW,
)  # fmt: skip


class Serial(NamedTuple):
    """Speed and framing of an asynchronous line."""

    rate: int
    parity: str
    stopbits: int
    databits: int
    flow: str


def transports(config: RunningConfig, line: str) -> str:
    """The protocols that a line may use, as displays name them."""
    wanted = (setting(config, line, INPUT if line.startswith("vty") else OUTPUT) or {})["protocols"]
    if wanted == "all":
        return "telnet ssh" if line.startswith("vty") else "pad telnet rlogin"
    return str(wanted)


def serial_of(config: RunningConfig, line: str) -> Serial:
    """How a line speaks to what is plugged into it."""

    def value(entry: ConfigLine, name: str) -> Any:
        return (setting(config, line, entry) or {})[name]

    return Serial(
        value(SPEED, "rate"),
        value(PARITY, "kind"),
        value(STOPBITS, "bits"),
        value(DATABITS, "size"),
        value(FLOW, "kind"),
    )


def goes_out(config: RunningConfig, line: str, protocol: str) -> bool:
    """Whether a line may open connections of a protocol (`transport output`)."""
    return (setting(config, line, OUTPUT) or {})["protocols"] in ("all", protocol)


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
    return _setting(config, sections_of(config, line), entry)


def _setting(config: RunningConfig, sections: tuple[SectionKey, ...], entry: ConfigLine) -> Args | None:
    for section in sections:
        args = config.args(entry, section)
        if args is not None:
            return args
    return entry.default or None


def switched_on(config: RunningConfig, line: str, entry: ConfigLine) -> bool:
    """The state of a toggle on a line: not its default where any section that speaks of the line says so."""
    return _switched_on(config, sections_of(config, line), entry)


def _switched_on(config: RunningConfig, sections: tuple[SectionKey, ...], entry: ConfigLine) -> bool:
    usual = bool(entry.toggle)
    for section in sections:
        if config.on(entry, section) is not usual:
            return not usual
    return usual


class Screen(NamedTuple):
    """What a line makes of the screen at it; `escape` is the code of the character."""

    length: int
    width: int
    editing: bool
    escape: int
    synchronous: bool


def screen_of(config: RunningConfig, line: str) -> Screen:
    """The screen that a line is configured for; lines of the same sections have the same."""
    return config.derived(_screen, sections_of(config, line))


def _screen(config: RunningConfig, sections: tuple[SectionKey, ...]) -> Screen:
    length, width, escape = (_setting(config, sections, entry) or {} for entry in (LENGTH, WIDTH, ESCAPE))
    return Screen(
        next(iter(length.values()), 0),
        next(iter(width.values()), 0),
        _switched_on(config, sections, EDITING),
        escape["character"],
        _switched_on(config, sections, SYNCHRONOUS),
    )


def access_class(config: RunningConfig, line: str, direction: str) -> str:
    """The access list that connections of a line pass in a direction (`access-class`); empty for none."""
    for section in sections_of(config, line):
        args = config.args(ACCESS_CLASS, section, direction=direction)
        if args is not None:
            return str(args["list"])
    return ""


def without_password(config: RunningConfig, section: SectionKey) -> list[str]:
    """The lines of a section that ask for a password nobody has set."""
    opener = config.opener(section)
    if opener is None or opener.entry not in OPENERS:
        return []
    if opener.entry is VTY:
        first = opener.args["first"]
        names = [f"vty {number}" for number in range(first, opener.args.get("last", first) + 1)]
    else:
        names = ["con 0" if opener.entry is CONSOLE else "aux 0"]
    return [name for name in names if setting(config, name, PASSWORD) is None]


def admits(config: RunningConfig, line: str, protocol: str) -> bool:
    """Whether a line takes a protocol (`transport input`)."""
    if not switched_on(config, line, EXEC):
        return False
    args = setting(config, line, INPUT) or {}
    return args.get("protocols") in ("all", protocol) or args.get("more") == protocol
