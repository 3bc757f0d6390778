"""`show crypto ipsec sa address` and `identity` (forms of 12.2T and 15.x): the same SAs from two other sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.features.crypto.ipsec.show import Frame, sa_lines, traffic_lines
from iossim.features.crypto.view import FlowView, PairView
from iossim.net.address import Address


def show_by_address(flows: Iterable[FlowView], frame: Frame) -> Iterator[str]:
    """The SAs by where their packets go: ours first by address, each with what it is made of."""
    found: dict[Address, list[tuple[PairView, bool]]] = {}
    for flow in flows:
        for one in flow.pairs:
            found.setdefault(one.pair.peer.local, []).append((one, True))
            found.setdefault(one.pair.peer.remote, []).append((one, False))
    for address in sorted(found):
        yield f"dest address: {frame.ip(address)}"
        yield "   protocol: ESP"
        for one, inbound in found[address]:
            yield from sa_lines(one, frame, inbound)
        yield ""


def show_identities(flows: Iterable[FlowView], frame: Frame) -> Iterator[str]:
    """The flows with their counters, without SAs."""
    for flow in flows:
        yield ""
        yield from traffic_lines(flow, frame)
