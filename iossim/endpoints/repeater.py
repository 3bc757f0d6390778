"""Boxes of layer 2: the hub repeats every frame, the switch learns where addresses live (IEEE 802.1D, without ageing).

A switch learns from every frame that teaches it something new; a frame from a known place changes nothing, so periodic
traffic stays quiet. An address is forgotten when the port it was learned on loses carrier. Left out: ageing (an aged-out
address is flooded to, which reaches the same port), VLANs (tags pass), spanning tree other than the start delay of ports without
portfast.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, TypeVar

from iossim.net.address import Address, Mac
from iossim.net.node import Drop, Seam, Verdict
from iossim.net.packet import Arp, Frame, Packet, Snap
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire

K = TypeVar("K", bound=Hashable)

SPANNING_TREE_DELAY = 30_000_000
"""Microseconds of listening and learning on a port without portfast (2 x 15 s, IEEE 802.1D)."""


class Hub:
    """A repeater: what comes in by one port leaves by all others."""

    kind = "hub"

    def __init__(self, name: str, wire: Wire, ports: tuple[str, ...]) -> None:
        self.name = name
        self.wire = wire
        self.kernel = wire.network.kernel
        self.ports = ports
        self.power: Table[str, bool] = Table(self.kernel, f"{name}.power")
        wire.network.add(self)

    @property
    def powered(self) -> bool:
        """True while the box has power."""
        return bool(self.power.peek(""))

    def power_on(self) -> None:
        """All ports begin to emit."""
        self.power.set("", True)
        for port in self.ports:
            self.wire.network.set_emitting((self.name, port), True)

    def power_off(self) -> None:
        """All ports go dark."""
        self.power.set("", False)
        for port in self.ports:
            self.wire.network.set_emitting((self.name, port), False)

    def complains(self, walker: Walker, answer: Packet) -> None:
        """Nothing is dropped here with an answer."""

    def frame_in(self, walker: Walker, port: str, frame: Frame) -> tuple[str, ...] | None:
        """Repeat to all other ports."""
        return tuple(other for other in self.ports if other != port)

    def carrier_changed(self, port: str) -> None:
        """A hub does not care."""

    # A repeater has no address and takes nothing in.

    def mac_of(self, port: str) -> Mac:
        """None of its own."""
        return Mac(0)

    def takes(self, port: str, frame: Frame) -> str | None:
        """Never."""
        return None

    def on_wire(self, port: str) -> tuple[str, int]:
        """Never asked."""
        return port, 0

    def inbound(self, walker: Walker, port: str, packet: Packet) -> Verdict:
        """Never asked."""
        return Drop(f"{self.name} has no IP")

    def outbound(self, walker: Walker, packet: Packet) -> Verdict:
        """Never asked."""
        return Drop(f"{self.name} has no IP")

    def sews(self, walker: Walker, stage: str, transit: Any) -> Drop | Seam | None:
        """Never asked."""
        return Drop(f"{self.name} has no IP")

    def goes_on(self, walker: Walker, stage: str, transit: tuple[Any, ...]) -> Verdict:
        """Never asked."""
        return Drop(f"{self.name} has no IP")

    def arp_answer(self, port: str, target: Address) -> Mac | None:
        """Never asked."""
        return None

    def emits(self, walker: Walker, port: str, packet: Packet | Snap) -> None:
        """A repeater has no packets of its own."""

    def hears(self, walker: Walker, port: str, message: Snap) -> None:
        """Never asked."""

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """Never asked."""
        return True

    def receive(self, port: str, packet: Packet) -> None:
        """Never called."""

    def absorb_arp(self, walker: Walker, port: str, message: Arp) -> bool:
        """Never asked."""
        return True

    def receive_arp(self, port: str, message: Arp) -> None:
        """Never called."""


class Switch(Hub):
    """A learning switch. Islands of ports that do not hear each other split the LAN (a fault): each learns for itself."""

    kind = "switch"

    def __init__(self, name: str, wire: Wire, ports: tuple[str, ...], portfast: bool = True) -> None:
        super().__init__(name, wire, ports)
        self.portfast = portfast
        self.table: Table[Mac, str] = Table(self.kernel, f"{name}.mac-table")
        self.apart: Table[tuple[int, Mac], str] = Table(self.kernel, f"{name}.mac-tables of islands")
        self.blocked: Table[str, bool] = Table(self.kernel, f"{name}.blocked")
        self.island: Table[str, int] = Table(self.kernel, f"{name}.islands")

    def power_off(self) -> None:
        """The table is RAM."""
        super().power_off()
        self.table.clear()
        self.apart.clear()
        self.blocked.clear()

    def frame_in(self, walker: Walker, port: str, frame: Frame) -> tuple[str, ...] | None:
        """Learn the source, send to where the destination lives, flood what is unknown or for a group."""
        if self.blocked.get(port):
            return ()
        island = self.island.get(port)
        if self._where(frame.src, island) != port:
            walker.act(self.learn, frame.src, port)
        known = None if frame.is_group else self._where(frame.dst, island)
        outs = self.ports if known is None else (known,)
        return tuple(
            out for out in outs if out != port and not self.blocked.get(out) and self.island.get(out) == island
        )

    def _where(self, mac: Mac, island: int | None) -> str | None:
        return self.table.get(mac) if island is None else self.apart.get((island, mac))

    def learn(self, mac: Mac, port: str) -> None:
        """The address lives behind this port now."""
        island = self.island.peek(port)
        if self.powered and island is None:
            self.table.set(mac, port)
        elif self.powered and island is not None:
            self.apart.set((island, mac), port)

    def split(self, ports: tuple[str, ...], island: int = 1) -> None:
        """Let some ports hear only each other; island 0 heals."""
        for port in ports:
            if island:
                self.island.set(port, island)
            else:
                self.island.delete(port)
                self._forget(port, self.apart)

    def carrier_changed(self, port: str) -> None:
        """Forget what was learned on a port without carrier; a port that comes up waits for spanning tree."""
        if self.wire.network.carrier((self.name, port)):
            if not self.portfast:
                self.blocked.set(port, True)
                self.kernel.after(SPANNING_TREE_DELAY, self.blocked.delete, port)
            return
        self._forget(port, self.table)
        self._forget(port, self.apart)

    @staticmethod
    def _forget(port: str, learned: Table[K, str]) -> None:
        for key in [key for key, where in learned.items() if where == port]:
            learned.delete(key)
