"""Skinny (SCCP) as far as registration, keepalives and calls go: messages on TCP port 2000.

Message ids and lengths follow the published dissectors: header 12 octets. The TCP underneath is drawn in outline: one
segment a message, retransmission by whoever asks (`phone`, `call_manager`).
"""

from __future__ import annotations

from dataclasses import dataclass

from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol, Tcp

PORT = 2000
PHONE_PORT = 51_000
TOS = 0x68
"""AF31, the marking of signalling."""

HEADER = 12


@dataclass(frozen=True, slots=True)
class Register:
    """0x0001: a phone makes itself known; `talking` tells whether a call goes on that the connection was lost under."""

    phone: str
    number: str
    talking: bool = False
    length: int = HEADER + 56


@dataclass(frozen=True, slots=True)
class RegisterAck:
    """0x0081: it is known from now on."""

    phone: str
    length: int = HEADER + 20


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """0x0000: header only."""

    phone: str
    length: int = HEADER


@dataclass(frozen=True, slots=True)
class KeepAliveAck:
    """0x0100: header only."""

    phone: str
    length: int = HEADER


@dataclass(frozen=True, slots=True)
class Reset:
    """0x009F: register again."""

    phone: str
    length: int = HEADER + 4


@dataclass(frozen=True, slots=True)
class Dial:
    """Off hook and the digits, in one."""

    phone: str
    number: str
    length: int = HEADER + 12


@dataclass(frozen=True, slots=True)
class StartMedia:
    """0x008A: send voice to this phone at this address."""

    phone: str
    peer: str
    address: Address
    caller: bool
    length: int = HEADER + 36


@dataclass(frozen=True, slots=True)
class StopMedia:
    """0x008B: the call is over."""

    phone: str
    peer: str
    length: int = HEADER + 8


@dataclass(frozen=True, slots=True)
class OnHook:
    """0x0007: the phone has ended its call."""

    phone: str
    length: int = HEADER + 8


Message = Register | RegisterAck | KeepAlive | KeepAliveAck | Reset | Dial | StartMedia | StopMedia | OnHook


def to_manager(message: Message, phone: Address, manager: Address) -> Packet:
    """A phone's segment."""
    segment = Tcp(PHONE_PORT, PORT, "PA", data=message, length=message.length)
    return Packet(phone, manager, Protocol.TCP, segment, ttl=64, tos=TOS)


def to_phone(message: Message, manager: Address, phone: Address) -> Packet:
    """The CallManager's segment."""
    segment = Tcp(PORT, PHONE_PORT, "PA", data=message, length=message.length)
    return Packet(manager, phone, Protocol.TCP, segment, ttl=128, tos=TOS)


def message_of(packet: Packet) -> Message | None:
    """The message a packet carries; None when it carries something else."""
    payload = packet.payload
    return payload.data if isinstance(payload, Tcp) and isinstance(payload.data, Message) else None
