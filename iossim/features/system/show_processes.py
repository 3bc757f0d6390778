"""`show processes cpu`: how busy the box is, estimated from what it has done (12.2 forms).

A packet that takes the route cache costs the processor an interrupt, another a turn of `IP Input`. What that takes on a
model is ours to choose. There is no history of the load, so the three figures are the mean since the boot. The processes
are those of such an image that matter here; what they have run is drawn from the uptime.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

INTERRUPT = {True: 4, False: 140}
"""Microseconds a packet by the route cache takes, on a head-end and on a small box."""
PROCESS = {True: 90, False: 900}
"""The same for a packet by a process."""
HEADING = " PID Runtime(ms)   Invoked      uSecs   5Sec   1Min   5Min TTY Process"
PROCESSES = (
    ("Chunk Manager", 0, 0), ("Load Meter", 5_000, 4), ("Exec", 0, 0), ("Check heaps", 40_000, 9_000),
    ("Pool Manager", 0, 0), ("Timers", 0, 0), ("ARP Input", 60_000, 120), ("Net Background", 1_000, 15),
    ("Logger", 30_000, 100), ("TTY Background", 1_000, 12), ("Per-Second Jobs", 1_000, 20), ("Net Periodic", 1_000, 10),
    ("Per-minute Jobs", 60_000, 2_500), ("IP Input", 0, 0), ("IP Background", 10_000, 60), ("IP-RT Background", 60_000, 40),
    ("Crypto IKMP", 10_000, 300), ("IPSEC key engine", 10_000, 50), ("NTP", 64_000, 80),
)  # fmt: skip
"""Name, milliseconds between two runs, microseconds a run takes; 0: as the box is used."""
INPUT = "IP Input"


@dataclass(frozen=True, slots=True)
class LoadView:
    """Packets by the route cache and by processes since the boot, and how long ago that was (microseconds)."""

    head_end: bool
    cached: int
    processed: int
    uptime: int

    @property
    def interrupts(self) -> float:
        """The share of time in interrupts."""
        return self.cached * INTERRUPT[self.head_end] / max(1, self.uptime)

    @property
    def total(self) -> float:
        """The share of time the processor is busy."""
        return min(1.0, self.interrupts + sum(runtime for _, _, runtime in self.rows()) / max(1, self.uptime))

    def rows(self) -> Iterator[tuple[str, int, int]]:
        """Every process: how often it has run, and for how many microseconds in all."""
        for name, period, cost in PROCESSES:
            times = self.uptime // (period * 1_000) if period else 1
            if name == INPUT:
                times, cost = self.processed, PROCESS[self.head_end]
            yield name, times, times * cost


def show_cpu(view: LoadView) -> Iterator[str]:
    """`show processes cpu`."""
    total, interrupts = round(100 * view.total), round(100 * view.interrupts)
    yield f"CPU utilization for five seconds: {total}%/{interrupts}%; one minute: {total}%; five minutes: {total}%"
    yield HEADING
    for number, (name, times, runtime) in enumerate(view.rows(), 1):
        each = runtime // max(1, times)
        share = f"{100 * runtime / max(1, view.uptime):.2f}%"
        yield f"{number:>4}{runtime // 1_000:>12}{times:>10}{each:>11}{share:>7}{share:>7}{share:>7}   0 {name}"
