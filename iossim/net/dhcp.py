"""DHCP messages as they travel between clients and servers (RFC 2131, RFC 2132).

A message is a frozen value carried as the data of a UDP datagram between ports 68 and 67. Only the options that the lab's
devices use are kept: mask, routers, name servers, domain name, TFTP servers of telephones (150),
NetBIOS name servers, lease, server, request.
Left out: BOOTP, relay fields beyond `giaddr`, option overload.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from iossim.net.address import BROADCAST, UNSPECIFIED, Address, Mac
from iossim.net.packet import Packet, Protocol, Udp

SERVER_PORT = 67
CLIENT_PORT = 68
LENGTH = 300
"""Octets of a message: the BOOTP minimum, which the lab's options never pass."""


class DhcpType(IntEnum):
    """Option 53 (RFC 2132, 9.6)."""

    DISCOVER = 1
    OFFER = 2
    REQUEST = 3
    DECLINE = 4
    ACK = 5
    NAK = 6
    RELEASE = 7


@dataclass(frozen=True, slots=True)
class DhcpOptions:
    """What a server tells a client besides its address."""

    length: int = 24
    routers: tuple[Address, ...] = ()
    dns: tuple[Address, ...] = ()
    tftp: tuple[Address, ...] = ()
    domain: str = ""
    netbios: tuple[Address, ...] = ()


NO_OPTIONS = DhcpOptions()


@dataclass(frozen=True, slots=True)
class DhcpMessage:
    """One message. `lease` in seconds, 0 when there is none; addresses that do not apply are 0.0.0.0.

    `client` is the address a client already uses (ciaddr), `yours` the one it gets (yiaddr), `wanted` the one it asks
    for (option 50), `server` who it speaks to (option 54), `relay` the interface of a relay agent (giaddr).
    """

    kind: DhcpType
    xid: int
    mac: Mac
    client: Address = UNSPECIFIED
    yours: Address = UNSPECIFIED
    server: Address = UNSPECIFIED
    wanted: Address = UNSPECIFIED
    relay: Address = UNSPECIFIED
    lease: int = 0
    options: DhcpOptions = NO_OPTIONS
    hostname: str = ""


def to_server(message: DhcpMessage, src: Address = UNSPECIFIED, dst: Address = BROADCAST) -> Packet:
    """A client's packet: broadcast while it has no address, else to the server it knows."""
    return Packet(src, dst, Protocol.UDP, Udp(CLIENT_PORT, SERVER_PORT, message, LENGTH))


def to_client(message: DhcpMessage, src: Address, dst: Address = BROADCAST) -> Packet:
    """A server's packet: broadcast to a client that has no address yet."""
    return Packet(src, dst, Protocol.UDP, Udp(SERVER_PORT, CLIENT_PORT, message, LENGTH))


def message_of(packet: Packet) -> DhcpMessage | None:
    """The message a packet carries, None when it carries something else."""
    data = packet.payload.data if isinstance(packet.payload, Udp) else None
    return data if isinstance(data, DhcpMessage) else None
