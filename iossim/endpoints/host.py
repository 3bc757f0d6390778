"""A host: one port, one address, a default gateway. It answers pings, says no to everything nobody listens for,
and heeds redirects for ten minutes.

The address is fixed, or comes by DHCP: then `expected` is what the lab file says it will be. With a `clock` it is an
NTP server and tells that time to whoever asks; with `keeps_logs` a syslog server that keeps what routers tell it. It may
send a file to another host (`endpoints.upload`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.rib import STATIC, Route
from iossim.endpoints.dhcp import Tenant
from iossim.endpoints.fixed import FixedNode
from iossim.endpoints.upload import Upload, is_file
from iossim.net.address import DEFAULT, Address, Prefix
from iossim.net.ntp import REQUEST, Told, answer, mode_of
from iossim.net.packet import Icmp, Packet, Protocol, Udp

if TYPE_CHECKING:
    from iossim.device.dhcp import Lease
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire
    from iossim.sim.clock import WallClock

PORT = "eth0"
SYSLOG, KEPT = 514, 1_000
ADVISED = 600_000_000
"""Microseconds for which the advice of a router holds."""
STRATUM, REFERENCE = 1, ".GPS."
"""Of a server: it has a receiver."""


class Host(FixedNode):
    """A workstation, a server, anything with one port."""

    kind = "host"

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        number: int,
        arp_timeout: int,
        address: tuple[Address, int],
        gateway: Address | None,
        dhcp: bool = False,
        clock: WallClock | None = None,
        keeps_logs: bool = False,
    ) -> None:
        fixed = not dhcp
        super().__init__(
            name,
            wire,
            number=number,
            arp_timeout=arp_timeout,
            ports={PORT: address if fixed else None},
            routes=((DEFAULT, gateway, ""),) if gateway is not None and fixed else (),
        )
        self.expected = address[0]
        self.tenant = Tenant(self, PORT, self._leased) if dhcp else None
        self.clock = clock
        self.logs: list[tuple[Address, str]] = []
        if keeps_logs:
            self.listeners[Protocol.UDP, SYSLOG] = self._told
        self.uploads: dict[str, Upload] = {}
        self._gateway: Route | None = None

    def upload(self, target: Host, rate: int) -> None:
        """Send a file to another host at so many bits a second; at 0 no longer."""
        old = self.uploads.pop(target.name, None)
        if old is not None:
            old.end()
        if rate:
            upload = self.uploads[target.name] = Upload(self, target, rate)
            upload.begin()

    def _told(self, port: str, packet: Packet) -> None:
        """A line for the log file."""
        assert isinstance(packet.payload, Udp)
        self.logs = [*self.logs, (packet.src, str(packet.payload.data))][-KEPT:]

    def tells_time(self) -> Told | None:
        """What it says of the time; None when it is no NTP server."""
        return None if self.clock is None else Told(self.clock.origin, STRATUM, REFERENCE)

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """A question for the time is answered on the spot; an address for another host is none of its business."""
        if is_file(packet) or (self.tenant is not None and self.tenant.is_for_another(packet)):
            return True
        if self.clock is None or mode_of(packet) != REQUEST:
            return super().absorb(walker, port, packet)
        answer(walker, self, packet)
        return True

    @property
    def address(self) -> Address | None:
        """The address it has now; a round that asks is woken when it changes."""
        interface = self.interfaces.get(PORT)
        return interface.address if interface is not None else None

    def started(self) -> None:
        """Begin: with a fixed address at once, else when there is a lease."""
        if self.tenant is not None:
            self.tenant.start()
        else:
            self.addressed()

    def stopped(self) -> None:
        """Power is about to go."""
        if self.tenant is not None:
            self.tenant.stop()
        for upload in self.uploads.values():
            upload.end()
        self.uploads.clear()
        self._gateway = None

    def redirected(self, port: str, source: Address, message: Icmp) -> None:
        """A better way for one destination: believed of the router it uses, for one on its network (RFC 1122, 3.2.2.2)."""
        lost = message.quoted
        hop = self.rib.resolve(lost.dst) if lost is not None else None
        if lost is None or hop is None or hop.next_hop != source or not self.on_link(port, message.gateway):
            return
        route = Route(Prefix.of(lost.dst, 32), "redirect", STATIC, next_hop=message.gateway)
        self.routes_changed(self.rib.add(route))
        self.kernel.after(ADVISED, self._doubt, route)

    def _doubt(self, route: Route) -> None:
        """It was long ago."""
        self.routes_changed(self.rib.remove(route))

    def _leased(self, lease: Lease | None) -> None:
        if self._gateway is not None:
            self.rib.remove(self._gateway)
            self._gateway = None
        if lease is None:
            self.change_interface(PORT, addresses=())
            return
        self.change_interface(PORT, addresses=((lease.address, lease.options.length),))
        if lease.options.routers:
            self._gateway = Route(DEFAULT, "static", STATIC, next_hop=lease.options.routers[0])
            self.rib.add(self._gateway)
        self.addressed()

    def addressed(self) -> None:
        """There is an address: begin to do what this host is for."""
