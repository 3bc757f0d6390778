"""Route-maps on one router: facts, read from the configuration, and what others may ask of them.

A map that is referred to but does not exist permits nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.cli.mode import INTERFACE
from iossim.device.actions import Amend, Notify
from iossim.device.config import Statement
from iossim.device.debug_switch import Named
from iossim.device.engine import Actions, Engine
from iossim.device.notices import ConfigurationChanged
from iossim.features.route_map import config as lines
from iossim.features.route_map import debugs
from iossim.features.route_map.policy import LOCAL, PolicyRouting
from iossim.features.route_map.state import MapEntry, Policy, matches
from iossim.sim.facts import Table
from iossim.sim.meters import Meter

if TYPE_CHECKING:
    from iossim.cli.entry import Args, ConfigLine
    from iossim.device.config import Change, RunningConfig, SectionKey
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.address import Address, Prefix
    from iossim.net.node import Drop
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker

_METRIC = ("bandwidth", "delay", "reliability", "loading", "mtu")


def entries_of(config: RunningConfig, wanted: str | None = None) -> Iterator[MapEntry]:
    """The entries of a map, or of all maps, by name as they were entered and by sequence."""
    found = [one for one in config.all(lines.ENTRY) if wanted is None or one.args["name"] == wanted]
    names = list(dict.fromkeys(one.args["name"] for one in found))
    for statement in sorted(found, key=lambda one: (names.index(one.args["name"]), one.args["sequence"])):
        section = statement.under(())
        metric = config.args(lines.SET_METRIC, section) or {}
        length = config.args(lines.MATCH_LENGTH, section)
        yield MapEntry(
            name=statement.args["name"],
            permit=statement.args["action"] == "permit",
            sequence=statement.args["sequence"],
            lists=tuple(name for one in config.all(lines.MATCH_ADDRESS, section) for name in one.args["lists"]),
            prefix_lists=tuple(
                name for one in config.all(lines.MATCH_PREFIX, section) for name in one.args["prefix-lists"]
            ),
            tags=tuple(tag for one in config.all(lines.MATCH_TAG, section) for tag in one.args["tags"]),
            length=None if length is None else (length["minimum"], length["maximum"]),
            metric=tuple(metric[name] for name in _METRIC if name in metric),
            tag=config.value(lines.SET_TAG, section, "value"),
            policy=_policy(config, section),
        )


def _policy(config: RunningConfig, section: SectionKey) -> Policy:
    def several(entry: ConfigLine) -> tuple[str, ...]:
        args = config.args(entry, section) or {}
        return (args["null"],) if "null" in args else args.get("ports", ())

    return Policy(
        next_hops=config.value(lines.SET_NEXT_HOP, section, "hops") or (),
        ports=several(lines.SET_INTERFACE),
        default_next_hops=config.value(lines.SET_DEFAULT_NEXT_HOP, section, "hops") or (),
        default_ports=several(lines.SET_DEFAULT_INTERFACE),
        precedence=config.value(lines.SET_PRECEDENCE, section, "level"),
        service=config.value(lines.SET_TOS, section, "service"),
    )


class RouteMapEngine(Engine):
    """The route-maps of one router, `maps`, and the names of those that packets are routed by, `policies`: by the port they
    come in by, and for the box's own. `watched` has the list that `debug ip policy` looks through."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.maps: Table[str, tuple[MapEntry, ...]] = self.table("route-maps")
        self.policies: Table[str, str] = self.table("policies")
        self.watched: Table[str, str] = self.table("policies.debug")
        self.routing = PolicyRouting(self)
        self._meters: dict[tuple[str, int], Meter] = {}

    # -- what is told --------------------------------------------------------------------------------------------

    def start(self) -> Actions:
        """The configuration is in."""
        config = self.router.config
        for name in dict.fromkeys(one.args["name"] for one in config.all(lines.ENTRY)):
            self._read(name)
        for section in (*config.sections(INTERFACE), ()):
            self._apply(section)
        return ()

    def stop(self) -> None:
        """Counters are RAM."""
        self._meters.clear()

    def configure(self, change: Change) -> Actions:
        """Whoever uses the map asks again."""
        if change.entry in (lines.POLICY, lines.LOCAL_POLICY):
            self._apply(change.section)
            return
        name = str(change.args["name"] if change.entry is lines.ENTRY else change.section[-1][1])
        if change.entry in lines.SEVERAL and not change.removed and change.before is not None:
            yield from self._with_more(change, change.before)
        self._read(name)
        yield Notify(ConfigurationChanged("route-map", name))

    def _with_more(self, change: Change, before: Args) -> Iterator[Amend]:
        """A line that is typed again adds to what it names."""
        what = lines.SEVERAL[change.entry]
        several = dict.fromkeys((*before.get(what, ()), *change.args.get(what, ())))
        if what in change.args:
            yield Amend(change.section, Statement(change.entry, {what: tuple(several)}))

    def _read(self, name: str) -> None:
        entries = tuple(entries_of(self.router.config, name))
        if entries:
            self.maps.set(name, entries)
        else:
            self.maps.delete(name)
        for known in tuple(self._meters):
            if known[0] == name and all(entry.sequence != known[1] for entry in entries):
                del self._meters[known]

    def _apply(self, section: SectionKey) -> None:
        port, entry = (str(section[-1][1]), lines.POLICY) if section else (LOCAL, lines.LOCAL_POLICY)
        name = self.router.config.value(entry, section, "map")
        if name is None:
            self.policies.delete(port)
        else:
            self.policies.set(port, name)

    # -- packets -------------------------------------------------------------------------------------------------

    def route(self, walker: Walker, transit: Transit) -> Drop | None:
        """The stage of policy routing."""
        return self.routing.route(walker, transit)

    def meter(self, name: str, sequence: int) -> Meter:
        """The counter of an entry."""
        meter = self._meters.get((name, sequence))
        if meter is None:
            meter = self._meters[name, sequence] = Meter(self.router.kernel)
        return meter

    # -- what others ask -----------------------------------------------------------------------------------------

    def entry(self, name: str, prefix: Prefix, tag: int = 0) -> MapEntry | None:
        """The entry that permits a route, with what it sets; None when the map denies it or does not exist."""
        for entry in self.maps.get(name) or ():
            if matches(entry, prefix, tag, self._judge, self._judge_prefix):
                return entry if entry.permit else None
        return None

    def permits_packet(self, name: str, packet: Packet) -> bool:
        """The verdict of a map on a packet."""
        found = self.routing.speaking(None, name, packet)
        return found is not None and found.permit

    def policy_of(self, port: str) -> str | None:
        """The map by which packets that come in by a port are routed."""
        return self.policies.peek(port)

    def debug_flags(self) -> dict[str, Named]:
        """How the flag of debug is called."""
        return debugs.names(self.watched.peek("list"))

    def prefix_list_uses(self, name: str) -> int:
        """How many entries ask a prefix list."""
        return sum(name in entry.prefix_lists for entries in self.maps.values() for entry in entries)

    def _judge_prefix(self, name: str, prefix: Prefix) -> bool:
        judge = self.router.provider("prefix-list-judge")
        return judge is None or bool(judge(name, prefix))

    def _judge(self, name: str, network: Address) -> bool:
        judge = self.router.provider("access-list-judge")
        return judge is None or bool(judge(name, network))
