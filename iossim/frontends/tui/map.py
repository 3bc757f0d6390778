"""The drawing of a lab: boxes where the lab file puts them, wires between, and how everything is.

A pure function from the nodes and links of a view to a sheet of characters of a given size. Positions of the lab file
(0 to 100 across, 0 to 30 down) are scaled. A wire leaves a leaf straight towards the row beside it, so that the wires of a
switch run together as on the figure. A link that is down is dotted and crossed out, one that loses frames is dotted: the
meaning is in the shape, colour only repeats it. Tunnels are double (`tunnels`), the way of a packet is heavy, with arrows.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from iossim.frontends.tui.canvas import Canvas
from iossim.frontends.tui.hearing import call_style
from iossim.frontends.tui.tunnels import SHARED, carried, heads_of, sign
from iossim.frontends.tui.tunnels import style as tunnel_style
from iossim.frontends.tui.wording import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iossim.lab.view import CallView, LinkView, NodeView
    from iossim.lab.way import Way

ACROSS, DOWN = 100, 30
BOXED = frozenset({"router", "firewall"})
CROSS = "✕"
LOST = "~"
HEARD = "♪"
PITCH = 0.13
"""How far homes stand from each other, as a share of the width."""
NARROW = 76
"""Columns below which HSRP goes without saying."""
GAP = 12
"""Columns of a cable that the captions at its ends take."""
TRANSPARENT = frozenset({"switch", "hub"})


def draw(
    nodes: Sequence[NodeView],
    links: Sequence[LinkView],
    calls: Sequence[CallView],
    size: tuple[int, int],
    chosen: str,
    way: Way | None = None,
    now: int = 0,
) -> Canvas:
    """The drawing in a window of `size`, `now`; `chosen` is the router whose console is open, `way` a packet's to be lit."""
    canvas = Canvas(*size)
    places = positions(nodes, size)
    degree = Counter(end for link in links for end in (link.a, link.b))
    for link in sorted(links, key=lambda link: link.look != "up", reverse=True):
        if link.a in places and link.b in places:
            _wire(canvas, link, places, degree)
    _tunnels(canvas, nodes, links, places, degree)
    for link in links:
        if link.a in places and link.b in places:
            _marks(canvas, link, places, degree)
    if way is not None:
        _light(canvas, way, {link.name: link for link in links}, places, degree)
    heads = heads_of(nodes)
    speaking = {name: call_style(call, now) for call in calls for name in (call.a, call.b)}
    wires_end = {node.name for node in nodes if node.kind == "hub" and node.up}
    for node in nodes:
        if node.name in places and node.name not in wires_end:
            _node(canvas, node, places[node.name], node.name == chosen, speaking.get(node.name), size)
            _state(canvas, node, heads.get(node.name, ()), places[node.name], size)
    if way is not None and way.lost_at in places:
        x, y = places[way.lost_at]
        _centred(canvas, x, y - 1 if y else y + 1, "✕ lost here", "way-lost", size)
    return canvas


def positions(nodes: Sequence[NodeView], size: tuple[int, int]) -> dict[str, tuple[int, int]]:
    """Where each node stands. Without places in the lab file, rows of four."""
    placed = {node.name: node.at for node in nodes if node.at is not None}
    if not placed:
        placed = {node.name: (12 + 25 * (i % 4), 4 + 6 * (i // 4)) for i, node in enumerate(nodes)}
    width, height = size
    margin = 6
    low = min(y for _, y in placed.values())
    high = max(max(y for _, y in placed.values()), low + 1)
    return {
        name: (
            margin + round((x - 4) * (width - 2 * margin - 1) / (ACROSS - 8)),
            (1 if height > 16 else 0) + round((y - low) * (height - (3 if height > 16 else 1)) / (high - low))
            if len({y for _, y in placed.values()}) > 1
            else height // 2,
        )
        for name, (x, y) in placed.items()
    }


def _wire(canvas: Canvas, link: LinkView, places: dict[str, tuple[int, int]], degree: Counter[str]) -> None:
    canvas.wire(_corners(link, places, degree), f"link-{link.look}", link.look == "up")


def _tunnels(
    canvas: Canvas,
    nodes: Sequence[NodeView],
    links: Sequence[LinkView],
    places: dict[str, tuple[int, int]],
    degree: Counter[str],
) -> None:
    """The cables through which tunnels run, those that several head-ends share first."""
    through = carried(nodes, links)
    for link in sorted(links, key=lambda link: -len(through.get(link.name, ()))):
        heads = through.get(link.name)
        if heads and link.look == "up" and link.a in places and link.b in places:
            canvas.wire(_corners(link, places, degree), tunnel_style(heads), double=SHARED)


def _marks(canvas: Canvas, link: LinkView, places: dict[str, tuple[int, int]], degree: Counter[str]) -> None:
    """What a link is besides whole."""
    corners = _corners(link, places, degree)
    if link.look != "up":
        canvas.write(*_middle(corners), CROSS if link.look == "down" else LOST, f"link-{link.look}")
    elif link.adjacent is not None:
        _neighbours(canvas, corners, link.adjacent)


def _neighbours(canvas: Canvas, corners: list[tuple[int, int]], adjacent: bool) -> None:
    """EIGRP between the ends of a cable, or none where there should be: on the cable, or below where it is short."""
    text, style = ("EIGRP", "state-active") if adjacent else ("no EIGRP", "state-trouble")
    (x1, y1), (x2, y2) = corners[0], corners[-1]
    if y1 != y2:
        return
    on_it = abs(x2 - x1) - GAP >= len(text)
    shown = text if on_it else text.replace("no ", CROSS)
    canvas.write((x1 + x2) // 2 - len(shown) // 2, y1 if on_it else y1 + 1, shown, style)


def _light(
    canvas: Canvas, way: Way, links: dict[str, LinkView], places: dict[str, tuple[int, int]], degree: Counter[str]
) -> None:
    """The cables a packet takes, heavy, with an arrow each: where it goes, or both where it comes back."""
    headed: dict[str, set[str]] = {}
    for name, _, to in way.links:
        headed.setdefault(name, set()).add(to)
    for name, ends in headed.items():
        link = links.get(name)
        if link is None or link.a not in places or link.b not in places:
            continue
        corners = _corners(link, places, degree)
        canvas.wire(corners, "way", lit=True)
        (x1, y1), (x2, y2) = corners[0], corners[1]
        upright = x1 == x2
        if len(ends) > 1:
            sign = "↕" if upright else "↔"
        else:
            back = places[min(ends)] == corners[0]
            ahead = (y2 > y1) if upright else (x2 > x1)
            sign = ("▼" if ahead != back else "▲") if upright else ("▶" if ahead != back else "◀")
        canvas.write(*_middle(corners), sign, "way")


def _corners(link: LinkView, places: dict[str, tuple[int, int]], degree: Counter[str]) -> list[tuple[int, int]]:
    """Where the wire of a link runs, from its leaf."""
    leaf, hub = sorted((link.a, link.b), key=lambda name: (degree[name], -places[name][1]))
    (x1, y1), (x2, y2) = places[leaf], places[hub]
    if y1 == y2 or x1 == x2:
        return [(x1, y1), (x2, y2)]
    bus = y1 + (1 if y2 > y1 else -1) * (2 if abs(y2 - y1) > 8 else 1)
    return [(x1, y1), (x1, bus), (x2, bus), (x2, y2)]


def _middle(corners: list[tuple[int, int]]) -> tuple[int, int]:
    """A place of its own for the mark of a link: beside its leaf."""
    (x1, y1), (x2, y2) = corners[0], corners[1]
    if len(corners) == 2:
        return (x1 + x2) // 2, (y1 + y2 + 1) // 2
    return x1, y1 + (1 if y2 > y1 else -1)


def _node(
    canvas: Canvas,
    node: NodeView,
    at: tuple[int, int],
    chosen: bool,
    voice: str | None,
    size: tuple[int, int],
) -> None:
    x, y = at
    style = voice or ("node-chosen" if chosen else "node-up" if node.up else "node-down")
    _centred(canvas, x, y, caption(node, chosen), style, size)
    if voice is not None:
        canvas.write(max(0, x - len(node.name) // 2 - 1), y, CROSS if voice == "voice-silent" else HEARD, style)


def _state(canvas: Canvas, node: NodeView, heads: tuple[int, ...], at: tuple[int, int], size: tuple[int, int]) -> None:
    """How a node is, below its name; of a home with whom it has its tunnel, of a head-end also how many it has."""
    text, style = node.state if node.kind == "router" or not node.up else "", "state"
    if not node.up:
        style = "state-trouble"
    elif node.head:
        style = "state-active" if "Active" in node.state else "state"
        text = f"{text if size[0] >= NARROW else text.removeprefix('HSRP ')} {sign(node.head)}{len(node.peers)}"
    elif heads and node.state == "up":
        signs = "".join(sign(head) for head in heads)
        text, style = (
            f"{signs} {shortened(node.peers[0], max(5, round(size[0] * PITCH) - 3))}" if len(heads) == 1 else signs,
            tunnel_style(heads),
        )
    elif node.kind == "router" and node.state == "up":
        text, style = node.note, "state-trouble"
    elif "Active" in node.state:
        style = "state-active"
    if text:
        _centred(canvas, at[0], at[1] + 1, text, style, size)


def caption(node: NodeView, chosen: bool) -> str:
    """A node's name, in the brackets of its kind, with the signs of its state."""
    if node.kind in BOXED:
        return f"▐{node.name}▌" if chosen else f"[{node.name}]"
    if node.kind == "internet":
        return f"({node.label or node.name})"
    sign = "" if node.up else f" {CROSS}"
    return f"{node.label or node.name if node.kind in TRANSPARENT else node.name}{sign}"


def _centred(canvas: Canvas, x: int, y: int, text: str, style: str, size: tuple[int, int]) -> None:
    left = max(0, min(size[0] - len(text), x - len(text) // 2))
    canvas.write(left, min(size[1] - 1, y), text, style)
