"""What can be typed about DHCP in EXEC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from iossim.cli.entry import Args, Command
from iossim.device.context import Context
from iossim.device.debug_switch import debugs
from iossim.device.dhcp import Binding
from iossim.features.dhcp.conflicts import show_conflicts
from iossim.features.dhcp.debugs import CLIENT, DETAIL, NAMES
from iossim.features.dhcp.engine import DhcpEngine
from iossim.features.dhcp.show import ServerView, show_bindings, show_leases, show_statistics
from iossim.net.address import Address


def _engine(context: Context) -> DhcpEngine:
    engine = context.router.engine("dhcp")
    assert isinstance(engine, DhcpEngine)
    return engine


def leases(context: Context, args: Args) -> Iterable[str]:
    """`show dhcp lease`."""
    engine = _engine(context)
    return show_leases([engine.view(port) for port in sorted(engine.clients.keys())], context.ip)


def bindings(context: Context, args: Args) -> Iterable[str]:
    """`show ip dhcp binding [ADDRESS]`."""
    wanted = args.get("address")
    manual = _manual(context)
    book = {one.address: one for one in _engine(context).bindings.values() if _held(context, one)}
    found = [
        (binding, _local(context, binding.expires), address in manual)
        for address, binding in sorted({**book, **manual}.items())
        if wanted in (None, address)
    ]
    return show_bindings(found, context.look, context.ip)


def _manual(context: Context) -> dict[Address, Binding]:
    """The addresses that belong to one client, whether or not it has asked."""
    pools = _engine(context).pools()
    return {
        pool.fixed: Binding(pool.fixed, pool.mac, None)
        for pool in pools
        if pool.fixed is not None and pool.mac is not None
    }


def _held(context: Context, binding: Binding) -> bool:
    return not binding.offered and not binding.over(context.now)


def _local(context: Context, at: int | None) -> datetime | None:
    """A virtual time as the router's clock shows it."""
    return None if at is None else _date(context, at)


def _date(context: Context, at: int) -> datetime:
    local = context.router.provider("local-time")
    date: datetime = local(at) if local is not None else context.router.wall.at(at)
    return date


def conflicts(context: Context, args: Args) -> Iterable[str]:
    """`show ip dhcp conflict [ADDRESS]`."""
    wanted, found = args.get("address"), sorted(_engine(context).conflicts.items())
    told = [(one, _date(context, one.since)) for address, one in found if wanted in (None, address)]
    return show_conflicts(told, context.look, context.ip)


def clear_conflict(context: Context, args: Args) -> str | None:
    """`clear ip dhcp conflict`."""
    book = _engine(context).conflicts
    if args.get("*"):
        book.clear()
        return None
    if book.peek(args["address"]) is None:
        return f"% Address {context.ip(args['address'])} not found"
    book.delete(args["address"])
    return None


def statistics(context: Context, args: Args) -> Iterable[str]:
    """`show ip dhcp server statistics`."""
    engine = _engine(context)
    found = [binding for binding in engine.bindings.values() if not binding.offered]
    manual = _manual(context)
    found = [binding for binding in found if binding.address not in manual]
    held = sum(not binding.over(context.now) for binding in found)
    counts = dict(engine.counts.items())
    return show_statistics(ServerView(len(engine.pools()), held, len(found) - held, len(manual), counts))


def clear_statistics(context: Context, args: Args) -> None:
    """`clear ip dhcp server statistics`."""
    _engine(context).counts.clear()


def clear_binding(context: Context, args: Args) -> str | None:
    """`clear ip dhcp binding`."""
    book = _engine(context).bindings
    if args.get("*"):
        book.clear()
        return None
    if book.peek(args["address"]) is None:
        return f"% Client {context.ip(args['address'])} not found"
    book.delete(args["address"])
    return None


_SHOW = {
    "show": "Show running system information",
    "dhcp": "Dynamic Host Configuration Protocol status",
    "lease": "Show DHCP Addresses leased from a server",
    "ip": "IP information",
    "ip dhcp": "Show items in the DHCP database",
    "binding": "DHCP address bindings",
    "conflict": "DHCP address conflicts",
    "address": "IP address of the binding",
    "server": "Miscellaneous DHCP server information",
    "statistics": "Miscellaneous DHCP server statistics",
}
_CLEAR = {
    "clear": "Reset functions",
    "ip": "IP",
    "dhcp": "Delete items from the DHCP database",
    "binding": "DHCP address bindings",
    "*": "Clear all automatic bindings",
    "conflict": "DHCP address conflicts",
    "conflict *": "Clear all address conflicts",
    "conflict address": "Clear a specific conflict",
    "address": "Clear a specific binding",
    "server": "Clear DHCP server statistics",
    "statistics": "Clear DHCP server statistics",
}


def debug_on(context: Context, args: Args) -> str:
    """`debug dhcp [detail]`."""
    flags = context.router.lines.flags
    flags.set(CLIENT, True)
    if args.get("detail"):
        flags.set(DETAIL, True)
    return f"{NAMES[CLIENT][1]} is on{' (detailed)' if args.get('detail') else ''}"


def debug_off(context: Context, args: Args) -> str:
    """`undebug dhcp`."""
    flags = context.router.lines.flags
    flags.delete(CLIENT)
    flags.delete(DETAIL)
    return f"{NAMES[CLIENT][1]} is off"


_DEBUG = {
    "dhcp": "DHCP client activity",
    "detail": "DHCP packet content",
}

COMMANDS = (
    *debugs("dhcp [detail]", debug_on, debug_off, _DEBUG),
    Command("show dhcp lease", leases, _SHOW, level=1, filterable=True),
    Command("show ip dhcp binding [<address:ip>]", bindings, _SHOW, level=1, filterable=True),
    Command("show ip dhcp conflict [<address:ip>]", conflicts, _SHOW, level=1, filterable=True),
    Command("show ip dhcp server statistics", statistics, _SHOW, level=1, filterable=True),
    Command("clear ip dhcp server statistics", clear_statistics, _CLEAR),
    Command("clear ip dhcp conflict { * | <address:ip> }", clear_conflict, _CLEAR),
    Command("clear ip dhcp binding { * | <address:ip> }", clear_binding, _CLEAR),
)
