"""`show processes cpu`: how busy the box is, from what it has done (`device.workload`; 12.2 forms).

The processes are those of such an image that matter here; what those without a row of work have run is drawn from the uptime.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

HEADING = " PID Runtime(ms)   Invoked      uSecs   5Sec   1Min   5Min TTY Process"
PROCESSES = (
    ("Chunk Manager", 0, 0), ("Load Meter", 5_000, 4), ("Exec", 0, 0), ("Check heaps", 40_000, 9_000),
    ("Pool Manager", 0, 0), ("Timers", 0, 0), ("ARP Input", 60_000, 120), ("Net Background", 1_000, 15),
    ("Logger", 30_000, 100), ("TTY Background", 1_000, 12), ("Per-Second Jobs", 1_000, 20), ("Net Periodic", 1_000, 10),
    ("Per-minute Jobs", 60_000, 2_500), ("IP Input", 0, 0), ("IP Background", 10_000, 60), ("IP-RT Background", 60_000, 40),
    ("Crypto IKMP", 0, 0), ("IPSEC key engine", 10_000, 50), ("NTP", 64_000, 80),
)  # fmt: skip
"""Name, milliseconds between two runs, microseconds a run takes; 0: as the box is used."""
SMALL = ("Load Meter", "Check heaps")
CODE, ROUTINE = 0x60400000, 0x9A48
"""Where the code of the processes lies; choices of ours."""
INPUT, KEYS = "IP Input", "Crypto IKMP"
BACKGROUND = sum(cost / (1_000 * period) for _, period, cost in PROCESSES if period)
"""The share of time the others take."""


class Windows(NamedTuple):
    """Shares of the last five seconds, the last minute and the last five minutes."""

    five_seconds: float
    minute: float
    five_minutes: float


class Work(NamedTuple):
    """What a process has done since the boot: runs, microseconds, and of late."""

    times: int
    runtime: int
    windows: Windows


@dataclass(frozen=True, slots=True)
class LoadView:
    """What has been done: in all by packets and key exchanges, in interrupts, and by processes that have work of their own."""

    uptime: int
    total: Windows
    interrupts: Windows
    processes: dict[str, Work]

    def busy(self, share: float) -> int:
        """Percent of a window, with what the box does by itself."""
        return round(100 * min(1.0, share + BACKGROUND))

    def rows(self) -> Iterator[tuple[str, Work]]:
        """Every process."""
        for name, period, cost in PROCESSES:
            times = self.uptime // (period * 1_000) if period else 1
            share = cost / (1_000 * period) if period else 0.0
            yield name, self.processes.get(name) or Work(times, times * cost, Windows(share, share, share))


def _load(view: LoadView) -> str:
    five, minute, minutes = (view.busy(share) for share in view.total)
    interrupts = round(100 * min(1.0, view.interrupts.five_seconds))
    return f"CPU utilization for five seconds: {five}%/{interrupts}%; one minute: {minute}%; five minutes: {minutes}%"


BY = {"5sec": 0, "1min": 1, "5min": 2}
"""The windows that rows can be sorted by."""


def show_cpu(view: LoadView, by: str = "") -> Iterator[str]:
    """`show processes cpu`, and `sorted` by the share of a window, the busiest first."""
    yield _load(view)
    yield HEADING
    rows = list(enumerate(view.rows(), 1))
    if by:
        rows.sort(key=lambda row: -row[1][1].windows[BY[by]])
    for number, (name, work) in rows:
        each = work.runtime // max(1, work.times)
        shares = "".join(f"{f'{100 * min(1.0, share):.2f}%':>7}" for share in work.windows)
        yield f"{number:>4}{work.runtime // 1_000:>12}{work.times:>10}{each:>11}{shares}   0 {name}"


def show_processes(view: LoadView) -> Iterator[str]:
    """`show processes`: all of them wait for something, `Csp` being how most do."""
    yield _load(view)
    yield " PID QTy       PC Runtime (ms)    Invoked   uSecs    Stacks TTY Process"
    for number, (name, work) in enumerate(view.rows(), 1):
        each, place = work.runtime // max(1, work.times), CODE + number * ROUTINE
        kind, stack = ("Csp", 3_000) if name in SMALL else ("Mwe", 6_000)
        yield (
            f"{number:>4} {kind} {place:08X}{work.runtime // 1_000:>13}{work.times:>11}{each:>8}"
            f"{stack - 400:>5}/{stack:<5}  0 {name}"
        )
