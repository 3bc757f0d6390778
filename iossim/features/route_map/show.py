"""`show route-map` and `show ip policy`: pure views (12.2 form)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iossim.cli.release import Forms, Release
from iossim.cli.types import Show
from iossim.device.codepoint import NAMED
from iossim.device.interface import short
from iossim.features.route_map.state import MapEntry, Policy


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry, and what was routed by it."""

    entry: MapEntry
    packets: int
    octets: int


def show_maps(views: Iterable[EntryView], ip: Show) -> Iterator[str]:
    """Each entry with what it matches and what it sets."""
    for view in views:
        entry = view.entry
        yield f"route-map {entry.name}, {'permit' if entry.permit else 'deny'}, sequence {entry.sequence}"
        yield "  Match clauses:"
        yield from _matches(entry)
        yield "  Set clauses:"
        if entry.metric:
            yield f"    metric {' '.join(map(str, entry.metric))}"
        if entry.tag is not None:
            yield f"    tag {entry.tag}"
        yield from _sets(entry.policy, ip)
        yield f"  Policy routing matches: {view.packets} packets, {view.octets} bytes"


def _matches(entry: MapEntry) -> Iterator[str]:
    if entry.lists:
        yield f"    ip address (access-lists): {' '.join(entry.lists)} "
    if entry.prefix_lists:
        yield f"    ip address prefix-lists: {' '.join(entry.prefix_lists)} "
    if entry.length is not None:
        yield "    length {} {}".format(*entry.length)
    if entry.tags:
        yield f"    tag {' '.join(map(str, entry.tags))} "


def _sets(policy: Policy, ip: Show) -> Iterator[str]:
    if policy.precedence is not None:
        yield f"    ip precedence {NAMED['precedence'].write(policy.precedence, ip)}"
    if policy.service is not None:
        yield f"    ip tos {NAMED['tos'].write(policy.service, ip)}"
    for title, several in (
        ("ip next-hop", [ip(hop) for hop in policy.next_hops]),
        ("interface", policy.ports),
        ("ip default next-hop", [ip(hop) for hop in policy.default_next_hops]),
        ("default interface", policy.default_ports),
    ):
        if several:
            yield f"    {title} {' '.join(several)}"


def _whole(name: str) -> str:
    return name


NAME = Forms(_whole, ("12.4", short))


def show_policies(policies: Iterable[tuple[str, str]], look: Release) -> Iterator[str]:
    """Who is routed by which map, the box itself first."""
    yield f"{'Interface':<15}Route map"
    name = NAME.on(look)
    for port, policy in policies:
        yield f"{name(port) if port else 'local':<14} {policy}"
