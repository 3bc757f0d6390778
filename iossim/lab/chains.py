"""Chains of causes, as they are told: one line per cause with its time and device, the fact first, the root last.

The trace links a record to what led to it. Two things are added: SAs that have ended unused lead on to what has silenced those
whom they were for, and a message that is sent again and again stands once. Pure: nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from iossim.lab import hindrance
from iossim.lab.judge import addresses_of
from iossim.lab.session.report import Report
from iossim.net.address import AddressNames

if TYPE_CHECKING:
    from iossim.lab.world import World
    from iossim.sim.trace import Record

SECOND = 1_000_000
DOTS = 3
"""So many dots has a text at least that names an address."""
SA_HELD = ("sa-up",)
REFUSED = ("certificate-refused", "offer-refused")
SA_LOST = ("sa-down", "ike-down", "ike-dead", *REFUSED)
"""The kinds of records that tell why two nodes have SAs with each other, or have none."""
REPEATED = "ike-repeated"
NO_SA = "no SA"
"""What the reason of a silence says when its packets wait for a tunnel."""


def spelled(names: AddressNames, text: str) -> str:
    """A text of the record with its addresses as the lab spells them."""
    if not names.shown or text.count(".") < DOTS:
        return text
    for name, address in names.names.items():
        if (numeric := str(address)) in text:
            text = re.sub(rf"(?<![\d.]){re.escape(numeric)}(?![\d.]*\d)", name, text)
    return text


def told(world: World, record: Record) -> str:
    """A record as one line."""
    return f"{record.t / SECOND:12.3f}  {record.device:12} {spelled(world.names, record.text)}"


def refusal(world: World, device: str, since: int) -> Record | None:
    """What keeps a router without SAs: the newest refusal from a record on, its own or of a peer, or an attempt of its own
    that came to nothing because something was in the way."""
    reached = [str(address) for address in addresses_of(world, device)]
    heard = [r for r in world.kernel.trace.since(since) if r.kind in REFUSED or "obstacle" in r.data]
    about = [r for r in heard if r.device == device or (r.kind in REFUSED and r.data.get("peer") in reached)]
    return max(about, key=lambda record: record.number, default=None)


def newest(world: World, device: str, kind: str) -> Record | None:
    """The latest record of a kind about a device."""
    kept = [r for r in world.kernel.trace.records() if (r.device, r.kind) == (device, kind)]
    return kept[-1] if kept else None


def ancestry(world: World, record: Record | None) -> list[Record]:
    """A record and what led to it. SAs that have ended unused lead on to what has silenced those whom they were for."""
    trace = world.kernel.trace
    links = trace.chain(record)
    return links + (trace.chain(hindrance.silenced(world, links[-1])) if links and "unused" in links[-1].data else [])


def folded(records: Iterable[Record]) -> list[Record]:
    """A chain in which a message that is sent again and again stands once, with its last repetition."""
    found: list[Record] = []
    for record in records:
        before = found[-1] if found else None
        again = before is not None and (before.device, before.kind) == (record.device, REPEATED)
        if not (again and record.kind == REPEATED):
            found.append(record)
    return found


def chain(
    world: World, record: Record | None, besides: Record | None = None, nothing: str = "nothing has changed it"
) -> Report:
    """A record and what led to it, the fact first; then what keeps it so, if something does besides; `nothing` without a record."""
    known = ancestry(world, record)
    more = ancestry(world, besides)  # it has the last word, also when both stories begin alike
    records = folded(link for link in known if link not in more) + folded(more)
    if not records:
        return Report((nothing,), {"chain": []})
    return Report(
        tuple(told(world, link) for link in records),
        {"chain": [{"t": r.t / SECOND, "device": r.device, "text": r.text} for r in records]},
    )


def headed(world: World, t: int, device: str, fact: str, story: Report) -> Report:
    """A report with a fact of now, which no record tells, before its links."""
    line = f"{t / SECOND:12.3f}  {device:12} {spelled(world.names, fact)}"
    links = cast(list[object], (story.data or {})["chain"])
    first = {"t": t / SECOND, "device": device, "text": fact}
    return Report((line, *(story.lines if links else ())), {"chain": [first, *links]})
