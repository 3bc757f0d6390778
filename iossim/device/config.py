"""The running configuration: a frozen, ordered set of statements per section.

A statement is a declared line with its typed arguments; its `key` arguments identify it within its section. A section
is a path of the lines that opened it: `()` is global configuration, `(("interface", "FastEthernet0/0"),)` what stands
under `interface FastEthernet0/0`. Features read values; nobody parses text. `device.nvgen` prints it.

Invariants: a configuration never changes, `apply` returns another one that shares what stayed; a section exists only
under the statement that opened it; what equals its default is not stored, so two configurations that mean the same
and print the same are equal. Statements keep their place when replaced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeAlias, TypeVar

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.grammar import Match
from iossim.cli.mode import Mode
from iossim.device.order import Order, home_of
from iossim.device.statement import PLACE, Ordered, SectionKey, Statement, StatementKey, key_of, reordered
from iossim.sim.values import dataclass

__all__ = [
    "Applied",
    "Change",
    "RunningConfig",
    "SectionKey",
    "Statement",
    "StatementKey",
    "home_of",
    "key_of",
    "stored",
]

T = TypeVar("T")
Statements: TypeAlias = Mapping[StatementKey, Statement]
NOTHING: Statements = {}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one line: its arguments now, or as they were when `removed`.

    For a toggle `removed` means that it is off. `before` has the arguments it replaced; None when nothing was stored.
    """

    entry: ConfigLine
    section: SectionKey
    args: Args
    removed: bool = False
    before: Args | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The configuration after a line, what changed, in order, and the section the line opened, if any."""

    config: RunningConfig
    changes: tuple[Change, ...]
    entered: SectionKey | None = None


def stored(config: RunningConfig, section: SectionKey, key: StatementKey) -> Statement | None:
    """The statement of that key in a section."""
    return next((one for one in config.all_of(section) if one.key == key), None)


class RunningConfig:
    """See the module. Equal when the same statements print in the same order.

    What has been put in order stays so, as nothing ever changes, and what a line changes is put in its place there: `_ordered`
    has sections in the order of printing, `_named` the same by the name of the entry. A section is put in order when somebody
    asks: while memory is read, nobody does. `_openers` has those under which others may stand; configurations that have the same
    share it. Copies put them in order themselves.
    """

    __slots__ = ("_derived", "_named", "_openers", "_ordered", "_sections")

    def __init__(self, sections: Mapping[SectionKey, Statements] | None = None) -> None:
        self._sections: Mapping[SectionKey, Statements] = sections or {}
        self._ordered: dict[SectionKey, Ordered] = {}
        self._named: dict[SectionKey, Mapping[str, Ordered]] = {}
        self._openers: dict[SectionKey, Ordered] = {}
        self._derived: dict[tuple[Hashable, ...], Any] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return RunningConfig, (self._sections,)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RunningConfig):
            return NotImplemented
        mine, theirs = self._sections, other._sections
        return mine.keys() == theirs.keys() and all(self.all_of(key) == other.all_of(key) for key in mine)

    def __hash__(self) -> int:
        return hash(frozenset(self._sections))

    def __deepcopy__(self, memo: object) -> RunningConfig:
        return self

    # -- reading -------------------------------------------------------------------------------------------------

    def derived(self, read: Callable[..., T], *about: Hashable) -> T:
        """What a function reads out of it, `read(self, *about)`: asked often, it is read once."""
        asked = (read, *about)
        if asked not in self._derived:
            self._derived[asked] = read(self, *about)
        found: T = self._derived[asked]
        return found

    def statement(self, entry: ConfigLine, section: SectionKey = (), **key: Any) -> Statement | None:
        """The stored statement of an entry; key arguments not given are the entry's `fill`."""
        stored = self._sections.get(section)
        if not stored:
            return None
        return stored.get(key_of(entry, {**entry.fill, **key}) if entry.key else (entry.id,))

    def has(self, entry: ConfigLine, section: SectionKey = (), **key: Any) -> bool:
        """True when a statement is stored."""
        return self.statement(entry, section, **key) is not None

    def on(self, entry: ConfigLine, section: SectionKey = (), **key: Any) -> bool:
        """The state of a toggle; for other lines, whether there is a statement."""
        stored = self.statement(entry, section, **key)
        return bool(entry.toggle) if stored is None else not stored.negated

    def args(self, entry: ConfigLine, section: SectionKey = (), **key: Any) -> Args | None:
        """The arguments of a stored statement."""
        stored = self.statement(entry, section, **key)
        return None if stored is None else stored.args

    def value(self, entry: ConfigLine, section: SectionKey, name: str, **key: Any) -> Any:
        """One argument: as stored, else the entry's default, else None."""
        stored = self.statement(entry, section, **key)
        return entry.default.get(name) if stored is None else stored.args.get(name)

    def all(self, entry: ConfigLine, section: SectionKey = ()) -> tuple[Statement, ...]:
        """The statements of one entry in a section, in the order of printing."""
        named = self._named.get(section)
        return (self.named(section) if named is None else named).get(entry.id, ())

    def named(self, section: SectionKey = ()) -> Mapping[str, Ordered]:
        """The statements of a section by the names of their entries, each in the order of printing."""
        named = self._named.get(section)
        if named is None:
            found: defaultdict[str, list[Statement]] = defaultdict(list)
            for statement in self.all_of(section):
                found[statement.entry.id].append(statement)
            named = self._named[section] = {name: tuple(several) for name, several in found.items()}
        return named

    def all_of(self, section: SectionKey = ()) -> tuple[Statement, ...]:
        """The statements of a section, in the order of printing."""
        ordered = self._ordered.get(section)
        if ordered is None:
            ordered = self._ordered[section] = tuple(sorted(self._sections.get(section, {}).values(), key=PLACE))
        return ordered

    def sections(self, mode: Mode, within: SectionKey = ()) -> tuple[SectionKey, ...]:
        """The sections of a mode, at any depth below `within`, in the order of printing."""
        return self.derived(_sections_below, within).get(mode.name, ())

    def opener(self, section: SectionKey) -> Statement | None:
        """The statement that opened a section; None when there is no such section, and for `()`."""
        for statement in self.openers(section[:-1]) if section else ():
            if statement.under(section[:-1]) == section:
                return statement
        return None

    def openers(self, section: SectionKey = ()) -> tuple[Statement, ...]:
        """The statements of a section under which others may stand, in the order of printing."""
        openers = self._openers.get(section)
        if openers is None:
            stored = self._sections.get(section, NOTHING)
            found = [one for one in stored.values() if one.entry.enters is not None and one.opens]
            openers = self._openers[section] = tuple(sorted(found, key=PLACE))
        return openers

    def _collect(self, section: SectionKey, found: dict[Hashable, list[SectionKey]]) -> None:
        """Add the sections below one to those found, by the name of their mode."""
        for statement in self.openers(section):
            key = statement.under(section)
            found.setdefault(key[-1][0], []).append(key)
            if key in self._sections:
                self._collect(key, found)

    # -- changing ------------------------------------------------------------------------------------------------

    def with_statement(self, section: SectionKey, statement: Statement) -> RunningConfig:
        """With this statement, in the place of one with the same key."""
        statements = self._sections.get(section, NOTHING)
        key = statement.key
        return self._with(section, {**statements, key: statement}, statement, statements.get(key))

    def without(self, section: SectionKey, statement: Statement) -> RunningConfig:
        """Without this statement and the sections under it."""
        config = self
        if statement.opens:
            under = statement.under(section)
            kept = {key: value for key, value in self._sections.items() if key[: len(under)] != under}
            config = RunningConfig(kept)
            config._ordered = {key: value for key, value in self._ordered.items() if key in kept}
            config._named = {key: value for key, value in self._named.items() if key in kept}
            config._openers = {key: value for key, value in self._openers.items() if key in kept}
        stored = dict(config._sections.get(section, {}))
        gone = stored.pop(statement.key, None)
        return config if gone is None else config._with(section, stored, None, gone)

    def _with(
        self, section: SectionKey, statements: Statements, new: Statement | None, old: Statement | None
    ) -> RunningConfig:
        """With these statements in a section: of those it had, `old` has gone and `new` has come."""
        sections = {**self._sections, section: statements}
        if not statements:
            del sections[section]
        config = RunningConfig(sections)
        config._openers = self._openers
        if (new or old).entry.enters is not None:  # type: ignore[union-attr]
            config._openers = {key: value for key, value in self._openers.items() if key != section}
        config._ordered, config._named = {**self._ordered}, {**self._named}
        known = self._ordered.get(section)
        if known is None:
            return config
        named, ordered = config._named.pop(section, None), reordered(known, new, old)
        if ordered is None:
            del config._ordered[section]
            return config
        config._ordered[section] = ordered
        if named is not None:
            name = (new or old).entry.id  # type: ignore[union-attr]
            config._named[section] = {**named, name: reordered(named.get(name, ()), new, old) or ()}
        return config

    def apply(self, match: Match, section: SectionKey = ()) -> Applied:
        """Obey a configuration line typed in `section`."""
        return self.obey(Order.of(match), section)

    def obey(self, order: Order, section: SectionKey = ()) -> Applied:
        """The same for a line that is understood already."""
        home = section[: order.depth]
        config: RunningConfig = self
        changes: list[Change] = []
        for statement in order.statements:
            if statement.entry.toggle is not None:
                config, more = config._switch(statement, home)
            elif order.undoes:
                config, more = config._remove(statement, home)
            else:
                config, more = config._store(statement, home)
            changes += more
        return Applied(config, tuple(changes), None if order.opener is None else order.opener.under(home))

    def _switch(self, wanted: Statement, home: SectionKey) -> tuple[RunningConfig, list[Change]]:
        """Set a toggle."""
        stored = self._sections.get(home, NOTHING).get(wanted.key)
        was_on = bool(wanted.entry.toggle) if stored is None else not stored.negated
        if was_on is not wanted.negated:
            return self, []
        change = Change(wanted.entry, home, wanted.args, wanted.negated, None if stored is None else stored.args)
        if wanted.negated is not wanted.entry.toggle:
            return self.without(home, wanted), [change]
        return self.with_statement(home, wanted), [change]

    def _store(self, wanted: Statement, home: SectionKey) -> tuple[RunningConfig, list[Change]]:
        """Add or replace a statement; one that equals its default only takes the place of another."""
        stored = self._sections.get(home, NOTHING).get(wanted.key)
        if stored is None:
            if wanted.entry.default and wanted.is_default:
                return self, []
            return self.with_statement(home, wanted), [Change(wanted.entry, home, wanted.args)]
        if stored == wanted:
            return self, []
        change = Change(wanted.entry, home, wanted.args, before=stored.args)
        if wanted.is_default:
            return self.without(home, stored), [change]
        config: RunningConfig = self
        inner: list[Change] = []
        if stored.opens and not wanted.opens:
            config, inner = self._cleared(stored.under(home))
        return config.with_statement(home, wanted), [*inner, change]

    def _remove(self, meant: Statement, home: SectionKey) -> tuple[RunningConfig, list[Change]]:
        """Remove the statements of an entry that have these key arguments; inner statements are reported first."""
        entry, args = meant.entry, meant.args
        config: RunningConfig = self
        changes: list[Change] = []
        for statement in self.all(entry, home):
            if _chosen(statement, args):
                if statement.opens:
                    config, inner = config._cleared(statement.under(home))
                    changes += inner
                config = config.without(home, statement)
                changes.append(Change(entry, home, statement.args, removed=True, before=statement.args))
        return config, changes

    def cleared(self, section: SectionKey) -> Applied:
        """With nothing left in a section, as after `default interface`."""
        config, changes = self._cleared(section)
        return Applied(config, tuple(changes))

    def _cleared(self, section: SectionKey) -> tuple[RunningConfig, list[Change]]:
        config: RunningConfig = self
        changes: list[Change] = []
        for statement in self.all_of(section):
            if statement.opens:
                config, inner = config._cleared(statement.under(section))
                changes += inner
            config = config.without(section, statement)
            off = not statement.entry.toggle  # back at its default; a line that is no toggle is gone
            changes.append(Change(statement.entry, section, statement.args, off, statement.args))
        return config, changes


def _sections_below(config: RunningConfig, within: SectionKey) -> dict[Hashable, tuple[SectionKey, ...]]:
    """The sections at any depth below one, by the name of their mode."""
    found: dict[Hashable, list[SectionKey]] = {}
    config._collect(within, found)
    return {mode: tuple(keys) for mode, keys in found.items()}


def _chosen(statement: Statement, args: Args) -> bool:
    """True when `no` with these arguments means this statement."""
    entry = statement.entry
    names = [name for name in entry.key if name in args or not entry.no_pattern]
    return all(statement.args.get(name) == args.get(name) for name in names)
