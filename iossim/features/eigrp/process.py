"""One EIGRP process: its parts, and what they make of what the router is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iossim.device.actions import WithdrawRoute
from iossim.features.eigrp import debugs, ip_debugs, messages
from iossim.features.eigrp.adjacency import Adjacency
from iossim.features.eigrp.config import ProcessConfig, process_of, section_of
from iossim.features.eigrp.distance import sourced_of
from iossim.features.eigrp.packet import Message, Opcode
from iossim.features.eigrp.restraints import MAXIMUM_PATHS
from iossim.features.eigrp.sources import Sources
from iossim.features.eigrp.state import NeighborKey
from iossim.features.eigrp.tables import Choice, Tables
from iossim.features.eigrp.topology import Topology
from iossim.features.eigrp.transport import Transport
from iossim.net.address import Address, Prefix

if TYPE_CHECKING:
    from iossim.device.interface import Interface
    from iossim.device.router import Router


class Process:
    """See the module. Actions are collected in the tables; the engine takes them."""

    def __init__(self, router: Router, tables: Tables, asn: int) -> None:
        self.router = router
        self.tables = tables
        self.asn = asn
        self.transport = Transport(router, tables, asn)
        self.topology = Topology(router, tables, self.transport, asn)
        self.adjacency = Adjacency(router, tables, self.transport, self.topology, asn)
        self.sources = Sources(router, tables, self.topology, asn)

    @property
    def config(self) -> ProcessConfig:
        """What is wanted of it."""
        config = self.router.config.derived(process_of, self.asn)
        assert config is not None
        return config

    def follow(self) -> None:
        """Interfaces, addresses or the configuration have changed: everything that follows from them."""
        config = self.config
        self._identify(config)
        self._choose()
        if self.topology.restraints.adopt():
            self.begin_anew()
        self.topology.summaries.adopt(config)
        taken = self.interfaces(config)
        self.adjacency.follow_interfaces(config, taken)
        self.sources.follow_interfaces(config, taken)
        self.sources.follow_table(config)
        for prefix, key, path in self.topology.summaries.all_due():
            self.topology.local(prefix, key, path)
        hidden = self.topology.summaries.hidden()
        if hidden != (self.tables.hidden.peek(self.asn) or ()):
            self.tables.hidden.set(self.asn, hidden)
            self.topology.refresh()

    def _choose(self) -> None:
        """How routes are offered to the routing table."""
        config = self.config
        paths = self.router.config.value(MAXIMUM_PATHS, section_of(self.asn), "paths")
        self.topology.adopt(Choice(*config.distance, config.variance, paths, sourced_of(self.router, self.asn)))

    def begin_anew(self) -> None:
        """What may be told or believed has changed: neighbors are lost, and met again by their next hello."""
        for neighbor in self.tables.neighbors_of(self.asn):
            self.adjacency.lose(neighbor, messages.CONFIGURATION)

    def list_changed(self, kind: str, name: str) -> None:
        """An access list, or a prefix list, is another one."""
        self._choose()
        if self.topology.restraints.uses(kind, name):
            self.begin_anew()

    def interfaces(self, config: ProcessConfig) -> tuple[Interface, ...]:
        """The interfaces that take part."""
        known = self.router.interfaces.values()
        return tuple(one for one in known if one.up and any(config.takes(address) for address, _ in one.addresses[:1]))

    def _identify(self, config: ProcessConfig) -> None:
        """The router id: configured, else the highest loopback address, else the highest; kept once chosen."""
        known = self.tables.identity.peek(self.asn)
        if config.router_id is not None:
            self.tables.identity.set(self.asn, config.router_id)
        elif known is None:
            ups = [one for one in self.router.interfaces.values() if one.up and one.addresses]
            loopbacks = [one for one in ups if one.loopback]
            candidates = [one.address for one in loopbacks or ups if one.address is not None]
            if candidates:
                self.tables.identity.set(self.asn, max(candidates))

    def route_changed(self, prefix: Prefix) -> None:
        """A prefix of the routing table has changed."""
        self.sources.follow_route(self.config, prefix)

    def clear_neighbors(self, address: Address | None, interface: str | None) -> None:
        """Lose the neighbors that are meant: all, one, or those of an interface."""
        for neighbor in self.tables.neighbors_of(self.asn):
            if address in (None, neighbor.address) and interface in (None, neighbor.interface):
                self.adjacency.lose(neighbor, messages.CLEARED)

    def end(self) -> None:
        """`no router eigrp`: neighbors and routes go; nobody is told, as in 12.2."""
        for neighbor in self.tables.neighbors_of(self.asn):
            self.adjacency.lose(neighbor, messages.CONFIGURATION)
        self.adjacency.stop()
        for entry in self.topology.entries():
            self.tables.out += [WithdrawRoute(route) for route in self.topology.routes_of(entry)]
            self.tables.topology.delete((self.asn, entry.prefix))
        for asn, name in tuple(self.tables.speaking.keys()):
            if asn == self.asn:
                self.tables.speaking.delete((asn, name))
        self.tables.identity.delete(self.asn)
        self.tables.serials.delete(self.asn)
        self.tables.logs.pop(self.asn, None)
        self.tables.hidden.delete(self.asn)
        self.tables.choice.delete(self.asn)
        self.tables.restraints.delete(self.asn)
        self.tables.summaries.delete(self.asn)

    # -- packets -------------------------------------------------------------------------------------------------

    def received(self, port: str, source: Address, message: Message) -> None:
        """A packet of this autonomous system."""
        self.tables.meter(self.asn, debugs.name_of(message), "received").touch(self.router.kernel.now)
        if self.tables.watches(debugs.name_of(message)):
            self.tables.out.append(debugs.received(message, port, source))
        speaking = self.tables.speaking.peek((self.asn, port))
        objection = speaking.authentication.objection(message.signature) if speaking is not None else None
        if speaking is not None and objection is not None:
            self.tables.out += debugs.ignored(message, port, source, objection)
        if objection is not None and (message.opcode is not Opcode.HELLO or message.ack):
            return
        if message.opcode is Opcode.HELLO and not message.ack:
            self.adjacency.greeted(port, source, message)
            return
        key: NeighborKey = (self.asn, port, source)
        neighbor = self.tables.neighbors.peek(key)
        if neighbor is None:
            return
        self.adjacency.holds[key].touch(self.router.kernel.now)
        if message.ack:
            self._acknowledged(key, message.ack)
        elif message.init:
            self.adjacency.init_heard(neighbor, message)
        elif neighbor.init_heard and self.transport.heard(key, message):
            if message.routes:
                flag = ip_debugs.flag_for(self.router.lines.flags, self.tables.targets, key)
                self.tables.out.append(ip_debugs.incoming(flag, message.opcode))
            for route in message.routes:
                self.topology.heard(neighbor, message.opcode, route, self.config.weights)

    def _acknowledged(self, key: NeighborKey, number: int) -> None:
        done = self.transport.acknowledged(key, number)
        if done is not None and done.init:
            self.adjacency.init_acked(key)

    # -- time ----------------------------------------------------------------------------------------------------

    def timer(self, what: str, about: Any) -> None:
        """A repetition is due, a first update, or a destination has been active for too long."""
        match what:
            case "rto":
                neighbor = self.tables.neighbors.peek(about)
                if neighbor is not None and not self.transport.repeat(about):
                    self.adjacency.lose(neighbor, messages.RETRY_LIMIT)
            case "exchange":
                self.adjacency.exchange(about)
            case "sia":
                self._stuck(about)

    def _stuck(self, prefix: Prefix) -> None:
        waiting = self.topology.stuck(prefix)
        if waiting:
            self.tables.out.append(messages.stuck_in_active(self.router.look, self.asn, prefix))
        for key in waiting:
            neighbor = self.tables.neighbors.peek(key)
            if neighbor is not None:
                self.adjacency.lose(neighbor, messages.STUCK)
