"""The panels beside the consoles: the drawing, and the routers in words.

Each is a pure function from a view to lines of styled pieces, and a widget that puts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from iossim.frontends.tui.hearing import call_style
from iossim.frontends.tui.map import draw, positions
from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.pieces import Line, merged
from iossim.frontends.tui.tunnels import legend
from iossim.frontends.tui.wording import fit

if TYPE_CHECKING:
    from textual import events

    from iossim.frontends.tui.panel import Picture
    from iossim.lab.view import LinkView, NodeView

NARROW = 60


class MapPanel(Panel):
    """The drawing. A click on a router opens its console."""

    TITLE = "Network"

    class Chosen(Message):
        """A router has been clicked."""

        def __init__(self, device: str) -> None:
            super().__init__()
            self.device = device

    def __init__(self, ident: str) -> None:
        super().__init__(ident)
        self._places: dict[str, tuple[int, int]] = {}
        self._seen: object = None

    def look(self, picture: Picture) -> None:
        """Draw the network as it is."""
        view = picture.view
        width, height = self.area
        heard = tuple((call.a, call.b, call_style(call, view.now)) for call in view.calls)
        seen = (view.nodes, view.links, heard, width, height, picture.device, picture.way)
        if width < 20 or height < 8 or seen == self._seen:
            return
        self._seen = seen
        canvas = draw(view.nodes, view.links, view.calls, (width, height), picture.device, picture.way, view.now)
        self._places = positions([node for node in view.nodes if node.kind == "router" or node.at], (width, height))
        self.put([merged([(cell.character, cell.style) for cell in row]) for row in canvas.rows()])
        undrawn = sum(1 for node in view.nodes if node.at is None and node.kind == "router")
        told = [legend(view.nodes), *([f"and {undrawn} more routers"] if undrawn else [])]
        self.border_subtitle = fit("  ".join(filter(None, told)), width)

    def on_click(self, event: events.Click) -> None:
        """Find the router nearest to the click."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for name, (x, y) in self._places.items():
            if abs(offset.x - x) <= 5 and 0 <= offset.y - y <= 1:
                self.post_message(self.Chosen(name))


class RoutersPanel(Panel):
    """The routers in words, where there is no room for the drawing."""

    TITLE = "Routers"

    def look(self, picture: Picture) -> None:
        """Draw the routers as they are."""
        view = picture.view
        self.put(router_lines(view.nodes, view.links, *self.area))


def router_lines(nodes: Sequence[NodeView], links: Sequence[LinkView], width: int, height: int) -> list[Line]:
    """Every router and how it is; links that are not whole; as far as there is room."""
    lines: list[Line] = []
    for node in nodes:
        if node.kind == "router":
            state = f"{node.state}{f', {node.note}' if node.note else ''}"
            if node.up and len(node.peers) == 1:
                state = f"⇢ {node.peers[0]}" if node.state == "up" else f"{node.state} ⇢ {node.peers[0]}"
            trouble = not node.up or bool(node.note)
            style = "state-trouble" if trouble else "state-active" if "Active" in state else "state"
            lines.append([(f"{node.name:12} ", "" if node.up else "node-down"), (fit(state, width - 13), style)])
    for link in links:
        if link.look == "up" and link.adjacent is not None:
            text, style = ("EIGRP", "state-active") if link.adjacent else ("no EIGRP", "state-trouble")
            lines.append([(f"{link.name:12} ", ""), (fit(text, width - 13), style)])
        elif link.look != "up":
            note = f"{link.look}{f', {link.note}' if link.note else ''}"
            lines.append([(fit(f"✕ {link.name} {note}", width), f"link-{link.look}")])
    return lines[: max(1, height)]
