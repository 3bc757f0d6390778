"""The features a router is built from, and the grammar they make.

A catalogue is code, not state: a router in a pickled lab names it, and finds it again by that name. Grammars are compiled
once per process and release.
"""

from __future__ import annotations

from functools import cached_property

from iossim.cli.entry import Command, ConfigLine, Entry, settle
from iossim.cli.grammar import Grammar
from iossim.cli.release import Release
from iossim.device.engine import Feature
from iossim.device.spellings import SPELLINGS, WORDINGS


class Catalog:
    """An ordered set of features."""

    def __init__(self, name: str, features: tuple[Feature, ...], builtin: tuple[Command, ...]) -> None:
        self.name = name
        self.features = features
        self.builtin = builtin
        self._grammars: dict[Release, Grammar] = {}
        _CATALOGS[name] = self
        settle(self.entries)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All declarations, features in order."""
        found: list[Entry] = list(self.builtin)
        for feature in self.features:
            found += feature.commands
            found += feature.lines
        return tuple(found)

    @cached_property
    def owners(self) -> dict[str, str]:
        """Which feature a line belongs to, by the line's id."""
        return {line.id: feature.name for feature in self.features for line in feature.lines}

    @cached_property
    def providers(self) -> dict[str, tuple[str, str]]:
        """Which feature provides what, and the name of its method; the first in order goes before."""
        pairs = [
            (kind, (feature.name, method)) for feature in self.features for kind, method in feature.provides.items()
        ]
        return dict(reversed(pairs))

    @cached_property
    def lines(self) -> dict[str, ConfigLine]:
        """All configuration lines by id."""
        return {line.id: line for feature in self.features for line in feature.lines}

    def grammar(self, release: Release) -> Grammar:
        """The grammar of one release."""
        grammar = self._grammars.get(release)
        if grammar is None:
            grammar = self._grammars[release] = Grammar(self.entries, release, SPELLINGS, WORDINGS)
        return grammar


_CATALOGS: dict[str, Catalog] = {}


def catalog(name: str) -> Catalog:
    """A catalogue by name; KeyError when its module has not been imported."""
    return _CATALOGS[name]
