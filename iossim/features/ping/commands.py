"""`ping` and `traceroute`, with a target or as a dialog."""

from __future__ import annotations

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.job import Job
from iossim.cli.mode import USER_LEVEL
from iossim.device.context import Context
from iossim.features.ping.dialog import (
    PING,
    PING_OF_A_USER,
    PROTOCOL,
    TRACE,
    Dialog,
    Question,
    make_ping,
    make_trace,
)
from iossim.features.ping.job import Ping, Traceroute

UNKNOWN = "% Unrecognized host or address, or protocol not running."


def ping(context: Context, args: Args) -> Job:
    """`ping [ip] [HOST]`."""
    target = args.get("target")
    if target is None:
        questions = PING if context.session.level > USER_LEVEL else PING_OF_A_USER
        return Dialog(_with_protocol(questions, args), make_ping, "ping")
    address = context.resolve(target)
    if address is None:
        raise Refused(UNKNOWN)
    return Ping(address)


def _with_protocol(questions: tuple[Question, ...], args: Args) -> tuple[Question, ...]:
    """The protocol is asked for, unless it was named."""
    return questions if args.get("ip") else (PROTOCOL, *questions)


def traceroute(context: Context, args: Args) -> Job:
    """`traceroute [ip] [HOST]`."""
    target = args.get("target")
    if target is None:
        return Dialog(_with_protocol(TRACE, args), make_trace, "traceroute")
    address = context.resolve(target)
    if address is None:
        raise Refused(UNKNOWN)
    return Traceroute(address)


PING_COMMAND = Command(
    "ping [ip] [<target:word>]",
    ping,
    {"ping": "Send echo messages", "ip": "IP echo", "target": "Ping destination address or hostname"},
    level=USER_LEVEL,
)
TRACEROUTE_COMMAND = Command(
    "traceroute [ip] [<target:word>]",
    traceroute,
    {
        "traceroute": "Trace route to destination",
        "ip": "IP Trace",
        "target": "Trace route to destination address or hostname",
    },
    level=USER_LEVEL,
)
