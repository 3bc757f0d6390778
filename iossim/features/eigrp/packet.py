"""What EIGRP routers say to each other, directly on IP protocol 88 (RFC 7868, 6).

Hellos go to 224.0.0.10 and count nothing, so one is like the other. Updates, queries and replies carry a sequence number
and are acknowledged; they are sent to each neighbor by itself. An acknowledgement is a hello that carries a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from iossim.features.eigrp.metric import DEFAULT_WEIGHTS, Vector, Weights
from iossim.net.address import Address, Prefix
from iossim.net.packet import Message as Payload
from iossim.net.packet import Packet, multicast_mac
from iossim.net.packet import Protocol as IpProtocol

ALL_EIGRP = Address.parse("224.0.0.10")
ALL_EIGRP_MAC = multicast_mac(ALL_EIGRP)
HEADER, PARAMETERS, INTERNAL, EXTERNAL, AUTHENTICATION = 20, 20, 28, 48, 40
TOS = 0xC0


class Opcode(IntEnum):
    """Kinds of packets."""

    UPDATE = 1
    QUERY = 3
    REPLY = 4
    HELLO = 5


@dataclass(frozen=True, slots=True)
class External:
    """Where a redistributed route entered EIGRP."""

    originator: Address
    protocol: str
    asn: int = 0
    metric: int = 0
    tag: int = 0


@dataclass(frozen=True, slots=True)
class Destination:
    """One route in a packet."""

    prefix: Prefix
    vector: Vector
    external: External | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One EIGRP packet. `sequence` 0: no acknowledgement wanted; `hold` in microseconds.
    A hello says whose software speaks (12.2/1.2), and of which kinds of routes a stub tells.
    """

    opcode: Opcode
    asn: int
    sequence: int = 0
    ack: int = 0
    init: bool = False
    end: bool = False
    weights: Weights = DEFAULT_WEIGHTS
    hold: int = 0
    stub: tuple[str, ...] | None = None
    software: str = ""
    signature: tuple[int, str] | None = None
    routes: tuple[Destination, ...] = ()

    @property
    def length(self) -> int:
        """Octets of header and TLVs."""
        header = HEADER + (AUTHENTICATION if self.signature is not None else 0)
        if self.opcode is Opcode.HELLO:
            return header + (0 if self.ack else PARAMETERS)
        return header + sum(INTERNAL if route.external is None else EXTERNAL for route in self.routes)


def packet_of(message: Message, source: Address, target: Address = ALL_EIGRP) -> Packet:
    """The IP packet around a message."""
    return Packet(source, target, IpProtocol.EIGRP, Payload(message, message.length), ttl=2, tos=TOS)


def message_in(packet: Packet) -> Message | None:
    """The EIGRP message of a packet."""
    data = packet.payload.data if isinstance(packet.payload, Payload) else None
    return data if isinstance(data, Message) else None
