"""Units of virtual time, and the wall clock as an offset.

Virtual time is an int in microseconds since the lab's origin; history lies at negative times. The wall-clock date
(for logs, certificates, `show clock`) is that number plus a constant. Formatting of dates and ages belongs to who
displays them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MICROSECOND = 1
MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WallClock:
    """The date at virtual time 0, in microseconds since 1970-01-01 UTC."""

    origin: int

    @staticmethod
    def of(date: datetime) -> WallClock:
        """The clock that shows `date` (with a time zone) at virtual time 0."""
        return WallClock((date - UNIX_EPOCH) // timedelta(microseconds=1))

    def at(self, t: int) -> datetime:
        """The date, UTC, at virtual time `t`."""
        return UNIX_EPOCH + timedelta(microseconds=self.origin + t)
