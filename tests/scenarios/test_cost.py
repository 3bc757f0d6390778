"""Cost follows change, not time: counted in events and walks, never in seconds."""

from __future__ import annotations

import pytest

from iossim.lab.lab import Lab
from iossim.sim.clock import DAY, HOUR, SECOND

from .story import opened


def counts(lab: Lab, time: int) -> tuple[int, int, int]:
    """Events, walks and wakes of so much time."""
    kernel = lab.world.kernel
    before = kernel.events, kernel.walks, kernel.wakes
    lab.advance(time)
    return kernel.events - before[0], kernel.walks - before[1], kernel.wakes - before[2]


@pytest.mark.parametrize("name", ["trio", "ring", "talk"])
def test_a_quiet_network_without_renewals_costs_next_to_nothing(name: str) -> None:
    """A day of hellos, keepalives and a call: what happens is ARP asked again every four hours, and nothing else."""
    lab = opened(name)
    lab.do("call phone-a phone-b")
    lab.advance(5 * HOUR)
    hosts = sum(len(node.arp.entries) for node in lab.world.nodes.values() if hasattr(node, "arp"))
    events, walks, _ = counts(lab, DAY)
    assert events <= 6 * hosts * 12
    assert walks <= 6 * hosts * 12


def test_calls_do_not_make_a_day_dearer() -> None:
    """A day of three head-ends and two homes costs about the same with a call as without one."""
    without = opened("homes")
    without.advance(HOUR)
    quiet = counts(without, DAY)
    within = opened("homes")
    within.do("call phone-1 phone-2")
    within.advance(HOUR)
    talking = counts(within, DAY)
    print(quiet, talking)
    assert quiet[0] < 4_000
    assert talking[0] < quiet[0] + 1_000


def test_a_change_wakes_whom_it_concerns() -> None:
    """A PC that is unplugged at one end of the ring wakes no call that passes elsewhere."""
    lab = opened("ring")
    lab.do("call phone-a phone-b")
    lab.advance(20 * SECOND)
    before = lab.world.kernel.walks
    lab.do("unplug pc-2")
    lab.advance(5 * SECOND)
    assert lab.world.kernel.walks - before < 20
