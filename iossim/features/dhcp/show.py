"""`show dhcp lease` and `show ip dhcp binding`: pure functions of clients and bindings (forms of 12.2 and 15.x)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from iossim.cli.release import Forms, Release
from iossim.cli.types import Show
from iossim.device.ages import clock
from iossim.device.dhcp import Binding, Client, ClientState
from iossim.net.address import UNSPECIFIED, Address, Mac, mask_of
from iossim.net.dhcp import DhcpType

_NAMES = {
    ClientState.SELECTING: "1 Selecting",
    ClientState.REQUESTING: "2 Requesting",
    ClientState.BOUND: "3 Bound",
    ClientState.RENEWING: "4 Renewing",
    ClientState.REBINDING: "5 Rebinding",
}


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client at its interface; `due` is the time until its timer expires, None when none runs."""

    port: str
    short: str
    client: Client
    due: int | None

    @property
    def identity(self) -> str:
        """The client identifier."""
        return f"cisco-{self.client.mac}-{self.short}"


def show_leases(views: Iterable[ClientView], ip: Show) -> Iterator[str]:
    """What each client holds."""
    for view in views:
        lease = view.client.lease
        seconds, renewal, rebind = (lease.seconds, lease.renewal, lease.rebinding) if lease is not None else (0, 0, 0)
        mask = Address(mask_of(lease.options.length) if lease is not None else 0)
        yield f"Temp IP addr: {ip(lease.address if lease else UNSPECIFIED)}  for peer on Interface: {view.port}"
        yield f"Temp  sub net mask: {mask}"
        yield f"   DHCP Lease server: {ip(lease.server if lease else UNSPECIFIED)}, state: {_NAMES[view.client.state]}"
        yield f"   DHCP transaction id: {view.client.xid:X}"
        yield f"   Lease: {seconds} secs,  Renewal: {renewal} secs,  Rebind: {rebind} secs"
        if lease is not None and lease.options.routers:
            yield f"Temp default-gateway addr: {ip(lease.options.routers[0])}"
        if view.due is not None:
            yield f"   Next timer fires after: {clock(view.due)}"
        yield f"   Retry count: {max(0, view.client.tries - 1)}   Client-ID: {view.identity}"
        yield from _dump(view.identity)
        yield f"   Hostname: {view.client.hostname}"


def _dump(identity: str) -> Iterator[str]:
    digits = identity.encode().hex().upper()
    yield f"   Client-ID hex dump: {digits[:32]}"
    for start in range(32, len(digits), 32):
        yield f"                       {digits[start : start + 32]}"


@dataclass(frozen=True, slots=True)
class ServerView:
    """What a server has, and which messages it has heard and sent."""

    pools: int
    held: int
    expired: int
    manual: int
    counts: Mapping[tuple[str, DhcpType], int]


MEMORY, PER_POOL, PER_BINDING = 8_192, 6_020, 250
"""Octets that a server takes, each of its pools, and each binding."""
RECEIVED = (DhcpType.DISCOVER, DhcpType.REQUEST, DhcpType.DECLINE, DhcpType.RELEASE)
SENT = (DhcpType.OFFER, DhcpType.ACK, DhcpType.NAK)


def show_statistics(view: ServerView) -> Iterator[str]:
    """`show ip dhcp server statistics`. BOOTP, DHCPINFORM, and database agents are not there."""
    memory = MEMORY + view.pools * PER_POOL + (view.held + view.expired) * PER_BINDING
    yield f"{'Memory usage':<21}{memory}"
    yield f"{'Address pools':<21}{view.pools}"
    yield f"{'Database agents':<21}0"
    yield f"{'Automatic bindings':<21}{view.held}"
    yield f"{'Manual bindings':<21}{view.manual}"
    yield f"{'Expired bindings':<21}{view.expired}"
    yield f"{'Malformed messages':<21}0"
    yield ""
    yield f"{'Message':<21}Received"
    yield f"{'BOOTREQUEST':<21}0"
    yield from (f"{'DHCP' + kind.name:<21}{view.counts.get(('received', kind), 0)}" for kind in RECEIVED)
    yield f"{'DHCPINFORM':<21}0"
    yield ""
    yield f"{'Message':<21}Sent"
    yield f"{'BOOTREPLY':<21}0"
    yield from (f"{'DHCP' + kind.name:<21}{view.counts.get(('sent', kind), 0)}" for kind in SENT)


BINDINGS = Forms[tuple[str, ...]](
    ("IP address       Hardware address        Lease expiration        Type",),
    (
        "12.4",
        (
            "Bindings from all pools not associated with VRF:",
            "IP address          Client-ID/              Lease expiration        Type",
            "                    Hardware address/",
            "                    User name",
        ),
    ),
)
BINDING = Forms("{address:<17}{mac:<24}{until:<24}{kind}", ("12.4", "{address:<20}{identity:<24}{until:<24}{kind}"))


def _identity(mac: Mac) -> str:
    """A client by the kind of its hardware and its address: `0100.0750.0007.00`."""
    digits = f"01{str(mac).replace('.', '')}"
    return ".".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def show_bindings(bindings: Iterable[tuple[Binding, datetime | None, bool]], look: Release, ip: Show) -> Iterator[str]:
    """Who has which address until when (local time)."""
    yield from BINDINGS.on(look)
    for binding, expires, manual in bindings:
        until = "Infinite" if expires is None else expires.strftime("%b %d %Y %I:%M %p")
        yield BINDING.on(look).format(
            address=ip(binding.address),
            mac=str(binding.mac),
            identity=_identity(binding.mac),
            until=until,
            kind="Manual" if manual else "Automatic",
        )
