"""The routing table: who is installed, recursion, and what a lookup depends on."""

from __future__ import annotations

from random import Random

import pytest

from iossim.device.interface import Interface
from iossim.device.networks import Networks
from iossim.device.rib import CONNECTED, STATIC, Change, Rib, Route
from iossim.net.address import Address, Mac, Prefix
from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel

STICK = Interface("Fa0/0", Mac(1), line=True)
CABLE = Interface("Fa0/1", Mac(2), line=True)


def ip(text: str) -> Address:
    return Address.parse(text)


def net(text: str) -> Prefix:
    return Prefix.parse(text)


@pytest.fixture
def rib() -> Rib:
    """A table with two connected networks."""
    kernel = Kernel(1)
    interfaces: Table[str, Interface] = Table(kernel, "interfaces")
    for interface in (STICK, CABLE):
        interfaces.set(interface.name, interface)
    table = Rib(kernel, "r", interfaces)
    table.add(Route(net("10.81.0.0/29"), "connected", CONNECTED, interface="Fa0/0"))
    table.add(Route(net("192.168.81.0/24"), "connected", CONNECTED, interface="Fa0/1"))
    return table


def static(prefix: str, next_hop: str = "", interface: str = "", distance: int = STATIC) -> Route:
    return Route(net(prefix), "static", distance, next_hop=ip(next_hop) if next_hop else None, interface=interface)


def hop(rib: Rib, target: str) -> tuple[str, str] | None:
    """Interface and next hop for a target."""
    found = rib.resolve(ip(target))
    return (found.interface, str(found.next_hop)) if found else None


def test_the_longest_match_wins(rib: Rib) -> None:
    """Not the order of entry, not the distance."""
    rib.add(static("10.0.0.0/8", "10.81.0.1"))
    rib.add(static("10.81.2.0/29", "192.168.81.4", distance=200))
    assert hop(rib, "10.81.2.1") == ("Fa0/1", "192.168.81.4")
    assert hop(rib, "10.9.9.9") == ("Fa0/0", "10.81.0.1")
    assert hop(rib, "172.16.0.1") is None


def test_the_lower_distance_is_installed_and_the_other_waits(rib: Rib) -> None:
    """A floating static appears when the better route goes."""
    best, floating = static("10.81.2.0/29", "10.81.0.1"), static("10.81.2.0/29", "192.168.81.4", distance=200)
    rib.add(floating)
    assert rib.add(best) == [Change(net("10.81.2.0/29"), (floating,), (best,))]
    assert hop(rib, "10.81.2.1") == ("Fa0/0", "10.81.0.1")
    rib.remove(best)
    assert hop(rib, "10.81.2.1") == ("Fa0/1", "192.168.81.4")


def test_equal_routes_are_installed_together(rib: Rib) -> None:
    """And a flow keeps its way."""
    rib.add(static("10.5.0.0/16", "10.81.0.1"))
    rib.add(static("10.5.0.0/16", "192.168.81.4"))
    ways = {rib.resolve(ip("10.5.0.1"), flow).interface for flow in range(4)}
    assert ways == {"Fa0/0", "Fa0/1"}


def test_a_recursive_route_lives_and_dies_with_its_next_hop(rib: Rib) -> None:
    """Unresolvable: not installed. The interface going down takes everything that hangs on it, in one settlement."""
    rib.add(static("0.0.0.0/0", "10.81.0.1"))
    rib.add(static("10.81.2.0/29", "172.16.9.9"))
    assert hop(rib, "10.81.2.1") == ("Fa0/0", "10.81.0.1")
    rib.interfaces.set("Fa0/0", Interface("Fa0/0", Mac(1), line=False))
    changes = rib.settle_interface("Fa0/0")
    assert {str(change.prefix) for change in changes} == {"10.81.0.0/29", "0.0.0.0/0", "10.81.2.0/29"}
    assert hop(rib, "10.81.2.1") is None
    rib.interfaces.set("Fa0/0", STICK)
    rib.settle_interface("Fa0/0")
    assert hop(rib, "10.81.2.1") == ("Fa0/0", "10.81.0.1")


def test_a_default_route_does_not_resolve_through_itself(rib: Rib) -> None:
    """Its next hop needs another route."""
    rib.add(static("0.0.0.0/0", "172.16.0.1"))
    assert hop(rib, "8.8.8.8") is None


def test_two_routes_that_resolve_through_each_other_resolve_nothing(rib: Rib) -> None:
    """A ring of recursion forwards no packet, and a lookup of it ends."""
    rib.add(static("172.16.0.0/16", "172.17.0.1"))
    rib.add(static("172.17.0.0/16", "172.16.0.1"))
    assert hop(rib, "172.16.5.5") is None


def test_an_injected_route_is_forwarded_like_the_default(rib: Rib) -> None:
    """`via 0.0.0.0, FastEthernet0/0`: tied to the interface, next hop of the default route."""
    rib.add(static("0.0.0.0/0", "10.81.0.1"))
    injected = Route(net("10.81.2.0/29"), "static", STATIC, interface="Fa0/0", via_default=True)
    rib.add(injected)
    assert hop(rib, "10.81.2.1") == ("Fa0/0", "10.81.0.1")
    rib.remove(static("0.0.0.0/0", "10.81.0.1"))
    assert hop(rib, "10.81.2.1") is None
    assert rib.installed.peek(net("10.81.2.0/29")) is not None


def test_an_age_starts_when_the_installed_route_changes(rib: Rib) -> None:
    """And not when a worse candidate comes or goes."""
    kernel = rib.kernel
    kernel.run_until(5)
    rib.add(static("10.81.2.0/29", "10.81.0.1"))
    kernel.run_until(9)
    rib.add(static("10.81.2.0/29", "192.168.81.4", distance=200))
    assert rib.installed.peek(net("10.81.2.0/29")).since == 5


def test_offering_a_route_twice_keeps_it_once(rib: Rib) -> None:
    """Removing it once removes it."""
    route = static("10.81.2.0/29", "10.81.0.1")
    rib.add(route)
    assert rib.add(route) == []
    rib.remove(route)
    assert hop(rib, "10.81.2.1") is None


def test_ten_thousand_routes_do_not_slow_the_settlement_of_one(rib: Rib) -> None:
    """Adding one route asks about that route and the recursive ones, not about all: counted in candidate lists looked at."""
    for n in range(2000):
        rib.add(
            Route(Prefix(Address(0x0B000000 + n * 8), 29), "eigrp", 170, interface="Fa0/1", next_hop=ip("192.168.81.4"))
        )
    looked = []
    original = rib._choose
    rib._choose = lambda prefix, before: looked.append(prefix) or original(prefix, before)
    rib.add(Route(net("12.0.0.0/29"), "eigrp", 170, interface="Fa0/1", next_hop=ip("192.168.81.4")))
    assert looked == [net("12.0.0.0/29")]


class Thorough(Rib):
    """A table that chooses again for everything recursive whatever has moved."""

    def _hanging_on(self, moved):
        return list(self._recursive)  # also when nothing has moved


@pytest.mark.parametrize("seed", range(30))
def test_only_what_hangs_on_a_change_is_chosen_again_and_that_is_enough(seed: int) -> None:
    """Routes by next hops in networks that come and go: the same table, and the same changes, as by looking at all of them."""
    draw, tables = Random(seed), []
    for kind in (Rib, Thorough):
        kernel = Kernel(1)
        interfaces: Table[str, Interface] = Table(kernel, "interfaces")
        interfaces.set("Fa0/0", STICK)
        tables.append(kind(kernel, "r", interfaces))
    hops = [f"10.{number}.0.1" for number in range(6)]
    routes = [static(f"10.{number}.0.0/{length}", interface="Fa0/0") for number in range(6) for length in (16, 24)]
    routes += [static(f"10.{10 + number}.0.0/16", hop) for number, hop in enumerate([*hops, *hops])]
    routes += [static(f"10.{30 + number}.0.0/24", f"10.{10 + number}.0.9") for number in range(12)]
    for _ in range(80):
        route, method = draw.choice(routes), draw.choice(("add", "remove"))
        fast, slow = (getattr(table, method)(route) for table in tables)
        assert sorted(map(repr, fast)) == sorted(map(repr, slow))
    assert dict(tables[0].installed.items()) == dict(tables[1].installed.items())


def test_the_order_for_displays_follows_what_comes_and_goes() -> None:
    """After any prefixes have come and gone it is what those that are left would make at once, and a copy stays as it was."""
    draw, there, kept = Random(1), set[Prefix](), Networks()
    for _ in range(600):
        length = draw.choice((0, 7, 8, 16, 24, 29, 32))
        prefix = Prefix.of(Address(draw.choice((0x0A510000, 0xC0A85100, 0x40000000)) + draw.randrange(64)), length)
        picture = kept.copy()
        before = contents(picture)
        (kept.remove if prefix in there else kept.add)(prefix)
        there ^= {prefix}
        assert contents(kept) == contents(Networks.of(there))
        assert contents(picture) == before


def contents(networks: Networks) -> tuple[object, ...]:
    """Everything, without the order in which it came."""
    majors = {
        major: (dict(sorted(below.lengths.items())), list(below.in_order(lambda prefix: 0)))
        for major, below in sorted(networks.majors.items())
    }
    return majors, sorted(networks.others)
