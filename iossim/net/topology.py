"""The wire: nodes, their ports, and the links between them.

A link joins exactly two ports; anything with more ends is a switch or a hub. What a link does to frames is a fact per
link (`LinkState`), what a port does is a fact per port (`emitting`: powered and not shut). Carrier at a port is derived
from the two ends and the link; a change is told to both ends as an event, because a box notices carrier and reads no
tables. Whether a frame passes is asked at the moment of sending, never at the moment of arrival.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.net.disorder import Disorder
from iossim.net.line import NONE, Line, QueueKey, Uploads
from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel

if TYPE_CHECKING:
    from iossim.net.node import Node

PortKey = tuple[str, str]
"""(node name, port name)"""


@dataclass(frozen=True, slots=True)
class LinkState:
    """What a link does to frames.

    `connected` is carrier: a pulled cable or a line without sync has none. `silent` names the ends whose frames are lost
    although carrier stays. `loss` is in parts per million, `delay` in microseconds one way. `disorder` is what it does to
    the order of frames; None: nothing. `line` tells the rates of a slow line; None: it takes no time to speak of.
    """

    delay: int
    connected: bool = True
    silent: tuple[PortKey, ...] = ()
    loss: int = 0
    disorder: Disorder | None = None
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A cable or a line between two ports."""

    name: str
    a: PortKey
    b: PortKey

    def other(self, end: PortKey) -> PortKey:
        """The far end."""
        return self.b if end == self.a else self.a


class Network:
    """All nodes and links of a lab, and the facts of the wire."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.nodes: dict[str, Node] = {}
        self.links: dict[str, Link] = {}
        self._link_of: dict[PortKey, Link] = {}
        self.state: Table[str, LinkState] = Table(kernel, "links")
        self.emitting: Table[PortKey, bool] = Table(kernel, "ports")
        self.live: Table[str, LinkState] = Table(kernel, "live links")
        self.demand: Table[QueueKey, int] = Table(kernel, "demand")
        self.uploads: Table[QueueKey, Uploads] = Table(kernel, "uploads")
        self.meant: dict[str, LinkState] = {}

    def add(self, node: Node) -> None:
        """Register a node."""
        self.nodes[node.name] = node

    def join(self, name: str, a: PortKey, b: PortKey, delay: int, line: Line | None = None) -> Link:
        """Lay a link between two ports, with a delay in microseconds one way; `line` for a slow one."""
        link = Link(name, a, b)
        self.links[name] = link
        self._link_of[a] = self._link_of[b] = link
        self.meant[name] = LinkState(delay, line=line)
        self.state.set(name, self.meant[name])
        self._revive(link)
        return link

    def link_at(self, end: PortKey) -> Link | None:
        """The link plugged into a port."""
        return self._link_of.get(end)

    # -- facts ---------------------------------------------------------------------------------------------------

    def carrier(self, end: PortKey) -> bool:
        """True when the port sees a signal from the far end."""
        link = self._link_of.get(end)
        return link is not None and self.live.get(link.name) is not None

    def _revive(self, link: Link) -> None:
        """Say anew whether the link carries: connected, and both ends emit. It is one fact, since every hop asks it."""
        state = self.state.peek(link.name)
        if state and state.connected and self.emitting.peek(link.a) and self.emitting.peek(link.b):
            self.live.set(link.name, state)
        else:
            self.live.delete(link.name)

    # -- changes -------------------------------------------------------------------------------------------------

    def set_emitting(self, end: PortKey, on: bool) -> None:
        """A port starts or stops to emit: power, or `shutdown`."""
        if bool(self.emitting.peek(end)) != on:
            self.emitting.set(end, on)
            if (link := self._link_of.get(end)) is not None:
                self._revive(link)
                self._signal(link)

    def change_link(self, name: str, **changes: object) -> None:
        """Change a link's state: `connected`, `silent`, `loss`, `delay`, `disorder`, `line`. KeyError for an unknown link."""
        old = self.state.peek(name)
        if old is None:
            raise KeyError(name)
        new = replace(old, **changes)  # type: ignore[arg-type]
        self.state.set(name, new)
        self._revive(self.links[name])
        if new.connected != old.connected:
            self._signal(self.links[name])

    def restore(self, name: str) -> None:
        """The link does again what it is meant to."""
        old, meant = self.state.peek(name), self.meant[name]
        self.state.set(name, meant)
        self._revive(self.links[name])
        if old is not None and old.connected != meant.connected:
            self._signal(self.links[name])

    def hurt(self) -> tuple[str, ...]:
        """The links that do something else."""
        return tuple(name for name, state in self.state.items() if state != self.meant[name])

    def ask(self, queue: QueueKey, change: int, octets: int = 0) -> None:
        """A conversation wants so many more bits a second of a queue; an upload does, in packets of so many octets."""
        if octets:
            self.uploads.set(queue, (self.uploads.peek(queue) or NONE).changed(change, octets))
        else:
            self.demand.set(queue, (self.demand.peek(queue) or 0) + change)

    def _signal(self, link: Link) -> None:
        for end in (link.a, link.b):
            node = self.nodes.get(end[0])
            if node is not None:
                self.kernel.after(0, node.carrier_changed, end[1])
