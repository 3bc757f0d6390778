"""What a walk finds: the lines of its story, where it arrives on a LAN, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.sim.values import dataclass

if TYPE_CHECKING:
    from iossim.net.disorder import Stray
    from iossim.net.line import Passage, Slow
    from iossim.net.node import Node
    from iossim.net.packet import Packet
    from iossim.sim.meters import Meter

MILLION = 1_000_000
NO_ROUTE, TURNS_BACK = "no route", "does not send back out of the interface it came in by"
"""Reasons of a drop that say that a route is missing: where it ends, and where it came from."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a packet's story: where, what was done, why, and the packet as it was then (delay in microseconds)."""

    node: str
    port: str
    action: str
    reason: str
    packet: Packet | None
    delay: int


@dataclass(frozen=True, slots=True)
class Hazard:
    """A queue on the way that drops a share of what comes (millionths); whoever is dropped has caused what was before it.

    `touches` and `gates` count what a packet has caused until then, `drops` are the meters that count it in their place.
    """

    node: str
    reason: str
    chance: int
    octets: int
    touches: int
    gates: int
    drops: tuple[Meter, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """How a walk ended: delivered at a node, or dropped at one for a reason.

    `loss` is the chance, in parts per million, that a real packet does not make it over the lossy links on the way, `stray`
    where it may lose its place among others; `late` is by how much a real one was held back there. `lines` are the slow
    lines and queues it crosses, `hazards` the queues that may drop it.
    """

    delivered: bool
    node: str
    reason: str
    delay: int
    packet: Packet
    loss: int = 0
    stray: Stray | None = None
    late: int = 0
    lines: tuple[Passage, ...] = ()
    hazards: tuple[Hazard, ...] = ()

    @property
    def lost(self) -> int:
        """The chance that a real packet does not make it over lossy links and through queues, in parts per million."""
        kept = MILLION - self.loss
        for hazard in self.hazards:
            kept = kept * (MILLION - hazard.chance) // MILLION
        return MILLION - kept

    def after(self, delay: int, packet: Packet) -> Fate:
        """The same end for this packet, when its last leg has begun so much later."""
        return Fate(self.delivered, self.node, self.reason, delay + self.delay, packet, self.loss)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A frame taken in by a node, `delay` microseconds after the start of the walk, unless bad lines took it (`loss`)."""

    node: Node
    port: str
    delay: int
    loss: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where the frames from one MAC to another arrive, when sent by a port now; or why they are `lost`.

    `individual`: a link on the way does not treat all frames alike, so each has to be asked about. What is `slow` takes its time
    for octets besides.
    """

    arrivals: tuple[Arrival, ...]
    lost: str
    individual: bool
    slow: tuple[Slow, ...] = ()
