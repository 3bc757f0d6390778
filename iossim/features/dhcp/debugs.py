"""What `debug dhcp` prints of a client, in its most telling lines (12.2 form)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.net.dhcp import DhcpType

if TYPE_CHECKING:
    from iossim.device.dhcp import Lease
    from iossim.net.address import Address
    from iossim.net.dhcp import DhcpMessage

CLIENT = "dhcp"
NAMES = {CLIENT: ("DHCP client", "DHCP client activity debugging")}
SENT = {DhcpType.DISCOVER: "SDiscover", DhcpType.REQUEST: "SRequest", DhcpType.RELEASE: "SRelease"}


def sent(message: DhcpMessage, port: str) -> Debug:
    """The client speaks."""
    word = SENT.get(message.kind, message.kind.name)
    return Debug(CLIENT, (f"DHCP: {word} for entry: {port}",))


def heard(message: DhcpMessage) -> tuple[Debug, Debug]:
    """A server speaks."""
    word = {DhcpType.OFFER: "offer", DhcpType.ACK: "ack", DhcpType.NAK: "nak"}.get(message.kind, message.kind.name)
    first = Debug(CLIENT, ("DHCP: Received a BOOTREP pkt",))
    return first, Debug(CLIENT, (f"DHCP: {word} received from ", message.server))


def bound(lease: Lease) -> Debug:
    """The lease holds, or holds on."""
    address: Address = lease.address
    return Debug(CLIENT, ("DHCP Client Pooling: ***Allocated IP address: ", address))


def lost(address: Address) -> Debug:
    """It does no longer."""
    return Debug(CLIENT, ("DHCP: Releasing ipl address: ", address))
