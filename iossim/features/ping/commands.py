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
from iossim.features.ping.job import Ping, Sizes, Traceroute
from iossim.features.ping.probe import SECOND, TRACE_PORT
from iossim.net.address import Address

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
    size = args.get("size", 100)
    return Ping(
        address,
        args.get("count", 5),
        Sizes(size, size),
        args.get("timeout", 2) * SECOND,
        _source(context, args),
        df=bool(args.get("df-bit")),
    )


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
    return Traceroute(
        address,
        _source(context, args),
        args.get("probes", 3),
        args.get("timeout", 3) * SECOND,
        args.get("last", 30),
        args.get("udp", TRACE_PORT),
        hop=args.get("first", 1),
    )


def _source(context: Context, args: Args) -> Address:
    """The address that was asked for: one of our own, or that of an interface."""
    if "from" not in args and "port" not in args:
        return Address(0)
    found = context.own_address(str(args.get("from") or args["port"]))
    if found is None:
        raise Refused("% Invalid source address- IP address not on any of our up interfaces")
    return found


ONE_LINE_SINCE = "12.2(13)T"
_FROM = "source { <from:ip> | <port:interface> }"
_SOURCE = {"source": "specify source address or name", "from": "Source address", "timeout": "specify timeout interval"}
PING_OPTIONS = Command(
    f"ping [ip] <target:word> ( repeat <count:1-2147483647> | size <size:36-18024> | timeout <timeout:0-3600> | {_FROM}"
    " | df-bit | validate )*",
    ping,
    {
        **_SOURCE,
        "repeat": "specify repeat count",
        "count": "Repeat count",
        "size": "specify datagram size",
        "size size": "Datagram size",
        "timeout timeout": "Seconds",
        "df-bit": "enable do not fragment bit in IP header",
        "validate": "validate reply data",
    },
    level=USER_LEVEL,
    since=ONE_LINE_SINCE,
)
TRACE_OPTIONS = Command(
    f"traceroute [ip] <target:word> ( probe <probes:1-65535> | {_FROM} | timeout <timeout:0-3600> | port <udp:1-65535>"
    " | ttl <first:1-255> <last:1-255> | numeric )*",
    traceroute,
    {
        **_SOURCE,
        "probe": "specify number of probes per hop",
        "probes": "Number of probes",
        "timeout timeout": "Seconds",
        "port": "specify port number",
        "udp": "Port number",
        "ttl": "specify minimum and maximum ttl",
        "first": "Minimum ttl",
        "last": "Maximum ttl",
        "numeric": "display numeric address",
    },
    level=USER_LEVEL,
    since=ONE_LINE_SINCE,
)
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
