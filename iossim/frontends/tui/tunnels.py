"""Which cables the tunnels run through, and to which head-end: what the drawing makes double.

A tunnel is drawn along the shortest way between its ends. A cable through which tunnels of one head-end alone run is in that
head-end's colour; one that tunnels of several share is only double. A head-end has a sign, which its homes bear too, so that
colour is not needed. Pure functions of a view. Left out: the real way of the packets, which the view of a packet shows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.lab.view import LinkView, NodeView

SIGNS = "■□◧◨"
"""One for each head-end; of further ones the last."""
SHARED = "tunnel"


def sign(head: int) -> str:
    """The sign of a head-end, by its number from 1 on."""
    return SIGNS[min(head, len(SIGNS)) - 1]


def style(heads: Sequence[int]) -> str:
    """The style of what belongs to these head-ends."""
    return f"tunnel-{min(heads[0], 2)}" if len(set(heads)) == 1 else SHARED


def heads_of(nodes: Sequence[NodeView]) -> dict[str, tuple[int, ...]]:
    """The numbers of the head-ends that each home has tunnels to."""
    numbers = {node.name: node.head for node in nodes if node.head}
    found = {
        node.name: tuple(numbers[peer] for peer in node.peers if peer in numbers) for node in nodes if not node.head
    }
    return {name: heads for name, heads in found.items() if heads}


def carried(nodes: Sequence[NodeView], links: Sequence[LinkView]) -> dict[str, tuple[int, ...]]:
    """The head-ends whose tunnels run through each cable, by its name."""
    drawn = {node.name for node in nodes if node.at is not None}
    homes_of = {name: heads for name, heads in heads_of(nodes).items() if name in drawn}
    routers = {node.name for node in nodes if node.kind == "router"}
    neighbors: dict[str, list[tuple[str, str]]] = {}
    for link in links:
        if link.look != "down" and not {link.a, link.b} <= routers:
            neighbors.setdefault(link.a, []).append((link.b, link.name))
            neighbors.setdefault(link.b, []).append((link.a, link.name))
    found: dict[str, set[int]] = {}
    for node in nodes:
        ends = [name for name, heads in homes_of.items() if node.head in heads]
        steps = _towards(node.name, neighbors) if ends else {}
        for name in ends:
            while name in steps:
                name, link_name = steps[name]
                found.setdefault(link_name, set()).add(node.head)
    return {name: tuple(sorted(heads)) for name, heads in found.items()}


def _towards(target: str, neighbors: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, tuple[str, str]]:
    """From each node the next one on the shortest way to a target, and the cable to it."""
    steps: dict[str, tuple[str, str]] = {}
    waiting = deque([target])
    while waiting:
        here = waiting.popleft()
        for other, link in neighbors.get(here, ()):
            if other != target and other not in steps:
                steps[other] = (here, link)
                waiting.append(other)
    return steps


def legend(nodes: Sequence[NodeView]) -> str:
    """What the signs mean: `═ tunnel  ■ gateway-1  □ gateway-2`; nothing where there are no head-ends."""
    told = [f"{sign(node.head)} {node.name}" for node in sorted(nodes, key=lambda node: node.head) if node.head]
    return "  ".join(["═ tunnel", *told]) if told else ""
