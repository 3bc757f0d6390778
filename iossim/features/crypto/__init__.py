"""IPsec: ISAKMP with certificates or pre-shared keys, ESP in tunnel mode, crypto maps static and dynamic.

Rooms: `isakmp` negotiates and watches peers, `ipsec` holds SAs and treats packets, `maps` decides what is protected and by whom,
`pki` judges certificates. `wanted` is the configuration as values, `engine` passes on what happens.

Standards: RFC 2401 to 2409, RFC 3706; behaviour of 12.2(11)T. Left out: aggressive mode, NAT traversal (12.2(13)T), AH
processing, IP compression, enrolment, manual keys, tunnel endpoint discovery, `client` configuration, invalid-SPI recovery (12.3(2)T).
"""

from __future__ import annotations

from iossim.device.engine import Feature
from iossim.device.pipeline import Stage
from iossim.features.crypto.commands import COMMANDS
from iossim.features.crypto.engine import CryptoEngine
from iossim.features.crypto.ipsec.config import LINES as IPSEC_LINES
from iossim.features.crypto.isakmp.config import LINES as ISAKMP_LINES
from iossim.features.crypto.isakmp.packet import PORT
from iossim.features.crypto.maps.config import LINES as MAP_LINES
from iossim.features.crypto.pki.config import LINES as PKI_LINES

FEATURE = Feature(
    name="crypto",
    engine=CryptoEngine,
    lines=(*PKI_LINES, *ISAKMP_LINES, *IPSEC_LINES, *MAP_LINES),
    commands=COMMANDS,
    udp=(PORT,),
    stages={
        Stage.DECRYPT: "decrypt",
        Stage.CLEAR_TEXT_CHECK: "check_clear_text",
        Stage.CLASSIFY: "classify",
        Stage.ENCRYPT: "encrypt",
    },
    provides={"ipsec-peers": "peers", "ipsec-peer-list": "peer_list"},
)

__all__ = ["FEATURE"]
