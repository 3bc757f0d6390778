"""The lines of class maps, policy maps, and where policies are applied (modular QoS command line).

Checks say what IOS says: a class that does not exist, features that exclude each other, a policy that wants more bandwidth than
an interface gives away. What is read from memory has been checked when it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.device.codepoint import declare
from iossim.device.nvgen import Place

if TYPE_CHECKING:
    from iossim.device.config import SectionKey
    from iossim.device.context import Context
    from iossim.features.qos.refusals import Refusals

CLASS_MAP_MODE = Mode("class-map", "config-cmap", "QoS class-map configuration commands:", GLOBAL, "class-map")
POLICY_MODE = Mode("policy-map", "config-pmap", "QoS policy-map configuration commands:", GLOBAL, "policy-map")
CLASS_MODE = Mode(
    "policy-class", "config-pmap-c", "QoS policy-map class configuration commands:", POLICY_MODE, "policy-class"
)
DEFAULT_CLASS = "class-default"
declare()


def _refusals(context: Context) -> Refusals:
    """Who knows what speaks against a line on this box."""
    refusals: Refusals = context.router.provider("qos-refusals")()
    return refusals


def check_class_unused(context: Context, args: Args) -> str | None:
    """A class map that a policy names stays."""
    return _refusals(context).of_class_map(args["name"])


def check_policy_unused(context: Context, args: Args) -> str | None:
    """A policy map that is applied stays."""
    return _refusals(context).of_policy_map(args["name"])


def check_class(context: Context, args: Args) -> str | None:
    """A class has a class map."""
    return _refusals(context).of_class(args["name"])


def check_priority(context: Context, args: Args) -> str | None:
    """What is given to a class must be there, and it has no other bandwidth."""
    return _refusals(context).of_reservation(context.section, args, BANDWIDTH)


def check_bandwidth(context: Context, args: Args) -> str | None:
    """The same, in the units of its policy."""
    return _refusals(context).of_reservation(context.section, args, PRIORITY)


def check_fair(context: Context, args: Args) -> str | None:
    """Only the default class shares by flow."""
    return _refusals(context).of_fair_queue(context.section)


def check_red(context: Context, args: Args) -> str | None:
    """Early drops are for a queue that has no other way to drop."""
    return _refusals(context).of_early(context.section, args)


def check_red_detail(context: Context, args: Args) -> str | None:
    """Parameters come behind `random-detect`, of its kind, and in order."""
    return _refusals(context).of_thresholds(context.section, args)


def check_limit(context: Context, args: Args) -> str | None:
    """A queue drops at its end or early."""
    return _refusals(context).of_limit(context.section)


def check_nested(context: Context, args: Args) -> str | None:
    """A policy in a class exists, and is not the one around it."""
    return _refusals(context).of_child(context.section, args["policy"])


def check_service(context: Context, args: Args) -> str | None:
    """A policy on an interface exists and fits."""
    return _refusals(context).of_service(str(context.section[-1][1]), args["direction"], args["policy"])


CLASS_MAP = ConfigLine(
    "class-map [<how:match-all|match-any>] <name:word>",
    help={
        "class-map": "Configure QoS Class Map",
        "match-all": "Logical-AND all matching statements under this classmap",
        "match-any": "Logical-OR all matching statements under this classmap",
        "name": "class-map name",
    },
    key=("name",),
    fill={"how": "match-all"},
    no_pattern="class-map [<how:match-all|match-any>] <name:word>",
    write_as="class-map <how:match-all|match-any> <name:word>",
    enters=CLASS_MAP_MODE,
    rank=Place.CLASS_MAP,
    check_no=check_class_unused,
)

_MATCH: Mapping[str, str] = {
    "match": "classification criteria",
    "not": "Negate this match result",
    "access-group": "Access group",
    "number": "Access list index",
    "name": "Named Access List",
    "list": "Access List name",
    "any": "Any packets",
    "class-map": "Class map",
    "class": "Name of the class-map",
    "input-interface": "Select an input interface to match",
    "ip": "IP specific values",
    "dscp": "Match IP DSCP (DiffServ CodePoints)",
    "precedence": "Match IP precedence",
    "codepoints": "Enter up to 8 codepoint values separated by white-spaces",
    "levels": "Enter up to 4 precedence values separated by white-spaces",
    "ip rtp": "Match RTP port nos",
    "low": "Starting port number",
    "range": "Port range",
    "protocol": "Protocol",
    "protocol ip": "IP",
    "protocol rtp": "Real Time Protocol",
    "audio": "Match voice packets",
    "video": "Match video packets",
}


def _match(pattern: str, key: tuple[str, ...], trailing: str = "") -> ConfigLine:
    """A criterion: each one is there once, and goes by being named whole."""
    return ConfigLine(
        f"match [not] {pattern}",
        CLASS_MAP_MODE,
        _MATCH,
        key=("not", *key),
        fill={"not": False},
        rank=10,
        indent=2,
        trailing=trailing,
    )


MATCH_LIST = _match("access-group <number:1-2699>", ("number",))
MATCH_NAMED = _match("access-group name <list:word>", ("list",))
MATCH_ANY = _match("any", (), " ")
MATCH_CLASS = _match("class-map <class:word>", ("class",))
MATCH_INPUT = _match("input-interface <interface:interface>", ("interface",))
MATCH_DSCP = _match("ip dscp <codepoints:dscp+>", ("codepoints",), " ")
MATCH_PRECEDENCE = _match("ip precedence <levels:precedence+>", ("levels",), " ")
MATCH_PORTS = _match("ip rtp <low:2000-65535> <range:0-16383>", ("low", "range"))
MATCH_IP = _match("protocol ip", ())
MATCH_RTP = _match("protocol rtp [<media:audio|video>]", ("media",))
MATCHES = (
    MATCH_LIST,
    MATCH_NAMED,
    MATCH_ANY,
    MATCH_CLASS,
    MATCH_INPUT,
    MATCH_DSCP,
    MATCH_PRECEDENCE,
    MATCH_PORTS,
    MATCH_IP,
    MATCH_RTP,
)

POLICY_MAP = ConfigLine(
    "policy-map <name:word>",
    help={"policy-map": "Configure QoS Policy Map", "name": "policy-map name"},
    key=("name",),
    enters=POLICY_MODE,
    rank=Place.POLICY_MAP,
    check_no=check_policy_unused,
)


def _default_last(args: Args) -> bool:
    return bool(args["name"] == DEFAULT_CLASS)


CLASS = ConfigLine(
    "class <name:word>",
    POLICY_MODE,
    {"class": "policy criteria", "name": "class-map name"},
    key=("name",),
    enters=CLASS_MODE,
    rank=10,
    sort=_default_last,
    indent=2,
    check=check_class,
)

_ACTION: Mapping[str, str] = {
    "priority": "Strict Scheduling Priority for this Class",
    "kbps": "Kilo Bits per second",
    "burst": "Burst in bytes",
    "priority percent": "% of total bandwidth",
    "percent": "Percentage",
    "bandwidth": "Bandwidth",
    "bandwidth percent": "% of total Bandwidth",
    "bandwidth remaining": "% of the remaining bandwidth",
    "bandwidth remaining percent": "% of the remaining bandwidth",
    "remaining": "Percentage",
    "fair-queue": "Enable Flow-based Fair Queuing in this Class",
    "queues": "Number of Dynamic Conversation Queues",
    "random-detect": "Enable Random Early Detection as drop policy",
    "dscp-based": "Enable dscp based WRED on an inteface",
    "prec-based": "Enable precedence based WRED on an interface",
    "random-detect dscp": "parameters for each dscp value",
    "random-detect precedence": "parameters for each precedence value",
    "exponential-weighting-constant": "weight for mean queue depth calculation",
    "constant": "integer in 1..16 used in weighted average to mean 2^number",
    "row": "IP precedence",
    "rsvp": "rsvp traffic",
    "codepoint dscp": "Differentiated services codepoint value",
    "least": "minimum threshold (number of packets)",
    "most": "maximum threshold (number of packets)",
    "mark": "mark probability denominator",
    "queue-limit": "Queue Max Threshold for Tail Drop",
    "packets": "Packets",
    "shape": "Traffic Shaping",
    "average": "configure token bucket: CIR (bps) [Bc (bits) [Be (bits)]], send out Bc only per interval",
    "peak": "configure token bucket: CIR (bps) [Bc (bits) [Be (bits)]], send out Bc+Be per interval",
    "rate": "Target Bit Rate (bits per second), the value needs to be multiple of 8000",
    "bc": "bits per interval, sustained. Needs to be multiple of 128",
    "be": "bits per interval, excess. Needs to be multiple of 128",
    "set": "Set QoS values",
    "set ip": "Set IP specific values",
    "dscp": "Set IP DSCP (DiffServ CodePoint)",
    "precedence": "Set IP precedence",
    "codepoint": "Differentiated services codepoint value",
    "level": "Precedence value",
    "police": "Police",
    "bps": "Bits per second",
    "normal": "Burst bytes",
    "maximum": "Maximum burst bytes",
    "conform-action": "action when rate is less than conform burst",
    "exceed-action": "action when rate is within conform and conform + exceed burst",
    "transmit": "transmit packet",
    "drop": "drop packet",
    "service-policy": "Configure QoS Service Policy",
    "policy": "policy-map name",
}


def _action(pattern: str, rank: int, **more: Any) -> ConfigLine:
    return ConfigLine(pattern, CLASS_MODE, _ACTION, rank=rank, **{"indent": 3, **more})


PRIORITY = _action(
    "priority { <kbps:8-2000000> [<burst:32-2000000>] | percent <percent:1-100> }", 10, check=check_priority
)
BANDWIDTH = _action(
    "bandwidth { <kbps:8-2000000> | percent <percent:1-100> | remaining percent <remaining:1-100> }",
    11,
    check=check_bandwidth,
)
FAIR_QUEUE = _action("fair-queue [<queues:16-4096>]", 12, indent=2, check=check_fair)
RED = _action("random-detect [<kind:dscp-based|prec-based>]", 13, no_pattern="random-detect", check=check_red)
RED_WEIGHT = _action(
    "random-detect exponential-weighting-constant <constant:1-16>", 14, default={"constant": 9}, check=check_red_detail
)
_THRESHOLDS = "<least:1-4096> <most:1-4096> [<mark:1-65536>]"
RED_PRECEDENCE = _action(
    f"random-detect precedence <row:0-7|rsvp> {_THRESHOLDS}",
    15,
    key=("row",),
    no_pattern=f"random-detect precedence <row:0-7|rsvp> [{_THRESHOLDS}]",
    check=check_red_detail,
)
RED_DSCP = _action(
    f"random-detect dscp <codepoint:dscp> {_THRESHOLDS}",
    16,
    key=("codepoint",),
    no_pattern=f"random-detect dscp <codepoint:dscp> [{_THRESHOLDS}]",
    check=check_red_detail,
)
REDS = (RED_WEIGHT, RED_PRECEDENCE, RED_DSCP)
QUEUE_LIMIT = _action("queue-limit <packets:1-64>", 17, check=check_limit)
SHAPE = _action(
    "shape <how:average|peak> <rate:8000-154400000> [<bc:256-154400000> [<be:0-154400000>]]",
    18,
    no_pattern="shape [<rest:line>]",
)
SET_DSCP = _action("set ip dscp <codepoint:dscp>", 19)
SET_PRECEDENCE = _action("set ip precedence <level:precedence>", 20)
POLICE = _action(
    "police <bps:8000-200000000> [<normal:1000-51200000> [<maximum:1000-51200000>]]"
    " conform-action <conform:transmit|drop> exceed-action <exceed:transmit|drop>",
    21,
    no_pattern="police [<rest:line>]",
)
CHILD = _action("service-policy <policy:word>", 22, no_pattern="service-policy [<policy:word>]", check=check_nested)

SERVICE_POLICY = ConfigLine(
    "service-policy <direction:input|output> <policy:word>",
    INTERFACE,
    {
        "service-policy": "Configure QoS Service Policy",
        "input": "Assign policy-map to the input of an interface",
        "output": "Assign policy-map to the output of an interface",
        "policy": "policy-map name",
    },
    key=("direction",),
    no_pattern="service-policy <direction:input|output> [<policy:word>]",
    rank=58,
    check=check_service,
)
MAX_RESERVED = ConfigLine(
    "max-reserved-bandwidth <percent:1-100>",
    INTERFACE,
    {
        "max-reserved-bandwidth": "Maximum Reservable Bandwidth on an Interface",
        "percent": "Max. reservable bandwidth as % of interface bandwidth",
    },
    default={"percent": 75},
    rank=59,
)

LINES = (
    CLASS_MAP,
    *MATCHES,
    POLICY_MAP,
    CLASS,
    PRIORITY,
    BANDWIDTH,
    FAIR_QUEUE,
    RED,
    *REDS,
    QUEUE_LIMIT,
    SHAPE,
    SET_DSCP,
    SET_PRECEDENCE,
    POLICE,
    CHILD,
    SERVICE_POLICY,
    MAX_RESERVED,
)


def class_section(policy: str, name: str) -> SectionKey:
    """Where the actions of a class stand."""
    return ((POLICY_MODE.name, policy), (CLASS_MODE.name, name))
