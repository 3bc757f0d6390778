"""Obstacles: where a packet's way ends now, and what has made it end there.

What is to blame is the newest change among the facts that were asked at the end of the way: a link that lost its signal, a
line of a policy. Where a route is missing it is the last to go of those that would have led on. Where nothing has changed
there since the beginning it is whatever has changed on the way, as the end may be a consequence. It is asked for when
something has been waited for in vain, never on a packet's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iossim.net.address import Address, Prefix
from iossim.net.fate import NO_ROUTE, TURNS_BACK
from iossim.net.packet import Packet, Udp
from iossim.sim.facts import Reader, Source, Table

if TYPE_CHECKING:
    from iossim.net.fate import Fate
    from iossim.net.node import Node
    from iossim.net.wire import Wire
    from iossim.sim.trace import Record


TELLING = (".icmp.told", ".crypto.muted")
"""Facts that decide about no packet: whether the sender, or an operator, is told once more."""
LONGEST = 32
ROUTES = (".rib", ".rib.lengths", ".rib.last_resort")
"""Facts that a lookup asks for."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """The end of a way, in plain words, the record of what is to blame, and where it is."""

    text: str
    cause: Record | None
    node: str = ""

    @property
    def without_route(self) -> bool:
        """True where a route is missing, at the end or where the packet came from."""
        reason = self.text.partition(": ")[2]
        return reason.startswith(NO_ROUTE) or reason == TURNS_BACK


def _anything(record: Record) -> bool:
    return True


def obstacle(wire: Wire, node: Node, packet: Packet, blamed: Callable[[Record], bool] = _anything) -> Obstacle | None:
    """What stands in the way of this packet of a node; None when nothing does. `blamed`: what may be the cause."""
    return _standing(wire, *_walked(wire, node, packet), blamed)


def both_ways(wire: Wire, node: Node, packet: Packet) -> Obstacle | None:
    """What stands in the way of a datagram, or of its answer."""
    there, probe = _walked(wire, node, packet)
    came = there.packet
    payload = came.payload
    if not there.delivered or not isinstance(payload, Udp):
        return _standing(wire, there, probe)
    answer = Packet(came.dst, came.src, came.proto, Udp(payload.dport, payload.sport, None, payload.length))
    return obstacle(wire, wire.network.nodes[there.node], answer)


def _walked(wire: Wire, node: Node, packet: Packet) -> tuple[Fate, Reader]:
    """How the way ends, and who has asked for what on it."""
    kernel = wire.network.kernel
    before, kernel.reader = kernel.reader, (probe := Reader(kernel))
    try:
        return wire.walk(node, packet).value, probe
    finally:
        kernel.reader = before


def _standing(wire: Wire, fate: Fate, probe: Reader, blamed: Callable[[Record], bool] = _anything) -> Obstacle | None:
    """What stands at the end of a way; None when that is where it should end."""
    if fate.delivered:
        return None
    return Obstacle(f"the way ends at {fate.node}: {fate.reason}", _blame(wire, probe, fate, blamed), fate.node)


def _blame(wire: Wire, probe: Reader, fate: Fate, blamed: Callable[[Record], bool]) -> Record | None:
    live, asked = wire.network.live, tuple(_facts(probe.reading))
    links = [(key, live.peek(key)) for table, key in asked if table is live]
    if broken := [key for key, state in links if state is None or state.silent]:
        return live.cause(broken[-1])
    asked = tuple((table, key) for table, key in asked if not table.name.endswith(TELLING))
    own = [(table, key) for table, key in asked if table.name.startswith(f"{fate.node}.")]
    routes = [(table, key) for table, key in asked if table.name.endswith(ROUTES)]
    ranks = [own, asked]
    if fate.reason.startswith(NO_ROUTE):
        tables = dict.fromkeys(table for table, _ in own if table.name.endswith(ROUTES[0]))
        ranks.insert(0, [(table, prefix) for table in tables for prefix in _leading_to(fate.packet.dst)])
    elif fate.reason == TURNS_BACK:
        ranks.insert(0, [(table, key) for table, key in routes if table.peek(key) is None])
    return next((found for facts in ranks if (found := _newest(facts, blamed)) is not None), None)


def _leading_to(target: Address) -> Iterator[Prefix]:
    """Every network with that address in it: a lookup asks for those lengths only of which there are routes left."""
    return (Prefix.of(target, length) for length in range(LONGEST + 1))


def _newest(asked: Iterable[tuple[Table[Any, Any], Any]], blamed: Callable[[Record], bool]) -> Record | None:
    """Of what was already so at the beginning nothing is to blame: then everything was well."""
    causes = (table.cause(key) for table, key in asked)
    known = (record for record in causes if record is not None and record.t >= 0 and blamed(record))
    return max(known, key=lambda record: record.number, default=None)


def _facts(reads: Iterable[tuple[Source, object]]) -> Iterator[tuple[Table[Any, Any], Any]]:
    """What has been asked, also by what was remembered of parts of the way."""
    for source, key in reads:
        if isinstance(source, Table):
            yield source, key
        elif isinstance(source, Reader):
            yield from _facts(source.reads)
