"""Displays of the box: clock, log, users, lines, terminal, hosts, aliases, files (forms of 12.2 and, where they differ, of 15.x).

Each is a pure function of a small frozen view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from iossim.cli.release import Forms, Release
from iossim.device.ages import clock as span
from iossim.device.syslog import SEVERITIES
from iossim.features.system.clock import Clock, Source, Zone, date, time_of_day
from iossim.features.system.line_config import Serial


def show_clock(clock: Clock, zone: Zone, now: int, detail: bool) -> Iterator[str]:
    """`show clock [detail]`."""
    when, name = zone.local(clock.at(now))
    yield f"{clock.mark}{time_of_day(when, milliseconds=True)} {name} {date(when)}"
    if detail:
        yield str(clock.source)
        if zone.summer is not None:
            begins, ends = zone.changes(when.year)
            yield f"Summer time starts {time_of_day(begins)} {zone.name} {date(begins)}"
            yield f"Summer time ends {time_of_day(ends)} {zone.summer['zone']} {date(ends)}"


def show_calendar(origin: int, zone: Zone, now: int) -> Iterator[str]:
    """`show calendar`: the clock that runs without power."""
    when, name = zone.local(Clock(origin, Source.CALENDAR).at(now))
    yield f"{time_of_day(when)} {name} {date(when)}"


# -- logging ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Destination:
    """Where messages go: least severe level, None when off, and how many went there."""

    level: int | None
    count: int


@dataclass(frozen=True, slots=True)
class LoggingView:
    """What `show logging` is drawn from."""

    on: bool
    console: Destination
    monitor: Destination
    buffer: Destination
    trap: Destination
    hosts: Sequence[tuple[str, int]]
    limited: int
    size: int
    messages: Sequence[str]


FILTERED = "12.4"
"""The release since which messages may be filtered and written as XML, which displays say of each destination."""
LOGGING = Forms[tuple[str, ...]](
    ("Syslog logging: {state} (0 messages dropped, {limited} messages rate-limited, 0 flushes, 0 overruns)",),
    (
        FILTERED,
        (
            "Syslog logging: {state} (0 messages dropped, {limited} messages rate-limited, 0 flushes, 0 overruns, "
            "xml disabled, filtering disabled)",
            "",
            "No Active Message Discriminator.",
            "",
            "",
            "",
            "No Inactive Message Discriminator.",
            "",
            "",
        ),
    ),
)
OF_DESTINATION = Forms("    {name} {level}", (FILTERED, "    {name:<16} {level}"))
FILTERS = Forms("", (FILTERED, ", xml disabled,\n{margin}filtering disabled"))
BEFORE_TRAP = Forms[tuple[str, ...]](
    ("    Logging Exception size (4096 bytes)",),
    (
        FILTERED,
        (
            "    Exception Logging: size (4096 bytes)",
            "    Count and timestamp logging messages: disabled",
            "    Persistent logging: disabled",
            "",
            "No active filter modules.",
            "",
        ),
    ),
)
HOST = Forms(
    "        Logging to {host}, {count} message lines logged",
    (
        FILTERED,
        "        Logging to {host}  (udp port 514, audit disabled,\n              link up),\n"
        "              {count} message lines logged, \n              0 message lines rate-limited, \n"
        "              0 message lines dropped-by-MD, \n              xml disabled, sequence number disabled\n"
        "              filtering disabled",
    ),
)


def show_logging(view: LoggingView, look: Release) -> Iterator[str]:
    """`show logging`."""
    state = "enabled" if view.on else "disabled"
    yield from (line.format(state=state, limited=view.limited) for line in LOGGING.on(look))
    for name, destination in (("Console", view.console), ("Monitor", view.monitor), ("Buffer", view.buffer)):
        title = f"{name} logging:"
        filters = FILTERS.on(look).format(margin=" " * (5 + len(title))) if destination.level is not None else ""
        yield from OF_DESTINATION.on(look).format(name=title, level=_level(destination) + filters).split("\n")
    yield from BEFORE_TRAP.on(look)
    yield f"    Trap logging: {_level(view.trap, 'message lines')}"
    for host, count in view.hosts:
        yield from HOST.on(look).format(host=host, count=count).split("\n")
    if view.buffer.level is not None:
        yield from ("", f"Log Buffer ({view.size} bytes):", "")
        for message in view.messages:
            yield from message.split("\n")


def _level(destination: Destination, unit: str = "messages") -> str:
    if destination.level is None:
        return "disabled"
    return f"level {SEVERITIES[destination.level]}, {destination.count} {unit} logged"


# -- users and lines -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineView:
    """A line: is somebody here, since when idle, from where."""

    number: int
    name: str
    mine: bool
    used: bool
    user: str
    hosts: str
    idle: int
    location: str
    uses: int
    access_in: str = "-"
    access_out: str = "-"
    rate: int = 9600


def show_users(lines: Iterable[LineView], every: bool) -> Iterator[str]:
    """`show users [all]`."""
    yield "    Line       User       Host(s)              Idle       Location"
    for line in lines:
        if line.used or every:
            mark = "*" if line.mine else " "
            idle = span(line.idle if line.used else 0)
            yield f"{mark}{line.number:3} {line.name:<10}{line.user:<11}{line.hosts:<21}{idle:<11}{line.location}"
    yield from ("", "  Interface  User      Mode                     Idle Peer Address", "")


def show_line(lines: Iterable[LineView]) -> Iterator[str]:
    """`show line`."""
    yield "   Tty Typ     Tx/Rx    A Modem  Roty AccO AccI   Uses   Noise  Overruns   Int"
    kinds = {"con": "CTY", "aux": "AUX", "vty": "VTY"}
    for line in lines:
        kind = kinds[line.name.partition(" ")[0]]
        speed = f"{line.rate}/{line.rate}" if kind == "AUX" else ""
        mark = "*" if line.used else " "
        yield (
            f"{mark}{line.number:6} {kind} {speed:>11}  -    -      -{line.access_out:>5}{line.access_in:>5}"
            f"   {line.uses:4}       0     0/0       -"
        )
    yield ""


@dataclass(frozen=True, slots=True)
class TerminalView:
    """What `show terminal` is drawn from; times in microseconds, 0 = never; `active` is None while nobody is there."""

    number: int
    serial: Serial | None
    location: str
    length: int
    width: int
    timeout: int
    active: int | None
    editing: bool
    history: int
    escape: str
    full_help: bool
    preferred: str
    allowed: str
    session_timeout: int


def show_terminal(view: TerminalView) -> Iterator[str]:
    """`show terminal`."""
    timeout = span(view.timeout) if view.timeout else "never"
    yield f'Line {view.number}, Location: "{view.location}", Type: ""'
    yield f"Length: {view.length} lines, Width: {view.width} columns"
    serial = view.serial
    if serial is not None:
        parity = "no" if serial.parity == "none" else serial.parity
        framing = f"{parity} parity, {serial.stopbits} stopbits, {serial.databits} databits"
        yield f"Baud rate (TX/RX) is {serial.rate}/{serial.rate}, {framing}"
    yield "Status: PSI Enabled, Ready, Active, No Exit Banner"
    flow = "" if serial is None or serial.flow == "NONE" else f"{serial.flow.capitalize()} Flowcontrol"
    yield f"Capabilities: {f'{flow} In, {flow} Out' if flow else 'none'}"
    yield "Modem state: Ready"
    yield "Special Chars: Escape  Hold  Stop  Start  Disconnect  Activation"
    escape = view.escape if view.escape == "none" else f"{view.escape}x"
    yield f"                {escape:<7}none   -     -       none         "
    yield "Timeouts:      Idle EXEC    Idle Session   Modem Answer  Session   Dispatch"
    session = span(view.session_timeout) if view.session_timeout else "never"
    yield f"               {timeout:<13}{session:<29}none     not set"
    yield "Modem type is unknown."
    yield "Session limit is not set."
    yield f"Time since activation: {'never' if view.active is None else span(view.active)}"
    yield f"Editing is {'enabled' if view.editing else 'disabled'}."
    yield f"History is {'enabled' if view.history else 'disabled'}, history size is {view.history}."
    yield "DNS resolution in show commands is enabled"
    yield f"Full user help is {'enabled' if view.full_help else 'disabled'}"
    yield f"Allowed transports are {view.allowed}.  Preferred is {view.preferred}."
    yield "No output characters are padded"
    yield "No special data dispatching characters"


# -- names -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HostsView:
    """What `show hosts` is drawn from; addresses as the console spells them."""

    domain: str
    lookup: bool
    servers: Sequence[str]
    hosts: Sequence[tuple[str, Sequence[str]]]


def show_hosts(view: HostsView) -> Iterator[str]:
    """`show hosts`."""
    yield f"Default domain is {view.domain or 'not set'}"
    if view.lookup:
        yield "Name/address lookup uses domain service"
        yield f"Name servers are {', '.join(view.servers or ('255.255.255.255',))}"
    else:
        yield "Name/address lookup uses static mappings"
    yield from (
        "",
        "Codes: u - unknown, e - expired, * - OK, ? - revalidate",
        "       t - temporary, p - permanent",
        "",
    )
    yield "Host                      Port  Flags      Age Type   Address(es)"
    for name, addresses in view.hosts:
        yield f"{name:<25} None  (perm, OK)  0   IP    {addresses[0]}"
        yield from (f"{'':<54}{address}" for address in addresses[1:])


def show_aliases(mode: str, aliases: Mapping[str, str]) -> Iterator[str]:
    """`show aliases`, those of one mode."""
    yield f"{mode} aliases:"
    yield from (f"  {name:<22}{text}" for name, text in sorted(aliases.items()))
    yield ""
