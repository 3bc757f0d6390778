"""Displays of the state of the whole box."""

from __future__ import annotations

from datetime import datetime

import pytest
from keyboard import Bench

from iossim.features.system.show_cpu_history import Picture, show_history
from iossim.features.system.show_processes import LoadView, Windows, Work, show_cpu

SECOND = 1_000_000


@pytest.fixture
def bench():
    return Bench().privileged()


def test_what_is_done_is_shown():
    """Interrupts are part of all; no more than all of the time; a process that has worked has a row of its own numbers."""
    work = Work(10_000, 9_000_000, Windows(0.09, 0.05, 0.01))
    busy = LoadView(100 * SECOND, Windows(0.23, 0.12, 0.05), Windows(0.14, 0.1, 0.04), {"IP Input": work})
    assert next(show_cpu(busy)) == "CPU utilization for five seconds: 23%/14%; one minute: 12%; five minutes: 5%"
    rows = list(show_cpu(busy))[2:]
    assert "  14        9000     10000        900  9.00%  5.00%  1.00%   0 IP Input" in rows
    full = Windows(1.2, 1.0, 0.999)
    assert next(show_cpu(LoadView(SECOND, full, full, {}))).count("100%") == 4


def test_the_picture_of_a_load():
    """A column's number above it, its digits one below the other; a mark on every line the value comes near to."""
    picture = Picture([0, 5, 14, 66, 100], [0, 0, 4, 6, 95], "about", 15, "legend")
    drawn = [line.rstrip() for line in show_history("r1", datetime(2003, 3, 2, 13, 5), "EST", [picture], False)]
    assert drawn == [
        "", "r1   01:05:00 PM Sunday Mar 2 2003 EST", "", "",
        "          1", "        160", "       5460",
        "  100     #", "   90     #", "   80     #", "   70    *#", "   60    *#", "   50    *#", "   40    *#",
        "   30    *#", "   20    *#", "   10  **##",
        "     0....", "", "               about", "              legend", "",
    ]  # fmt: skip


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
