"""The one walk: a packet carried from node to node, on paper.

A walk asks every node on the way what it does, carries frames over links and switches, and ends with a `Fate`. It reads
facts and writes nothing; what a real packet would cause (counters, timers fed, an ARP request, delivery) is collected as
touches, gates and acts and done by whoever sends for real (`sim.memo`). Nothing else decides whether A reaches B.

A frame that several nodes take (multicast, broadcast, two owners of one address) is walked on for each of them.
A packet in fragments is walked as one: it counts, and may get lost, as often as it has fragments. A walk is decided at its
sending instant. Left out: fragments that take different ways, collisions, spanning tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.net.address import Mac
from iossim.net.disorder import Stray, astray
from iossim.net.fate import Arrival, Fate, Hazard, Step
from iossim.net.line import Passage, Slow, met
from iossim.net.node import Deliver, Drop, Forward, Node, Seam, Verdict
from iossim.net.packet import Frame, Packet, Snap
from iossim.net.topology import PortKey
from iossim.sim.memo import Act, Result
from iossim.sim.meters import Idle, Meter, Touch

if TYPE_CHECKING:
    from iossim.net.wire import Wire

MILLION = 1_000_000
ENDLESS = "goes in circles for ever"
HOP_LIMIT = 20_000
"""Hops after which a walk is cut: more than any TTL lets happen, also that of a packet which is encrypted anew in each round."""


class Walker:
    """One journey: the clock of the walk and the basket of its consequences.

    `sealed` counts the packets of the SA that has encrypted last. `keeps_order` is true for a packet that has been astray.
    `individual` is set by a link that does not treat all frames alike. One that is `cutting` ends at `seams` (`net.legs`).
    `sender` is the source of the last frame. `spaced` is the rate (bit/s) of the last shaper. `complained`: a drop has been
    answered with an error, which quotes the packet.
    """

    __slots__ = (
        "acts", "complained", "cutting", "delay", "fates", "gates", "hazards", "individual", "keeps_order", "lines", "loss", "lost",
        "sealed", "seams", "sender", "slow", "spaced", "steps", "stray", "touches", "wire",
    )  # fmt: skip

    def __init__(self, wire: Wire, record: bool = False, keeps_order: bool = False, cutting: bool = False) -> None:
        self.wire = wire
        self.cutting = cutting
        self.seams: list[Seam] = []
        self.individual = False
        self.complained = False
        self.sender: Mac | None = None
        self.delay = 0
        self.loss = 0
        self.lost = ""
        self.touches: list[Touch] = []
        self.gates: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        self.acts: list[Act] = []
        self.fates: list[Fate] = []
        self.steps: list[Step] | None = [] if record else None
        self.keeps_order = keeps_order
        self.sealed: Meter | None = None
        self.stray: Stray | None = None
        self.slow: tuple[Slow, ...] = ()
        self.lines: tuple[Passage, ...] = ()
        self.hazards: tuple[Hazard, ...] = ()
        self.spaced = 0

    def touch(self, target: Meter | Idle, octets: int = 0) -> None:
        """A real packet would count here, now."""
        self.touches.append(Touch(target, octets, self.delay))

    def act(self, fn: Callable[..., None], *args: Any) -> None:
        """A real packet would make this happen, now."""
        self.acts.append(Act(self.delay, fn, args))

    def gate(self, fn: Callable[..., None], *args: Any) -> None:
        """A real packet would make the node look at something that depends on time."""
        self.gates.append((fn, args))

    @property
    def reaches(self) -> int:
        """The share (millionths) of packets like this that queues and lines on the way have let through so far."""
        kept = MILLION - self.loss
        for hazard in self.hazards:
            kept = kept * (MILLION - hazard.chance) // MILLION
        return kept

    def risk(self, node: str, reason: str, chance: int, octets: int, *drops: Meter) -> None:
        """A queue drops a share of packets like this, in millionths."""
        self.hazards += (Hazard(node, reason, chance, octets, len(self.touches), len(self.gates), drops),)

    def step(self, node: str, port: str, action: str, reason: str = "", packet: Packet | None = None) -> None:
        """Write a line of the story, if anybody wants to read it."""
        if self.steps is not None:
            self.steps.append(Step(node, port, action, reason, packet, self.delay))

    def result(self) -> Result[Fate]:
        """The basket, as data."""
        fate = self.fates[0]
        if self.stray is not None or self.lines or self.hazards:
            fate = Fate(
                fate.delivered, fate.node, fate.reason, fate.delay, fate.packet, fate.loss, self.stray,
                lines=self.lines, hazards=self.hazards,
            )  # fmt: skip
        ordered = bool(self.hazards)
        return Result(fate, fate.delay, tuple(self.touches), tuple(self.gates), tuple(self.acts), ordered)

    # -- layer 3 -------------------------------------------------------------------------------------------------

    def carry(self, node: Node, verdict: Verdict, packet: Packet) -> None:
        """Follow a packet from a node's verdict to its end, or ends."""
        for _ in range(HOP_LIMIT):
            if not isinstance(verdict, Forward):
                self._stop(node, verdict, packet)
                return
            packet, frame = verdict.packet, verdict.frame
            self.lost = ""
            arrivals = self.transmit(node, verdict.port, frame)
            if not arrivals:
                self._end(node, Drop(self.lost or f"nobody takes frames for {frame.dst}"), packet)
                return
            for other in arrivals[1:]:
                self.sender = frame.src
                self.enter(other, packet)
            first, self.sender = arrivals[0], frame.src
            self.delay, self.loss = first.delay, first.loss
            node, verdict = first.node, first.node.inbound(self, first.port, packet)
        self._end(node, Drop(ENDLESS), packet)

    def _stop(self, node: Node, verdict: Deliver | Drop | Seam, packet: Packet) -> None:
        if isinstance(verdict, Drop):
            self._end(node, verdict, packet)
        elif isinstance(verdict, Deliver):
            self._deliver(node, verdict)
        else:
            self.seams.append(verdict)

    def enter(self, arrival: Arrival, packet: Packet) -> None:
        """Follow a packet from its arrival at a node; clock and losses of the walk are put back afterwards."""
        delay, loss = self.delay, self.loss
        self.delay, self.loss = arrival.delay, arrival.loss
        self.carry(arrival.node, arrival.node.inbound(self, arrival.port, packet), packet)
        self.delay, self.loss = delay, loss

    def _deliver(self, node: Node, verdict: Deliver) -> None:
        self.step(node.name, verdict.port, "deliver", "", verdict.packet)
        self.fates.append(Fate(True, node.name, "", self.delay, verdict.packet, self.loss))
        if not node.absorb(self, verdict.port, verdict.packet):
            self.act(node.receive, verdict.port, verdict.packet)

    def _end(self, node: Node, drop: Drop, packet: Packet) -> None:
        self.step(node.name, "", "drop", drop.reason, packet)
        self.fates.append(Fate(False, node.name, drop.reason, self.delay, packet, self.loss))
        if drop.answer is not None:
            self.complained = True
            node.complains(self, drop.answer)

    def answer(self, node: Node, packet: Packet) -> None:
        """The ICMP error a drop provokes travels on the same walk, untold: its consequences are this packet's."""
        fates, delay, loss, steps = self.fates, self.delay, self.loss, self.steps
        self.fates, self.steps = [], None
        self.carry(node, node.outbound(self, packet), packet)
        self.fates, self.delay, self.loss, self.steps = fates, delay, loss, steps

    # -- layer 2 -------------------------------------------------------------------------------------------------

    def transmit(self, node: Node, port: str, frame: Frame) -> tuple[Arrival, ...]:
        """The nodes that take a frame sent by a port, in the order of ports; () when it is lost."""
        crossing = self.wire.crossings.of(node.name, port, frame.src, frame.dst)
        if crossing.value.individual:
            return self.cross(node, port, frame)
        self.lost = crossing.value.lost
        for delay, fn, args in crossing.acts:
            self.acts.append(Act(self.delay + delay, fn, args))
        start, loss = self.delay, self.loss
        for slow in crossing.value.slow:
            start += self._passes(slow, frame)
        return tuple([Arrival(far.node, far.port, start + far.delay, loss) for far in crossing.value.arrivals])

    def cross(self, node: Node, port: str, frame: Frame) -> tuple[Arrival, ...]:
        """The same for one frame: what it is decides how likely it is lost, and whether it keeps its place."""
        arrivals: list[Arrival] = []
        out, tag = node.on_wire(port)
        frame = replace(frame, tag=tag) if tag else frame
        self._cross((node.name, out), frame, Arrival(node, out, self.delay, self.loss), arrivals, {node.name})
        return tuple(arrivals)

    def _cross(self, end: PortKey, frame: Frame, so_far: Arrival, arrivals: list[Arrival], visited: set[str]) -> None:
        network = self.wire.network
        link = network.link_at(end)
        if link is None:
            self.lost = f"nothing is plugged into {end[1]}"
            return
        state = network.live.get(link.name)
        if state is None:
            self.lost = f"link {link.name} has no carrier"
            return
        if end in state.silent:
            self.lost = f"link {link.name} loses the frame"
            return
        delay = so_far.delay + state.delay
        loss = so_far.loss
        if state.line is not None:
            slow = met(network, state.line, end, end == link.a)
            self.slow += (slow,)
            delay, loss = delay + slow.queue, loss + (MILLION - loss) * slow.loss // MILLION
            if frame.body is not ANYTHING:
                delay += self._passes(slow, frame)
        if state.loss or state.disorder is not None or loss:
            self.individual = True
        if state.loss:
            for _ in range(frame.body.fragments if isinstance(frame.body, Packet) else 1):
                loss += (MILLION - loss) * state.loss // MILLION
        far_end = link.other(end)
        if state.disorder is not None:
            self.stray = self.stray or astray(self, far_end, frame, delay, loss, state.disorder)
        self._come(far_end, frame, Arrival(so_far.node, end[1], delay, loss), arrivals, visited)

    def _come(self, end: PortKey, frame: Frame, so_far: Arrival, arrivals: list[Arrival], visited: set[str]) -> None:
        """A frame comes in at the end of a link: it is taken, repeated, or ignored."""
        name, port = end
        far = self.wire.network.nodes[name]
        saved, self.delay = self.delay, so_far.delay
        repeated = far.frame_in(self, port, frame)
        self.delay = saved
        if repeated is None:
            if (taken := far.takes(port, frame)) is not None:
                arrivals.append(Arrival(far, taken, so_far.delay, so_far.loss))
            return
        if name in visited:
            return
        visited.add(name)
        for out in repeated:
            self._cross((name, out), frame, Arrival(far, out, so_far.delay, so_far.loss), arrivals, visited)

    def _passes(self, slow: Slow, frame: Frame) -> int:
        """How long a frame takes on a slow line."""
        octets, even = frame.body.size, 0 < self.spaced <= slow.rate
        self.lines += (Passage(slow.end, octets, slow.wait, 0, self.reaches, slow.passes, even),)
        return slow.takes(octets)

    def come(self, end: PortKey, frame: Frame) -> tuple[Arrival, ...]:
        """The nodes that take a frame which has been held back before that end of a link."""
        arrivals: list[Arrival] = []
        self._come(end, frame, Arrival(self.wire.network.nodes[end[0]], end[1], 0, 0), arrivals, set())
        return tuple(arrivals)


ANYTHING = Snap(0, None, 0)
"""Stands for what a frame carries: no box of layer 2 looks."""
