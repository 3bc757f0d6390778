"""What the walk asks of a node.

A node answers purely: `inbound` and `frame_in` read facts and tell what they would do; `absorb` says whether hearing a
packet would change nothing but feed timers. `receive` and `receive_arp` are events, the only places where a node acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from iossim.net.address import Address, Mac
from iossim.net.packet import Arp, Frame, Packet, Snap
from iossim.sim.values import dataclass

if TYPE_CHECKING:
    from iossim.net.walk import Walker


@dataclass(frozen=True, slots=True)
class Forward:
    """Send this frame on by this port; `packet` is what it carries."""

    port: str
    frame: Frame
    packet: Packet


@dataclass(frozen=True, slots=True)
class Deliver:
    """The packet is for this node."""

    port: str
    packet: Packet


class Seam(NamedTuple):
    """A tunnel begins or ends here: a walk in legs (`net.legs`) stops before this stage of the node.

    `transit` is what the node knows of the packet so far, not to be changed.
    """

    node: Node
    stage: str
    transit: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """The packet ends here. `answer` is the ICMP error it provokes, a packet of this node's own."""

    reason: str
    answer: Packet | None = None


Verdict = Forward | Deliver | Drop | Seam


class Node(Protocol):
    """Anything with ports."""

    name: str

    def mac_of(self, port: str) -> Mac:
        """The address a port sends from."""
        ...

    def frame_in(self, walker: Walker, port: str, frame: Frame) -> tuple[str, ...] | None:
        """What a frame does here: the ports it is repeated to (a switch), or None: it is taken in if addressed to us."""
        ...

    def takes(self, port: str, frame: Frame) -> str | None:
        """The interface of an IP node that accepts a frame with this destination and tag on this port; None: it does not."""
        ...

    def on_wire(self, port: str) -> tuple[str, int]:
        """The port by which an interface sends, and the tag of its frames (0: none)."""
        ...

    def inbound(self, walker: Walker, port: str, packet: Packet) -> Verdict:
        """What the node does with a packet that came in by a port."""
        ...

    def outbound(self, walker: Walker, packet: Packet) -> Verdict:
        """What the node does with a packet of its own."""
        ...

    def sews(self, walker: Walker, stage: str, transit: Any) -> Drop | Seam | None:
        """What the stage of a seam does with a packet: it changes the transit."""
        ...

    def goes_on(self, walker: Walker, stage: str, transit: tuple[Any, ...]) -> Verdict:
        """What the node does with a packet behind that stage; the transit is given by its fields."""
        ...

    def complains(self, walker: Walker, answer: Packet) -> None:
        """The node has dropped a packet and has an ICMP error to send: with the walk, or when its limit allows."""
        ...

    def arp_answer(self, port: str, target: Address) -> Mac | None:
        """The MAC with which the node would answer an ARP request for an address."""
        ...

    def emits(self, walker: Walker, port: str, packet: Packet | Snap) -> None:
        """A packet leaves by a port without a routing lookup: count it on the walker."""
        ...

    def hears(self, walker: Walker, port: str, message: Snap) -> None:
        """A message that is not IP comes in: put on the walker what that would cause."""
        ...

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """True when hearing this packet would only feed timers; it then has touched them on the walker."""
        ...

    def receive(self, port: str, packet: Packet) -> None:
        """A packet for this node has arrived."""
        ...

    def absorb_arp(self, walker: Walker, port: str, message: Arp) -> bool:
        """True when hearing this message would only be counted; the walker then counts it."""
        ...

    def receive_arp(self, port: str, message: Arp) -> None:
        """An ARP message has arrived."""
        ...

    def carrier_changed(self, port: str) -> None:
        """The signal at a port may have come or gone."""
        ...
