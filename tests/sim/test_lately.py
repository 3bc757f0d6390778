"""Rates are means with exponential decay, and the same whoever has counted."""

from __future__ import annotations

import pickle
from math import exp

import pytest

from iossim.sim.bundle import Bundle
from iossim.sim.kernel import Kernel
from iossim.sim.lately import Lately, Ticks
from iossim.sim.meters import Feed, Meter
from iossim.sim.rounds import Every

SECOND = 1_000_000
FIVE_MINUTES = 300


def fed(explicit: bool, until: int) -> tuple[Kernel, Meter]:
    """A meter that fifty packets a second reach, each of 200 octets."""
    kernel = Kernel(1, explicit=explicit)
    meter = Meter(kernel, rated=True)
    stream = Every(kernel, SECOND // 50, 0, touch, meter)
    stream.start()
    kernel.run_until(until * SECOND)
    return kernel, meter


def touch(meter: Meter) -> None:
    meter.touch(meter.kernel.now, 200)


@pytest.mark.parametrize("explicit", [False, True])
def test_a_rate_grows_towards_what_flows(explicit: bool) -> None:
    """After five minutes a mean of five minutes shows 63 of 100, after half an hour all."""
    kernel, meter = fed(explicit, 300)
    rate = meter.rate(FIVE_MINUTES, 0)
    assert rate.packets == pytest.approx(50 * (1 - exp(-1)))
    assert rate.octets == pytest.approx(200 * rate.packets)
    kernel.run_until(1_800 * SECOND)
    assert meter.rate(FIVE_MINUTES, 0).packets == pytest.approx(50, rel=0.02)
    assert meter.rate(30, 0).packets == pytest.approx(50)


def test_both_ways_of_counting_say_the_same() -> None:
    """Ticks and events lie in the same steps, so not a bit of the mean is different."""
    told = [meter.rate(60, 0) for kernel, meter in (fed(False, 437), fed(True, 437))]
    assert told[0] == told[1]


def test_what_was_before_a_start_does_not_count() -> None:
    """A router that was started five minutes ago knows nothing of what was before."""
    _, meter = fed(False, 3_000)
    rate = meter.rate(FIVE_MINUTES, 2_700 * SECOND)
    assert rate.packets == pytest.approx(50 * (1 - exp(-1)))


def test_what_ended_fades() -> None:
    """Five minutes after the last packet a third is left; a copy says so, too."""
    kernel, meter = fed(False, 6_000)
    for stream in kernel.parts(Every):
        stream.stop()
    kernel.run_until(6_300 * SECOND)
    assert meter.rate(FIVE_MINUTES, 0).packets == pytest.approx(50 * exp(-1), rel=0.01)
    _, copy = pickle.loads(pickle.dumps((kernel, meter)))
    assert copy.rate(FIVE_MINUTES, 0) == meter.rate(FIVE_MINUTES, 0)


def test_little_is_kept_of_what_is_long_ago() -> None:
    """A packet every ten minutes for a month leaves no more than the steps of a few hours."""
    kernel = Kernel(1)
    meter = Meter(kernel, rated=True)
    for _ in range(4_000):
        kernel.run_until(kernel.now + 600 * SECOND)
        meter.touch(kernel.now, 60)
    assert len(meter._lately or ()) < 100


def test_a_meter_outlives_its_bundles() -> None:
    """What thousands of bundles have counted stays in the rate for a while, and little of it is kept for longer."""
    kernel = Kernel(1)
    meter = Meter(kernel, rated=True)
    for _ in range(3_000):
        kernel.run_until(kernel.now + 60 * SECOND)
        bundle = Bundle(kernel, {meter: Feed(2, 120, 0)})
        bundle.touch(kernel.now)
        bundle.dissolve()
    assert (meter.count, meter.octets) == (6_000, 360_000)
    assert meter.rate(600, 0).packets == pytest.approx(1 / 30, rel=0.1)
    assert len(meter._lately or ()) < 200


def test_a_crowd_is_not_looked_through_for_each_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of short rounds that all are young: the old ones are looked for now and then, not with each."""
    looks = 0
    end = Ticks.end.fget
    assert end is not None

    def counted(ticks: Ticks) -> int:
        nonlocal looks
        looks += 1
        return end(ticks)

    monkeypatch.setattr(Ticks, "end", property(counted))
    kept = Lately()
    for number in range(3_000):
        kept.ran(Ticks(number * SECOND // 10, SECOND, 2, number, 60))
    assert (len(kept), looks < 5 * 3_000) == (3_000, True)
    for number in range(3_000):
        kept.ran(Ticks((10_000 + 10 * number) * SECOND, SECOND, 2, number, 60))
    assert len(kept) < 1_000
