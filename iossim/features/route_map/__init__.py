"""Route-maps: filters of redistribution and of address translation, and policy routing.

Sources: protocols reference 4.4, ios-cli 3.5 and 9.4; the vendor's command references, 12.2. Left out: `continue`, matches and
sets of protocols that the lab does not have, `set ip next-hop verify-availability`.
"""

from __future__ import annotations

from iossim.cli.builtin import commands_of
from iossim.device.engine import Feature
from iossim.device.pipeline import Stage
from iossim.features.route_map.commands import COMMANDS
from iossim.features.route_map.config import LINES, ROUTE_MAP_MODE
from iossim.features.route_map.engine import RouteMapEngine

FEATURE = Feature(
    "route_map",
    RouteMapEngine,
    lines=LINES,
    commands=(*COMMANDS, *commands_of(ROUTE_MAP_MODE, "Exit from route-map configuration mode")),
    stages={Stage.POLICY_ROUTING: "route"},
    provides={
        "route-map-entry": "entry",
        "route-map-packet": "permits_packet",
        "ip-policy": "policy_of",
        "prefix-list-uses": "prefix_list_uses",
        "debug-flags": "debug_flags",
    },
)
