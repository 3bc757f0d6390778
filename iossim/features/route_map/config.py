"""The lines of route-maps, and those that route packets by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.device.codepoint import declare
from iossim.device.nvgen import Place
from iossim.device.rib import NULL

if TYPE_CHECKING:
    from iossim.device.context import Context

declare()
ROUTE_MAP_MODE = Mode("route-map", "config-route-map", "Route Map configuration commands:", GLOBAL, "route-map")

_HELP = {
    "route-map": "Create route-map or enter route-map command mode",
    "name": "Route map tag",
    "permit": "Route map permits set operations",
    "deny": "Route map denies set operations",
    "sequence": "Sequence to insert to/delete from existing route-map entry",
}
_CLAUSE = {
    "description": "Route-map comment",
    "text": "Comment describing this route-map",
    "match": "Match values from routing table",
    "ip": "IP specific information",
    "address": "Match address of route or match packet",
    "lists": "IP access-list name or number",
    "prefix-list": "Match entries of prefix-lists",
    "prefix-lists": "IP prefix-list name",
    "length": "Packet length",
    "minimum": "Minimum packet length",
    "maximum": "Maximum packet length",
    "tag": "Match tag of route",
    "set tag": "Tag value for destination routing protocol",
    "tags": "Tag value",
    "value": "Tag value",
    "set": "Set values in destination routing protocol",
    "metric": "Metric value for destination routing protocol",
    "bandwidth": "Metric value or Bandwidth in Kbits per second",
    "delay": "IGRP delay metric, in 10 microsecond units",
    "reliability": "IGRP reliability metric where 255 is 100% reliable",
    "loading": "IGRP Effective bandwidth metric (Loading) where 255 is 100% loaded",
    "mtu": "IGRP MTU of the path",
    "next-hop": "Next hop address",
    "hops": "IP address of next hop",
    "interface": "Output interface",
    "ports": "Output interface",
    NULL: "Null interface",
    "set default": "Set default information",
    "default interface": "Default output interface",
    "ip default": "Set default information",
    "ip default next-hop": "Next hop along path",
    "precedence": "Set precedence field",
    "precedence level": "Precedence value",
    "tos": "Set type of service field",
    "tos service": "Type of service value",
}

ENTRY = ConfigLine(
    "route-map <name:word> [<action:permit|deny>] [<sequence:0-65535>]",
    help=_HELP,
    key=("name", "sequence"),
    fill={"action": "permit", "sequence": 10},
    no_pattern="route-map <name:word> [<action:permit|deny>] [<sequence:0-65535>]",
    write_as="route-map <name:word> <action:permit|deny> <sequence:0-65535>",
    enters=ROUTE_MAP_MODE,
    rank=520,
    bang=True,
)


def _clause(pattern: str, rank: int, **more: Any) -> ConfigLine:
    return ConfigLine(pattern, ROUTE_MAP_MODE, _CLAUSE, rank=rank, **more)


def _length_in_order(_: Context, args: Args) -> str | None:
    """A shortest packet is not longer than the longest."""
    return "% Invalid length range" if args["minimum"] > args["maximum"] else None


DESCRIPTION = _clause("description <text:line>", 10)
MATCH_ADDRESS = _clause(
    "match ip address <lists:word+>", 20, key=("lists",), no_pattern="match ip address [<lists:word+>]"
)
MATCH_PREFIX = _clause(
    "match ip address prefix-list <prefix-lists:word+>",
    20,
    key=("prefix-lists",),
    no_pattern="match ip address prefix-list [<prefix-lists:word+>]",
)
MATCH_LENGTH = _clause(
    "match length <minimum:0-2147483647> <maximum:0-2147483647>",
    21,
    no_pattern="match length [<minimum:0-2147483647> <maximum:0-2147483647>]",
    check=_length_in_order,
)
MATCH_TAG = _clause("match tag <tags:0-4294967295+>", 22, key=("tags",), no_pattern="match tag [<tags:0-4294967295+>]")
SET_METRIC = _clause(
    "set metric <bandwidth:0-4294967295> [<delay:0-4294967295> <reliability:0-255> <loading:1-255> <mtu:1-4294967295>]",
    30,
)
SET_TAG = _clause("set tag <value:0-4294967295>", 31)
_PORTS = f"{{ <null:{NULL}|{NULL}> | <ports:any-interface+> }}"
SET_DEFAULT_INTERFACE = _clause(f"set default interface {_PORTS}", 32, no_pattern=f"set default interface [{_PORTS}]")
SET_INTERFACE = _clause(f"set interface {_PORTS}", 33, no_pattern=f"set interface [{_PORTS}]")
SET_DEFAULT_NEXT_HOP = _clause(
    "set ip default next-hop <hops:ip+>", 34, no_pattern="set ip default next-hop [<hops:ip+>]"
)
SET_NEXT_HOP = _clause("set ip next-hop <hops:ip+>", 35, no_pattern="set ip next-hop [<hops:ip+>]")
SET_PRECEDENCE = _clause("set ip precedence <level:set-precedence>", 36)
SET_TOS = _clause("set ip tos <service:set-tos>", 37)

_POLICY = {"policy": "Enable policy routing", "route-map": "Policy route map", "map": "Route map name"}
POLICY = ConfigLine(
    "ip policy route-map <map:word>",
    INTERFACE,
    {"ip": "Interface Internet Protocol config commands", **_POLICY},
    rank=64,
)
LOCAL_POLICY = ConfigLine(
    "ip local policy route-map <map:word>",
    help={"ip": "Global IP configuration subcommands", "local": "Specify local options", **_POLICY},
    rank=Place.IP,
)

SEVERAL = {SET_DEFAULT_INTERFACE: "ports", SET_INTERFACE: "ports", SET_DEFAULT_NEXT_HOP: "hops", SET_NEXT_HOP: "hops"}
"""The lines that take more of what they name when they are typed again."""

LINES = (
    ENTRY,
    DESCRIPTION,
    MATCH_ADDRESS,
    MATCH_PREFIX,
    MATCH_LENGTH,
    MATCH_TAG,
    SET_METRIC,
    SET_TAG,
    SET_DEFAULT_INTERFACE,
    SET_INTERFACE,
    SET_DEFAULT_NEXT_HOP,
    SET_NEXT_HOP,
    SET_PRECEDENCE,
    SET_TOS,
    POLICY,
    LOCAL_POLICY,
)
