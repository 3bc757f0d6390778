"""`clear crypto ...`: what goes, and that the peer is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Apart
from iossim.features.crypto.ipsec.state import SaPair
from iossim.features.crypto.isakmp.state import Phase
from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine

REASON = "cleared"


def clear_sas(engine: CryptoEngine, pairs: list[SaPair]) -> Iterator[Action]:
    """Delete IPsec SAs; ISAKMP SAs stay, so the next packet needs quick mode only. Manual ones are made again at once."""
    for pair in pairs:
        yield Apart(engine.sadb.delete(pair.id, REASON, tell=not pair.manual))
    yield from engine.manual.settle()


def all_pairs(engine: CryptoEngine) -> list[SaPair]:
    """Every pair."""
    return list(engine.sadb.pairs.values())


def pairs_with(engine: CryptoEngine, remote: Address) -> list[SaPair]:
    """The pairs with one peer."""
    return [pair for pair in engine.sadb.pairs.values() if pair.peer.remote == remote]


def pairs_under(engine: CryptoEngine, name: str) -> list[SaPair]:
    """The pairs under one crypto map."""
    return [pair for pair in engine.sadb.pairs.values() if pair.flow.map == name]


def pair_of(engine: CryptoEngine, destination: Address, spi: int) -> list[SaPair]:
    """The pair that has an SA of this destination and SPI, either way."""
    return [
        pair
        for pair in engine.sadb.pairs.values()
        if (destination, spi) in ((pair.peer.local, pair.inbound), (pair.peer.remote, pair.outbound))
    ]


def clear_counters(engine: CryptoEngine) -> None:
    """Show counts from here."""
    for counters in engine.sadb.counters.values():
        for meter in counters.all:
            meter.clear()


def clear_isakmp(engine: CryptoEngine, number: int | None) -> Iterator[Action]:
    """Delete ISAKMP SAs, or one. IPsec SAs live on without them."""
    for sa in tuple(engine.main_mode.sas.values()):
        if number in (None, sa.id):
            if sa.phase is Phase.DEAD:
                engine.main_mode.forget(sa.id)
            else:
                yield Apart(engine.main_mode.delete(sa.id, REASON, tell=True))
