"""The ISAKMP SA and the quick mode exchange: frozen values, one per table entry.

`Phase` is where a negotiation stands; what `show crypto isakmp sa` calls it is `Phase.shown`. Quick mode does not show there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import NamedTuple

from iossim.cli.release import Forms
from iossim.features.crypto.ipsec.state import Flow, Peer, Proxy
from iossim.features.crypto.isakmp.packet import Message, Proposal, Quick
from iossim.features.crypto.wanted import Policy
from iossim.sim.trace import Record

LAST_ID = Forms(0, ("12.4(11)T", 1000))
"""The number before the first connection."""


class Phase(Enum):
    """Where main mode stands. The first word of the value is the side, the second what IOS displays."""

    I_MM1 = "initiator MM_NO_STATE", "IKE_I_MM1"  # offer sent
    I_DH = "initiator MM_SA_SETUP", "IKE_I_MM2"  # choice heard, computing
    I_MM3 = "initiator MM_SA_SETUP", "IKE_I_MM3"  # key exchange sent
    I_SIGN = "initiator MM_KEY_EXCH", "IKE_I_MM4"  # key exchange heard, computing
    I_MM5 = "initiator MM_KEY_EXCH", "IKE_I_MM5"  # identity sent
    I_CHECK = "initiator MM_KEY_EXCH", "IKE_I_MM6"  # identity heard, checking the certificate
    R_MM2 = "responder MM_SA_SETUP", "IKE_R_MM2"  # choice sent
    R_DH = "responder MM_SA_SETUP", "IKE_R_MM3"  # key exchange heard, computing
    R_MM4 = "responder MM_KEY_EXCH", "IKE_R_MM4"  # key exchange sent
    R_CHECK = "responder MM_KEY_EXCH", "IKE_R_MM5"  # identity heard, checking the certificate
    R_SIGN = "responder MM_KEY_AUTH", "IKE_R_MM5"  # certificate is good, computing
    DONE = "both QM_IDLE", "IKE_P1_COMPLETE"
    DEAD = "both MM_NO_STATE", "IKE_DEST_SA"  # kept for a while, for show

    @property
    def shown(self) -> str:
        """The state that `show crypto isakmp sa` prints."""
        return self.value[0].split()[1]

    @property
    def internal(self) -> str:
        """The state that debug lines print."""
        return self.value[1]


class Origin(Enum):
    """Why a negotiation was begun."""

    TRAFFIC = "traffic"
    KEEPALIVE = "keepalive"
    PEER = "peer"


@dataclass(frozen=True, slots=True)
class IkeSa:
    """One ISAKMP SA. `sent` is the last message, for retransmission; `heard` the last one taken in, to know a duplicate."""

    id: int
    peer: Peer
    initiator: bool
    phase: Phase
    cookie: int
    since: int
    origin: Origin
    cost: int = 0
    policy: Policy | None = None
    sent: Message | None = None
    first_sent: int = 0
    attempts: int = 0
    established: int = 0
    peer_name: str = ""
    peer_keepalive: bool = False
    initial_contact: bool = False
    pending: Message | None = None
    cause: Record | None = field(default=None, compare=False)

    @property
    def up(self) -> bool:
        """True while it can carry quick mode and notifications."""
        return self.phase is Phase.DONE

    @property
    def expires(self) -> int:
        """When its lifetime ends."""
        return self.established + (self.policy.lifetime if self.policy else 0) * 1_000_000

    @property
    def negotiating(self) -> bool:
        """True from the first message until it is up or dead."""
        return self.phase not in (Phase.DONE, Phase.DEAD)


class QuickPhase(StrEnum):
    """Where a quick mode stands."""

    I_QM1 = "IKE_QM_I_QM1"  # proposal sent
    I_KEYS = "IKE_QM_I_QM2"  # choice heard, computing
    R_KEYS = "IKE_QM_SPI_STARVE"  # proposal heard, computing
    R_QM2 = "IKE_QM_R_QM2"  # choice sent
    DONE = "IKE_QM_PHASE2_COMPLETE"


class Exchange(NamedTuple):
    """One quick mode under an ISAKMP SA. `ours` and `theirs` are the two sides' messages, `chosen` the set agreed on."""

    ike: int
    message_id: int
    initiator: bool
    phase: QuickPhase
    proxy: Proxy
    since: int
    spi: int
    interface: str = ""
    flow: Flow | None = None
    entry: tuple[str, int, str, int] = ("", 0, "", 0)
    theirs: Quick | None = None
    chosen: Proposal | None = None
    set_name: str = ""
    seconds: int = 0
    kilobytes: int = 0
    sent: Message | None = None
    first_sent: int = 0
    attempts: int = 0
    refused: bool = False
    origin: Record | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Its name in the table of exchanges."""
        return self.ike, self.message_id

    @property
    def open(self) -> bool:
        """True until the SAs are installed."""
        return self.phase is not QuickPhase.DONE
