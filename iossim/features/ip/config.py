"""How often ICMP errors may be sent."""

from __future__ import annotations

from iossim.cli.entry import ConfigLine
from iossim.device.icmp import INTERVAL

MILLISECOND = 1_000
DEFAULT = INTERVAL // MILLISECOND

_HELP = {
    "ip": "Global IP configuration subcommands",
    "icmp": "Various ICMP commands",
    "rate-limit": "Rate limit ICMP messages",
    "unreachable": "Rate limit unreachable messages",
    "df": "Rate limit DF unreachable (type 3, code 4) messages",
    "interval": "Once per milliseconds",
}

LIMITED = ConfigLine("ip icmp rate-limit unreachable", help=_HELP, toggle=True, rank=271)
LIMIT = ConfigLine(
    "ip icmp rate-limit unreachable <interval:1-4294967295>",
    help=_HELP,
    default={"interval": DEFAULT},
    rank=272,
)
DF_LIMIT = ConfigLine(
    "ip icmp rate-limit unreachable df <interval:1-4294967295>",
    help=_HELP,
    no_pattern="ip icmp rate-limit unreachable df [<interval:1-4294967295>]",
    rank=273,
)

LINES = (LIMITED, LIMIT, DF_LIMIT)
