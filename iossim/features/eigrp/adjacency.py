"""Neighbors of one process: met by a hello, introduced by a first update each way, lost by silence or with the interface.

Hellos are a round per interface. The first one goes out when the interface first comes up; from then on the round keeps
its phase, also when the interface goes and comes. A router that is new is answered with a hello at once. The first update
(INIT) follows `eigrp_exchange` later; routes pass when each has acknowledged the other's. A first update from a neighbor
that is up means that it has restarted.

Standard: RFC 7868, 5.3. Left out: goodbye messages, which this era does not send.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.cli.release import Forms
from iossim.device.actions import JoinGroup, LeaveGroup, Remember, SendOn, StartTimer, StopTimer
from iossim.features.eigrp import debugs, events, messages
from iossim.features.eigrp.authentication import FAILURE, authentication_of
from iossim.features.eigrp.config import ProcessConfig, process_of, timers_of
from iossim.features.eigrp.names import RENAMED
from iossim.features.eigrp.packet import ALL_EIGRP, ALL_EIGRP_MAC, Message, Opcode, packet_of
from iossim.features.eigrp.restraints import restraint_of
from iossim.features.eigrp.state import Neighbor, NeighborKey
from iossim.features.eigrp.tables import Speaking, Tables
from iossim.features.eigrp.topology import Topology
from iossim.features.eigrp.transport import Transport
from iossim.net.address import Address
from iossim.net.packet import Packet
from iossim.sim.idle import Idle
from iossim.sim.rounds import Every

if TYPE_CHECKING:
    from iossim.device.interface import Interface
    from iossim.device.router import Router

NAME = "eigrp"
SOFTWARE = Forms("{major}.{minor}/1.2", (RENAMED, "5.0/3.0"))
"""What a hello says of the software: of the system and of EIGRP, later of EIGRP alone."""


class Adjacency:
    """See the module."""

    def __init__(self, router: Router, tables: Tables, transport: Transport, topology: Topology, asn: int) -> None:
        self.router = router
        self.tables = tables
        self.transport = transport
        self.topology = topology
        self.asn = asn
        self.rounds: dict[str, Every] = {}
        self.holds: dict[NeighborKey, Idle] = {}

    def stop(self) -> None:
        """Power has gone, or the process."""
        for every in self.rounds.values():
            every.stop()
        for hold in self.holds.values():
            hold.stop()
        self.rounds.clear()
        self.holds.clear()

    # -- interfaces ----------------------------------------------------------------------------------------------

    def follow_interfaces(self, config: ProcessConfig, taken: tuple[Interface, ...]) -> None:
        """Speak where the process takes part and is not told to be silent."""
        wanted: dict[str, Speaking] = {}
        for interface in taken:
            if not interface.loopback and not config.passive(interface.name):
                wanted[interface.name] = self._speaking(interface, config)
        for asn, name in tuple(self.tables.speaking.keys()):
            if asn == self.asn and name not in wanted:
                self._fall_silent(name)
        for name, speaking in wanted.items():
            self._speak(name, speaking)

    def _speaking(self, interface: Interface, config: ProcessConfig) -> Speaking:
        hello, hold = timers_of(self.router.config, interface.name, self.asn, self.router.parameters)
        assert interface.address is not None and interface.prefix is not None
        stub = restraint_of(self.router.config, self.asn).stub
        wanted = authentication_of(self.router.config, interface.name, self.asn)
        return Speaking(interface.address, interface.prefix, hello, hold, config.weights, stub, wanted)

    def _speak(self, name: str, speaking: Speaking) -> None:
        known = self.tables.speaking.peek((self.asn, name))
        if known == speaking:
            return
        if known is not None and (known.source, known.weights) != (speaking.source, speaking.weights):
            self.lose_all(name, messages.CONFIGURATION)
        if known is not None and (why := known.authentication.change_to(speaking.authentication)) is not None:
            self.lose_all(name, why)
        self.tables.speaking.set((self.asn, name), speaking)
        self.tables.out.append(JoinGroup(name, ALL_EIGRP))
        every = self.rounds.get(name)
        if every is None:
            kernel = self.router.kernel
            every = self.rounds[name] = Every(kernel, speaking.hello, kernel.now, self._hello, name)
        if known is None or known.hello != speaking.hello:
            every.start(period=speaking.hello)

    def _fall_silent(self, name: str) -> None:
        interface = self.router.interfaces.peek(name)
        up = interface is not None and interface.up
        self.lose_all(name, messages.CONFIGURATION if up else messages.INTERFACE_DOWN)
        self.tables.speaking.delete((self.asn, name))
        self.rounds[name].stop()
        if not any(port == name for _, port in self.tables.speaking.keys()):
            self.tables.out.append(LeaveGroup(name, ALL_EIGRP))

    def _hello(self, name: str) -> None:
        """One tick of the round of hellos."""
        speaking = self.tables.speaking.get((self.asn, name))
        if speaking is not None:
            self.tables.meter(self.asn, "HELLO", "sent").touch(self.router.kernel.now)
            packet = self._greeting(speaking)
            if self.router.lines.debugging(debugs.PACKETS) and self.tables.watches("HELLO"):
                self.router.kernel.disturb("a debug line")
                self.router.perform(NAME, [debugs.sending(self._words(speaking), name)])
            wire = self.router.wire
            wire.again(wire.path_on(self.router, name, packet, ALL_EIGRP_MAC))

    def _words(self, speaking: Speaking) -> Message:
        release = self.router.release
        software = SOFTWARE.on(release).format(major=release.major, minor=release.minor)
        return Message(
            Opcode.HELLO,
            self.asn,
            weights=speaking.weights,
            hold=speaking.hold,
            stub=speaking.stub,
            software=software,
            signature=speaking.authentication.signature,
        )

    def _greeting(self, speaking: Speaking) -> Packet:
        return packet_of(self._words(speaking), speaking.source)

    # -- neighbors -----------------------------------------------------------------------------------------------

    def greeted(self, name: str, source: Address, message: Message) -> None:
        """A hello that taught something: a new router, other timers, other weights."""
        speaking = self.tables.speaking.peek((self.asn, name))
        key: NeighborKey = (self.asn, name, source)
        if speaking is None:
            return
        complaint = complaint_of(speaking, source, message)
        neighbor = self.tables.neighbors.peek(key)
        if complaint is not None:
            self._complain(key, neighbor, complaint)
            return
        self.tables.complaints.delete(key)
        if neighbor is None:
            self._meet(key, message, speaking)
        elif (message.hold, message.stub) != (neighbor.hold, neighbor.stub):
            self.tables.neighbors.set(key, replace(neighbor, hold=message.hold, stub=message.stub))
            self.holds[key].set_limit(message.hold)
        if neighbor is not None:
            self.holds[key].touch(self.router.kernel.now)

    def _complain(self, key: NeighborKey, neighbor: Neighbor | None, complaint: str) -> None:
        known = self.tables.complaints.peek(key) == complaint
        self.tables.complaints.set(key, complaint)
        if neighbor is not None:
            self.lose(neighbor, complaint)
        elif not known and complaint == messages.WEIGHTS_DIFFER and self._logs():
            self.tables.out.append(messages.neighbor_change(self.router.look, key, False, complaint))

    def _meet(self, key: NeighborKey, message: Message, speaking: Speaking) -> None:
        kernel = self.router.kernel
        handles = [other.handle for other in self.tables.neighbors_of(self.asn)]
        handle = next(number for number in range(len(handles) + 1) if number not in handles)
        met = Neighbor(key, handle, message.hold, kernel.now, stub=message.stub, software=message.software)
        self.tables.neighbors.set(key, met)
        self.transport.open(key)
        hold = self.holds[key] = Idle(kernel, message.hold, self._silent, key)
        hold.start()
        wait = self.router.parameters.eigrp_exchange.draw(kernel.stream(f"{self.router.name}.eigrp.exchange"))
        self.tables.meter(self.asn, "HELLO", "sent").touch(kernel.now)
        self.tables.out.append(debugs.met(key))
        if self.tables.watches("HELLO"):
            self.tables.out.append(debugs.sending(self._words(speaking), key[1]))
        self._tell(key, True, messages.NEW_ADJACENCY)
        self.tables.out.append(SendOn(key[1], self._greeting(speaking), ALL_EIGRP_MAC))
        self.tables.out.append(StartTimer(("exchange", key), wait))

    def exchange(self, key: NeighborKey) -> None:
        """Time for the first update."""
        neighbor = self.tables.neighbors.peek(key)
        if neighbor is not None:
            self.transport.tell(neighbor, Opcode.UPDATE, init=True)

    def init_heard(self, neighbor: Neighbor, message: Message) -> None:
        """The neighbor's first update, perhaps for the second time."""
        conversation = self.tables.conversations.peek(neighbor.key)
        again = conversation is not None and conversation.heard == message.sequence
        if neighbor.init_heard and not again:
            speaking = self.tables.speaking.peek((self.asn, neighbor.interface))
            self.lose(neighbor, messages.PEER_RESTARTED)
            if speaking is None:
                return
            hello = Message(Opcode.HELLO, self.asn, hold=neighbor.hold, stub=neighbor.stub, software=neighbor.software)
            self._meet(neighbor.key, hello, speaking)
        if self.transport.heard(neighbor.key, message):
            self.tables.note(self.asn, events.peer("Rcv peer INIT", neighbor.key))
            self._advance(neighbor.key, heard=True)

    def init_acked(self, key: NeighborKey) -> None:
        """Our first update has arrived."""
        self._advance(key, acked=True)

    def _advance(self, key: NeighborKey, heard: bool = False, acked: bool = False) -> None:
        old = self.tables.neighbors.peek(key)
        assert old is not None
        new = replace(old, init_heard=old.init_heard or heard, init_acked=old.init_acked or acked)
        self.tables.neighbors.set(key, new)
        if new.up and not old.up:
            self.topology.introduce(new)

    # -- losing them ---------------------------------------------------------------------------------------------

    def lose(self, neighbor: Neighbor, why: str) -> None:
        """A neighbor is gone, with all its routes."""
        key = neighbor.key
        self.tables.neighbors.delete(key)
        self.transport.close(key)
        self.holds.pop(key).stop()
        self.tables.out.append(StopTimer(("exchange", key)))
        self.tables.out += debugs.lost(key, why == messages.HOLD_EXPIRED)
        self._tell(key, False, why)
        self.topology.lost(key)

    def lose_all(self, interface: str, why: str) -> None:
        """All neighbors of an interface are gone."""
        for neighbor in self.tables.neighbors_of(self.asn):
            if neighbor.interface == interface:
                self.lose(neighbor, why)

    def _silent(self, key: NeighborKey) -> None:
        """Nothing has been heard for the hold time."""
        neighbor = self.tables.neighbors.peek(key)
        if neighbor is not None:
            self.lose(neighbor, messages.HOLD_EXPIRED)
            self.router.perform(NAME, self.tables.take())

    def _tell(self, key: NeighborKey, up: bool, why: str) -> None:
        _, interface, address = key
        state = "up" if up else "down"
        self.tables.note(self.asn, events.peer(f"Peer {state}", key))
        text = f"neighbor {address} ({interface}) is {state}: {why}"
        self.tables.out.append(Remember(NAME, text, (("neighbor", address), ("up", up))))
        if self._logs():
            self.tables.out.append(messages.neighbor_change(self.router.look, key, up, why))

    def _logs(self) -> bool:
        config = process_of(self.router.config, self.asn)
        return config is None or config.log_changes


def complaint_of(speaking: Speaking, source: Address, message: Message) -> str | None:
    """Why a router does not become a neighbor."""
    if speaking.authentication.objection(message.signature) is not None:
        return FAILURE
    if source not in speaking.subnet:
        return "not on common subnet"
    return messages.WEIGHTS_DIFFER if message.weights != speaking.weights else None
