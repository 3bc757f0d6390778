"""What can be typed about the routing table in EXEC."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from iossim.cli.drawing import drawing
from iossim.cli.entry import Args, Command
from iossim.device.context import Context
from iossim.device.notices import RoutesCleared
from iossim.device.rib import Route
from iossim.features.static_routes.entry import Protocols, show_entry
from iossim.features.static_routes.summary import show_summary
from iossim.features.static_routes.table import (
    LOCAL_ROUTES,
    Of,
    Supernets,
    TableView,
    Within,
    local_entries,
    show_entries,
    show_table,
)
from iossim.net.address import Prefix, classful_length, length_of


def view_of(context: Context) -> TableView:
    """The table as this console shows it."""
    entries, known = dict(context.router.rib.installed.items()), context.router.rib.networks.copy()
    if context.look.has(LOCAL_ROUTES):
        for prefix, own in dict(local_entries(entries, context.router.interfaces.items())).items():
            if prefix not in entries:
                known.add(prefix)
            entries[prefix] = own
    candidates = context.router.provider("default-networks")
    return TableView(
        entries,
        context.now,
        context.ip,
        context.look,
        candidates=() if candidates is None else candidates(),
        gateway=context.router.rib.last_resort.peek(""),
        known=known,
    )


def protocols_of(context: Context) -> Protocols:
    """What the routing protocols of this box have to say about entries."""
    name = context.router.provider("route-owner")
    shared = context.router.provider("route-redistribution")
    told = context.router.provider("route-advertisement")
    detail = context.router.provider("route-detail")

    def named(source: str) -> str:
        found = name(source) if name is not None else None
        return source if found is None else str(found)

    def redistributing(prefix: Prefix, source: str) -> Sequence[str]:
        return tuple(shared(prefix, source)) if shared is not None else ()

    def advertised(prefix: Prefix, source: str) -> Sequence[str]:
        return tuple(told(prefix, source)) if told is not None else ()

    def detailed(prefix: Prefix, route: Route) -> Sequence[str]:
        return tuple(detail(prefix, route)) if detail is not None else ()

    return Protocols(named, redistributing, advertised, detailed)


def show_route(context: Context, args: Args) -> Iterable[str]:
    """`show ip route`."""
    return drawing(show_table, view_of(context))


def show_by_source(context: Context, args: Args) -> Iterable[str]:
    """`show ip route connected` and the like: no legend before 15.0, where connected ones have local ones beside them."""
    show = show_table if context.look.has(LOCAL_ROUTES) else show_entries
    return drawing(show, view_of(context), Of(args["source"]))


def show_supernets(context: Context, args: Args) -> Iterable[str]:
    """`show ip route supernets-only`."""
    return drawing(show_table, view_of(context), Supernets())


def show_prefix(context: Context, args: Args) -> Iterable[str]:
    """`show ip route A.B.C.D [MASK] [longer-prefixes]`; without a mask the longer ones are those of the class."""
    mask = args.get("mask")
    length = None if mask is None else length_of(mask)
    if args.get("longer-prefixes"):
        within = classful_length(args["address"]) if length is None else length
        return drawing(show_table, view_of(context), Within(Prefix.of(args["address"], within)))
    return show_entry(view_of(context), protocols_of(context), args["address"], length)


def show_route_summary(context: Context, args: Args) -> Iterable[str]:
    """`show ip route summary`."""
    return show_summary(view_of(context), protocols_of(context).name)


def show_protocols(context: Context, args: Args) -> Iterable[str]:
    """`show ip protocols`: what each routing protocol says of itself."""
    protocols = context.router.provider("ip-protocols")
    return protocols(context) if protocols is not None else ()


def clear_route(context: Context, args: Args) -> None:
    """`clear ip route`: the sources offer their routes again."""
    prefix = _cleared(context, args)
    if prefix is not None or args.get("*"):
        context.router.notify(RoutesCleared(prefix))


def _cleared(context: Context, args: Args) -> Prefix | None:
    """The prefix that was named, or the best match of the address."""
    if args.get("*"):
        return None
    if args.get("mask") is not None:
        return Prefix.of(args["address"], length_of(args["mask"]))
    entry = context.router.rib.lookup(args["address"])
    return entry.best.prefix if entry is not None and args["address"] in entry.best.prefix else None


_SHOW = {
    "show": "Show running system information",
    "ip": "IP information",
    "route": "IP routing table",
    "connected": "Connected",
    "local": "Local",
    "static": "Static routes",
    "eigrp": "Enhanced Interior Gateway Routing Protocol (EIGRP)",
    "process": "AS Number",
    "summary": "Summary of all routes",
    "supernets-only": "Show supernet entries only",
    "address": "Network to display information about or hostname",
    "mask": "Network mask",
    "longer-prefixes": "Show route matching the specified Network/Mask pair only",
    "protocols": "IP routing protocol process parameters and statistics",
}
_CLEAR = {
    "clear": "Reset functions",
    "ip": "IP",
    "route": "Delete route table entries",
    "*": "Delete all routes",
    "address": "Destination network route to delete",
    "mask": "Network mask",
}

COMMANDS = (
    Command("show ip route", show_route, _SHOW, level=1, filterable=True),
    Command("show ip route <source:connected|static>", show_by_source, _SHOW, level=1, filterable=True),
    Command("show ip route <source:local|local>", show_by_source, _SHOW, level=1, filterable=True, since=LOCAL_ROUTES),
    Command("show ip route <source:eigrp|eigrp> [<process:1-65535>]", show_by_source, _SHOW, level=1, filterable=True),
    Command("show ip route supernets-only", show_supernets, _SHOW, level=1, filterable=True),
    Command("show ip route summary", show_route_summary, _SHOW, level=1, filterable=True),
    Command("show ip route <address:ip> [<mask:mask>] [longer-prefixes]", show_prefix, _SHOW, level=1, filterable=True),
    Command("show ip protocols", show_protocols, _SHOW, level=1, filterable=True),
    Command("clear ip route { * | <address:ip> [<mask:mask>] }", clear_route, _CLEAR),
)
