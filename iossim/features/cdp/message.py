"""What a box says about itself: the type-length-values of CDP that matter here."""

from __future__ import annotations

from dataclasses import dataclass

from iossim.net.address import Address, Mac
from iossim.net.packet import Snap

PROTOCOL = 0x2000
EVERYBODY = Mac(0x01000CCCCCCC)

HEADER = 4
FIXED = 4 + 17 + 4 + 4 + 8 + 5
"""Octets of headers of values, one address, capabilities, duplex: all but the texts."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message. `hold` in seconds; `duplex` is absent in version 1."""

    device: str
    port: str
    platform: str
    capabilities: tuple[str, ...]
    address: Address | None
    software: tuple[str, ...]
    hold: int
    version: int = 2
    full_duplex: bool | None = None

    @property
    def length(self) -> int:
        """Octets, without the SNAP header."""
        texts = (self.device, self.port, self.platform, "\n".join(self.software))
        return HEADER + FIXED + sum(4 + len(text) for text in texts)

    def message(self) -> Snap:
        """What goes onto the link."""
        return Snap(PROTOCOL, self, self.length)
