"""Address translation of a router: `ip nat inside source`, static, by pool, or overloading an address (RFC 3022).

Packets are translated where the order of operations says (`device.pipeline`): outside to inside before routing, inside to
outside after it and *before* crypto classification. So a tunnel's traffic must be kept out of the translation by the list or
the route-map, or it no longer matches the crypto access list and leaves in clear.

A translation is made by the first packet from inside and lives while it is used. `rules` says what is configured,
`translation` what is true, `outside` what outside hosts are called inside, `stages` what happens to packets. Left out:
`inside destination`, rotary and match-host pools, ESP and GRE through an overloaded address (12.2(13)T), logging, payloads that
carry addresses.

Sources: RFC 3022; the vendor's command and debug command references, 12.2.
"""

from __future__ import annotations

from iossim.device.engine import Feature
from iossim.device.pipeline import Stage
from iossim.features.nat.commands import COMMANDS
from iossim.features.nat.config import LINES
from iossim.features.nat.engine import NatEngine

FEATURE = Feature(
    "nat",
    NatEngine,
    lines=LINES,
    commands=COMMANDS,
    stages={Stage.NAT_IN: "enter", Stage.NAT_OUT: "leave"},
    provides={"debug-flags": "debug_flags", "address-alias": "is_alias"},
)
