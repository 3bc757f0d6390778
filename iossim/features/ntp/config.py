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
    "prefer": "Prefer this peer when possible",
    "source": "Configure interface for source address",
    "clock-period": "Length of hardware clock tick",
    "period": "Clock period in 2^-32 seconds",
}
CLOCK_PERIOD = ConfigLine("ntp clock-period <period:0-4294967295>", help=_NTP, rank=Place.NTP, effect=False)
SOURCE = ConfigLine("ntp source <source:interface>", help=_NTP, rank=Place.NTP + 1)
UPDATE_CALENDAR = ConfigLine("ntp update-calendar", help=_NTP, toggle=False, rank=Place.NTP + 2)
SERVER = ConfigLine(
    "ntp server <address:ip> ( version <number:1-4> | source <source:interface> | prefer )*",
    help=_NTP,
    key=("address",),
    rank=Place.NTP + 3,
)

LINES = (CLOCK_PERIOD, SOURCE, UPDATE_CALENDAR, SERVER)
