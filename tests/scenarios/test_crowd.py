"""A crowd at a head-end: its processor takes one negotiation after the other, and who waits too long asks again.

Cold rather than settled: how the homes got there does not matter.
"""

from __future__ import annotations

from itertools import pairwise

from iossim.lab.lab import Lab
from iossim.sim.clock import SECOND

HOMES = 120


def test_homes_queue_for_the_head_end_that_is_left() -> None:
    """All homes of gateway-1 turn to gateway-2: it never accepts two at a time, and the last ones ask again on the grid of 10 s."""
    lab = Lab.open("headend", "cold", remotes=HOMES)
    lab.advance(600 * SECOND)
    since = lab.now
    lab.do("power off gateway-1")
    lab.advance(180 * SECOND)
    records = [record for record in lab.records() if record.t >= since]
    asked = {record.device: record.t for record in reversed(records) if record.kind == "sa-wanted"}
    up = {record.device: record.t for record in reversed(records) if record.kind == "sa-up" and record.device in asked}
    waits = sorted((up[home] - asked[home]) / SECOND for home in up)
    assert len(waits) > HOMES / 3
    assert waits[0] < 2 < waits[len(waits) // 2]
    repeated = [record for record in records if record.kind == "ike-repeated"]
    by_number = {record.number: record for record in records}
    duplicates = [record for record in records if record.kind == "ike-duplicate"]
    assert repeated and duplicates
    assert all(by_number[record.cause].kind == "ike-repeated" for record in duplicates if record.cause is not None)
    gaps = {
        (later.t - earlier.t) // SECOND
        for device in asked
        for earlier, later in pairwise([record for record in repeated if record.device == device])
    }
    assert gaps <= {10} and waits[-1] > 10
