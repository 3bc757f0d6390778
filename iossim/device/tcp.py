"""TCP as far as terminals and telephones need it: set-up, ordered data with retransmission, orderly and abrupt ends.

One message is under way at a time (stop and wait), in as many segments as its length needs; what is sent meanwhile waits in the
queue. All of it is sent again after the first time-out, then after twice that and so on; after the last try the connection is
given up. Data is any frozen value with a length in octets; it goes with the last segment. Connections are objects of events,
never read by walks.

Both sides say in their SYN how large a segment they take (`mss`), and a router that asks for smaller packets is heard.

Standard: RFC 793 in outline, RFC 1122 4.2.3.1 for the back-off and 4.2.3.6 for keepalives, RFC 1191. Left out: windows, urgent
data, half-closed connections, TIME_WAIT.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iossim.device.tcp_tally import Tally
from iossim.device.tcp_totals import Totals
from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol, Tcp, Unreachable
from iossim.sim.timers import Timer

if TYPE_CHECKING:
    from iossim.device.icmp import IcmpHeard
    from iossim.device.node import IpNode

FIRST_TIMEOUT = 1_000_000
TRIES = 5
KEEPALIVE = 60_000_000
UNANSWERED = 4
"""After so many questions without an answer, a minute apart, a connection that is kept alive is given up."""
FIRST_PORT = 11_000
PORTS = 10_000
HEADERS = 40
"""Octets of IP and TCP in front of a segment's data."""
REMOTE_MSS = 536
"""What is assumed where nothing is said, and what IOS says to destinations that are not on a network of its own."""
ConnectionKey = tuple[Address, int, Address, int]
"""(own address, own port, other address, other port)"""


@dataclass(frozen=True, slots=True)
class Opened:
    """The other side has accepted."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Data has come, in order."""

    data: Any


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Segments must be smaller from now on: a router on the way has said so."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The connection has ended: `closed` by the other side, `refused`, `reset`, `timed out`, `unreachable`."""

    reason: str


TcpEvent = Opened | Arrived | Narrowed | Closed
Handler = Callable[["Connection", TcpEvent], None]


class Connection:
    """One end of a connection, the `number`th of its node. `handler` gets its events."""

    def __init__(self, agent: TcpAgent, key: ConnectionKey, handler: Handler, tos: int) -> None:
        self.agent = agent
        self.key = key
        self.handler = handler
        self.tos = tos
        self.mss = REMOTE_MSS
        self.began = True
        self.open = False
        self.closing = False
        self.next_sequence = 0
        self.expected = 0
        self.queue: deque[tuple[str, Any, int]] = deque()
        self.flying: tuple[Tcp, ...] = ()
        self.tries = 0
        self.timer = Timer(agent.node.kernel, self._again)
        self.unanswered = 0
        self.watch = Timer(agent.node.kernel, self._probe)
        self.nagle = False
        """What is typed while something is under way goes together (RFC 896)."""
        self.tally = Tally()
        self.sent_at = 0
        agent.made += 1
        self.number = agent.made

    @property
    def peer(self) -> Address:
        """The other side's address."""
        return self.key[2]

    def send(self, data: Any, length: int) -> None:
        """Send data when its turn comes."""
        if not self.closing:
            self.queue.append(("PA", data, length))
            self._next()

    def keep_alive(self, wanted: bool) -> None:
        """Ask the other side each minute whether it is still there, while it says nothing; or do so no longer."""
        if not wanted:
            self.watch.stop()
        elif not self.watch.running:
            self.unanswered = 0
            self.tally.watched += 1
            self.watch.start(KEEPALIVE)

    def close(self) -> None:
        """End the connection after what is still queued."""
        if not self.closing:
            self.closing = True
            self.queue.append(("FA", None, 0))
            self._next()

    def abort(self) -> None:
        """End it now; the other side is told with a reset."""
        self._segment(Tcp(self.key[1], self.key[3], "R"))
        self.forget(dropped=True)

    def reset(self) -> None:
        """End it from outside: both sides are told."""
        self._segment(Tcp(self.key[1], self.key[3], "R"))
        self.end("reset")

    def forget(self, dropped: bool = False) -> None:
        """End it without a word: power has gone."""
        self.timer.stop()
        self.watch.stop()
        if self.agent.connections.pop(self.key, None) is not None:
            self.agent.totals.ended(self.open, dropped)

    # -- sending -------------------------------------------------------------------------------------------------

    def start(self, flags: str) -> None:
        """Send SYN, or SYN with ACK."""
        self.queue.append((flags, None, 0))
        self._next()

    def _next(self) -> None:
        if self.flying or not self.queue:
            return
        flags, data, length = self.queue.popleft()
        while self.nagle and flags == "PA" and self.queue and self.queue[0][0] == flags:
            _, more, octets = self.queue.popleft()
            data, length = data + more, length + octets
        _, own, _, other = self.key
        mss = self.agent.takes(self.peer) if "S" in flags else 0
        last = max(length - 1, 0) // self.mss * self.mss
        self.flying = (
            *(
                Tcp(own, other, "A", self.next_sequence + at, self.expected, None, self.mss)
                for at in range(0, last, self.mss)
            ),
            Tcp(own, other, flags, self.next_sequence + last, self.expected, data, length - last, mss),
        )
        self.next_sequence += length or 1
        self.tries = 0
        self._transmit()

    def _transmit(self) -> None:
        self.tries += 1
        self.timer.start(FIRST_TIMEOUT << (self.tries - 1))
        self.tally.started += 1
        self.tally.again += len(self.flying) * (self.tries > 1)
        self.sent_at = self.agent.node.kernel.now
        for segment in self.flying:
            self._segment(segment, self.tries > 1)

    def _again(self) -> None:
        self.tally.expired += 1
        self.agent.totals.expired += 1
        if self.tries > TRIES:
            self.agent.totals.given_up += 1
            self.end("timed out")
        else:
            self._transmit()

    def _segment(self, segment: Tcp, again: bool = False) -> None:
        src, _, dst, _ = self.key
        self.tally.out(segment)
        self.agent.totals.out(segment, again)
        self.agent.node.send(Packet(src, dst, Protocol.TCP, segment, tos=self.tos))

    def _probe(self) -> None:
        """Say again what has been acknowledged long ago: whoever is there acknowledges it again."""
        if self.unanswered >= UNANSWERED:
            self.agent.totals.silent += 1
            self.end("timed out")
            return
        self.unanswered += 1
        self.tally.asked += 1
        self.agent.totals.asked += 1
        self.tally.watched += 1
        self.watch.start(KEEPALIVE)
        if not self.flying:
            _, own, _, other = self.key
            self._segment(Tcp(own, other, "A", self.next_sequence - 1, self.expected))

    def _acknowledge(self) -> None:
        _, own, _, other = self.key
        self._segment(Tcp(own, other, "A", self.next_sequence, self.expected))

    # -- receiving -----------------------------------------------------------------------------------------------

    def receive(self, segment: Tcp) -> None:
        """A segment for this connection has arrived."""
        self.tally.came(segment)
        if self.watch.running:
            self.unanswered = 0
            self.tally.watched += 1
            self.watch.start(KEEPALIVE)
        if "R" in segment.flags:
            self.end("reset" if self.open else "refused")
            return
        if "S" in segment.flags:
            self.mss = min(segment.mss or REMOTE_MSS, self.agent.takes(self.peer))
        if "A" in segment.flags and self.flying and segment.acknowledge >= self.next_sequence:
            self._acknowledged()
        if "S" in segment.flags or segment.length or "F" in segment.flags:
            self._take(segment)
        elif self.open and segment.sequence == self.expected - 1:
            self._acknowledge()

    def narrow(self, mtu: int) -> None:
        """A router on the way takes packets of so many octets."""
        if mtu - HEADERS < self.mss:
            self.mss = max(mtu - HEADERS, 1)
            self.handler(self, Narrowed())

    def _acknowledged(self) -> None:
        flags = self.flying[-1].flags if self.flying else ""
        if self.tries == 1:
            self.tally.took(self.agent.node.kernel.now - self.sent_at)
        self.agent.totals.acknowledged += 1
        self.agent.totals.acknowledged_octets += sum(segment.length for segment in self.flying)
        self.flying = ()
        self.timer.stop()
        if "S" in flags and not self.open:
            self.open = True
            self.agent.totals.established += 1
            self.handler(self, Opened())
        if "F" in flags:
            self.forget()
        else:
            self._next()

    def _take(self, segment: Tcp) -> None:
        fresh = segment.sequence == self.expected
        if segment.length:
            self.agent.totals.took(segment, self.expected)
        if fresh:
            self.expected = segment.sequence + (segment.length or 1)
        if not (fresh and "S" in segment.flags and self.flying and not self.open):
            self._acknowledge()
        if not fresh:
            self.tally.repeated += segment.length > 0
            return
        if segment.data is not None:
            self.handler(self, Arrived(segment.data))
        if "F" in segment.flags:
            self.end("closed")

    def end(self, reason: str) -> None:
        """The connection is over; its owner is told why."""
        if self.agent.connections.get(self.key) is self:
            self.forget(dropped=reason != "closed")
            self.handler(self, Closed(reason))


class TcpAgent:
    """The TCP of one node: listeners and connections."""

    def __init__(self, node: IpNode) -> None:
        self.node = node
        self.listeners: dict[int, Callable[[Connection], Handler | None]] = {}
        self.connections: dict[ConnectionKey, Connection] = {}
        self._port = FIRST_PORT
        self.made = 0
        self.totals = Totals()

    def listen(self, port: int, accept: Callable[[Connection], Handler | None]) -> None:
        """Offer a port: `accept` gives the handler of a new connection, or None to refuse it."""
        self.listeners[port] = accept

    def source_for(self, target: Address) -> Address | None:
        """The own address a connection to a target starts from; None without a way."""
        node = self.node
        if node.addresses.peek(target) is not None:
            return target
        hop = node.rib.resolve(target)
        interface = node.interfaces.peek(hop.interface) if hop is not None else None
        return interface.address if interface is not None else None

    def takes(self, peer: Address) -> int:
        """The largest segment that this node takes from a peer."""
        hop = self.node.rib.resolve(peer)
        interface = self.node.interfaces.peek(hop.interface) if hop is not None else None
        if hop is None or interface is None:
            return REMOTE_MSS
        local = self.node.on_link(interface.name, peer)
        return interface.ip_mtu - HEADERS if local or self.node.kind != "router" else REMOTE_MSS

    def connect(self, source: Address, target: Address, port: int, handler: Handler, tos: int = 0) -> Connection:
        """Begin a connection; the handler hears `Opened`, or `Closed` with the reason."""
        own = FIRST_PORT + self._port % PORTS
        self._port += 1
        connection = Connection(self, (source, own, target, port), handler, tos)
        self.connections[connection.key] = connection
        self.totals.initiated += 1
        connection.start("S")
        return connection

    def receive(self, port: str, packet: Packet) -> None:
        """A segment has arrived."""
        segment = packet.payload
        if not isinstance(segment, Tcp):
            return
        self.totals.received += 1
        key = packet.dst, segment.dport, packet.src, segment.sport
        connection = self.connections.get(key)
        if connection is None and segment.flags == "S":
            connection = self._accept(key, packet.tos)
        if connection is not None:
            connection.receive(segment)
        elif "R" not in segment.flags:
            self.totals.no_port += 1
            reset = Tcp(segment.dport, segment.sport, "R", segment.acknowledge)
            self.totals.out(reset, again=False)
            self.node.send(Packet(packet.dst, packet.src, Protocol.TCP, reset))

    def _accept(self, key: ConnectionKey, tos: int) -> Connection | None:
        accept = self.listeners.get(key[1])
        if accept is None:
            return None
        connection = Connection(self, key, _nobody, tos)
        connection.began = False
        handler = accept(connection)
        if handler is None:
            return None
        connection.handler = handler
        self.connections[key] = connection
        connection.expected = 1
        self.totals.accepted += 1
        connection.start("SA")
        return connection

    def error(self, heard: IcmpHeard) -> bool:
        """An ICMP error about a segment of ours: connections that are not open yet end."""
        quoted = heard.message.quoted
        if quoted is None or not isinstance(quoted.payload, Tcp):
            return False
        segment = quoted.payload
        connection = self.connections.get((quoted.src, segment.sport, quoted.dst, segment.dport))
        if connection is not None and heard.message.code == Unreachable.FRAGMENTATION_NEEDED:
            connection.narrow(heard.message.mtu)
        elif connection is not None and not connection.open:
            connection.end("unreachable")
        return connection is not None

    def clear(self) -> None:
        """Power has gone: the other sides are told nothing."""
        for connection in tuple(self.connections.values()):
            connection.forget()
        self.totals = Totals()


def _nobody(connection: Connection, event: TcpEvent) -> None:
    """The handler of a connection that is being accepted."""
