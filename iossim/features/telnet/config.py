"""The lines of connections: keepalives that find out who has gone without a word, fewer segments, where they go from."""

from __future__ import annotations

from iossim.cli.entry import ConfigLine
from iossim.device.nvgen import Place

_SERVICE = {
    "service": "Modify use of network based services",
    "nagle": "Enable Nagle's congestion control algorithm",
    "tcp-keepalives-in": "Generate keepalives on idle incoming network connections",
    "tcp-keepalives-out": "Generate keepalives on idle outgoing network connections",
}
KEEPALIVES_IN = ConfigLine("service tcp-keepalives-in", help=_SERVICE, rank=Place.SERVICE + 11, toggle=False)
KEEPALIVES_OUT = ConfigLine("service tcp-keepalives-out", help=_SERVICE, rank=Place.SERVICE + 12, toggle=False)
NAGLE = ConfigLine("service nagle", help=_SERVICE, rank=Place.SERVICE + 2, toggle=False)
SOURCE = ConfigLine(
    "ip telnet source-interface <source:interface>",
    help={
        "ip": "Global IP configuration subcommands",
        "telnet": "Specify telnet options",
        "source-interface": "Specify source interface",
    },
    rank=Place.NAMES - 1,
)
LINES = (NAGLE, KEEPALIVES_IN, KEEPALIVES_OUT, SOURCE)
