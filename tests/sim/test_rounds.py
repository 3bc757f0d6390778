"""When a round is quiet, and what keeps it loud."""

from __future__ import annotations

import pytest

from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel
from iossim.sim.memo import Path, Result
from iossim.sim.meters import Idle, Meter, Touch
from iossim.sim.rounds import Every
from iossim.sim.timers import Timer


class World:
    def __init__(self, explicit: bool = False) -> None:
        self.kernel = Kernel(1, explicit=explicit)
        self.facts: Table[str, int] = Table(self.kernel, "facts")
        self.meter = Meter(self.kernel)
        self.idle = Idle(self.kernel, 25)
        self.timer = Timer(self.kernel, self.nothing)
        self.path = Path(self.kernel, self.walk)
        self.runs: list[int] = []
        self.seen: list[int] = []
        self.deed = World.nothing
        self.round = Every(self.kernel, 10, 3, self.tick)

    def walk(self) -> Result[int]:
        return Result(self.facts.get("a", 0), 2, (Touch(self.meter, 60, 2),))

    def tick(self) -> None:
        self.runs.append(self.kernel.now)
        self.path.send()
        self.deed(self)

    def nothing(self) -> None:
        pass

    def write_equal(self) -> None:
        self.facts.set("same", 1)

    def twice(self) -> None:
        self.path.send()

    def restart(self) -> None:
        if self.round.period == 10:
            self.round.start(first_at=self.kernel.now + 1, period=7)

    def halt(self) -> None:
        self.round.stop()

    def feed(self) -> None:
        self.facts.get("other")
        self.idle.touch(self.kernel.now)

    def note_count(self) -> None:
        self.seen.append(self.meter.count)


def test_a_round_that_changes_nothing_runs_once():
    """One run proves the others; counters are exact at any time."""
    world = World()
    world.round.start()
    world.kernel.run_until(1_000_003)
    assert world.runs == [3]
    assert (world.meter.count, world.meter.octets, world.meter.last) == (100_001, 6_000_060, 1_000_005)
    assert world.round.sent() == 100_001


def test_a_change_runs_the_next_tick_and_no_other():
    """Waking computes nothing; the next due round is real, then it is quiet again. It knows why it ran."""
    world = World()
    world.round.start()
    world.kernel.run_until(100)
    record = world.kernel.trace.note("lab", "change", "")
    world.facts.set("a", 1)
    world.facts.set("a", 2)
    assert (world.round.quiet, world.kernel.walks) == (False, 1)
    world.kernel.run_until(500)
    assert world.runs == [3, 103]
    assert world.kernel.walks == 2
    assert world.round.cause == record
    assert world.round.quiet


def test_a_woken_round_goes_on_where_nothing_is_different():
    """What it gives as before it never ceases to give: its meter is not told, and no timer is set for what it feeds."""
    world = World()
    world.deed = World.feed
    world.idle.start()
    world.round.start()
    world.kernel.run_until(100)
    feed, events = world.meter._feeds[world.round], world.kernel.events
    world.facts.set("a", 1)
    assert (world.round.quiet, world.meter.count, world.meter.last) == (False, 10, 95)
    world.kernel.run_until(500)
    assert world.runs == [3, 103]
    assert world.meter._feeds[world.round] is feed
    assert world.kernel.events - events == 1
    assert (world.meter.count, world.meter.octets, world.meter.last) == (50, 3000, 495)
    assert (world.idle.running, world.idle.last) == (True, 493)


def test_what_a_woken_round_gives_no_longer_becomes_numbers():
    """It is let go by the run that does not touch it any more, not before; a timer that was fed expires as if it had been."""
    world = World()
    world.deed = World.feed
    world.idle.start()
    world.round.start()
    world.kernel.run_until(100)
    world.deed = World.nothing
    world.facts.set("other", 1)
    world.kernel.run_until(110)
    assert (world.runs, world.round.quiet) == ([3, 103], True)
    assert (world.meter.count, world.idle.last) == (11, 93)
    assert world.round not in world.idle._feeds
    world.kernel.run_until(117)
    assert world.idle.running
    world.kernel.run_until(118)
    assert not world.idle.running


@pytest.mark.parametrize("explicit", [False, True])
def test_a_run_that_does_more_than_look_counts_what_it_has_touched(explicit):
    """A round that reads what it has just fed sees its touch, and so does whoever it stops before."""
    world = World(explicit)
    world.round.start()
    world.kernel.run_until(100)
    world.deed = World.note_count
    world.facts.set("a", 1)
    world.kernel.run_until(113)
    assert world.seen == [11, 12]
    world.deed = World.halt
    world.kernel.run_until(200)
    assert (world.meter.count, world.meter.last) == (13, 125)


@pytest.mark.parametrize(
    "deed",
    [
        lambda w: w.facts.set("count", w.kernel.now),
        lambda w: w.kernel.after(1, w.nothing),
        lambda w: w.kernel.trace.note("a", "b", "c"),
        lambda w: w.kernel.draw("jitter", 0, 1, 2),
        lambda w: w.meter.count,
        lambda w: w.meter.clear(),
        lambda w: w.idle.last,
        lambda w: w.timer.running,
        lambda w: w.timer.start(5),
        lambda w: w.idle.start(),
        lambda w: w.round.index(),
    ],
)
def test_what_keeps_a_round_explicit(deed):
    """Writing, scheduling, records, chance, and reading what nobody remembers: the next run is real."""
    world = World()
    world.deed = deed
    world.round.start()
    world.kernel.run_until(100)
    assert len(world.runs) == 10


def test_writing_what_is_so_already_is_quiet():
    """The first run writes, the second finds it so: two runs."""
    world = World()
    world.deed = World.write_equal
    world.round.start()
    world.kernel.run_until(100)
    assert world.runs == [3, 13]


@pytest.mark.parametrize("explicit", [False, True])
def test_a_round_may_send_the_same_path_twice(explicit):
    """Every send counts."""
    world = World(explicit)
    world.deed = World.twice
    world.round.start()
    world.kernel.run_until(99)
    assert (world.meter.count, world.meter.octets) == (20, 1_200)


@pytest.mark.parametrize("explicit", [False, True])
def test_a_round_may_stop_or_restart_itself(explicit):
    """A stop in its own run is final; a start in its own run holds from there."""
    halted, restarted = World(explicit), World(explicit)
    halted.deed, restarted.deed = World.halt, World.restart
    for world in (halted, restarted):
        world.round.start()
        world.kernel.run_until(30)
    assert (halted.meter.count, halted.round.sent(), halted.path._users) == (1, 1, {})
    assert (restarted.meter.count, restarted.meter.last) == (1 + 4, 27)


def test_stop_and_start_with_another_period():
    """Skipped rounds are settled by the old period, counted on by the new one."""
    world = World()
    world.round.start()
    world.kernel.run_until(45)
    world.round.stop()
    assert (world.meter.count, world.meter.last) == (5, 45)
    world.kernel.run_until(70)
    world.round.start(period=20)
    world.kernel.run_until(140)
    assert (world.meter.count, world.meter.last) == (5 + 3, 125)
    assert world.round.next_tick() == 143


def test_loud_is_seen_by_nobody_but_the_listener():
    """Between +1 and -1 every tick is real; counters do not notice."""
    world = World()
    world.round.start()
    world.kernel.run_until(50)
    world.round.loud(+1)
    world.kernel.run_until(80)
    world.round.loud(-1)
    world.kernel.run_until(1_000)
    assert world.runs == [3, 53, 63, 73, 83]
    assert world.meter.count == 100


def test_reading_changes_no_mode():
    """Counters and indices of a quiet round can be read at any time without waking it."""
    world = World()
    world.round.start()
    for when in range(0, 200, 7):
        world.kernel.run_until(when)
        assert world.meter.count == max(0, (when - 3) // 10 + 1)
    assert world.kernel.events == 1


class Pair:
    """Two rounds on the same instants; the first, or the second, changes what the other reads."""

    def __init__(self, explicit: bool, writer: int) -> None:
        self.kernel = Kernel(1, explicit=explicit)
        self.facts: Table[str, int] = Table(self.kernel, "facts")
        self.seen: list[tuple[int, object]] = []
        self.meters = {value: Meter(self.kernel) for value in (None, 1)}
        order = (self.write, self.read) if writer == 0 else (self.read, self.write)
        self.rounds = [Every(self.kernel, 10, 0, fn) for fn in order]
        for every in self.rounds:
            every.start()

    def read(self) -> None:
        self.meters[self.facts.get("a")].touch(self.kernel.now)

    def write(self) -> None:
        if self.facts.get("armed"):
            self.facts.set("a", 1)


@pytest.mark.parametrize("explicit", [False, True])
@pytest.mark.parametrize(("writer", "before"), [(0, 5), (1, 6)])
def test_ties_go_by_the_number_of_the_round(explicit, writer, before):
    """A write in a tick is seen in the same instant by later rounds, and only in the next by earlier ones."""
    pair = Pair(explicit, writer)
    pair.kernel.run_until(45)
    pair.facts.set("armed", 1)
    pair.kernel.run_until(95)
    assert (pair.meters[None].count, pair.meters[1].count) == (before, 10 - before)


def test_whole_tables_are_refused_to_a_round():
    """A list that a round walks must be a fact."""
    world = World()
    world.deed = lambda w: w.facts.items()
    world.round.start()
    with pytest.raises(RuntimeError, match="untracked read of the whole table facts"):
        world.kernel.run_until(5)
