"""Manual keying: pairs of SAs that stand in the configuration (RFC 2401, 4.5).

Nothing is negotiated, and nothing ends: a pair is there as long as its entry has a peer, a list, one transform set and long enough
keys for both directions, under a map that an interface with an address uses. Of the list the first entry that permits counts.
What the two ends have typed must agree; a packet says with which keys it was sealed, and where these are not those of the
SA it fails its check. Order is not checked, as no counter is shared.

Keys that are longer than their transform needs are cut, shorter ones are of no use. Source: the vendor's command reference, 12.2
(`set session-key`). Left out: AH.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Apart
from iossim.features.crypto.ipsec.state import Flow, Peer, Proxy, SaMeters, SaPair
from iossim.features.crypto.maps.maps import between_peers
from iossim.features.crypto.wanted import CryptoMap, MapEntry, SessionKey

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine

DIGITS = {"esp-des": 16, "esp-3des": 48, "esp-null": 0, "esp-md5-hmac": 32, "esp-sha-hmac": 40}
"""Hexadecimal digits of a key."""
Seal = tuple[str, str]


def seal(key: SessionKey, transforms: tuple[str, ...]) -> Seal | None:
    """Cipher and authenticator with the part of their keys that counts; None when there is too little of one."""
    parts = ["", ""]
    for name in transforms:
        if name not in DIGITS:
            return None
        place = int(name.endswith("-hmac"))
        digits = (key.cipher, key.authenticator)[place].lower()[: DIGITS[name]]
        if len(digits) < DIGITS[name]:
            return None
        parts[place] = f"{name} {digits}"
    return parts[0], parts[1]


class ManualKeys:
    """The pairs that are configured."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine

    def settle(self) -> Iterator[Action]:
        """Make the pairs that there are those that are configured."""
        wanted = {pair.flow: pair for pair in self._wanted()}
        for pair in tuple(self.engine.sadb.pairs.values()):
            if pair.manual and _same(pair, wanted.get(pair.flow)):
                del wanted[pair.flow]
            elif pair.manual:
                yield Apart(self.engine.sadb.delete(pair.id, "its keys are no longer configured so", tell=False))
        for pair in wanted.values():
            yield Apart(self.engine.sadb.install_manual(pair))

    def _wanted(self) -> Iterator[SaPair]:
        for port, crypto_map in self.engine.maps.lookup.applied.items():
            for entry in crypto_map.entries:
                pair = self._pair(port, crypto_map, entry) if entry.manual and entry.complete else None
                if pair is not None:
                    yield pair

    def _pair(self, port: str, crypto_map: CryptoMap, entry: MapEntry) -> SaPair | None:
        maps = self.engine.maps
        local, sets, found = maps.local_address(crypto_map, port), maps.sets(entry), maps.lookup.access_list(entry.acl)
        rule = next((rule for rule in found.rules if rule.permit), None) if found is not None else None
        if local is None or not sets or rule is None or entry.inbound is None or entry.outbound is None:
            return None
        opens, seals = (seal(key, sets[0].transforms) for key in (entry.inbound, entry.outbound))
        if opens is None or seals is None:
            return None
        peer, proxy = Peer(local, entry.peers[0]), Proxy.of(rule)
        transport, flow = sets[0].transport and between_peers(proxy, peer), Flow(entry.map, entry.sequence, proxy)
        return SaPair(
            0, flow, peer, entry.inbound.spi, entry.outbound.spi,
            sets[0].transforms, sets[0].name, transport, self.engine.now, 0, 0, True, port, 0,
            SaMeters.new(self.engine.router.kernel), self.engine.sadb.counters_of(flow), manual=True, opens=opens, seals=seals,
        )  # fmt: skip


def _same(pair: SaPair, wanted: SaPair | None) -> bool:
    """True when a pair is as it is wanted, apart from its numbers and its age."""
    if wanted is None:
        return False
    return replace(pair, id=0, conn_id=0, created=0) == replace(wanted, created=0)
