"""The console in a pseudo terminal: how long a key takes to the screen, and how long the program takes to its first paint.

    python benchmarks/console.py [--keys N] [--runs N] [--busy]

`--busy` measures keys with four consoles on a screen of 200 x 60 while a head-end of the lab `headend` fails over at 1x.

A key is one byte written; it has arrived when its character comes back in what is painted. Keys come at random gaps of
15 to 45 ms, so that they fall anywhere between two repaints. The start is measured from spawning the process until a word
of the first screen has been painted, alternating with an application that shows one word and nothing else, in the same run
on the same machine; the ratio of the medians is what counts. Only POSIX.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import random
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("PAINTED")
Empty().run()
"""
MENU = [sys.executable, "-m", "iossim"]
LAB = [*MENU, "lab", "pair"]
BUSY_LAB = [*MENU, "lab", "headend"]
LETTERS = "qxzw"
RARE = "{}~`"
"""Characters that nothing else on a busy screen has."""
SMALL, LARGE = (80, 24), (200, 60)
PATIENCE = 120.0


class Child:
    """A program in a pseudo terminal, answered like one that knows no extensions; its user has seen the tour."""

    def __init__(self, command: Sequence[str], state: str, size: tuple[int, int] = SMALL) -> None:
        preferences = Path(state, "iossim", "console.json")
        preferences.parent.mkdir(parents=True, exist_ok=True)
        preferences.write_text('{"toured": true}')
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            homes = {"XDG_STATE_HOME": state, "XDG_CONFIG_HOME": state}
            os.environ |= {"TERM": "xterm-256color", "TEXTUAL_FPS": "120", **homes}
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execv(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def write(self, keys: str) -> None:
        """Press keys."""
        os.write(self.fd, keys.encode())

    def until(self, word: str, within: float = PATIENCE) -> float:
        """Read until a word has been painted; the moment."""
        seen = b""
        end = time.perf_counter() + within
        while time.perf_counter() < end:
            if select.select([self.fd], [], [], 0.5)[0]:
                seen = seen[-256:] + os.read(self.fd, 65536)
                if word.encode() in seen:
                    return time.perf_counter()
        raise TimeoutError(word)

    def drain(self, seconds: float) -> None:
        """Read and forget."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                os.read(self.fd, 65536)

    def end(self) -> None:
        """Kill it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


@contextmanager
def running(command: Sequence[str], state: str, size: tuple[int, int] = SMALL) -> Iterator[Child]:
    """A child that ends with the block."""
    child = Child(command, state, size)
    try:
        yield child
    finally:
        child.end()


def starts(runs: int) -> dict[str, list[float]]:
    """Seconds from spawning to the first paint, in turns."""
    took: dict[str, list[float]] = {"empty": [], "menu": [], "lab": []}
    rows = (("empty", [sys.executable, "-c", EMPTY], "PAINTED"), ("menu", MENU, "Free"), ("lab", LAB, "Opening"))
    for _ in range(runs):
        for name, command, word in rows:
            with tempfile.TemporaryDirectory() as state, running(command, state) as child:
                took[name].append(child.until(word) - child.began)
    return took


def keys(count: int) -> list[float]:
    """Seconds from a key to its character on the screen."""
    with tempfile.TemporaryDirectory() as state, running(LAB, state) as child:
        child.until("Help")
        child.drain(1)
        child.write("\r")
        child.until("r1")
        child.drain(1)
        return typed(child, count, LETTERS)


def busy_keys(count: int) -> list[float]:
    """The same with four consoles, at the router of a home, while its head-end has just gone."""
    with tempfile.TemporaryDirectory() as state, running(BUSY_LAB, state, LARGE) as child:
        child.until("Help")
        child.drain(1)
        for key in ("\x1d", "s", "\x1d", "s", "\x1bOS", "\r"):  # four consoles, F4
            child.write(key)
            child.drain(0.5)
        child.write("\x1b[24~")  # F12
        child.drain(1)
        child.write("crash gateway-1")
        child.drain(1.5)
        child.write("\r")
        child.drain(1)
        return typed(child, count, RARE)


def typed(child: Child, count: int, letters: str) -> list[float]:
    """Press keys at random gaps, a line wiped out now and then."""
    chance = random.Random(1)
    took = []
    for number in range(count):
        letter = letters[number % len(letters)]
        child.drain(chance.uniform(0.015, 0.045))
        began = time.perf_counter()
        child.write(letter)
        took.append(child.until(letter, 5) - began)
        if number % 40 == 39:
            child.write("\x15")
            child.drain(0.1)
    return took


def percentile(values: list[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--busy", action="store_true")
    args = parser.parse_args()
    began = {name: median(values) for name, values in starts(args.runs).items()}
    took = [1000 * value for value in (busy_keys if args.busy else keys)(args.keys)]
    print(
        json.dumps(
            {
                "start_ms": {name: round(1000 * value) for name, value in began.items()},
                "start_ratio": {name: round(began[name] / began["empty"], 2) for name in ("menu", "lab")},
                "key_ms": {
                    "median": round(median(took), 2),
                    "p90": round(percentile(took, 0.9), 2),
                    "p99": round(percentile(took, 0.99), 2),
                },
                "keys": len(took),
                "load": round(os.getloadavg()[0], 1),
            }
        )
    )


if __name__ == "__main__":
    main()
