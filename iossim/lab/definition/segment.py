"""Segments: the ports that hear each other's broadcasts, joined by links, switches and hubs.

Invariant: every port of a node other than a switch or a hub lies on exactly one segment.
"""

from __future__ import annotations

from collections.abc import Mapping

from iossim.lab.definition.model import End, Link
from iossim.lab.definition.nodes import Hub, Node, Switch


def segments(nodes: Mapping[str, Node], links: Mapping[str, Link]) -> tuple[tuple[End, ...], ...]:
    """The segments in the order of their first link, each with its ports; ports of switches and hubs are not listed."""
    leader: dict[str, str] = {}

    def root(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for name, link in links.items():
        for end in link.ends:
            if isinstance(nodes.get(end.node), Switch | Hub):
                leader[root(f"link {name}")] = root(f"node {end.node}")
    found: dict[str, list[End]] = {}
    for name, link in links.items():
        group = found.setdefault(root(f"link {name}"), [])
        group.extend(end for end in link.ends if not isinstance(nodes.get(end.node), Switch | Hub))
    return tuple(tuple(group) for group in found.values())
