"""What can be typed about EIGRP in EXEC."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.features.eigrp.adjacency import NAME
from iossim.features.eigrp.authentication import show_chains
from iossim.features.eigrp.debugs import KINDS_OF_PACKETS, NAMES, PACKETS
from iossim.features.eigrp.engine import EigrpEngine
from iossim.features.eigrp.ip_debugs import IP
from iossim.features.eigrp.ip_debugs import NAME as NAME_OF_IP
from iossim.features.eigrp.show import show_interfaces, show_neighbors, show_topology, show_traffic
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
    "active": "Show only active entries",
    "all-links": "Show all links in topology table",
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
        yield from show_neighbors(view, context.ip, args.get("interface"))


def interfaces(context: Any, args: Args) -> Iterator[str]:
    """`show ip eigrp interfaces`."""
    for view in _views(context, args):
        yield from show_interfaces(view, args.get("interface"))


def traffic(context: Any, args: Args) -> Iterator[str]:
    """`show ip eigrp traffic`."""
    for view in _views(context, args):
        yield from show_traffic(view)


def debug_on(context: Any, args: Args) -> tuple[str, ...]:
    """`debug eigrp KIND`: lines of this kind are printed from now on."""
    flag = f"eigrp {args['kind']}"
    context.router.lines.flags.set(flag, True)
    more = (KINDS_OF_PACKETS,) if flag == PACKETS else ()
    return (f"{NAMES[flag][1]} is on", *more)


def debug_off(context: Any, args: Args) -> str:
    """`undebug eigrp KIND`: they are no longer."""
    flag = f"eigrp {args['kind']}"
    context.router.lines.flags.delete(flag)
    return f"{NAMES[flag][1]} is off"


def ip_debug_on(context: Any, args: Args) -> str:
    """`debug ip eigrp`."""
    context.router.lines.flags.set(IP, True)
    return f"{NAME_OF_IP[1]} is on"


def ip_debug_off(context: Any, args: Args) -> str:
    """`undebug ip eigrp`."""
    context.router.lines.flags.delete(IP)
    return f"{NAME_OF_IP[1]} is off"


def topology(context: Any, args: Args) -> Iterator[str]:
    """`show ip eigrp topology`."""
    only = None
    if "network" in args:
        mask = args.get("mask")
        only = Prefix.of(args["network"], classful_length(args["network"]) if mask is None else length_of(mask))
    for view in _views(context, args):
        yield from show_topology(view, context.ip, bool(args.get("all-links")), bool(args.get("active")), only)


def clear_neighbors(context: Any, args: Args) -> None:
    """`clear ip eigrp neighbors`."""
    engine = context.router.engine(NAME)
    assert isinstance(engine, EigrpEngine)
    context.router.perform(NAME, engine.clear_neighbors(args.get("address"), args.get("interface")))


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

_DEBUG = {
    "debug": "Debugging functions (see also 'undebug')",
    "undebug": "Disable debugging functions (see also 'debug')",
    "no": "Disable debugging functions",
    "eigrp": "EIGRP Protocol information",
    "fsm": "EIGRP Dual Finite State Machine events/actions",
    "neighbors": "EIGRP neighbors",
    "packets": "EIGRP packets",
}

COMMANDS = (
    Command("clear ip eigrp neighbors [{ <address:ip> | <interface:interface> }]", clear_neighbors, _CLEAR),
    Command(
        "show ip eigrp neighbors [<interface:interface>] [<asn:1-65535>]", neighbors, _HELP, level=1, filterable=True
    ),
    Command(
        "show ip eigrp interfaces [<interface:interface>] [<asn:1-65535>]", interfaces, _HELP, level=1, filterable=True
    ),
    Command(
        "show ip eigrp topology [<asn:1-65535>] [active | all-links | <network:ip> [<mask:prefix-mask>]]",
        topology,
        _HELP,
        level=1,
        filterable=True,
    ),
    Command("show ip eigrp traffic [<asn:1-65535>]", traffic, _HELP, level=1, filterable=True),
    Command(
        "show key chain [<name:word>]",
        key_chains,
        {"show": _HELP["show"], "key": "Key information", "chain": "Key chain information", "name": "Key-chain name"},
        filterable=True,
    ),
    *(
        Command(f"{word} eigrp <kind:fsm|neighbors|packets>", run, _DEBUG)
        for word, run in (("debug", debug_on), ("undebug", debug_off), ("no debug", debug_off))
    ),
    *(
        Command(f"{word} ip eigrp", run, {**_DEBUG, "ip": "IP information", "ip eigrp": "IP-EIGRP information"})
        for word, run in (("debug", ip_debug_on), ("undebug", ip_debug_off), ("no debug", ip_debug_off))
    ),
)
