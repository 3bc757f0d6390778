"""ICMP errors of a router: how many of them a stream provokes, and what they cost."""

from __future__ import annotations

import pytest

from iossim.features.acl import FEATURE as ACL
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.ip import FEATURE as IP
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import Address
from iossim.net.packet import IcmpType, Packet, Protocol, Udp, Unreachable
from iossim.sim.rounds import Every
from tests.features.network import MINUTE, SECOND, Bench

A = """
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.0.2
"""
B = """
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
"""
STEP = 20_000


class Void:
    """Two routers, and a stream to an address that the second has no route to."""

    def __init__(self, *lines: str) -> None:
        self.bench = Bench(INTERFACES, IP, ACL, STATIC, name="void")
        self.bench.router("a", A)
        self.bench.router("b", B)
        self.bench.join("a:FastEthernet0/0", "b:FastEthernet0/0")
        self.bench.boot()
        if lines:
            self.bench.configure("b", *lines)
        self.heard: list[tuple[int, Packet]] = []
        self.bench.routers["a"].icmp.receive = self._hear  # type: ignore[method-assign]
        self.bench.routers["a"].send(self.packet)
        self.bench.wait(2 * SECOND)
        self.heard.clear()
        self.stream = Every(self.bench.kernel, STEP, 0, self._send)

    packet = Packet(Address.parse("10.0.0.1"), Address.parse("172.16.9.9"), Protocol.UDP, Udp(7, 7, None, 172))

    def _hear(self, port: str, packet: Packet) -> None:
        self.heard.append((self.bench.kernel.now, packet))

    def _send(self) -> None:
        wire, a = self.bench.wire, self.bench.routers["a"]
        wire.again(wire.path(a, self.packet))

    def run(self, micros: int) -> list[int]:
        """The times, from the first one, at which errors were heard."""
        start = len(self.heard)
        self.bench.wait(micros)
        times = [t for t, _ in self.heard[start:]]
        return [t - times[0] for t in times]


@pytest.fixture
def void() -> Void:
    return Void()


def test_a_stream_is_told_twice_a_second(void: Void) -> None:
    """Of fifty packets a second that cannot go on, two are answered: host unreachable."""
    void.stream.start()
    assert void.run(3 * SECOND) == [n * SECOND // 2 for n in range(6)]
    message = void.heard[0][1].payload
    assert (message.kind, message.code) == (IcmpType.UNREACHABLE, Unreachable.HOST)  # type: ignore[union-attr]


def test_the_next_stream_is_told_when_it_comes(void: Void) -> None:
    """A stream that pauses is told again with its first packet, not with the clock of the one before."""
    void.stream.start()
    void.run(SECOND)
    void.stream.stop()
    void.bench.wait(730_000)
    begun = void.bench.kernel.now
    void.stream.start()
    void.run(SECOND)
    assert void.heard[2][0] - begun < STEP + 1000


@pytest.mark.parametrize(
    ("line", "errors"),
    [("ip icmp rate-limit unreachable 100", 10), ("no ip icmp rate-limit unreachable", 50), ("", 2)],
)
def test_the_interval_is_the_operators(line: str, errors: int) -> None:
    """`ip icmp rate-limit unreachable`: once in so many milliseconds, or with every packet."""
    void = Void(*[line] if line else [])
    void.stream.start()
    assert len(void.run(SECOND)) == errors


def test_a_stream_in_the_void_wakes_nobody(void: Void) -> None:
    """The stream itself costs nothing for minutes; what is left are the errors that somebody hears."""
    void.stream.start()
    void.bench.wait(SECOND)
    events = void.bench.kernel.events
    heard = len(void.run(MINUTE))
    assert heard == 120
    assert void.bench.kernel.events - events <= 3 * heard


def test_no_unreachables(void: Void) -> None:
    """`no ip unreachables` on the interface by which the packets come: silence."""
    void.bench.configure("b", "interface fa0/0", "no ip unreachables")
    void.stream.start()
    assert void.run(SECOND) == []
