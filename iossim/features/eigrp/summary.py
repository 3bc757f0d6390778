"""Automatic summaries: at the border of a major network its parts are hidden behind the whole (`auto-summary`).

A router with a connected network inside a major network and an interface of the process outside of it advertises the
major network by that interface, with the metric of its best part, and none of the parts. External routes pass as they
are. Left out: the route to Null0 that IOS installs for a summary.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.ordering import major_of
from iossim.features.eigrp.config import process_of
from iossim.features.eigrp.state import Entry, Origin, Path
from iossim.features.eigrp.tables import Tables
from iossim.net.address import Prefix

if TYPE_CHECKING:
    from iossim.device.router import Router

KEY = (Origin.SUMMARY, "Null0")
Due = tuple[Prefix, tuple[object, ...], Path | None]


class Summaries:
    """The automatic summaries of one process."""

    def __init__(self, router: Router, tables: Tables, asn: int) -> None:
        self.router = router
        self.tables = tables
        self.asn = asn

    @property
    def automatic(self) -> bool:
        """True unless `no auto-summary`."""
        config = process_of(self.router.config, self.asn)
        return config is not None and config.auto_summary

    def hides(self, entry: Entry, interface: str) -> bool:
        """True when a destination is not advertised by an interface: a part outside of its whole, a whole inside."""
        major = major_of(entry.prefix)
        if major is None or not entry.successors:
            return False
        if entry.successors[0].origin is Origin.SUMMARY:
            return self._inside(interface, major)
        part = entry.prefix != major and entry.external is None
        return part and self.automatic and self._summarised(major) and not self._inside(interface, major)

    def hidden(self) -> tuple[Prefix, ...]:
        """The major networks whose parts are hidden somewhere."""
        majors = {major_of(prefix): None for asn, prefix in self.tables.topology.keys() if asn == self.asn}
        found = (major for major in majors if major is not None and self.automatic and self._summarised(major))
        return tuple(sorted(found))

    def due(self, part: Entry) -> Iterator[Due]:
        """The summary that follows from a change of a part."""
        major = major_of(part.prefix)
        if major is not None and major != part.prefix:
            yield major, KEY, self._path(major)

    def all_due(self) -> tuple[Due, ...]:
        """Every summary anew: interfaces or the configuration have changed."""
        majors = {major_of(prefix): None for asn, prefix in self.tables.topology.keys() if asn == self.asn}
        return tuple((major, KEY, self._path(major)) for major in majors if major is not None)

    def _path(self, major: Prefix) -> Path | None:
        if not self.automatic or not self._summarised(major) or not self._border(major):
            return None
        ways = [entry.successors[0] for entry in self._parts(major) if entry.successors]
        best = min(ways, key=lambda path: path.metric, default=None)
        return None if best is None else Path(Origin.SUMMARY, "Null0", None, best.vector, best.metric, 0)

    def _parts(self, major: Prefix) -> list[Entry]:
        found = [entry for (asn, _), entry in self.tables.topology.items() if asn == self.asn]
        return [one for one in found if one.prefix != major and major.covers(one.prefix) and one.external is None]

    def _summarised(self, major: Prefix) -> bool:
        """True when a part of it is connected here."""
        return any(path.origin is Origin.CONNECTED for entry in self._parts(major) for path in entry.paths)

    def _border(self, major: Prefix) -> bool:
        return any(asn == self.asn and not self._inside(name, major) for asn, name in self.tables.speaking.keys())

    def _inside(self, interface: str, major: Prefix) -> bool:
        speaking = self.tables.speaking.peek((self.asn, interface))
        return speaking is not None and major.covers(speaking.subnet)
