"""What has happened since the learner began, in order and within time: read from the trace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iossim.lab.chains import spelled
from iossim.lab.spelling import write_duration
from iossim.training.results import Finding, no, yes

if TYPE_CHECKING:
    from iossim.sim.trace import Record
    from iossim.training.definition.checks import Event, Events
    from iossim.training.scene import Scene


def events(check: Events, scene: Scene) -> Finding:
    """The first run of records that fits decides; the order alone when no time is given."""
    lab = scene.lab
    records = lab.records(scene.since.record)
    expected = ", then ".join(map(_spelled, check.order))
    expected += f", within {write_duration(check.within)}" if check.within else ""
    furthest = 0
    for start, record in enumerate(records):
        if not _is(scene, check.order[0], record):
            continue
        found = _follow(scene, check, records, start)
        furthest = max(furthest, found)
        if found == len(check.order):
            return yes(expected, "it happened so")
    return no(expected, f"missing: {_spelled(check.order[furthest])}")


def _follow(scene: Scene, check: Events, records: tuple[Record, ...] | list[Record] | object, start: int) -> int:
    """How many of the events came, in order, from this record on."""
    assert isinstance(records, tuple | list)
    at, end = 0, records[start].t + check.within if check.within else None
    for record in records[start:]:
        if end is not None and record.t > end:
            break
        if _is(scene, check.order[at], record):
            at += 1
            if at == len(check.order):
                break
    return at


def _is(scene: Scene, event: Event, record: Record) -> bool:
    if event.device is not None and record.device != event.device:
        return False
    if event.log is not None and not (record.kind == "log" and re.search(rf"%{re.escape(event.log)}\b", record.text)):
        return False
    if event.record is not None and record.kind != event.record:
        return False
    return event.about in spelled(scene.lab.world.names, record.text)


def _spelled(event: Event) -> str:
    what = f"%{event.log}" if event.log is not None else str(event.record).replace("-", " ")
    return " ".join(part for part in (event.device or "", what, event.about) if part)
