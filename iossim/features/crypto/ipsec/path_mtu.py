"""The path MTU of an SA: what a router on the way to the peer has said it can carry (RFC 2401, 6.1; RFC 1191).

A packet that must not be fragmented keeps that mark in its ESP packet. A router that cannot forward this tells the head-end, with
the SPI quoted; from then on the SA refuses what would be larger, and tells its sender how much fits inside. What was heard is
forgotten after ten minutes, or with the SA. Packets that may be fragmented do not ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Action, Remember, StartTimer
from iossim.net.packet import Esp, IcmpType, Unreachable
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iossim.device.icmp import IcmpHeard
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.features.crypto.ipsec.state import SaPair

AGING = 600_000_000
LEAST = 256
"""Octets; what is said to be less is not believed."""


class PathMtus:
    """What has been heard, by pair."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.known: Table[int, int] = engine.table("sa.path mtu")

    def of(self, pair: SaPair, media: int) -> int:
        """The largest ESP packet that gets through, as far as is known; asked by walks."""
        return min(media, self.known.get(pair.id) or media)

    def heard(self, heard: IcmpHeard) -> Iterator[Action]:
        """An error about a packet of an SA."""
        message, quoted = heard.message, heard.message.quoted
        if (message.kind, message.code) != (IcmpType.UNREACHABLE, Unreachable.FRAGMENTATION_NEEDED):
            return
        if quoted is None or not isinstance(quoted.payload, Esp) or message.mtu < LEAST:
            return
        for pair in self.engine.sadb.pairs.values():
            if (pair.outbound, pair.peer.remote) == (quoted.payload.spi, quoted.dst):
                self.known.set(pair.id, message.mtu)
                about = (("peer", str(pair.peer.remote)), ("mtu", message.mtu))
                yield Remember("path-mtu", f"hears from {heard.source} that {message.mtu} octets fit", about)
                yield StartTimer(("pmtu", pair.id), AGING)

    def forget(self, number: int) -> tuple[Action, ...]:
        """It was long ago, or the pair is gone."""
        self.known.delete(number)
        return ()
