"""IPsec: ISAKMP with certificates or pre-shared keys, ESP in tunnel mode, crypto maps static and dynamic.

Rooms: `isakmp` negotiates and watches peers, `ipsec` holds SAs and treats packets, `maps` decides what is protected and by whom,
`pki` judges certificates. `wanted` is the configuration as values, `engine` passes on what happens.

Standards: RFC 2401 to 2409, RFC 3706; behaviour of 12.2(11)T. Left out: aggressive mode, NAT traversal (12.2(13)T), AH
processing, IP compression, tunnel endpoint discovery, `client` configuration, recovery from invalid
SPIs (12.3(2)T).
"""

from __future__ import annotations

from iossim.cli.builtin import commands_of, leave_mode
from iossim.cli.entry import Command
from iossim.device.engine import Feature
from iossim.device.pipeline import Stage
from iossim.features.crypto.commands import COMMANDS
from iossim.features.crypto.engine import CryptoEngine
from iossim.features.crypto.ipsec.config import LINES as IPSEC_LINES
from iossim.features.crypto.ipsec.config import TRANSFORM
from iossim.features.crypto.isakmp.config import ISAKMP
from iossim.features.crypto.isakmp.config import LINES as ISAKMP_LINES
from iossim.features.crypto.isakmp.packet import PORT
from iossim.features.crypto.maps.config import CRYPTO_MAP, DYNAMIC_MAP, MANUAL_MAP
from iossim.features.crypto.maps.config import LINES as MAP_LINES
from iossim.features.crypto.maps.manual_config import LINES as MANUAL_LINES
from iossim.features.crypto.pki.commands import COMMANDS as PKI_COMMANDS
from iossim.features.crypto.pki.config import CHAIN, PUBKEY, TRUSTPOINT
from iossim.features.crypto.pki.config import LINES as PKI_LINES
from iossim.features.crypto.pki.keys import COMMANDS as KEY_COMMANDS

FEATURE = Feature(
    name="crypto",
    engine=CryptoEngine,
    lines=(*PKI_LINES, *ISAKMP_LINES, *IPSEC_LINES, *MAP_LINES, *MANUAL_LINES),
    commands=(
        *COMMANDS,
        *PKI_COMMANDS,
        *KEY_COMMANDS,
        *commands_of(ISAKMP, "Exit from ISAKMP protection suite configuration mode"),
        *commands_of(TRANSFORM, "Exit from crypto transform configuration mode"),
        *commands_of(CRYPTO_MAP, "Exit from crypto map configuration mode"),
        *commands_of(MANUAL_MAP, "Exit from crypto map configuration mode"),
        *commands_of(DYNAMIC_MAP, "Exit from crypto map configuration mode"),
        *commands_of(TRUSTPOINT, "Exit from certificate authority trustpoint entry mode"),
        *commands_of(CHAIN, "Exit from certificate data entry mode"),
        Command("quit", leave_mode, {"quit": "End of certificate"}, PUBKEY),
    ),
    udp=(PORT,),
    stages={
        Stage.DECRYPT: "decrypt",
        Stage.CLEAR_TEXT_CHECK: "check_clear_text",
        Stage.CLASSIFY: "classify",
        Stage.ENCRYPT: "encrypt",
    },
    provides={
        "ipsec-peers": "peers",
        "ipsec-peer-list": "peer_list",
        "debug-flags": "debug_flags",
        "sockets": "sockets",
        "memory-blocks": "memory_blocks",
        "rsa-keys": "has_keys",
    },
)

__all__ = ["FEATURE"]
