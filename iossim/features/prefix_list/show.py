"""`show ip prefix-list`: pure views of lists and of how often their entries have matched (12.2 form)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iossim.cli.types import Show
from iossim.features.prefix_list.state import Entry, PrefixList


@dataclass(frozen=True, slots=True)
class ListView:
    """A list, the hits of its entries, and how many lines refer to it."""

    list: PrefixList
    hits: tuple[int, ...]
    uses: int


def show_lists(views: Iterable[ListView], ip: Show) -> Iterator[str]:
    """Every list with its entries."""
    for view in views:
        number = len(view.list.entries)
        yield f"ip prefix-list {view.list.name}: {number} {'entry' if number == 1 else 'entries'}"
        yield from _description(view.list)
        yield from (f"   {entry.write(ip)}" for entry in view.list.entries)


def show_detail(views: Iterable[ListView], changed: str, ip: Show, entries: bool) -> Iterator[str]:
    """What there is in each, and with `entries` how often each of them has matched."""
    if changed:
        yield f"Prefix-list with the last deletion/insertion: {changed}"
    for view in views:
        found = view.list.entries
        first, last = (found[0].sequence, found[-1].sequence) if found else (0, 0)
        yield f"ip prefix-list {view.list.name}:"
        yield from _description(view.list)
        yield (
            f"   count: {len(found)}, range entries: {sum(entry.ranges for entry in found)}, "
            f"sequences: {first} - {last}, refcount: {len(found) + view.uses}"
        )
        if entries:
            yield from (hit(entry, count, ip) for entry, count in zip(found, view.hits, strict=True))


def hit(entry: Entry, count: int, ip: Show) -> str:
    """One entry with its hits."""
    return f"   {entry.write(ip)} (hit count: {count}, refcount: 1)"


def _description(found: PrefixList) -> Iterator[str]:
    if found.description:
        yield f"   Description: {found.description}"
