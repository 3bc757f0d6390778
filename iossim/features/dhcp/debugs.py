"""What `debug dhcp [detail]` prints of a client (12.2 form).

`detail` adds the entry as `show dhcp lease` has it behind each line that announces one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.features.dhcp.show import ClientView, show_leases
from iossim.net.address import NUMBERS, Address, mask_of
from iossim.net.dhcp import DhcpType

if TYPE_CHECKING:
    from iossim.device.dhcp import Client, Lease
    from iossim.net.dhcp import DhcpMessage

CLIENT, DETAIL = "dhcp", "dhcp detail"
NAMES = {
    CLIENT: ("DHCP client", "DHCP client activity debugging"),
    DETAIL: ("DHCP client", "DHCP client detailed activity debugging"),
}
SENT = {DhcpType.DISCOVER: "SDiscover", DhcpType.REQUEST: "SRequest", DhcpType.RELEASE: "SRelease"}
FIXED, TYPE, END, ADDRESS_OPTION, SIZE_OPTION, WISHES = 240, 3, 1, 6, 4, 10
"""Octets: of the header with its cookie, and of options."""
Text = tuple[str | Address, ...]


def started(port: str) -> Iterator[Debug]:
    """A client begins."""
    yield from _lines((f"DHCP: Try 1 to acquire address for {port}",), ("DHCP: allocate request",))
    yield from _lines((f"DHCP: new entry. add to queue, interface {port}",))


def sent(message: DhcpMessage, client: Client, view: ClientView, broadcast: bool) -> Iterator[Debug]:
    """The client speaks."""
    word = SENT.get(message.kind, message.kind.name)
    yield from _lines((f"DHCP: {word} attempt # {max(1, client.tries)} for entry:",))
    for line in show_leases((view,), NUMBERS.show):
        yield Debug(DETAIL, (line,))
    size = octets(message, view.identity)
    if message.kind is DhcpType.DISCOVER:
        yield from _lines(
            (f"DHCP: SDiscover: sending {size} byte length DHCP packet",), (f"DHCP: SDiscover {size} bytes ",)
        )
    else:
        wish = (
            client.offer.lease if client.offer is not None else client.lease.seconds if client.lease is not None else 0
        )
        yield from _lines(*_asked(message, word, wish), *((f"DHCP: {word}: {size} bytes",),) * 2)
    if broadcast:
        yield from _lines((f"            B'cast on {view.port} interface from ", message.client))


def _asked(message: DhcpMessage, word: str, wish: int) -> Iterator[Text]:
    if message.kind is DhcpType.RELEASE:
        yield f"DHCP: {word} placed Server ID option: ", message.server
        return
    if message.server:
        yield f"DHCP: {word}- Server ID option: ", message.server
    if message.wanted:
        yield f"DHCP: {word}- Requested IP addr option: ", message.wanted
    if message.client:
        yield f"DHCP: {word} - ciaddr: ", message.client
    if wish:
        yield (f"DHCP: {word} placed lease len option: {wish}",)


def octets(message: DhcpMessage, identity: str) -> int:
    """How long a message is, with its options."""
    options = [TYPE, 3 + len(identity), SIZE_OPTION, END]
    options += [ADDRESS_OPTION for value in (message.server, message.wanted) if value]
    options += [2 + len(message.hostname)] if message.hostname else []
    options += [WISHES] if message.kind is not DhcpType.RELEASE else []
    options += [ADDRESS_OPTION] if message.kind is DhcpType.REQUEST else []
    return FIXED + sum(options)


def heard(message: DhcpMessage) -> Iterator[Debug]:
    """A server speaks."""
    yield from _lines(("DHCP: Received a BOOTREP pkt",))
    word = {DhcpType.OFFER: "offer", DhcpType.NAK: "nak"}.get(message.kind)
    if word is not None:
        yield from _lines((f"DHCP: {word} received from ", message.server))


def bound(lease: Lease, renewed: bool) -> Iterator[Debug]:
    """The lease holds, or holds on."""
    if renewed:
        return
    yield from _lines(("DHCP Client Pooling: ***Allocated IP address: ", lease.address))
    yield from _lines(("Allocated IP address = ", lease.address, f"  {Address(mask_of(lease.options.length))}"))


def lost(address: Address) -> Iterator[Debug]:
    """It does no longer."""
    yield from _lines(("DHCP: Releasing ipl address: ", address))


def _lines(*texts: Text) -> Iterator[Debug]:
    return (Debug(CLIENT, text) for text in texts)
