"""What the reference lab costs: opening, a quiet day, a fail-over, copies, memory, and the way to the first prompt.

Run as `python -m benchmarks.lab [--remotes N]`; with remotes the quiet day and the memory of N more homes are measured as well,
which takes a while. The figures are CPU time of one process; trust their ratios more than their values.
"""

from __future__ import annotations

import argparse
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from time import process_time
from typing import NamedTuple

from benchmarks.users import environment
from iossim.lab.checkpoint import revive
from iossim.lab.failover import Plan, measure, survey
from iossim.lab.lab import Lab, _played

MICROS = 1_000_000
DAY = 86_400 * MICROS
CALLS = (("phone-1", "phone-hq"), ("phone-2", "phone-hq2"), ("phone-3", "phone-4"), ("phone-5", "phone-6"))
SESSION = "lab headend, settled\ngateway-1#show clock\n"
KIB = 1024


class Spent(NamedTuple):
    """CPU seconds, events and walks of a stretch of virtual time."""

    seconds: float
    events: int
    walks: int

    def __str__(self) -> str:
        rate = f"{self.events / self.seconds:>9,.0f} events/s" if self.seconds else ""
        return f"{self.seconds:>10.3f} s   {self.events:>9,} events {self.walks:>9,} walks  {rate}"


def timed(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before


def spent(lab: Lab, work: Callable[[], object]) -> Spent:
    kernel = lab.world.kernel
    events, walks = kernel.events, kernel.walks
    seconds = timed(work)
    return Spent(seconds, kernel.events - events, kernel.walks - walks)


def quiet_day(lab: Lab) -> Spent:
    return spent(lab, lambda: lab.advance(DAY))


def busy_day(lab: Lab) -> Spent:
    """The same day with four conversations."""
    for a, b in CALLS:
        assert lab.do(f"call {a} {b}").ok
    lab.advance(10 * MICROS)
    return quiet_day(lab)


def ten_minutes_of_trouble(lab: Lab) -> Spent:
    """Four conversations, and gateway-1 goes away and comes back."""
    for a, b in CALLS:
        assert lab.do(f"call {a} {b}").ok
    lab.advance(10 * MICROS)
    lab.do("reload gateway-1")
    return spent(lab, lambda: lab.advance(600 * MICROS))


def failover_run(lab: Lab, plan: Plan) -> float:
    scene = survey(lab, plan)
    return timed(lambda: [measure(lab.reseeded(seed), plan, scene, seed) for seed in range(1, 6)]) / 5


def child(*arguments: str, text: str = "") -> float:
    """CPU seconds of a program, its start included, when it has been started before."""

    def run() -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL, env=environment())

    run()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak(remotes: int) -> int:
    """Octets that a process with a running lab needs at most; Linux only (`ru_maxrss` there includes the parent's)."""
    code = (
        "from iossim.lab.lab import Lab; "
        f"lab = Lab.open('headend', 'cold', remotes={remotes}); lab.advance(600_000_000); "
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return int(run.stdout) * KIB


def row(name: str, value: object) -> None:
    print(f"{name:38} {value}", flush=True)


def opening() -> Lab:
    lab = Lab.open("headend")
    definition = lab.world.definition
    row("history, played", f"{timed(lambda: _played(definition, False, False)):>10.3f} s")
    row("opened from its checkpoint", f"{timed(lambda: Lab.open('headend')):>10.3f} s")
    row("`iossim run` to the first answer", f"{child('-m', 'iossim', 'run', '-', text=SESSION):>10.3f} s")
    row("`iossim --help`", f"{child('-m', 'iossim', '--help'):>10.3f} s")
    return lab


def copies(lab: Lab) -> None:
    data = pickle.dumps(lab.world, pickle.HIGHEST_PROTOCOL)
    row("pickle", f"{len(data) / KIB:>10,.0f} KiB")
    row("  written", f"{timed(lambda: pickle.dumps(lab.world, pickle.HIGHEST_PROTOCOL)):>10.3f} s")
    row("  read", f"{timed(lambda: revive(data)):>10.3f} s")


def growth(remotes: int) -> None:
    """What every home more costs."""
    base, more = peak(0), peak(remotes)
    homes = f"{remotes} remotes"
    row("memory, six homes", f"{base / KIB / KIB:>10.1f} MiB")
    row(f"memory, {homes}", f"{more / KIB / KIB:>10.1f} MiB")
    row("  per home", f"{(more - base) / remotes / KIB:>10.0f} KiB")
    lab = Lab.open("headend", "cold", remotes=remotes)
    row(f"cold start, {homes}", spent(lab, lambda: lab.advance(600 * MICROS)))
    day = quiet_day(lab)
    row(f"quiet day, {homes}", day)
    row("  per home", f"{day.seconds / (remotes + 6) * 1000:>10.2f} ms, {day.events / (remotes + 6):,.0f} events")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--remotes", type=int, default=0)
    remotes = parser.parse_args().remotes
    lab = opening()
    copies(lab)
    row("quiet day", quiet_day(lab.copy()))
    row("quiet day, four conversations", busy_day(lab.copy()))
    row("ten minutes with a reload", ten_minutes_of_trouble(lab.copy()))
    row("a fail-over run, gateway-2", f"{failover_run(lab, Plan('gateway-2', 'gateway-2')):>10.3f} s")
    after = Plan("gateway-1", "gateway-1", after="gateway-2")
    row("a fail-over run, gateway-1 afterwards", f"{failover_run(lab, after):>10.3f} s")
    if remotes:
        growth(remotes)


if __name__ == "__main__":
    main()
