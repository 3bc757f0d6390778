"""`show time-range`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iossim.cli.entry import Args, Command
from iossim.cli.mode import USER_LEVEL
from iossim.device.context import Context
from iossim.features.time_range.engine import TimeRangeEngine
from iossim.features.time_range.state import TimeRange


@dataclass(frozen=True, slots=True)
class RangeView:
    """A range, whether it is active, and how many entries of access lists refer to it."""

    range: TimeRange
    active: bool
    uses: int


def show_ranges(views: Iterable[RangeView]) -> Iterator[str]:
    """Each with its lines."""
    for view in views:
        yield f"time-range entry: {view.range.name} ({'active' if view.active else 'inactive'})"
        yield from (f"   {line}" for line in view.range.lines)
        yield from ("   used in: IP ACL entry",) * view.uses


def time_ranges(context: Context, args: Args) -> Iterable[str]:
    """`show time-range [NAME]`."""
    engine = context.router.engine("time_range")
    assert isinstance(engine, TimeRangeEngine)
    found = [one for one in engine.ranges.values() if args.get("name") in (None, one.name)]
    return show_ranges([RangeView(one, bool(engine.active(one.name)), engine.uses(one.name)) for one in found])


COMMANDS = (
    Command(
        "show time-range [<name:word>]",
        time_ranges,
        {"show": "Show running system information", "time-range": "Time range", "name": "Name of a time range"},
        level=USER_LEVEL,
        filterable=True,
    ),
)
