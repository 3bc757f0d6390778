"""The lines of CDP: it runs, on every interface, unless they say no."""

from __future__ import annotations

from typing import Any

from iossim.cli.entry import ConfigLine
from iossim.cli.mode import INTERFACE
from iossim.device.nvgen import Place

DEFAULT_TIMER, DEFAULT_HOLD = 60, 180

_HELP = {
    "cdp": "Global CDP configuration subcommands",
    "advertise-v2": "CDP sends version-2 advertisements",
    "holdtime": "Specify the holdtime (in sec) to be sent in packets",
    "hold": "Length  of time  (in sec) that receiver must keep this packet",
    "run": "Enable CDP",
    "timer": "Specify the rate at which CDP packets are sent (in sec)",
    "seconds": "Rate at which CDP packets are sent (in  sec)",
}


def _line(pattern: str, rank: int, **more: Any) -> ConfigLine:
    return ConfigLine(pattern, help=_HELP, rank=Place.IP + rank, **more)


TIMER = _line("cdp timer <seconds:5-254>", 36, default={"seconds": DEFAULT_TIMER})
HOLD = _line("cdp holdtime <hold:10-255>", 37, default={"hold": DEFAULT_HOLD})
VERSION_2 = _line("cdp advertise-v2", 38, toggle=True)
RUN = _line("cdp run", 39, toggle=True)
ENABLE = ConfigLine(
    "cdp enable",
    INTERFACE,
    {"cdp": "CDP interface subcommands", "enable": "Enable CDP on interface"},
    rank=900,
    toggle=True,
)

LINES = (TIMER, HOLD, VERSION_2, RUN, ENABLE)
