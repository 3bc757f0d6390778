"""The box's own clock: what it believes the time to be, and how it writes it.

A clock is an offset to virtual time and a source. A box that keeps time without power (as its lab says) starts with the
time of its calendar; another starts at Mar 1 1993. NTP sets it when it has heard enough of a server. The mark before a time says
how far it is to be trusted: `*` nobody has vouched for it since the boot, `.` NTP has lost its servers, nothing = good.

A model with a calendar sets one from the other when it is told to. Left out: drift, summer time by date.
"""

from __future__ import annotations

from calendar import monthcalendar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from iossim.cli.entry import Args
from iossim.device.almanac import DAYS, MONTHS
from iossim.device.config import RunningConfig
from iossim.features.system import zone as zone  # this one registers its types
from iossim.features.system.config import SUMMER_TIME, TIMEZONE, TIMEZONE_LATER

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FACTORY = (datetime(1993, 3, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
"""What a clock that nobody has set counts from."""

# First Sunday of April to last Sunday of October, 02:00: what `recurring` means alone in this release.
RECURRING: dict[str, Any] = {
    "week": 1, "day": 6, "month": 4, "time": 120, "to_week": "last", "to_day": 6, "to_month": 10, "to_time": 120,
}  # fmt: skip


class Source(StrEnum):
    """Where the time comes from, as `show clock detail` says it."""

    NONE = "No time source"
    CALENDAR = "Time source is hardware calendar"
    USER = "Time source is user configuration"
    NTP = "Time source is NTP"


@dataclass(frozen=True, slots=True)
class Clock:
    """The time at virtual time 0, in microseconds since 1970 UTC, where it comes from, and whether that is lost."""

    origin: int
    source: Source
    adrift: bool = False

    def at(self, now: int) -> datetime:
        """The time, UTC."""
        return EPOCH + timedelta(microseconds=self.origin + now)

    def when(self, utc: datetime) -> int:
        """The virtual time at which this clock shows a time."""
        return (utc - EPOCH) // timedelta(microseconds=1) - self.origin

    @property
    def known(self) -> bool:
        """True once something has set it."""
        return self.source is not Source.NONE

    @property
    def mark(self) -> str:
        """What stands before a time."""
        if self.source in (Source.NONE, Source.CALENDAR):
            return "*"
        return "." if self.adrift else ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone, with its summer time if it has one."""

    name: str = "UTC"
    minutes: int = 0
    summer: Args | None = None

    @staticmethod
    def of(config: RunningConfig) -> Zone:
        """As configured."""
        zone = config.args(TIMEZONE) or config.args(TIMEZONE_LATER)
        summer = config.args(SUMMER_TIME)
        if zone is None:
            return Zone(summer=summer)
        west = zone["hours"] < 0
        return Zone(zone["zone"], zone["hours"] * 60 + (-zone["minutes"] if west else zone["minutes"]), summer)

    def local(self, utc: datetime) -> tuple[datetime, str]:
        """The time on the wall and the name of its zone."""
        standard = utc + timedelta(minutes=self.minutes)
        if self.summer is None:
            return standard, self.name
        begins, ends = self.changes(standard.year)
        offset = timedelta(minutes=self.summer["offset"])
        # The end is given in summer time.
        inside = begins <= standard < ends - offset if begins < ends else not ends - offset <= standard < begins
        return (standard + offset, self.summer["zone"]) if inside else (standard, self.name)

    def utc(self, local: datetime) -> datetime:
        """The other way round."""
        guess = local - timedelta(minutes=self.minutes)
        if self.summer is not None and self.local(guess)[1] != self.name:
            return guess - timedelta(minutes=self.summer["offset"])
        return guess

    def changes(self, year: int) -> tuple[datetime, datetime]:
        """When summer time begins and ends in a year."""
        assert self.summer is not None
        if "year" in self.summer:
            return self._once(self.summer)
        rule = {**RECURRING, **self.summer}
        begins = day_of(year, rule["month"], rule["week"], rule["day"])
        ends = day_of(year, rule["to_month"], rule["to_week"], rule["to_day"])
        return begins + timedelta(minutes=rule["time"]), ends + timedelta(minutes=rule["to_time"])

    @staticmethod
    def _once(rule: Args) -> tuple[datetime, datetime]:
        """The one time of `date`."""
        begins = datetime(rule["year"], rule["month"], 1, tzinfo=UTC) + timedelta(days=rule["date"] - 1)
        ends = datetime(rule["to_year"], rule["to_month"], 1, tzinfo=UTC) + timedelta(days=rule["to_date"] - 1)
        return begins + timedelta(minutes=rule["time"]), ends + timedelta(minutes=rule["to_time"])


def day_of(year: int, month: int, week: int | str, weekday: int) -> datetime:
    """The n-th or last such weekday of a month, at midnight."""
    days = [line[weekday] for line in monthcalendar(year, month) if line[weekday]]
    place = -1 if week == "last" else 0 if week == "first" else min(int(week), len(days)) - 1
    return datetime(year, month, days[place], tzinfo=UTC)


def time_of_day(when: datetime, milliseconds: bool = False) -> str:
    """`09:00:00`, `09:00:00.123`."""
    return f"{when:%H:%M:%S}" + (f".{when.microsecond // 1000:03}" if milliseconds else "")


def date(when: datetime) -> str:
    """`Wed Mar 12 2003`; months and days in English whatever the locale."""
    return f"{DAYS[when.weekday()][:3]} {MONTHS[when.month - 1][:3]} {when.day} {when.year}"


def written(clock: Clock, zone: Zone, now: int) -> str:
    """`11:33:53 EST Sat Feb 1 2003`, as messages and headers have it."""
    when, name = zone.local(clock.at(now))
    return f"{time_of_day(when)} {name} {date(when)}"


def stamped(clock: Clock, zone: Zone, now: int, form: Args) -> str:
    """The time in front of a message: `*Mar  1 00:00:05.123: `."""
    utc = clock.at(now)
    when, name = zone.local(utc) if form.get("localtime") else (utc, "UTC")
    shown = f" {name}" if form.get("show-timezone") else ""
    day = f"{MONTHS[when.month - 1][:3]} {when.day:2} {time_of_day(when, bool(form.get('msec')))}"
    return f"{clock.mark}{day}{shown}: "
