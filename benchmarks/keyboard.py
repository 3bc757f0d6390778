"""The grammar at the keyboard: how long a line takes to be read, to be explained by `?`, and to be typed and answered.

    python -m benchmarks.keyboard [--runs N]

Lines are those of the reference lab and the usual displays, on a router of that lab. Times are medians over the lines, in
microseconds of CPU; the slowest line is named. `typed` is everything: keys, echo, grammar, display, output.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import process_time

from iossim.cli.errors import CliError
from iossim.cli.mode import EXEC, GLOBAL, INTERFACE, PRIVILEGED_LEVEL, Mode
from iossim.lab import Lab

LABS = Path(__file__).parents[1] / "iossim" / "labs" / "headend"
DISPLAYS = (
    "show version", "show ip route", "show ip interface brief", "show interfaces FastEthernet0/0", "show standby",
    "show crypto isakmp sa", "show crypto ipsec sa", "show crypto map | include access-list", "show ip eigrp topology",
    "show running-config", "show logging", "show users", "ping 10.81.0.1", "clear crypto sa peer 10.0.0.1", "reload in 10",
)  # fmt: skip
WRONG = ("show ip router", "conft t", "show crypto isakmp sb", "show i")
TYPED = ("show version", "show ip route", "show ip interface brief", "show standby", "show crypto ipsec sa")


def lines() -> list[tuple[Mode, str]]:
    """What is read: displays, mistakes, and the global and interface lines of a head-end."""
    found = [(EXEC, line) for line in (*DISPLAYS, *WRONG)]
    mode = GLOBAL
    for raw in (LABS / "gateway-1.cfg").read_text().splitlines():
        line = raw.strip()
        if not line or line.startswith(("!", "3", "certificate")) or line in ("quit", "end"):
            continue
        if not raw.startswith(" "):
            mode = INTERFACE if line.startswith("interface") else GLOBAL
            found.append((GLOBAL, line))
        elif mode is INTERFACE:
            found.append((INTERFACE, line))
    return found


def timed(runs: int, each: Iterable[tuple[str, Callable[[], object]]]) -> tuple[float, float, str]:
    """Median and worst of the time of a call, in microseconds, and which was the worst."""
    times: list[tuple[float, str]] = []
    for name, call in each:
        call()
        began = process_time()
        for _ in range(runs):
            call()
        times.append((1e6 * (process_time() - began) / runs, name))
    return median(time for time, _ in times), *max(times)


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    lab = Lab.open("headend")
    lab.ready("gateway-1")
    line = lab.router("gateway-1").lines.console
    grammar, vocabulary = line.grammar, line.vocabulary

    def read(mode: Mode, text: str) -> Callable[[], object]:
        def call() -> None:
            with suppress(CliError):
                grammar.match(mode, PRIVILEGED_LEVEL, text, vocabulary)

        return call

    def explain(mode: Mode, text: str) -> Callable[[], object]:
        def call() -> None:
            for at in range(len(text) + 1):
                grammar.help(mode, PRIVILEGED_LEVEL, text[:at], vocabulary)

        return call

    def typed(text: str) -> Callable[[], object]:
        def call() -> None:
            lab.type("gateway-1", [*text, "enter"])
            line.terminal.take()

        return call

    everything = lines()
    report("read a line", timed(runs, [(text, read(mode, text)) for mode, text in everything]))
    report(
        "`?` at every column of a line", timed(runs // 20, [(text, explain(mode, text)) for mode, text in everything])
    )
    report("type a line and have its answer", timed(runs // 10, [(text, typed(text)) for text in TYPED]))


def report(what: str, figures: tuple[float, float, str]) -> None:
    """One row."""
    usual, worst, which = figures
    print(f"{what:34} {usual:9,.0f} us   at most {worst:9,.0f} us ({which})")


if __name__ == "__main__":
    main()
