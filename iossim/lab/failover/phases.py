"""Of what an outage is made: the records of a run, read along the one chain that cannot go in parallel.

    detection        from the instant forwarding stops until the home declares its peer dead
    trigger          until a packet asks for SAs with another peer
    negotiation      main and quick mode, as far as they did not wait for one of the next two
    crl              the head-end fetching the revocation list before it accepts the home's certificate
    retransmission   waiting to repeat a message that was lost, and attempts that came to nothing
    route_injection  from the SAs at the home to the route at the head-end
    playout          until both ends hear each other again

The phases of a run sum to its outage, exactly. When the home keeps its tunnel (the head-end that fails carries only the way
back), detection lasts until another head-end is active on the LAN, and the rest is play-out.

A repeated message had been lost unless the other side notes a duplicate, which is caused by the repetition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.net.address import Address, Prefix

if TYPE_CHECKING:
    from iossim.sim.trace import Record

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phases:
    """Microseconds per phase."""

    detection: int = 0
    trigger: int = 0
    negotiation: int = 0
    crl: int = 0
    retransmission: int = 0
    route_injection: int = 0
    playout: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """What the phases are read from: the records of a run, and whose they are.

    `home` is the router of `caller`; `head_ends` maps addresses, as records write them, to names; `repeat` is the time
    after which a negotiation repeats a message.
    """

    records: Sequence[Record]
    home: str
    caller: Address
    head_ends: Mapping[str, str]
    repeat: int
    origin: int
    end: int


def phases_of(story: Story) -> Phases:
    """The phases of an outage from `origin` to `end`."""
    dead = next(_of(story, story.home, "peer-dead"), None)
    ups = list(_of(story, story.home, "sa-up"))
    asked = [r.t for r in _of(story, story.home, "sa-wanted") if dead and ups and dead.t <= r.t <= ups[-1].t]
    if dead is None or not asked:
        return _without_tunnel(story)
    up = ups[-1]
    head_end = story.head_ends.get(str(up.data.get("peer")), "")
    attempt = (asked[-1], up.t)
    crl = _clipped(_fetches(story, head_end), attempt)
    lost = [part for wait in _clipped(_waits(story), attempt) for part in _minus(wait, crl)]
    route = _route(story, head_end, up.t)
    return Phases(
        detection=dead.t - story.origin,
        trigger=asked[0] - dead.t,
        negotiation=up.t - asked[-1] - _length(crl) - _length(lost),
        crl=_length(crl),
        retransmission=asked[-1] - asked[0] + _length(lost),
        route_injection=route - up.t,
        playout=story.end - route,
    )


def _without_tunnel(story: Story) -> Phases:
    """No tunnel was lost: the LAN of the head-ends found another router."""
    active = [r.t for r in story.records if _became_active(r) and story.origin <= r.t <= story.end]
    seen = active[0] if active else story.end
    return Phases(detection=seen - story.origin, playout=story.end - seen)


def _became_active(record: Record) -> bool:
    return record.kind == "hsrp" and record.data.get("state") == "Active"


def _of(story: Story, device: str, kind: str) -> Iterator[Record]:
    return (r for r in story.records if r.device == device and r.kind == kind and story.origin <= r.t <= story.end)


def _fetches(story: Story, head_end: str) -> Iterator[Span]:
    """When a head-end was fetching the list."""
    ends = [r.t for r in _of(story, head_end, "crl-ready")]
    for fetch in _of(story, head_end, "crl-fetch"):
        yield fetch.t, next((t for t in ends if t >= fetch.t), story.end)


def _waits(story: Story) -> Iterator[Span]:
    """When the home waited for an answer to a message that was lost."""
    arrived = {r.cause for r in story.records if r.kind == "ike-duplicate"}
    for record in _of(story, story.home, "ike-repeated"):
        if record.number not in arrived:
            yield record.t - story.repeat, record.t


def _route(story: Story, head_end: str, since: int) -> int:
    """When the head-end had its route to the home; `since` when it had one already."""
    for record in _of(story, head_end, "rri-added"):
        if record.t >= since and story.caller in Prefix.parse(str(record.data["prefix"])):
            return record.t
    return since


# -- spans of time ---------------------------------------------------------------------------------------------------


def _clipped(spans: Iterable[Span], within: Span) -> list[Span]:
    """What of the spans lies within another; spans that overlap count once."""
    found: list[Span] = []
    reached = within[0]
    for start, end in sorted(spans):
        start, end = max(start, reached), min(end, within[1])
        if start < end:
            found.append((start, end))
            reached = end
    return found


def _minus(span: Span, others: list[Span]) -> Iterator[Span]:
    """What is left of a span without the others, which do not overlap."""
    start, end = span
    for first, last in others:
        if first < end and last > start:
            if start < first:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
