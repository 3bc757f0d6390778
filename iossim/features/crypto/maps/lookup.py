"""Which entry of a crypto map protects a packet: asked by every walk that leaves or enters by the map's interface.

Entries are compared in order of their numbers: static ones by their access list (`deny` goes on to the next entry), temporary
ones by their identities. A head-end has one temporary entry per remote, so these are indexed by the remote network: a walk asks
one fact per prefix length in use, misses included, and is woken by exactly the entries that concern it.

A dynamic map that waits for its first remote protects only what its own access list names; without one, nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from iossim.device.filters import AccessList
from iossim.features.crypto.ipsec.state import Flow, Proxy, prefix_of
from iossim.features.crypto.maps.state import Temporary
from iossim.features.crypto.wanted import CryptoMap, MapEntry
from iossim.net.address import Address, Prefix, mask_of
from iossim.net.packet import Packet
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.net.walk import Walker

Lists = Callable[[str], AccessList | None]


class Lookup:
    """The facts of all crypto maps of a router, for walks."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.applied: Table[str, CryptoMap] = engine.table("crypto.applied")
        self.dynamic: Table[str, CryptoMap] = engine.table("crypto.dynamic")
        self.temporaries: Table[tuple[str, int], Temporary] = engine.table("crypto.temporaries")
        self.by_remote: Table[tuple[str, Prefix], tuple[int, ...]] = engine.table("crypto.remotes")
        self.lengths: Table[str, tuple[int, ...]] = engine.table("crypto.lengths")

    # -- asked by walks ------------------------------------------------------------------------------------------

    def find(self, crypto_map: CryptoMap, packet: Packet, walker: Walker | None = None) -> Flow | None:
        """The flow that a packet belongs to; entries of access lists count it on a walker, when it is on its way out."""
        temporary = self._temporary(crypto_map.name, packet)
        for entry in crypto_map.entries:
            if temporary is not None and temporary.sequence < entry.sequence:
                break
            flow = self._static(entry, packet, walker) if entry.complete else None
            if flow is not None:
                return flow
        if temporary is not None:
            return temporary.flow
        return self._template(crypto_map, packet, walker)

    def _static(self, entry: MapEntry, packet: Packet, walker: Walker | None) -> Flow | None:
        rule = self.permits(entry.acl, packet, walker)
        return (
            None if rule is None else Flow(entry.map, entry.sequence, rule.narrowed(packet) if entry.per_host else rule)
        )

    def permits(self, name: str, packet: Packet, walker: Walker | None = None) -> Proxy | None:
        """The identities of the access-list entry that permits a packet; None when none does."""
        access_list = self.access_list(name)
        rule = access_list.find(packet) if access_list is not None else None
        if access_list is not None and rule is not None and walker is not None:
            self.engine.router.provider("access-list-matched")(walker, access_list, rule, packet)
        return Proxy.of(rule) if rule is not None and rule.permit else None

    def pre_classifies(self, crypto_map: CryptoMap, flow: Flow) -> bool:
        """Whether output policies see what a flow's packets were before they were encrypted (`qos pre-classify`)."""
        for entry in crypto_map.entries:
            if entry.sequence == flow.sequence:
                return entry.pre_classify
        temporary = self.temporaries.get((crypto_map.name, flow.sequence))
        return temporary is not None and temporary.pre_classify

    def access_list(self, name: str) -> AccessList | None:
        """A list by name; None when it is not defined, or nothing defines lists."""
        lists = cast("Lists | None", self.engine.router.provider("access-list"))
        return lists(name) if lists is not None and name else None

    def _temporary(self, name: str, packet: Packet) -> Temporary | None:
        best: Temporary | None = None
        for length in self.lengths.get(name) or ():
            network = Prefix(Address(packet.dst & mask_of(length)), length)
            for sequence in self.by_remote.get((name, network)) or ():
                found = self.temporaries.get((name, sequence))
                if found is not None and found.proxy.takes(packet) and (best is None or sequence < best.sequence):
                    best = found
        return best

    def _template(self, crypto_map: CryptoMap, packet: Packet, walker: Walker | None) -> Flow | None:
        for entry in crypto_map.entries:
            template = self.dynamic.get(entry.template) if entry.template else None
            for inner in template.entries if template is not None else ():
                proxy = self.permits(inner.acl, packet, walker) if inner.acl else None
                if proxy is not None:
                    return Flow(crypto_map.name, entry.sequence, proxy.narrowed(packet) if inner.per_host else proxy)
        return None

    # -- events --------------------------------------------------------------------------------------------------

    def add(self, temporary: Temporary) -> None:
        """A temporary entry comes into being."""
        name, network = temporary.map, prefix_of(temporary.proxy.remote)
        self.temporaries.set((name, temporary.sequence), temporary)
        known = self.by_remote.peek((name, network)) or ()
        self.by_remote.set((name, network), (*known, temporary.sequence))
        lengths = self.lengths.peek(name) or ()
        if network.length not in lengths:
            self.lengths.set(name, tuple(sorted((*lengths, network.length), reverse=True)))

    def remove(self, temporary: Temporary) -> None:
        """It goes. Its prefix length stays known: asking once more is cheap."""
        name, network = temporary.map, prefix_of(temporary.proxy.remote)
        self.temporaries.delete((name, temporary.sequence))
        rest = tuple(other for other in self.by_remote.peek((name, network)) or () if other != temporary.sequence)
        if rest:
            self.by_remote.set((name, network), rest)
        else:
            self.by_remote.delete((name, network))
