"""Nodes and links that are written once and stand many times.

`patterns` holds, by name, `nodes` and `links` with gaps in keys and values; `apply` lists, row by row, a pattern and
its values; `remotes` generates further rows on request, values by series. Writing out happens on plain data before
the models look at it; each part that is written out remembers where its pattern stood, so a mistake points there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from iossim.lab.definition.base import Id, Model
from iossim.lab.definition.template import GAP, extended, fill, too_large
from iossim.lab.definition.tree import Data, Path, Tree
from iossim.lab.definition.values import Network
from iossim.lab.errors import LabError, Mistake
from iossim.lab.spelling import closest
from iossim.net.address import Address, Prefix

MAX_REMOTES = 20_000
SECTIONS = ("nodes", "links")
KEYS = ("patterns", "apply", "remotes")


class Series(Model):
    """Values in a row: the first network and the space they may fill."""

    first: Network
    within: Network

    def nth(self, index: int) -> str | None:
        """The value after `index` steps, None beyond the space; a /32 is written as an address."""
        start = self.first.network + (index << (32 - self.first.length))
        if start + (1 << (32 - self.first.length)) - 1 > self.within.broadcast:
            return None
        return str(Address(start)) if self.first.length == 32 else str(Prefix(Address(start), self.first.length))


class Insert(Model):
    """A line that a configuration file gets when remotes are generated."""

    file: str
    after: str
    line: str


class Remotes(Model):
    """What `remotes N` adds: N rows of a pattern, networks for the firewall's groups, lines of configuration."""

    pattern: Id
    start: Annotated[int, Field(alias="from", ge=0)] = 1
    values: dict[str, str] = {}
    series: dict[str, Series] = {}
    groups: dict[Id, tuple[Network, ...]] = {}
    insert: tuple[Insert, ...] = ()

    def rows(self, count: int) -> Iterator[dict[str, str]]:
        """The values of each generated row; `n` counts from `from`."""
        for index in range(count):
            row = {"n": str(self.start + index)}
            for name, series in self.series.items():
                value = series.nth(index)
                if value is None:
                    raise ValueError(f"{count} remotes do not fit into {name}: {series.within}")
                row[name] = value
            known = extended(row)
            for text in self.values.values():
                if trouble := too_large(text, known):
                    raise ValueError(trouble)
            yield row | {name: fill(text, known) for name, text in self.values.items()}


def expand(tree: Tree, remotes: Remotes | None, count: int) -> Tree:
    """The tree with `nodes` and `links` complete, without the pattern sections; LabError otherwise."""
    writer = _Writer(tree)
    writer.applied()
    if count:
        writer.generated(remotes, count)
    if writer.mistakes:
        raise LabError(tuple(writer.mistakes))
    return Tree(tree.file, {k: v for k, v in writer.data.items() if k not in KEYS}, tree.places, writer.origins)


class _Writer:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.mistakes: list[Mistake] = []
        self.origins: dict[Path, Path] = dict(tree.origins)
        self.data: dict[str, Data] = dict(tree.data) if isinstance(tree.data, dict) else {}
        self.texts: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for section in SECTIONS:
            own = self.data.get(section, {})
            self.data[section] = dict(own) if isinstance(own, dict) else own

    def applied(self) -> None:
        rows = self.data.get("apply", [])
        if not isinstance(rows, list):
            self._wrong(("apply",), f"expected a list of rows, found {rows!r}")
            return
        for index, row in enumerate(rows):
            path: Path = ("apply", index)
            flat = isinstance(row, dict) and all(isinstance(v, str | int) for v in row.values())
            if not flat or not isinstance(row, dict) or "pattern" not in row:
                self._wrong(path, "expected a row such as {pattern: home, n: 1, lan: 10.81.2.0/29}")
                continue
            self.write(str(row["pattern"]), {k: str(v) for k, v in row.items() if k != "pattern"}, path)

    def generated(self, remotes: Remotes | None, count: int) -> None:
        if remotes is None:
            self._wrong((), "this lab has no `remotes` section: it cannot be opened with remotes")
            return
        try:
            for row in remotes.rows(count):
                self.write(remotes.pattern, row, ("remotes",))
        except ValueError as error:
            self._wrong(("remotes",), str(error))
        except KeyError as error:
            self._wrong(("remotes",), f"no value for ${{{error.args[0]}}}")

    def write(self, pattern: str, row: dict[str, str], path: Path) -> None:
        """Write the nodes and links of one row."""
        if pattern not in self.texts and not self._read(pattern, path):
            return
        values = extended(row)
        for section, entries in self.texts[pattern].items():
            target = self.data[section]
            if isinstance(target, dict):
                for key, text in entries:
                    self._entry(section, target, key, text, values, (pattern, path))

    def _entry(
        self,
        section: str,
        target: dict[str, Data],
        key: str,
        text: str,
        values: dict[str, str],
        where: tuple[str, Path],
    ) -> None:
        pattern, path = where
        if trouble := too_large(text, values):
            self._wrong(path, f"{pattern}.{key}: {trouble}")
            return
        try:
            name = fill(key, values)
            entry: Data = json.loads(GAP.sub(lambda match: json.dumps(values[match[1]])[1:-1], text))
        except KeyError as error:
            self._wrong(path, f"no value for ${{{error.args[0]}}}, which pattern {pattern} needs")
            return
        if name in target:
            self._wrong(path, f"{section}.{name} is there already")
            return
        if isinstance(entry, dict) and entry.get("kind") == "router":
            entry = {"values": dict(values), **entry}
        target[name] = entry
        self.origins[section, name] = ("patterns", pattern, section, key)

    def _read(self, pattern: str, path: Path) -> bool:
        """Keep the pattern's entries as text with gaps: filling one text is much cheaper than walking its data."""
        patterns = self.data.get("patterns", {})
        found = patterns.get(pattern) if isinstance(patterns, dict) else None
        if not isinstance(patterns, dict) or not isinstance(found, dict):
            known = list(patterns) if isinstance(patterns, dict) else []
            self._wrong(path, f"unknown pattern {pattern!r}{closest(pattern, known)}")
            return False
        for key in found:
            if key not in SECTIONS:
                self._wrong(("patterns", pattern, key), f"unknown key {key!r}{closest(key, SECTIONS)}")
        self.texts[pattern] = {
            section: [(key, json.dumps(value)) for key, value in entries.items()]
            for section in SECTIONS
            if isinstance(entries := found.get(section, {}), dict)
        }
        return True

    def _wrong(self, path: Path, message: str) -> None:
        self.mistakes.append(self.tree.mistake(path, message))
