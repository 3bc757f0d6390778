"""`show processes cpu history`: three pictures of how busy the box has been, the latest on the left.

A column's number stands above it, its digits below one another, nothing for 0. A mark stands on each line the value comes near
to: 65 reaches that of 70.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from iossim.device.almanac import DAYS, MONTHS

LEVELS = range(100, 0, -10)
NEAR = 5
LEGEND = "* = maximum CPU%   # = average CPU%"


@dataclass(frozen=True, slots=True)
class Picture:
    """Percent by column: the greatest, and the mean where that is drawn too; `about` stands below."""

    peaks: Sequence[int]
    means: Sequence[int]
    about: str
    indent: int
    legend: str = ""


def show_history(hostname: str, when: datetime, zone: str, pictures: Sequence[Picture], closed: bool) -> Iterator[str]:
    """`show processes cpu history`; later releases close the axis with its last number."""
    yield ""
    half = "AM" if when.hour < 12 else "PM"
    date = f"{DAYS[when.weekday()]} {MONTHS[when.month - 1][:3]} {when.day} {when.year}"
    yield f"{hostname}   {when:%I:%M:%S} {half} {date} {zone}"
    yield ""
    for picture in pictures:
        yield from _drawn(picture, closed)


def _drawn(picture: Picture, closed: bool) -> Iterator[str]:
    yield ""
    for digit in (100, 10, 1):
        yield f"{'':<6}{''.join(str(peak // digit % 10) if peak >= digit else ' ' for peak in picture.peaks)}"
    for level in LEVELS:
        yield f"{level:>5} {''.join(_mark(*column, level - NEAR) for column in zip(picture.peaks, picture.means, strict=True))}"
    columns = len(picture.peaks) + closed
    marks = "".join(str(place // 10 or place) if place % 5 == 0 else "." for place in range(columns))
    yield f"{'':<5}{marks}"
    yield f"{'':<5}{''.join(str(place % 10) if place % 5 == 0 and place >= 10 else ' ' for place in range(columns))}"
    yield f"{'':<{picture.indent}}{picture.about}"
    if picture.legend:
        yield f"{'':<{picture.indent - 1}}{picture.legend}"
    yield ""


def _mark(peak: int, mean: int, near: int) -> str:
    return "#" if mean >= near else "*" if peak >= near else " "
