"""Prefix lists on one router: facts, read from the configuration, and how often their entries have matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Amend, Notify
from iossim.device.config import Statement
from iossim.device.engine import Actions, Engine
from iossim.device.notices import ConfigurationChanged
from iossim.features.prefix_list import config as lines
from iossim.features.prefix_list.state import Entry, PrefixList
from iossim.sim.facts import Table
from iossim.sim.meters import Meter

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.router import Router
    from iossim.net.address import Prefix


class PrefixListEngine(Engine):
    """The prefix lists of one router; `changed` names the one that was changed last."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.lists: Table[str, PrefixList] = self.table("prefix-lists")
        self.changed: Table[str, str] = self.table("prefix-lists.changed")
        self._hits: dict[tuple[str, Entry], Meter] = {}

    def start(self) -> Actions:
        """The configuration is in; entries without a number get theirs."""
        for one in self.router.config.all(lines.ENTRY):
            if one.args.get("sequence") is None:
                yield Amend((), one, remove=True)
                yield Amend((), lines.numbered(self.router.config, one))
        for name in lines.names_of(self.router.config):
            self._read(name)

    def stop(self) -> None:
        """Counters are RAM."""
        self._hits.clear()

    def configure(self, change: Change) -> Actions:
        """A list has changed: whoever uses it asks again."""
        name, typed = change.args["name"], Statement(change.entry, change.args)
        if change.entry is lines.ENTRY and not change.removed and change.args.get("sequence") is None:
            yield Amend((), typed, remove=True)
            yield Amend((), lines.numbered(self.router.config, typed))
        self._read(name)
        yield Notify(ConfigurationChanged("prefix-list", name))

    def _read(self, name: str) -> None:
        found = lines.list_of(self.router.config, name)
        if found is None:
            self.lists.delete(name)
        else:
            self.lists.set(name, found)
        self.changed.set("", name)
        for known in tuple(self._hits):
            if known[0] == name and (found is None or known[1] not in found.entries):
                del self._hits[known]

    def hits(self, name: str, entry: Entry) -> Meter:
        """The counter of an entry."""
        meter = self._hits.get((name, entry))
        if meter is None:
            meter = self._hits[name, entry] = Meter(self.router.kernel)
        return meter

    def uses(self, name: str) -> int:
        """How many lines refer to a list."""
        asked = [(one.name, one.provides.get("prefix-list-uses")) for one in self.router.catalog.features]
        return sum(getattr(self.router.engine(feature), method)(name) for feature, method in asked if method)

    # -- what others ask -----------------------------------------------------------------------------------------

    def find(self, name: str) -> PrefixList | None:
        """A list by name."""
        return self.lists.get(name)

    def judge(self, name: str, prefix: Prefix) -> bool:
        """The verdict on a route, counted; a list that is not defined permits everything."""
        found = self.lists.peek(name)
        if found is None:
            return True
        entry = found.find(prefix)
        if entry is not None:
            self.hits(name, entry).touch(self.router.kernel.now)
        return found.permits(prefix)
