"""`telnet`, `connect`, a bare host name, and what keeps several connections apart (ios-cli 2.5, 7.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def show_tcp(context: Context, args: Args) -> Iterator[str]:
    """`show tcp brief [all]`: connections, and with `all` the ports that are listened on."""
    yield f"{'TCB':<10}{'Local Address':<24}{'Foreign Address':<23}(state)"
    tcp = context.router.tcp
    for number, ((own, port, peer, far), connection) in enumerate(tcp.connections.items()):
        begun = "ESTAB" if connection.open else "SYNSENT" if far in (TELNET, SSH) else "SYNRCVD"
        state = "FINWAIT1" if connection.closing else begun
        local, foreign = f"{context.ip(own)}.{port}", f"{context.ip(peer)}.{far}"
        yield f"{FIRST_BLOCK + number * BLOCK:08X}  {local:<24}{foreign:<23}{state}"
    if args.get("all"):
        for number, port in enumerate(sorted(tcp.listeners), len(tcp.connections)):
            yield f"{FIRST_BLOCK + number * BLOCK:08X}  {f'*.{port}':<24}{'*.*':<23}LISTEN"


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


TELNET, SSH = 23, 22
FIRST_BLOCK, BLOCK = 0x6235A0C8, 0x3A4  # where control blocks lie in memory
HOST = "IP address or hostname of a remote system"
COMMANDS = (
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
    Command(
        "show tcp brief [all]",
        show_tcp,
        {"tcp": "Status of TCP connections", "brief": "Brief display", "all": "All TCP end-points"},
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
