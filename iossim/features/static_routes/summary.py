"""`show ip route summary`: how many routes each source has, and what they cost in memory (forms of 12.2 and 15.x).

Networks are entries of a whole major network or of a supernet, subnets the rest. The memory figures are those of the image:
72 octets of overhead and 144 of entry per route, and 1164 per major network that is subnetted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from iossim.cli.release import Forms
from iossim.features.static_routes.table import TableView

OVERHEAD, ENTRY, INTERNAL = 72, 144, 1164
HEADING = Forms(
    (
        "IP routing table name is Default-IP-Routing-Table(0)",
        "Route Source    Networks    Subnets     Overhead    Memory (bytes)",
    ),
    (
        "15.0",
        (
            "IP routing table name is default (0x0)",
            "IP routing table maximum-paths is 32",
            "Route Source    Networks    Subnets     Replicates  Overhead    Memory (bytes)",
        ),
    ),
)
ROW = Forms(
    "{source:<16}{networks:<12}{subnets:<12}{overhead:<12}{memory}",
    ("15.0", "{source:<16}{networks:<12}{subnets:<12}{replicates:<12}{overhead:<12}{memory}"),
)


def show_summary(view: TableView, name: Callable[[str], str]) -> Iterator[str]:
    """A row per source, then the inner nodes, then the sum."""
    known = view.networks
    whole = [*known.others, *(major for major in known.majors if major in view.entries)]
    counts: dict[str, list[int]] = {"connected": [0, 0], "static": [0, 0]}
    for found, count in Counter(entry.routes[0].source for entry in view.entries.values()).items():
        counts.setdefault(_source(found, name), [0, 0])[1] += count
    for prefix in whole:
        of = counts[_source(view.entries[prefix].best.source, name)]
        of[:] = of[0] + 1, of[1] - 1
    divided = sum(not below.alone(major) for major, below in known.majors.items())
    yield from HEADING.on(view.look)
    row = ROW.on(view.look)
    total = [0, 0]
    for source, (networks, subnets) in counts.items():
        total = [total[0] + networks, total[1] + subnets]
        yield _row(row, source, networks, subnets, networks + subnets, (networks + subnets) * ENTRY)
    inner = divided * INTERNAL
    yield row.format(source="internal", networks=divided, subnets="", replicates="", overhead="", memory=inner)
    every = sum(total)
    yield _row(row, "Total", total[0] + divided, total[1], every, every * ENTRY + inner)


def _source(source: str, name: Callable[[str], str]) -> str:
    """Own addresses count as connected."""
    return "connected" if source == "local" else name(source)


def _row(row: str, source: str, networks: int, subnets: int, routes: int, memory: int) -> str:
    overhead = routes * OVERHEAD
    return row.format(source=source, networks=networks, subnets=subnets, replicates=0, overhead=overhead, memory=memory)
