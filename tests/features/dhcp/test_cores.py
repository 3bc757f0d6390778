"""The two halves of DHCP mouth to ear, without a network."""

from __future__ import annotations

from dataclasses import replace

from iossim.device import dhcp
from iossim.device.dhcp import Binding, Bound, Client, ClientState, Lost, Pool, Transmit, WaitFor
from iossim.net.address import Address, Mac, Prefix
from iossim.net.dhcp import DhcpMessage, DhcpOptions, DhcpType
from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel

SECOND = 1_000_000
SERVER = Address.parse("10.0.0.1")
POOL = Pool("p", Prefix.parse("10.0.0.0/29"), DhcpOptions(routers=(SERVER,)), 3600, ((SERVER, SERVER),))


def book() -> Table[Address, Binding]:
    return Table(Kernel(1), "book")


def client(number: int = 7) -> Client:
    return Client(Mac(number), number)


def message(outcome: dhcp.Outcome) -> DhcpMessage:
    (sent,) = [item for item in outcome[1] if isinstance(item, Transmit)]
    return sent.message


def lease_to(who: Client, bindings: Table[Address, Binding], now: int = 0) -> dhcp.Outcome:
    """The whole exchange."""
    outcome = dhcp.begin(who)
    offer = dhcp.serve(message(outcome), SERVER, POOL, bindings, now)
    assert offer is not None
    outcome = dhcp.heard(outcome[0], offer, now)
    ack = dhcp.serve(message(outcome), SERVER, POOL, bindings, now)
    assert ack is not None
    return dhcp.heard(outcome[0], ack, now)


def test_exchange() -> None:
    """DISCOVER, OFFER, REQUEST, ACK: the client is bound and waits for half of its lease."""
    bound, news = lease_to(client(), book())
    assert bound.state is ClientState.BOUND and bound.lease is not None
    assert bound.lease.options == DhcpOptions(29, (SERVER,))
    assert [type(item) for item in news] == [Bound, WaitFor]
    assert news[-1] == WaitFor(1800 * SECOND)


def test_addresses_run_out() -> None:
    """Five clients get the five addresses of a /29 in order, the sixth hears nothing, until a lease is over."""
    bindings = book()
    leases = [lease_to(client(number), bindings)[0].lease for number in range(1, 6)]
    assert [str(lease.address) for lease in leases if lease] == [f"10.0.0.{n}" for n in range(2, 7)]
    asked = message(dhcp.begin(client(6)))
    assert dhcp.serve(asked, SERVER, POOL, bindings, 0) is None
    assert dhcp.serve(asked, SERVER, POOL, bindings, 3600 * SECOND) is not None


def test_same_client_same_address() -> None:
    """Who comes back gets what it had, though others asked in between."""
    bindings = book()
    first = lease_to(client(1), bindings)[0].lease
    lease_to(client(2), bindings)
    again = lease_to(client(1), bindings, now=9 * SECOND)[0].lease
    assert first is not None and again is not None and again.address == first.address


def test_refused() -> None:
    """A request for somebody else's address is refused, and a refused client starts anew and reports its loss."""
    bindings = book()
    bound, _ = lease_to(client(1), bindings)
    assert bound.lease is not None
    thief = DhcpMessage(DhcpType.REQUEST, 9, Mac(9), wanted=bound.lease.address)
    answer = dhcp.serve(thief, SERVER, POOL, bindings, 0)
    assert answer is not None and answer.kind is DhcpType.NAK
    renewing, _ = dhcp.expired(bound, 1800 * SECOND)
    nak = DhcpMessage(DhcpType.NAK, renewing.xid, renewing.mac)
    after, news = dhcp.heard(renewing, nak, 1801 * SECOND)
    assert (after.state, after.lease) == (ClientState.SELECTING, None)
    assert isinstance(news[0], Lost)


def test_request_to_another_server() -> None:
    """A server keeps silent about a request that names another one."""
    elsewhere = DhcpMessage(DhcpType.REQUEST, 9, Mac(9), server=Address(1), wanted=Address.parse("10.0.0.3"))
    assert dhcp.serve(elsewhere, SERVER, POOL, book(), 0) is None


def test_patience() -> None:
    """Without a server the client asks after 4, 8, 16, 32, 64 s, then starts again with another transaction."""
    outcome = dhcp.begin(client())
    waits, first = [], outcome[0].xid
    for _ in range(6):
        waits.append(next(item.after // SECOND for item in outcome[1] if isinstance(item, WaitFor)))
        outcome = dhcp.expired(outcome[0], 0)
    assert waits == [4, 8, 16, 32, 64, 4]
    assert outcome[0].xid == first + 1


def test_strangers_are_ignored() -> None:
    """Answers to another transaction or another station change nothing."""
    asking, _ = dhcp.begin(client())
    offer = DhcpMessage(DhcpType.OFFER, asking.xid + 1, asking.mac)
    assert dhcp.heard(asking, offer, 0) == (asking, ())
    assert dhcp.heard(asking, DhcpMessage(DhcpType.OFFER, asking.xid, Mac(1)), 0) == (asking, ())


def test_bound_ignores_offers() -> None:
    """A client that is bound does not listen to late offers."""
    bound, _ = lease_to(client(), book())
    late = DhcpMessage(DhcpType.OFFER, bound.xid, bound.mac)
    assert dhcp.heard(bound, late, 0) == (bound, ())


def test_excluded_ranges_are_passed_over() -> None:
    """What a pool may give away is what lies between its excluded ranges, in order, however they are named."""
    low, high = Address.parse("10.0.0.3"), Address.parse("10.0.0.4")
    wide = (Address.parse("9.0.0.0"), Address.parse("10.0.0.1"))
    for excluded in [((low, high), wide), (wide, (low, low), (low, high))]:
        pool = replace(POOL, excluded=excluded)
        assert [str(Address(one)) for one in pool.addresses()] == ["10.0.0.2", "10.0.0.5", "10.0.0.6"]
        assert [one for one in range(POOL.prefix.network, POOL.prefix.broadcast + 1) if pool.gives(one)] == list(
            pool.addresses()
        )
