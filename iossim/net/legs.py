"""A walk in legs: the ways between the ends of tunnels are remembered apart from what the tunnels are made of.

An SA is renewed every hour, and nothing changes but numbers at which its two ends look. So a remembered walk is put together
from legs. A leg ends at a *seam*, where a node is about to put the packet into a tunnel or to take it out of one; what happens
there is asked anew, while the legs are remembered by themselves and shared. An ESP packet takes its leg *bare*: between its ends
nobody looks at the SPI and at what is inside, so a renewed SA takes the same leg, and so does every packet of that size.

A leg is *ordinary* when nothing gets lost or astray on it, nobody's clock is asked, nobody complains of a packet that is dropped,
and no shaper has spaced its packets out for what follows. All others, explicit kernels and audits walk straight on, which is
always right; the consequences are the same, in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iossim.net.fate import Fate
from iossim.net.node import Seam
from iossim.net.packet import Packet
from iossim.sim.memo import Act, Memo, Path, Result
from iossim.sim.meters import Touch

if TYPE_CHECKING:
    from iossim.net.line import Passage
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire


class Leg(NamedTuple):
    """How far a packet gets by itself: to a seam, or to the end of its walk. What follows an `ordinary` leg may be put to it."""

    fate: Fate | None
    seam: Seam | None
    lines: tuple[Passage, ...]
    ordinary: bool


class Legs:
    """The remembered legs of a wire: those that begin at the node a packet is from, and those that begin behind a seam."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.first: Memo[Leg] = Memo(wire.network.kernel, self._first)
        self.further: Memo[Leg] = Memo(wire.network.kernel, self._further)

    def walk(self, name: str, packet: Packet) -> Result[Fate]:
        """What a packet of that node would do: the same as `Wire.walk` finds, for a path."""
        kernel, node = self.wire.network.kernel, self.wire.network.nodes[name]
        if kernel.explicit or not isinstance(kernel.reader, Path):
            return self.wire.walk(node, packet)
        leg = self.first.of(name, packet)
        fate, seam, _, _ = leg.value
        if seam is None and fate is not None:
            return Result(fate, leg.delay, leg.touches, leg.gates, leg.acts, leg.ordered)
        return self._sewn(leg, packet) or self.wire.walk(node, packet)

    def _sewn(self, leg: Result[Leg], packet: Packet) -> Result[Fate] | None:
        """Legs and seams put together; None when one of them is out of the ordinary."""
        walker = self.wire.walker()
        while leg.value.ordinary:
            self._follow(walker, leg)
            fate, seam, lines, _ = leg.value
            walker.lines += lines
            if seam is None:
                assert fate is not None
                last = fate.packet
                walker.fates.append(fate.after(walker.delay, last.holding(packet.payload) if last.is_bare else last))
                return walker.result()
            walker.delay += leg.delay
            node, stage, transit = seam
            transit = transit.copy()
            if transit.packet.is_bare:
                transit.packet = transit.packet.holding(packet.payload)
            if node.sews(walker, stage, transit) is not None:
                break
            packet = transit.packet
            transit.packet = packet.bare()
            leg = self.further.of(node.name, stage, transit.fields())
        return None

    def _follow(self, walker: Walker, leg: Result[Leg]) -> None:
        """Put what happens on a leg into the basket of a walk that has come to its beginning."""
        start = walker.delay
        if start == 0:
            walker.touches += leg.touches
            walker.acts += leg.acts
        else:
            walker.touches += [Touch(target, octets, start + delay) for target, octets, delay in leg.touches]
            walker.acts += [Act(start + delay, fn, args) for delay, fn, args in leg.acts]

    # -- what is remembered --------------------------------------------------------------------------------------

    def _first(self, name: str, packet: Packet) -> Result[Leg]:
        node = self.wire.network.nodes[name]
        walker = self.wire.walker(cutting=True)
        walker.carry(node, node.outbound(walker, packet), packet)
        return _found(walker, packet)

    def _further(self, name: str, stage: str, transit: tuple[Any, ...]) -> Result[Leg]:
        node = self.wire.network.nodes[name]
        walker = self.wire.walker(cutting=True)
        packet = transit[0]
        walker.carry(node, node.goes_on(walker, stage, transit), packet)
        return _found(walker, packet)


def _found(walker: Walker, packet: Packet) -> Result[Leg]:
    """What a walk that stops at seams has come to."""
    seam = walker.seams[0] if walker.seams else None
    fate = walker.result().value if walker.fates else None
    ordinary = (
        len(walker.seams) + len(walker.fates) == 1
        and not (walker.gates or walker.loss or walker.stray or walker.hazards or walker.complained)
        and not (walker.spaced and seam is not None)
        and not (packet.is_bare and ((fate is not None and fate.delivered) or _shown(walker.acts)))
    )
    leg = Leg(fate, seam, walker.lines, ordinary)
    ordered = bool(walker.hazards)
    return Result(leg, walker.delay, tuple(walker.touches), tuple(walker.gates), tuple(walker.acts), ordered)


def _shown(acts: list[Act]) -> bool:
    """True when somebody is handed a packet."""
    return any(isinstance(argument, Packet) for act in acts for argument in act.args)
