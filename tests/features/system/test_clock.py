"""Time as the box tells it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from keyboard import Bench

from iossim.device.notices import ClockAdrift, ClockDisciplined
from iossim.features.system.clock import EPOCH, FACTORY, Clock, Source, Zone, date, stamped, written

WINTER = (datetime(2003, 3, 12, 14, 0, 5, 123_000, tzinfo=UTC) - EPOCH).total_seconds() * 1e6
NTP = Clock(int(WINTER), Source.NTP)
EST = Zone("EST", -300)
EDT = Zone("EST", -300, {"zone": "EDT", "offset": 60})


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({"datetime": True}, "Mar 12 14:00:05: "),
        ({"datetime": True, "msec": True, "localtime": True}, "Mar 12 09:00:05.123: "),
        ({"datetime": True, "localtime": True, "show-timezone": True}, "Mar 12 09:00:05 EST: "),
    ],
)
def test_forms_of_a_stamp(form, text):
    """`service timestamps`: milliseconds, zone and its name as asked for."""
    assert stamped(NTP, EST, 0, form) == text


def test_a_clock_that_nobody_has_set():
    """Counts from Mar 1 1993 and says that it is not to be believed."""
    clock = Clock(FACTORY, Source.NONE)
    assert stamped(clock, Zone(), 5_100_000, {"datetime": True, "msec": True}) == "*Mar  1 00:00:05.100: "
    assert stamped(clock, Zone(), 25 * 3_600_000_000, {"datetime": True}) == "*Mar  2 01:00:00: "


def test_the_long_form():
    """As headers and reloads have it."""
    assert written(NTP, EST, 0) == "09:00:05 EST Wed Mar 12 2003"


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        (datetime(2003, 4, 6, 6, 59, tzinfo=UTC), "01:59 EST"),
        (datetime(2003, 4, 6, 7, 0, tzinfo=UTC), "03:00 EDT"),
        (datetime(2003, 10, 26, 5, 59, tzinfo=UTC), "01:59 EDT"),
        (datetime(2003, 10, 26, 6, 0, tzinfo=UTC), "01:00 EST"),
    ],
)
def test_summer_time_begins_and_ends(utc, local):
    """First Sunday of April to last Sunday of October, at two in the morning; both nights, to the minute."""
    when, name = EDT.local(utc)
    assert f"{when:%H:%M} {name}" == local


def test_dates_do_not_depend_on_the_locale():
    """Days and months are English."""
    assert date(datetime(2002, 11, 2, tzinfo=UTC)) == "Sat Nov 2 2002"


@pytest.fixture
def bench():
    return Bench().privileged()


def test_the_calendar_keeps_time_over_a_reload(bench):
    """A 7200 has a calendar; what `clock set` said is forgotten with the power."""
    bench.type("clock set 10:00:00 1 may 2004")
    assert "10:00:00.000 EST Sat May 1 2004\nTime source is user configuration" in bench.type("show clock detail")
    bench.router.restart("reload")
    bench.wait(150)
    bench.privileged()
    assert " EST Wed Mar 12 2003\nTime source is hardware calendar" in bench.type("show clock detail")


def test_a_box_without_calendar_starts_in_1993(bench):
    """Its clock counts from the boot, and a star says that nobody has set it; no date stands in the configuration."""
    bench.router.keeps_time = False
    bench.router.restart("reload")
    assert "*Feb 28 19:00:02.000: %SYS-5-RESTART" in bench.wait(150)  # in the zone of the lab
    bench.privileged()
    text = bench.type("show clock detail")
    assert "\n*19:" in text and "Sun Feb 28 1993\nNo time source" in text
    bench.configure("clock timezone UTC 0", "hostname x")
    assert "! Last configuration" not in bench.type("show running-config")


def test_the_mark_says_how_far_a_time_is_to_be_trusted(bench):
    """A star until somebody vouches for it, also for the time of a calendar; a point when NTP has lost its servers."""
    bench.router.restart("reload")
    bench.wait(150)
    bench.privileged()
    assert "\n*" in bench.type("show clock")
    bench.router.notify(ClockDisciplined(bench.router.wall.origin))
    text = bench.type("show clock detail")
    assert "\n*" not in text and "Time source is NTP" in text
    bench.router.notify(ClockAdrift())
    assert "\n." in bench.type("show clock")
    bench.type("clock set 10:00:00 1 may 2004")
    assert "\n10:00:00" in bench.type("show clock")
