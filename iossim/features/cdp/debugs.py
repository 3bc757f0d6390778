"""What `debug cdp packets` prints: each message that goes, and each that comes with whether its sender was known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.device.debug_switch import Named, switch

if TYPE_CHECKING:
    from iossim.features.cdp.message import Announcement

PACKETS = "cdp packets"
NAMES: dict[str, Named] = {PACKETS: ("CDP", "CDP packet info debugging")}


def sent(said: Announcement) -> tuple[str, ...]:
    """A message has gone out by its port."""
    return (f"CDP-PA: version {said.version} packet sent out on {said.port}",)


def received(port: str, told: Announcement, known: bool) -> Iterator[Debug]:
    """A message has come by a port."""
    yield Debug(PACKETS, (f"CDP-PA: Packet received from {told.device} on interface {port}",))
    yield Debug(PACKETS, ("**Entry found in cache**" if known else "**Entry NOT found in cache**",))


COMMANDS = switch(
    "cdp packets",
    lambda _: (PACKETS, NAMES[PACKETS][1]),
    {"cdp": "CDP information", "packets": "CDP packet-related information"},
)
