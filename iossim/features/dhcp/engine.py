"""DHCP on one router: a client per interface with `ip address dhcp`, and a server for the pools.

The states and the book-keeping are `device.dhcp`; here outcomes become actions. A lease gives the interface its address and a
default route of distance 254 through its router; a lost lease takes both away. A client speaks first when its interface
comes up; an interface that goes down keeps its lease. What no pool is for goes to the helpers of the interface.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.device import dhcp
from iossim.device.actions import (
    Action,
    Amend,
    ChangeInterface,
    InstallRoute,
    Remember,
    Send,
    SendOn,
    StartTimer,
    StopTimer,
    WithdrawRoute,
)
from iossim.device.config import SectionKey, Statement
from iossim.device.dhcp import Binding, Bound, Client, Lease, Lost, Pool, Transmit, WaitFor
from iossim.device.engine import Actions, Engine
from iossim.device.notices import ConfigurationChanged, ErrorHeard, InterfaceUp
from iossim.device.rib import DHCP_DEFAULT, Route
from iossim.features.dhcp import conflicts, debugs, messages
from iossim.features.dhcp.config import HARDWARE, HOST, IDENTITY, NETWORK, PING, PINGS, POOL, SERVICE, mask_in
from iossim.features.dhcp.conflicts import Conflict, Probe, Question
from iossim.features.dhcp.show import ClientView
from iossim.features.dhcp.state import pools_of
from iossim.net.address import BROADCAST, BROADCAST_MAC, DEFAULT, UNSPECIFIED, Address
from iossim.net.dhcp import CLIENT_PORT, LENGTH, SERVER_PORT, DhcpMessage, DhcpType, message_of, to_client, to_server
from iossim.net.packet import Packet, Protocol, Udp
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.cli.entry import Args
    from iossim.device.config import Change
    from iossim.device.interface import Interface
    from iossim.device.router import Router

SECOND = 1_000_000


class DhcpEngine(Engine):
    """The DHCP clients and the DHCP server of one router."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.clients: Table[str, Client] = self.table("dhcp.clients")
        self.bindings: Table[Address, Binding] = self.table("dhcp.bindings")
        self.conflicts: Table[Address, Conflict] = self.table("dhcp.conflicts")
        self.probes: Table[Address, Probe] = self.table("dhcp.probes")
        self.counts: Table[tuple[str, DhcpType], int] = self.table("dhcp.counts")

    # -- what is told --------------------------------------------------------------------------------------------

    def start(self) -> Actions:
        """Memory may have networks without a mask."""
        for statement in self.router.config.all(POOL):
            section = statement.under(())
            yield from _masked(section, self.router.config.args(NETWORK, section))

    def configure(self, change: Change) -> Actions:
        """The network of a pool is kept with its mask. Bindings go with their pool, and with what made them bindings of it."""
        if change.entry is NETWORK and not change.removed:
            yield from _masked(change.section, change.args)
        if change.entry is PING and not change.removed:
            yield Amend((), Statement(PINGS), remove=True)
        if change.entry in (POOL, NETWORK, HOST, HARDWARE, IDENTITY):
            pools = self.pools()
            for binding in tuple(self.bindings.values()):
                if binding.pool and not any(pool.stands_behind(binding) for pool in pools):
                    self.bindings.delete(binding.address)

    def notice(self, notice: Any) -> Actions:
        """An interface came up, or `ip address dhcp` came or went."""
        if isinstance(notice, ErrorHeard):
            probe = self.probes.peek(notice.heard.source)
            return conflicts.answered(self, probe) if probe and notice.heard.message.quoted is None else ()
        if isinstance(notice, InterfaceUp):
            return self._began(notice.interface)
        if isinstance(notice, ConfigurationChanged) and notice.kind == "ip address dhcp":
            return self._began(notice.name) if self._wanted(notice.name) else self._ended(notice.name)
        return ()

    def timer(self, name: Any) -> Actions:
        """A client waited in vain, or its lease enters its next part; nobody has answered at an address."""
        if isinstance(name, Address):
            probe = self.probes.peek(name)
            return conflicts.expired(self, probe) if probe is not None else ()
        client = self.clients.peek(name)
        return self._carry_out(name, dhcp.expired(client, self.router.kernel.now)) if client is not None else ()

    def received(self, port: str, packet: Packet) -> Actions:
        """A message for the client or the server."""
        message = message_of(packet)
        if message is None:
            return ()
        if packet.ports[1] != CLIENT_PORT:
            back = message.kind in (DhcpType.OFFER, DhcpType.ACK, DhcpType.NAK)
            return self._relay_back(message) if back else self._serve(port, packet, message)
        client = self.clients.peek(port)
        return self._heard(port, client, message) if client is not None else ()

    def _heard(self, port: str, client: Client, message: DhcpMessage) -> Iterator[Action]:
        yield from debugs.heard(message)
        yield from self._carry_out(port, dhcp.heard(client, message, self.router.kernel.now))

    # -- client --------------------------------------------------------------------------------------------------

    def _wanted(self, port: str) -> bool:
        method = self.router.provider("address-method")
        return method is not None and method(port) == "dhcp"

    def _began(self, port: str) -> Iterator[Action]:
        interface = self.router.interfaces.peek(port)
        known = self.clients.peek(port)
        if interface is None or not interface.up or not self._wanted(port) or (known and known.lease):
            return
        parameters = self.router.parameters
        client = known or Client(
            interface.mac,
            self.router.kernel.stream(f"{self.router.name}.{port}.dhcp").getrandbits(31),
            hostname=self.router.hostname,
            first_retry=parameters.dhcp_retry,
            attempts=parameters.dhcp_attempts,
        )
        yield from debugs.started(port)
        yield from self._carry_out(port, dhcp.begin(client))

    def _ended(self, port: str) -> Iterator[Action]:
        client = self.clients.peek(port)
        if client is None:
            return
        yield StopTimer(port)
        yield from self._carry_out(port, dhcp.release(client))
        self.clients.delete(port)

    def _carry_out(self, port: str, outcome: dhcp.Outcome) -> Iterator[Action]:
        client, news = outcome
        self.clients.set(port, client)
        for item in news:
            match item:
                case Transmit(message, to):
                    broadcast = to is None or message.kind is DhcpType.RELEASE
                    if self.router.debugging(debugs.CLIENT):
                        yield from debugs.sent(message, client, self.view(port), broadcast)
                    yield self._sent(port, message, to)
                case WaitFor(after):
                    yield StartTimer(port, after)
                case Bound(lease, renewed):
                    yield from self._bound(port, lease, renewed)
                case Lost(lease):
                    yield from self._lost(port, lease)

    def _sent(self, port: str, message: DhcpMessage, to: Address | None) -> Action:
        if to is None:
            return SendOn(port, to_server(message, message.client), BROADCAST_MAC)
        packet = to_server(message, message.client, to)
        # The address is given back at once: a last word cannot wait for an ARP answer.
        return SendOn(port, packet, BROADCAST_MAC) if message.kind is DhcpType.RELEASE else Send(packet)

    def _bound(self, port: str, lease: Lease, renewed: bool) -> Iterator[Action]:
        yield from debugs.bound(lease, renewed)
        if renewed:
            return
        yield ChangeInterface(port, (("addresses", ((lease.address, lease.options.length),)),))
        yield from (InstallRoute(route) for route in _defaults(lease))
        yield messages.assigned(port, lease, self.router.hostname)
        yield Remember("dhcp", f"{port} has the address {lease.address}", (("interface", port),))

    def _lost(self, port: str, lease: Lease) -> Iterator[Action]:
        yield from debugs.lost(lease.address)
        yield from (WithdrawRoute(route) for route in _defaults(lease))
        yield ChangeInterface(port, (("addresses", ()),))
        yield Remember("dhcp", f"{port} has lost the address {lease.address}", (("interface", port),))

    def view(self, port: str) -> ClientView:
        """A client as it is shown."""
        client = self.clients.peek(port)
        assert client is not None
        kind = port.rstrip("0123456789/.")
        short = kind[:2] + port[len(kind) :]
        return ClientView(port, short, client, self.router.timer_remaining("dhcp", port))

    def debug_flags(self) -> dict[str, tuple[str, str]]:
        """Provided to others: how the flag of debug is called."""
        return debugs.NAMES

    def sockets(self) -> Iterator[tuple[int, Address, int]]:
        """Where the clients and the server listen."""
        if any(self._wanted(port) for port in self.router.interfaces.keys()):
            yield Protocol.UDP, UNSPECIFIED, CLIENT_PORT
        if self.pools() and self.router.config.on(SERVICE):
            yield Protocol.UDP, UNSPECIFIED, SERVER_PORT

    # -- server --------------------------------------------------------------------------------------------------

    def pools(self) -> tuple[Pool, ...]:
        """The configured pools."""
        day, conflicts = self.router.parameters.dhcp_lease // SECOND, tuple(self.conflicts.keys())
        return self.router.config.derived(pools_of, day, conflicts)

    def _serve(self, port: str, packet: Packet, message: DhcpMessage) -> Iterator[Action]:
        """Answer from the pool for where the client is: the network of the relay's address, of its own, or of the interface."""
        interface = self.router.interfaces.peek(port)
        if interface is None or not self.router.config.on(SERVICE):
            return
        self._count("received", message.kind)
        asked = packet.dst if self.router.addresses.peek(packet.dst) is not None else None
        places = [address for address, _ in interface.addresses]
        if message.relay != UNSPECIFIED:
            places = [message.relay]
        elif asked is not None and message.client != UNSPECIFIED:
            places = [message.client]
        place = next((place for pool in self.pools() for place in places if place in pool.prefix), None)
        if place is not None:
            question = Question(port, place, place if asked is None else asked, message)
            new = message.kind is DhcpType.DISCOVER and conflicts.wanted(self)
            yield from self.discovered(question) if new else self.answer(question)
        elif packet.dst == BROADCAST:
            yield from self._relay(interface, message)

    def discovered(self, question: Question) -> Iterator[Action]:
        """A client looks for a server: at what it has never had somebody else may be, and is asked for first. An address
        of one client alone is given as it is."""
        pool, mac, now = self._pool(question), question.message.mac, self.router.kernel.now
        if pool is not None and pool.fixed is not None:
            yield from self.answer(question)
            return
        had = [one.address for one in self.bindings.values() if one.mac == mac and not one.offered]
        address = dhcp.hold(question.message, question.own, pool, self.bindings, now) if pool is not None else None
        if address in had:
            yield from self.answer(question)
        elif address is not None and address not in self.probes:
            yield from conflicts.begun(self, Probe(address, question, conflicts.wanted(self) - 1))

    def answer(self, question: Question) -> Iterator[Action]:
        """What the pool's book says."""
        pool = self._pool(question)
        if pool is None:
            return
        answer = dhcp.serve(question.message, question.own, pool, self.bindings, self.router.kernel.now)
        if answer is not None:
            self._count("sent", answer.kind)
            yield self._answered(question.port, question.own, answer)

    def _pool(self, question: Question) -> Pool | None:
        mac, pools = question.message.mac, [pool for pool in self.pools() if question.place in pool.prefix]
        return next((pool for pool in pools if pool.fixed is None or pool.mac == mac), None)

    def _relay(self, interface: Interface, message: DhcpMessage) -> Iterator[Action]:
        """A question goes on to the helpers of its interface, with the address where it has come from."""
        helpers = self.router.provider("helper-addresses")
        if helpers is None or interface.address is None:
            return
        for helper in helpers(interface.name):
            asked = replace(message, relay=interface.address)
            yield Send(Packet(interface.address, helper, Protocol.UDP, Udp(SERVER_PORT, SERVER_PORT, asked, LENGTH)))

    def _relay_back(self, message: DhcpMessage) -> Iterator[Action]:
        """A server's answer to what was relayed: for the client, where it is."""
        port = self.router.addresses.peek(message.relay)
        if port is not None and self.router.config.on(SERVICE):
            yield SendOn(port, to_client(replace(message, relay=UNSPECIFIED), message.relay), BROADCAST_MAC)

    def _count(self, way: str, kind: DhcpType) -> None:
        self.counts.set((way, kind), (self.counts.peek((way, kind)) or 0) + 1)

    def _answered(self, port: str, own: Address, answer: DhcpMessage) -> Action:
        if answer.relay != UNSPECIFIED:
            return Send(Packet(own, answer.relay, Protocol.UDP, Udp(SERVER_PORT, SERVER_PORT, answer, LENGTH)))
        if answer.client != UNSPECIFIED and answer.kind is DhcpType.ACK:
            return Send(to_client(answer, own, answer.client))
        return SendOn(port, to_client(answer, own), BROADCAST_MAC)


def _masked(section: SectionKey, args: Args | None) -> Iterator[Action]:
    if args is not None and args.get("mask") is None:
        yield Amend(section, Statement(NETWORK, {**args, "mask": mask_in(args)}))


def _defaults(lease: Lease) -> tuple[Route, ...]:
    """The default routes a lease brings."""
    return tuple(Route(DEFAULT, "static", DHCP_DEFAULT, next_hop=router) for router in lease.options.routers)
