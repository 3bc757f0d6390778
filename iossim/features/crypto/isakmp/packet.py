"""What travels between ISAKMP peers: UDP 500, one frozen value per message (RFC 2408, RFC 2409, RFC 3706).

Encrypted messages carry only the cookies in clear: who does not hold the SA cannot read them, which here means that the
engine looks the SA up first. Sizes are those of the payloads with three transforms' worth of attributes and a 1024-bit
certificate: main mode 5 and 6 come to about 1 kB.
"""

from __future__ import annotations

from enum import Enum

from iossim.features.crypto.ipsec.state import Peer, Proxy
from iossim.features.crypto.wanted import Policy
from iossim.net.packet import Packet, Protocol, Udp
from iossim.sim.values import dataclass

PORT = 500
HEADER = 28


@dataclass(frozen=True, slots=True)
class Offer:
    """Main mode 1: every suite the initiator would use. `keepalive`: it wants to be asked whether it lives."""

    policies: tuple[Policy, ...]
    keepalive: bool = False

    @property
    def size(self) -> int:
        """Octets of its payloads."""
        return 56 + 36 * len(self.policies)


@dataclass(frozen=True, slots=True)
class Choice:
    """Main mode 2: the suite the responder takes, with the lifetime both will use."""

    policy: Policy
    keepalive: bool = False

    @property
    def size(self) -> int:
        """Octets of its payloads."""
        return 76


@dataclass(frozen=True, slots=True)
class KeyExchange:
    """Main mode 3 and 4: Diffie-Hellman value, nonce, and with certificates the request for one."""

    reply: bool = False

    @property
    def size(self) -> int:
        """Octets of its payloads."""
        return 96 + 24 + 5 + 80


@dataclass(frozen=True, slots=True)
class Identity:
    """Main mode 5 and 6, encrypted: who one is and the proof of it.

    `certificate` is the sender's, in hexadecimal; `secret` stands for a hash that only the holder of the key can make.
    """

    reply: bool
    name: str
    certificate: str = ""
    secret: str = ""
    initial_contact: bool = False

    @property
    def size(self) -> int:
        """Octets of its payloads."""
        return 40 + 132 + len(self.certificate) // 2 + 28


@dataclass(frozen=True, slots=True)
class Proposal:
    """One transform set as quick mode offers it."""

    transforms: tuple[str, ...]
    transport: bool = False


@dataclass(frozen=True, slots=True)
class Quick:
    """Quick mode 1 and 2: proposals (the chosen one in the reply), identities as the sender sees them, SPI, lifetimes."""

    reply: bool
    proposals: tuple[Proposal, ...]
    proxy: Proxy
    spi: int
    seconds: int
    kilobytes: int
    pfs: str = ""

    @property
    def size(self) -> int:
        """Octets of its payloads."""
        return 24 + 48 * len(self.proposals) + 24 + 32


@dataclass(frozen=True, slots=True)
class QuickDone:
    """Quick mode 3: the hash that tells the responder to use the SAs."""

    @property
    def size(self) -> int:
        """Octets of its payloads."""
        return 24


class Notice(Enum):
    """Kinds of notification that are sent."""

    NO_PROPOSAL_CHOSEN = "NO_PROPOSAL_CHOSEN"
    INVALID_IDENTITY = "INVALID_ID_INFORMATION"
    ARE_YOU_THERE = "R_U_THERE"
    HERE_I_AM = "R_U_THERE_ACK"


@dataclass(frozen=True, slots=True)
class Notification:
    """An informational message. `sequence` 0 is a question of a periodic round, answered on the spot."""

    kind: Notice
    sequence: int = 0

    @property
    def size(self) -> int:
        """Octets of its payloads."""
        return 24 + 32


@dataclass(frozen=True, slots=True)
class Delete:
    """The sender has deleted SAs: its inbound SPIs, or the ISAKMP SA itself when there are none."""

    spis: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """Octets of its payloads."""
        return 24 + 12 + (4 * len(self.spis) or 16)


Body = Offer | Choice | KeyExchange | Identity | Quick | QuickDone | Notification | Delete


@dataclass(frozen=True, slots=True)
class Message:
    """One ISAKMP message. `cookie` is the initiator's, which names the SA; `message_id` 0 is main mode."""

    cookie: int
    body: Body
    message_id: int = 0

    @property
    def size(self) -> int:
        """Octets with the ISAKMP header."""
        return HEADER + self.body.size


def carried(peer: Peer, message: Message) -> Packet:
    """The packet that takes a message to a peer."""
    data = Udp(PORT, peer.port, message, message.size)
    return Packet(peer.local, peer.remote, Protocol.UDP, data)
