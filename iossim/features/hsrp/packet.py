"""What HSRP routers say to each other: hello, coup, resign (RFC 2281, section 5.1).

A datagram to UDP port 1985 of 224.0.0.2 with TTL 1. A message carries nothing that counts, so a hello that says the same
as the one before is the same value. Times are microseconds here; on the wire they are whole seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from iossim.features.hsrp.state import Group, State
from iossim.net.address import Address, Mac
from iossim.net.packet import Packet, Protocol, Udp, multicast_mac

PORT = 1985
ALL_ROUTERS = Address.parse("224.0.0.2")
ALL_ROUTERS_MAC: Mac = multicast_mac(ALL_ROUTERS)
LENGTH = 20


class Opcode(IntEnum):
    """What a message is."""

    HELLO = 0
    COUP = 1
    RESIGN = 2


@dataclass(frozen=True, slots=True)
class Message:
    """One HSRP message; `address` is the virtual IP address."""

    opcode: Opcode
    state: State
    hello: int
    hold: int
    priority: int
    group: int
    authentication: str
    address: Address


def packet_of(group: Group, opcode: Opcode) -> Packet:
    """The datagram that a group sends; it must know its virtual and its own address."""
    assert group.own is not None and group.address is not None
    message = Message(
        opcode,
        group.state,
        group.hello,
        group.hold,
        group.priority,
        group.number,
        group.authentication,
        group.address,
    )
    return Packet(group.own, ALL_ROUTERS, Protocol.UDP, Udp(PORT, PORT, message, LENGTH), ttl=1)
