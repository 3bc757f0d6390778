"""`telnet`, `connect`, a bare host name, and what keeps several connections apart (ios-cli 2.5, 7.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iossim.cli.compound import TCP_PORTS
from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Done, Effect, Job, JobEvent, Out, Started
from iossim.cli.mode import USER_LEVEL
from iossim.device.context import Context
from iossim.device.tcp import ConnectionKey
from iossim.features.telnet.client import NO_CONNECTIONS, Telnet, chosen, engine_of, resumed
from iossim.features.telnet.engine import Outgoing
from iossim.features.telnet.lookup import BAD_NAME, find
from iossim.features.telnet.show_tcp import block_of, show_brief, show_connections
from iossim.features.telnet.show_tcp_statistics import show_statistics
from iossim.net.address import Address

MINUTE = 60_000_000
TELNET = TCP_PORTS["telnet"]


def telnet(context: Context, args: Args) -> Job:
    """`telnet HOST [PORT|SERVICE] [/source-interface NAME]`."""
    port = TCP_PORTS.get(args.get("service", ""), args.get("port", TELNET))
    return find(context, args["host"], port, BAD_NAME, args.get("source", ""))


# -- several connections -------------------------------------------------------------------------------------------


def show_sessions(context: Context, args: Args) -> Iterable[str]:
    """`show sessions`, `where`: the line's connections; the star marks the one a blank line resumes."""
    mine = engine_of(context).of_line(context.line.name)
    if not mine:
        return [NO_CONNECTIONS]
    rows = ["Conn Host                Address             Byte  Idle Conn Name"]
    last = next(reversed(context.session.suspended), None)
    for outgoing in mine:
        address = context.ip(_target(outgoing))
        host = outgoing.host or address
        star = "*" if outgoing.number == last else " "
        idle = (context.now - outgoing.used) // MINUTE
        rows.append(f"{star} {outgoing.place:2} {host:19} {address:19} {len(outgoing.waiting):4} {idle:5} {host}")
    return [*rows, ""]


def _target(outgoing: Outgoing) -> Address:
    return outgoing.connection.peer if outgoing.connection is not None else Address(0)


def clear_tcp(context: Context, args: Args) -> Job:
    """`clear tcp line N`, `clear tcp tcb ADDRESS`."""
    if "block" in args:
        wanted = args["block"].lower().removeprefix("0x").zfill(8)
        for key, connection in context.router.tcp.connections.items():
            if f"{block_of(connection):08x}" == wanted:
                return ClearTcp((key,))
        raise Refused("% No such TCB")
    names = [name for name, line in context.router.lines.by_name.items() if line.number == args["number"]]
    if not names:
        raise Refused("%% No such line")
    return ClearTcp(tuple(one.key for one in engine_of(context).connections_of(names[0])))


@dataclass(frozen=True, slots=True)
class ClearTcp:
    """The question before connections are cut off; both sides are told."""

    keys: tuple[ConnectionKey, ...]

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return (Ask("[confirm]", confirm=True),)
            case Answered(key) if key in ("", "y", "Y"):
                for one in self.keys:
                    connection = context.router.tcp.connections.get(one)
                    if connection is not None:
                        connection.reset()
                return (Out(" [OK]\n"), Done())
        return (Done(),)


def resume(context: Context, args: Args) -> Job:
    """`resume [N]`."""
    return resumed(context, args.get("number"))


def disconnect(context: Context, args: Args) -> Job:
    """`disconnect [N]`."""
    return Disconnect(chosen(context, args.get("number")))


@dataclass(frozen=True, slots=True)
class Disconnect:
    """The question before a connection is ended."""

    number: int

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                job = context.session.suspended[self.number]
                assert isinstance(job, Telnet)
                return (Ask(f"Closing connection to {job.called(context)} [confirm]", confirm=True),)
            case Answered(key) if key in ("", "y", "Y"):
                context.session.suspended.pop(self.number, None)
                engine_of(context).drop(self.number)
        return (Done(),)


HOST = "IP address or hostname of a remote system"
SERVICES = "|".join(sorted(TCP_PORTS))


def _ports(command: str) -> dict[str, str]:
    """What `?` says of ports behind a host."""
    return {"port": "Port number", **{f"{command} {name}": f"{name} ({number})" for name, number in TCP_PORTS.items()}}


_CLEAR = {
    "clear": "Reset functions",
    "tcp": "Clear a TCP connection or statistics",
    "line": "TTY line number",
    "number": "TTY line number",
    "tcb": "TCB address",
    "block": "TCB address",
}
COMMANDS = (
    Command(
        f"telnet <host:word> ( <port:0-65535> | <service:{SERVICES}> | /source-interface <source:interface> )*",
        telnet,
        {
            "telnet": "Open a telnet connection",
            "host": HOST,
            **_ports("telnet"),
            "/source-interface": "Specify source interface",
        },
        level=USER_LEVEL,
    ),
    Command(
        f"connect <host:word> ( <port:0-65535> | <service:{SERVICES}> | /source-interface <source:interface> )*",
        telnet,
        {
            "connect": "Open a terminal connection",
            "host": HOST,
            **_ports("connect"),
            "/source-interface": "Specify source interface",
        },
        level=USER_LEVEL,
    ),
    Command(
        "show sessions",
        show_sessions,
        {"sessions": "Information about Telnet connections"},
        level=USER_LEVEL,
        filterable=True,
    ),
    Command(
        "show tcp [<number:0-6>]",
        show_connections,
        {"tcp": "Status of TCP connections", "number": "Line number"},
        level=USER_LEVEL,
        filterable=True,
    ),
    Command(
        "show tcp brief [all]",
        show_brief,
        {"tcp": "Status of TCP connections", "brief": "Brief display", "all": "All TCP end-points"},
        level=USER_LEVEL,
        filterable=True,
    ),
    Command(
        "show tcp statistics",
        show_statistics,
        {"tcp": "Status of TCP connections", "statistics": "TCP protocol statistics"},
        level=USER_LEVEL,
        filterable=True,
    ),
    Command("clear tcp { line <number:0-6> | tcb <block:word> }", clear_tcp, _CLEAR),
    Command("where", show_sessions, {"where": "List active connections"}, level=USER_LEVEL),
    Command(
        "resume [<number:1-99>]",
        resume,
        {"resume": "Resume an active network connection", "number": "The number of an active network connection"},
        level=USER_LEVEL,
    ),
    Command(
        "disconnect [<number:1-99>]",
        disconnect,
        {
            "disconnect": "Disconnect an existing network connection",
            "number": "The number of an active network connection",
        },
        level=USER_LEVEL,
    ),
)
