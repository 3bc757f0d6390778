"""ISAKMP: the lines of the running configuration (12.2T). Help texts as IOS prints them."""

from __future__ import annotations

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, Mode
from iossim.device.nvgen import Place
from iossim.net.address import BROADCAST

ISAKMP = Mode("isakmp policy", "config-isakmp", "ISAKMP commands:", GLOBAL)

_CRYPTO = {
    "crypto": "Encryption module",
    "isakmp": "Configure ISAKMP policy",
}


def _priority(args: Args) -> int:
    return int(args["priority"])


ENABLE = ConfigLine(
    "crypto isakmp enable",
    help={**_CRYPTO, "enable": "Enable ISAKMP"},
    toggle=True,
    rank=Place.ISAKMP,
)
POLICY = ConfigLine(
    "crypto isakmp policy <priority:1-10000>",
    help={
        **_CRYPTO,
        "policy": "Set policy for an ISAKMP protection suite",
        "priority": "Priority of protection suite",
    },
    key=("priority",),
    enters=ISAKMP,
    rank=Place.ISAKMP + 10,
    sort=_priority,
)
ENCRYPTION = ConfigLine(
    "encryption <algorithm:3des|des>",
    mode=ISAKMP,
    help={
        "encryption": "Set encryption algorithm for protection suite",
        "3des": "Three key triple DES",
        "des": "DES - Data Encryption Standard (56 bit keys).",
    },
    default={"algorithm": "des"},
    write_as="encr <algorithm:3des|des>",
    rank=10,
)
HASH = ConfigLine(
    "hash <algorithm:md5|sha>",
    mode=ISAKMP,
    help={
        "hash": "Set hash algorithm for protection suite",
        "md5": "Message Digest 5",
        "sha": "Secure Hash Standard",
    },
    default={"algorithm": "sha"},
    rank=20,
)
AUTHENTICATION = ConfigLine(
    "authentication <method:pre-share|rsa-encr|rsa-sig>",
    mode=ISAKMP,
    help={
        "authentication": "Set authentication method for protection suite",
        "pre-share": "Pre-Shared Key",
        "rsa-encr": "Rivest-Shamir-Adleman Encryption",
        "rsa-sig": "Rivest-Shamir-Adleman Signature",
    },
    default={"method": "rsa-sig"},
    rank=30,
)
GROUP = ConfigLine(
    "group <number:1|2|5>",
    mode=ISAKMP,
    help={
        "group": "Set the Diffie-Hellman group",
        "1": "Diffie-Hellman group 1",
        "2": "Diffie-Hellman group 2",
        "5": "Diffie-Hellman group 5",
    },
    default={"number": 1},
    rank=40,
)
LIFETIME = ConfigLine(
    "lifetime <seconds:60-86400>",
    mode=ISAKMP,
    help={"lifetime": "Set lifetime for ISAKMP security association", "seconds": "lifetime in seconds"},
    default={"seconds": 86_400},
    rank=50,
)
KEY = ConfigLine(
    "crypto isakmp key <secret:word> address <peer:ip> [<mask:mask>] [no-xauth]",
    help={
        **_CRYPTO,
        "key": "Set pre-shared key for remote peer",
        "address": "define shared key with IP address",
        "secret": "pre-shared key",
        "peer": "Peer IP address",
        "mask": "Peer IP subnet mask",
        "no-xauth": "Bypasses XAuth for this peer",
    },
    key=("peer", "mask"),
    fill={"mask": BROADCAST},
    no_pattern="crypto isakmp key <secret:word> address <peer:ip> [<mask:mask>] [no-xauth]",
    rank=Place.ISAKMP + 15,
)
NAMED_KEY = ConfigLine(
    "crypto isakmp key <secret:word> hostname <host:word> [no-xauth]",
    help={
        **_CRYPTO,
        "key": "Set pre-shared key for remote peer",
        "hostname": "define shared key with hostname",
        "secret": "pre-shared key",
        "host": "Peer host name",
        "no-xauth": "Bypasses XAuth for this peer",
    },
    key=("host",),
    no_pattern="crypto isakmp key <secret:word> hostname <host:word> [no-xauth]",
    rank=Place.ISAKMP + 16,
)
PERIODIC_SINCE = "12.3(7)T"
_KEEPALIVE = {
    **_CRYPTO,
    "keepalive": "Set a keepalive interval for use with IOS peers",
    "seconds": "Number of seconds between keep alives",
    "retry": "Number of seconds between retries if keepalive fails",
    "periodic": "Keepalives are sent at regular intervals",
    "on-demand": "Keepalives are sent on demand",
}
KEEPALIVE = ConfigLine(
    "crypto isakmp keepalive <seconds:10-3600> [<retry:2-60>]",
    help=_KEEPALIVE,
    fill={"retry": 2},
    rank=Place.ISAKMP + 20,
    until=PERIODIC_SINCE,
)
KEEPALIVE_STYLED = ConfigLine(
    "crypto isakmp keepalive <seconds:10-3600> [<retry:2-60>] [<style:periodic|on-demand>]",
    help=_KEEPALIVE,
    fill={"retry": 2, "style": "on-demand"},
    rank=Place.ISAKMP + 20,
    since=PERIODIC_SINCE,
)
IDENTITY = ConfigLine(
    "crypto isakmp identity <kind:address|hostname|dn>",
    help={
        **_CRYPTO,
        "identity": "Set the identity which ISAKMP will use",
        "address": "Use the IP address of the interface for the identity",
        "hostname": "Use the hostname of the router for the identity",
        "dn": "Use the distinguished name of the router cert for the identity",
    },
    default={"kind": "address"},
    rank=Place.ISAKMP + 25,
)

LINES = (
    ENABLE,
    POLICY,
    ENCRYPTION,
    HASH,
    AUTHENTICATION,
    GROUP,
    LIFETIME,
    KEY,
    NAMED_KEY,
    KEEPALIVE,
    KEEPALIVE_STYLED,
    IDENTITY,
)
