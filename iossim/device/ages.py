"""How IOS writes a span of time: route ages, uptimes, lease times (12.2).

Below a day `hh:mm:ss`, below a week days and hours, below a year weeks and days, then years and weeks. Spans are
microseconds of virtual time; fractions of a second are cut, never rounded.
"""

from __future__ import annotations

_SECOND = 1_000_000
_HOUR = 3_600
_DAY = 24 * _HOUR
_WEEK = 7 * _DAY
_YEAR = 365 * _DAY


def clock(span: int) -> str:
    """`hh:mm:ss`, however long."""
    seconds = max(0, span) // _SECOND
    return f"{seconds // _HOUR:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def age(span: int) -> str:
    """`00:50:58`, `1d07h`, `1w2d`, `1y3w`."""
    seconds = max(0, span) // _SECOND
    if seconds < _DAY:
        return clock(span)
    if seconds < _WEEK:
        return f"{seconds // _DAY}d{seconds % _DAY // _HOUR:02}h"
    if seconds < _YEAR:
        return f"{seconds // _WEEK}w{seconds % _WEEK // _DAY}d"
    return f"{seconds // _YEAR}y{seconds % _YEAR // _WEEK}w"
