"""Types of arguments for clock lines: hours from UTC, and the days on which summer time changes."""

from __future__ import annotations

from dataclasses import replace

from iossim.cli.types import Single, register
from iossim.cli.values import VALUES
from iossim.cli.vocabulary import Vocabulary
from iossim.device.almanac import DAYS, MONTHS, place_of


def _offset(text: str, _vocabulary: Vocabulary) -> int:
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 2 or int(digits) > 23:
        raise ValueError("not hours from UTC")
    return int(text)


def _month(text: str, _vocabulary: Vocabulary) -> int:
    return place_of(text, MONTHS) + 1


def _weekday(text: str, _vocabulary: Vocabulary) -> int:
    return place_of(text, DAYS)


register("utc-hours", Single("<-23 - 23>", _offset, "-0123456789", written=lambda value, _show: str(value)))
register("month", Single("MONTH", _month, breadth=4, written=lambda value, _show: MONTHS[value - 1][:3]))
register("weekday", Single("DAY", _weekday, breadth=4, written=lambda value, _show: DAYS[value][:3]))
_HOURS = VALUES["hours"]
assert isinstance(_HOURS, Single)
register("change", replace(_HOURS, written=lambda value, _show: f"{value // 60}:{value % 60:02}"))
