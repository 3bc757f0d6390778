"""A frozen picture of everything IPsec knows on one router: what displays, checks and screens read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.filters import AccessList
from iossim.features.crypto.ipsec.state import Flow, FlowCounts, Proxy, SaPair
from iossim.features.crypto.isakmp.packet import PORT
from iossim.features.crypto.isakmp.state import IkeSa
from iossim.features.crypto.maps.state import Temporary
from iossim.features.crypto.pki.enrollment import Pending
from iossim.features.crypto.wanted import CryptoConfig, MapEntry
from iossim.net.address import Address
from iossim.net.x509.revocation import RevocationList, read_list

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair of SAs with what is left of it, and its packets."""

    pair: SaPair
    encrypted: int
    decrypted: int
    kilobytes_left: int
    seconds_left: int


@dataclass(frozen=True, slots=True)
class FlowView:
    """The identities under an entry, with their counters: in out, and errors."""

    flow: Flow
    interface: str
    local: Address | None
    peer: Address | None
    port: int
    pfs: str
    from_list: bool
    requested: bool
    mtu: int
    path_mtu: int
    encrypted: int
    decrypted: int
    send_errors: int
    receive_errors: int
    replayed: int
    unverified: int
    pairs: tuple[PairView, ...]

    @property
    def outbound_spi(self) -> int:
        """The SPI that is sent with; 0 when there is none."""
        return self.pairs[-1].pair.outbound if self.pairs else 0


@dataclass(frozen=True, slots=True)
class MapView:
    """A crypto map with its live entries. `lists` has the access lists its entries name, as far as they are defined."""

    name: str
    local_interface: str
    local_address: Address | None
    interfaces: tuple[str, ...]
    entries: tuple[MapEntry, ...]
    temporaries: tuple[Temporary, ...]
    current_peers: Mapping[int, Address | None]
    lifetimes: Mapping[int, tuple[int, int]]
    lists: Mapping[str, AccessList]


@dataclass(frozen=True, slots=True)
class CryptoView:
    """The whole of it, at one instant."""

    config: CryptoConfig
    running: bool
    ike: tuple[IkeSa, ...]
    maps: tuple[MapView, ...]
    flows: tuple[FlowView, ...]
    revocation_lists: tuple[tuple[str, RevocationList], ...]
    requests: tuple[tuple[str, Pending], ...]
    default_lifetimes: tuple[int, int]
    now: int

    def entries_of(self, name: str) -> tuple[MapEntry, ...]:
        """The configured entries of a crypto map."""
        found = self.config.maps.get(name)
        return found.entries if found is not None else ()


def view(engine: CryptoEngine) -> CryptoView:
    """The picture as of now."""
    config = engine.config
    names = list(dict.fromkeys(config.maps))
    return CryptoView(
        config,
        engine.running,
        tuple(sorted(engine.main_mode.sas.values(), key=lambda sa: sa.id)),
        tuple(_map(engine, name) for name in names),
        tuple(_flows(engine)),
        tuple((name, read_list(held.octets)) for name, held in engine.lists.held.items()),
        tuple(engine.enrollment.pending.items()),
        engine.maps.lifetimes(MapEntry("", 0)),
        engine.now,
    )


def _map(engine: CryptoEngine, name: str) -> MapView:
    crypto_map, maps = engine.config.maps[name], engine.maps
    interfaces = tuple(port for port, used in engine.config.applied.items() if used == name)
    temporaries = sorted(
        (one for one in maps.lookup.temporaries.values() if one.map == name), key=lambda one: one.sequence
    )
    static = [entry for entry in crypto_map.entries if not entry.template]
    lists = {entry.acl: found for entry in static if (found := maps.lookup.access_list(entry.acl)) is not None}
    return MapView(
        name,
        crypto_map.local_interface,
        maps.local_address(crypto_map, interfaces[0] if interfaces else ""),
        interfaces,
        crypto_map.entries,
        tuple(temporaries),
        {entry.sequence: maps.current_peer(entry) for entry in static},
        {entry.sequence: maps.lifetimes(entry) for entry in static},
        lists,
    )


def _flows(engine: CryptoEngine) -> list[FlowView]:
    """Every identity pair there is: of static entries by their lists, of temporary ones by their SAs."""
    found: list[FlowView] = []
    for interface, crypto_map in engine.maps.lookup.applied.items():
        shown: dict[Flow, None] = {}
        for entry in crypto_map.entries:
            if not entry.template:
                shown.update(dict.fromkeys(_listed(engine, entry)))
        for temporary in engine.maps.lookup.temporaries.values():
            if temporary.map == crypto_map.name:
                shown[temporary.flow] = None
        shown.update(dict.fromkeys(flow for flow in engine.sadb.flows.keys() if flow.map == crypto_map.name))
        found += [_flow(engine, flow, interface) for flow in sorted(shown, key=lambda flow: flow.sequence)]
    return found


def _listed(engine: CryptoEngine, entry: MapEntry) -> list[Flow]:
    access_list = engine.maps.lookup.access_list(entry.acl)
    rules = access_list.rules if access_list is not None and entry.complete else ()
    return [Flow(entry.map, entry.sequence, Proxy.of(rule)) for rule in rules if rule.permit]


def _flow(engine: CryptoEngine, flow: Flow, interface: str) -> FlowView:
    sadb, maps = engine.sadb, engine.maps
    pairs = sadb.of_flow(flow)
    crypto_map = engine.config.maps.get(flow.map)
    temporary = maps.lookup.temporaries.peek((flow.map, flow.sequence))
    entry = maps.entry(flow)
    current = pairs[-1].peer.remote if pairs else maps.current_peer(entry) if entry is not None else None
    port = engine.router.interfaces.peek(interface)
    media = port.mtu if port is not None else 1500
    counted = sadb.counters.peek(flow)
    return FlowView(
        flow,
        interface,
        maps.local_address(crypto_map, interface) if crypto_map is not None else None,
        temporary.peer.remote if temporary is not None else current,
        pairs[-1].peer.port if pairs else PORT,
        temporary.pfs if temporary is not None else entry.pfs if entry is not None else "",
        temporary is None,
        engine.requests.open.peek(flow) is not None or engine.quick_mode.open_for(flow),
        media,
        min([media, *(known for pair in pairs if (known := engine.path_mtus.known.peek(pair.id)) is not None)]),
        *(counted.counts() if counted is not None else FlowCounts()),
        pairs=tuple(_pair(engine, pair) for pair in pairs),
    )


def _pair(engine: CryptoEngine, pair: SaPair) -> PairView:
    left = pair.kilobytes - pair.octets // 1024
    return PairView(
        pair,
        pair.meters.encrypted.count,
        pair.meters.decrypted.count,
        max(0, left),
        max(0, (pair.expires - engine.now) // 1_000_000),
    )
