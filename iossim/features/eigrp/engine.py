"""EIGRP on one router: a process per autonomous system, told what the router is told.

Hearing a hello of a known neighbor feeds its hold timer and nothing else (`absorb`), so an adjacency at rest costs nothing.

Standard: RFC 7868, as 12.2T behaves where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from iossim.device.actions import Action, Amend
from iossim.device.config import SectionKey, Statement
from iossim.device.engine import Engine
from iossim.device.memory import Block
from iossim.device.notices import AddressChanged, ConfigurationChanged, InterfaceDown, InterfaceUp, RouteChanged
from iossim.features.eigrp import answers, debugs, ip_debugs
from iossim.features.eigrp.adjacency import NAME, complaint_of
from iossim.features.eigrp.config import (
    NETWORK,
    PASSIVE_DEFAULT,
    PROCESS,
    ROUTER,
    contradicted,
    kept_network,
    meaningless,
    processes_in,
)
from iossim.features.eigrp.packet import Opcode, message_in
from iossim.features.eigrp.process import Process
from iossim.features.eigrp.tables import Tables
from iossim.features.eigrp.view import ProcessView, view_of
from iossim.net.address import Address, Prefix
from iossim.net.packet import Packet, Protocol

if TYPE_CHECKING:
    from iossim.cli.entry import Args, ConfigLine
    from iossim.device.config import Change
    from iossim.device.context import Context
    from iossim.device.rib import Route
    from iossim.device.router import Router
    from iossim.net.walk import Walker

TOPOLOGY_ENTRY, NEIGHBOR, EVENT = 388, 620, 60
"""Octets that they take."""
FILTERS = ("access-list", "prefix-list", "route-map")


class EigrpEngine(Engine):
    """The processes of one router."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.facts = Tables(self)
        self.processes: dict[int, Process] = {}

    # -- what the box tells --------------------------------------------------------------------------------------

    def start(self) -> list[Action]:
        """Start what the configuration has."""
        for asn in processes_in(self.router.config):
            self.processes[asn] = Process(self.router, self.facts, asn)
        for section in self.router.config.sections(ROUTER):
            for statement in self.router.config.all(NETWORK, section):
                self._keep(section, statement.entry, statement.args)
            self._keep(section, PASSIVE_DEFAULT, {})
        return self._follow()

    def stop(self) -> None:
        """Power has gone."""
        for process in self.processes.values():
            process.adjacency.stop()
        self.processes.clear()
        self.facts.meters.clear()
        self.facts.logs.clear()
        self.facts.out.clear()

    def configure(self, change: Change) -> list[Action]:
        """A process, a line of it, or the timers of an interface."""
        if change.entry is PROCESS:
            asn = change.args["asn"]
            if change.removed:
                process = self.processes.pop(asn, None)
                if process is not None:
                    process.end()
            elif asn not in self.processes:
                self.processes[asn] = Process(self.router, self.facts, asn)
        elif not change.removed or change.entry is PASSIVE_DEFAULT:
            self._keep(change.section, change.entry, change.args)
        return self._follow()

    def _keep(self, section: SectionKey, entry: ConfigLine, args: Args) -> None:
        """Put lines into the form they are kept in, before anything follows from them."""
        config = self.router.config
        gone = [*contradicted(entry, config, section, args), *meaningless(config, section)]
        amended = [Amend(section, statement, remove=True) for statement in gone]
        if entry is NETWORK and kept_network(args) != args:
            amended.append(Amend(section, Statement(NETWORK, args), remove=True))
            amended.append(Amend(section, Statement(NETWORK, kept_network(args))))
        self.router.perform(NAME, amended)

    def notice(self, notice: Any) -> list[Action]:
        """Interfaces, routes and filters change."""
        match notice:
            case InterfaceUp() | InterfaceDown() | AddressChanged():
                return self._follow()
            case RouteChanged(prefix):
                for process in self._alive():
                    process.route_changed(prefix)
            case ConfigurationChanged(kind, name) if kind in FILTERS:
                for process in self._alive():
                    process.list_changed(kind, name)
                    process.sources.follow_table(process.config)
        return self.facts.take()

    def timer(self, name: Any) -> list[Action]:
        """A timer of a process has expired; its name is (what, key) or (what, autonomous system, prefix)."""
        what, asn, about = (name[0], name[1][0], name[1]) if len(name) == 2 else name
        process = self.processes.get(asn)
        if process is not None:
            process.timer(what, about)
        return self.facts.take()

    def clear_neighbors(self, address: Address | None, interface: str | None) -> list[Action]:
        """`clear ip eigrp neighbors`: they are lost, and met again by their next hello."""
        for process in self._alive():
            process.clear_neighbors(address, interface)
        return self.facts.take()

    def _follow(self) -> list[Action]:
        for process in self._alive():
            process.follow()
        return self.facts.take()

    def _alive(self) -> tuple[Process, ...]:
        """The processes that are still configured: while one is being removed its lines go first."""
        configured = self.router.config.derived(processes_in)
        return tuple(process for asn, process in self.processes.items() if asn in configured)

    # -- packets -------------------------------------------------------------------------------------------------

    def received(self, port: str, packet: Packet) -> list[Action]:
        """A packet for one of the processes."""
        message = message_in(packet)
        process = self.processes.get(message.asn) if message is not None else None
        if message is not None and process is not None:
            process.received(port, packet.src, message)
        return self.facts.take()

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """A hello of a known neighbor, or one that leads to nothing for a known reason."""
        message = message_in(packet)
        if message is None:
            return True
        if message.opcode is not Opcode.HELLO or message.ack:
            return False
        speaking = self.facts.speaking.get((message.asn, port))
        if speaking is None:
            return True
        if self.router.lines.debugging(debugs.PACKETS) and self.facts.watches("HELLO"):
            return False
        key = (message.asn, port, packet.src)
        complaint = complaint_of(speaking, packet.src, message)
        known = self.facts.complaints.get(key)
        neighbor = self.facts.neighbors.get(key)
        if complaint != known:
            return False
        if (complaint is not None) is (neighbor is not None):
            return False
        if neighbor is not None and (neighbor.hold, neighbor.stub) != (message.hold, message.stub):
            return False
        walker.touch(self.facts.meter(message.asn, "HELLO", "received"))
        if neighbor is None:
            return True
        walker.touch(self.processes[message.asn].adjacency.holds[key])
        return True

    # -- what others may ask -------------------------------------------------------------------------------------

    def views(self) -> tuple[ProcessView, ...]:
        """Every process as it is now."""
        return tuple(view_of(process) for process in self._alive())

    def sockets(self) -> Iterator[tuple[int, Address, int]]:
        """Where the processes listen: a socket per interface, its port the autonomous system."""
        for (asn, _), speaking in self.facts.speaking.items():
            yield Protocol.EIGRP, speaking.source, asn

    def memory_blocks(self) -> Iterator[Block]:
        """What the processes hold."""
        yield Block("EIGRP topology entry", TOPOLOGY_ENTRY, len(self.facts.topology), "IP-EIGRP Router")
        yield Block("EIGRP neighbor", NEIGHBOR, len(self.facts.neighbors), "IP-EIGRP Hello")
        yield Block("EIGRP event", EVENT, sum(len(log) for log in self.facts.logs.values()), "IP-EIGRP Router")

    def debug_flags(self) -> dict[str, tuple[str, str]]:
        """How the flags of debug are called."""
        return {**debugs.NAMES, **ip_debugs.NAMES}

    def protocols(self, context: Context) -> Iterator[str]:
        """What `show ip protocols` says of the processes."""
        return answers.show_protocols(self.views(), context.look, context.ip)

    def redistributing(self, prefix: Prefix, source: str) -> tuple[str, ...]:
        """The processes that tell others of a route."""
        return answers.redistributing(self.views(), prefix, source)

    def advertised(self, prefix: Prefix, source: str) -> tuple[str, ...]:
        """The processes that redistribute a route, with what they say of it."""
        return answers.advertised(self.views(), prefix, source)

    def prefix_list_uses(self, name: str) -> int:
        """How many distribute-lists are this prefix list."""
        now = [process.topology.restraints.now for process in self._alive()]
        return sum((one.name, one.by_prefix) == (name, True) for each in now for one in each.filters)

    def detail(self, prefix: Prefix, route: Route) -> tuple[str, ...]:
        """The metrics of a route of ours."""
        return answers.detail(self.views(), prefix, route)
