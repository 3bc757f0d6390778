"""The lines of the DHCP server. A client is made by `ip address dhcp`, which belongs to interfaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, Mode
from iossim.net.address import Address, classful_length, mask_of

if TYPE_CHECKING:
    from iossim.device.context import Context

POOL_MODE = Mode("dhcp", "dhcp-config", "DHCP pool configuration commands:", GLOBAL, "dhcp")

_HELP = {
    "ip": "Global IP configuration subcommands",
    "dhcp": "Configure DHCP server and relay parameters",
    "service": "Modify use of network based services",
    "service dhcp": "Enable DHCP server and relay agent",
    "excluded-address": "Prevent DHCP from assigning certain addresses",
    "low": "Low IP address",
    "high": "High IP address",
    "pool": "Configure DHCP address pools",
    "name": "Pool name",
    "ping": "Specify ping parameters used by DHCP",
    "packets": "Specify number of ping packets",
    "count": "Number of ping packets (0 disables ping)",
    "timeout": "Specify ping timeout",
    "patience": "Ping timeout in milliseconds",
    "conflict": "DHCP address conflict parameters",
    "logging": "Record address conflicts in conflict table",
}
_POOL = {
    "client-identifier": "Client identifier",
    "identity": "Dotted-hexadecimal string (01.1b60.6c2f.cc08)",
    "hardware-address": "Client hardware address",
    "mac": "Dotted-hexadecimal string",
    "ethernet": "Ethernet hardware type",
    "ieee802": "IEEE 802 hardware type",
    "network": "Network number and mask",
    "number": "Network number in dotted-decimal notation",
    "mask": "Network mask or prefix length",
    "host": "Client IP address and mask",
    "address": "Client's IP address",
    "default-router": "Default routers",
    "dns-server": "DNS servers",
    "servers": "Server's IP address",
    "domain-name": "Domain name",
    "domain": "Domain name",
    "option": "Raw DHCP options",
    "code": "DHCP option code",
    "option ip": "Data is specified as IP addresses",
    "ip": "Data is specified as IP addresses",
    "ascii": "Data is an NVT ASCII string",
    "text": "NVT ASCII string",
    "netbios-name-server": "NetBIOS (WINS) name servers",
    "lease": "Address lease time",
    "infinite": "Infinite lease",
    "days": "Days",
    "hours": "Hours",
    "minutes": "Minutes",
}


def check_range(context: Context, args: Args) -> str | None:
    """The two ends in order."""
    high = args.get("high")
    return "% Invalid range: high address is below low address" if high is not None and high < args["low"] else None


REFUSED = "% This command may not be used with network, origin, vrf or relay pools."


def no_network(context: Context, _: Args) -> str | None:
    """A pool is for a network or for one host."""
    return REFUSED if context.router.config.has(NETWORK, context.section) else None


def check_identity(context: Context, args: Args) -> str | None:
    """Whole octets, and no pool of a network."""
    return no_network(context, args) or (None if digits(args["identity"]) else "% Invalid client identifier")


def digits(identity: str) -> str:
    """The digits of a dotted string; "" when it is none."""
    found = identity.replace(".", "").lower()
    return found if re.fullmatch(r"([0-9a-f]{2})+", found) else ""


def check_network(context: Context, args: Args) -> str | None:
    """No host bits, and no pool of one client."""
    if any(context.router.config.has(line, context.section) for line in (HOST, IDENTITY, HARDWARE)):
        return "% This command may not be used with host pools."
    return "% Invalid network number" if args["number"] & ~mask_in(args) else None


def mask_in(args: Args) -> Address:
    """The mask of a pool's network; without one that of the class of its address."""
    return args.get("mask") or Address(mask_of(classful_length(args["number"])))


SERVICE = ConfigLine("service dhcp", help=_HELP, toggle=True, rank=24)
EXCLUDED = ConfigLine(
    "ip dhcp excluded-address <low:ip> [<high:ip>]", help=_HELP, key=("low", "high"), rank=120, check=check_range
)
PINGS = ConfigLine("ip dhcp ping packets", help=_HELP, toggle=True, rank=122, check=lambda *_: "% Incomplete command.")
PING = ConfigLine("ip dhcp ping packets <count:0-10>", help=_HELP, default={"count": 2}, rank=122)
PING_TIMEOUT = ConfigLine("ip dhcp ping timeout <patience:100-10000>", help=_HELP, default={"patience": 500}, rank=123)
CONFLICTS = ConfigLine("ip dhcp conflict logging", help=_HELP, toggle=True, rank=119)
POOL = ConfigLine("ip dhcp pool <name:word>", help=_HELP, key=("name",), enters=POOL_MODE, rank=130, bang=True)


def _line(pattern: str, rank: int, **more: Any) -> ConfigLine:
    return ConfigLine(pattern, POOL_MODE, _POOL, rank=rank, indent=3, **more)


NETWORK = _line(
    "network <number:ip> [<mask:prefix-mask>]",
    10,
    write_as="network <number:ip> [<mask:mask>]",
    check=check_network,
)
HOST = _line("host <address:ip> [<mask:prefix-mask>]", 11, write_as="host <address:ip> [<mask:mask>]", check=no_network)
IDENTITY = _line("client-identifier <identity:word>", 12, check=check_identity)
HARDWARE = _line("hardware-address <mac:mac> [{ ethernet | ieee802 }]", 13, check=no_network)
ROUTERS = _line("default-router <servers:ip+>", 20)
DOMAIN = _line("domain-name <domain:word>", 30)
OPTION = _line("option <code:0-254> { ip <servers:ip+> | ascii <text:word> }", 40, key=("code",))
DNS = _line("dns-server <servers:ip+>", 50)
NETBIOS = _line("netbios-name-server <servers:ip+>", 55)
LEASE = _line("lease { infinite | <days:0-365> [<hours:0-23> [<minutes:0-59>]] }", 60, default={"days": 1})

LINES = (
    HOST,
    IDENTITY,
    HARDWARE,
    SERVICE,
    EXCLUDED,
    PINGS,
    PING,
    PING_TIMEOUT,
    CONFLICTS,
    POOL,
    NETWORK,
    ROUTERS,
    DOMAIN,
    OPTION,
    DNS,
    NETBIOS,
    LEASE,
)
