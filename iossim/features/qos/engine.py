"""Quality of service on one router: which class a packet is of, what is done with it, and who waits for whom.

A policy on an interface has effect on what passes: it is counted, marked, policed, and - behind a shaper - queued
(`schedule`). Without a shaper the queue of an Ethernet is never long enough to be one: a policy there sorts and counts, nothing
waits. All of it runs inside walks; what streams want of each class are facts of the network (`net.line`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.cli.mode import INTERFACE
from iossim.device.actions import Amend
from iossim.device.config import Statement
from iossim.device.engine import Actions, Engine
from iossim.device.interface import parent_of
from iossim.device.notices import ConfigurationChanged, CountersCleared
from iossim.features.qos import config as lines
from iossim.features.qos.matching import DSCP_SHIFT, PRECEDENCE_SHIFT, belongs
from iossim.features.qos.policy import Policy, PolicyClass
from iossim.features.qos.reading import policy
from iossim.features.qos.refusals import Refusals
from iossim.features.qos.schedule import MILLION, Queue, Shaper
from iossim.net.line import NONE, Passage, QueueKey
from iossim.net.node import Drop
from iossim.sim.meters import Meter

if TYPE_CHECKING:
    from iossim.device.config import Change, SectionKey
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker
    from iossim.sim.facts import Table

ETHERNET = 14
"""Octets in front of a packet, which policies count."""
DROPS = "out.drops"
OTHER_MARK = {lines.SET_DSCP: lines.SET_PRECEDENCE, lines.SET_PRECEDENCE: lines.SET_DSCP}
RATED = ("matched", "drops", "exceeded")
"""Counters of which displays tell a rate."""


class QosEngine(Engine):
    """The policies of one router where they are applied."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.applied: Table[tuple[str, str], Policy] = self.table("qos.applied")
        self.refusals = Refusals(router)
        self._meters: dict[tuple[QueueKey, str], Meter] = {}

    def allowed(self) -> Refusals:
        """What speaks against a line."""
        return self.refusals

    # -- what is told --------------------------------------------------------------------------------------------

    def start(self) -> Actions:
        """The configuration is in."""
        self._read()
        return ()

    def stop(self) -> None:
        """Counters are RAM."""
        self._meters.clear()

    def configure(self, change: Change) -> Actions:
        """A map, a policy, or its use has changed."""
        other = OTHER_MARK.get(change.entry)
        there = self.router.config.statement(other, change.section) if other is not None else None
        if there is not None and not change.removed:
            yield Amend(change.section, Statement(there.entry, there.args), remove=True)
        if change.removed and change.entry is lines.RED:
            for statement in (one for entry in lines.REDS for one in self.router.config.all(entry, change.section)):
                yield Amend(change.section, statement, remove=True)
        self._read()

    def notice(self, notice: Any) -> Actions:
        """Percentages are of a bandwidth."""
        match notice:
            case ConfigurationChanged("bandwidth"):
                self._read()
            case CountersCleared(port):
                self.clear_counters(port)
        return ()

    def _read(self) -> None:
        """Make the policies facts."""
        wanted = {}
        for section in self.router.config.sections(INTERFACE):
            for statement in self.router.config.all(lines.SERVICE_POLICY, section):
                key = str(section[-1][1]), statement.args["direction"]
                wanted[key] = self._policy(section, statement.args["policy"])
        for key in tuple(self.applied.keys()):
            if wanted.get(key) is None:
                self.applied.delete(key)
                self._forget(key)
        for key, found in wanted.items():
            if found is not None and self.applied.peek(key) != found:
                self.applied.set(key, found)

    def _policy(self, section: SectionKey, name: str) -> Policy | None:
        config, interface = self.router.config, self.router.interfaces.peek(str(section[-1][1]))
        known = config.has(lines.POLICY_MAP, name=name)
        return policy(config, name, interface.bandwidth) if known and interface is not None else None

    def _forget(self, key: tuple[str, str]) -> None:
        for queue, what in tuple(self._meters):
            if queue[:2] == key:
                del self._meters[queue, what]

    # -- packets -------------------------------------------------------------------------------------------------

    def enter(self, walker: Walker, transit: Transit) -> Drop | None:
        """A packet comes in by an interface with an input policy."""
        found = self.applied.get((transit.in_port, "input"))
        if found is None:
            return None
        return self._treat(walker, transit, found, (transit.in_port, "input"), transit.packet, None)

    def leave(self, walker: Walker, transit: Transit) -> Drop | None:
        """A packet leaves by an interface with an output policy; that of a port holds for its subinterfaces."""
        port = transit.out_port
        found = self.applied.get((port, "output"))
        if found is None and (parent := parent_of(port)):
            port, found = parent, self.applied.get((parent, "output"))
        if found is None:
            return None
        seen = transit.packet if transit.clear is None else transit.clear
        return self._treat(walker, transit, found, (port, "output"), seen, None)

    def _treat(
        self, walker: Walker, transit: Transit, found: Policy, where: QueueKey, seen: Packet, shaper: PolicyClass | None
    ) -> Drop | None:
        """Find the class of a packet, and do there what the policy says."""
        router = self.router
        one = next(one for one in found.classes if belongs(router, walker, one.matching, seen, transit.in_port))
        key, octets = (*where, *one.path), _octets(transit.packet)
        walker.touch(self.meter(key, "matched"), octets)
        if walker.steps is not None:
            walker.step(router.name, where[0], "classify", f"policy {found.name}: class {one.name}", transit.packet)
        if one.police is not None and (drop := self._police(walker, transit, one, key, octets)) is not None:
            return drop
        if one.marks is not None:
            transit.packet = marked(transit.packet, one.marks)
            walker.touch(self.meter(key, "marked"), octets)
        shaper = one if one.shape is not None else shaper
        if one.child is not None:
            return self._treat(walker, transit, one.child, where, seen, shaper)
        if shaper is not None:
            self._queue(walker, transit, one, shaper, where, octets)
        return None

    def queues(self, where: QueueKey, shaper: PolicyClass) -> tuple[Queue, ...]:
        """The queues behind a shaper, as streams want them now."""
        network = self.router.wire.network
        leaves = tuple(shaper.child.leaves()) if shaper.child is not None else (shaper,)
        keys = [(self.router.name, *where, *leaf.path) for leaf in leaves]
        return tuple(
            Queue(leaf, network.demand.get(key) or 0, network.uploads.get(key) or NONE)
            for leaf, key in zip(leaves, keys, strict=True)
        )

    def _queue(
        self, walker: Walker, transit: Transit, one: PolicyClass, shaper: PolicyClass, where: QueueKey, octets: int
    ) -> None:
        """Wait behind a shaper."""
        assert shaper.shape is not None
        rate, queues = shaper.shape.target, self.queues(where, shaper)
        mine = next(queue for queue in queues if queue.wish.path == one.path)
        shaped, firm = Shaper(rate, queues), not _gives_way(transit)
        service = shaped.serves(mine, octets, transit.packet.tos) if firm else shaped.serves(mine, octets)
        key = (*where, *one.path)
        even = 0 < walker.spaced <= rate
        walker.lines += (
            Passage((self.router.name, *key), octets, service.mean, service.most, walker.reaches, service.passes, even),
        )
        if service.queued:
            walker.touch(self.meter(key, "delayed"), octets)
            walker.touch(self.meter((*where, *shaper.path), "shaped"), octets)
        row = one.early.row(transit.packet.tos) if one.early is not None else ""
        if row:
            walker.touch(self.meter(key, f"row {row}"), octets)
        if service.loss and firm:
            drops = [self.meter(key, "drops"), self.router.meter(where[0], DROPS)]
            drops += [self.meter(key, f"drops {row}")] if row else []
            walker.risk(
                self.router.name,
                f"class {one.name} drops what is more than its bandwidth",
                service.loss,
                octets,
                *drops,
            )
        if walker.steps is not None and service.wait:
            reason = f"class {one.name} behind a shaper of {rate} bit/s: {service.wait / 1000:.1f} ms"
            walker.step(self.router.name, where[0], "wait", reason, transit.packet)
        walker.delay += service.wait
        walker.spaced = rate

    def _police(self, walker: Walker, transit: Transit, one: PolicyClass, key: QueueKey, octets: int) -> Drop | None:
        """Let through what conforms; of the rest that much of it is lost."""
        police, network = one.police, self.router.wire.network
        assert police is not None
        queue = (self.router.name, *key, "police")
        even, uploads = network.demand.get(queue) or 0, network.uploads.get(queue) or NONE
        left = max(police.rate - even, 0)
        passes = MILLION if police.exceed or uploads.rate <= left else left * MILLION // uploads.rate
        walker.lines += (Passage(queue, octets, 0, 0, walker.reaches, passes, True),)
        exceeding = MILLION - police.rate * MILLION // even if even > police.rate else 0
        if not police.conform:
            walker.touch(self.meter(key, "conformed"), octets)
            return Drop(f"class {one.name} is policed")
        if exceeding and not police.exceed and not _gives_way(transit):
            walker.risk(
                self.router.name,
                f"class {one.name} exceeds {police.rate} bit/s",
                exceeding,
                octets,
                self.meter(key, "exceeded"),
            )
        walker.touch(self.meter(key, "conformed"), octets)
        return None

    # -- counters ------------------------------------------------------------------------------------------------

    def meter(self, key: QueueKey, what: str) -> Meter:
        """A counter of a class where it is applied: (interface, direction, and the path of the class)."""
        meter = self._meters.get((key, what))
        if meter is None:
            meter = self._meters[key, what] = Meter(self.router.kernel, rated=what in RATED)
        return meter

    def meters_of(self, key: QueueKey) -> dict[str, Meter]:
        """The counters of a class by name."""
        return {what: meter for (known, what), meter in self._meters.items() if known == key}

    def drops(self, port: str) -> int:
        """Packets that output queues of an interface have dropped."""
        return self.router.meter(port, DROPS).count

    def unreserved(self, port: str) -> int | None:
        """The kbit/s that classes of an interface leave; None while it has no queues of classes itself."""
        found, interface = self.applied.peek((port, "output")), self.router.interfaces.peek(port)
        if found is None or interface is None or not found.queues:
            return None
        section = ((INTERFACE.name, port),)
        percent = self.router.config.value(lines.MAX_RESERVED, section, "percent")
        return int(interface.bandwidth * percent // 100 - sum(one.kbps for one in found.classes))

    def clear_counters(self, port: str) -> None:
        """`clear counters`."""
        for (key, _), meter in self._meters.items():
            if key[0] == port:
                meter.clear()
        self.router.meter(port, DROPS).clear()


def _gives_way(transit: Transit) -> bool:
    return transit.gives_way or transit.packet.gives_way


def _octets(packet: Packet) -> int:
    return packet.carried + ETHERNET * packet.fragments


def marked(packet: Packet, marks: tuple[str, int]) -> Packet:
    """The packet with another type of service."""
    kind, value = marks
    if kind == "dscp":
        return replace(packet, tos=value << DSCP_SHIFT | packet.tos & 3)
    return replace(packet, tos=value << PRECEDENCE_SHIFT | packet.tos & 31)
