"""`telnet`, `connect`, a bare host name, and what keeps several connections apart (ios-cli 2.5, 7.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iossim.cli.entry import Args, Command
from iossim.cli.job import Answered, Ask, Done, Effect, Job, JobEvent, Started
from iossim.cli.mode import USER_LEVEL
from iossim.device.context import Context
from iossim.features.telnet.client import NO_CONNECTIONS, Telnet, chosen, engine_of, resumed
from iossim.features.telnet.engine import Outgoing
from iossim.features.telnet.lookup import BAD_NAME, find
from iossim.net.address import Address


def telnet(context: Context, args: Args) -> Job:
    """`telnet HOST [PORT] [/source-interface NAME]`."""
    return find(context, args["host"], args.get("port", 23), BAD_NAME, args.get("source", ""))


# -- several connections -------------------------------------------------------------------------------------------


def show_sessions(context: Context, args: Args) -> Iterable[str]:
    """`show sessions`, `where`: the line's connections; the star marks the one a blank line resumes."""
    mine = engine_of(context).of_line(context.line.name)
    if not mine:
        return [NO_CONNECTIONS]
    rows = ["Conn Host                Address             Byte  Idle Conn Name"]
    last = next(reversed(context.session.suspended), None)
    for place, outgoing in enumerate(mine, 1):
        address = context.ip(_target(outgoing))
        star = "*" if outgoing.number == last else " "
        rows.append(f"{star} {place:2} {address:19} {address:19} {0:4} {0:5} {address}")
    return [*rows, ""]


def _target(outgoing: Outgoing) -> Address:
    return outgoing.connection.peer if outgoing.connection is not None else Address(0)


def tcp_brief(context: Context, args: Args) -> Iterable[str]:
    """`show tcp brief`: the connections of the box; the number in front stands for the address of a control block."""
    rows = ["TCB       Local Address           Foreign Address        (state)"]
    for block, (key, connection) in enumerate(context.router.tcp.connections.items()):
        here, there = f"{context.ip(key[0])}.{key[1]}", f"{context.ip(key[2])}.{key[3]}"
        rows.append(f"{FIRST_BLOCK + block * BLOCK:08X}  {here:22}  {there:22} {connection.state}")
    return rows


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
                return (Ask(f"Closing connection to {context.ip(job.target)} [confirm]", confirm=True),)
            case Answered(key) if key in ("", "y", "Y"):
                context.session.suspended.pop(self.number, None)
                engine_of(context).drop(self.number)
        return (Done(),)


FIRST_BLOCK, BLOCK = 0x6245AD38, 0x3A4
HOST = "IP address or hostname of a remote system"
COMMANDS = (
    Command(
        "show tcp brief",
        tcp_brief,
        {
            "show": "Show running system information",
            "tcp": "Status of TCP connections",
            "brief": "Brief display",
        },
        level=USER_LEVEL,
        filterable=True,
    ),
    Command(
        "telnet <host:word> ( <port:1-65535> | /source-interface <source:interface> )*",
        telnet,
        {
            "telnet": "Open a telnet connection",
            "host": HOST,
            "port": "Port number",
            "/source-interface": "Specify source interface",
        },
        level=USER_LEVEL,
    ),
    Command(
        "connect <host:word> ( <port:1-65535> | /source-interface <source:interface> )*",
        telnet,
        {
            "connect": "Open a terminal connection",
            "host": HOST,
            "port": "Port number",
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
