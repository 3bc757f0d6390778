"""What a time-range says: frozen values, and arithmetic on a clock on the wall.

A range holds within its span, and if it has periods in one of them; without either it holds always. Minutes are whole: what ends
at 18:00 holds until 18:01. A period whose end is not behind its start goes over midnight, or over the end of the week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = 24 * 60
WEEK = 7 * DAY
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Once: from a minute on, up to one; None leaves that side open."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Every week: from each of some days (Monday is 0) at a minute of the day, to a minute of that day or of another one."""

    days: tuple[int, ...]
    start: int
    end: int
    until: int | None = None

    def turns(self) -> Iterator[tuple[int, int]]:
        """Begin, as a minute of the week, and length in minutes, of each turn."""
        for day in self.days:
            begin, end = day * DAY + self.start, (day if self.until is None else self.until) * DAY + self.end
            yield begin, (end - begin) % (DAY if self.until is None else WEEK) + 1


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A range by name; `lines` are its lines as displays have them."""

    name: str
    span: Span = Span()
    periods: tuple[Period, ...] = ()
    lines: tuple[str, ...] = ()

    def holds(self, at: datetime) -> bool:
        """Whether it is active at that time."""
        if self.span.start is not None and at < self.span.start:
            return False
        if self.span.end is not None and at >= self.span.end + MINUTE:
            return False
        into = _into_week(at) // MINUTE
        turns = [turn for period in self.periods for turn in period.turns()]
        return not turns or any((into - begin) % WEEK < length for begin, length in turns)

    def next_change(self, at: datetime) -> timedelta | None:
        """How long until it may be otherwise; None: never."""
        into, week = _into_week(at), WEEK * MINUTE
        edges = [
            edge for period in self.periods for begin, length in period.turns() for edge in (begin, begin + length)
        ]
        found = [(edge * MINUTE - into) % week or week for edge in edges]
        found += [self.span.start - at] if self.span.start is not None else []
        found += [self.span.end + MINUTE - at] if self.span.end is not None else []
        return min((after for after in found if after > timedelta()), default=None)


def _into_week(at: datetime) -> timedelta:
    """How much of the week is over."""
    return timedelta(at.weekday(), hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
