"""A built lab: its nodes on one wire, under one kernel. Made from a definition, a seed and a parameter table.

Nothing in here has happened yet: every node is without power. `everything_on` is what a cold start does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from iossim.cli.mode import PRIVILEGED_LEVEL
from iossim.cli.release import Release
from iossim.device.dhcp import Pool
from iossim.device.notices import ParametersChanged
from iossim.device.parameters import Parameters
from iossim.device.platform import platform_of
from iossim.device.router import Router
from iossim.endpoints import firewall as fw
from iossim.endpoints.call_manager import CallManager
from iossim.endpoints.certificate_server import CertificateServer
from iossim.endpoints.dsl import DslBox
from iossim.endpoints.fixed import FixedNode, StaticRoute
from iossim.endpoints.host import Host
from iossim.endpoints.isp_edge import IspEdge
from iossim.endpoints.phone import Phone
from iossim.endpoints.repeater import Hub, Switch
from iossim.features.crypto.engine import CryptoEngine
from iossim.features.crypto.pki.keys import KeyPair
from iossim.lab.certificates import Enrolled, Registry
from iossim.lab.definition import nodes as model
from iossim.lab.definition.firewall import Firewall as FirewallModel
from iossim.lab.definition.firewall import Rule
from iossim.lab.definition.values import Service
from iossim.lab.roster import standard
from iossim.net.address import DEFAULT, Address
from iossim.net.dhcp import DhcpOptions
from iossim.net.line import Line
from iossim.net.topology import Network
from iossim.net.wire import Wire
from iossim.sim.clock import SECOND, WallClock
from iossim.sim.kernel import Kernel

if TYPE_CHECKING:
    from iossim.lab.definition import LabDefinition
    from iossim.lab.faults.fault import Fault
    from iossim.sim.kernel import Event

AnyNode = Router | FixedNode | Hub


class World:
    """All nodes of a lab."""

    def __init__(self, definition: LabDefinition, kernel: Kernel, parameters: Parameters) -> None:
        self.definition = definition
        self.kernel = kernel
        self.parameters = parameters
        self.wall = WallClock.of(definition.clock)
        self.names = definition.address_names()
        self.network = Network(kernel)
        self.wire = Wire(self.network)
        self.nodes: dict[str, AnyNode] = {}
        self.edges: dict[str, tuple[IspEdge, str]] = {}
        self.tickets: dict[int, Fault] = {}
        self.outages: dict[str, Event] = {}
        """Lines that are away, and when they will be back."""
        standard()
        self.registry = Registry.of(definition, parameters)
        ports = _plugged(definition)
        for number, (name, node) in enumerate(definition.nodes.items(), 1):
            self.nodes[name] = self._build(name, number, node, tuple(ports[name]))
        for name, link in definition.links.items():
            a, b = link.ends
            self.network.join(name, (a.node, a.port), (b.node, b.port), link.delay, self._slow(a.node, b.node))
        self._subscribe()
        self._open_books()

    @property
    def routers(self) -> dict[str, Router]:
        """The nodes with a console, by name."""
        return {name: node for name, node in self.nodes.items() if isinstance(node, Router)}

    def router(self, name: str) -> Router:
        """A router by name; KeyError for anything else."""
        node = self.nodes[name]
        if not isinstance(node, Router):
            raise KeyError(name)
        return node

    def everything_on(self) -> None:
        """Turn every switch on, in the order of the lab file."""
        self.turn_on(tuple(self.nodes))

    def turn_on(self, names: tuple[str, ...]) -> None:
        """Turn these switches on, none because of another; a station that is absent has none."""
        for name in names:
            self.kernel.cause = None
            station = self.definition.nodes[name]
            if not (isinstance(station, model.Host) and not station.present):
                self.nodes[name].power_on()
        self.kernel.cause = None

    def press(self, device: str, line: str, keys: Iterable[str]) -> None:
        """Press keys at a line. An entered line is on the record: what it leads to is caused by it."""
        terminal = self.router(device).lines.by_name[line].terminal
        for key in keys:
            if key == "enter" and terminal.waiting and terminal.last_line.strip():
                self.kernel.trace.note(device, "typed", terminal.last_line.rstrip())
            terminal.key(key)
        self.kernel.cause = None

    def ready(self, device: str) -> None:
        """Bring a console to its privileged prompt: as after `enable` and `terminal length 0`."""
        line = self.router(device).lines.console
        if line.session.stage == "exec":
            line.session.level = PRIVILEGED_LEVEL
            line.session.to_exec()
        line.terminal.connect(PRIVILEGED_LEVEL)
        line.terminal.length = 0
        line.times_out = False

    def live(self, seed: int, parameters: Parameters, numbers: bool) -> None:
        """What holds from here on, whatever the history ran with: seed, parameter table, spelling of addresses."""
        self.kernel.streams.reseed(seed)
        other = parameters != self.parameters
        self.parameters = parameters
        self.names = self.definition.address_names(not numbers)
        for node in self.nodes.values():
            if hasattr(node, "parameters"):
                node.parameters = parameters
            if isinstance(node, Router):
                node.spell(self.names)
                if other and node.up:
                    node.notify(ParametersChanged())

    # -- building ------------------------------------------------------------------------------------------------

    def _slow(self, a: str, b: str) -> Line | None:
        """The rates of a home's line, as its DSL box has them; other links take no time to speak of."""
        one, other = self.definition.nodes[a], self.definition.nodes[b]
        if isinstance(one, model.Dsl) and isinstance(other, model.Internet):
            return Line((one.up, one.down))
        if isinstance(other, model.Dsl) and isinstance(one, model.Internet):
            return Line((other.down, other.up))
        return None

    def _build(self, name: str, number: int, node: object, ports: tuple[str, ...]) -> AnyNode:
        timeout = self.parameters.arp_timeout
        match node:
            case model.Router():
                enrolled, release = self._enrolled(name), Release.parse(node.release)
                router = Router(
                    name,
                    self.wire,
                    number=number,
                    platform=platform_of(node.platform, release).fitted(node.interfaces),
                    release=release,
                    look=Release.parse(node.looks_like),
                    roster=standard().name,
                    parameters=self.parameters,
                    startup=self.definition.config(name) if enrolled is None else enrolled.startup,
                    names=self.names,
                    wall=self.wall,
                    keeps_time=node.keeps_time,
                )
                if enrolled is not None:
                    crypto = router.engine("crypto")
                    assert isinstance(crypto, CryptoEngine)
                    crypto.keys = KeyPair(enrolled.host, self._enrolled_at(), enrolled.key)
                return router
            case model.Switch():
                return Switch(name, self.wire, ports, node.portfast)
            case model.Hub():
                return Hub(name, self.wire, ports)
            case model.Internet():
                return self._internet(name, number, node, ports)
            case FirewallModel():
                return self._firewall(name, number, node)
            case model.Dsl():
                return self._dsl(name, number, node)
            case model.Host() if self.definition.authority == name:
                return self._certificate_server(name, number, node)
            case model.Host():
                return Host(
                    name,
                    self.wire,
                    number=number,
                    arp_timeout=timeout,
                    address=(node.address.address, node.address.length),
                    gateway=node.gateway,
                    dhcp=node.dhcp,
                    clock=self._clock(node),
                    keeps_logs="syslog" in node.services,
                )
            case model.Phone():
                return Phone(
                    name,
                    self.wire,
                    node_number=number,
                    number=node.number,
                    parameters=self.parameters,
                    address=(node.address.address, node.address.length),
                    gateway=node.gateway,
                    dhcp=node.dhcp,
                    call_manager=node.call_manager,
                )
            case model.CallManager():
                return CallManager(
                    name,
                    self.wire,
                    number=number,
                    parameters=self.parameters,
                    address=(node.address.address, node.address.length),
                    gateway=node.gateway,
                )
        raise TypeError(f"{name}: no node of kind {node!r}")

    def _enrolled(self, name: str) -> Enrolled | None:
        """A router's configuration and key, if the lab's authority has certified it."""
        return None if self.registry is None else self.registry.enrol(self.definition.config(name))

    def _enrolled_at(self) -> int:
        """When that was: the beginning of the validity, as virtual time."""
        assert self.registry is not None
        return (self.registry.charter.not_before - self.wall.at(0)) // timedelta(microseconds=1)

    def _certificate_server(self, name: str, number: int, node: model.Host) -> CertificateServer:
        issued = self.definition.certificates
        assert issued is not None and self.registry is not None
        return CertificateServer(
            name,
            self.wire,
            number=number,
            arp_timeout=self.parameters.arp_timeout,
            address=(node.address.address, node.address.length),
            gateway=node.gateway,
            charter=self.registry.charter,
            wall=self.wall,
            clock=self._clock(node),
            revoked={int(serial, 16): when for serial, when in issued.revoked.items()},
        )

    def _clock(self, node: model.Host) -> WallClock | None:
        """The clock that an NTP server tells: the lab's, or one that is wrong."""
        return WallClock(self.wall.origin + node.clock_error) if "ntp" in node.services else None

    def _dsl(self, name: str, number: int, node: model.Dsl) -> DslBox:
        """A DSL box; the addresses outside its pool and those of devices that are not shown are not given away."""
        own, pool = node.inside, node.pool
        prefix = own.prefix
        outside = ((prefix.network, Address(pool.first_free - 1)), (Address(pool.last + 1), prefix.broadcast))
        options = DhcpOptions(prefix.length, routers=(own.address,), dns=(own.address,))
        return DslBox(
            name,
            self.wire,
            number=number,
            parameters=self.parameters,
            public=node.public,
            inside=(own.address, own.length),
            pool=Pool("lan", prefix, options, pool.lease // SECOND, outside),
        )

    def _internet(self, name: str, number: int, node: model.Internet, lines: tuple[str, ...]) -> IspEdge:
        addressed = {port: (a.address, a.length) for port, a in node.ports.items()}
        ports = {port: addressed.get(port) for port in lines}
        return IspEdge(
            name,
            self.wire,
            number=number,
            arp_timeout=self.parameters.arp_timeout,
            ports=ports,
            routes=tuple((route.to, route.via, "") for route in node.routes),
            point_to_point=tuple(port for port, address in ports.items() if address is None),
        )

    def _firewall(self, name: str, number: int, node: FirewallModel) -> fw.Firewall:
        parameters = self.parameters
        return fw.Firewall(
            name,
            self.wire,
            number=number,
            arp_timeout=parameters.arp_timeout,
            ports={port: (a.address, a.length) for port, a in node.interfaces.items()},
            routes=tuple((prefix, via, "") for prefix, via in node.table()),
            policy=tuple(self._rule(node, rule) for rule in node.policy),
            hairpin=parameters.firewall_hairpin,
            idle={6: parameters.firewall_tcp_idle, 17: parameters.firewall_udp_idle},
        )

    @staticmethod
    def _rule(node: FirewallModel, rule: Rule) -> fw.Rule:
        return fw.Rule(
            rule.came_in,
            rule.leaves,
            node.networks(rule.source) if rule.source else (DEFAULT,),
            node.networks(rule.destination) if rule.destination else (DEFAULT,),
            tuple(service_of(service) for service in rule.permit),
            rule.stateful,
            rule.translate,
        )

    def _open_books(self) -> None:
        """Tell the authority whom it has certified already, and which serial number comes next."""
        for node in self.nodes.values():
            if isinstance(node, CertificateServer) and self.registry is not None:
                node.next_serial = self.registry.last_serial + 1
                node.installed = dict(self.registry.hosts)

    def _subscribe(self) -> None:
        """Tell the Internet by which line each home's public address is reached."""
        reached: dict[IspEdge, list[StaticRoute]] = {}
        for link in self.network.links.values():
            for end in (link.a, link.b):
                edge, box = self.nodes[end[0]], self.nodes[link.other(end)[0]]
                if isinstance(edge, IspEdge) and isinstance(box, DslBox):
                    self.edges[box.name] = (edge, end[1])
                    reached.setdefault(edge, []).append(edge.host_route(end[1], box.public))
        for edge, routes in reached.items():
            edge.routes = (*edge.routes, *routes)


def _plugged(definition: LabDefinition) -> dict[str, list[str]]:
    """The ports of each node that a link ends at, in the order of the links."""
    ports: dict[str, list[str]] = {name: [] for name in definition.nodes}
    for link in definition.links.values():
        for end in link.ends:
            ports[end.node].append(end.port)
    return ports


def service_of(service: Service) -> fw.Service:
    """A service of the lab file, as the firewall judges by it."""
    return fw.Service(
        service.protocol,
        (service.to.first, service.to.last),
        (service.source.first, service.source.last),
        service.icmp_type,
    )
