"""The lines of route-maps."""

from __future__ import annotations

from typing import Any

from iossim.cli.entry import ConfigLine
from iossim.cli.mode import GLOBAL, Mode

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


DESCRIPTION = _clause("description <text:line>", 10)
MATCH_ADDRESS = _clause(
    "match ip address <lists:word+>", 20, key=("lists",), no_pattern="match ip address [<lists:word+>]"
)
MATCH_TAG = _clause("match tag <tags:0-4294967295+>", 21, key=("tags",), no_pattern="match tag [<tags:0-4294967295+>]")
SET_METRIC = _clause(
    "set metric <bandwidth:0-4294967295> [<delay:0-4294967295> <reliability:0-255> <loading:1-255> <mtu:1-4294967295>]",
    30,
)
SET_TAG = _clause("set tag <value:0-4294967295>", 31)

LINES = (ENTRY, DESCRIPTION, MATCH_ADDRESS, MATCH_TAG, SET_METRIC, SET_TAG)
