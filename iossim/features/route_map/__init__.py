"""Route-maps, as filters of redistribution and of address translation.

Sources: protocols reference 4.4, ios-cli 3.5 and 9.4. Left out: policy routing, prefix-lists, `continue`, matches and sets
of protocols that the lab does not have.
"""

from __future__ import annotations

from collections.abc import Iterable

from iossim.cli.builtin import commands_of
from iossim.cli.entry import Args, Command
from iossim.device.context import Context
from iossim.device.engine import Feature
from iossim.features.route_map.config import LINES, ROUTE_MAP_MODE
from iossim.features.route_map.engine import RouteMapEngine, entries_of
from iossim.features.route_map.show import show_maps


def route_map(context: Context, args: Args) -> Iterable[str]:
    """`show route-map [NAME]`."""
    return show_maps(entries_of(context.router.config, args.get("name")))


SHOW = Command(
    "show route-map [<name:word>]",
    route_map,
    {"show": "Show running system information", "route-map": "route-map information", "name": "route-map name"},
    level=1,
    filterable=True,
)

FEATURE = Feature(
    "route_map",
    RouteMapEngine,
    lines=LINES,
    commands=(SHOW, *commands_of(ROUTE_MAP_MODE, "Exit from route-map configuration mode")),
    provides={"route-map": "permits", "route-map-entry": "entry", "route-map-packet": "permits_packet"},
)
