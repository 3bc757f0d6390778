"""The translations of one router: facts, found by either of their sides.

A whole address is translated by an entry without ports, a conversation by one that names its outside end as well. Port 0 in
the place of the outside end belongs to a static port, from which conversations are made when they begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from iossim.device.nat import end_of
from iossim.features.nat.rules import ANY, Dynamic, End, Static
from iossim.net.address import Address
from iossim.net.packet import Icmp, Packet, Protocol

if TYPE_CHECKING:
    from iossim.device.engine import Engine
    from iossim.sim.facts import Table
    from iossim.sim.meters import Idle

NOBODY = End(Address(0))
WITH_PORTS = (Protocol.TCP, Protocol.UDP, Protocol.ICMP)


class Key(NamedTuple):
    """How a translation is found: protocol, one of its inside ends, the outside end."""

    proto: int
    end: End
    outside: End = NOBODY


@dataclass(frozen=True, slots=True)
class Translation:
    """One row of the table. A static one has no idle time."""

    proto: int
    inside_global: End
    inside_local: End
    outside: End
    rule: Dynamic | Static
    created: int
    idle: Idle | None = None

    @property
    def extended(self) -> bool:
        """True when it belongs to one conversation."""
        return self.outside != NOBODY

    @property
    def static(self) -> bool:
        """True for what stands in the configuration as it is."""
        return self.idle is None

    @property
    def outward(self) -> Key:
        """How packets from inside find it."""
        return Key(self.proto, self.inside_local, self.outside)

    @property
    def inward(self) -> Key:
        """How packets from outside find it."""
        return Key(self.proto, self.inside_global, self.outside)


class Translations:
    """The table. `ports` tells which inside end holds a port of a global address, or the whole of one."""

    def __init__(self, engine: Engine) -> None:
        self.outward: Table[Key, Translation] = engine.table("nat.outward")
        self.inward: Table[Key, Translation] = engine.table("nat.inward")
        self.ports: Table[tuple[int, End], End] = engine.table("nat.ports")

    def __iter__(self) -> Iterator[Translation]:
        """All of them, in the order in which they were made."""
        return (translation for _, translation in self.outward.items())

    def add(self, made: Translation) -> None:
        """One more."""
        self.outward.set(made.outward, made)
        self.inward.set(made.inward, made)
        self.ports.set((made.proto, made.inside_global), made.inside_local)

    def remove(self, gone: Translation) -> None:
        """One less; its port is free when no other conversation of its inside end has it."""
        if gone.idle is not None:
            gone.idle.stop()
        self.outward.delete(gone.outward)
        self.inward.delete(gone.inward)
        held = gone.proto, gone.inside_global
        if not any((one.proto, one.inside_global) == held for one in self):
            self.ports.delete(held)


def leaving(packet: Packet) -> tuple[Key, ...]:
    """The keys by which the source of a packet from inside is looked for, the closest first."""
    return _keys(packet.proto, packet.src, end_of(packet, True), packet.dst, end_of(packet, False))


def entering(packet: Packet) -> tuple[Key, ...]:
    """The same for the destination of a packet from outside."""
    return _keys(packet.proto, packet.dst, end_of(packet, False), packet.src, end_of(packet, True))


def _keys(proto: int, near: Address, port: int, far: Address, far_port: int) -> tuple[Key, ...]:
    whole = Key(ANY, End(near))
    if proto not in WITH_PORTS:
        return (whole,)
    return Key(proto, End(near, port), End(far, far_port)), Key(proto, End(near, port)), whole


def error_of(packet: Packet) -> Packet | None:
    """The packet that an ICMP error is about; None for anything else."""
    return packet.payload.quoted if isinstance(packet.payload, Icmp) else None
