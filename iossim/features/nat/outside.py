"""`ip nat outside source`: outside hosts are known inside by other addresses, their outside local ones (RFC 2663, 3).

Whole addresses only. What comes from outside gets another source before it is routed; what an inside host sends to an outside local
address is routed as it is and gets its destination on leaving, so the table needs a route to outside local addresses:
`add-route` makes one by the outside global address. Beside a translation of the inside each does its part: the table of the inside
has outside global addresses.

Left out: static ports, route-maps, answers to ARP for outside local addresses on an inside network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.device.actions import Action, InstallRoute, WithdrawRoute
from iossim.device.rib import STATIC, Route
from iossim.features.nat.rules import ANY, End, OutsideDynamic, OutsideStatic, Rules
from iossim.features.nat.timeouts import limit_of
from iossim.net.address import Address, Prefix
from iossim.net.packet import Icmp, Packet
from iossim.sim.meters import Idle

if TYPE_CHECKING:
    from iossim.features.nat.engine import NatEngine
    from iossim.net.walk import Walker
    from iossim.sim.facts import Table


@dataclass(frozen=True, slots=True)
class OutsideTranslation:
    """An outside host and what it is called inside. A static one has no idle time."""

    outside_global: Address
    outside_local: Address
    rule: OutsideStatic | OutsideDynamic
    created: int
    idle: Idle | None = None

    @property
    def route(self) -> Route:
        """What `add-route` adds."""
        return Route(Prefix(self.outside_local, 32), "static", STATIC, next_hop=self.outside_global)


class OutsideSources:
    """The outside translations of one router, found by either address."""

    def __init__(self, engine: NatEngine) -> None:
        self.engine = engine
        self.inward: Table[Address, OutsideTranslation] = engine.table("nat.outside.global")
        self.outward: Table[Address, OutsideTranslation] = engine.table("nat.outside.local")

    def __iter__(self) -> Iterator[OutsideTranslation]:
        """All of them, in the order in which they were made."""
        return iter(self.inward.values())

    # -- asked by walks ------------------------------------------------------------------------------------------

    def enter(self, walker: Walker, packet: Packet) -> Packet:
        """From outside: the source is called otherwise inside, also in what an error is about."""
        found = self.inward.get(packet.src) or self._begin(walker, packet)
        if found is not None:
            self._used(walker, found)
            packet = packet.with_source(found.outside_local)
        quoted = packet.payload.quoted if isinstance(packet.payload, Icmp) else None
        meant = self.inward.get(quoted.dst) if quoted is not None else None
        return (
            packet if quoted is None or meant is None else _about(packet, quoted.with_destination(meant.outside_local))
        )

    def leave(self, walker: Walker, packet: Packet) -> Packet:
        """From inside: who is meant by the destination, also in what an error is about."""
        found = self.outward.get(packet.dst)
        if found is not None:
            self._used(walker, found)
            packet = packet.with_destination(found.outside_global)
        quoted = packet.payload.quoted if isinstance(packet.payload, Icmp) else None
        meant = self.outward.get(quoted.src) if quoted is not None else None
        return packet if quoted is None or meant is None else _about(packet, quoted.with_source(meant.outside_global))

    def _used(self, walker: Walker, found: OutsideTranslation) -> None:
        walker.touch(self.engine.hits)
        if found.idle is not None:
            walker.touch(found.idle)

    def _begin(self, walker: Walker, packet: Packet) -> OutsideTranslation | None:
        """A new translation, as it will be; None when no rule speaks of the host, or its pool has nothing left."""
        rules = self.engine.rules.get("") or Rules()
        for rule in rules.outside_dynamics:
            if self.engine.stages.permits(walker, rule.list, packet):
                walker.touch(self.engine.misses)
                pool = rules.pool(rule.pool)
                free = (
                    (one for one in pool.addresses() if self.outward.get(one) is None) if pool is not None else iter(())
                )
                local = next(free, None)
                if local is None:
                    return None
                walker.act(self.make, packet.src, local, rule)
                return OutsideTranslation(packet.src, local, rule, 0)
        return None

    # -- events --------------------------------------------------------------------------------------------------

    def settle(self, rules: Rules) -> Iterator[Action]:
        """The configuration has changed: what it no longer says goes, what it says stands."""
        wanted = {rule.outside_global: rule for rule in rules.outside_statics}
        for one in tuple(self):
            if one.rule not in (*rules.outside_statics, *rules.outside_dynamics):
                yield from self.remove(one)
            else:
                wanted.pop(one.outside_global, None)
        for rule in wanted.values():
            yield from self._enter(
                OutsideTranslation(rule.outside_global, rule.outside_local, rule, self.engine.router.kernel.now)
            )

    def make(self, outside_global: Address, outside_local: Address, rule: OutsideDynamic) -> None:
        """An outside host has its name inside from now on."""
        router = self.engine.router
        taken = self.inward.peek(outside_global) is not None or self.outward.peek(outside_local) is not None
        if not router.powered or taken:
            return
        idle = Idle(router.kernel, limit_of(router.config, ANY, End(outside_global)), self.expire, outside_global)
        idle.start()
        made = OutsideTranslation(outside_global, outside_local, rule, router.kernel.now, idle)
        router.perform("nat", self._enter(made))

    def _enter(self, made: OutsideTranslation) -> Iterator[Action]:
        self.inward.set(made.outside_global, made)
        self.outward.set(made.outside_local, made)
        if made.rule.add_route:
            yield InstallRoute(made.route)

    def expire(self, outside_global: Address) -> None:
        """Nothing has passed for too long."""
        found = self.inward.peek(outside_global)
        if found is not None:
            self.engine.expired.touch(self.engine.router.kernel.now)
            self.engine.router.perform("nat", self.remove(found))

    def remove(self, gone: OutsideTranslation) -> Iterator[Action]:
        """Forget one."""
        if gone.idle is not None:
            gone.idle.stop()
        self.inward.delete(gone.outside_global)
        self.outward.delete(gone.outside_local)
        if gone.rule.add_route:
            yield WithdrawRoute(gone.route)

    def clear(self) -> None:
        """Forget all that were made by packets."""
        for one in tuple(self):
            if one.idle is not None:
                self.engine.router.perform("nat", self.remove(one))

    def stop(self) -> None:
        """Power has gone."""
        for one in self:
            if one.idle is not None:
                one.idle.stop()


def _about(packet: Packet, lost: Packet) -> Packet:
    """An ICMP error with another packet quoted."""
    assert isinstance(packet.payload, Icmp)
    return replace(packet, payload=replace(packet.payload, quoted=lost))
