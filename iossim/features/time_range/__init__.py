"""Time-ranges: when entries of access lists hold, by the box's own clock.

Source: the vendor's configuration guide and command reference, 12.2 (the feature came with 12.0(1)T).
"""

from __future__ import annotations

from iossim.cli.builtin import commands_of
from iossim.device.engine import Feature
from iossim.features.time_range.commands import COMMANDS
from iossim.features.time_range.config import LINES, TIME_RANGE_MODE
from iossim.features.time_range.engine import TimeRangeEngine

FEATURE = Feature(
    "time_range",
    TimeRangeEngine,
    lines=LINES,
    commands=(*COMMANDS, *commands_of(TIME_RANGE_MODE, "Exit from time-range configuration mode")),
    provides={"time-range": "active"},
)
