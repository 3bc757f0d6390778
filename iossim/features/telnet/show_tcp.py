"""`show tcp`: what TCP knows of every connection, and `brief`, a row for each.

Numbers count in the simulation from 0; those shown begin as RFC 6528 has them begin, with a number that follows from the two
ends of a connection, so both sides show the same. Timers that this TCP does not have never run, windows do not move (`tcp`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from zlib import crc32

from iossim.cli.release import Forms
from iossim.device.tcp import FIRST_TIMEOUT, Connection
from iossim.features.telnet.client import engine_of
from iossim.sim.clock import MILLISECOND

if TYPE_CHECKING:
    from iossim.cli.entry import Args
    from iossim.device.context import Context
    from iossim.net.address import Address

FIRST_BLOCK, BLOCK, BLOCKS = 0x6235A0C8, 0x3A4, 4096  # where control blocks lie in memory
WINDOW = 4128
HOLD = 200
TIMERS = ("Retrans", "TimeWait", "AckHold", "SendWnd", "KeepAlive", "GiveUp", "PmtuAger", "DeadWait")


def state_of(connection: Connection) -> str:
    """Where a connection stands, in the words of RFC 793."""
    if connection.closing:
        return "FINWAIT1"
    return "ESTAB" if connection.open else "SYNSENT" if connection.began else "SYNRCVD"


def block_of(connection: Connection) -> int:
    """Where the control block of a connection lies: after those of the ports that are listened on."""
    return FIRST_BLOCK + (len(connection.agent.listeners) + connection.number) % BLOCKS * BLOCK


def show_brief(context: Context, args: Args) -> Iterator[str]:
    """`show tcp brief [all]`: connections, and with `all` the ports that are listened on."""
    yield f"{'TCB':<10}{'Local Address':<24}{'Foreign Address':<23}(state)"
    tcp = context.router.tcp
    for (own, port, peer, far), connection in tcp.connections.items():
        local, foreign = f"{context.ip(own)}.{port}", f"{context.ip(peer)}.{far}"
        yield f"{block_of(connection):08X}  {local:<24}{foreign:<23}{state_of(connection)}"
    if args.get("all"):
        for number, port in enumerate(sorted(tcp.listeners)):
            yield f"{FIRST_BLOCK + number * BLOCK:08X}  {f'*.{port}':<24}{'*.*':<23}LISTEN"


def show_connections(context: Context, args: Args) -> Iterator[str]:
    """`show tcp [LINE]`: a block for each connection, those of one line or of all."""
    wanted = args.get("number")
    for connection in context.router.tcp.connections.values():
        line, heading = _of_line(context, connection)
        if wanted is None or line == wanted:
            yield ""
            yield heading
            yield from _block(context, connection)


def _of_line(context: Context, connection: Connection) -> tuple[int | None, str]:
    """The line that a connection belongs to, and the heading that says so."""
    engine, peer = engine_of(context), context.ip(connection.peer)
    for name, line in context.router.lines.by_name.items():
        for outgoing in engine.of_line(name):
            if outgoing.connection is connection:
                return line.number, f"tty{line.number}, connection {outgoing.place} to host {peer}"
        if connection in engine.connections_of(name):
            return line.number, f"tty{line.number}, virtual tty from host {peer}"
    return None, f"Stand-alone TCP connection to host {peer}"


def first_number(own: Address, port: int, peer: Address, far: int) -> int:
    """The number that an end begins with."""
    return crc32(f"{int(own)}:{port}>{int(peer)}:{far}".encode())


def _block(context: Context, connection: Connection) -> Iterator[str]:
    own, port, peer, far = connection.key
    yield f"Connection state is {state_of(connection)}, I/O status: 1, unread input bytes: 0"
    yield from MORE.on(context.router.look)
    yield f"Local host: {context.ip(own)}, Local port: {port}"
    yield f"Foreign host: {context.ip(peer)}, Foreign port: {far}"
    yield ""
    yield f"Enqueued packets for retransmit: {len(connection.flying)}, input: 0  mis-ordered: 0 (0 bytes)"
    yield ""
    yield from _timers(connection, context.router.kernel.now - context.router.booted_at)
    yield ""
    yield from _numbers(connection)
    yield ""
    yield from _trips(connection)
    yield from FLAGS.on(context.router.look)(connection)
    yield ""
    yield f"Datagrams (max data segment is {connection.mss} bytes):"
    tally = connection.tally
    yield (
        f"Rcvd: {tally.received} (out of order: {tally.repeated}), with data: {tally.received_data},"
        f" total data bytes: {tally.octets_in}"
    )
    yield (
        f"Sent: {tally.sent} (retransmit: {tally.again}, fastretransmit: 0), with data: {tally.sent_data},"
        f" total data bytes: {tally.octets_out}"
    )


def _timers(connection: Connection, now: int) -> Iterator[str]:
    """How often each timer was started and expired, and when it does next."""
    tally = connection.tally
    counts = {"Retrans": (tally.started, tally.expired, connection.timer.remaining)}
    counts["KeepAlive"] = tally.watched, tally.asked, connection.watch.remaining
    yield f"Event Timers (current time is 0x{now // MILLISECOND:X}):"
    yield "Timer          Starts    Wakeups            Next"
    for name in TIMERS:
        starts, wakeups, left = counts.get(name, (0, 0, None))
        due = 0 if left is None else (now + left) // MILLISECOND
        yield f"{name:<12}{starts:>9}{wakeups:>11}{f'0x{due:X}':>16}"


def _numbers(connection: Connection) -> Iterator[str]:
    """Sequence numbers, of this end and of the other one."""
    own, port, peer, far = connection.key
    sent, got = first_number(own, port, peer, far), first_number(peer, far, own, port)
    oldest = connection.flying[0].sequence if connection.flying else connection.next_sequence
    first, oldest, following = ((sent + at) % 2**32 for at in (0, oldest, connection.next_sequence))
    yield f"iss: {first:>10}  snduna: {oldest:>10}  sndnxt: {following:>10}     sndwnd: {WINDOW:>6}"
    taken = (got + connection.expected) % 2**32
    yield f"irs: {got:>10}  rcvnxt: {taken:>10}  rcvwnd: {WINDOW:>10}  delrcvwnd: {0:>6}"


def _trips(connection: Connection) -> Iterator[str]:
    """How long answers take."""
    tally = connection.tally
    trip, spread, least, most = (
        value // MILLISECOND for value in (tally.trip, tally.spread, tally.shortest, tally.longest)
    )
    yield f"SRTT: {trip} ms, RTTO: {FIRST_TIMEOUT // MILLISECOND} ms, RTV: {spread} ms, KRTT: 0 ms"
    yield f"minRTT: {least} ms, maxRTT: {most} ms, ACK hold: {HOLD} ms"


def _options(connection: Connection) -> list[str]:
    """What is asked of a connection."""
    asked = (("keepalive running", connection.watch.running), ("nagle", connection.nagle))
    return [word for word, on in asked if on]


def _first_flags(connection: Connection) -> tuple[str, ...]:
    """One line, as in 12.2."""
    words = ["higher precedence"] if connection.tos else []
    words = [*([] if connection.began else ["passive open"]), *words, *_options(connection)]
    return ("Flags: " + (", ".join(words) or "none"),)


def _later_flags(connection: Connection) -> tuple[str, ...]:
    """What has happened, what was asked for, and the precedence; since 12.4(2)T."""
    status = "active open" if connection.began else "passive open"
    options = ", ".join(_options(connection)) or "none"
    return (f"Status Flags: {status}", f"Option Flags: {options}", f"IP Precedence value : {connection.tos >> 5}")


MORE: Forms[tuple[str, ...]] = Forms(
    (), ("12.4", ("Connection is ECN Disabled, Mininum incoming TTL 0, Outgoing TTL 255",))
)
FLAGS: Forms[Callable[[Connection], tuple[str, ...]]] = Forms(_first_flags, ("12.4", _later_flags))
