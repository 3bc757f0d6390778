"""`show ntp status`, `show ntp associations` (12.2 forms), from what the box believes of its clock.

No packets of NTP travel: a configured server is polled every 64 seconds, always there, of stratum 1, and neither far nor
wrong. So delays, offsets and dispersions are nought. Polls are counted from the boot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iossim.features.system.clock import Clock, Zone, date, time_of_day

POLL = 64
STRATUM = 1
UNSYNCHRONIZED = 16
SINCE_1900 = 2_208_988_800
NEVER = "00000000.00000000 (00:00:00.000 UTC Mon Jan 1 1900)"
FREQUENCY = "nominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**18"
HEADING = "      address         ref clock     st  when  poll reach  delay  offset    disp"
LEGEND = " * master (synced), # master (unsynced), + selected, - candidate, ~ configured"


@dataclass(frozen=True, slots=True)
class NtpView:
    """Servers as the console spells them, the one that is followed first; times are virtual microseconds."""

    servers: Sequence[str]
    synchronized: bool
    clock: Clock
    zone: Zone
    booted: int
    now: int

    @property
    def since_poll(self) -> int:
        """Seconds since the last poll."""
        return (self.now - self.booted) // 1_000_000 % POLL

    @property
    def reach(self) -> str:
        """The last eight polls as an octal number; all were answered."""
        polls = (self.now - self.booted) // (POLL * 1_000_000) + 1
        return f"{(1 << min(8, polls)) - 1:o}"


def show_status(view: NtpView) -> Iterator[str]:
    """`show ntp status`."""
    if view.synchronized:
        yield f"Clock is synchronized, stratum {STRATUM + 1}, reference is {view.servers[0]}"
    else:
        yield f"Clock is unsynchronized, stratum {UNSYNCHRONIZED}, no reference clock"
    yield FREQUENCY
    yield f"reference time is {_reference(view) if view.synchronized else NEVER}"
    yield "clock offset is 0.0000 msec, root delay is 0.00 msec"
    yield "root dispersion is 0.00 msec, peer dispersion is 0.00 msec"


def _reference(view: NtpView) -> str:
    """The time of the last poll, as NTP counts and as the clock shows it."""
    polled = view.now - view.since_poll * 1_000_000
    utc = view.clock.at(polled)
    local, name = view.zone.local(utc)
    seconds, micros = divmod(view.clock.origin + polled, 1_000_000)
    stamp = f"{seconds + SINCE_1900:08X}.{(micros << 32) // 1_000_000:08X}"
    return f"{stamp} ({time_of_day(local, milliseconds=True)} {name} {date(local)})"


def show_associations(view: NtpView) -> Iterator[str]:
    """`show ntp associations`."""
    if not view.servers:
        return
    yield HEADING
    for number, server in enumerate(view.servers):
        if view.synchronized:
            mark, clock, stratum, when, reach = (
                "+" if number else "*",
                ".GPS.",
                STRATUM,
                str(view.since_poll),
                view.reach,
            )
            rest = f"{0:>8.1f}{0:>8.2f}{0:>8.1f}"
        else:
            mark, clock, stratum, when, reach = " ", "0.0.0.0", UNSYNCHRONIZED, "-", "0"
            rest = f"{0:>8.1f}{0:>8.2f}  16000."
        yield f"{mark}~{server:<17}{clock:<16}{stratum:>3}{when:>6}{POLL:>6}{reach:>5}{rest}"
    yield LEGEND
