"""`show ip eigrp neighbors detail`, `interfaces detail`, `events`, in the form of 12.2T.

Views are frozen; nothing here asks a router. Packets to many at once are hellos only, which the display leaves out; there is no
conditional receive, and no acknowledgement is spared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.features.eigrp.view import InterfaceView, NeighborView, ProcessView

Spell = Callable[[int], str]
WordOf = Callable[[int], str]


def neighbor_lines(one: NeighborView) -> Iterator[str]:
    """What follows the row of a neighbor."""
    waits = "" if one.neighbor.init_acked else ", Waiting for Init Ack" if one.queued else ", Waiting for Init"
    retries = max(0, one.tries - 1)
    yield f"   Version {one.neighbor.software}, Retrans: {one.retransmissions}, Retries: {retries}{waits}"
    stub = one.neighbor.stub
    if stub is not None:
        kinds = " ".join(kind.upper() for kind in stub)
        yield (
            f"   Stub Peer Advertising ( {kinds} ) Routes"
            if kinds
            else "   Receive-Only Peer Advertising ( No ) Routes"
        )


def interface_lines(one: InterfaceView) -> Iterator[str]:
    """What follows the row of an interface."""
    yield f"  Hello interval is {one.hello // 1_000_000} sec"
    yield f"  Next xmit serial {one.serial if one.queued else '<none>'}"
    yield f"  Un/reliable mcasts: 0/0  Un/reliable ucasts: {one.unreliable}/{one.reliable}"
    yield "  Mcast exceptions: 0  CR packets: 0  ACKs suppressed: 0"
    yield f"  Retransmissions sent: {one.repeated}  Out-of-sequence rcvd: {one.out_of_sequence}"


def show_events(view: ProcessView, ip: Spell, time_of: WordOf) -> Iterator[str]:
    """The event log, the latest entry first; `time_of` says what the clock of the router showed."""
    yield f"Event information for AS {view.asn}:"
    for number, (when, text) in enumerate(reversed(view.events), 1):
        said = "".join(part if isinstance(part, str) else ip(part) for part in text)
        yield f"{number:<4} {time_of(when)} {said}"
    yield ""
