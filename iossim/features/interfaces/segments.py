"""`ip tcp adjust-mss`: what a SYN says of the largest segment is lowered on its way (RFC 793, 3.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.net.packet import Tcp

if TYPE_CHECKING:
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.walk import Walker


def clamp(router: Router, walker: Walker, transit: Transit, port: str) -> None:
    """Let a SYN that passes an interface say no more than the interface does."""
    segment = transit.packet.payload
    if not isinstance(segment, Tcp) or not segment.mss:
        return
    interface = router.interfaces.get(port)
    if interface is None or not 0 < interface.tcp_mss < segment.mss:
        return
    transit.packet = transit.packet.holding(replace(segment, mss=interface.tcp_mss))
    walker.step(router.name, port, "adjust", f"MSS {segment.mss} -> {interface.tcp_mss}", transit.packet)
