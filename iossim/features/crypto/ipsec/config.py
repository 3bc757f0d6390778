"""IPsec: lifetimes and transform sets, the lines of the running configuration (12.2T).

A transform set takes at most one transform of each kind (AH, ESP cipher, ESP authentication, compression); the pattern
says so, hence a second one of a kind fails at its column.
"""

from __future__ import annotations

from collections.abc import Mapping

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.device.nvgen import Place

TRANSFORM = Mode(
    "transform set", "cfg-crypto-trans", "Crypto transform configuration commands:", GLOBAL, "crypto-transform"
)

KINDS = ("ah", "cipher", "auth")
"""The names of the arguments that hold transforms, in the order they are printed."""

COMPRESSION = "comp-lzs"

_CRYPTO = {"crypto": "Encryption module", "ipsec": "Configure IPSEC policy"}
_LIFETIME = {
    **_CRYPTO,
    "security-association": "Security association parameters",
    "lifetime": "security association lifetime",
}

LIFETIME_SECONDS = ConfigLine(
    "crypto ipsec security-association lifetime seconds <value:120-86400>",
    help={**_LIFETIME, "seconds": "Time-based key duration", "value": "Security association duration in seconds"},
    default={"value": 3_600},
    rank=Place.IPSEC + 11,
)
LIFETIME_KILOBYTES = ConfigLine(
    "crypto ipsec security-association lifetime kilobytes <value:2560-536870912>",
    help={
        **_LIFETIME,
        "kilobytes": "Volume-based key duration",
        "value": "Security association duration in kilobytes encrypted",
    },
    default={"value": 4_608_000},
    rank=Place.IPSEC + 10,
)
TRANSFORM_SET = ConfigLine(
    "crypto ipsec transform-set <name:word>"
    " ( <ah:ah-md5-hmac|ah-sha-hmac> | <cipher:esp-3des|esp-des|esp-null>"
    " | <auth:esp-md5-hmac|esp-sha-hmac> | comp-lzs )+",
    help={
        **_CRYPTO,
        "transform-set": "Define transform and settings",
        "name": "Transform set tag",
        "ah-md5-hmac": "AH-HMAC-MD5 transform",
        "ah-sha-hmac": "AH-HMAC-SHA transform",
        "comp-lzs": "IP Compression using the LZS compression algorithm",
        "esp-3des": "ESP transform using 3DES(EDE) cipher (168 bits)",
        "esp-des": "ESP transform using DES cipher (56 bits)",
        "esp-md5-hmac": "ESP transform using HMAC-MD5 auth",
        "esp-null": "ESP transform w/o cipher",
        "esp-sha-hmac": "ESP transform using HMAC-SHA auth",
    },
    key=("name",),
    enters=TRANSFORM,
    rank=Place.IPSEC + 20,
    trailing=" ",
)
MODE = ConfigLine(
    "mode <mode:transport|tunnel>",
    mode=TRANSFORM,
    help={
        "mode": "encapsulation mode (transport/tunnel)",
        "transport": "transport (payload encapsulation) mode",
        "tunnel": "tunnel (datagram encapsulation) mode",
    },
    default={"mode": "tunnel"},
    rank=10,
)

_DF_BIT = {
    **_CRYPTO,
    "df-bit": "Handling of encapsulated DF bit.",
    "clear": "Clear DF bit for encapsulated packets.",
    "copy": "Copy DF bit from inner header.",
    "set": "Set DF bit for encapsulated packets.",
}
COPIED = "copy"
"""What becomes of DF unless something else is said."""
DF_BIT = ConfigLine(
    "crypto ipsec df-bit <handling:clear|copy|set>",
    help=_DF_BIT,
    default={"handling": COPIED},
    no_pattern="crypto ipsec df-bit [<handling:clear|copy|set>]",
    rank=Place.IPSEC + 23,
)
DF_BIT_HERE = ConfigLine(
    "crypto ipsec df-bit <handling:clear|copy|set>",
    mode=INTERFACE,
    help={**_DF_BIT, "crypto": "Encryption/Decryption commands", "ipsec": "Set IPSec parameters"},
    no_pattern="crypto ipsec df-bit [<handling:clear|copy|set>]",
    rank=100,
)

LINES = (LIFETIME_KILOBYTES, LIFETIME_SECONDS, TRANSFORM_SET, MODE, DF_BIT, DF_BIT_HERE)


def transforms_of(args: Args) -> tuple[str, ...]:
    """The transforms of a transform-set line, as it prints them."""
    values: Mapping[str, str] = args
    found = tuple(values[kind] for kind in KINDS if kind in values)
    return (*found, COMPRESSION) if COMPRESSION in args else found
