"""A process at a moment, frozen, for displays and checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.interface import short
from iossim.features.eigrp.authentication import Authentication
from iossim.features.eigrp.config import ProcessConfig, active_time
from iossim.features.eigrp.events import Event
from iossim.features.eigrp.state import Entry, Neighbor
from iossim.net.address import Address, Prefix

if TYPE_CHECKING:
    from iossim.features.eigrp.distance import Sourced
    from iossim.features.eigrp.process import Process
    from iossim.features.eigrp.restraints import Restraint


TRAFFIC = ("HELLO", "UPDATE", "QUERY", "REPLY", "ACK")
COUNTED = ("unreliable", "reliable", "repeated", "out of sequence")


@dataclass(frozen=True, slots=True)
class NeighborView:
    """A neighbor with its clocks (microseconds) and its conversation."""

    neighbor: Neighbor
    remaining: int
    srtt: int
    rto: int
    queued: int
    heard: int
    tries: int = 0
    retransmissions: int = 0


@dataclass(frozen=True, slots=True)
class InterfaceView:
    """An interface that speaks, with its neighbors' mean round trip time (microseconds) and what is queued for them.

    The rest is for details: `hello` and `hold` in microseconds, whether packets are signed, the number of the next change,
    packets sent to single neighbors.
    """

    name: str
    peers: int
    srtt: int
    queued: int
    hello: int = 0
    hold: int = 0
    authenticated: bool = False
    serial: int = 0
    unreliable: int = 0
    reliable: int = 0
    repeated: int = 0
    out_of_sequence: int = 0

    @property
    def short(self) -> str:
        """`Fa0/1`."""
        return short(self.name)


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A process: who it is, whom it knows, where it can go."""

    asn: int
    identity: Address | None
    config: ProcessConfig
    neighbors: tuple[NeighborView, ...]
    interfaces: tuple[InterfaceView, ...]
    restraint: Restraint
    sourced: tuple[Sourced, ...]
    paths: int
    topology: tuple[Entry, ...]
    passive: tuple[str, ...]
    traffic: tuple[tuple[str, int, int], ...]
    now: int
    serial: int = 1
    events: tuple[Event, ...] = ()
    pending: tuple[Prefix, ...] = ()
    active_minutes: int | None = None


def view_of(process: Process) -> ProcessView:
    """The view of a process."""
    tables = process.tables
    neighbors = []
    for neighbor in sorted(tables.neighbors_of(process.asn), key=_handle):
        talk = tables.conversations.peek(neighbor.key)
        hold = process.adjacency.holds[neighbor.key]
        if talk is not None:
            clocks = hold.remaining(), talk.srtt, talk.rto
            counts = len(talk.queue), talk.heard, talk.tries, talk.retransmissions
            neighbors.append(NeighborView(neighbor, *clocks, *counts))
    interfaces = []
    for (asn, name), speaking in tables.speaking.items():
        if asn == process.asn:
            there = [one for one in neighbors if one.neighbor.interface == name]
            srtt = sum(one.srtt for one in there) // max(1, len(there))
            sent = [tables.meter(asn, name, what).count for what in COUNTED]
            queued = sum(one.queued for one in there)
            serial, signed = process.topology.serial, speaking.authentication != Authentication()
            interfaces.append(
                InterfaceView(name, len(there), srtt, queued, speaking.hello, speaking.hold, signed, serial, *sent)
            )
    return ProcessView(
        process.asn,
        tables.identity.peek(process.asn),
        process.config,
        tuple(neighbors),
        tuple(sorted(interfaces, key=_name)),
        process.topology.restraints.now,
        process.topology.choice().sourced,
        process.topology.choice().paths,
        process.topology.entries(),
        _passive(process),
        _traffic(process),
        process.router.kernel.now,
        process.topology.serial,
        tuple(tables.log_of(process.asn)),
        _pending(process),
        _active_minutes(process),
    )


def _active_minutes(process: Process) -> int | None:
    """How long a destination may be active; None for ever."""
    limit = active_time(process.router.config, process.asn, process.router.parameters)
    return None if limit is None else limit // 60_000_000


def _pending(process: Process) -> tuple[Prefix, ...]:
    """Destinations that are on their way to a neighbor."""
    talks = [talk for key, talk in process.tables.conversations.items() if key[0] == process.asn]
    return tuple(dict.fromkeys(route.prefix for talk in talks for message in talk.queue for route in message.routes))


def _passive(process: Process) -> tuple[str, ...]:
    """Interfaces told to be silent, those that exist, in their order."""
    passive = process.config.passive
    return tuple(name for name in process.router.interfaces.keys() if passive(name))


def _traffic(process: Process) -> tuple[tuple[str, int, int], ...]:
    """Kinds of packets, how many were sent, how many received."""
    meter, asn = process.tables.meter, process.asn
    return tuple((kind, meter(asn, kind, "sent").count, meter(asn, kind, "received").count) for kind in TRAFFIC)


def _handle(neighbor: Neighbor) -> int:
    return neighbor.handle


def _name(view: InterfaceView) -> str:
    return view.name
