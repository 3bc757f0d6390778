"""What can be typed about the route cache in EXEC."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.features.route_cache.engine import NAME, RouteCacheEngine
from iossim.features.route_cache.show import CacheView, show_cache
from iossim.net.address import Prefix, length_of

if TYPE_CHECKING:
    from iossim.device.context import Context

_HELP = {
    "show": "Show running system information",
    "clear": "Reset functions",
    "ip": "IP information",
    "clear ip": "IP",
    "cache": "IP fast-switching route cache",
    "clear ip cache": "Delete cache table entries",
    "verbose": "display extra information",
    "prefix": "prefix of entries to show",
    "clear ip cache prefix": "Address prefix",
    "mask": "mask of entries to show",
    "clear ip cache prefix mask": "Prefix mask",
    "interface": "Interface whose entries are shown",
}


def _engine(context: Context) -> RouteCacheEngine:
    engine = context.router.engine(NAME)
    assert isinstance(engine, RouteCacheEngine)
    return engine


def _wanted(args: Args) -> Prefix | None:
    return Prefix.of(args["prefix"], length_of(args["mask"])) if "prefix" in args else None


def cache(context: Context, args: Args) -> Iterable[str]:
    """`show ip cache [PREFIX MASK] [INTERFACE] [verbose]`."""
    engine, router = _engine(context), context.router
    wanted, port = _wanted(args), args.get("interface")
    entries = sorted(entry for entry in engine.entries.values() if engine.valid(entry))
    shown = tuple(
        (entry, router.mac_of(entry.interface))
        for entry in entries
        if (wanted is None or wanted.covers(entry.prefix)) and port in (None, entry.interface)
    )
    counts = {what: engine.counts.peek(what) or 0 for what in ("added", "invalidated")}
    cleared = engine.counts.peek("cleared")
    view = CacheView(shown, len(entries), **counts, cleared=router.booted_at if cleared is None else cleared)
    return show_cache(view, context.names, context.now, bool(args.get("verbose")))


def clear(context: Context, args: Args) -> None:
    """`clear ip cache [PREFIX MASK]`."""
    _engine(context).clear(_wanted(args))


COMMANDS = (
    Command(
        "show ip cache [<prefix:ip> <mask:mask>] [<interface:interface>] [verbose]",
        cache,
        _HELP,
        level=1,
        filterable=True,
    ),
    Command("clear ip cache [<prefix:ip> <mask:mask>]", clear, _HELP),
)
