"""A statement of a configuration: a declared line with its typed arguments.

Its `key` arguments identify it within its section; its place among the others there follows from its entry and its
arguments. Invariant: a statement never changes, so boxes whose memory has the same line share one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable
from dataclasses import field
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias

from iossim.cli.entry import Args, ConfigLine
from iossim.net.address import AddressNames
from iossim.sim.values import dataclass

SectionKey: TypeAlias = tuple[tuple[Hashable, ...], ...]
StatementKey: TypeAlias = tuple[Hashable, ...]
Ordered: TypeAlias = "tuple[Statement, ...]"


@dataclass(frozen=True, eq=False)
class Statement:
    """One line that holds; `negated` for a toggle that is off.

    `key` identifies it within its section. `written` is its text as last printed, with the names it was printed with: no
    part of it, and in no copy.
    """

    entry: ConfigLine
    args: Args = field(default_factory=dict)
    negated: bool = False
    key: StatementKey = field(init=False, repr=False)
    written: tuple[AddressNames, str] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.entry, self.args))

    def __reduce__(self) -> tuple[object, ...]:
        return Statement, (self.entry, self.args, self.negated)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Statement):
            return NotImplemented
        mine, theirs = (self.entry.id, self.args, self.negated), (other.entry.id, other.args, other.negated)
        return mine == theirs

    def __hash__(self) -> int:
        return hash(self.key)

    def __deepcopy__(self, memo: object) -> Statement:
        return self

    @cached_property
    def place(self) -> tuple[Any, ...]:
        """Where it stands among those of its section: by rank, then as its entry sorts."""
        entry = self.entry
        return (entry.rank,) if entry.sort is None else (entry.rank, entry.sort(self.args))

    @property
    def opens(self) -> bool:
        """True when statements may stand under it."""
        entry = self.entry
        return entry.enters is not None and not self.negated and (entry.leads is None or entry.leads(self.args))

    @property
    def is_default(self) -> bool:
        """True when it says what holds without it."""
        entry = self.entry
        if not entry.default:
            return False
        return {name: value for name, value in self.args.items() if name not in entry.key} == entry.default

    def under(self, section: SectionKey) -> SectionKey:
        """The section it opens when it stands in `section`."""
        assert self.entry.enters is not None
        return (*section, (self.entry.enters.name, *self.key[1:]))


def key_of(entry: ConfigLine, args: Args) -> StatementKey:
    """The identity of a statement of this entry with these arguments; an optional one may be absent."""
    return (entry.id, *[args.get(name) for name in entry.key]) if entry.key else (entry.id,)


PLACE = attrgetter("place")


def reordered(ordered: Ordered, new: Statement | None, old: Statement | None) -> Ordered | None:
    """What has an order, without `old` and with `new` in its place; None when it must be put in order anew."""
    where = (new or old).place  # type: ignore[union-attr]
    if old is None:
        at = bisect_right(ordered, where, key=PLACE)
        return (*ordered[:at], new, *ordered[at:])  # type: ignore[arg-type]
    if new is not None and old.place != where:
        return None
    at = bisect_left(ordered, where, key=PLACE)
    while ordered[at] is not old:
        at += 1
    return (*ordered[:at], *(() if new is None else (new,)), *ordered[at + 1 :])
