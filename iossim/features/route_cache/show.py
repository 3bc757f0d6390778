"""`show ip cache`, 12.2 form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iossim.device.ages import age
from iossim.features.route_cache.cache import Cached
from iossim.net.address import AddressNames, Mac

OCTETS = 164
"""What an entry takes."""


@dataclass(frozen=True, slots=True)
class CacheView:
    """The entries that are shown with the MAC of their interface, how many there are, and what has become of others."""

    entries: Sequence[tuple[Cached, Mac]]
    total: int
    added: int
    invalidated: int
    cleared: int


def show_cache(view: CacheView, names: AddressNames, now: int, verbose: bool) -> Iterator[str]:
    """`show ip cache [verbose]`."""
    yield f"IP routing cache {view.total} entr{'y' if view.total == 1 else 'ies'}, {view.total * OCTETS} bytes"
    yield f"   {view.added} adds, {view.invalidated} invalidates, 0 refcounts"
    yield "Minimum invalidation interval 2 seconds, maximum interval 5 seconds,"
    yield "   quiet interval 3 seconds, threshold 0 requests"
    yield "Invalidation rate 0 in last second, 0 in last 3 seconds"
    yield f"Last full cache invalidation occurred {age(now - view.cleared)} ago"
    yield ""
    yield "Prefix/Length       Age       Interface       Next Hop"
    for entry, own in view.entries:
        length = f"{entry.prefix.length}-{entry.table}" if verbose else str(entry.prefix.length)
        prefix = f"{names.show(entry.prefix.network)}/{length}"
        yield f"{prefix:<20}{age(now - entry.since):<10}{entry.interface:<15} {names.show(entry.next_hop)}"
        if verbose:
            yield f"{'':<30}14  {int(entry.mac):012X}{int(own):012X}0800"
    yield ""
