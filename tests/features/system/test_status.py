"""Displays of the state of the whole box."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from keyboard import Bench

from iossim.features.system.clock import EPOCH, Clock, Source, Zone
from iossim.features.system.show_ntp import NtpView, show_associations, show_status
from iossim.features.system.show_processes import LoadView, show_cpu

SECOND = 1_000_000
MARCH = (datetime(2003, 3, 12, 14, 0, tzinfo=UTC) - EPOCH).total_seconds() * 1e6
NTP = Clock(int(MARCH), Source.NTP)


@pytest.fixture
def bench():
    return Bench().privileged()


def ntp(synchronized=True, now=100 * SECOND, servers=("192.0.2.1", "192.0.2.2")):
    return NtpView(servers, synchronized, NTP, Zone("EST", -300), 0, now)


def test_a_clock_that_follows_a_server():
    """Stratum, server, and the time of the last poll, 64 s after the first; the stamp counts from 1900."""
    assert list(show_status(ntp())) == [
        "Clock is synchronized, stratum 2, reference is 192.0.2.1",
        "nominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**18",
        "reference time is C219BC20.00000000 (09:01:04.000 EST Wed Mar 12 2003)",
        "clock offset is 0.0000 msec, root delay is 0.00 msec",
        "root dispersion is 0.00 msec, peer dispersion is 0.00 msec",
    ]


def test_associations():
    """The columns of 12.2: the master first, reach fills with every poll, `-` and 16 before the first answer."""
    assert list(show_associations(ntp())) == [
        "      address         ref clock     st  when  poll reach  delay  offset    disp",
        "*~192.0.2.1        .GPS.             1    36    64    3     0.0    0.00     0.0",
        "+~192.0.2.2        .GPS.             1    36    64    3     0.0    0.00     0.0",
        " * master (synced), # master (unsynced), + selected, - candidate, ~ configured",
    ]
    assert list(show_associations(ntp(now=3600 * SECOND)))[1].split()[5] == "377"
    assert list(show_associations(ntp(False)))[1] == (
        " ~192.0.2.1        0.0.0.0          16     -    64    0     0.0    0.00  16000."
    )
    assert list(show_associations(ntp(False, servers=()))) == []


def test_ntp_at_the_keyboard(bench):
    """A server that is configured now is believed at the next poll, and not any more when it is gone."""
    assert "Clock is unsynchronized, stratum 16, no reference clock" in bench.type("show ntp status")
    bench.configure("ntp server 192.0.2.1", "ntp server 192.0.2.9 prefer")
    assert " ~192.0.2.9" in bench.type("show ntp associations")
    bench.wait(65)
    assert "Clock is synchronized, stratum 2, reference is 192.0.2.9" in bench.type("show ntp status")
    bench.configure("no ntp server 192.0.2.9", "no ntp server 192.0.2.1")
    assert "Clock is unsynchronized" in bench.type("show ntp status")


def test_what_switching_costs():
    """Interrupts are packets by the route cache, the rest is processes; no more than all of the time."""
    busy = LoadView(False, 100_000, 10_000, 100 * SECOND)
    assert next(show_cpu(busy)) == "CPU utilization for five seconds: 23%/14%; one minute: 23%; five minutes: 23%"
    rows = list(show_cpu(busy))[2:]
    assert "  14        9000     10000        900  9.00%  9.00%  9.00%   0 IP Input" in rows
    assert next(show_cpu(LoadView(False, 9_000_000, 0, SECOND))).count("100%") == 3


def test_processor_and_memory_at_the_keyboard(bench):
    """Both have the columns of 12.2, and memory adds up."""
    assert " PID Runtime(ms)   Invoked      uSecs   5Sec   1Min   5Min TTY Process" in bench.type("show processes cpu")
    shown = bench.type("show memory").splitlines()
    assert shown[1] == "                Head    Total(b)     Used(b)     Free(b)   Lowest(b)  Largest(b)"
    _, _, total, used, free, *_ = shown[2].split()
    assert int(total) == int(used) + int(free)


def test_tech_support(bench):
    """Displays under their titles, the same as when they are typed, without secrets."""
    shown = bench.type("show tech-support")
    titles = [line for line in shown.splitlines() if line.startswith("---------")]
    assert titles[:3] == [
        f"------------------ show {what} ------------------" for what in ("version", "running-config", "interfaces")
    ]
    assert "enable secret 5 <removed>" in shown or "enable password" not in shown
    assert "$1$" not in shown and bench.type("show version").splitlines()[1] in shown


def test_files(bench):
    """The start-up configuration is a file that can be listed and read; what is not there is not."""
    assert "No files in directory" not in bench.type("dir nvram:")
    bench.key("enter")
    assert "hostname r1" in bench.type("more nvram:startup-config")
    assert "hostname r1" in bench.type("more system:running-config")
    assert "%Error opening disk9:x (No such device)" in bench.type("more disk9:x")
    assert "%Error opening disk9: (No such device)" in bench.type("dir disk9:")
    assert "bytes total" in bench.type("dir")
