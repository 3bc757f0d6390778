"""The route cache on one router: asked by every packet that is to be switched fast, filled by those that were not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from iossim.device.engine import Actions, Engine
from iossim.device.notices import RouteChanged, SwitchingChanged
from iossim.features.route_cache.cache import Cached, width
from iossim.net.address import Address, Prefix
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.walk import Walker

NAME = "route_cache"


class RouteCacheEngine(Engine):
    """See the package. `counts` has how many entries have come and gone, and when all went."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.entries: Table[Prefix, Cached] = self.table("route_cache")
        self.lengths: Table[str, tuple[int, ...]] = self.table("route_cache.lengths")
        self.counts: Table[str, int] = self.table("route_cache.counts")

    def notice(self, notice: Any) -> Actions:
        """What an entry was made of is no longer true."""
        match notice:
            case RouteChanged(prefix):
                self.drop(tuple(self._touching(prefix)))
            case SwitchingChanged(port):
                self.drop(tuple(key for key, entry in self.entries.items() if entry.interface == port))
        return ()

    def knows(self, walker: Walker, transit: Transit) -> bool:
        """Provided to others: whether a packet that leaves finds its entry; a real one that does not will leave one."""
        target, port = transit.sought, transit.out_port
        entry = self.find(target)
        if entry is not None and entry.interface == port and self.valid(entry):
            return True
        walker.act(self.enter, target, port, transit.next_hop)
        return False

    def find(self, target: Address) -> Cached | None:
        """The entry for an address."""
        for length in self.lengths.get("") or ():
            entry = self.entries.get(Prefix.of(target, length))
            if entry is not None:
                return entry
        return None

    def valid(self, entry: Cached) -> bool:
        """Whether the next hop of an entry still has the MAC it had."""
        arp = self.router.arp.entries.get((entry.interface, entry.next_hop))
        return arp is not None and arp.mac == entry.mac

    def enter(self, target: Address, port: str, next_hop: Address) -> None:
        """A packet has been process-switched: the next one shall not be."""
        arp = self.router.arp.entries.peek((port, next_hop))
        if arp is None or arp.mac is None:
            return
        length, table = width(self.router.rib, target)
        prefix = Prefix.of(target, length)
        self.drop((prefix,))
        self.entries.set(prefix, Cached(prefix, table, port, next_hop, arp.mac, self.router.kernel.now))
        self._count("added", 1)
        self._note_length(length, here=True)

    def drop(self, prefixes: Iterable[Prefix]) -> None:
        """Invalidate some entries."""
        gone = [prefix for prefix in prefixes if self.entries.peek(prefix) is not None]
        for prefix in gone:
            self.entries.delete(prefix)
        if gone:
            self._count("invalidated", len(gone))
            for length in dict.fromkeys(prefix.length for prefix in gone):
                self._note_length(length, any(prefix.length == length for prefix in self.entries.keys()))

    def clear(self, wanted: Prefix | None) -> None:
        """`clear ip cache [PREFIX MASK]`."""
        if wanted is not None:
            self.drop((wanted,))
            return
        self.drop(tuple(self.entries.keys()))
        self.counts.set("cleared", self.router.kernel.now)

    def _touching(self, prefix: Prefix) -> Iterator[Prefix]:
        """The entries that a route covers, or that cover it."""
        lengths = self.lengths.peek("") or ()
        yield from (Prefix.of(prefix.network, length) for length in lengths if length <= prefix.length)
        if lengths and lengths[0] > prefix.length:
            yield from (key for key in self.entries.keys() if key.length > prefix.length and prefix.covers(key))

    def _count(self, what: str, step: int) -> None:
        self.counts.set(what, (self.counts.peek(what) or 0) + step)

    def _note_length(self, length: int, here: bool) -> None:
        """Keep the fact of which lengths there are; lookups ask for it."""
        others = [known for known in self.lengths.peek("") or () if known != length]
        self.lengths.set("", tuple(sorted([*others, length] if here else others, reverse=True)))
