"""What travels: IPv4 packets, ARP messages and the frames around them.

Packets are frozen values: a walk may be remembered by its origin and its original packet, so nothing in them may count
upwards from send to send (sequence numbers of periodic traffic are derived from meters where they show).

Standards: RFC 791, RFC 792, RFC 768, RFC 793, RFC 826. Sizes are octets at layer 3.
"""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import Any

from iossim.net.address import Address, Mac
from iossim.sim.values import dataclass

IP_HEADER = 20


class Protocol(IntEnum):
    """IP protocol numbers used in the lab (IANA)."""

    ICMP = 1
    TCP = 6
    UDP = 17
    ESP = 50
    AH = 51
    EIGRP = 88


class IcmpType(IntEnum):
    """ICMP message types (RFC 792)."""

    ECHO_REPLY = 0
    UNREACHABLE = 3
    REDIRECT = 5
    ECHO = 8
    TIME_EXCEEDED = 11


class Unreachable(IntEnum):
    """Codes of ICMP type 3 (RFC 792, RFC 1812)."""

    NET = 0
    HOST = 1
    PROTOCOL = 2
    PORT = 3
    FRAGMENTATION_NEEDED = 4
    ADMINISTRATIVELY_PROHIBITED = 13


@dataclass(frozen=True, slots=True)
class Icmp:
    """An ICMP message; `quoted` is the packet an error speaks of, `mtu` the next-hop MTU of code 4, `gateway` of a redirect."""

    kind: IcmpType
    code: int = 0
    ident: int = 0
    sequence: int = 0
    length: int = 8
    quoted: Packet | None = None
    mtu: int = 0
    gateway: Address = Address(0)

    @property
    def size(self) -> int:
        """Octets with the ICMP header."""
        return self.length


@dataclass(frozen=True, slots=True)
class Udp:
    """A datagram; `data` is the message of the protocol above, a frozen value of `length` octets."""

    sport: int
    dport: int
    data: Any = None
    length: int = 0

    @property
    def size(self) -> int:
        """Octets with the UDP header."""
        return 8 + self.length


@dataclass(frozen=True, slots=True)
class Tcp:
    """A segment. `flags` is a subset of the letters SAFRP (SYN, ACK, FIN, RST, PSH), `data` what is carried.

    `mss` is what a SYN says: the largest segment that its sender takes (its option is not counted); 0: nothing is said.
    """

    sport: int
    dport: int
    flags: str = "A"
    sequence: int = 0
    acknowledge: int = 0
    data: Any = None
    length: int = 0
    mss: int = 0

    @property
    def size(self) -> int:
        """Octets with the TCP header."""
        return 20 + self.length


@dataclass(frozen=True, slots=True)
class Esp:
    """An encapsulated packet (RFC 2406): clear to nobody but the holder of the SA with this SPI.

    `seal` tells the keys where these were typed and might not be those of the other end. Its sequence number is not written down
    while packets keep their order. Where they do not, `overtaken` tells how many later ones of its SA are ahead of it, and `copy`
    that it has been there before.
    """

    spi: int
    inner: Packet
    length: int
    overtaken: int = 0
    copy: bool = False
    seal: tuple[str, str] | None = None

    @property
    def size(self) -> int:
        """Octets of the ESP payload, with SPI, sequence number, IV, padding and ICV."""
        return self.length


@dataclass(frozen=True, slots=True)
class Message:
    """A payload of a protocol that rides directly on IP (EIGRP): a frozen value of `length` octets."""

    data: Any
    length: int

    @property
    def size(self) -> int:
        """Octets."""
        return self.length


Payload = Icmp | Udp | Tcp | Esp | Message


@dataclass(frozen=True, slots=True)
class Packet:
    """One IPv4 packet. On the wire it may be in several `fragments`, which travel and are put together as one."""

    src: Address
    dst: Address
    proto: int
    payload: Payload
    ttl: int = 255
    tos: int = 0
    df: bool = False
    fragments: int = 1

    def __hash__(self) -> int:
        """By the header alone: those that are looked up seldom differ only in what they carry, and that may be deep."""
        return hash((self.src, self.dst, self.proto, self.ttl, self.tos))

    @property
    def size(self) -> int:
        """Octets with the IP header."""
        return IP_HEADER + self.payload.size

    @property
    def carried(self) -> int:
        """Octets of all fragments with their IP headers."""
        return self.fragments * IP_HEADER + self.payload.size

    def aged(self) -> Packet:
        """The packet after one routed hop: TTL less one."""
        return Packet(self.src, self.dst, self.proto, self.payload, self.ttl - 1, self.tos, self.df, self.fragments)

    def turned(self) -> Packet:
        """What an answer would be: from its destination to its source, and the same of ports."""
        payload = self.payload
        if isinstance(payload, Udp):
            payload = Udp(payload.dport, payload.sport, payload.data, payload.length)
        elif isinstance(payload, Tcp):
            payload = replace(payload, sport=payload.dport, dport=payload.sport)
        return Packet(self.dst, self.src, self.proto, payload, self.ttl, self.tos, self.df, self.fragments)

    def with_source(self, src: Address) -> Packet:
        """The packet with another source address."""
        return Packet(src, self.dst, self.proto, self.payload, self.ttl, self.tos, self.df, self.fragments)

    def with_destination(self, dst: Address) -> Packet:
        """The packet with another destination address."""
        return Packet(self.src, dst, self.proto, self.payload, self.ttl, self.tos, self.df, self.fragments)

    def fitting(self, mtu: int) -> Packet:
        """The packet in as many fragments as a link needs; offsets count eight octets (RFC 791, 3.2)."""
        if self.size <= mtu:
            return self
        fragments = -(-(self.size - IP_HEADER) // ((mtu - IP_HEADER) // 8 * 8))
        return self if fragments <= self.fragments else replace(self, fragments=fragments)

    def carrying(self, data: Any) -> Packet:
        """The datagram with other data of the same length. TypeError for anything but UDP."""
        old = self.payload
        if not isinstance(old, Udp):
            raise TypeError(f"{old!r} is no datagram")
        return Packet(
            self.src, self.dst, self.proto, Udp(old.sport, old.dport, data, old.length), self.ttl, self.tos, self.df
        )

    @property
    def is_bare(self) -> bool:
        """True for an ESP packet as those see it who are not its ends."""
        return isinstance(self.payload, Esp) and self.payload.spi == BARE

    def bare(self) -> Packet:
        """The packet as others than the ends of its tunnel see it: of ESP, the outer header and the size."""
        payload = self.payload
        return self.holding(Esp(BARE, HIDDEN, payload.length)) if isinstance(payload, Esp) else self

    def holding(self, payload: Payload) -> Packet:
        """The packet with another payload."""
        return Packet(self.src, self.dst, self.proto, payload, self.ttl, self.tos, self.df, self.fragments)

    @property
    def ports(self) -> tuple[int, int]:
        """Source and destination port; zeros for protocols without ports."""
        payload = self.payload
        if isinstance(payload, Udp | Tcp):
            return payload.sport, payload.dport
        return 0, 0

    @property
    def gives_way(self) -> bool:
        """True for a segment of TCP: its sender sends less where there is no room."""
        return isinstance(self.payload, Tcp)

    @property
    def is_icmp_error(self) -> bool:
        """True for messages that must never be answered with another error (RFC 1122, 3.2.2)."""
        return isinstance(self.payload, Icmp) and self.payload.quoted is not None


BARE = 0
"""No SA has this SPI (RFC 2406, 2.1)."""
HIDDEN = Packet(Address(0), Address(0), 0, Message(None, 0))
"""Stands for what is inside of a bare ESP packet."""


@dataclass(frozen=True, slots=True)
class Arp:
    """An ARP message (RFC 826). A gratuitous one has sender and target address alike."""

    request: bool
    sender: Address
    sender_mac: Mac
    target: Address
    target_mac: Mac = Mac(0)

    def answered(self, mac: Mac) -> Arp:
        """The answer to a request: the target lives at that MAC."""
        return Arp(False, self.target, mac, self.sender, self.sender_mac)

    @property
    def size(self) -> int:
        """Octets of the message."""
        return 28


@dataclass(frozen=True, slots=True)
class Snap:
    """A message of a protocol that is not IP, behind a SNAP header (IEEE 802): a frozen value of `length` octets."""

    protocol: int
    data: Any
    length: int

    @property
    def size(self) -> int:
        """Octets with the LLC and SNAP headers."""
        return 8 + self.length


@dataclass(frozen=True, slots=True)
class Frame:
    """An Ethernet frame; `tag` is the VLAN of IEEE 802.1Q, 0 without."""

    src: Mac
    dst: Mac
    body: Packet | Arp | Snap
    tag: int = 0

    @property
    def is_group(self) -> bool:
        """True for broadcast and multicast destinations."""
        return bool(self.dst >> 40 & 1)

    @property
    def size(self) -> int:
        """Octets with the Ethernet header, without the check sequence."""
        return 14 + max(self.body.size, 46)


def multicast_mac(group: Address) -> Mac:
    """The Ethernet address of an IPv4 multicast group (RFC 1112)."""
    return Mac(0x01005E000000 | group & 0x7FFFFF)
