"""Displays of the state of the whole box."""

from __future__ import annotations

import pytest
from keyboard import Bench

from iossim.features.system.show_processes import LoadView, show_cpu

SECOND = 1_000_000


@pytest.fixture
def bench():
    return Bench().privileged()


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
