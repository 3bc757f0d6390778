"""The facts of EIGRP on one router, of all its processes, and the actions that wait to be done.

Walks read `neighbors`, `speaking`, `complaints` and `watched`; the rest is read by events only. `out` is empty between events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.actions import Action
from iossim.device.rib import EIGRP, EIGRP_EXTERNAL
from iossim.features.eigrp import events
from iossim.features.eigrp.authentication import Authentication
from iossim.features.eigrp.metric import Weights
from iossim.features.eigrp.state import Conversation, Entry, Neighbor, NeighborKey
from iossim.net.address import Address, Prefix
from iossim.sim.facts import Table
from iossim.sim.meters import Meter

if TYPE_CHECKING:
    from iossim.device.engine import Engine
    from iossim.features.eigrp.distance import Sourced
    from iossim.features.eigrp.restraints import Restraint


@dataclass(frozen=True, slots=True)
class Speaking:
    """Hellos of an interface: from which address, with which timers (microseconds) and weights."""

    source: Address
    subnet: Prefix
    hello: int
    hold: int
    weights: Weights
    stub: tuple[str, ...] | None = None
    authentication: Authentication = Authentication()


@dataclass(frozen=True, slots=True)
class Choice:
    """How routes are offered: distances of internal and external ones, and how much worse one may be than the best.

    `sourced` are distances of internal routes by who has told of them.
    """

    internal: int = EIGRP
    external: int = EIGRP_EXTERNAL
    variance: int = 1
    paths: int = 4
    sourced: tuple[Sourced, ...] = ()


class Tables:
    """See the module."""

    def __init__(self, engine: Engine) -> None:
        self.neighbors: Table[NeighborKey, Neighbor] = engine.table("eigrp.neighbors")
        self.conversations: Table[NeighborKey, Conversation] = engine.table("eigrp.conversations")
        self.topology: Table[tuple[int, Prefix], Entry] = engine.table("eigrp.topology")
        self.speaking: Table[tuple[int, str], Speaking] = engine.table("eigrp.speaking")
        self.complaints: Table[NeighborKey, str] = engine.table("eigrp.complaints")
        self.sequence: Table[int, int] = engine.table("eigrp.sequence")
        self.identity: Table[int, Address] = engine.table("eigrp.identity")
        self.hidden: Table[int, tuple[tuple[str, Prefix], ...]] = engine.table("eigrp.hidden")
        self.choice: Table[int, Choice] = engine.table("eigrp.choice")
        self.summaries: Table[int, tuple[bool, tuple[tuple[str, Prefix], ...]]] = engine.table("eigrp.summaries")
        self.restraints: Table[int, Restraint] = engine.table("eigrp.restraints")
        self.serials: Table[int, int] = engine.table("eigrp.serials")
        self.watched: Table[str, tuple[str, ...]] = engine.table("eigrp.watched")
        self.targets: Table[str, tuple[int, Address]] = engine.table("eigrp.targets")
        self.meters: dict[tuple[int, str, str], Meter] = {}
        self.logs: dict[int, events.Log] = {}
        self.kernel = engine.router.kernel
        self.out: list[Action] = []

    def take(self) -> list[Action]:
        """The actions collected while an event was handled."""
        actions, self.out = self.out, []
        return actions

    def meter(self, asn: int, what: str, way: str) -> Meter:
        """How many packets of a kind a process has `sent` or `received`."""
        key = asn, what, way
        meter = self.meters.get(key)
        if meter is None:
            meter = self.meters[key] = Meter(self.kernel)
        return meter

    def note(self, asn: int, *texts: events.Text) -> None:
        """Put something into the event log of a process."""
        self.log_of(asn).extend((self.kernel.now, text) for text in texts)

    def log_of(self, asn: int) -> events.Log:
        """The event log of a process, the oldest entry first."""
        return self.logs.setdefault(asn, events.new_log())

    def watches(self, kind: str) -> bool:
        """True when `debug eigrp packets` is to print packets of a kind: it may name some. A walk that asks depends on it."""
        kinds = self.watched.get("")
        return kinds is None or kind in kinds

    def neighbors_of(self, asn: int) -> tuple[Neighbor, ...]:
        """The neighbors of a process, in the order in which they were met."""
        return tuple(neighbor for key, neighbor in self.neighbors.items() if key[0] == asn)
