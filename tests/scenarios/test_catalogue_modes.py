"""The failure catalogue in both modes: arithmetic instead of frames shows nothing that frames would not.

A session that lasts long is compared with telephones that send a packet each 200 ms instead of each 20: every frame of it is an
event, in hours of conversation.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from iossim.lab.running.outcome import Outcome
from iossim.sim.clock import MILLISECOND
from iossim.sim.trace import Record

from .portrait import Portrait, difference, portrait
from .story import turned
from .test_catalogue import SESSIONS, begun

SHORT = (
    "e02_crossover_silent", "e13_stick_interface_shut", "e15_stick_silent", "e20_no_nat_traversal",
    "e21_hairpin", "e23_overlapping_subnets", "e32_one_way_link", "e33_list_sees_the_inner_packet", "e34_out_of_order",
    "eigrp_authentication", "takeover_active", "takeover_standby",
)  # fmt: skip
"""Those that are compared packet by packet in the ordinary run."""


def played(name: str, mode: str, interval: int | None) -> tuple[list[Outcome], tuple[Record, ...], Portrait]:
    """What a session prints, what happened with its causes, and all that is to be seen of the lab at the end."""
    lab, runner = begun(name)
    if interval is not None:
        world = lab.world
        world.live(lab.journal.header.seed, replace(world.parameters, rtp_interval=interval), not world.names.shown)
    turned(lab, mode)
    outcomes = list(runner.run())
    return outcomes, lab.world.kernel.trace.records(), portrait(lab, {})


def apart(name: str, interval: int | None = None) -> list[str]:
    """Where the two modes part; empty when they do not."""
    quiet, explicit = played(name, "quiet", interval), played(name, "explicit", interval)
    for mine, theirs in zip(quiet[0], explicit[0], strict=True):
        if mine != theirs:
            return [str(mine), str(theirs)]
    for one, other in zip(quiet[1], explicit[1], strict=False):
        if one != other:
            return [str(one), str(other)]
    if len(quiet[1]) != len(explicit[1]):
        return [f"{len(quiet[1])} / {len(explicit[1])} records"]
    return [] if quiet[2] == explicit[2] else difference(quiet[2], explicit[2])


@pytest.mark.parametrize("name", SHORT)
def test_quiet_equals_explicit(name: str) -> None:
    """Every step answers the same at the same time, every record has the same causes, and the labs end as one."""
    assert apart(name) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in SESSIONS if name not in SHORT])
def test_quiet_equals_explicit_for_hours(name: str) -> None:
    """So is it in all others of the catalogue."""
    assert apart(name, 200 * MILLISECOND) == []
