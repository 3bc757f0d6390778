"""`show ntp status`, `show ntp associations` (12.2 forms)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iossim.features.ntp.association import POLL, Association
from iossim.net.ntp import UNSYNCHRONIZED

SECOND = 1_000_000
SINCE_1900 = 2_208_988_800
NEVER = "00000000.00000000 (00:00:00.000 UTC Mon Jan 1 1900)"
FREQUENCY = "nominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**18"
HEADING = "      address         ref clock     st  when  poll reach  delay  offset    disp"
LEGEND = " * master (synced), # master (unsynced), + selected, - candidate, ~ configured"


@dataclass(frozen=True, slots=True)
class ServerView:
    """A server as the console spells it. `heard` is when it last answered, in virtual microseconds."""

    address: str
    association: Association
    heard: int | None
    followed: bool


@dataclass(frozen=True, slots=True)
class NtpView:
    """All servers, and the last update of the clock: microseconds since 1970 UTC, and as the box writes it."""

    servers: Sequence[ServerView]
    now: int
    updated: int = 0
    written: str = ""

    @property
    def master(self) -> ServerView | None:
        """The server that is followed."""
        return next((server for server in self.servers if server.followed), None)


def show_status(view: NtpView) -> Iterator[str]:
    """`show ntp status`."""
    master = view.master
    if master is None or master.association.told is None:
        yield f"Clock is unsynchronized, stratum {UNSYNCHRONIZED}, no reference clock"
    else:
        stratum = master.association.told.stratum + 1
        yield f"Clock is synchronized, stratum {stratum}, reference is {master.address}"
    yield FREQUENCY
    yield f"reference time is {_reference(view) if master is not None else NEVER}"
    delay, dispersion = (0.0, 0.0) if master is None else (_ms(master.association.delay), master.association.dispersion)
    yield f"clock offset is 0.0000 msec, root delay is {delay:.2f} msec"
    yield f"root dispersion is {dispersion:.2f} msec, peer dispersion is {dispersion:.2f} msec"


def _reference(view: NtpView) -> str:
    """The last update, as NTP counts and as the clock shows it."""
    seconds, micros = divmod(view.updated, SECOND)
    stamp = f"{seconds + SINCE_1900:08X}.{(micros << 32) // SECOND:08X}"
    return f"{stamp} ({view.written[:8]}.{micros // 1000:03}{view.written[8:]})"


def show_associations(view: NtpView) -> Iterator[str]:
    """`show ntp associations`."""
    if not view.servers:
        return
    yield HEADING
    for server in view.servers:
        yield _row(server, view.now)
    yield LEGEND


def _row(server: ServerView, now: int) -> str:
    known, told = server.association, server.association.told
    mark = "*" if server.followed else "+" if known.usable else " "
    clock, stratum = (told.reference, told.stratum) if told is not None else ("0.0.0.0", UNSYNCHRONIZED)
    when = "-" if server.heard is None else str(max(0, now - server.heard) // SECOND)
    row = f"{mark}~{server.address:<17}{clock:<16}{stratum:>3}{when:>6}{POLL // SECOND:>6}{known.reach:>5o}"
    sure = "  16000." if known.samples == 0 else f"{known.dispersion:>8.1f}"
    return f"{row}{_ms(known.delay):>8.1f}{0:>8.2f}{sure}"


def _ms(micros: int) -> float:
    return micros / 1000
