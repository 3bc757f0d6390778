"""Meters and idles against a list of packet times."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from iossim.sim.kernel import Kernel
from iossim.sim.meters import Idle, Meter
from iossim.sim.rounds import Every


@dataclass(frozen=True)
class Feeder:
    period: int
    phase: int
    delay: int
    octets: int


FEEDERS = st.lists(
    st.builds(Feeder, st.integers(1, 40), st.integers(0, 40), st.integers(0, 15), st.integers(0, 5)), max_size=4
)
STOPS = st.dictionaries(st.integers(0, 3), st.integers(0, 300), max_size=4)
LOOKS = st.lists(st.integers(0, 400), min_size=1, max_size=6)
ONES = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 15)), max_size=5)


class Scene:
    """Rounds that feed one meter and one idle, and single packets in between."""

    def __init__(self, feeders, stops, ones, limit: int) -> None:
        self.kernel = Kernel(1)
        self.meter = Meter(self.kernel)
        self.idle = Idle(self.kernel, limit, self.expired)
        self.expiries: list[int] = []
        self.rounds = [Every(self.kernel, f.period, f.phase, self.feed, f) for f in feeders]
        self.idle.start()
        for number, every in enumerate(self.rounds):
            every.start(first_at=feeders[number].phase)
            if number in stops:
                self.kernel.at(stops[number], every.stop)
        for when, delay in ones:
            self.kernel.at(when, self.one, delay)

    def feed(self, feeder: Feeder) -> None:
        for target in (self.meter, self.idle):
            target.touch(self.kernel.now + feeder.delay, feeder.octets)

    def one(self, delay: int) -> None:
        for target in (self.meter, self.idle):
            target.touch(self.kernel.now + delay, 7)

    def expired(self) -> None:
        self.expiries.append(self.kernel.now)


def packets(feeders, stops, ones):
    """Every packet as (sent, rank, arrives, octets); rank 1 for ticks, which come last in an instant."""
    found = [(when, 0, when + delay, 7) for when, delay in ones]
    for number, f in enumerate(feeders):
        stop = stops.get(number, 1_000)  # a stop is an event: it precedes the tick of its instant
        found += [(t, 1, t + f.delay, f.octets) for t in range(f.phase, stop, f.period)]
    return sorted(found)


def expiry(sent, limit: int) -> int | None:
    """When nothing has been sent in time: packets sent in an edge's instant by a tick come too late."""
    last = 0
    for when, rank, arrives, _ in sent:
        if (when, rank) > (last + limit, 0):
            break
        last = max(last, arrives)
    return last + limit


@given(FEEDERS, STOPS, ONES, LOOKS, st.integers(1, 60))
def test_a_meter_and_an_idle_are_exact_at_any_microsecond(feeders, stops, ones, looks, limit):
    """Count, octets, last, over, remaining and the expiry are those of the packets sent so far."""
    scene = Scene(feeders, stops, ones, limit)
    everything = packets(feeders, stops, ones)
    for look in sorted(looks):
        scene.kernel.run_until(look)
        sent = [packet for packet in everything if packet[0] <= look]
        last = max((arrives for _, _, arrives, _ in sent), default=None)
        heard = max(0, last or 0)
        assert scene.meter.count == len(sent)
        assert scene.meter.octets == sum(octets for *_, octets in sent)
        assert scene.meter.last == last
        assert scene.idle.last == heard
        assert scene.idle.over() == (look >= heard + limit)
        assert scene.idle.remaining() == max(0, heard + limit - look)
        expected = expiry(everything, limit)
        assert scene.expiries == ([expected] if expected <= look else [])
        assert scene.idle.running == (expected > look)


def test_clearing_sets_a_base():
    """Counters go on from zero, the last time stays, and the quiet feeder is not woken."""
    scene = Scene([Feeder(10, 0, 2, 60)], {}, [], 30)
    scene.kernel.run_until(95)
    scene.meter.clear()
    assert (scene.meter.count, scene.meter.octets, scene.meter.last) == (0, 0, 92)
    scene.kernel.run_until(115)
    assert (scene.meter.count, scene.meter.octets) == (2, 120)
    assert scene.rounds[0].quiet


def test_a_covered_idle_costs_nothing_and_expires_exactly():
    """No event while its feeder is quiet; limit after the last arrival when it leaves."""
    scene = Scene([Feeder(3, 0, 1, 0)], {0: 100_000}, [], 10)
    scene.kernel.run_until(99_999)
    assert scene.kernel.events <= 2
    scene.kernel.run_until(200_000)
    assert scene.expiries == [99_999 + 1 + 10]


def test_a_limit_may_change_while_it_runs():
    """A shorter limit that is already over expires at once; a longer one prolongs."""
    scene = Scene([], {}, [], 10)
    scene.kernel.run_until(8)
    scene.idle.set_limit(20)
    scene.kernel.run_until(15)
    assert scene.expiries == []
    scene.idle.set_limit(5)
    scene.kernel.run_until(15)
    assert scene.expiries == [15]


def test_stop_restart_and_never_heard():
    """A stopped idle does not expire, a restarted one counts anew, one that never heard anything is over."""
    scene = Scene([], {}, [(5, 0)], 10)
    scene.kernel.run_until(6)
    scene.idle.stop()
    scene.kernel.run_until(50)
    assert (scene.expiries, scene.idle.last, scene.idle.over()) == ([], 5, True)
    scene.idle.restart(48)
    scene.kernel.run_until(100)
    assert scene.expiries == [58]
    assert Idle(scene.kernel, 5).over()
    assert Meter(scene.kernel).last is None
