"""Obstacles: where a packet's way ends now, and what has made it end there.

What is to blame is the newest change among the facts that were asked at the end of the way: a link that lost its signal, a route
that went, a line of a policy. It is asked for when something has been waited for in vain, never on a packet's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iossim.net.packet import Packet, Udp
from iossim.sim.facts import Reader, Reads, Table

if TYPE_CHECKING:
    from iossim.net.node import Node
    from iossim.net.wire import Wire
    from iossim.sim.trace import Record


@dataclass(frozen=True, slots=True)
class Obstacle:
    """The end of a way, in plain words, and the record of what is to blame."""

    text: str
    cause: Record | None


def _anything(record: Record) -> bool:
    return True


def obstacle(wire: Wire, node: Node, packet: Packet, blamed: Callable[[Record], bool] = _anything) -> Obstacle | None:
    """What stands in the way of this packet of a node; None when nothing does. `blamed`: what may be the cause."""
    kernel = wire.network.kernel
    before, kernel.reader = kernel.reader, (probe := Reader(kernel))
    try:
        fate = wire.walk(node, packet).value
    finally:
        kernel.reader = before
    if fate.delivered:
        return None
    return Obstacle(f"the way ends at {fate.node}: {fate.reason}", _blame(wire, probe, fate.node, blamed))


def both_ways(wire: Wire, node: Node, packet: Packet) -> Obstacle | None:
    """What stands in the way of a datagram, or of its answer."""
    found, there = obstacle(wire, node, packet), wire.walk(node, packet).value
    came = there.packet
    payload = came.payload
    if found is not None or not isinstance(payload, Udp):
        return found
    answer = Packet(came.dst, came.src, came.proto, Udp(payload.dport, payload.sport, None, payload.length))
    return obstacle(wire, wire.network.nodes[there.node], answer)


def _blame(wire: Wire, probe: Reader, end: str, blamed: Callable[[Record], bool]) -> Record | None:
    live, asked = wire.network.live, tuple(_facts(probe.reading))
    links = [(key, live.peek(key)) for table, key in asked if table is live]
    if broken := [key for key, state in links if state is None or state.silent]:
        return live.cause(broken[-1])
    own = (table.cause(key) for table, key in asked if table.name.startswith(f"{end}."))
    known = (record for record in own if record is not None and blamed(record))
    return max(known, key=lambda record: record.number, default=None)


def _facts(reads: Reads) -> Iterator[tuple[Table[Any, Any], Any]]:
    """What has been asked, also by what was remembered of parts of the way."""
    for source, key in reads:
        if isinstance(source, Table):
            yield source, key
        elif isinstance(source, Reader):
            yield from _facts(source.reads)
