"""The lines of address translation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import INTERFACE
from iossim.device.nvgen import Place
from iossim.net.address import Address, Prefix, length_of, mask_of

if TYPE_CHECKING:
    from iossim.device.context import Context

_HELP = {
    "ip": "Global IP configuration subcommands",
    "nat": "NAT configuration commands",
    "inside": "Inside address translation",
    "source": "Source address translation",
    "list": "Specify access list describing local addresses",
    "list list": "Access list for local addresses",
    "route-map": "Specify route-map",
    "map": "Route-map name",
    "pool": "Name pool of global addresses",
    "name": "Pool name for global addresses",
    "interface": "Specify interface for global address",
    "port": "Interface for global address",
    "overload": "Overload an address translation",
    "static": "Specify static local->global mapping",
    "tcp": "Transmission Control Protocol",
    "udp": "User Datagram Protocol",
    "local": "Inside local IP address",
    "lport": "Local UDP/TCP port",
    "global": "Inside global IP address",
    "gport": "Global UDP/TCP port",
    "extendable": "Extend this translation when used",
    "start": "Start IP address",
    "end": "End IP address",
    "netmask": "Specify the network mask",
    "mask": "Network mask",
    "prefix-length": "Specify the prefix length",
    "length": "Prefix length",
    "translation": "NAT translation entry configuration",
    "seconds": "Timeout in seconds",
    "never": "Never timeout",
}
_TIMEOUTS = {
    "timeout": ("for dynamic NAT translations", 86_400),
    "udp-timeout": ("for NAT UDP flows", 300),
    "dns-timeout": ("for NAT DNS flows", 60),
    "tcp-timeout": ("for NAT TCP flows", 86_400),
    "finrst-timeout": ("for NAT TCP flows after a FIN or RST", 60),
    "icmp-timeout": ("for NAT ICMP flows", 60),
}

BACKWARDS = "%End address less than start address"
APART = "%Start and end addresses on different subnets"
POOL_IN_USE = "%Pool {} in use, cannot destroy"
IN_USE = "\nDynamic mapping in use, do you want to delete all entries? [no]: "


def check_pool(context: Context, args: Args) -> str | None:
    """Two addresses of one network, in order."""
    start, end = args["start"], args["end"]
    length = length_of(mask_of_pool(args))
    if end < start:
        return BACKWARDS
    return None if end in Prefix.of(start, length) else APART


def check_pool_gone(context: Context, args: Args) -> str | None:
    """A pool that translations come from stays."""
    in_use = context.router.engine("nat").uses_pool(args["name"])  # type: ignore[attr-defined]
    return POOL_IN_USE.format(args["name"]) if in_use else None


def check_static(context: Context, args: Args) -> str | None:
    """An address, or a port of it, is translated to one."""
    config = context.router.config
    for entry in STATICS:
        for one in config.all(entry):
            for side, ports in (("local", ("proto", "lport")), ("global", ("proto", "gport"))):
                names = (side, *ports)
                same = all(one.args.get(name) == args.get(name) for name in names) and args.get(side) is not None
                if same and any(one.args.get(name) != args.get(name) for name in ("local", "global", "lport", "gport")):
                    pair = f"{context.ip(one.args['local'])} -> {context.ip(one.args.get('global') or Address(0))}"
                    return f"% similar static entry ({pair}) already exists"
    return None


def check_outside(context: Context, args: Args) -> str | None:
    """An outside host has one name inside, and a name is of one host."""
    for one in context.router.config.all(OUTSIDE_STATIC):
        same = [one.args[name] == args[name] for name in ("global", "local")]
        if any(same) and not all(same):
            pair = f"{context.ip(one.args['local'])} -> {context.ip(one.args['global'])}"
            return f"% similar static entry ({pair}) already exists"
    return None


def _asked(context: Any, args: Args) -> str | None:
    """Translations that a line has made are deleted with it, if that is meant."""
    return IN_USE if context.router.engine("nat").uses_rule(args) else None


def by_ports(args: Args) -> tuple[int, int, int]:
    """Static translations are written by their inside address."""
    return int(args["local"]), int(args.get("lport") or 0), 0 if args.get("proto") == "tcp" else 1


_SIDE = {
    "ip": "Interface Internet Protocol config commands",
    "nat": "NAT interface commands",
    "inside": "Inside interface for address translation",
    "outside": "Outside interface for address translation",
}
SIDE = ConfigLine("ip nat <side:inside|outside>", INTERFACE, _SIDE, rank=42)

TIMEOUTS = {
    name: ConfigLine(
        f"ip nat translation {name} {{ <seconds:0-2147483647> | never }}",
        help={**_HELP, name: f"Specify timeout {text}"},
        default={"seconds": seconds},
        no_pattern=f"ip nat translation {name} [{{ <seconds:0-2147483647> | never }}]",
        rank=Place.IP + 1,
    )
    for name, (text, seconds) in _TIMEOUTS.items()
}
POOL = ConfigLine(
    "ip nat pool <name:word> <start:ip> <end:ip> { netmask <mask:mask> | prefix-length <length:1-32> }",
    help={**_HELP, "pool": "Define pool of addresses", "name": "Pool name"},
    key=("name",),
    rank=Place.IP + 2,
    check=check_pool,
    check_no=check_pool_gone,
)
_WAY = "{ pool <name:word> | interface <port:any-interface> } [overload]"
DYNAMIC = ConfigLine(
    f"ip nat inside source {{ list {{ <list:1-199> | <list:word> }} | route-map <map:word> }} {_WAY}",
    help=_HELP,
    key=("list", "map"),
    no_pattern=f"ip nat inside source {{ list {{ <list:1-199> | <list:word> }} | route-map <map:word> }} [{_WAY}]",
    rank=Place.IP + 3,
    asks_no=_asked,
)
STATIC = ConfigLine(
    "ip nat inside source static <local:ip> <global:ip> [extendable]",
    help=_HELP,
    key=("local", "global"),
    rank=Place.IP + 4,
    sort=by_ports,
    check=check_static,
)
STATIC_PORT = ConfigLine(
    "ip nat inside source static <proto:tcp|udp> <local:ip> <lport:1-65535> "
    "{ <global:ip> <gport:1-65535> | interface <port:any-interface> <gport:1-65535> } [extendable]",
    help=_HELP,
    key=("proto", "local", "lport", "global", "port", "gport"),
    rank=Place.IP + 4,
    sort=by_ports,
    check=check_static,
)
STATICS = (STATIC, STATIC_PORT)

_OUTSIDE = {
    **_HELP,
    "outside": "Outside address translation",
    "list": "Specify access list describing global addresses",
    "list list": "Access list for global addresses",
    "pool": "Name pool of local addresses",
    "name": "Pool name for local addresses",
    "static": "Specify static global->local mapping",
    "global": "Outside global IP address",
    "local": "Outside local IP address",
    "add-route": "Add a static route for outside local address",
}
OUTSIDE_DYNAMIC = ConfigLine(
    "ip nat outside source list { <list:1-199> | <list:word> } pool <name:word> [add-route]",
    help=_OUTSIDE,
    key=("list",),
    no_pattern="ip nat outside source list { <list:1-199> | <list:word> } [pool <name:word> [add-route]]",
    rank=Place.IP + 5,
)
OUTSIDE_STATIC = ConfigLine(
    "ip nat outside source static <global:ip> <local:ip> [add-route]",
    help=_OUTSIDE,
    key=("global", "local"),
    rank=Place.IP + 6,
    check=check_outside,
)

LINES = (SIDE, *TIMEOUTS.values(), POOL, DYNAMIC, *STATICS, OUTSIDE_DYNAMIC, OUTSIDE_STATIC)


def mask_of_pool(args: Args) -> Address:
    """The network mask of a pool, however it was given."""
    mask: Address = args["mask"] if "mask" in args else Address(mask_of(args["length"]))
    return mask
