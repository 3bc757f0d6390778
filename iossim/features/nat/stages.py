"""What a router that translates does to packets: inside walks, so it writes nothing.

A conversation's first packet gets the global end that is free now, and leaves an act that makes the translation; a port that is
taken gives way to the next one of its range, a pool lends its addresses in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.nat import with_end
from iossim.features.nat import debugs
from iossim.features.nat.rules import ANY, Dynamic, End
from iossim.features.nat.translation import WITH_PORTS, Key, Translation, entering, error_of, leaving
from iossim.net.address import Address
from iossim.net.node import Drop
from iossim.net.packet import Icmp, Packet, Tcp

if TYPE_CHECKING:
    from iossim.device.pipeline import Transit
    from iossim.features.nat.engine import NatEngine
    from iossim.net.walk import Walker
    from iossim.sim.facts import Table

INSIDE, OUTSIDE = "inside", "outside"
GROUPS = ((0, 512), (512, 1_024), (1_024, 65_536))
"""Ranges of ports; a conversation whose port is taken gets another one of its range."""


class Stages:
    """Translation in the order of packet operations."""

    def __init__(self, engine: NatEngine) -> None:
        self.engine = engine
        self.router = engine.router
        self.translations = engine.translations

    def enter(self, walker: Walker, transit: Transit) -> Drop | None:
        """From outside: the global address of an inside host becomes its own, that of an outside host what it is called inside."""
        if self.engine.sides.get(transit.in_port) != OUTSIDE:
            return None
        self._to_inside(walker, transit)
        self._tell_other(walker, transit, self.engine.outside.enter(walker, transit.packet), source=True)
        return None

    def _to_inside(self, walker: Walker, transit: Transit) -> None:
        packet, about = transit.packet, error_of(transit.packet)
        keys = leaving(about) if about is not None else entering(packet)
        found = self._find(self.translations.inward, keys)
        if found is None:
            return
        found = self._conversation(walker, found, keys[0])
        local = found.inside_local
        translated = _onto(packet, local, source=False)
        if about is not None:
            translated = _about(translated, _onto(about, local, source=True))
        walker.touch(self.engine.hits)
        self._used(walker, found, packet)
        self._tell(walker, transit, translated, inside=False, fast=True)
        transit.packet = translated

    def leave(self, walker: Walker, transit: Transit) -> Drop | None:
        """From inside, on its way out: its destination is who is meant by it, its own address becomes a global one."""
        if self.engine.sides.get(transit.out_port) != OUTSIDE or not self._from_inside(transit):
            return None
        sent = transit.packet
        self._tell_other(walker, transit, self.engine.outside.leave(walker, sent), source=False)
        if transit.packet is not sent:
            transit.before = sent
        packet, about = transit.packet, error_of(transit.packet)
        keys = entering(about) if about is not None else leaving(packet)
        found = self._find(self.translations.outward, keys)
        known = found is not None
        if found is not None:
            walker.touch(self.engine.hits)
            found = self._conversation(walker, found, keys[0])
        elif about is None:
            chosen = self._begin(walker, transit, keys)
            if not isinstance(chosen, Translation):
                return chosen
            found = chosen
        else:
            return None
        outside = found.inside_global
        translated = _onto(packet, outside, source=True)
        if about is not None:
            translated = _about(translated, _onto(about, outside, source=False))
        self._used(walker, found, packet)
        self._tell(walker, transit, translated, inside=True, fast=known and transit.in_port != "")
        transit.before, transit.packet = transit.before or packet, translated
        return None

    def _from_inside(self, transit: Transit) -> bool:
        """True for what came in on the inside, and for what the box itself sends from an inside address."""
        port = transit.in_port or self.router.addresses.get(transit.packet.src)
        return port is not None and self.engine.sides.get(port) == INSIDE

    def _find(self, table: Table[Key, Translation], keys: tuple[Key, ...]) -> Translation | None:
        for key in keys:
            if (found := table.get(key)) is not None:
                return found
        return None

    def _conversation(self, walker: Walker, found: Translation, key: Key) -> Translation:
        """The translation itself, or one for this conversation when a static port has taken the packet."""
        if found.extended or found.proto == ANY:
            return found
        walker.act(self.engine.make, found.rule, found.proto, found.inside_local, found.inside_global, key.outside)
        return replace(found, outside=key.outside)

    def _begin(self, walker: Walker, transit: Transit, keys: tuple[Key, ...]) -> Translation | Drop | None:
        """A new translation, as it will be; None when no rule speaks of the packet."""
        packet = transit.packet
        rule = self._rule_for(walker, packet)
        if rule is None:
            return None
        key = keys[0]
        proto, local, outside = key if rule.overload else Key(ANY, End(packet.src))
        walker.touch(self.engine.misses)
        chosen = self._choose(rule, proto, local) if not rule.overload or proto in WITH_PORTS else None
        if chosen is None:
            self._say(walker, packet, debugs.failed(packet))
            return Drop(f"no global address for {packet.src} ({_named(rule)})")
        walker.act(self.engine.make, rule, proto, local, chosen, outside)
        return Translation(proto, chosen, local, outside, rule, 0)

    def _rule_for(self, walker: Walker, packet: Packet) -> Dynamic | None:
        rules = self.engine.rules.get("")
        for rule in rules.dynamics if rules is not None else ():
            if self._permits_by_map(rule.map, packet) if rule.map else self.permits(walker, rule.list, packet):
                return rule
        return None

    def permits(self, walker: Walker, name: str, packet: Packet) -> bool:
        """The verdict of a list, counted; one that is not defined permits nothing."""
        lists = self.router.provider("access-list")
        found = lists(name) if lists is not None else None
        rule = found.find(packet) if found is not None else None
        if found is None or rule is None:
            return False
        self.router.provider("access-list-matched")(walker, found, rule, packet)
        return bool(rule.permit)

    def _permits_by_map(self, name: str, packet: Packet) -> bool:
        judge = self.router.provider("route-map-packet")
        return judge is not None and bool(judge(name, packet))

    def _choose(self, rule: Dynamic, proto: int, local: End) -> End | None:
        """A free global end: the same port if possible, else another one of its range; of a pool the first address."""
        for address in self._addresses(rule):
            if not rule.overload:
                if self.engine.is_free(ANY, End(address), local):
                    return End(address)
                continue
            for port in _ports(local.port):
                if self.engine.is_free(proto, End(address, port), local):
                    return End(address, port)
        return None

    def _addresses(self, rule: Dynamic) -> Iterator[Address]:
        if rule.port:
            address = self.engine.address_of(rule.port)
            if address is not None:
                yield address
            return
        rules = self.engine.rules.get("")
        pool = rules.pool(rule.pool) if rules is not None else None
        if pool is not None:
            yield from pool.addresses()

    def _used(self, walker: Walker, found: Translation, packet: Packet) -> None:
        if found.idle is None:
            return
        walker.touch(found.idle)
        ends = isinstance(packet.payload, Tcp) and any(flag in packet.payload.flags for flag in "FR")
        if ends and found.extended and self.engine.ending.get(found.outward) is None:
            walker.act(self.engine.end, found.outward)

    def _tell_other(self, walker: Walker, transit: Transit, translated: Packet, source: bool) -> None:
        """The outside's address has become another one, perhaps."""
        if translated is not transit.packet:
            self._tell(walker, transit, translated, inside=source, fast=bool(transit.in_port))
            transit.packet = translated

    def _tell(self, walker: Walker, transit: Transit, translated: Packet, inside: bool, fast: bool) -> None:
        if walker.steps is not None:
            before, after = transit.packet, translated
            change = f"{before.src} -> {after.src}" if inside else f"{before.dst} -> {after.dst}"
            walker.step(self.router.name, transit.out_port or transit.in_port, "translate", change, translated)
        if self.router.debugging(debugs.NAT):
            looked = (
                (debugs.ends(transit.packet, inside, fast),) if self.engine.watched.get("detailed") is not None else ()
            )
            self._say(walker, transit.packet, *looked, debugs.change(transit.packet, translated, inside, fast))

    def _say(self, walker: Walker, packet: Packet, *lines: debugs.Text) -> None:
        if not self.router.debugging(debugs.NAT):
            return
        name, lists = self.engine.watched.get("list"), self.router.provider("access-list")
        watched = lists(name) if name is not None and lists is not None else None
        if watched is None or watched.permits(packet):
            walker.act(self.engine.say, lines)


def _ports(wanted: int) -> Iterator[int]:
    """The port itself, then those of its range."""
    yield wanted
    low, high = next(group for group in GROUPS if wanted < group[1])
    yield from (port for port in range(max(low, 1), high) if port != wanted)


def _onto(packet: Packet, end: End, source: bool) -> Packet:
    """The packet with another address, and port if the end has one."""
    moved = packet.with_source(end.address) if source else packet.with_destination(end.address)
    return with_end(moved, end.port, source) if end.port and error_of(packet) is None else moved


def _about(packet: Packet, lost: Packet) -> Packet:
    """An ICMP error with another packet quoted."""
    assert isinstance(packet.payload, Icmp)
    return replace(packet, payload=replace(packet.payload, quoted=lost))


def _named(rule: Dynamic) -> str:
    return f"list {rule.list}" if rule.list else f"route-map {rule.map}"
