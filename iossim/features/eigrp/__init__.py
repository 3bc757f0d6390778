"""EIGRP: neighbors by hello, loop-free routes by DUAL, redistribution of static and connected routes.

Standard: RFC 7868, as 12.2T behaves where they differ. Left out: unicast
neighbors, goodbye messages, SIA queries.
Others may ask `eigrp-processes` for views of all processes.
"""

from iossim.cli.builtin import commands_of
from iossim.device.engine import Feature
from iossim.features.eigrp.adjacency import NAME
from iossim.features.eigrp.authentication import CHAIN_MODE, KEY_MODE
from iossim.features.eigrp.authentication import LINES as AUTHENTICATION
from iossim.features.eigrp.commands import COMMANDS
from iossim.features.eigrp.config import LINES, ROUTER
from iossim.features.eigrp.debug_commands import DEBUGS
from iossim.features.eigrp.distance import FROM
from iossim.features.eigrp.engine import EigrpEngine
from iossim.features.eigrp.restraints import LINES as RESTRAINTS
from iossim.net.packet import Protocol

FEATURE = Feature(
    NAME,
    EigrpEngine,
    lines=(*LINES, FROM, *RESTRAINTS, *AUTHENTICATION),
    commands=(
        *COMMANDS,
        *DEBUGS,
        *commands_of(ROUTER, "Exit from routing protocol configuration mode"),
        *commands_of(CHAIN_MODE, "Exit from key-chain configuration mode"),
        *commands_of(KEY_MODE, "Exit from key-chain key configuration mode"),
    ),
    protocols=(Protocol.EIGRP,),
    provides={
        "eigrp-processes": "views",
        "debug-flags": "debug_flags",
        "sockets": "sockets",
        "memory-blocks": "memory_blocks",
        "ip-protocols": "protocols",
        "route-redistribution": "redistributing",
        "route-advertisement": "advertised",
        "route-detail": "detail",
        "prefix-list-uses": "prefix_list_uses",
    },
)
