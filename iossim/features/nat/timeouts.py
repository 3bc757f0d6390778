"""How long a translation lasts without traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.features.nat.config import TIMEOUTS
from iossim.features.nat.rules import ANY
from iossim.net.packet import Protocol
from iossim.sim.clock import SECOND

if TYPE_CHECKING:
    from iossim.device.config import RunningConfig
    from iossim.features.nat.rules import End

DNS = 53
NEVER = 10**18
"""Microseconds: longer than anybody looks."""
_BY_PROTOCOL = {ANY: "timeout", Protocol.UDP: "udp-timeout", Protocol.TCP: "tcp-timeout", Protocol.ICMP: "icmp-timeout"}


def limit_of(config: RunningConfig, proto: int, outside: End, closing: bool = False) -> int:
    """Microseconds after the last packet, by what kind of conversation it is."""
    name = _BY_PROTOCOL[proto]
    if closing:
        name = "finrst-timeout"
    elif proto == Protocol.UDP and outside.port == DNS:
        name = "dns-timeout"
    entry = TIMEOUTS[name]
    args = config.args(entry)
    seconds = entry.default["seconds"] if args is None else args.get("seconds", 0)
    return seconds * SECOND or NEVER
