"""DHCP as routers and endpoints share it: a server's book of bindings, and a client's states (RFC 2131).

Both are pure: they are told the time and answer with data. A router's engine and an endpoint carry the answers out in their
own way. The client's states are those of RFC 2131, figure 5; INIT-REBOOT and DECLINE are left out.

    SELECTING   a DISCOVER is out            offer -> REQUESTING
    REQUESTING  an offer was taken           ack -> BOUND      nak, no answer -> SELECTING
    BOUND       until half of the lease      T1 -> RENEWING
    RENEWING    asks its server              ack -> BOUND      T2 -> REBINDING     nak -> SELECTING
    REBINDING   asks any server              ack -> BOUND      expiry, nak -> SELECTING

Invariant: a lease that is lost is always reported before the client starts again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain

from iossim.net.address import UNSPECIFIED, Address, Mac, Prefix
from iossim.net.dhcp import DhcpMessage, DhcpOptions, DhcpType
from iossim.sim.facts import Table

SECOND = 1_000_000
INFINITE = 0xFFFFFFFF
"""Lease seconds that mean for ever (RFC 2131, 3.3)."""


# -- server ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pool:
    """A network whose addresses are given away, except the excluded ones (inclusive ranges).

    With `fixed` it is one address of the network, for the client `mac` alone.
    """

    name: str
    prefix: Prefix
    options: DhcpOptions
    lease: int
    excluded: tuple[tuple[Address, Address], ...] = ()
    fixed: Address | None = None
    mac: Mac | None = None

    def addresses(self) -> Iterable[int]:
        """The host addresses that it may give away, in order, as ints: the excluded ranges are passed over."""
        if self.fixed is not None:
            return (self.fixed,)
        low, high = self.prefix.network + 1, self.prefix.broadcast
        open_ranges = []
        for first, last in sorted(self.excluded):
            open_ranges.append(range(low, min(first, high)))
            low = max(low, last + 1)
        return chain(*open_ranges, range(low, high))

    def stands_behind(self, binding: Binding) -> bool:
        """True while a binding of this pool is still one of it: what has been excluded since keeps its client."""
        if self.name != binding.pool:
            return False
        if self.fixed is not None:
            return (self.fixed, self.mac) == (binding.address, binding.mac)
        return binding.address in self.prefix

    def gives(self, address: int) -> bool:
        """True for an address this pool may give away."""
        if self.fixed is not None:
            return address == self.fixed
        inside = self.prefix.network < address < self.prefix.broadcast
        return inside and not any(low <= address <= high for low, high in self.excluded)


@dataclass(frozen=True, slots=True)
class Binding:
    """Who has an address, of which pool, and until when (virtual microseconds, None for ever); an offer is a short binding."""

    address: Address
    mac: Mac
    expires: int | None
    offered: bool = False
    pool: str = ""

    def over(self, now: int) -> bool:
        """True when the lease has run out."""
        return self.expires is not None and now >= self.expires


OFFER_HOLDS = 60 * SECOND
"""How long an offered address is kept for a client that does not answer (choice)."""

Bindings = Table[Address, Binding]


def serve(message: DhcpMessage, own: Address, pool: Pool, book: Bindings, now: int) -> DhcpMessage | None:
    """A server's answer to a message, entered in its book; None when it keeps silent."""
    match message.kind:
        case DhcpType.DISCOVER:
            address = hold(message, own, pool, book, now)
            if address is None:
                return None
            return _answer(DhcpType.OFFER, message, own, pool, address)
        case DhcpType.REQUEST:
            return _request(message, own, pool, book, now)
        case DhcpType.RELEASE:
            known = book.peek(message.client)
            if known is not None and known.mac == message.mac:
                book.delete(message.client)
    return None


def hold(message: DhcpMessage, own: Address, pool: Pool, book: Bindings, now: int) -> Address | None:
    """Keep an address for a client that looks for a server: its own, or one that is free."""
    address = _choose(message, own, pool, book, now)
    if address is not None:
        known = book.peek(address)
        if known is None or known.mac != message.mac or known.over(now):
            book.set(address, Binding(address, message.mac, now + OFFER_HOLDS, True, pool.name))
    return address


def _request(message: DhcpMessage, own: Address, pool: Pool, book: Bindings, now: int) -> DhcpMessage | None:
    if message.server not in (UNSPECIFIED, own):
        return None
    address = message.wanted or message.client
    known = book.peek(address)
    taken = known is not None and known.mac != message.mac and not known.over(now)
    if taken or address == own or not pool.gives(address):
        return replace(_answer(DhcpType.NAK, message, own, pool, UNSPECIFIED), lease=0)
    expires = None if pool.lease == INFINITE else now + pool.lease * SECOND
    book.set(address, Binding(address, message.mac, expires, pool=pool.name))
    return _answer(DhcpType.ACK, message, own, pool, address)


def _choose(message: DhcpMessage, own: Address, pool: Pool, book: Bindings, now: int) -> Address | None:
    """The address a client has or had, the one it asks for, or the first that is free and not the server's own."""
    held = (binding.address for binding in book.values() if binding.mac == message.mac)
    if (had := next((one for one in held if one != own and pool.gives(one)), None)) is not None:
        return had
    wished = (message.wanted,) if pool.gives(message.wanted) else ()
    for address in chain(wished, map(Address, pool.addresses())):
        if address != own and ((known := book.peek(address)) is None or known.over(now)):
            return address
    return None


def _answer(kind: DhcpType, asked: DhcpMessage, own: Address, pool: Pool, address: Address) -> DhcpMessage:
    options = replace(pool.options, length=pool.prefix.length)
    return DhcpMessage(
        kind, asked.xid, asked.mac, asked.client, address, own, relay=asked.relay, lease=pool.lease, options=options
    )


# -- client ----------------------------------------------------------------------------------------------------------


class ClientState(Enum):
    """RFC 2131, figure 5. The numbers are those that `show dhcp lease` prints."""

    SELECTING = 3
    REQUESTING = 4
    BOUND = 5
    RENEWING = 7
    REBINDING = 8


@dataclass(frozen=True, slots=True)
class Lease:
    """What a client holds; `since` is the virtual time of the last acknowledgement."""

    address: Address
    server: Address
    seconds: int
    since: int
    options: DhcpOptions

    @property
    def renewal(self) -> int:
        """T1 in seconds: half of the lease."""
        return self.seconds // 2

    @property
    def rebinding(self) -> int:
        """T2 in seconds: seven eighths of the lease."""
        return self.seconds * 7 // 8

    def ends(self, seconds: int) -> int:
        """The virtual time so many seconds into the lease."""
        return self.since + seconds * SECOND


@dataclass(frozen=True, slots=True)
class Client:
    """A client's whole memory. `tries` counts transmissions of the message that is out."""

    mac: Mac
    xid: int
    state: ClientState = ClientState.SELECTING
    tries: int = 0
    offer: DhcpMessage | None = None
    lease: Lease | None = None
    hostname: str = ""
    first_retry: int = 4 * SECOND
    attempts: int = 5


@dataclass(frozen=True, slots=True)
class Transmit:
    """Send a message: broadcast when `to` is None, else to a server."""

    message: DhcpMessage
    to: Address | None = None


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Call `expired` after so many microseconds, unless something else is waited for first."""

    after: int


@dataclass(frozen=True, slots=True)
class Bound:
    """A lease is held from now on. `renewed`: the same address as before."""

    lease: Lease
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A lease has ended or was refused."""

    lease: Lease


Outcome = tuple[Client, tuple[Transmit | WaitFor | Bound | Lost, ...]]


def begin(client: Client) -> Outcome:
    """Look for servers, from nothing."""
    lost = (Lost(client.lease),) if client.lease is not None else ()
    fresh = Client(
        client.mac,
        client.xid + 1,
        hostname=client.hostname,
        first_retry=client.first_retry,
        attempts=client.attempts,
    )
    fresh, sent = _transmit(fresh, 0)
    return fresh, (*lost, *sent)


def expired(client: Client, now: int) -> Outcome:
    """What was waited for did not come, or the next part of the lease begins."""
    lease = client.lease
    if lease is None:
        return _transmit(client, now) if client.tries < client.attempts else begin(client)
    if now >= lease.ends(lease.seconds):
        return begin(client)
    state = ClientState.REBINDING if now >= lease.ends(lease.rebinding) else ClientState.RENEWING
    return _transmit(client, now, state)


def heard(client: Client, message: DhcpMessage, now: int) -> Outcome:
    """A server has answered; answers to other questions are ignored."""
    if message.xid != client.xid or message.mac != client.mac:
        return client, ()
    match client.state, message.kind:
        case ClientState.SELECTING, DhcpType.OFFER:
            return _transmit(client, now, ClientState.REQUESTING, message)
        case ((ClientState.REQUESTING | ClientState.RENEWING | ClientState.REBINDING), DhcpType.ACK):
            return _bind(client, message, now)
        case ((ClientState.REQUESTING | ClientState.RENEWING | ClientState.REBINDING), DhcpType.NAK):
            return begin(client)
    return client, ()


def release(client: Client) -> Outcome:
    """Give the address back, when one is held: `no ip address dhcp`."""
    lease = client.lease
    if lease is None:
        return client, ()
    message = DhcpMessage(DhcpType.RELEASE, client.xid, client.mac, lease.address, server=lease.server)
    return replace(client, lease=None), (Transmit(message, lease.server), Lost(lease))


def _bind(client: Client, message: DhcpMessage, now: int) -> Outcome:
    old = client.lease
    lease = Lease(message.yours, message.server, message.lease, now, message.options)
    bound = replace(client, state=ClientState.BOUND, tries=0, offer=None, lease=lease)
    renewed = old is not None and old.address == lease.address
    news: tuple[Transmit | WaitFor | Bound | Lost, ...] = (Bound(lease, renewed),)
    if old is not None and not renewed:
        news = (Lost(old), *news)
    wait = () if lease.seconds == INFINITE else (WaitFor(lease.renewal * SECOND),)
    return bound, (*news, *wait)


def _transmit(client: Client, now: int, state: ClientState | None = None, offer: DhcpMessage | None = None) -> Outcome:
    """Send what the state asks for, one to go to or the one it is in, and wait for the answer."""
    state, offer, lease = state or client.state, offer or client.offer, client.lease
    tries = client.tries if state is client.state else 0
    name, first, most = client.hostname, client.first_retry, client.attempts
    sent = Client(client.mac, client.xid, state, tries + 1, offer, lease, name, first, most)
    kind, own, server, wanted = DhcpType.REQUEST, UNSPECIFIED, UNSPECIFIED, UNSPECIFIED
    to, wait = None, client.first_retry << tries
    if lease is not None:
        own, wait = lease.address, _patience(state, lease, now)
        to = lease.server if state is ClientState.RENEWING else None
    elif offer is not None:
        server, wanted = offer.server, offer.yours
    else:
        kind = DhcpType.DISCOVER
    ask = DhcpMessage(kind, client.xid, client.mac, own, server=server, wanted=wanted, hostname=name)
    return sent, (Transmit(ask, to), WaitFor(wait))


def _patience(state: ClientState, lease: Lease, now: int) -> int:
    """Half of the time that is left to the next limit, but not below a minute (RFC 2131, 4.4.5)."""
    limit = lease.ends(lease.rebinding if state is ClientState.RENEWING else lease.seconds)
    left = max(limit - now, SECOND)
    return left if left <= 60 * SECOND else max(left // 2, 60 * SECOND)
