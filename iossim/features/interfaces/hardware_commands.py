"""`show interfaces accounting`, `show controllers`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.features.interfaces.hardware import CDP_GROUP, ProtocolCount, show_accounting, show_controllers
from iossim.features.interfaces.view import PortView, view_of, views_of
from iossim.net.packet import multicast_mac

if TYPE_CHECKING:
    from iossim.device.context import Context
    from iossim.device.router import Router


def _views(context: Context, args: Args) -> tuple[PortView, ...]:
    name = args.get("interface")
    if name is None:
        return views_of(context.router)
    return (view_of(context.router, name),) if context.router.interfaces.peek(name) is not None else ()


def accounting(context: Context, args: Args) -> Iterable[str]:
    """`show interfaces [NAME] accounting`."""
    return show_accounting((view, _protocols(context.router, view)) for view in _views(context, args))


def _protocols(router: Router, view: PortView) -> tuple[ProtocolCount, ...]:
    port = view.interface.name

    def sums(*names: str) -> tuple[int, int]:
        meters = [router.meter(port, name) for name in names]
        return sum(meter.count for meter in meters), sum(meter.octets for meter in meters)

    into, out = sums("in.snap"), sums("out.snap")
    return (
        ProtocolCount(
            "IP",
            (view.received.packets - into[0], view.received.octets - into[1]),
            (view.sent.packets - out[0], view.sent.octets - out[1]),
        ),
        ProtocolCount(
            "ARP",
            sums("arp.request.in", "arp.reply.in"),
            sums("arp.request.out", "arp.reply.out", "arp.proxy.out"),
        ),
        ProtocolCount("CDP", into, out),
    )


def controllers(context: Context, args: Args) -> Iterable[str]:
    """`show controllers [NAME]`."""
    views = _views(context, args)
    return show_controllers(views, [(view.interface.name, _listened(context.router, view)) for view in views])


def _listened(router: Router, view: PortView) -> tuple[str, ...]:
    """The addresses that a port takes frames for."""
    port = view.interface.name
    groups = sorted(group for name, group in router.groups.keys() if name == port)
    virtual = sorted(mac for name, mac in router.extra_macs.keys() if name == port)
    return (
        "ffff.ffff.ffff",
        CDP_GROUP,
        *(str(multicast_mac(group)) for group in groups),
        *(str(mac) for mac in virtual),
        str(view.interface.mac),
    )


_SHOW = {
    "show": "Show running system information",
    "interfaces": "Interface status and configuration",
    "accounting": "Show interface accounting",
    "controllers": "Interface controller status",
}

COMMANDS = (
    Command("show interfaces [<interface:interface>] accounting", accounting, _SHOW, level=1, filterable=True),
    Command("show controllers [<interface:interface>]", controllers, _SHOW, level=1, filterable=True),
)
