"""What can be typed about route-maps and policy routing in EXEC."""

from __future__ import annotations

from collections.abc import Iterable

from iossim.cli.entry import Args, Command
from iossim.cli.mode import INTERFACE, USER_LEVEL
from iossim.device.context import Context
from iossim.device.debug_switch import debugs, is_on
from iossim.features.route_map import config as lines
from iossim.features.route_map.debugs import POLICY
from iossim.features.route_map.engine import RouteMapEngine, entries_of
from iossim.features.route_map.policy import LOCAL
from iossim.features.route_map.show import EntryView, show_maps, show_policies


def _engine(context: Context) -> RouteMapEngine:
    engine = context.router.engine("route_map")
    assert isinstance(engine, RouteMapEngine)
    return engine


def route_map(context: Context, args: Args) -> Iterable[str] | str:
    """`show route-map [NAME]`."""
    engine, wanted = _engine(context), args.get("name")
    views = []
    for entry in entries_of(context.router.config, wanted):
        meter = engine.meter(entry.name, entry.sequence)
        views.append(EntryView(entry, meter.count, meter.octets))
    if wanted is not None and not views:
        return f"route-map {wanted} not found"
    return show_maps(views, context.ip)


def policies(context: Context, args: Args) -> Iterable[str]:
    """`show ip policy`."""
    config = context.router.config
    found = [(LOCAL, config.value(lines.LOCAL_POLICY, (), "map"))]
    found += [(str(one[-1][1]), config.value(lines.POLICY, one, "map")) for one in config.sections(INTERFACE)]
    return show_policies([(port, name) for port, name in found if name is not None], context.look)


def debug_on(context: Context, args: Args) -> str:
    """`debug ip policy [LIST]`."""
    engine = _engine(context)
    engine.watched.clear()
    if "list" in args:
        engine.watched.set("list", str(args["list"]))
    context.router.lines.flags.set(POLICY, True)
    return is_on(engine.debug_flags()[POLICY])


def debug_off(context: Context, args: Args) -> str:
    """`undebug ip policy`."""
    _engine(context).watched.clear()
    context.router.lines.flags.delete(POLICY)
    return f"{_engine(context).debug_flags()[POLICY][1]} is off"


_SHOW = {
    "show": "Show running system information",
    "route-map": "route-map information",
    "name": "route-map name",
    "ip": "IP information",
    "policy": "Policy routing",
}
_DEBUG = {"ip": "IP information", "policy": "Policy routing", "list": "Access list"}

COMMANDS = (
    Command("show route-map [<name:word>]", route_map, _SHOW, level=USER_LEVEL, filterable=True),
    Command("show ip policy", policies, _SHOW, level=USER_LEVEL, filterable=True),
    *debugs("ip policy [<list:1-199>]", debug_on, debug_off, _DEBUG),
)
