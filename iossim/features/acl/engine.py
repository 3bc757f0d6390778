"""Access lists on one router: the lists as facts, filters on interfaces, counters, and what `log` writes.

A filter without a list permits everything; a list without an entry does, too; else what no entry matches is denied.
Input lists see a packet before and, if it was encrypted, after decryption; output lists do not see the box's own packets
(protocols reference 1.13).

A matching entry with `log` writes its first packet at once. Then the flow is a fact, so that further packets are only
counted, and a timer reports them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.cli.mode import INTERFACE
from iossim.device.actions import Amend, Notify, StartTimer
from iossim.device.engine import Actions, Engine
from iossim.device.filters import AccessList, Rule
from iossim.device.notices import ConfigurationChanged
from iossim.device.refusal import prohibited
from iossim.features.acl import sequence
from iossim.features.acl.config import GROUP, NUMBERS_SINCE
from iossim.features.acl.messages import Flow, flow_of, report
from iossim.features.acl.state import lists_of
from iossim.sim.facts import Table
from iossim.sim.meters import Meter

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.address import Address
    from iossim.net.node import Drop
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker


class AclEngine(Engine):
    """The access lists of one router."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.lists: Table[str, AccessList] = self.table("acl.lists")
        self.groups: Table[tuple[str, str], str] = self.table("acl.groups")
        self.flows: Table[Flow, bool] = self.table("acl.flows")
        self._matches: dict[tuple[str, Rule], Meter] = {}
        self._flow_meters: dict[Flow, Meter] = {}

    # -- what is told --------------------------------------------------------------------------------------------

    def start(self) -> Actions:
        """The configuration is in."""
        if self._numbers:
            yield from sequence.at_start(self.router.config)
        self._read_lists()
        for section in self.router.config.sections(INTERFACE):
            self._read_groups(str(section[-1][1]))

    def stop(self) -> None:
        """Counters are RAM."""
        self._matches.clear()
        self._flow_meters.clear()

    def configure(self, change: Change) -> Actions:
        """A list or its use has changed."""
        if change.entry is GROUP:
            self._read_groups(str(change.section[-1][1]))
            return
        yield from self.edited(sequence.after(self.router.config, change) if self._numbers else ())

    def edited(self, amended: Iterable[Amend]) -> Actions:
        """Lists have changed, besides by this."""
        yield from amended
        for name in self._read_lists():
            yield Notify(ConfigurationChanged("access-list", name))

    def notice(self, notice: Any) -> Actions:
        """A time-range has begun or has ended."""
        if isinstance(notice, ConfigurationChanged) and notice.kind == "time-range":
            return self.edited(())
        return ()

    @property
    def _numbers(self) -> bool:
        """Whether entries have numbers in this release."""
        return self.router.release.has(NUMBERS_SINCE)

    def timer(self, name: Any) -> Actions:
        """A logged flow is due for its summary; one that has ended is forgotten."""
        meter = self._flow_meters.get(name)
        count = meter.count if meter is not None else 0
        if meter is None or count == 0:
            self.flows.delete(name)
            self._flow_meters.pop(name, None)
            return
        meter.clear()
        yield report(name, count)
        yield StartTimer(name, self.router.parameters.acl_log_interval)

    def _read_lists(self) -> list[str]:
        """Make the lists facts; the names of those that changed."""
        stated = lists_of(self.router.config)
        wanted = {name: self.as_of_now(found) for name, found in stated.items()}
        changed = [name for name in tuple(self.lists.keys()) if name not in wanted]
        for name in changed:
            self.lists.delete(name)
        for name, found in wanted.items():
            if self.lists.peek(name) != found:
                self.lists.set(name, found)
                changed.append(name)
        for name, rule in tuple(self._matches):
            if name in changed and (name not in stated or rule not in stated[name].rules):
                del self._matches[name, rule]
        return changed

    def as_of_now(self, found: AccessList) -> AccessList:
        """A list as it is at this time; an entry whose time-range is not defined holds always."""
        ask = self.router.provider("time-range")
        if ask is None or not any(rule.hours for rule in found.rules):
            return found
        rules = (replace(rule, active=not rule.hours or ask(rule.hours) is not False) for rule in found.rules)
        return replace(found, rules=tuple(rules))

    def _read_groups(self, port: str) -> None:
        section = ((INTERFACE.name, port),)
        for direction in ("in", "out"):
            name = self.router.config.value(GROUP, section, "list", direction=direction)
            if name is None:
                self.groups.delete((port, direction))
            else:
                self.groups.set((port, direction), str(name))

    # -- filters -------------------------------------------------------------------------------------------------

    def filter_input(self, walker: Walker, transit: Transit) -> Drop | None:
        """The input list, on what came from the wire."""
        return self._filter(walker, transit, transit.in_port, "in")

    def filter_decrypted(self, walker: Walker, transit: Transit) -> Drop | None:
        """The input list again, on what was inside."""
        return self._filter(walker, transit, transit.in_port, "in") if transit.decrypted else None

    def filter_output(self, walker: Walker, transit: Transit) -> Drop | None:
        """The output list; the box's own packets do not pass this stage."""
        return self._filter(walker, transit, transit.out_port, "out")

    def _filter(self, walker: Walker, transit: Transit, port: str, direction: str) -> Drop | None:
        name = self.groups.get((port, direction))
        found = self.lists.get(name) if name is not None else None
        if found is None or not found.rules:
            return None
        rule = found.find(transit.packet)
        if rule is not None:
            self.matched(walker, found, rule, transit.packet, _origin(walker, transit) if rule.input else "")
            if walker.steps is not None:
                walker.step(
                    self.router.name, port, "filter", f"access list {name} {direction}: {rule.text}", transit.packet
                )
        if rule is not None and rule.permit:
            return None
        return prohibited(self.router, walker, transit, f"access list {name} {direction} on {port}")

    def matched(self, walker: Walker, found: AccessList, rule: Rule, packet: Packet, origin: str = "") -> None:
        """An entry has decided about a packet: count, and log if it asks for that, with where the packet came from."""
        walker.touch(self.meter(found.name, rule), packet.size)
        if not rule.log:
            return
        flow = flow_of(found.name, found.extended, rule.permit, packet, origin)
        if self.flows.get(flow):
            meter = self._flow_meters.get(flow)
            if meter is not None:
                walker.touch(meter, packet.size)
        else:
            walker.act(self.log_first, flow)

    def log_first(self, flow: Flow) -> None:
        """The first packet of a flow."""
        if self.flows.peek(flow):
            return
        self._flow_meters[flow] = Meter(self.router.kernel)
        self.flows.set(flow, True)
        self.router.perform("acl", (report(flow, 1), StartTimer(flow, self.router.parameters.acl_log_interval)))

    # -- what others ask -----------------------------------------------------------------------------------------

    def find(self, name: str) -> AccessList | None:
        """A list by name or number; a walk that asks depends on it."""
        return self.lists.get(name)

    def judge(self, name: str, network: Address) -> bool:
        """The verdict on a network that is told of, counted; a list that is not defined, or empty, permits everything."""
        found = self.lists.peek(name)
        if found is None or not found.rules:
            return True
        rule = found.find_address(network)
        if rule is not None:
            self.meter(name, rule).touch(self.router.kernel.now)
        return rule is not None and rule.permit

    def meter(self, name: str, rule: Rule) -> Meter:
        """The counter of an entry."""
        rule = rule if rule.active else replace(rule, active=True)
        meter = self._matches.get((name, rule))
        if meter is None:
            meter = self._matches[name, rule] = Meter(self.router.kernel)
        return meter

    def time_range_uses(self, name: str) -> int:
        """How many entries hold only in a time-range."""
        return sum(rule.hours == name for found in self.lists.values() for rule in found.rules)

    def access_groups(self, port: str) -> tuple[str | None, str | None]:
        """The input and output lists of an interface."""
        return self.groups.peek((port, "in")), self.groups.peek((port, "out"))


def _origin(walker: Walker, transit: Transit) -> str:
    """Where a packet came in, and from whom on that network; one that was decrypted has no frame of its own."""
    if not transit.in_port or transit.decrypted or walker.sender is None:
        return transit.in_port
    return f"{transit.in_port} {walker.sender}"
