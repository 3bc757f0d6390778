"""The routing table: candidates of all sources, the best of them installed, recursion resolved when asked.

A candidate is usable when its interface is up or its next hop resolves through another installed route. Per prefix the
usable candidates of the lowest distance, then the lowest metric, are installed together (equal cost). The installed entry is a
fact per prefix; a lookup asks one fact per prefix length, longest first, so the keys it asked for, misses included, are
exactly what its answer depends on.

Sources: RFC 1812 5.2.4; administrative distances as in protocols reference 5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from iossim.device.networks import NOTHING, Networks
from iossim.net.address import MASKS, Address, Prefix
from iossim.sim.facts import Table
from iossim.sim.memo import Memo, Result

if TYPE_CHECKING:
    from iossim.device.interface import Interface
    from iossim.sim.kernel import Kernel

CONNECTED, STATIC, EIGRP_SUMMARY, EIGRP, EIGRP_EXTERNAL, DHCP_DEFAULT = 0, 1, 5, 90, 170, 254
NULL = "Null0"
"""The interface that takes everything and keeps it; every box has it, and it is always up."""
RECURSION_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a prefix, as one source offers it.

    `next_hop` None means attached to `interface`; `interface` "" means recursive through the table. `via_default` marks a
    route that names an interface but is forwarded like the default route (`via 0.0.0.0`, reverse route injection).
    `beside` marks a worse one that is used beside the best of its source (`variance`).
    """

    prefix: Prefix
    source: str
    distance: int
    metric: int = 0
    next_hop: Address | None = None
    interface: str = ""
    tag: int = 0
    via_default: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What is installed for a prefix: routes of equal cost, and since when (virtual microseconds)."""

    routes: tuple[Route, ...]
    since: int

    @property
    def best(self) -> Route:
        """The first of the equal routes."""
        return self.routes[0]


@dataclass(frozen=True, slots=True)
class Hop:
    """Where a packet goes next: out of `interface` to `next_hop`, by the installed `route`."""

    interface: str
    next_hop: Address
    route: Route


class Several(Enum):
    """Stands for a way that depends on the flow: there are equal routes."""

    WAYS = "several"


@dataclass(frozen=True, slots=True)
class Change:
    """The installed routes of a prefix before and after."""

    prefix: Prefix
    before: tuple[Route, ...]
    after: tuple[Route, ...]

    @property
    def was(self) -> str:
        """The best source before; "" for none."""
        return self.before[0].source if self.before else ""

    @property
    def now(self) -> str:
        """The best source after."""
        return self.after[0].source if self.after else ""


class Rib:
    """The table of one node."""

    def __init__(self, kernel: Kernel, name: str, interfaces: Table[str, Interface]) -> None:
        self.kernel = kernel
        self.interfaces = interfaces
        self.installed: Table[Prefix, Entry] = Table(kernel, f"{name}.rib")
        self.lengths: Table[str, tuple[int, ...]] = Table(kernel, f"{name}.rib.lengths")
        self.last_resort: Table[str, Prefix] = Table(kernel, f"{name}.rib.last_resort")
        self.networks = Networks()
        """What is installed, in the order in which it is shown."""
        self._candidates: dict[Prefix, list[Route]] = {}
        self._recursive: dict[Prefix, int] = {}
        self._by_hop: dict[Address, dict[Prefix, None]] = {}
        self._met = 0
        self._by_interface: dict[str, dict[Prefix, None]] = {}
        self._places: dict[Prefix, int] = {}
        self._placed = 0
        self._of_length: dict[int, int] = {}
        self._ways: Memo[Hop | Several | None] = Memo(kernel, self._common_way)

    # -- changing ------------------------------------------------------------------------------------------------

    def add(self, route: Route) -> list[Change]:
        """Offer a route; the same source's equal route is kept once."""
        candidates = self._candidates.setdefault(route.prefix, [])
        if not candidates:
            self._placed += 1
            self._places[route.prefix] = self._placed
        if route not in candidates:
            candidates.append(route)
            self._by_interface.setdefault(route.interface, {})[route.prefix] = None
        return self.settle((route.prefix,))

    def remove(self, route: Route) -> list[Change]:
        """Take a route back; unknown ones are ignored."""
        candidates = self._candidates.get(route.prefix, [])
        if route in candidates:
            candidates.remove(route)
            if not any(other.interface == route.interface for other in candidates):
                del self._by_interface[route.interface][route.prefix]
            if not candidates:
                del self._candidates[route.prefix], self._places[route.prefix]
        return self.settle((route.prefix,))

    def clear(self) -> None:
        """Power has gone."""
        self._candidates.clear()
        self._recursive.clear()
        self._by_hop.clear()
        self._by_interface.clear()
        self._places.clear()
        self._of_length.clear()
        self.installed.clear()
        self.lengths.clear()
        self.last_resort.clear()
        self.networks.clear()

    def settle(self, touched: Iterable[Prefix] = ()) -> list[Change]:
        """Choose again for some prefixes, then for everything whose next hop is in what has moved, until nothing moves."""
        before: dict[Prefix, Entry | None] = {}
        moved = [prefix for prefix in touched if self._choose(prefix, before)]
        for _ in range(RECURSION_LIMIT):
            moved = [prefix for prefix in self._hanging_on(moved) if self._choose(prefix, before)]
            if not moved:
                break
        changes = []
        for prefix, old in before.items():
            new = self.installed.peek(prefix)
            if new != old:
                changes.append(Change(prefix, old.routes if old else (), new.routes if new else ()))
        return changes

    def settle_interface(self, interface: str) -> list[Change]:
        """An interface came up or went down: choose again for what hangs on it, the oldest prefix first."""
        return self.settle(sorted(self._by_interface.get(interface, ()), key=self._places.__getitem__))

    def _choose(self, prefix: Prefix, before: dict[Prefix, Entry | None]) -> bool:
        candidates = self._candidates.get(prefix, [])
        self._note_hops(prefix, candidates)
        usable = [route for route in candidates if self._usable(route)]
        best = min(((r.distance, r.metric) for r in usable), default=None)
        routes = tuple(r for r in usable if (r.distance, r.metric) == best)
        if any(r.beside for r in usable):
            routes += tuple(r for r in usable if r.beside and r not in routes and r.source == routes[0].source)
        old = self.installed.peek(prefix)
        if routes == (old.routes if old else ()):
            return False
        before.setdefault(prefix, old)
        if routes:
            self.installed.set(prefix, Entry(routes, self.kernel.now))
        else:
            self.installed.delete(prefix)
        if bool(routes) != bool(old):
            self._count(prefix.length, 1 if routes else -1)
            (self.networks.add if routes else self.networks.remove)(prefix)
        return True

    def _note_hops(self, prefix: Prefix, candidates: list[Route]) -> None:
        """Keep which prefixes have a route by a next hop that has to be looked up, the oldest first."""
        hops = {route.next_hop: None for route in candidates if not route.interface and route.next_hop is not None}
        if prefix in self._recursive:
            for known, prefixes in tuple(self._by_hop.items()):
                if known not in hops:
                    prefixes.pop(prefix, None)
                    if not prefixes:
                        del self._by_hop[known]
        if not hops:
            self._recursive.pop(prefix, None)
            return
        if prefix not in self._recursive:
            self._met += 1
            self._recursive[prefix] = self._met
        for hop in hops:
            self._by_hop.setdefault(hop, {})[prefix] = None

    def _hanging_on(self, moved: Iterable[Prefix]) -> list[Prefix]:
        """The prefixes with a next hop in one of these, in the order in which they became recursive."""
        hops = [hop for hop in self._by_hop if any(hop in prefix for prefix in moved)]
        found = dict.fromkeys(prefix for hop in hops for prefix in self._by_hop[hop])
        return sorted(found, key=self._recursive.__getitem__)

    def _count(self, length: int, step: int) -> None:
        """Keep the fact of which lengths are present; lookups ask for it."""
        count = self._of_length.get(length, 0) + step
        self._of_length[length] = count
        if count == 0:
            del self._of_length[length]
        self.lengths.set("", tuple(sorted(self._of_length, reverse=True)))

    def longest_in(self, major: Prefix) -> int:
        """The longest prefix that a major network is divided into, or the length of the major network."""
        return max(self.networks.majors.get(major, NOTHING).lengths, default=major.length)

    def _usable(self, route: Route) -> bool:
        if route.interface == NULL:
            return True
        if route.interface:
            interface = self.interfaces.peek(route.interface)
            return interface is not None and interface.up
        return route.next_hop is not None and self._resolves(route.next_hop, route.prefix, RECURSION_LIMIT)

    def _resolves(self, target: Address, through: Prefix, depth: int) -> bool:
        for length in self.lengths.peek("") or ():
            prefix = Prefix.of(target, length)
            entry = self.installed.peek(prefix)
            if entry is None or prefix == through:
                continue
            route = entry.best
            if route.interface:
                return True
            return depth > 0 and route.next_hop is not None and self._resolves(route.next_hop, through, depth - 1)
        return False

    # -- asking --------------------------------------------------------------------------------------------------

    def lookup(self, target: int) -> Entry | None:
        """The entry of the longest matching prefix, else that of the network that leads to the gateway of last resort."""
        for length in self.lengths.get("") or ():
            # a plain tuple equals the prefix it stands for, and is made in half the time
            entry: Entry | None = self.installed.get((target & MASKS[length], length))  # type: ignore[call-overload]
            if entry is not None:
                return entry
        network = self.last_resort.get("")
        return None if network is None else self.installed.get(network)

    def resolve(self, target: Address, flow: int = 0) -> Hop | None:
        """The way of a packet: recursion followed to an interface. `flow` picks among equal routes."""
        way = self._ways.of(target).value
        return self._way_of_flow(target, flow) if way is Several.WAYS else way

    def _way_of_flow(self, target: Address, flow: int) -> Hop | None:
        way = self._way(target, flow)
        assert way is not Several.WAYS
        return way

    def _common_way(self, target: Address) -> Result[Hop | Several | None]:
        return Result(self._way(target, None))

    def _way(self, target: Address, flow: int | None) -> Hop | Several | None:
        """The way of one flow; for None that of every flow, if it is the same."""
        hop_target = target
        first: Route | None = None
        for _ in range(RECURSION_LIMIT):
            entry = self.lookup(hop_target)
            if entry is None:
                return None
            if flow is None and len(entry.routes) > 1:
                return Several.WAYS
            route = entry.routes[(flow or 0) % len(entry.routes)]
            first = first or route
            if route.via_default:
                return self._by_default(route)
            if route.interface:
                return Hop(route.interface, route.next_hop or hop_target, first)
            if route.next_hop is None:
                return None
            hop_target = route.next_hop
        return None

    def _by_default(self, route: Route) -> Hop | None:
        entry = self.installed.get(Prefix(Address(0), 0))
        if entry is None or entry.best.via_default:
            return None
        hop = self.resolve(entry.best.next_hop) if entry.best.next_hop is not None else None
        return hop and Hop(hop.interface, hop.next_hop, route)
