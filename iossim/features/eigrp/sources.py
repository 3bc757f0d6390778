"""Local destinations of one process: networks of its interfaces, and routes redistributed from the routing table.

A route is redistributed while it is the best of its prefix (a static route hidden by a better one is not there) and its route-map
permits it, with the metric and the tag that the map sets. Without a metric the values of its outgoing interface are taken.
Connected networks of the process itself are internal and never redistributed as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.rib import Route
from iossim.features.eigrp.config import ProcessConfig, Redistribution
from iossim.features.eigrp.metric import Vector, composite, of_interface, vector_of
from iossim.features.eigrp.packet import External
from iossim.features.eigrp.state import Origin, Path
from iossim.features.eigrp.tables import Tables
from iossim.features.eigrp.topology import Topology
from iossim.net.address import Prefix

if TYPE_CHECKING:
    from iossim.device.interface import Interface
    from iossim.device.router import Router

ORIGINS = {"static": Origin.STATIC, "connected": Origin.RCONNECTED}
PROTOCOLS = {"static": "Static", "connected": "Connected"}
FROM_TABLE = ""
"""The interface part of the key of a redistributed path: there is one per source."""


class Sources:
    """See the module."""

    def __init__(self, router: Router, tables: Tables, topology: Topology, asn: int) -> None:
        self.router = router
        self.tables = tables
        self.topology = topology
        self.asn = asn

    def follow_interfaces(self, config: ProcessConfig, taken: tuple[Interface, ...]) -> None:
        """Connected networks are those of the interfaces that take part."""
        wanted: dict[tuple[Prefix, str], Path] = {}
        for interface in taken:
            vector = of_interface(interface)
            path = Path(Origin.CONNECTED, interface.name, None, vector, composite(vector, config.weights), 0)
            wanted |= {(prefix, interface.name): path for prefix in interface.prefixes}
        for entry in self.topology.entries():
            for path in entry.paths:
                if path.origin is Origin.CONNECTED and (entry.prefix, path.interface) not in wanted:
                    self.topology.local(entry.prefix, path.key, None)
        for (prefix, _), path in wanted.items():
            self.topology.local(prefix, path.key, path)

    def follow_table(self, config: ProcessConfig) -> None:
        """Look at the whole routing table again."""
        prefixes = dict.fromkeys(self.router.rib.installed.keys())
        prefixes |= dict.fromkeys(entry.prefix for entry in self.topology.entries())
        for prefix in prefixes:
            self.follow_route(config, prefix)

    def follow_route(self, config: ProcessConfig, prefix: Prefix) -> None:
        """A prefix of the routing table may have changed."""
        entry = self.router.rib.installed.peek(prefix)
        best = entry.best if entry is not None else None
        for source, origin in ORIGINS.items():
            line = next((one for one in config.redistributions if one.source == source), None)
            path = None
            if line is not None and best is not None and best.source == source and not self._connected(prefix):
                path = self._redistributed(config, line, best)
            self.topology.local(prefix, (origin, FROM_TABLE), path)

    def _connected(self, prefix: Prefix) -> bool:
        return any(path.origin is Origin.CONNECTED for path in self.topology.entry(prefix).paths)

    def _redistributed(self, config: ProcessConfig, line: Redistribution, route: Route) -> Path | None:
        vector, tag = line.vector, route.tag
        entry_of = self.router.provider("route-map-entry") if line.route_map is not None else None
        if entry_of is not None:
            entry = entry_of(line.route_map, route.prefix, tag)
            if entry is None:
                return None
            vector = vector_of(entry.metric) or vector
            tag = tag if entry.tag is None else entry.tag
        vector = vector or self._vector_of(route)
        identity = self.tables.identity.peek(self.asn)
        if vector is None or identity is None:
            return None
        external = External(identity, PROTOCOLS[line.source], 0, 0, tag)
        return Path(ORIGINS[line.source], FROM_TABLE, None, vector, composite(vector, config.weights), 0, external)

    def _vector_of(self, route: Route) -> Vector | None:
        name = route.interface
        if not name and route.next_hop is not None:
            hop = self.router.rib.resolve(route.next_hop)
            name = hop.interface if hop is not None else ""
        interface = self.router.interfaces.peek(name)
        return of_interface(interface) if interface is not None else None
