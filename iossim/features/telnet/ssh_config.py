"""What can be configured about logins by SSH: their patience (`ip ssh`)."""

from __future__ import annotations

from iossim.cli.entry import ConfigLine
from iossim.device.config import RunningConfig
from iossim.device.nvgen import Place

_HELP = {
    "ip": "Global IP configuration subcommands",
    "ssh": "Configure ssh options",
    "time-out": "Specify SSH time-out interval",
    "seconds": "SSH time-out interval (secs)",
    "authentication-retries": "Specify number of authentication retries",
    "count": "Number of authentication retries",
}
TIME_OUT = ConfigLine("ip ssh time-out <seconds:1-120>", help=_HELP, default={"seconds": 120}, rank=Place.NAMES + 5)
RETRIES = ConfigLine(
    "ip ssh authentication-retries <count:0-5>", help=_HELP, default={"count": 3}, rank=Place.NAMES + 6
)


def limits(config: RunningConfig) -> tuple[int, int]:
    """How many seconds a login by SSH may take for each question, and how often a wrong answer is asked again."""
    return config.value(TIME_OUT, (), "seconds"), config.value(RETRIES, (), "count")


LINES = (TIME_OUT, RETRIES)
