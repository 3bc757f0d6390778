"""What a route-map says: frozen entries, first match wins, no match denies.

An entry without `match` takes everything; several kinds of `match` must all agree, several values of one kind are
alternatives. A list that is not defined matches everything, as IOS does (ios-cli 9, undefined references).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iossim.device.filters import AccessList
from iossim.net.address import Prefix


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One `route-map NAME {permit|deny} SEQ` with its clauses."""

    name: str
    permit: bool
    sequence: int
    lists: tuple[str, ...] = ()
    tags: tuple[int, ...] = ()
    metric: tuple[int, ...] = ()
    tag: int | None = None


Lists = Callable[[str], AccessList | None]


def matches(entry: MapEntry, prefix: Prefix, tag: int, lists: Lists) -> bool:
    """True when an entry speaks of a route."""
    if entry.tags and tag not in entry.tags:
        return False
    return not entry.lists or any(_list_permits(lists(name), prefix) for name in entry.lists)


def _list_permits(found: AccessList | None, prefix: Prefix) -> bool:
    return found is None or found.permits_address(prefix.network)
