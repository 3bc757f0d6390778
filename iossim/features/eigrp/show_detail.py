"""`show ip eigrp neighbors detail`, `interfaces detail`, `events`, in the forms of 12.2T and 15.x.

Views are frozen; nothing here asks a router. Packets to many at once are hellos only, which the display leaves out; there is no
conditional receive, and no acknowledgement is spared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from iossim.cli.release import Forms, Release
from iossim.features.eigrp.names import RENAMED

if TYPE_CHECKING:
    from iossim.features.eigrp.view import InterfaceView, NeighborView, ProcessView

Spell = Callable[[int], str]
WordOf = Callable[[int], str]


PEER = Forms[tuple[str, ...]](
    ("   Version {software}, Retrans: {again}, Retries: {retries}{waits}",),
    (
        RENAMED,
        (
            "   Version {software}, Retrans: {again}, Retries: {retries}{waits}, Prefixes: {prefixes}",
            "   Topology-ids from peer - 0 ",
        ),
    ),
)
TIMERS = Forms[tuple[str, ...]](
    ("  Hello interval is {hello} sec",),
    (RENAMED, ("  Hello-interval is {hello}, Hold-time is {hold}", "  Split-horizon is enabled")),
)
SIGNED = Forms[tuple[str, ...]]((), (RENAMED, ("  Topology-ids on interface - 0 ", "  Authentication mode is {mode}")))


def neighbor_lines(one: NeighborView, look: Release, prefixes: int) -> Iterator[str]:
    """What follows the row of a neighbor."""
    waits = "" if one.neighbor.init_acked else ", Waiting for Init Ack" if one.queued else ", Waiting for Init"
    retries = max(0, one.tries - 1)
    words = {"software": one.neighbor.software, "again": one.retransmissions, "retries": retries, "waits": waits}
    yield from (line.format(**words, prefixes=prefixes) for line in PEER.on(look))
    stub = one.neighbor.stub
    if stub is not None:
        kinds = " ".join(kind.upper() for kind in stub)
        yield (
            f"   Stub Peer Advertising ( {kinds} ) Routes"
            if kinds
            else "   Receive-Only Peer Advertising ( No ) Routes"
        )


def interface_lines(one: InterfaceView, look: Release) -> Iterator[str]:
    """What follows the row of an interface."""
    timers = {"hello": one.hello // 1_000_000, "hold": one.hold // 1_000_000}
    yield from (line.format(**timers) for line in TIMERS.on(look))
    yield f"  Next xmit serial {one.serial if one.queued else '<none>'}"
    yield f"  Un/reliable mcasts: 0/0  Un/reliable ucasts: {one.unreliable}/{one.reliable}"
    yield "  Mcast exceptions: 0  CR packets: 0  ACKs suppressed: 0"
    yield f"  Retransmissions sent: {one.repeated}  Out-of-sequence rcvd: {one.out_of_sequence}"
    mode = "md5" if one.authenticated else "not set"
    yield from (line.format(mode=mode) for line in SIGNED.on(look))


def show_events(view: ProcessView, ip: Spell, time_of: WordOf) -> Iterator[str]:
    """The event log, the latest entry first; `time_of` says what the clock of the router showed."""
    yield f"Event information for AS {view.asn}:"
    for number, (when, text) in enumerate(reversed(view.events), 1):
        said = "".join(part if isinstance(part, str) else ip(part) for part in text)
        yield f"{number:<4} {time_of(when)} {said}"
    yield ""
