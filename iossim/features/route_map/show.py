"""`show route-map`: a pure view of the entries of one map or of all (12.2 form)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.features.route_map.state import MapEntry


def show_maps(entries: Iterable[MapEntry]) -> Iterator[str]:
    """Each entry with what it matches and what it sets."""
    for entry in entries:
        yield f"route-map {entry.name}, {'permit' if entry.permit else 'deny'}, sequence {entry.sequence}"
        yield "  Match clauses:"
        if entry.lists:
            yield f"    ip address (access-lists): {' '.join(entry.lists)} "
        if entry.tags:
            yield f"    tag {' '.join(map(str, entry.tags))} "
        yield "  Set clauses:"
        if entry.metric:
            yield f"    metric {' '.join(map(str, entry.metric))}"
        if entry.tag is not None:
            yield f"    tag {entry.tag}"
        yield "  Policy routing matches: 0 packets, 0 bytes"
