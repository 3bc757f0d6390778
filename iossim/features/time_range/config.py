"""The lines of time-ranges."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, Mode
from iossim.cli.types import Single, register
from iossim.cli.vocabulary import Vocabulary
from iossim.device.almanac import DAYS, MONTHS, place_of
from iossim.device.config import RunningConfig
from iossim.device.nvgen import Place, line_of
from iossim.features.time_range.state import Period, Span, TimeRange
from iossim.net.address import NUMBERS

if TYPE_CHECKING:
    from iossim.device.context import Context

TIME_RANGE_MODE = Mode("time-range", "config-time-range", "Time range configuration commands:", GLOBAL, "time-range")

GROUPS = {"daily": tuple(range(7)), "weekdays": tuple(range(5)), "weekend": (5, 6)}
BACKWARDS = "%Error: End time must be after start time"
ONE_DAY = "%Error: an end day goes with one start day"


def _time(text: str, _vocabulary: Vocabulary) -> int:
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        raise ValueError("not hh:mm")
    if len(hours) > 2 or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        raise ValueError("not a time of day")
    return int(hours) * 60 + int(minutes)


def _month(text: str, _vocabulary: Vocabulary) -> int:
    return place_of(text, MONTHS) + 1


def _day(text: str, _vocabulary: Vocabulary) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31):
        raise ValueError("not a day of a month")
    return int(text)


register(
    "minute",
    Single("hh:mm", _time, "0123456789:", breadth=2, written=lambda value, _: f"{value // 60}:{value % 60:02}"),
)
register(
    "full-minute",
    Single("hh:mm", _time, "0123456789:", breadth=2, written=lambda value, _: f"{value // 60:02}:{value % 60:02}"),
)
register("full-month", Single("MONTH", _month, breadth=4, written=lambda value, _: MONTHS[value - 1]))
register("full-day", Single("<1-31>", _day, "0123456789", breadth=1, written=lambda value, _: f"{value:02}"))

_HELP = {
    "time-range": "Define time range entries",
    "name": "Time range name",
    "absolute": "absolute time and date",
    "start": "starting time and date",
    "end": "ending time and date",
    "from": "Starting time",
    "to": "Ending time",
    "from_time": "Starting time",
    "from_day": "Day of the month",
    "from_month": "Month of the year [eg: Jan for January, Jun for June]",
    "from_year": "Year",
    "to_time": "Ending time - stays valid until beginning of next minute",
    "to_day": "Day of the month",
    "to_month": "Month of the year [eg: Jan for January, Jun for June]",
    "to_year": "Year",
    "periodic": "periodic time and date",
    "daily": "Every day of the week",
    "weekdays": "Monday thru Friday",
    "weekend": "Saturday and Sunday",
    "begin": "Starting time",
    "finish": "Ending time - stays valid until beginning of next minute",
    "periodic to": "ending day and time",
    **{day: day for day in DAYS},
}


def _moment(args: Args, side: str) -> datetime | None:
    """A side of `absolute`; ValueError for a day that the month does not have."""
    if f"{side}_year" not in args:
        return None
    time = args[f"{side}_time"]
    year, month, day = (args[f"{side}_{part}"] for part in ("year", "month", "day"))
    return datetime(year, month, day, time // 60, time % 60, tzinfo=UTC)


def check_absolute(_: Context, args: Args) -> str | None:
    """Two moments, in order."""
    try:
        start, end = _moment(args, "from"), _moment(args, "to")
    except ValueError:
        return "%Error: Invalid date"
    return BACKWARDS if start is not None and end is not None and end < start else None


def check_periodic(_: Context, args: Args) -> str | None:
    """An end day is for a single start day."""
    return ONE_DAY if args.get("until") is not None and sum(bool(args.get(day)) for day in DAYS) != 1 else None


ENTRY = ConfigLine(
    "time-range <name:word>",
    help=_HELP,
    key=("name",),
    enters=TIME_RANGE_MODE,
    rank=Place.NTP + 50,
    bang=True,
)
_ABSOLUTE = "<{0}_time:full-minute> <{0}_day:full-day> <{0}_month:full-month> <{0}_year:1993-2035>"
ABSOLUTE = ConfigLine(
    f"absolute {{ start {_ABSOLUTE.format('from')} [end {_ABSOLUTE.format('to')}] | end {_ABSOLUTE.format('to')} }}",
    TIME_RANGE_MODE,
    _HELP,
    no_pattern="absolute [<rest:line>]",
    rank=10,
    check=check_absolute,
)
PERIODIC = ConfigLine(
    "periodic {"
    " <days:daily|weekdays|weekend> <begin:minute> to <finish:minute>"
    f" | ( {' | '.join(DAYS)} )+ <begin:minute> to [<until:{'|'.join(DAYS)}>] <finish:minute> }}",
    TIME_RANGE_MODE,
    _HELP,
    key=("days", *DAYS, "begin", "until", "finish"),
    fill={"days": None, "until": None, **dict.fromkeys(DAYS, False)},
    rank=20,
    check=check_periodic,
)
LINES = (ENTRY, ABSOLUTE, PERIODIC)


def ranges_of(config: RunningConfig) -> dict[str, TimeRange]:
    """All time-ranges, by name as they were entered."""
    return {one.args["name"]: _range(config, one.args["name"]) for one in config.all(ENTRY)}


def _range(config: RunningConfig, name: str) -> TimeRange:
    section = ((TIME_RANGE_MODE.name, name),)
    absolute = config.args(ABSOLUTE, section) or {}
    periodic = config.all(PERIODIC, section)
    return TimeRange(
        name,
        Span(_moment(absolute, "from"), _moment(absolute, "to")),
        tuple(_period(one.args) for one in periodic),
        tuple(line_of(one, NUMBERS) for one in (*config.all(ABSOLUTE, section), *periodic)),
    )


def _period(args: Args) -> Period:
    until = args.get("until")
    days = GROUPS.get(args.get("days") or "") or tuple(place for place, day in enumerate(DAYS) if args.get(day))
    return Period(days, args["begin"], args["finish"], None if until is None else DAYS.index(until))
