"""A frozen picture of a policy where it is applied, for displays and checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.features.qos.engine import QosEngine
from iossim.features.qos.policy import Policy, PolicyClass
from iossim.features.qos.reading import flow_queues
from iossim.features.qos.schedule import KILO, MILLION, Shaper
from iossim.net.line import WINDOW

if TYPE_CHECKING:
    from iossim.device.router import Router
    from iossim.net.line import QueueKey
    from iossim.sim.meters import Meter

BITS = 8
RESERVED = 8
"""Conversations that IOS keeps for itself between those of flows and those of classes."""


@dataclass(frozen=True, slots=True)
class Count:
    """Packets and octets."""

    packets: int = 0
    octets: int = 0


@dataclass(frozen=True, slots=True)
class ClassView:
    """One class: what it does, what it has counted, and the policy inside. Rates are bit/s."""

    wish: PolicyClass
    counts: dict[str, Count]
    offered: int
    dropped: int
    conversation: int
    depth: int
    active: bool
    inside: PolicyView | None

    def count(self, what: str) -> Count:
        """A counter; zeros for one that has never counted."""
        return self.counts.get(what, Count())


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One policy, and for how many seconds its rates are means."""

    name: str
    interval: int
    classes: tuple[ClassView, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a policy is looked at: its interface and direction, the queues around it, bandwidth, seconds of its rates."""

    where: QueueKey
    shaper: PolicyClass | None
    kbps: int
    interval: int


def engine_of(router: Router) -> QosEngine:
    """The engine of this feature."""
    engine = router.engine("qos")
    assert isinstance(engine, QosEngine)
    return engine


def applied(router: Router, port: str, direction: str) -> PolicyView | None:
    """The policy of an interface; None without one."""
    engine, interface = engine_of(router), router.interfaces.peek(port)
    found = engine.applied.peek((port, direction))
    if found is None or interface is None:
        return None
    asked = router.provider("load-interval")
    interval = int(asked(port)) if asked is not None else 300
    return _policy(engine, found, _Place((port, direction), None, interface.bandwidth, interval))


def _policy(engine: QosEngine, found: Policy, place: _Place) -> PolicyView:
    queues = flow_queues(place.kbps)
    classes = []
    conversation = queues + RESERVED
    for one in found.classes:
        mine = queues + RESERVED
        if one.kbps and not one.priority:
            conversation += 1
            mine = conversation
        classes.append(_class(engine, one, place, mine))
    return PolicyView(found.name, place.interval, tuple(classes))


def _class(engine: QosEngine, one: PolicyClass, place: _Place, conversation: int) -> ClassView:
    key = (*place.where, *one.path)
    shaper = one if one.shape is not None else place.shaper
    kbps = one.shape.target // KILO if one.shape is not None else place.kbps
    inner = _Place(place.where, shaper, kbps, place.interval)
    depth, active = _standing(engine, place.where, one, shaper)
    meters = engine.meters_of(key)
    counts = {what: _count(meter) for what, meter in meters.items()}
    rates = {what: _rate(engine, meter, place.interval) for what, meter in meters.items() if meter.rated}
    return ClassView(
        wish=one,
        counts=counts,
        offered=rates.get("matched", 0),
        dropped=rates.get("drops", 0) + rates.get("exceeded", 0),
        conversation=conversation,
        depth=depth,
        active=active,
        inside=_policy(engine, one.child, inner) if one.child is not None else None,
    )


def _standing(engine: QosEngine, where: QueueKey, one: PolicyClass, shaper: PolicyClass | None) -> tuple[int, bool]:
    """How many packets stand in the queues of a class now, and whether there is more than its shaper sends."""
    if shaper is None or shaper.shape is None:
        return 0, False
    queues = engine.queues(where, shaper)
    now = Shaper(shaper.shape.target, queues)
    depth = 0
    for queue in queues:
        inside = queue.wish.path[: len(one.path)] == one.path and queue.uploads.flows
        if inside and now.serves(queue, queue.uploads.octets).passes < MILLION:
            windows = queue.uploads.flows * WINDOW // queue.uploads.octets
            depth += windows if queue.wish.early is None else min(windows, queue.wish.stands)
    return depth, now.congested


def _count(meter: Meter) -> Count:
    return Count(meter.count, meter.octets)


def _rate(engine: QosEngine, meter: Meter, interval: int) -> int:
    rate = meter.rate(interval, engine.router.booted_at)
    return round(rate.octets * BITS / 1000) * 1000
