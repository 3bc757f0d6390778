"""NTP as far as clients and servers of a lab speak it (RFC 1305): a request, and an answer on the spot.

A request and its answer are one walk: the server's answer is carried on while the request is being absorbed, so a client whose way
is clear is a quiet round. Packets are remembered and may not count; what a server says of the time stands beside it, as a fact
that clients read (`Told`) of whoever has answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol, Udp

if TYPE_CHECKING:
    from iossim.net.node import Node
    from iossim.net.walk import Walker

PORT = 123
LENGTH = 48
TOS = 0xC0
UNSYNCHRONIZED = 16
"""The stratum of who does not know the time."""

REQUEST, ANSWER = "client", "server"
"""The modes of a message."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a server says: the time at virtual time 0 in microseconds since 1970, how far it is from a clock, and whose.

    `keys` are numbers and texts of the keys with which it can vouch for its answers.
    """

    origin: int
    stratum: int
    reference: str
    keys: tuple[tuple[int, str], ...] = ()


def request(source: Address, server: Address) -> Packet:
    """A client asks."""
    return Packet(source, server, Protocol.UDP, Udp(PORT, PORT, REQUEST, LENGTH), tos=TOS)


def mode_of(packet: Packet) -> str:
    """`client`, `server`, or empty for what is no NTP message."""
    payload = packet.payload
    mine = isinstance(payload, Udp) and PORT in (payload.dport, payload.sport) and payload.data in (REQUEST, ANSWER)
    return str(payload.data) if mine and isinstance(payload, Udp) else ""


def answer(walker: Walker, node: Node, packet: Packet) -> None:
    """The server answers at once: to the port the request came from, which a translation may have changed."""
    payload = packet.payload
    assert isinstance(payload, Udp)
    back = Packet(packet.dst, packet.src, Protocol.UDP, Udp(PORT, payload.sport, ANSWER, LENGTH), tos=TOS)
    delay, steps, walker.steps = walker.delay, walker.steps, None
    walker.carry(node, node.outbound(walker, back), back)
    walker.delay, walker.steps = delay, steps
