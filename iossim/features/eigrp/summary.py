"""Summaries: parts that are hidden behind a whole, automatically at borders of major networks, or as interfaces are told.

`auto-summary`: a router with a connected network inside a major network and an interface of the process outside of it
advertises the major network by that interface, and none of the parts; external routes pass as they are. `ip summary-address`:
an interface advertises this network as long as there is a part of it, and no part. A whole has the metric of its best part
and a route to Null0 of distance 5, so that what no part takes does not go in circles. Left out: other distances.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.ordering import major_of
from iossim.device.rib import NULL
from iossim.features.eigrp.config import ProcessConfig
from iossim.features.eigrp.state import Entry, Origin, Path
from iossim.features.eigrp.tables import Tables
from iossim.net.address import Prefix

if TYPE_CHECKING:
    from iossim.device.router import Router

KEY = (Origin.SUMMARY, NULL)
Due = tuple[Prefix, tuple[object, ...], Path | None]


class Summaries:
    """The summaries of one process."""

    def __init__(self, router: Router, tables: Tables, asn: int) -> None:
        self.router = router
        self.tables = tables
        self.asn = asn

    def adopt(self, config: ProcessConfig) -> None:
        """The configuration has changed."""
        self.tables.summaries.set(self.asn, (config.auto_summary, config.summaries))

    @property
    def automatic(self) -> bool:
        """True unless `no auto-summary`."""
        return self._wanted[0]

    @property
    def manual(self) -> tuple[tuple[str, Prefix], ...]:
        """Interfaces that speak, and the wholes they were told."""
        told = self._wanted[1]
        return tuple(one for one in told if self.tables.speaking.peek((self.asn, one[0])) is not None)

    @property
    def _wanted(self) -> tuple[bool, tuple[tuple[str, Prefix], ...]]:
        return self.tables.summaries.peek(self.asn) or (False, ())

    def hides(self, entry: Entry, interface: str) -> bool:
        """True when a destination is not advertised by an interface: a part outside of its whole, a whole inside."""
        if not entry.successors:
            return False
        wholes = [whole for name, whole in self.manual if name == interface]
        if any(whole != entry.prefix and whole.covers(entry.prefix) for whole in wholes):
            return True
        major = major_of(entry.prefix)
        outside = major is not None and self._automatically(major) and not self._inside(interface, major)
        if entry.successors[0].origin is Origin.SUMMARY:
            return entry.prefix not in wholes and not (outside and entry.prefix == major)
        return outside and entry.prefix != major and entry.external is None

    def hidden(self) -> tuple[tuple[str, Prefix], ...]:
        """The wholes whose parts are hidden somewhere; automatic ones without an interface."""
        majors = dict.fromkeys(major_of(entry.prefix) for entry in self._entries())
        found = (("", major) for major in majors if major is not None and self._automatically(major))
        return tuple(sorted([*found, *self.manual]))

    def due(self, part: Entry) -> Iterator[Due]:
        """The summaries that follow from a change of a part."""
        for whole in dict.fromkeys([major_of(part.prefix), *(whole for _, whole in self.manual)]):
            if whole is not None and whole != part.prefix and whole.covers(part.prefix):
                yield whole, KEY, self._path(whole)

    def all_due(self) -> tuple[Due, ...]:
        """Every summary anew: interfaces or the configuration have changed."""
        entries = self._entries()
        there = [entry.prefix for entry in entries if any(path.key == KEY for path in entry.paths)]
        majors = [major_of(entry.prefix) for entry in entries]
        wholes = dict.fromkeys([*there, *majors, *(whole for _, whole in self.manual)])
        return tuple((whole, KEY, self._path(whole)) for whole in wholes if whole is not None)

    def _path(self, whole: Prefix) -> Path | None:
        told = any(prefix == whole for _, prefix in self.manual)
        automatic = major_of(whole) == whole and self._automatically(whole) and self._border(whole)
        if not told and not automatic:
            return None
        parts = self._parts(whole) if told else self._internal(whole)
        best = min((one.successors[0] for one in parts if one.successors), key=_metric, default=None)
        return None if best is None else Path(Origin.SUMMARY, NULL, None, best.vector, best.metric, 0)

    def _entries(self) -> list[Entry]:
        return [entry for (asn, _), entry in self.tables.topology.items() if asn == self.asn]

    def _parts(self, whole: Prefix) -> list[Entry]:
        return [one for one in self._entries() if one.prefix != whole and whole.covers(one.prefix)]

    def _internal(self, whole: Prefix) -> list[Entry]:
        return [one for one in self._parts(whole) if one.external is None]

    def _automatically(self, major: Prefix) -> bool:
        """True when a major network is summarised by itself: a part of it is connected here."""
        if not self.automatic:
            return False
        return any(path.origin is Origin.CONNECTED for entry in self._internal(major) for path in entry.paths)

    def _border(self, major: Prefix) -> bool:
        return any(asn == self.asn and not self._inside(name, major) for asn, name in self.tables.speaking.keys())

    def _inside(self, interface: str, major: Prefix) -> bool:
        speaking = self.tables.speaking.peek((self.asn, interface))
        return speaking is not None and major.covers(speaking.subnet)


def _metric(path: Path) -> int:
    return path.metric
