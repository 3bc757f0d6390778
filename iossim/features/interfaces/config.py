"""The lines of interfaces: the sections themselves, addresses, and what the link and IP do there.

Checks say what IOS says against an address (ios-cli 8). Ranks follow the order in which 12.2 prints a section.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import INTERFACE
from iossim.device.interface import parent_of
from iossim.features.interfaces.encapsulation import BELOW, DOT1Q, LOGICAL, lacks_vlan, port_of, shown_as
from iossim.net.address import Address, Prefix, classful_length, length_of

if TYPE_CHECKING:
    from iossim.device.context import Context

_SPLIT = re.compile(r"([A-Za-z-]+)([\d/.]*)")


def split_name(name: str) -> tuple[str, tuple[int, ...]]:
    """`FastEthernet0/1` -> (`FastEthernet`, (0, 1))."""
    found = _SPLIT.fullmatch(name)
    if found is None:
        return name, ()
    return found[1], tuple(int(part) for part in re.split(r"[/.]", found[2]) if part)


def port_order(name: str) -> tuple[int, str, tuple[int, ...]]:
    """Logical interfaces first, then by kind and slot."""
    kind, numbers = split_name(name)
    return (0 if kind == "Loopback" else 1, kind, numbers)


def by_port(args: Args) -> tuple[int, str, tuple[int, ...]]:
    """The order of interface sections."""
    return port_order(args["interface"])


def negotiates(args: Args) -> bool:
    """Ports of a port adapter, which show their duplex even at its default; those of small boxes do not."""
    kind, numbers = split_name(args["interface"])
    return kind == "FastEthernet" and len(numbers) > 1 and not parent_of(args["interface"])


def is_fast(args: Args) -> bool:
    """Fast Ethernet ports show their speed even at its default."""
    return split_name(args["interface"])[0] == "FastEthernet" and not parent_of(args["interface"])


def is_ethernet(args: Args) -> bool:
    """10 Mbit/s ports show that they are half-duplex."""
    return split_name(args["interface"])[0] == "Ethernet"


def must_exist(context: Context, args: Args) -> str | None:
    """A port is there, or it is not; logical interfaces are made."""
    ports = [port for port, _ in context.router.platform.ports]
    kinds = {split_name(port)[0] for port in ports}
    if split_name(args["interface"])[0] in kinds and (parent_of(args["interface"]) or args["interface"]) not in ports:
        return "% Invalid interface type and number"
    return None


def keep_physical(context: Context, args: Args) -> str | None:
    """`no interface` is for logical ones."""
    missing = must_exist(context, args)
    if missing is not None:
        return missing
    if any(args.get("interface") == port for port, _ in context.router.platform.ports):
        return "% Removal of physical interfaces is not permitted"
    return None


# -- addresses -------------------------------------------------------------------------------------------------------


def check_load_interval(_context: Context, args: Args) -> str | None:
    """Rates are averaged over half minutes."""
    return "% Load interval must be a multiple of 30 seconds" if args["seconds"] % 30 else None


def check_primary(context: Context, args: Args) -> str | None:
    """What IOS says against `ip address A M`."""
    refusal = lacks_vlan(context)
    return refusal if args.get("dhcp") or refusal is not None else _check(context, args["address"], args["mask"])


def check_secondary(context: Context, args: Args) -> str | None:
    """What IOS says against a secondary address; in memory it stands before the primary one, as it is printed."""
    primary = context.router.config.args(ADDRESS, context.section)
    if not context.router.powered and primary is None:
        return _check(context, args["address"], args["mask"])
    if primary is None or primary.get("dhcp"):
        return "% Primary address must be configured first"
    if primary["address"] == args["address"]:
        return "Secondary can't be same as primary"
    return _check(context, args["address"], args["mask"])


def _check(context: Context, address: Address, mask: Address) -> str | None:
    try:
        length = length_of(mask)
    except ValueError:
        return f"Bad mask 0x{int(mask):08X} for address {context.ip(address)}"
    network = Prefix.of(address, length)
    ends = (network.network, network.broadcast) if length < 31 else ()
    if length == 0 or address in ends or address.is_multicast or address >> 24 in (0, 127):
        return f"Bad mask /{length} for address {context.ip(address)}"
    if is_subnet_zero(network) and not subnet_zero_allowed(context):
        return f"Bad mask /{length} for address {context.ip(address)}"
    other = overlapping(context, port_of(context), network)
    return None if other is None else f"% {context.ip(network.network)} overlaps with {other}"


def is_subnet_zero(network: Prefix) -> bool:
    """True for the first subnet of a major network."""
    major = classful_length(network.network)
    return network.length > major and network.network == Prefix.of(network.network, major).network


def subnet_zero_allowed(context: Context) -> bool:
    """`ip subnet-zero`, which belongs to the routing table."""
    allowed = context.router.provider("subnet-zero")
    return allowed is None or bool(allowed())


def check_removal(context: Context, args: Args) -> str | None:
    """`no ip address A M` must name the primary address, and comes after the secondary ones."""
    config, section = context.router.config, context.section
    primary = config.args(ADDRESS, section) or {}
    if args.get("address") is None:
        return None
    if (args["address"], args.get("mask")) != (primary.get("address"), primary.get("mask")):
        return "Invalid address"
    return "Must delete secondary before deleting primary" if config.all(SECONDARY, section) else None


def overlapping(context: Context, port: str, network: Prefix) -> str | None:
    """Another enabled interface whose network shares addresses with this one."""
    for other, interface in context.router.interfaces.items():
        if other != port and interface.enabled and any(meet(network, prefix) for prefix in interface.prefixes):
            return other
    return None


def meet(one: Prefix, other: Prefix) -> bool:
    """True when two networks share addresses."""
    return one.covers(other) or other.covers(one)


def check_enable(context: Context, args: Args) -> str | None:
    """`no shutdown` finds what was overlooked while the interface was down."""
    port = port_of(context)
    interface = context.router.interfaces.peek(port)
    for prefix in interface.prefixes if interface is not None else ():
        other = overlapping(context, port, prefix)
        if other is not None:
            ip = context.ip(prefix.network)
            return f"% {ip} overlaps with {other}\n{port}: incorrect IP address assignment"
    return None


_IP: Mapping[str, str] = {
    "ip": "Interface Internet Protocol config commands",
    "address": "IP address",
    "ip address": "Set the IP address of an interface",
    "mask": "IP subnet mask",
    "dhcp": "IP Address negotiated via DHCP",
    "secondary": "Make this IP address a secondary address",
    "redirects": "Enable sending ICMP Redirect messages",
    "unreachables": "Enable sending ICMP Unreachable messages",
    "proxy-arp": "Enable proxy ARP",
    "directed-broadcast": "Enable forwarding of directed broadcasts",
    "route-cache": "Enable fast-switching cache for outgoing packets",
    "same-interface": "Enable fast-switching on the same interface",
    "cef": "Enable Cisco Express Forwarding",
    "flow": "Enable Flow fast-switching cache",
    "mroute-cache": "Enable switching cache for incoming multicast packets",
    "helper-address": "Specify a destination address for UDP broadcasts",
    "server": "IP destination address",
}


def _line(pattern: str, words: Mapping[str, str], rank: int, **more: Any) -> ConfigLine:
    return ConfigLine(pattern, INTERFACE, words, rank=rank, **more)


def _port_line(pattern: str, words: Mapping[str, str], rank: int, **more: Any) -> ConfigLine:
    """A line that subinterfaces do not have."""
    return _line(pattern, words, rank, lacks=(BELOW,), **more)


def _wire_line(pattern: str, words: Mapping[str, str], rank: int, **more: Any) -> ConfigLine:
    """A line of ports only: of what has a wire."""
    return _line(pattern, words, rank, lacks=(BELOW, LOGICAL), **more)


SECTION = ConfigLine(
    "interface <interface:any-interface>",
    help={"interface": "Select an interface to configure"},
    key=("interface",),
    enters=INTERFACE,
    shown_as=shown_as,
    rank=300,
    sort=by_port,
    bang=True,
    check=must_exist,
    check_no=keep_physical,
)
DESCRIPTION = _line(
    "description <text:line>",
    {"description": "Interface specific description", "text": "Up to 240 characters describing this interface"},
    10,
)
BANDWIDTH = _line(
    "bandwidth <kilobits:1-10000000>",
    {"bandwidth": "Set bandwidth informational parameter", "kilobits": "Bandwidth in kilobits"},
    20,
)
SECONDARY = _line(
    "ip address <address:ip> <mask:wildcard> secondary",
    _IP,
    29,
    key=("address",),
    no_pattern="ip address [<address:ip> <mask:wildcard> secondary]",
    check=check_secondary,
)
ADDRESS = _line(
    "ip address { <address:ip> <mask:wildcard> | dhcp }",
    _IP,
    30,
    always=True,
    check=check_primary,
    check_no=check_removal,
)
HELPER = _line("ip helper-address <server:ip>", _IP, 45, key=("server",))
REDIRECTS = _line("ip redirects", _IP, 50, toggle=True)
UNREACHABLES = _line("ip unreachables", _IP, 52, toggle=True)
PROXY_ARP = _line("ip proxy-arp", _IP, 54, toggle=True)
IP_MTU = _line(
    "ip mtu <bytes:68-1500>",
    {**_IP, "mtu": "Set IP Maximum Transmission Unit", "bytes": "MTU (bytes)"},
    56,
    default={"bytes": 1500},
)
DIRECTED = _line("ip directed-broadcast", _IP, 55, toggle=False)
ROUTE_CACHE = _line("ip route-cache", _IP, 60, toggle=True)
SAME_INTERFACE = _line("ip route-cache same-interface", _IP, 61, toggle=False)
POLICY_CACHE = _line("ip route-cache policy", _IP, 62, toggle=False)
FLOW_CACHE = _line("ip route-cache flow", _IP, 62, toggle=False)
ADJUST_MSS = _line(
    "ip tcp adjust-mss <octets:500-1460>",
    {
        **_IP,
        "tcp": "TCP header compression and other parameters",
        "adjust-mss": "Adjust the mss of transit packets",
        "octets": "Maximum segment size in bytes",
    },
    63,
    since="12.2(4)T",
)
ARP_TIMEOUT = _line(
    "arp timeout <seconds:0-2147483>",
    {"arp": "Set arp type (arpa, probe, snap) or timeout", "timeout": "Set ARP cache timeout", "seconds": "Seconds"},
    65,
    default={"seconds": 14_400},
)
_KEEPALIVE = {"keepalive": "Enable keepalive", "seconds": "Keepalive period (default 10 seconds)"}
KEEPS_ALIVE = _port_line("keepalive", _KEEPALIVE, 66, toggle=True)
KEEPALIVE = _port_line("keepalive <seconds:1-32767>", _KEEPALIVE, 66, default={"seconds": 10})
LOAD_INTERVAL = _port_line(
    "load-interval <seconds:30-600>",
    {
        "load-interval": "Specify interval for load calculation for an interface",
        "seconds": "Load interval delay in seconds",
    },
    70,
    default={"seconds": 300},
    check=check_load_interval,
)
MAC_ADDRESS = _wire_line(
    "mac-address <mac:mac>", {"mac-address": "Manually set interface MAC address", "mac": "MAC address"}, 12
)
CARRIER_DELAY = _port_line(
    "carrier-delay <seconds:0-60>",
    {"carrier-delay": "Specify delay for interface transitions", "seconds": "Carrier Transitions delay seconds"},
    72,
)
MTU = _wire_line(
    "mtu <bytes:64-18000>",
    {"mtu": "Set the interface Maximum Transmission Unit (MTU)", "bytes": "MTU size in bytes"},
    15,
    default={"bytes": 1500},
)
SHUTDOWN = _line("shutdown", {"shutdown": "Shutdown the selected interface"}, 75, toggle=False, check_no=check_enable)
DELAY = _line(
    "delay <tens:1-16777215>",
    {"delay": "Specify interface throughput delay", "tens": "Throughput delay (tens of microseconds)"},
    78,
)
HALF_DUPLEX = _wire_line(
    "{ half-duplex | full-duplex }",
    {"half-duplex": "Configure half-duplex and related commands", "full-duplex": "Configure full-duplex operation"},
    80,
    no_pattern="{ half-duplex | full-duplex }",
    default={"half-duplex": True},
    always=True,
    within=is_ethernet,
)
DUPLEX = _wire_line(
    "duplex <value:auto|full|half>",
    {
        "duplex": "Configure duplex operation.",
        "auto": "Enable AUTO duplex configuration",
        "full": "Force full duplex operation",
        "half": "Force half-duplex operation",
    },
    80,
    default={"value": "auto"},
    always=True,
    within=negotiates,
)
SPEED = _wire_line(
    "speed <value:10|100|auto>",
    {
        "speed": "Configure speed operation.",
        "10": "Force 10 Mbps operation",
        "100": "Force 100 Mbps operation",
        "auto": "Enable AUTO speed configuration",
    },
    81,
    default={"value": "auto"},
    always=True,
    within=is_fast,
)
_HOLD = {
    "hold-queue": "Set hold queue depth",
    "length": "Queue length",
    "in": "Input queue",
    "out": "Output queue",
}
MROUTE_CACHE = _line("ip mroute-cache", _IP, 64, toggle=True)
LINK_TRAPS = _line(
    "snmp trap link-status",
    {
        "snmp": "Modify SNMP interface parameters",
        "trap": "Allow a specific SNMP trap",
        "link-status": "Allow SNMP LINKUP and LINKDOWN traps",
    },
    952,
    toggle=True,
    effect=False,
)
HOLD_IN = _port_line("hold-queue <length:0-4096> in", _HOLD, 950, default={"length": 75})
HOLD_OUT = _port_line("hold-queue <length:0-4096> out", _HOLD, 951)

LINES = (
    SECTION,
    DOT1Q,
    DESCRIPTION,
    BANDWIDTH,
    ADDRESS,
    SECONDARY,
    HELPER,
    REDIRECTS,
    UNREACHABLES,
    PROXY_ARP,
    IP_MTU,
    DIRECTED,
    ROUTE_CACHE,
    SAME_INTERFACE,
    POLICY_CACHE,
    FLOW_CACHE,
    ADJUST_MSS,
    KEEPS_ALIVE,
    KEEPALIVE,
    LOAD_INTERVAL,
    MAC_ADDRESS,
    CARRIER_DELAY,
    MTU,
    SHUTDOWN,
    DELAY,
    HALF_DUPLEX,
    DUPLEX,
    SPEED,
    ARP_TIMEOUT,
    HOLD_IN,
    HOLD_OUT,
    MROUTE_CACHE,
    LINK_TRAPS,
)
