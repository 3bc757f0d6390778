"""`show crypto ipsec sa address` and `identity` (12.2(11)T): the same SAs from two other sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.features.crypto.ipsec.show import Ip, sa_lines, traffic_lines
from iossim.features.crypto.view import FlowView, PairView
from iossim.net.address import Address


def show_by_address(flows: Iterable[FlowView], ip: Ip) -> Iterator[str]:
    """The SAs by where their packets go: ours first by address, each with what it is made of."""
    found: dict[Address, list[tuple[PairView, bool]]] = {}
    for flow in flows:
        for one in flow.pairs:
            found.setdefault(one.pair.peer.local, []).append((one, True))
            found.setdefault(one.pair.peer.remote, []).append((one, False))
    for address in sorted(found):
        yield f"dest address: {ip(address)}"
        yield "   protocol: ESP"
        for one, inbound in found[address]:
            yield from sa_lines(one, inbound)
        yield ""


def show_identities(flows: Iterable[FlowView], ip: Ip, detail: bool = False) -> Iterator[str]:
    """The flows with their counters, without SAs."""
    for flow in flows:
        yield ""
        yield from traffic_lines(flow, ip, detail)
