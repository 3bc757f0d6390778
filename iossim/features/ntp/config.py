"""What the operator wants of NTP."""

from __future__ import annotations

from iossim.cli.entry import ConfigLine
from iossim.device.nvgen import Place

_NTP = {
    "ntp": "Configure NTP",
    "update-calendar": "Periodically update calendar with NTP time",
    "server": "Configure NTP server",
    "address": "IP address of peer",
    "version": "Configure NTP version",
    "number": "NTP version number",
    "peer": "Configure NTP peer",
    "key": "Configure peer authentication key",
    "master": "Act as NTP master clock",
    "stratum": "Stratum number",
    "authentication-key": "Authentication key for trusted time sources",
    "md5": "MD5 authentication",
    "text": "Authentication key",
    "authenticate": "Authenticate time sources",
    "trusted-key": "Key numbers for trusted time sources",
    "prefer": "Prefer this peer when possible",
    "source": "Configure interface for source address",
    "clock-period": "Length of hardware clock tick",
    "period": "Clock period in 2^-32 seconds",
}
CLOCK_PERIOD = ConfigLine("ntp clock-period <period:0-4294967295>", help=_NTP, rank=Place.NTP)
SOURCE = ConfigLine("ntp source <source:interface>", help=_NTP, rank=Place.NTP + 1)
UPDATE_CALENDAR = ConfigLine("ntp update-calendar", help=_NTP, toggle=False, rank=Place.NTP + 2)
_MORE = "( version <number:1-4> | key <key:0-4294967295> | source <source:interface> | prefer )*"
SERVER = ConfigLine(f"ntp server <address:ip> {_MORE}", help=_NTP, key=("address",), rank=Place.NTP + 3)
PEER = ConfigLine(f"ntp peer <address:ip> {_MORE}", help=_NTP, key=("address",), rank=Place.NTP + 3)
MASTER = ConfigLine("ntp master [<stratum:1-15>]", help=_NTP, rank=Place.NTP + 1)
KEY = ConfigLine(
    "ntp authentication-key <number:1-4294967295> md5 <text:word>",
    help={**_NTP, "number": "Key number"},
    key=("number",),
    rank=Place.NTP - 4,
)
AUTHENTICATE = ConfigLine("ntp authenticate", help=_NTP, toggle=False, rank=Place.NTP - 3)
TRUSTED = ConfigLine(
    "ntp trusted-key <number:1-4294967295>", help={**_NTP, "number": "Key number"}, key=("number",), rank=Place.NTP - 2
)

LINES = (CLOCK_PERIOD, SOURCE, UPDATE_CALENDAR, SERVER, PEER, MASTER, KEY, AUTHENTICATE, TRUSTED)
