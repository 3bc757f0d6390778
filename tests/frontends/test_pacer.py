"""The pacer: virtual time follows from an anchor, never from counting."""

from __future__ import annotations

from iossim.frontends.pacer import RATES, STALL, Ended, Pacer
from iossim.sim.kernel import Kernel

SECOND = 1_000_000


class Clock:
    """A wall clock that stands still until it is moved; `cost` passes at every look."""

    def __init__(self) -> None:
        self.now = 5_000
        self.cost = 0

    def __call__(self) -> int:
        self.now += self.cost
        return self.now


def pair() -> tuple[Kernel, Clock, Pacer]:
    kernel, clock = Kernel(1), Clock()
    return kernel, clock, Pacer(kernel, clock)


def test_uneven_ticks_do_not_drift() -> None:
    """After any number of uneven ticks the lab is exactly where wall time times the rate says."""
    kernel, clock, pacer = pair()
    pacer.set_rate(50)
    total = 0
    for step in (20_001, 3, 49_999, 17, 250_000) * 200:
        clock.now += step
        total += step
        assert pacer.advance()
    assert kernel.now == 50 * total


def test_pause_stands_at_the_microsecond() -> None:
    """While paused no time passes, and going on takes none of the wall time of the pause along."""
    kernel, clock, pacer = pair()
    clock.now += 700
    pacer.advance()
    pacer.pause(True)
    clock.now += 400_000
    pacer.advance()
    assert kernel.now == 700
    pacer.pause(False)
    clock.now += 5
    pacer.advance()
    assert kernel.now == 705


def test_a_change_of_pace_counts_from_its_moment() -> None:
    """A faster pace holds for the time after it, not for the time before."""
    kernel, clock, pacer = pair()
    clock.now += 1000
    pacer.advance()
    pacer.set_rate(10)
    clock.now += 1000
    pacer.advance()
    assert kernel.now == 1000 + 10 * 1000


def test_the_scale_of_paces_ends() -> None:
    """Faster and slower go through the scale and stay at its ends."""
    _, _, pacer = pair()
    seen = []
    for _ in range(len(RATES) + 2):
        seen.append(pacer.rate)
        pacer.faster()
    assert tuple(dict.fromkeys(seen)) == RATES
    for _ in range(len(RATES) + 2):
        pacer.faster(-1)
    assert pacer.rate == 1


def test_a_closed_lid_is_not_made_up_for() -> None:
    """When the machine stood still, the lab goes on from where it was, and it is counted."""
    kernel, clock, pacer = pair()
    clock.now += 1000
    pacer.advance()
    clock.now += 3600 * SECOND
    pacer.advance()
    assert (kernel.now, pacer.stalls) == (1000, 1)
    clock.now += 1000
    pacer.advance()
    assert kernel.now == 2000


def test_a_slice_ends_with_its_budget_between_instants() -> None:
    """Too much work for one slice is continued in the next; all events of one time stay together."""
    kernel, clock, pacer = pair()
    ran: list[int] = []
    for at in range(1, 21):
        for _ in range(2):
            kernel.at(at, ran.append, at)
    clock.now += 500_000
    clock.cost = 2_000
    assert not pacer.advance()
    assert 0 < len(ran) < 40
    assert len(ran) % 2 == 0
    slices = 1
    while not pacer.advance():
        slices += 1
    assert slices > 1
    assert ran == sorted(ran)
    assert len(ran) == 40


def test_what_cannot_be_made_up_is_let_go() -> None:
    """A pace the machine cannot hold does not pile up: the lag stays below a second of wall time."""
    kernel, clock, pacer = pair()
    pacer.set_rate(1000)
    flood(kernel, 3_000)
    clock.cost = 1_000
    for _ in range(2_000):
        pacer.advance()
        assert (pacer.due() - kernel.now) // pacer.rate <= STALL + 20_000


def flood(kernel: Kernel, count: int) -> None:
    for at in range(1, count):
        kernel.at(at * 10_000, int, "1")


def test_a_hunt_ends_at_the_instant() -> None:
    """Running until something holds stops at the very event that makes it hold."""
    kernel, _, pacer = pair()
    hits: list[int] = []
    for at in (10, 20, 30):
        kernel.at(at * SECOND, hits.append, at)
    pacer.start_hunt("second hit", lambda: len(hits) == 2, 60 * SECOND)
    while pacer.hunt is not None:
        pacer.advance()
    assert kernel.now == 20 * SECOND
    assert pacer.ended is not None and pacer.ended[1] is Ended.FOUND


def test_a_hunt_that_misses_ends_at_its_limit() -> None:
    """What does not happen in time is told as missed, at the limit."""
    kernel, _, pacer = pair()
    pacer.start_hunt("never", lambda: False, 60 * SECOND)
    pacer.advance()
    assert kernel.now == 60 * SECOND
    assert pacer.ended is not None and pacer.ended[1] is Ended.MISSED


def test_time_goes_on_at_its_pace_after_a_hunt() -> None:
    """A hunt moves the anchor: nothing is owed for the time it skipped."""
    kernel, clock, pacer = pair()
    pacer.start_hunt("a minute", lambda: False, 60 * SECOND)
    pacer.advance()
    clock.now += 100
    pacer.advance()
    assert kernel.now == 60 * SECOND + 100


def test_a_key_has_the_time_of_its_moment() -> None:
    """Settling brings the lab to now, whatever that costs."""
    kernel, clock, pacer = pair()
    flood(kernel, 50)
    clock.now += 300_000
    clock.cost = 5_000
    pacer.settle()
    assert kernel.now >= 300_000


def test_rest_is_until_the_next_event() -> None:
    """A resting lab needs no look before its next event; a paused one none at all."""
    kernel, _, pacer = pair()
    kernel.at(10 * SECOND, int, "1")
    pacer.set_rate(10)
    assert pacer.rest() == SECOND
    pacer.pause(True)
    assert pacer.rest() is None
