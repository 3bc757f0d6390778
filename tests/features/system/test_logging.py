"""Who gets which message."""

from __future__ import annotations

import pytest
from keyboard import Bench


@pytest.fixture
def bench():
    return Bench().privileged()


def flap(bench):
    bench.configure("interface fa0/0", "shutdown")
    return bench.wait(3)


def test_the_console_gets_everything_by_default(bench):
    """Levels up to debugging."""
    assert "%LINK-5-CHANGED" in flap(bench)


def test_the_console_gets_nothing_when_it_wants_nothing(bench):
    """`no logging console` shows as such, and naming a level turns it on again."""
    bench.configure("no logging console")
    assert "%LINK" not in flap(bench)
    assert "no logging console" in bench.type("show running-config | include ^no logging")
    bench.configure("logging console notifications")
    assert bench.type("show running-config | include ging console") == (
        "show running-config | include ging console\nlogging console notifications\nr1#"
    )


def test_levels(bench):
    """`logging console errors` lets 3 through and holds 5 back."""
    bench.configure("logging console errors")
    text = flap(bench)
    assert "%LINK-5-CHANGED" not in text
    bench.configure("interface fa0/0", "no shutdown")
    text = bench.wait(5)
    assert "%LINK-3-UPDOWN" in text
    assert "%LINEPROTO-5-UPDOWN" not in text


def test_the_buffer_keeps_its_level_and_size(bench):
    """A buffer has what came since it was turned on, of its level, and is empty after `clear logging`."""
    bench.configure("logging buffered 4096 errors", "interface fa0/0", "shutdown")
    bench.wait(3)
    bench.configure("interface fa0/0", "no shutdown")
    bench.wait(5)
    text = bench.type("show logging")
    assert "Buffer logging: level errors, 1 messages logged" in text
    assert text.count("%LINK-3-UPDOWN") == 1 and "LINEPROTO" not in text
    bench.type("clear logging")
    bench.key("enter")
    assert "%LINK" not in bench.type("show logging")


def test_uptime_stamps(bench):
    """`service timestamps log uptime` counts from the boot; without the service there is no stamp."""
    bench.configure("service timestamps log uptime")
    assert "\n00:0" in flap(bench)
    bench.configure("no service timestamps log", "interface fa0/0", "no shutdown")
    assert "\n%LINK-3-UPDOWN" in bench.wait(5)


def test_debug_flags_show_and_go(bench):
    """`show debugging` names what is on; `undebug all` leaves nothing."""
    bench.type("debug standby")
    assert "debugging is on" in bench.type("show debugging")
    assert bench.type("undebug all") == "undebug all\nAll possible debugging has been turned off\nr1#"
    assert bench.type("show debugging") == "show debugging\nr1#"
