"""What IOS says against lines of class maps and policies.

While a configuration is read from memory nothing is refused for what is not there yet: it was checked when it was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.cli.mode import INTERFACE
from iossim.features.qos import config as lines
from iossim.features.qos.policy import DEFAULT_CLASS, Policy
from iossim.features.qos.reading import KILO, policy, policy_names

if TYPE_CHECKING:
    from iossim.cli.entry import Args, ConfigLine
    from iossim.device.config import RunningConfig, SectionKey
    from iossim.device.router import Router

OUTPUT_ONLY = "CBWFQ : Can be enabled as an output feature only"
NO_BANDWIDTH = "Must configure bandwidth or shape in this class first."
UNITS = "All classes with bandwidth should have consistent units"


class Refusals:
    """The reasons of one router."""

    def __init__(self, router: Router) -> None:
        self.router = router

    @property
    def _config(self) -> RunningConfig:
        return self.router.config

    # -- maps ----------------------------------------------------------------------------------------------------

    def of_class_map(self, name: str) -> str | None:
        """`no class-map`: a policy names it, or another class does."""
        config = self._config
        for around in policy_names(config):
            if config.has(lines.CLASS, ((lines.POLICY_MODE.name, around),), name=name):
                return f"% Class-map {name} is being used"
        for section in config.sections(lines.CLASS_MAP_MODE):
            if any(one.args["class"] == name for one in config.all(lines.MATCH_CLASS, section)):
                return f"% Class-map {name} is being used"
        return None

    def of_policy_map(self, name: str) -> str | None:
        """`no policy-map`: an interface or a class uses it."""
        used = [one.args["policy"] for port in self._ports() for one in self._config.all(lines.SERVICE_POLICY, port)]
        for section in self._config.sections(lines.CLASS_MODE):
            used += [one.args["policy"] for one in self._config.all(lines.CHILD, section)]
        return f"% Policy-map {name} is being used" if name in used else None

    def _ports(self) -> tuple[SectionKey, ...]:
        return self._config.sections(INTERFACE)

    # -- classes -------------------------------------------------------------------------------------------------

    def of_class(self, name: str) -> str | None:
        """`class`: there is no such class map."""
        known = name == DEFAULT_CLASS or self._config.has(lines.CLASS_MAP, name=name)
        return None if known or not self.router.powered else f"% class map {name} not configured"

    def of_fair_queue(self, section: SectionKey) -> str | None:
        """`fair-queue` in another class than the default one."""
        return None if section[-1][1] == DEFAULT_CLASS else f"% fair-queue is only supported in {DEFAULT_CLASS}"

    def of_early(self, section: SectionKey, args: Args) -> str | None:
        """`random-detect`: in a class that has its bandwidth, and not where the queue has a limit."""
        config = self._config
        for entry, name in ((lines.PRIORITY, "priority"), (lines.QUEUE_LIMIT, "queue-limit")):
            if config.has(entry, section):
                return f"Must remove {name} configuration first."
        given = any(config.has(entry, section) for entry in (lines.BANDWIDTH, lines.SHAPE))
        if self.router.powered and not given and section[-1][1] != DEFAULT_CLASS:
            return NO_BANDWIDTH
        kind = "dscp-based" if args.get("kind") != "dscp-based" else "prec-based"
        other = lines.RED_DSCP if kind == "dscp-based" else lines.RED_PRECEDENCE
        return f"Must remove {kind} thresholds first." if config.all(other, section) else None

    def of_thresholds(self, section: SectionKey, args: Args) -> str | None:
        """What belongs to `random-detect`."""
        red = self._config.args(lines.RED, section)
        if red is None:
            return "Must configure random-detect first." if self.router.powered else None
        if "least" not in args:
            return None
        by_dscp = red.get("kind") == "dscp-based"
        if self.router.powered and by_dscp != ("codepoint" in args):
            return f"random-detect is {'dscp' if by_dscp else 'prec'}-based"
        return "Minimum threshold must be lower than maximum threshold" if args["least"] >= args["most"] else None

    def of_limit(self, section: SectionKey) -> str | None:
        """`queue-limit` beside early drops."""
        return "Must remove random-detect configuration first." if self._config.has(lines.RED, section) else None

    def of_child(self, section: SectionKey, name: str) -> str | None:
        """`service-policy` in a class."""
        if not self.router.powered:
            return None
        if not self._config.has(lines.POLICY_MAP, name=name):
            return f"% policy map {name} not configured"
        return "% Recursive policies are not supported" if section[-2][1] in self._within(name) else None

    def _within(self, name: str) -> set[str]:
        """A policy and those in its classes."""
        found = {name}
        for section in self._config.sections(lines.CLASS_MODE, ((lines.POLICY_MODE.name, name),)):
            for one in self._config.all(lines.CHILD, section):
                found |= self._within(one.args["policy"]) if one.args["policy"] not in found else set()
        return found

    def of_reservation(self, section: SectionKey, args: Args, other: ConfigLine) -> str | None:
        """`priority` or `bandwidth`: units, the other of the two, and what is left on interfaces."""
        config, (around, name) = self._config, (section[-2][1], section[-1][1])
        if name == DEFAULT_CLASS and config.has(lines.FAIR_QUEUE, section):
            return "Must remove fair-queue configuration first."
        if config.has(other, section):
            return f"Must remove {'priority' if other is lines.PRIORITY else 'bandwidth'} configuration first."
        mine = "kbps" if "kbps" in args else "percent" if "percent" in args else "remaining"
        for sibling in config.sections(lines.CLASS_MODE, section[:-1]):
            reserved = config.args(lines.BANDWIDTH, sibling)
            if sibling != section and reserved is not None and mine not in reserved and other is lines.PRIORITY:
                return UNITS
        if not self.router.powered or mine == "remaining":
            return None
        for port in self._ports():
            for one in config.all(lines.SERVICE_POLICY, port):
                if str(around) in self._within(one.args["policy"]):
                    wanted = (str(around), str(name), mine, args[mine])
                    refused = self._too_much(str(port[-1][1]), one.args["policy"], wanted)
                    if refused is not None:
                        return refused
        return None

    # -- interfaces ----------------------------------------------------------------------------------------------

    def of_service(self, port: str, direction: str, name: str) -> str | None:
        """`service-policy` on an interface."""
        if not self.router.powered:
            return None
        config = self._config
        if not config.has(lines.POLICY_MAP, name=name):
            return f"% policy map {name} not configured"
        section = ((INTERFACE.name, port),)
        there = config.value(lines.SERVICE_POLICY, section, "policy", direction=direction)
        if there is not None and there != name:
            return f"% Policy map {there} is already attached"
        applied = policy(config, name, self._bandwidth(port))
        if direction == "input":
            scheduling = any(one.queues or one.shape is not None for one in applied.all())
            return OUTPUT_ONLY if scheduling else None
        if "." in port and applied.queues:
            return "CBWFQ : Not supported on subinterfaces"
        return self._too_much(port, name)

    def _bandwidth(self, port: str) -> int:
        interface = self.router.interfaces.peek(port)
        return interface.bandwidth if interface is not None else 0

    def _too_much(self, port: str, name: str, change: tuple[str, str, str, int] | None = None) -> str | None:
        """The first class for which an interface has not enough left, perhaps after a change of one class."""
        percent = self._config.value(lines.MAX_RESERVED, ((INTERFACE.name, port),), "percent")
        kbps = self._bandwidth(port)
        return _exceeds(port, policy(self._config, name, kbps), kbps, kbps * percent // 100, change)


def _exceeds(port: str, applied: Policy, kbps: int, left: int, change: tuple[str, str, str, int] | None) -> str | None:
    """Give each class what it wants, in order, out of `left`; behind a shaper all of its rate can be given."""
    for one in applied.classes:
        wanted, unit, number = one.kbps, one.given[0], one.given[1]
        if change is not None and change[:2] == (applied.name, one.name):
            unit, number = change[2:]
            wanted = number if unit == "kbps" else kbps * number // 100
        if unit in ("kbps", "percent") and wanted > left:
            asked, there = (
                (f"{wanted} (kbps)", f"{left} (kbps)") if unit == "kbps" else (f"{number}%", f"{left * 100 // kbps}%")
            )
            return f"I/f {port} class {one.name} requested bandwidth {asked}, available only {there}"
        left -= wanted if unit in ("kbps", "percent") else 0
        if one.child is not None:
            inside = one.shape.target // KILO if one.shape is not None else kbps
            refused = _exceeds(port, one.child, inside, inside if one.shape is not None else left, change)
            if refused is not None:
                return refused
    return None
