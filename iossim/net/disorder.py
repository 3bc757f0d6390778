"""A way that does not keep the order of its packets: some are held back and overtaken, some arrive twice.

A provider that spreads packets over two ways of unequal length does that, a line by itself never does. What goes astray is
decided when it is sent, like a loss. A packet that is held back ends its walk at the link; when it is let go it walks on with
the facts of that moment, and an ESP packet then carries how many later ones of its SA have gone ahead, which is all that a
receiver's window asks. So packets in order need no numbers, and a round without such a link on its way stays quiet.

Left out: broadcasts and multicasts keep their order; a packet goes astray once on its way; what one loses, its copy does not
outlive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from iossim.net.address import BROADCAST
from iossim.net.packet import Esp, Frame, Packet, Udp
from iossim.sim.kernel import CHANGE
from iossim.sim.memo import Act, Gate, Result, send_result

if TYPE_CHECKING:
    from iossim.net.fate import Fate
    from iossim.net.walk import Walker
    from iossim.sim.kernel import Kernel
    from iossim.sim.meters import Meter, Touch

T = TypeVar("T")
GoOn = Callable[[tuple[str, str], Frame], None]

COPY_AFTER = 1_000
"""Microseconds between a packet and its copy."""

CARGO = "cargo"
"""Stands for the data of a datagram on its remembered way."""


@dataclass(frozen=True, slots=True)
class Disorder:
    """What a link does to the order of frames: a share (in millionths) is `late` `by` so long, another comes `twice`."""

    late: int = 0
    by: int = 0
    twice: int = 0


@dataclass(frozen=True, slots=True)
class Stray:
    """Where a walk first passes a link that does not keep order.

    `end` is the far end of the link, `delay` the time until there, `loss` the chance to get lost before; `touches`, `gates` and
    `acts` are the consequences of the way so far. `sealed` counts the packets of the SA around it.
    """

    end: tuple[str, str]
    frame: Frame
    delay: int
    loss: int
    disorder: Disorder
    touches: tuple[Touch, ...]
    gates: tuple[Gate, ...]
    acts: tuple[Act, ...]
    sealed: Meter | None

    def hold(self, kernel: Kernel, result: Result[T], go_on: GoOn) -> None:
        """A packet gets as far as this, and waits."""
        send_result(kernel, Result(result.value, self.delay, self.touches, self.gates, self.acts))
        kernel.at(kernel.now + self.disorder.by, self.let_go, kernel, self._number(), go_on, order=CHANGE)

    def let_go(self, kernel: Kernel, number: int, go_on: GoOn) -> None:
        """Those of its SA that have been sent since will all have passed when it comes to the end of the link."""
        frame = self._marked(overtaken=self._number() - number)
        kernel.at(kernel.now + self.delay, go_on, self.end, frame, order=CHANGE)

    def repeat(self, kernel: Kernel, go_on: GoOn) -> None:
        """A copy of a packet that has just been sent follows it."""
        frame = self._marked(copy=True)
        kernel.at(kernel.now + self.delay + COPY_AFTER, go_on, self.end, frame, order=CHANGE)

    def loaded(self, data: object) -> Stray:
        """The same of a datagram with these data."""
        packet = self.frame.body
        frame = replace(self.frame, body=filled(packet, data)) if isinstance(packet, Packet) else self.frame
        return replace(self, frame=frame, acts=all_filled(self.acts, data))

    def _number(self) -> int:
        """How many packets its SA has carried by now."""
        return self.sealed.count if self.sealed is not None else 0

    def _marked(self, overtaken: int = 0, copy: bool = False) -> Frame:
        """The frame as it goes on: an ESP packet knows its place among those of its SA."""
        packet = self.frame.body
        if not isinstance(packet, Packet) or not isinstance(packet.payload, Esp):
            return self.frame
        payload = replace(packet.payload, overtaken=max(0, overtaken), copy=copy)
        return replace(self.frame, body=replace(packet, payload=payload))


def astray(
    walker: Walker, end: tuple[str, str], frame: Frame, delay: int, loss: int, disorder: Disorder
) -> Stray | None:
    """A walk passes a link that does not keep order: what a real packet may go through there; None when it cannot."""
    packet = frame.body
    if walker.keeps_order or not isinstance(packet, Packet) or packet.dst.is_multicast or packet.dst == BROADCAST:
        return None
    so_far = tuple(walker.touches), tuple(walker.gates), tuple(walker.acts)
    sealed = walker.sealed if isinstance(packet.payload, Esp) else None
    return Stray(end, frame, delay, loss, disorder, *so_far, sealed)


def filled(packet: Packet, data: object) -> Packet:
    """A packet whose remembered way is that of a bare datagram, with the data in it."""
    payload = packet.payload
    if isinstance(payload, Udp):
        return packet.carrying(data) if payload.data == CARGO else packet
    if isinstance(payload, Esp):
        return replace(packet, payload=replace(payload, inner=filled(payload.inner, data)))
    return packet


def all_filled(acts: tuple[Act, ...], data: object) -> tuple[Act, ...]:
    """The acts of a remembered way for one datagram: what is delivered is delivered with its data."""
    return tuple(
        [
            Act(delay, fn, tuple([filled(arg, data) if isinstance(arg, Packet) else arg for arg in args]))
            for delay, fn, args in acts
        ]
    )


def loaded(result: Result[Fate], data: object) -> Result[Fate]:
    """The consequences of a remembered way for one datagram."""
    fate = result.value
    if fate.stray is not None:
        fate = replace(fate, stray=fate.stray.loaded(data))
    return Result(fate, result.delay, result.touches, result.gates, all_filled(result.acts, data))
