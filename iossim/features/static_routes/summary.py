"""`show ip route summary`: how many routes each source has, and what they cost in memory (12.2 form).

Networks are entries of a whole major network or of a supernet, subnets the rest. The memory figures are those of the image:
72 octets of overhead and 144 of entry per route, and 1164 per major network that is subnetted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iossim.device.ordering import major_of
from iossim.features.static_routes.table import TableView
from iossim.net.address import Prefix

OVERHEAD, ENTRY, INTERNAL = 72, 144, 1164


def show_summary(view: TableView, name: Callable[[str], str]) -> Iterator[str]:
    """A row per source, then the inner nodes, then the sum."""
    counts: dict[str, list[int]] = {"connected": [0, 0], "static": [0, 0]}
    majors: dict[Prefix, None] = {}
    for prefix, entry in view.entries.items():
        major = major_of(prefix)
        subnet = major is not None and major != prefix
        counts.setdefault(name(entry.best.source), [0, 0])[subnet] += 1
        if major is not None and subnet:
            majors[major] = None
    yield "IP routing table name is Default-IP-Routing-Table(0)"
    yield "Route Source    Networks    Subnets     Overhead    Memory (bytes)"
    total = [0, 0]
    for source, (networks, subnets) in counts.items():
        total = [total[0] + networks, total[1] + subnets]
        yield _row(source, networks, subnets, (networks + subnets) * OVERHEAD, (networks + subnets) * ENTRY)
    inner = len(majors) * INTERNAL
    yield f"{'internal':<16}{len(majors):<12}{'':<12}{'':<12}{inner}"
    every = sum(total)
    yield _row("Total", total[0] + len(majors), total[1], every * OVERHEAD, every * ENTRY + inner)


def _row(source: str, networks: int, subnets: int, overhead: int, memory: int) -> str:
    return f"{source:<16}{networks:<12}{subnets:<12}{overhead:<12}{memory}"
