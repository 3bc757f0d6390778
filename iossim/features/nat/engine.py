"""Address translation on one router: what is configured becomes facts, and translations come and go.

Sides and rules are facts, so a change of the configuration wakes whoever was translated, or was not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.cli.mode import INTERFACE
from iossim.device.actions import ClaimAddress, ReleaseAddress
from iossim.device.debug_switch import Named
from iossim.device.engine import Actions, Engine
from iossim.device.notices import AddressChanged, InterfaceDown, InterfaceUp
from iossim.features.nat import debugs
from iossim.features.nat.config import DYNAMIC, SIDE
from iossim.features.nat.outside import OutsideSources
from iossim.features.nat.rules import Dynamic, End, OutsideDynamic, Rules, Static, rules_of
from iossim.features.nat.stages import OUTSIDE, Stages
from iossim.features.nat.timeouts import limit_of
from iossim.features.nat.translation import Key, Translation, Translations
from iossim.net.address import Address
from iossim.net.node import Drop
from iossim.sim.facts import Table
from iossim.sim.meters import Idle, Meter

if TYPE_CHECKING:
    from iossim.cli.entry import Args
    from iossim.device.actions import Action
    from iossim.device.config import Change
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.walk import Walker


class NatEngine(Engine):
    """The translations of one router. `watched` is what `debug ip nat` looks through; `numbers` counts what it has told of, in
    the place of the identification that packets do not have here."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.sides: Table[str, str] = self.table("nat.sides")
        self.rules: Table[str, Rules] = self.table("nat.rules")
        self.aliases: Table[Address, str] = self.table("nat.aliases")
        self.ending: Table[Key, bool] = self.table("nat.ending")
        self.watched: Table[str, str] = self.table("nat.debug")
        self.numbers: Table[str, int] = self.table("nat.numbers")
        self.translations = Translations(self)
        self.outside = OutsideSources(self)
        self.stages = Stages(self)
        self.hits, self.misses, self.expired = (Meter(router.kernel) for _ in range(3))

    # -- what is told --------------------------------------------------------------------------------------------

    def start(self) -> Actions:
        """The configuration is in."""
        for section in self.router.config.sections(INTERFACE):
            self._read_side(str(section[-1][1]))
        return self._read_rules()

    def stop(self) -> None:
        """Translations and counters are RAM."""
        self.clear(statics=True)
        self.outside.stop()
        self.clear_counters()

    def configure(self, change: Change) -> Actions:
        """A side, a rule, a pool or a time has changed."""
        if change.entry is SIDE:
            self._read_side(str(change.section[-1][1]))
        if change.entry is DYNAMIC and change.before is not None:
            for translation in self._made_by(change.args):
                self.remove(translation)
        return self._read_rules()

    def notice(self, notice: Any) -> Actions:
        """The address that an interface lends may be another one, or is known only now."""
        concerned = self.rules.peek("") is not None and isinstance(notice, AddressChanged | InterfaceUp | InterfaceDown)
        return self._read_rules() if concerned else ()

    def _read_side(self, port: str) -> None:
        side = self.router.config.value(SIDE, ((INTERFACE.name, port),), "side")
        if side is None:
            self.sides.delete(port)
        else:
            self.sides.set(port, side)

    def _read_rules(self) -> Iterator[Action]:
        rules = rules_of(self.router.config)
        if rules == (self.rules.peek("") or Rules()) == Rules():
            return
        self.rules.set("", rules)
        wanted = {one.outward: one for one in map(self._standing, rules.statics) if one is not None}
        for translation in tuple(self.translations):
            stale = translation.static and wanted.get(translation.outward) != replace(translation, created=0)
            if stale or (isinstance(translation.rule, Dynamic) and self._is_gone(translation)):
                self.remove(translation)
            else:
                wanted.pop(translation.outward, None)
        for translation in wanted.values():
            self.translations.add(replace(translation, created=self.router.kernel.now))
        yield from self.outside.settle(rules)
        yield from self._alias(rules)

    def _standing(self, rule: Static) -> Translation | None:
        """The translation that a static rule is; None while its interface has no address."""
        address = self.address_of(rule.port) if rule.port else rule.outside.address
        if address is None:
            return None
        return Translation(rule.proto, End(address, rule.outside.port), rule.local, End(Address(0)), rule, 0)

    def _is_gone(self, translation: Translation) -> bool:
        """True when the address that a translation has was an interface's, and is so no longer."""
        port = translation.rule.port
        return bool(port) and self.address_of(port) != translation.inside_global.address

    def address_of(self, port: str) -> Address | None:
        """The address that an interface lends now."""
        interface = self.router.interfaces.get(port)
        return interface.address if interface is not None else None

    def _alias(self, rules: Rules) -> Iterator[Action]:
        """Answer for global addresses that lie on the network of an outside interface."""
        found = [address for pool in rules.pools if self._pool_named(rules, pool.name) for address in pool.addresses()]
        found += [rule.outside.address for rule in rules.statics if not rule.port]
        ports = {address: self._outside_of(address) for address in found}
        wanted = {address: port for address, port in ports.items() if port is not None}
        for address, port in tuple(self.aliases.items()):
            if wanted.get(address) != port:
                self.aliases.delete(address)
                yield ReleaseAddress(port, address)
        for address, port in wanted.items():
            if self.aliases.peek(address) is None:
                self.aliases.set(address, port)
                yield ClaimAddress(port, address, self.router.mac_of(port))

    def _pool_named(self, rules: Rules, name: str) -> bool:
        return any(rule.pool == name for rule in rules.dynamics)

    def _outside_of(self, address: Address) -> str | None:
        own = self.router.addresses.peek(address)
        if own is not None and self.aliases.peek(address) is None:
            return None
        for port, side in self.sides.items():
            interface = self.router.interfaces.peek(port)
            if side == OUTSIDE and interface is not None and interface.up and self.router.on_link(port, address):
                return port
        return None

    # -- stages --------------------------------------------------------------------------------------------------

    def enter(self, walker: Walker, transit: Transit) -> Drop | None:
        """From outside."""
        return self.stages.enter(walker, transit)

    def leave(self, walker: Walker, transit: Transit) -> Drop | None:
        """To outside."""
        return self.stages.leave(walker, transit)

    # -- events --------------------------------------------------------------------------------------------------

    def make(self, rule: Dynamic | Static, proto: int, local: End, lent: End, outside: End) -> None:
        """A conversation, or a host, has its translation from now on."""
        key = Key(proto, local, outside)
        if not self.router.powered or self.translations.outward.peek(key) is not None:
            return
        if not self.is_free(proto, lent, local):
            return
        idle = Idle(self.router.kernel, limit_of(self.router.config, proto, outside), self.expire, key)
        idle.start()
        self.translations.add(Translation(proto, lent, local, outside, rule, self.router.kernel.now, idle))

    def end(self, key: Key) -> None:
        """A connection is being closed: its translation does not last much longer."""
        found = self.translations.outward.peek(key)
        if found is not None and found.idle is not None and self.ending.peek(key) is None:
            self.ending.set(key, True)
            found.idle.set_limit(limit_of(self.router.config, key.proto, key.outside, closing=True))

    def expire(self, key: Key) -> None:
        """Nothing has passed for too long."""
        found = self.translations.outward.peek(key)
        if found is not None:
            self.expired.touch(self.router.kernel.now)
            self.router.debug(debugs.NAT, debugs.expiring(found))
            self.remove(found)

    def remove(self, translation: Translation) -> None:
        """Forget a translation."""
        self.translations.remove(translation)
        self.ending.delete(translation.outward)

    def is_free(self, proto: int, end: End, local: End) -> bool:
        """True when nobody else has that global end."""
        return self.translations.ports.get((proto, end)) in (None, local)

    def clear(self, statics: bool = False) -> None:
        """Forget all, but for what stands in the configuration."""
        for translation in tuple(self.translations):
            if statics or not translation.static:
                self.remove(translation)
        if not statics:
            self.outside.clear()

    def clear_counters(self) -> None:
        """Hits, misses and expired ones from zero."""
        for meter in (self.hits, self.misses, self.expired):
            meter.clear()

    def say(self, lines: tuple[debugs.Text, ...]) -> None:
        """Print what the debug says of a packet."""
        number = self.numbers.peek("") or 0
        self.numbers.set("", number + 1)
        for text in lines:
            self.router.debug(debugs.NAT, (*text, f" [{number}]"))

    def debug_flags(self) -> dict[str, Named]:
        """How the flag of debug is called."""
        return debugs.names(self.watched.peek("detailed") is not None, self.watched.peek("list"))

    # -- what others ask -----------------------------------------------------------------------------------------

    def is_alias(self, address: Address) -> bool:
        """True for a global address that the box answers for."""
        return self.aliases.peek(address) is not None

    def uses_rule(self, args: Args) -> bool:
        """True while translations exist that a line of the configuration has made."""
        return bool(self._made_by(args))

    def uses_pool(self, name: str) -> bool:
        """True while translations have an address of a pool."""
        outside = any(isinstance(one.rule, OutsideDynamic) and one.rule.pool == name for one in self.outside)
        return outside or any(isinstance(one.rule, Dynamic) and one.rule.pool == name for one in self.translations)

    def _made_by(self, args: Args) -> tuple[Translation, ...]:
        return tuple(one for one in self.translations if isinstance(one.rule, Dynamic) and one.rule.says(args))
