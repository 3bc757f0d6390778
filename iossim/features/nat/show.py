"""`show ip nat translations [verbose]` and `show ip nat statistics` (12.2 forms)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.ages import clock
from iossim.features.nat.rules import Dynamic, End, OutsideDynamic, Pool

if TYPE_CHECKING:
    from iossim.cli.types import Show

HEADING = "Pro Inside global      Inside local       Outside local      Outside global"
NONE = "---"


@dataclass(frozen=True, slots=True)
class Row:
    """A translation as it is shown; spans in microseconds, `left` None without an end."""

    proto: str
    inside_global: End
    inside_local: End
    outside_local: End
    outside: End
    created: int
    used: int
    left: int | None
    flags: tuple[str, ...]
    children: int


def show_translations(rows: Iterable[Row], ip: Show, verbose: bool) -> Iterator[str]:
    """A row each; IOS prints nothing at all when there is none."""
    for number, row in enumerate(rows):
        if number == 0:
            yield HEADING
        first = f"{row.proto or NONE:<3} {_end(row.inside_global, ip)}"
        yield f"{first:<22} {_end(row.inside_local, ip):<18} {_end(row.outside_local, ip):<18} {_end(row.outside, ip)}"
        if verbose:
            left = "" if row.left is None else f", left {clock(row.left)}"
            yield f"    create {clock(row.created)}, use {clock(row.used)}{left}, "
            yield "    flags: "
            yield f"{', '.join(row.flags)}, use_count: {row.children}"


def _end(end: End, ip: Show) -> str:
    if not end.address:
        return NONE
    return f"{ip(end.address)}:{end.port}" if end.port else ip(end.address)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dynamic rule with what it has made."""

    rule: Dynamic | OutsideDynamic
    count: int
    pool: Pool | None
    allocated: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that `show ip nat statistics` tells."""

    static: int
    dynamic: int
    extended: int
    outside: tuple[str, ...]
    inside: tuple[str, ...]
    hits: int
    misses: int
    expired: int
    mappings: tuple[Mapping, ...]
    outside_mappings: tuple[Mapping, ...]


def show_statistics(view: Statistics) -> Iterator[str]:
    """Counts, interfaces, and the dynamic rules."""
    total = view.static + view.dynamic
    counts = f"{view.static} static, {view.dynamic} dynamic; {view.extended} extended"
    yield f"Total active translations: {total} ({counts})"
    for title, ports in (("Outside", view.outside), ("Inside", view.inside)):
        yield f"{title} interfaces:"
        if ports:
            yield f"  {', '.join(ports)}"
    yield f"Hits: {view.hits}  Misses: {view.misses}"
    yield f"Expired translations: {view.expired}"
    yield "Dynamic mappings:"
    for title, mappings in (("Inside", view.mappings), ("Outside", view.outside_mappings)):
        if mappings:
            yield f"-- {title} Source"
        for mapping in mappings:
            yield from _mapping(mapping)


def _mapping(mapping: Mapping) -> Iterator[str]:
    rule, pool = mapping.rule, mapping.pool
    mapped, port = (rule.map, rule.port) if isinstance(rule, Dynamic) else ("", "")
    what = f"access-list {rule.list}" if rule.list else f"route-map {mapped}"
    where = f"interface {port}" if port else f"pool {rule.pool}"
    yield f"{what} {where} refcount {mapping.count}"
    if pool is None:
        return
    share = 100 * mapping.allocated // pool.size
    yield f" pool {pool.name}: netmask {pool.mask}"
    yield f"\tstart {pool.start} end {pool.end}"
    yield f"\ttype generic, total addresses {pool.size}, allocated {mapping.allocated} ({share}%), misses 0"
