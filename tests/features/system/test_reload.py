"""Reloads: now, later, not after all."""

from __future__ import annotations

import pytest
from keyboard import Bench

from iossim.features.system.plan import Plan, in_words
from iossim.sim.clock import HOUR, MINUTE, SECOND


@pytest.fixture
def bench():
    return Bench().privileged()


def test_a_confirmed_reload_goes_dark_and_comes_back(bench):
    """The message first, then darkness within the stop delay, then a boot whose reason is told."""
    bench.type("reload")
    assert "%SYS-5-RELOAD: Reload requested by console." in bench.key("enter")
    assert bench.router.up
    bench.wait(2)
    assert not bench.router.up and bench.terminal.state == "dark"
    bench.wait(150)
    assert "System returned to ROM by reload" in bench.privileged().type("show version")


def test_a_planned_reload_warns_and_happens(bench):
    """Five minutes and one minute before; then the box restarts at the very second."""
    bench.type("reload in 6")
    bench.key("y")
    assert "Reload scheduled for" in bench.type("show reload")
    assert "SHUTDOWN in 0:05:00" in bench.wait(61)
    assert "SHUTDOWN in 0:01:00" in bench.wait(240)
    assert bench.router.up
    bench.wait(60)
    assert not bench.router.up


def test_cancelling_takes_the_warnings_along(bench):
    """After `reload cancel` nothing is said and nothing happens."""
    bench.type("reload in 6")
    bench.key("y")
    bench.type("reload cancel")
    assert bench.wait(600) == ""
    assert bench.router.up
    assert "%No reload is scheduled." in bench.type("reload cancel")


def test_reload_at_is_the_next_such_time(bench):
    """A time that has passed today is tomorrow's; a date is this year's or the next's, within 24 days."""
    bench.type("clock set 10:00:00 1 may 2003")
    assert "for 09:30:00 EST Fri May 2 2003 (in 23 hours and 30 minutes)" in bench.type("reload at 9:30")
    bench.key("n")
    assert "for 09:30:00 EST Sat May 3 2003" in bench.type("reload at 9:30 3 may")
    bench.key("n")
    assert "within 24 days" in bench.type("reload at 9:30 1 april")


def test_spans_in_words():
    """Hours and minutes, in the plural where it is due."""
    assert [in_words(s * SECOND) for s in (30, 60, 600, 3_660, 96_240)] == [
        "30 seconds",
        "1 minute",
        "10 minutes",
        "1 hour and 1 minute",
        "26 hours and 44 minutes",
    ]


def test_warnings_of_a_plan():
    """An hour, half an hour, five minutes, one minute: the next one that is still to come."""
    plan = Plan(2 * HOUR, "console")
    times = []
    now = 0
    while (warning := plan.warning_after(now)) is not None:
        now += warning[0]
        times.append(warning[1] // MINUTE)
    assert times == [60, 30, 5, 1]
