"""DHCP on boxes that are not routers: a DSL box that leases addresses, a host that gets one (RFC 2131).

Both carry out what the pure halves in `device.dhcp` decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device import dhcp
from iossim.device.dhcp import Bound, Client, Lost, Outcome, Pool, Transmit, WaitFor
from iossim.net.address import BROADCAST_MAC, UNSPECIFIED, Address, Mac
from iossim.net.dhcp import CLIENT_PORT, SERVER_PORT, message_of, to_client, to_server
from iossim.net.packet import Packet, Protocol
from iossim.sim.facts import Table
from iossim.sim.timers import Timer

if TYPE_CHECKING:
    from iossim.endpoints.fixed import FixedNode


ELSEWHERE = 0x0200_0000_0000
"""Stations that are not in the lab have locally administered addresses."""


class Lessor:
    """The server of one port."""

    def __init__(self, node: FixedNode, port: str, own: Address, pool: Pool) -> None:
        self.node = node
        self.port = port
        self.own = own
        self.pool = pool
        self.book: dhcp.Bindings = Table(node.kernel, f"{node.name}.leases")
        node.listeners[Protocol.UDP, SERVER_PORT] = self.received

    def give_away(self) -> None:
        """Every leased address belongs to somebody else from now on: who asks for his again is refused."""
        for address, binding in tuple(self.book.items()):
            self.book.set(address, replace(binding, mac=Mac(ELSEWHERE | address), expires=None))

    def take_back(self) -> None:
        """These others have left: their addresses are free again."""
        for address, binding in tuple(self.book.items()):
            if binding.mac == Mac(ELSEWHERE | address):
                self.book.delete(address)

    def received(self, port: str, packet: Packet) -> None:
        """A client asks."""
        message = message_of(packet)
        if message is None or port != self.port:
            return
        answer = dhcp.serve(message, self.own, self.pool, self.book, self.node.kernel.now)
        if answer is None:
            return
        if packet.src == UNSPECIFIED:
            self.node.wire.send_on(self.node, port, to_client(answer, self.own), BROADCAST_MAC)
        else:
            self.node.send(to_client(answer, self.own, packet.src))


class Tenant:
    """The client of one port. `changed` is told the lease, or None when there is none any more."""

    def __init__(self, node: FixedNode, port: str, changed: Callable[[dhcp.Lease | None], None]) -> None:
        self.node = node
        self.port = port
        self.changed = changed
        self.client: Client | None = None
        self.timer = Timer(node.kernel, self._expired)
        node.listeners[Protocol.UDP, CLIENT_PORT] = self.received

    def start(self) -> None:
        """Look for an address, from nothing."""
        node = self.node
        xid = node.kernel.stream(f"{node.name}.dhcp").randrange(1 << 32)
        self._do(dhcp.begin(Client(node.mac_of(self.port), xid, hostname=node.name)))

    def stop(self) -> None:
        """Power has gone; the server is not told."""
        self.timer.stop()
        self.client = None

    def received(self, port: str, packet: Packet) -> None:
        """A server answers."""
        message = message_of(packet)
        if message is not None and self.client is not None and port == self.port:
            self._do(dhcp.heard(self.client, message, self.node.kernel.now))

    def is_for_another(self, packet: Packet) -> bool:
        """True for what a server says to another client of the LAN."""
        message = message_of(packet)
        return message is not None and packet.ports[1] == CLIENT_PORT and message.mac != self.node.mac_of(self.port)

    def _expired(self) -> None:
        if self.client is not None:
            self._do(dhcp.expired(self.client, self.node.kernel.now))

    def _do(self, outcome: Outcome) -> None:
        self.client, news = outcome
        for item in news:
            match item:
                case Transmit(message, None):
                    self.node.wire.send_on(self.node, self.port, to_server(message), BROADCAST_MAC)
                case Transmit(message, to) if to is not None:
                    self.node.send(to_server(message, message.client, to))
                case WaitFor(after):
                    self.timer.start(after)
                case Bound(lease, renewed):
                    if not renewed:
                        self.changed(lease)
                case Lost():
                    self.changed(None)
