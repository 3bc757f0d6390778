"""What is held in RAM: blocks of a size, how many there are, and the process that has taken them.

Features tell of theirs by the provider `memory-blocks`: a method without arguments that gives blocks. Sizes are ours; counts are
facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from iossim.device.router import Router

ROUTE, ARP_ENTRY = 328, 144


class Block(NamedTuple):
    """So many blocks of a size, by their name."""

    what: str
    size: int
    number: int
    process: str

    @property
    def octets(self) -> int:
        """All of them."""
        return self.size * self.number


def blocks_of(router: Router) -> Iterator[Block]:
    """Everything that is held for the state of a box, kinds of which there is none left out."""
    yield from (block for block in _box(router) if block.number)
    for feature in router.catalog.features:
        method = feature.provides.get("memory-blocks")
        if method is not None:
            yield from (block for block in getattr(router.engine(feature.name), method)() if block.number)


def _box(router: Router) -> Iterator[Block]:
    yield Block("IP: route entry", ROUTE, len(router.rib.installed), "IP-RT Background")
    yield Block("ARP entry", ARP_ENTRY, len(router.arp.entries), "ARP Input")
    if router.log.octets:
        yield Block("Log buffer", router.log.octets, 1, "Logger")
