"""DHCP: the client of `ip address dhcp` and the server of `ip dhcp pool`, the relay of `ip helper-address` (RFC 2131, RFC 2132).

Sources: protocols reference 6.3. Left out: database agents, clients that
decline an address.
"""

from __future__ import annotations

from iossim.cli.builtin import commands_of
from iossim.device.engine import Feature
from iossim.features.dhcp.commands import COMMANDS
from iossim.features.dhcp.config import LINES, POOL_MODE
from iossim.features.dhcp.engine import DhcpEngine
from iossim.net.dhcp import CLIENT_PORT, SERVER_PORT

FEATURE = Feature(
    "dhcp",
    DhcpEngine,
    lines=LINES,
    commands=(*COMMANDS, *commands_of(POOL_MODE, "Exit from DHCP pool configuration mode")),
    udp=(SERVER_PORT, CLIENT_PORT),
    provides={"debug-flags": "debug_flags", "sockets": "sockets"},
)
