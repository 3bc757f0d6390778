"""What can be typed about CDP in EXEC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.features.cdp import config as wanted
from iossim.features.cdp.engine import NAME, SECOND, CdpEngine
from iossim.features.cdp.show import (
    NOT_RUNNING,
    NeighborView,
    show_detail,
    show_global,
    show_interfaces,
    show_neighbors,
    show_protocols,
    show_traffic,
    show_versions,
)

if TYPE_CHECKING:
    from iossim.device.context import Context

_SHOW = {
    "show": "Show running system information",
    "cdp": "CDP information",
    "entry": "Information for specific neighbor entry",
    "entry *": "all CDP neighbor entries",
    "device": "Name of CDP neighbor entry",
    "protocol": "Protocol information",
    "version": "Version information",
    "interface": "CDP interface status and configuration",
    "neighbors": "CDP neighbor entries",
    "detail": "Show detailed information",
    "traffic": "CDP statistics",
}
_CLEAR = {
    "clear": "Reset functions",
    "cdp": "Reset cdp information",
    "counters": "Clear CDP counters",
    "table": "Clear cdp table",
}


def _engine(context: Context) -> CdpEngine:
    engine = context.router.engine(NAME)
    assert isinstance(engine, CdpEngine)
    return engine


def _heard(context: Context, args: Args) -> tuple[NeighborView, ...]:
    """The neighbours asked for, by own interface and name."""
    engine, found = _engine(context), []
    for key, said in sorted(engine.neighbors.items(), key=lambda item: item[0]):
        left = engine.holds[key].remaining() or 0
        if args.get("port") in (None, key[0]) and args.get("device") in (None, said.device):
            found.append(NeighborView(key[0], said, left // SECOND))
    return tuple(found)


def neighbors(context: Context, args: Args) -> Iterable[str]:
    """`show cdp neighbors [INTERFACE] [detail]`."""
    if not _engine(context).running:
        return (NOT_RUNNING,)
    views = _heard(context, args)
    return show_detail(views, context.names) if args.get("detail") else show_neighbors(views, context.look)


def entry(context: Context, args: Args) -> Iterable[str]:
    """`show cdp entry {* | NAME} [protocol | version]`."""
    if not _engine(context).running:
        return (NOT_RUNNING,)
    views = _heard(context, args)
    if args.get("protocol"):
        return show_protocols(views, context.names)
    return show_versions(views) if args.get("version") else show_detail(views, context.names)


def whole(context: Context, args: Args) -> Iterable[str]:
    """`show cdp`."""
    engine = _engine(context)
    if not engine.running:
        return (NOT_RUNNING,)
    return show_global(engine.timer_seconds, engine.hold_seconds, context.router.config.on(wanted.VERSION_2))


def interfaces(context: Context, args: Args) -> Iterable[str]:
    """`show cdp interface [INTERFACE]`."""
    engine = _engine(context)
    if not engine.running:
        return (NOT_RUNNING,)
    ports = [port for port, _ in context.router.platform.ports if args.get("port") in (None, port)]
    known = (context.router.interfaces.peek(port) for port in ports if engine.enabled(port))
    return show_interfaces((one for one in known if one is not None), engine.timer_seconds, engine.hold_seconds)


def traffic(context: Context, args: Args) -> Iterator[str]:
    """`show cdp traffic`."""
    return show_traffic(_engine(context).counts(), context.router.config.on(wanted.VERSION_2))


def clear_counters(context: Context, args: Args) -> None:
    """`clear cdp counters`."""
    _engine(context).clear_counters()


def clear_table(context: Context, args: Args) -> None:
    """`clear cdp table`: the next messages fill it again."""
    _engine(context).clear_table()


COMMANDS = (
    Command("show cdp", whole, _SHOW, level=1, filterable=True),
    Command("show cdp entry { * | <device:word> } [protocol | version]", entry, _SHOW, level=1, filterable=True),
    Command("show cdp interface [<port:interface>]", interfaces, _SHOW, level=1, filterable=True),
    Command("show cdp neighbors [<port:interface>] [detail]", neighbors, _SHOW, level=1, filterable=True),
    Command("show cdp traffic", traffic, _SHOW, level=1, filterable=True),
    Command("clear cdp counters", clear_counters, _CLEAR),
    Command("clear cdp table", clear_table, _CLEAR),
)
