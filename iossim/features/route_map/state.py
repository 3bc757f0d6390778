"""What a route-map says: frozen entries, first match wins, no match denies.

An entry without `match` takes everything; several kinds of `match` must all agree, several values of one kind are
alternatives. A list that is not defined matches everything, as IOS does (ios-cli 9, undefined references). A prefix list matches no
packet, and a length no route.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iossim.net.address import Address, Prefix


@dataclass(frozen=True, slots=True)
class Policy:
    """Where packets go that an entry permits, and how they are marked; a way is tried when those before it cannot be used."""

    next_hops: tuple[Address, ...] = ()
    ports: tuple[str, ...] = ()
    default_next_hops: tuple[Address, ...] = ()
    default_ports: tuple[str, ...] = ()
    precedence: int | None = None
    service: int | None = None


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One `route-map NAME {permit|deny} SEQ` with its clauses."""

    name: str
    permit: bool
    sequence: int
    lists: tuple[str, ...] = ()
    prefix_lists: tuple[str, ...] = ()
    tags: tuple[int, ...] = ()
    length: tuple[int, int] | None = None
    metric: tuple[int, ...] = ()
    tag: int | None = None
    policy: Policy = Policy()


Judge = Callable[[str, Address], bool]
"""The verdict of an access list on a network."""
PrefixJudge = Callable[[str, Prefix], bool]
"""The verdict of a prefix list."""


def matches(entry: MapEntry, prefix: Prefix, tag: int, judge: Judge, by_prefix: PrefixJudge) -> bool:
    """True when an entry speaks of a route."""
    if entry.length is not None or (entry.tags and tag not in entry.tags):
        return False
    if not entry.lists and not entry.prefix_lists:
        return True
    return any(judge(name, prefix.network) for name in entry.lists) or any(
        by_prefix(name, prefix) for name in entry.prefix_lists
    )
