"""The comparison and the rehearsal see what they are for: each fault planted here turns them red."""

from __future__ import annotations

import pytest

from iossim.sim.clock import SECOND
from iossim.sim.facts import Table
from iossim.sim.idle import Idle
from iossim.sim.kernel import TICK, Kernel
from iossim.sim.memo import Path
from iossim.sim.meters import Feed, Meter
from iossim.sim.rounds import Every
from iossim.sim.shadow import ShadowFault

from .crowd import Crowd
from .scenario import play, scenario

SCENARIOS = 40
CROWDS = (*range(120), 425, 627, 1217)  # the last three tie in ways that are rare


def get_only_hits(self, key, default=None):
    """A lookup that remembers present keys only."""
    reader = self.kernel.reader
    if reader is not None and key in self._data:
        reader.reading[self, key] = None
    return self._data.get(key, default)


def leave_without_edge(self, feeder, feed, rounds, last):
    """A feeder that leaves without anybody setting the edge."""
    del self._feeds[feeder]
    self._last = max(self._last or 0, last + feed.delay)


def leave_as_if_kept(self, feeder, feed, rounds, last):
    """A feeder that leaves without those whose *no* it kept relying on the edge."""
    del self._feeds[feeder]
    self._last = max(self._last or 0, last + feed.delay)
    self._watch()


def keeper_of_any_period(self, asker):
    """A feeder taken for a keeper whatever its period."""
    return next((feeder for feeder in self._feeds if feeder is not asker), None)


def look_without_telling(self):
    """An edge that does not wake those told *no*."""
    self._event = None
    if not self._is_over():
        self._watch()
    elif self._running:
        self._running = False
        self.kernel.cause = self.cause
        if self.fn is not None:
            self.fn(*self.args)


def touch_without_telling(self, at, octets=0):
    """A touch that does not wake those told *yes*."""
    reader = self.kernel.reader
    if reader is None or not reader.feels(self, 0, at - self.kernel.now):
        self._last = at if self._last is None else max(self._last, at)


def sent_without_turn(self):
    """A skipped tick that counts from the beginning of its instant."""
    return (self.kernel.now - self.first) // self.period + 1 if self.quiet else self.done


def arm_by_serial(self):
    """Ticks of one instant in the order they were armed, which depends on who is quiet."""
    self._event = self.kernel.enter(self.first + self.done * self.period, TICK, 0, self._tick)


def young_by_phase_alone(self, feeder, delay, asker):
    """Two rounds of one instant taken for simultaneous, whoever comes first."""
    return (asker.first - feeder.first) % asker.period < self._limit + delay


def go_on_as_before(self, given):
    """A woken round that goes on to give what it gave, whatever it has done."""
    self._withheld = []
    held, since = self._feeds, self.done + 1
    for target, gift in given.items():
        if target not in held:
            held[target] = Feed(*gift, since)
            target.join(self, held[target])


def nothing(*args):
    pass


def always(*args):
    return True


def differs(seed: int) -> bool:
    """Does the scenario, or the crowd, of that number differ when it is quiet?"""
    what = scenario(seed, aligned=seed % 2 == 1)
    if seed < SCENARIOS and play(what, explicit=True) != play(what, explicit=False):
        return True
    return Crowd(seed, explicit=True).story() != Crowd(seed, explicit=False).story()


def reds() -> int:
    """How many differ, or break down."""
    red = 0
    for seed in CROWDS:
        try:
            red += differs(seed)
        except (AssertionError, ValueError):
            red += 1
    return red


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (Table, "get", get_only_hits),
        (Idle, "leave", leave_without_edge),
        (Idle, "leave", leave_as_if_kept),
        (Idle, "_keeper", keeper_of_any_period),
        (Idle, "_young", young_by_phase_alone),
        (Idle, "admit", nothing),
        (Idle, "_look", look_without_telling),
        (Idle, "touch", touch_without_telling),
        (Idle, "steady", always),
        (Idle, "_covered", always),
        (Every, "sent", sent_without_turn),
        (Every, "_arm", arm_by_serial),
        (Every, "disturb", nothing),
        (Every, "_leave", nothing),
        (Every, "_go_on", go_on_as_before),
        (Path, "wake", nothing),
    ],
)
def test_a_planted_fault_is_seen(monkeypatch, owner, name, fault):
    """Each way to break the proof makes some scenario differ."""
    monkeypatch.setattr(owner, name, fault)
    assert reds() > 0


class Sleepwalker:
    """A round that reads a plain attribute behind the tables' back."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.meter = Meter(kernel)
        self.peer = "here"
        self.facts: Table[str, str] = Table(kernel, "facts")
        self.round = Every(kernel, 3 * SECOND, 0, self.tick)
        self.round.start()

    def tick(self) -> None:
        if self.peer == "here":
            self.meter.touch(self.kernel.now + 5)
        elif self.peer == "gone":
            self.facts.set("peer", "gone")

    def leave(self, peer: str) -> None:
        self.peer = peer


@pytest.mark.parametrize(("peer", "what"), [("gone", "writing a fact"), ("silent", "touches differ")])
def test_the_rehearsal_reports_an_untracked_read(peer, what):
    """The first skipped round that would have fared differently is named, with its time."""
    kernel = Kernel(1, shadow=True)
    walker = Sleepwalker(kernel)
    kernel.at(100 * SECOND, walker.leave, peer)
    with pytest.raises(ShadowFault, match=rf"tick\(\) at {102 * SECOND}: {what}"):
        kernel.run_until(200 * SECOND)


def test_the_same_untracked_read_goes_unseen_without_the_rehearsal():
    """Which is why the rehearsal exists."""
    walker = Sleepwalker(Kernel(1))
    walker.kernel.at(100 * SECOND, walker.leave, "gone")
    walker.kernel.run_until(200 * SECOND)
    assert walker.facts.peek("peer") is None
