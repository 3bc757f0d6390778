"""A run can be stopped, copied, pickled, sliced and replayed anywhere, and ends the same."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path as File
from random import Random

import pytest

from iossim.sim.clock import SECOND
from iossim.sim.facts import Table
from iossim.sim.kernel import CROWD, Kernel
from iossim.sim.memo import Path, Result
from iossim.sim.meters import Idle, Meter, Touch
from iossim.sim.part import Part
from iossim.sim.rounds import Every

from .scenario import LENGTH, Scenario, prepare, scenario
from .toy import Toy

END = LENGTH * SECOND
WHAT = scenario(3)


def ending(toy: Toy) -> tuple[object, ...]:
    toy.kernel.run_until(END)
    return toy.sample(), toy.kernel.trace.fingerprint([repr(toy.sample())])


def whole(what: Scenario) -> tuple[object, ...]:
    return ending(prepare(what, explicit=False))


@pytest.mark.parametrize("duplicate", [lambda toy: pickle.loads(pickle.dumps(toy)), copy.deepcopy])
@pytest.mark.parametrize("when", [0, 77, 200, 333])
def test_a_copy_in_mid_run_continues_the_same(duplicate, when):
    """Original and copy, with quiet rounds and pending edges, end as the run that was never touched."""
    toy = prepare(WHAT, explicit=False)
    toy.kernel.run_until(when * SECOND)
    twin = duplicate(toy)
    assert twin.kernel is not toy.kernel
    assert twin.sample() == toy.sample()
    assert ending(twin) == ending(toy) == whole(WHAT)


@pytest.mark.parametrize("seed", range(5))
def test_arbitrary_slices_end_the_same(seed):
    """Where a front end stops, by time, by budget or instant by instant, does not show."""
    random = Random(seed)
    toy = prepare(WHAT, explicit=False)
    while toy.kernel.now < END:
        if random.random() < 0.3 and (toy.kernel.next_time() or END) < END:
            toy.kernel.step()
        else:
            until = min(END, toy.kernel.now + random.randrange(9 * SECOND))
            toy.kernel.run_until(until, budget=random.choice((None, 1, 5)))
    assert ending(toy) == whole(WHAT)


@pytest.mark.parametrize("seed", range(5))
def test_loud_does_not_show(seed):
    """Debugging on and off in mid-run, from outside, leaves the end as it was."""
    random = Random(seed)
    toy = prepare(WHAT, explicit=False)
    for when in sorted(random.randrange(END) for _ in range(10)):
        toy.kernel.run_until(when)
        toy.do_loud(1 if random.random() < 0.5 else -1)
    assert ending(toy) == whole(WHAT)


SCRIPT = """
from sim.scenario import play, scenario
print([play(scenario(seed, seed % 2 == 1), explicit=False).fingerprint for seed in range(8)])
"""


def test_two_hash_seeds_give_the_same_fingerprints():
    """Nothing depends on the order of a set or on the hash of a name."""
    tests = File(__file__).parent.parent
    found = []
    for seed in ("1", "2"):
        path = os.pathsep.join((str(tests), str(tests.parent)))
        environment = dict(os.environ, PYTHONHASHSEED=seed, PYTHONPATH=path)
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
        )
        found.append(run.stdout)
    assert found[0] == found[1]
    assert found[0].count(",") == 7


class Link:
    """One of a long chain of paths, each reading its own table and the path before it."""

    def __init__(self, kernel: Kernel, before: Path[int] | None) -> None:
        self.before = before
        self.facts: Table[str, int] = Table(kernel, "facts")
        self.meter = Meter(kernel)
        self.path = Path(kernel, self.walk)
        self.round = Every(kernel, SECOND, 0, self.path.send)
        self.path.use()
        self.round.start()

    def walk(self) -> Result[int]:
        before = 0 if self.before is None else self.before.use().value
        return Result(before + self.facts.get("one", 1), 0, (Touch(self.meter, 1, 0),))


@pytest.mark.parametrize("duplicate", [lambda x: pickle.loads(pickle.dumps(x)), copy.deepcopy])
def test_the_depth_of_a_copy_does_not_depend_on_the_size(duplicate):
    """Three thousand parts in a row are copied within the interpreter's ordinary recursion limit."""
    kernel = Kernel(1)
    before = None
    for _ in range(3_000):
        before = Link(kernel, before).path
    kernel.run_until(10 * SECOND)
    twin = duplicate(before)
    assert twin.use().value == 3_000
    assert (twin.kernel.now, twin.dirty) == (10 * SECOND, False)


def test_a_dead_part_is_not_carried_along():
    """What nobody refers to any more does not live on in the kernel."""
    kernel = Kernel(1)
    meters = [Meter(kernel) for _ in range(10)]
    idle = Idle(kernel, 5)
    del meters
    assert kernel.parts(Part) == (idle,)


def test_the_dead_are_struck_out():
    """However many parts have come and gone, the list of them stays short."""
    kernel = Kernel(1)
    for _ in range(3 * CROWD):
        Meter(kernel)
    assert len(kernel._parts) <= CROWD
