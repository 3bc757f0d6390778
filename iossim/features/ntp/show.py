"""`show ntp status`, `show ntp associations` (forms of 12.2 and 15.x)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from iossim.cli.release import Forms, Release
from iossim.features.ntp.association import POLL, SAMPLES, Association
from iossim.net.ntp import UNSYNCHRONIZED

SECOND = 1_000_000
SINCE_1900 = 2_208_988_800
NEVER = "00000000.00000000 (00:00:00.000 UTC Mon Jan 1 1900)"
TICK = 17_179_869
"""A tick of the hardware clock, 4 ms, in parts of 2^-32 s: what `ntp clock-period` gives another length."""
LATER = "15.0"
HEADING = Forms(
    "      address         ref clock     st  when  poll reach  delay  offset    disp",
    (LATER, "  address         ref clock       st   when   poll reach  delay  offset   disp"),
)
HEAD = Forms(
    "{mark}~{address:<17}{clock:<16}{stratum:>3}{when:>6}{poll:>6}{reach:>5o}",
    (LATER, "{mark}~{address:<16}{clock:<15}{stratum:>3}{when:>7}{poll:>7}{reach:>6o}"),
)
DELAY = Forms("{delay:>8.1f}{offset:>8.2f}", (LATER, "{delay:>7.3f}{offset:>8.3f}"))
MEASURED, UNHEARD = Forms("{:>8.1f}", (LATER, "{:>7.3f}")), Forms("  16000.", (LATER, " 15937."))
LEGEND = Forms(
    " * master (synced), # master (unsynced), + selected, - candidate, ~ configured",
    (LATER, " * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured"),
)
LOOP = Forms[tuple[str, ...]](
    (),
    (
        LATER,
        (
            "loopfilter state is '{loop}, drift is 0.000000000 s/s",
            "system poll interval is {poll}, {update}.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ServerView:
    """A server as the console spells it. `heard` is when it last answered, in virtual microseconds."""

    address: str
    association: Association
    heard: int | None
    followed: bool
    peer: bool = False


@dataclass(frozen=True, slots=True)
class NtpView:
    """All servers, and the last update of the clock: microseconds since 1970 UTC, and as the box writes it."""

    servers: Sequence[ServerView]
    now: int
    updated: int = 0
    written: str = ""
    tick: int = TICK

    @property
    def frequency(self) -> float:
        """How often the hardware clock ticks, per second."""
        return 2**32 / (self.tick or TICK)

    @property
    def master(self) -> ServerView | None:
        """The server that is followed."""
        return next((server for server in self.servers if server.followed), None)


def show_status(view: NtpView, look: Release) -> Iterator[str]:
    """`show ntp status`."""
    master = view.master
    if master is None or master.association.told is None:
        yield f"Clock is unsynchronized, stratum {UNSYNCHRONIZED}, no reference clock"
    else:
        stratum = master.association.told.stratum + 1
        yield f"Clock is synchronized, stratum {stratum}, reference is {master.address}"
    yield f"nominal freq is 250.0000 Hz, actual freq is {view.frequency:.4f} Hz, precision is 2**18"
    yield f"reference time is {_reference(view) if master is not None else NEVER}"
    delay, dispersion = (0.0, 0.0) if master is None else (_ms(master.association.delay), master.association.dispersion)
    yield f"clock offset is 0.0000 msec, root delay is {delay:.2f} msec"
    yield f"root dispersion is {dispersion:.2f} msec, peer dispersion is {dispersion:.2f} msec"
    loop = "CTRL' (Normal Controlled Loop)" if master is not None else "FSET' (Drift set from file)"
    heard = master.heard if master is not None else None
    update = "never updated" if heard is None else f"last update was {max(0, view.now - heard) // SECOND} sec ago"
    yield from (line.format(loop=loop, poll=POLL // SECOND, update=update) for line in LOOP.on(look))


def _reference(view: NtpView) -> str:
    """The last update, as NTP counts and as the clock shows it."""
    return _stamped(view.updated, view.written)


def _stamped(moment: int, written: str) -> str:
    """A moment since 1970 with what the clock shows."""
    seconds, micros = divmod(moment, SECOND)
    stamp = f"{seconds + SINCE_1900:08X}.{(micros << 32) // SECOND:08X}"
    return f"{stamp} ({written[:8]}.{micros // 1000:03}{written[8:]})"


def show_associations(view: NtpView, look: Release) -> Iterator[str]:
    """`show ntp associations`."""
    if not view.servers:
        return
    yield HEADING.on(look)
    for server in view.servers:
        yield _row(server, view.now, look)
    yield LEGEND.on(look)


def show_detail(view: NtpView, written: Callable[[int], str]) -> Iterator[str]:
    """`show ntp associations detail`; `written` says a moment of virtual time as the clock shows it."""
    for server in view.servers:
        known, told = server.association, server.association.told
        state = "our_master, sane, valid" if server.followed else "selected, sane, valid" if known.usable else ""
        stratum = told.stratum if told is not None else UNSYNCHRONIZED
        yield f"{server.address} configured, {state or 'insane, invalid, unsynced'}, stratum {stratum}"
        stamp = _stamp(server, written)
        yield f"ref ID {told.reference if told is not None else '0.0.0.0'}, time {stamp}"
        poll = POLL // SECOND
        mode = "server" if told is not None else "unspec"
        if server.peer and told is not None:
            mode = "active"
        yield f"our mode {'active' if server.peer else 'client'}, peer mode {mode}, our poll intvl {poll}, peer poll intvl {poll}"
        distance = _ms(known.delay) / 2 + (known.dispersion if known.samples else 16_000.0)
        yield f"root delay 0.00 msec, root disp 0.00, reach {known.reach:o}, sync dist {distance:.3f}"
        dispersion = known.dispersion if known.samples else 16_000.0
        yield f"delay {_ms(known.delay):.2f} msec, offset 0.0000 msec, dispersion {dispersion:.2f}"
        yield "precision 2**18, version 3"
        for word in ("org", "rcv", "xmt"):
            yield f"{word} time {stamp}"
        delays = [f"{_ms(known.delay) if one < known.samples else 0:>8.2f}" for one in range(SAMPLES)]
        errors = [f"{_ms(one * 976):>8.2f}" if one < known.samples else " 16000.0" for one in range(SAMPLES)]
        yield f"filtdelay = {''.join(delays)}"
        yield f"filtoffset ={'    0.00' * SAMPLES}"
        yield f"filterror = {''.join(errors)}"
        yield ""


def _stamp(server: ServerView, written: Callable[[int], str]) -> str:
    """When a server last answered, as NTP counts and as the clock shows it."""
    told = server.association.told
    if told is None or server.heard is None:
        return NEVER
    return _stamped(told.origin + server.heard, written(server.heard))


def _row(server: ServerView, now: int, look: Release) -> str:
    known, told = server.association, server.association.told
    mark = "*" if server.followed else "+" if known.usable else " "
    clock, stratum = (told.reference, told.stratum) if told is not None else ("0.0.0.0", UNSYNCHRONIZED)
    when = "-" if server.heard is None else str(max(0, now - server.heard) // SECOND)
    head = HEAD.on(look).format(
        mark=mark,
        address=server.address,
        clock=clock,
        stratum=stratum,
        when=when,
        poll=POLL // SECOND,
        reach=known.reach,
    )
    spread = UNHEARD.on(look) if known.samples == 0 else MEASURED.on(look).format(known.dispersion)
    return head + DELAY.on(look).format(delay=_ms(known.delay), offset=0) + spread


def _ms(micros: int) -> float:
    return micros / 1000
