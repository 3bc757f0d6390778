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


@pytest.mark.parametrize(
    ("name", "calls"),
    [("homes", ("call phone-1 phone-2",)), ("headend", ("call phone-1 phone-hq", "call phone-6 phone-hq2"))],
)
def test_calls_do_not_make_a_day_dearer(name: str, calls: tuple[str, ...]) -> None:
    """What a day with IPsec costs is renewals, a few hundred events a home; a call adds its tunnels' probes, not its packets."""
    without, within = opened(name), opened(name)
    for call in calls:
        within.do(call)
    for lab in (without, within):
        lab.advance(HOUR)
    quiet, talking = counts(without, DAY), counts(within, DAY)
    homes = sum(node.startswith("soho") for node in without.devices)
    assert quiet[0] < 800 * homes
    assert quiet[1] < 100 * homes
    assert talking[0] < quiet[0] + 600 * len(calls)
    assert talking[1] < quiet[1] + 400 * len(calls)  # ways of IKE datagrams, remembered too, are among them


def test_one_day_costs_as_much_as_the_next() -> None:
    """Nothing piles up: the third day has no more events and walks than the second."""
    lab = opened("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(DAY)
    second, third = counts(lab, DAY), counts(lab, DAY)
    assert third[0] <= second[0] * 1.05
    assert third[1] <= second[1] * 1.05


def test_a_change_wakes_whom_it_concerns() -> None:
    """A PC that is unplugged at one end of the ring wakes no call that passes elsewhere."""
    lab = opened("ring")
    lab.do("call phone-a phone-b")
    lab.advance(20 * SECOND)
    before = lab.world.kernel.walks
    lab.do("unplug pc-2")
    lab.advance(5 * SECOND)
    assert lab.world.kernel.walks - before < 20
