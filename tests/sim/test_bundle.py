"""Meters in bundles say the same as meters by themselves."""

from __future__ import annotations

import pickle
from random import Random

import pytest

from iossim.sim.bundle import ENOUGH, Bundle, spread
from iossim.sim.facts import Table
from iossim.sim.idle import Idle
from iossim.sim.kernel import Kernel
from iossim.sim.memo import Path, Result, send_result
from iossim.sim.meters import Meter, Touch
from iossim.sim.rounds import Every

SECOND = 1_000_000


class Line:
    """A way over some meters: what it touches depends on a fact, and a round may take it."""

    def __init__(self, seed: int, explicit: bool) -> None:
        self.kernel = Kernel(seed, explicit=explicit)
        self.meters = [Meter(self.kernel, rated=number % 2 == 0) for number in range(12)]
        self.idle = Idle(self.kernel, 300 * SECOND)
        self.shape: Table[str, int] = Table(self.kernel, "shape")
        self.shape.set("", 0)
        self.path = Path(self.kernel, self.way)
        self.rounds = [Every(self.kernel, period * SECOND, 0, self.beat) for period in (7, 30)]

    def way(self) -> Result[None]:
        shape = self.shape.get("") or 0
        touches = [Touch(meter, 60 + i, i) for i, meter in enumerate(self.meters[shape : shape + 6])]
        touches.insert(2, Touch(self.idle, 0, 5))
        touches.append(Touch(self.meters[shape], 1, 40))  # passed twice
        return Result(None, 40, tuple(touches))

    def beat(self) -> None:
        self.path.send()

    def shown(self) -> list[tuple[object, ...]]:
        return [(meter.count, meter.octets, meter.last, meter.rate(60, 0)) for meter in self.meters]


def story(line: Line, seed: int) -> list[object]:
    """Random sends, changes, rounds, clears and reads."""
    random, seen = Random(seed), []
    for _ in range(60):
        what = random.randrange(7)
        if what == 0:
            line.shape.set("", random.randrange(6))
        elif what == 1:
            line.path.send()
        elif what == 2:
            chosen = random.choice(line.rounds)
            chosen.stop() if chosen.running else chosen.start()
        elif what == 3:
            random.choice(line.meters).clear()
        elif what == 4 and not any(one.running for one in line.rounds):
            line.path.forget()
        else:
            line.kernel.run_until(line.kernel.now + random.randrange(1, 100 * SECOND))
        seen.append(line.shown())
    return seen


@pytest.mark.parametrize("seed", range(30))
def test_bundled_meters_say_what_single_ones_say(seed: int) -> None:
    """The explicit kernel ties nothing: every meter is touched by itself."""
    bundled, single = Line(seed, explicit=False), Line(seed, explicit=True)
    assert story(bundled, seed) == story(single, seed)
    assert not single.kernel.parts(Bundle)


def used(path: Path[None]) -> Result[None]:
    """What a path finds when it is used again."""
    path.use()
    return path.use()


def test_a_use_touches_one_meter_for_all() -> None:
    """The remembered result has the bundle and what expires; few meters are not worth it."""
    line = Line(1, explicit=False)
    touches = used(line.path).touches
    assert [type(touch.target) for touch in touches] == [Bundle, Idle]
    assert spread(touches) == spread(line.way().touches)
    few = Path(line.kernel, lambda: Result(None, 0, tuple(Touch(m, 1, 0) for m in line.meters[: ENOUGH - 1])))
    assert all(type(touch.target) is Meter for touch in used(few).touches)


def test_what_is_used_once_is_not_tied() -> None:
    """A single packet touches its meters one by one; a round, which comes again, one bundle from its first tick on."""
    line = Line(1, explicit=False)
    line.path.send()
    line.shape.set("", 2)
    line.path.send()
    assert not line.kernel.parts(Bundle)
    line.shape.set("", 0)
    line.rounds[0].start()
    line.kernel.run_until(7 * SECOND)
    assert line.rounds[0].quiet
    assert [type(target) for target, _, _ in line.rounds[0].felt] == [Bundle, Idle]


def test_an_equal_result_keeps_its_bundle() -> None:
    """Computed again with the same meters, nothing is tied anew."""
    line = Line(1, explicit=False)
    bundle = used(line.path).touches[0].target
    line.shape.set("", 3)
    line.shape.set("", 0)
    assert used(line.path).touches[0].target is bundle
    line.shape.set("", 3)
    assert used(line.path).touches[0].target is not bundle


def test_bundles_are_carried_over_by_a_copy() -> None:
    """A pickled kernel counts on."""
    line = Line(1, explicit=False)
    line.rounds[0].start()
    line.kernel.run_until(100 * SECOND)
    copy = pickle.loads(pickle.dumps(line))
    for one in (line, copy):
        one.kernel.run_until(1_000 * SECOND)
        send_result(one.kernel, one.path.use())
    assert copy.shown() == line.shown()
