"""What can be typed about EIGRP in EXEC."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.device.ages import clock
from iossim.features.eigrp.adjacency import NAME
from iossim.features.eigrp.authentication import show_chains
from iossim.features.eigrp.engine import EigrpEngine
from iossim.features.eigrp.show import show_interfaces, show_neighbors, show_topology, show_traffic
from iossim.features.eigrp.show_detail import show_events
from iossim.features.eigrp.show_entry import show_entry, show_summary
from iossim.features.eigrp.view import ProcessView
from iossim.net.address import Prefix, classful_length, length_of

_HELP = {
    "show": "Show running system information",
    "ip": "IP information",
    "eigrp": "IP-EIGRP show commands",
    "neighbors": "IP-EIGRP neighbors",
    "interfaces": "IP-EIGRP interfaces",
    "topology": "IP-EIGRP Topology Table",
    "traffic": "IP-EIGRP Traffic Statistics",
    "asn": "AS Number",
    "detail": "Show detailed peer information",
    "interfaces detail": "Show detailed interface information",
    "events": "Events logged for process",
    "active": "Show only active entries",
    "all-links": "Show all links in topology table",
    "pending": "Show only entries pending transmission",
    "summary": "Show a summary of the topology table",
    "zero-successors": "Show only zero successor entries",
    "prefix": "IP prefix <network>/<length>, e.g., 192.168.0.0/16",
    "network": "Network to display information about",
    "mask": "Network mask",
}


def _views(context: Any, args: Args) -> tuple[ProcessView, ...]:
    engine = context.router.engine(NAME)
    assert isinstance(engine, EigrpEngine)
    return tuple(view for view in engine.views() if args.get("asn") in (None, view.asn))


def neighbors(context: Any, args: Args) -> Iterator[str]:
    """`show ip eigrp neighbors`."""
    for view in _views(context, args):
        yield from show_neighbors(view, context.look, context.ip, args.get("interface"), bool(args.get("detail")))


def interfaces(context: Any, args: Args) -> Iterator[str]:
    """`show ip eigrp interfaces`."""
    for view in _views(context, args):
        yield from show_interfaces(view, context.look, args.get("interface"), bool(args.get("detail")))


def traffic(context: Any, args: Args) -> Iterator[str]:
    """`show ip eigrp traffic`."""
    for view in _views(context, args):
        yield from show_traffic(view, context.look)


def events(context: Any, args: Args) -> Iterator[str]:
    """`show ip eigrp events`."""
    local = context.router.provider("local-time")

    def time_of(when: int) -> str:
        told = f"{local(when):%H:%M:%S}" if local is not None else clock(when)
        return f"{told}.{when // 1000 % 1000:03}"

    for view in _views(context, args):
        yield from show_events(view, context.ip, time_of)


def topology(context: Any, args: Args) -> Iterator[str]:
    """`show ip eigrp topology`, all of it, a kind of entries, or one destination in full."""
    kind = next((word for word in KINDS_OF_ENTRIES if args.get(word)), "")
    only = args.get("prefix")
    if "network" in args:
        mask = args.get("mask")
        only = Prefix.of(args["network"], classful_length(args["network"]) if mask is None else length_of(mask))
    for view in _views(context, args):
        if only is not None:
            yield from show_entry(view, context.look, only, context.ip)
        elif args.get("summary"):
            yield from show_summary(view, context.look, context.ip)
        else:
            yield from show_topology(view, context.look, context.ip, kind)


def clear_neighbors(context: Any, args: Args) -> None:
    """`clear ip eigrp neighbors`."""
    engine = context.router.engine(NAME)
    assert isinstance(engine, EigrpEngine)
    context.router.perform(NAME, engine.clear_neighbors(args.get("address"), args.get("interface")))


KINDS_OF_ENTRIES = ("active", "all-links", "pending", "zero-successors")


def key_chains(context: Any, args: Args) -> Iterator[str]:
    """`show key chain`."""
    yield from show_chains(context.router.config, args.get("name"))


_CLEAR = {
    "clear": "Reset functions",
    "ip": "IP",
    "eigrp": "Clear IP-EIGRP",
    "neighbors": "Clear IP-EIGRP neighbors",
    "address": "IP-EIGRP neighbor address",
}

_WHERE = "[<interface:interface>] [<asn:1-65535>] [detail]"
_ENTRIES = (
    "active | all-links | pending | summary | zero-successors | <prefix:prefix> | <network:ip> [<mask:prefix-mask>]"
)


def _shown(pattern: str, run: Any) -> Command:
    return Command(f"show ip eigrp {pattern}", run, _HELP, level=1, filterable=True)


COMMANDS = (
    Command("clear ip eigrp neighbors [{ <address:ip> | <interface:interface> }]", clear_neighbors, _CLEAR),
    _shown(f"neighbors {_WHERE}", neighbors),
    _shown(f"interfaces {_WHERE}", interfaces),
    _shown(f"topology [<asn:1-65535>] [{_ENTRIES}]", topology),
    _shown("traffic [<asn:1-65535>]", traffic),
    _shown("events [<asn:1-65535>]", events),
    Command(
        "show key chain [<name:word>]",
        key_chains,
        {"show": _HELP["show"], "key": "Key information", "chain": "Key chain information", "name": "Key-chain name"},
        filterable=True,
    ),
)
