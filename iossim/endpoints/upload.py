"""An upload: a host sends a file to another one by TCP, at a rate, for as long as nobody ends it.

The connection is set up for real, so a maximum segment size that a router has lowered holds, and a router that asks for smaller
packets is heard (RFC 1191). Then full segments follow each other in a round. What the sender wants and what it gets are
two things: queues on the way say what they let through (`net.line.Passage`), and the sender keeps to it, as TCP does.

A segment that does not arrive is tried again each second; a connection that ends is set up anew.

Left out: acknowledgements of the file's segments, slow start, the ups and downs of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.tcp import Closed, Connection, Narrowed, Opened, TcpEvent
from iossim.net.packet import Packet, Protocol, Tcp
from iossim.sim.facts import Table
from iossim.sim.rounds import Every
from iossim.sim.timers import Timer

if TYPE_CHECKING:
    from iossim.endpoints.host import Host
    from iossim.net.fate import Fate
    from iossim.net.line import Passage

SERVICE = 80
FILE = "FILE"
MILLION = SECOND = 1_000_000
PATIENCE = 5 * SECOND
"""How long the sender waits before it calls again."""
BITS_PER_OCTET = 8


def is_file(packet: Packet) -> bool:
    """True for a segment of an upload."""
    return isinstance(packet.payload, Tcp) and packet.payload.data == FILE


def take(connection: Connection, event: TcpEvent) -> None:
    """The receiving side: it takes what comes."""


def accept(connection: Connection) -> object:
    """Whoever receives a file takes every connection."""
    return take


class Upload:
    """One file on its way; `wanted` is in bits of IP packets a second."""

    def __init__(self, host: Host, target: Host, wanted: int) -> None:
        self.host = host
        self.target = target
        self.wanted = wanted
        kernel = host.kernel
        self.segment: Table[str, Packet] = Table(kernel, f"{host.name}.upload.{target.name}")
        self.known: Table[str, tuple[Passage, ...]] = Table(kernel, f"{host.name}.upload.{target.name}.lines")
        self.connection: Connection | None = None
        self.round = Every(kernel, SECOND, 0, self.tick)
        self.again = Timer(kernel, self.begin)

    def begin(self) -> None:
        """Call the other host."""
        source, address = self.host.address, self.target.address
        if source is None or address is None:
            self.again.start(PATIENCE)
            return
        self.target.tcp.listeners.setdefault(SERVICE, accept)  # type: ignore[arg-type]
        self.connection = self.host.tcp.connect(source, address, SERVICE, self.heard)

    def end(self) -> None:
        """No more of it."""
        self.again.stop()
        self._rest()
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    def heard(self, connection: Connection, event: TcpEvent) -> None:
        """The other side has accepted, asks for less, or is gone."""
        match event:
            case Opened():
                self._cut(connection)
                self.round.start(self.host.kernel.now)
            case Narrowed():
                self._cut(connection)
            case Closed():
                self._rest()
                self.connection = None
                self.again.start(PATIENCE)

    def _cut(self, connection: Connection) -> None:
        """Segments as large as the connection takes."""
        source, own, target, other = connection.key
        segment = Tcp(own, other, "A", data=FILE, length=connection.mss)
        self.segment.set("", Packet(source, target, Protocol.TCP, segment, ttl=128, df=True))

    def _rest(self) -> None:
        self.round.stop()
        self._want(())

    def tick(self) -> None:
        """Send a segment, and see how many there may be."""
        packet = self.segment.get("")
        if packet is None:
            return
        wire = self.host.wire
        fate = wire.again(wire.path(self.host, packet))
        arrives = fate.delivered and fate.node == self.target.name
        self._want(fate.lines if arrives else ())
        period = self._period(packet, fate) if arrives else SECOND
        if period != self.round.period:
            self.round.start(self.host.kernel.now + period, period)

    def _period(self, packet: Packet, fate: Fate) -> int:
        """The time from segment to segment, as wanted and as queues let them through."""
        wanted = packet.size * BITS_PER_OCTET * SECOND // self.wanted
        passes = MILLION
        for one in fate.lines:
            passes = passes * one.passes // MILLION
        return wanted * MILLION // passes if passes else SECOND

    def _want(self, lines: tuple[Passage, ...]) -> None:
        """Say what the upload wants of the queues it crosses now."""
        known = self.known.get("")
        if known == lines or (known is None and not lines):
            return
        for sign, passages in ((-1, known or ()), (1, lines)):
            passes = MILLION
            for one in passages:
                rate = self._rate(one.octets) * one.reaches // MILLION * passes // MILLION
                self.host.wire.network.ask(one.queue, sign * rate, 0 if one.even else one.octets)
                passes = passes * one.passes // MILLION
        self.known.set("", lines)

    def _rate(self, octets: int) -> int:
        """What is wanted, when a packet has become so large."""
        packet = self.segment.get("")
        assert packet is not None
        return self.wanted * octets // packet.size
