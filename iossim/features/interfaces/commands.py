"""What can be typed about interfaces in EXEC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iossim.cli.entry import Args, Command
from iossim.cli.job import Answered, Ask, Done, Effect, Interrupted, JobEvent, Started
from iossim.cli.mode import GLOBAL
from iossim.device.context import Context
from iossim.device.notices import CountersCleared
from iossim.features.interfaces import ranges, show
from iossim.features.interfaces.config import SECTION
from iossim.features.interfaces.hardware_commands import COMMANDS as HARDWARE
from iossim.features.interfaces.messages import cleared
from iossim.features.interfaces.queueing import COMMANDS as QUEUEING
from iossim.features.interfaces.show_ip import show_ip_interfaces
from iossim.features.interfaces.show_vlans import VLANS
from iossim.features.interfaces.view import PortView, engine_of, view_of, views_of
from iossim.net.address import Address

MINUTE = 60_000_000


def _views(context: Context, args: Args, rated: bool = True) -> tuple[PortView, ...]:
    """The interface that was named, or all."""
    name = args.get("interface")
    if name is None:
        return views_of(context.router, rated)
    return (view_of(context.router, name, rated),) if context.router.interfaces.peek(name) is not None else ()


def interfaces(context: Context, args: Args) -> Iterable[str]:
    """`show interfaces [NAME] [description|stats|switching]`."""
    views = _views(context, args)
    if args.get("description"):
        return show.show_description(views)
    ports = tuple(view for view in views if not view.subinterface)
    if args.get("stats"):
        return show.show_stats(ports)
    if args.get("switching"):
        return show.show_switching(ports)
    return show.show_interfaces(views, context.look, context.now, context.ip)


def summary(context: Context, args: Args) -> Iterable[str]:
    """`show interfaces [NAME] summary`."""
    return show.show_summary([view for view in _views(context, args) if not view.subinterface])


def protocols(context: Context, args: Args) -> Iterable[str]:
    """`show protocols [NAME]`: which protocols run, and the address of each interface."""
    return show.show_protocols(_views(context, args, rated=False), context.ip)


def ip_interface(context: Context, args: Args) -> Iterable[str]:
    """`show ip interface`: of one or of all, in full or `brief`, in either order."""
    views = _views(context, args, rated=False)
    if args.get("brief"):
        return show.show_brief(views, context.ip, context.look.has("12.3"))
    return show_ip_interfaces(views, context.ip)


def arp(context: Context, args: Args) -> Iterable[str]:
    """`show arp`, `show ip arp [ADDRESS|INTERFACE]`."""
    rows = sorted(_arp_rows(context), key=lambda row: (row[0], row[3]))
    wanted, port = args.get("address"), args.get("interface")
    chosen = [row for row in rows if wanted in (None, row[0]) and port in (None, row[3])]
    return show.show_arp(chosen, context.ip)


def _arp_rows(context: Context) -> Iterator[tuple[Address, str, int | None, str]]:
    router = context.router
    for port, interface in router.interfaces.items():
        if interface.up and not interface.loopback:
            yield from ((address, str(interface.mac), None, port) for address, _ in interface.addresses)
    for (port, address), virtual in router.virtual.items():
        yield address, str(virtual), None, port
    for (port, address), entry in router.arp.entries.items():
        mac = "" if entry.mac is None else str(entry.mac)
        yield address, mac, (context.now - router.arp.since((port, address))) // MINUTE, port


def clear_arp(context: Context, args: Args) -> None:
    """`clear arp-cache`: every entry is asked for again."""
    context.router.arp.refresh()


def clear_interface(context: Context, args: Args) -> None:
    """`clear interface NAME`: the hardware begins anew, which is counted."""
    engine_of(context.router).reset(args["port"])


@dataclass(frozen=True, slots=True)
class ClearCounters:
    """The question of `clear counters`; `port` "" means all."""

    port: str = ""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask, then clear or not."""
        if isinstance(event, Started):
            where = "this" if self.port else "all"
            plural = "" if self.port else "s"
            return (Ask(f'Clear "show interface" counters on {where} interface{plural} [confirm]', confirm=True),)
        if isinstance(event, Answered) and event.text in ("", "y", "Y"):
            self._clear(context)
        assert isinstance(event, Answered | Interrupted)
        return (Done(),)

    def _clear(self, context: Context) -> None:
        engine = engine_of(context.router)
        for port in tuple(context.router.interfaces.keys()):
            if self.port in ("", port):
                engine.clear_counters(port)
                context.router.notify(CountersCleared(port))
        context.router.perform("interfaces", (cleared(self.port, context.line.origin),))


def clear_counters(context: Context, args: Args) -> ClearCounters:
    """`clear counters [INTERFACE]`."""
    return ClearCounters(args.get("interface", ""))


def default_interface(context: Context, args: Args) -> Iterable[str]:
    """`default interface NAME`: nothing of what was configured there stays."""
    name = args["interface"]
    running = context.router.config
    for statement in running.all(SECTION):
        if statement.args["interface"] == name:
            context.router.clear_section(statement.under(()))
    return ("Building configuration...", "", f"Interface {name} set to default configuration")


_SHOW = {
    "show": "Show running system information",
    "interfaces": "Interface status and configuration",
    "description": "Show interface description",
    "stats": "Show interface packets & octets, in & out, by switching path",
    "summary": "Show interface summary",
    "protocols": "Active network routing protocols",
    "switching": "Show interface switching",
    "arp": "ARP table",
    "ip": "IP information",
    "ip arp": "IP ARP table",
    "interface": "IP interface status and configuration",
    "brief": "Brief summary of IP status and configuration",
    "address": "IP address of ARP entry",
}
_CLEAR = {
    "clear interface": "Clear the hardware logic on an interface",
    "port": "Interface to be reset",
    "clear": "Reset functions",
    "arp-cache": "Clear the entire ARP cache",
    "counters": "Clear counters on one or all interfaces",
}

COMMANDS = (
    Command(
        "show interfaces [<interface:interface>] [{ description | stats }]", interfaces, _SHOW, level=1, filterable=True
    ),
    Command(
        "show interfaces [<interface:interface>] switching", interfaces, _SHOW, level=1, filterable=True, hidden=True
    ),
    Command("show interfaces [<interface:interface>] summary", summary, _SHOW, level=1, filterable=True),
    Command("show protocols [<interface:interface>]", protocols, _SHOW, level=1, filterable=True),
    Command("show ip interface (<interface:interface> | brief)*", ip_interface, _SHOW, level=1, filterable=True),
    Command("show arp", arp, _SHOW, level=1, filterable=True),
    Command("show ip arp [{ <address:ip> | <interface:interface> }]", arp, _SHOW, level=1, filterable=True),
    Command(
        "default interface <interface:interface>",
        default_interface,
        {"default": "Set a command to its defaults", "interface": "Select an interface to configure"},
        GLOBAL,
    ),
    *HARDWARE,
    VLANS,
    *QUEUEING,
    ranges.COMMAND,
    Command("clear arp-cache", clear_arp, _CLEAR),
    Command("clear interface <port:interface>", clear_interface, _CLEAR),
    Command("clear counters [<interface:interface>]", clear_counters, _CLEAR),
)
