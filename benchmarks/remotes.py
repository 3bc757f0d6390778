"""What a crowd costs: N homes more behind the two head-ends, from power-on to a fail-over of all of them.

Run as `python -m benchmarks.remotes [N ...] [--day]`: 10, 100 and 1000 unless told otherwise; with `--day` a quiet day as well.
Each N runs in a process of its own, so that its memory is its own. Figures are CPU seconds. Behind them stands what the homes see
when gateway-1 is reloaded: how long after the stop of forwarding each of its homes has SAs with gateway-2. The head-end computes
one negotiation after the other, so the homes queue; who has not been answered in time asks again ten seconds later.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
from collections.abc import Sequence
from time import process_time

from iossim.lab.lab import Lab
from iossim.main import PATIENCE
from iossim.sim.trace import Record

SECOND = 1_000_000
SETTLING, FAILING, DAY = 600 * SECOND, 180 * SECOND, 86_400 * SECOND
MIB = 1024
SHARES = (0, 25, 50, 75, 90, 99, 100)


class Watch:
    """CPU seconds since the last look."""

    def __init__(self) -> None:
        self.last = process_time()

    def lap(self) -> float:
        now = process_time()
        spent, self.last = now - self.last, now
        return spent


def measured(remotes: int, day: bool) -> None:
    """Print what N homes cost, and how they fared."""
    gc.set_threshold(*PATIENCE)
    watch = Watch()
    lab = Lab.open("headend", "cold", remotes=remotes)
    kernel = lab.world.kernel
    row(remotes, "opened", f"{watch.lap():8.2f} s")
    lab.advance(SETTLING)
    row(remotes, "ten minutes from power-on", f"{watch.lap():8.2f} s  {kernel.events:,} events, {kernel.walks:,} walks")
    if day:
        before = kernel.events
        lab.advance(DAY)
        row(remotes, "quiet day", f"{watch.lap():8.2f} s  {kernel.events - before:,} events")
    before, start = kernel.events, kernel.now
    lab.do("reload gateway-1")
    lab.advance(FAILING)
    row(remotes, "three minutes of fail-over", f"{watch.lap():8.2f} s  {kernel.events - before:,} events")
    row(remotes, "memory at most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB:8.0f} MiB")
    fate(remotes, [record for record in lab.records() if record.t >= start])


def fate(remotes: int, records: Sequence[Record]) -> None:
    """Print when homes found the other head-end, and what the crowd did to it."""
    stopped = next(record.t for record in records if record.device == "gateway-1" and record.kind == "booting")
    asked: dict[str, int] = {}
    found, took = [], []
    for record in records:
        if record.t < stopped or not record.device.startswith("soho"):
            continue
        if record.kind == "sa-wanted":
            asked[record.device] = record.t
        elif record.kind == "sa-up" and record.device in asked:
            found.append((record.t - stopped) / SECOND)
            took.append((record.t - asked.pop(record.device)) / SECOND)
    if not found:
        row(remotes, "homes that moved", "none")
        return
    row(remotes, f"{len(found)} homes moved, after", shares(found))
    row(remotes, "  of it negotiation", shares(took))
    kinds = [record.kind for record in records if record.t >= stopped]
    row(remotes, "  asked again, duplicates", f"{kinds.count('ike-repeated')}, {kinds.count('ike-duplicate')}")


def shares(times: list[float]) -> str:
    """Seconds within which so many percent were done."""
    times = sorted(times)
    return "  ".join(f"{share} %: {times[min(len(times) - 1, len(times) * share // 100)]:.1f}" for share in SHARES)


def row(remotes: int, name: str, value: str) -> None:
    print(f"{remotes:>6}  {name:<32}{value}", flush=True)


def main() -> None:
    """One process for each number of homes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("remotes", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--day", action="store_true", help="a quiet day as well")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        measured(args.remotes[0], args.day)
        return
    for remotes in args.remotes:
        call = [sys.executable, "-m", "benchmarks.remotes", str(remotes), "--here", *(["--day"] if args.day else [])]
        subprocess.run(call, check=True)


if __name__ == "__main__":
    main()
