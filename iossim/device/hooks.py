"""What an IP node tells whoever is built on it. Each does nothing here; a router logs, notifies its engines, and debugs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iossim.device.interface import Interface
    from iossim.device.pipeline import Transit
    from iossim.device.rib import Change
    from iossim.net.address import Address, Mac
    from iossim.net.packet import Icmp, Packet
    from iossim.net.walk import Walker


class Hooks:
    """The hooks of `IpNode`."""

    def interface_changed(self, old: Interface, new: Interface) -> None:
        """An interface's state was replaced."""

    def routes_changed(self, changes: list[Change]) -> None:
        """Best routes have changed."""

    def tell(self, who: str, what: object) -> None:
        """Something that a line or a process of this node waits for."""

    def address_heard(self, port: str, address: Address, mac: Mac) -> None:
        """A gratuitous ARP message: somebody claims an address."""

    def forwarded(self, walker: Walker, transit: Transit) -> None:
        """A packet is about to leave by routing: count how it was switched."""

    def debug(self, flag: str, text: tuple[Any, ...]) -> None:
        """A debug line, if its flag is on; only routers have any."""

    def debugging(self, flag: str) -> bool:
        """True while a debug flag is on."""
        return False

    def seen(self, walker: Walker, transit: Transit, fate: str) -> None:
        """A packet has been handled by the processor of this node."""

    def tally(self, walker: Walker, packet: Packet, fate: str) -> None:
        """Something has become of a packet that is counted beside the counters of its ports."""

    def redirected(self, port: str, source: Address, message: Icmp) -> None:
        """A router advises another way; who forwards packets himself takes no advice."""

    def icmp_seen(self, packet: Packet, sent: bool) -> None:
        """An ICMP message has come for this node, or goes."""
