"""What is true of an EIGRP process: neighbors, conversations with them, and the topology table.

All frozen; the tables that hold them belong to the engine. FD, RD and metrics are composite; a local path (connected,
redistributed) has a reported distance of 0, so it is always feasible.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from iossim.features.eigrp.metric import INFINITY, UNREACHABLE, Vector
from iossim.features.eigrp.packet import External, Message
from iossim.net.address import Address, Prefix

NeighborKey = tuple[int, str, Address]
"""(autonomous system, interface, address)"""


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A router heard on an interface. Routes are exchanged when both first updates have passed."""

    key: NeighborKey
    handle: int
    hold: int
    since: int
    init_acked: bool = False
    init_heard: bool = False
    stub: tuple[str, ...] | None = None
    software: str = ""

    @property
    def interface(self) -> str:
        """Where it is."""
        return self.key[1]

    @property
    def address(self) -> Address:
        """Who it is."""
        return self.key[2]

    @property
    def up(self) -> bool:
        """True when routes may be exchanged."""
        return self.init_acked and self.init_heard


@dataclass(frozen=True, slots=True)
class Conversation:
    """Reliable packets to a neighbor, the first of them under way, and the last one heard from it. Microseconds."""

    queue: tuple[Message, ...] = ()
    tries: int = 0
    sent: int = 0
    heard: int = 0
    srtt: int = 0
    rto: int = 0
    retransmissions: int = 0


class Origin(Enum):
    """Where a path comes from, as the topology table says it."""

    NEIGHBOR = ""
    CONNECTED = "Connected"
    STATIC = "Rstatic"
    RCONNECTED = "Rconnected"
    SUMMARY = "Summary"


@dataclass(frozen=True, slots=True)
class Path:
    """One way to a destination: the vector its neighbor reports, and ours through it."""

    origin: Origin
    interface: str
    neighbor: NeighborKey | None
    vector: Vector
    metric: int
    reported: int
    external: External | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """One path per neighbor, and per local source."""
        return (self.neighbor,) if self.neighbor is not None else (self.origin, self.interface)


class Mode(Enum):
    """Passive, or active with a query origin (RFC 7868, 3.5)."""

    PASSIVE = "passive"
    ACTIVE_0 = "Multiple Origins, metric increased"
    ACTIVE_1 = "Local origin"
    ACTIVE_2 = "Multiple Origins"
    ACTIVE_3 = "Successor Origin"


@dataclass(frozen=True, slots=True)
class Entry:
    """A destination. `advertised` is the vector that neighbors know, frozen while active; `asker` waits for our reply."""

    prefix: Prefix
    feasible: int = INFINITY
    paths: tuple[Path, ...] = ()
    successors: tuple[Path, ...] = ()
    mode: Mode = Mode.PASSIVE
    waiting: tuple[NeighborKey, ...] = ()
    asker: NeighborKey | None = None
    advertised: Vector = UNREACHABLE
    external: External | None = None
    since: int = 0
    appeared: int = 0
