"""The lines of static routes, and two switches of the routing table that 12.2 always shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.cli.entry import Args, ConfigLine
from iossim.device.rib import NULL
from iossim.net.address import length_of

if TYPE_CHECKING:
    from iossim.device.context import Context

_HELP = {
    "ip": "Global IP configuration subcommands",
    "route": "Establish static routes",
    "network": "Destination prefix",
    "mask": "Destination prefix mask",
    "next_hop": "Forwarding router's address",
    "gateway": "Forwarding router's address",
    NULL: "Null interface",
    "distance": "Distance metric for this route",
    "tag": "Set tag for this route",
    "value": "Tag value",
    "name": "Specify name of the next hop",
    "text": "Name of this route",
    "permanent": "permanent route",
    "classless": "Follow classless routing forwarding rules",
    "subnet-zero": "Allow 'subnet zero' subnets",
}
_WAY = f"{{ <next_hop:ip> | <interface:interface> [<gateway:ip>] | <interface:{NULL}|{NULL}> }}"
_MORE = "[<distance:1-255>] ( tag <value:1-4294967295> | permanent | name <text:word> )*"

INCONSISTENT = "%Inconsistent address and mask"
OWN_ADDRESS = "%Invalid next hop address (it's this router)"
NO_MATCH = "%No matching route to delete"


def check_route(context: Context, args: Args) -> str | None:
    """What IOS says against a static route."""
    try:
        length_of(args["mask"])
    except ValueError:
        return INCONSISTENT
    if args["network"] & ~args["mask"]:
        return INCONSISTENT
    for name in ("next_hop", "gateway"):
        if args.get(name) is not None and context.router.addresses.peek(args[name]) is not None:
            return OWN_ADDRESS
    return None


def check_gone(context: Context, args: Args) -> str | None:
    """`no ip route` of something absent."""
    for statement in context.router.config.all(ROUTE):
        if all(statement.args.get(name) == args[name] for name in ROUTE.key if name in args):
            return None
    return NO_MATCH


def by_prefix(args: Args) -> tuple[int, int]:
    """Routes are written by destination."""
    return int(args["network"]), int(args["mask"])


ROUTE = ConfigLine(
    f"ip route <network:ip> <mask:wildcard> {_WAY} {_MORE}",
    help=_HELP,
    key=("network", "mask", "next_hop", "interface", "gateway"),
    no_pattern=f"ip route <network:ip> <mask:wildcard> [{_WAY} {_MORE}]",
    rank=460,
    sort=by_prefix,
    check=check_route,
    check_no=check_gone,
)
CLASSLESS = ConfigLine("ip classless", help=_HELP, toggle=True, always=True, shown=("", "12.4"), rank=450)
DEFAULT_NETWORK = ConfigLine(
    "ip default-network <network:ip>",
    help={
        **_HELP,
        "default-network": "Flags networks as candidates for default routes",
        "network": "IP address of default network",
    },
    key=("network",),
    rank=455,
)
SUBNET_ZERO = ConfigLine("ip subnet-zero", help=_HELP, toggle=True, always=True, shown=("", "12.4"), rank=90)

LINES = (ROUTE, CLASSLESS, SUBNET_ZERO, DEFAULT_NETWORK)
