"""Route-maps on one router: what others may ask, answered from the configuration.

A map that is referred to but does not exist permits nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Notify
from iossim.device.engine import Actions, Engine
from iossim.device.notices import ConfigurationChanged
from iossim.features.route_map import config as lines
from iossim.features.route_map.state import MapEntry, matches

if TYPE_CHECKING:
    from iossim.device.config import Change, RunningConfig
    from iossim.net.address import Address, Prefix
    from iossim.net.packet import Packet

_METRIC = ("bandwidth", "delay", "reliability", "loading", "mtu")


def entries_of(config: RunningConfig, wanted: str | None = None) -> Iterator[MapEntry]:
    """The entries of a map, or of all maps, by name as they were entered and by sequence."""
    found = [one for one in config.all(lines.ENTRY) if wanted is None or one.args["name"] == wanted]
    names = list(dict.fromkeys(one.args["name"] for one in found))
    for statement in sorted(found, key=lambda one: (names.index(one.args["name"]), one.args["sequence"])):
        section = statement.under(())
        metric = config.args(lines.SET_METRIC, section) or {}
        yield MapEntry(
            name=statement.args["name"],
            permit=statement.args["action"] == "permit",
            sequence=statement.args["sequence"],
            lists=tuple(name for one in config.all(lines.MATCH_ADDRESS, section) for name in one.args["lists"]),
            tags=tuple(tag for one in config.all(lines.MATCH_TAG, section) for tag in one.args["tags"]),
            metric=tuple(metric[name] for name in _METRIC if name in metric),
            tag=config.value(lines.SET_TAG, section, "value"),
        )


class RouteMapEngine(Engine):
    """The route-maps of one router."""

    def configure(self, change: Change) -> Actions:
        """Whoever uses the map asks again."""
        name = change.args["name"] if change.entry is lines.ENTRY else change.section[-1][1]
        return (Notify(ConfigurationChanged("route-map", str(name))),)

    def entry(self, name: str, prefix: Prefix, tag: int = 0) -> MapEntry | None:
        """The entry that permits a route, with what it sets; None when the map denies it or does not exist."""
        for entry in entries_of(self.router.config, name):
            if matches(entry, prefix, tag, self._judge):
                return entry if entry.permit else None
        return None

    def permits(self, name: str, prefix: Prefix, tag: int = 0) -> bool:
        """The verdict of a map on a route."""
        return self.entry(name, prefix, tag) is not None

    def permits_packet(self, name: str, packet: Packet) -> bool:
        """The verdict of a map on a packet: the first entry one of whose lists permits it, or that asks for none."""
        for entry in entries_of(self.router.config, name):
            if not entry.lists or any(self._permits(one, packet) for one in entry.lists):
                return entry.permit
        return False

    def _permits(self, name: str, packet: Packet) -> bool:
        lists = self.router.provider("access-list")
        found = lists(name) if lists is not None else None
        return found is None or bool(found.permits(packet))

    def _judge(self, name: str, network: Address) -> bool:
        judge = self.router.provider("access-list-judge")
        return judge is None or bool(judge(name, network))
