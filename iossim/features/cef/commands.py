"""What can be typed about CEF in EXEC."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from iossim.cli.drawing import drawing
from iossim.cli.entry import Args, Command
from iossim.features.cef.engine import NAME, CefEngine
from iossim.features.cef.show import NOT_RUNNING, show_adjacencies, show_leaf, show_table
from iossim.features.cef.table import adjacencies, view_of

if TYPE_CHECKING:
    from iossim.device.context import Context

_SHOW = {
    "show": "Show running system information",
    "ip": "IP information",
    "cef": "Cisco Express Forwarding",
    "address": "IP prefix in format <network>/<length>",
    "interface": "Interface of the lines to show",
    "detail": "Display full information",
    "adjacency": "Adjacent nodes",
    "adjacency detail": "Detail of adjacency protocol and timer",
}


def _running(context: Context) -> bool:
    engine = context.router.engine(NAME)
    assert isinstance(engine, CefEngine)
    return engine.running()


def cef(context: Context, args: Args) -> Iterable[str]:
    """`show ip cef [ADDRESS [detail] | INTERFACE]`."""
    if not _running(context):
        return (NOT_RUNNING,)
    view, address = view_of(context.router), args.get("address")
    if address is None:
        return drawing(show_table, view, context.look, context.names, args.get("interface"))
    leaf = view.leaf_for(address)
    known = any(one.address == leaf.next_hop for one in adjacencies(context.router))
    return show_leaf(leaf, view.version(leaf), context.names, known)


def adjacency(context: Context, args: Args) -> Iterable[str]:
    """`show adjacency [detail]`."""
    if not _running(context):
        return (NOT_RUNNING,)
    view = view_of(context.router)
    leaves = (view.leaf(prefix) for prefix in view.prefixes())
    users = Counter(str(leaf.next_hop) for leaf in leaves if leaf is not None and leaf.next_hop is not None)
    return show_adjacencies(adjacencies(context.router), users, context.names, bool(args.get("detail")))


COMMANDS = (
    Command("show ip cef [{ <address:ip> [detail] | <interface:interface> }]", cef, _SHOW, level=1, filterable=True),
    Command("show adjacency [detail]", adjacency, _SHOW, level=1, filterable=True),
)
