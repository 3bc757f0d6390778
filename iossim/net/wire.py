"""The walk as the rest of the program uses it: remembered ways, single packets, stories - and what of it happens for real.

Who is lost on a bad line or in a full queue, held back, or doubled, is drawn here, when a packet is sent; a walk only says how
likely that is (`Fate`).
"""

from __future__ import annotations

from dataclasses import replace

from iossim.net.address import Mac
from iossim.net.disorder import CARGO, loaded
from iossim.net.fate import Crossing, Fate, Hazard, Step
from iossim.net.legs import Legs
from iossim.net.node import Node
from iossim.net.packet import Arp, Frame, Packet, Snap, Udp
from iossim.net.topology import Network, PortKey
from iossim.net.walk import ANYTHING, MILLION, Walker
from iossim.sim.memo import Memo, Path, Result, send_result
from iossim.sim.meters import Touch


class Wire:
    """The walk as the rest of the program uses it: one-off packets, remembered paths, stories."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._paths: dict[tuple[object, ...], Path[Fate]] = {}
        self._datagrams: dict[tuple[object, ...], Path[Fate]] = {}  # by what nodes on the way look at
        self.legs = Legs(self)
        self._links: dict[tuple[str, str, Snap, Mac], Path[int]] = {}
        self.crossings: Memo[Crossing] = Memo(network.kernel, self._crossing, few=True)

    def _crossing(self, name: str, port: str, src: Mac, dst: Mac) -> Result[Crossing]:
        walker = Walker(self)
        arrivals = walker.cross(self.network.nodes[name], port, Frame(src, dst, ANYTHING))
        crossing = Crossing(arrivals, walker.lost, walker.individual, walker.slow)
        return Result(crossing, acts=tuple(walker.acts))

    def walker(self, cutting: bool = False) -> Walker:
        """One who sets out."""
        return Walker(self, cutting=cutting)

    def walk(self, node: Node, packet: Packet) -> Result[Fate]:
        """What a packet of this node would do; nothing happens."""
        walker = Walker(self)
        walker.carry(node, node.outbound(walker, packet), packet)
        return walker.result()

    def path(self, node: Node, packet: Packet) -> Path[Fate]:
        """The remembered walk of a packet that is sent again and again."""
        key = node.name, packet
        path = self._paths.get(key)
        if path is None:
            path = self._paths[key] = Path(self.network.kernel, self.legs.walk, node.name, packet)
        return path

    def forget(self, node: Node, packet: Packet) -> None:
        """A periodic sender has stopped: its path is not needed any more."""
        path = self._paths.pop((node.name, packet), None)
        if path is not None:
            path.forget()

    def tidy(self) -> None:
        """Forget the ways of single datagrams: nobody depends on them, and the next one finds its own."""
        for ways in (self._paths, self._datagrams):
            for key, path in tuple(ways.items()):
                if not path.used:
                    del ways[key]
                    path.forget()

    def send(self, node: Node, packet: Packet) -> Fate:
        """One packet, for real.

        A datagram takes the remembered way of its header: no node on the way looks at what it carries.
        """
        payload = packet.payload
        if isinstance(payload, Udp) and payload.data is not None:
            return self._really(loaded(self._datagram(node, packet, payload).use(), payload.data))
        return self._really(self.walk(node, packet))

    def _datagram(self, node: Node, packet: Packet, payload: Udp) -> Path[Fate]:
        key = (
            node.name, packet.src, packet.dst, payload.sport, payload.dport, payload.length, packet.ttl, packet.tos, packet.df
        )  # fmt: skip
        path = self._datagrams.get(key)
        if path is None:
            path = Path(self.network.kernel, self.legs.walk, node.name, packet.carrying(CARGO))
            self._datagrams[key] = path
        return path

    def again(self, path: Path[Fate]) -> Fate:
        """One packet of a remembered walk, for real."""
        return self._really(path.use())

    def _really(self, result: Result[Fate]) -> Fate:
        """Let a walk's consequences happen, unless a lossy link takes the packet: then nothing does."""
        kernel, fate = self.network.kernel, result.value
        stray = fate.stray
        chance = kernel.stream("disorder").randrange(MILLION) if stray is not None else MILLION
        if stray is not None and chance < stray.disorder.late:
            if not self._lost(stray.loss):
                stray.hold(kernel, result, self.go_on)
                return replace(fate, late=stray.disorder.by)
            return replace(fate, delivered=False, reason="lost on a bad line")
        if self._lost(fate.loss):
            return replace(fate, delivered=False, reason="lost on a bad line")
        for hazard in fate.hazards:
            if self._lost(hazard.chance):
                return self._dropped(result, hazard)
        send_result(kernel, result)
        if stray is not None and chance < stray.disorder.late + stray.disorder.twice:
            stray.repeat(kernel, self.go_on)
        return fate

    def _dropped(self, result: Result[Fate], hazard: Hazard) -> Fate:
        """A queue drops the packet: what it has caused until then happens, and the drop is counted."""
        fate, touches = result.value, result.touches[: hazard.touches]
        drops = tuple(Touch(meter, hazard.octets, 0) for meter in hazard.drops)
        send_result(self.network.kernel, Result(None, 0, touches + drops, result.gates[: hazard.gates]))
        return replace(fate, delivered=False, node=hazard.node, reason=hazard.reason)

    def _lost(self, chance: int) -> bool:
        return chance > 0 and self.network.kernel.stream("loss").randrange(MILLION) < chance

    def go_on(self, end: PortKey, frame: Frame) -> None:
        """A packet that was held back, or a copy, walks on as things are now."""
        walker = Walker(self, keeps_order=True)
        for arrival in walker.come(end, frame):
            walker.enter(arrival, frame.body)  # type: ignore[arg-type]
        if walker.fates:
            self._really(walker.result())

    def _compute_on(self, name: str, port: str, packet: Packet, dst: Mac, src: Mac | None = None) -> Result[Fate]:
        node = self.network.nodes[name]
        walker = Walker(self)
        node.emits(walker, port, packet)
        for arrival in walker.transmit(node, port, Frame(node.mac_of(port) if src is None else src, dst, packet)):
            walker.enter(arrival, packet)
        if not walker.fates:
            walker.fates.append(Fate(False, name, f"nobody hears {port}", 0, packet))
        return walker.result()

    def path_on(self, node: Node, port: str, packet: Packet, dst: Mac, src: Mac | None = None) -> Path[Fate]:
        """As `path`, by a given port to a given MAC without a routing lookup: hellos, perhaps from a virtual MAC."""
        key = node.name, port, packet, dst, src
        path = self._paths.get(key)
        if path is None:
            path = self._paths[key] = Path(self.network.kernel, self._compute_on, *key)
        return path

    def send_on(self, node: Node, port: str, packet: Packet, dst: Mac, src: Mac | None = None) -> Fate:
        """As `send`, by a given port to a given MAC without a routing lookup: DHCP, hellos out of turn."""
        return self._really(self._compute_on(node.name, port, packet, dst, src))

    def _compute_link(self, name: str, port: str, message: Snap, dst: Mac) -> Result[int]:
        node = self.network.nodes[name]
        walker = Walker(self)
        node.emits(walker, port, message)
        lost = 0
        for arrival in walker.transmit(node, port, Frame(node.mac_of(port), dst, message)):
            walker.delay, lost = arrival.delay, max(lost, arrival.loss)
            arrival.node.hears(walker, arrival.node.on_wire(arrival.port)[0], message)
        return Result(lost, walker.delay, tuple(walker.touches), tuple(walker.gates), tuple(walker.acts))

    def path_link(self, node: Node, port: str, message: Snap, dst: Mac) -> Path[int]:
        """The remembered way of a message that is not IP and goes no further than its LAN; its value is the loss there."""
        key = node.name, port, message, dst
        path = self._links.get(key)
        if path is None:
            path = self._links[key] = Path(self.network.kernel, self._compute_link, *key)
        return path

    def again_link(self, path: Path[int]) -> None:
        """One message of such a way, for real; on a bad line nobody may hear it."""
        kernel, result = self.network.kernel, path.use()
        if not result.value or kernel.stream("loss").randrange(MILLION) >= result.value:
            send_result(kernel, result)

    def forget_link(self, node: Node, port: str, message: Snap, dst: Mac) -> None:
        """Nobody says this any more."""
        path = self._links.pop((node.name, port, message, dst), None)
        if path is not None:
            path.forget()

    def send_arp(self, node: Node, port: str, message: Arp, dst: Mac) -> None:
        """One ARP message, for real."""
        walker = Walker(self)
        self.carry_arp(walker, node, port, message, dst)
        send_result(self.network.kernel, Result(None, 0, tuple(walker.touches), (), tuple(walker.acts)))

    def carry_arp(self, walker: Walker, node: Node, port: str, message: Arp, dst: Mac) -> None:
        """Put on a walker what an ARP message would cause; the clock of the walk is put back afterwards."""
        start = walker.delay
        for arrival in walker.transmit(node, port, Frame(message.sender_mac, dst, message)):
            walker.delay = arrival.delay
            if not arrival.node.absorb_arp(walker, arrival.port, message):
                walker.act(arrival.node.receive_arp, arrival.port, message)
        walker.delay = start

    def trace(self, node: Node, packet: Packet) -> tuple[tuple[Step, ...], Fate]:
        """The same walk with its story."""
        walker = Walker(self, record=True)
        walker.carry(node, node.outbound(walker, packet), packet)
        return tuple(walker.steps or ()), walker.fates[0]
