"""The runs of a measurement, one per seed, spread over the processors of this machine.

Each process opens the lab once and gives every run a copy with its own seed, so which process takes which run makes no
difference; outcomes come in the order of the seeds.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from threading import active_count

from iossim.frontends.failover.outcome import Failed, Outcome
from iossim.lab.failover import CourseFailed, Plan, Scene, measure, survey
from iossim.lab.lab import Lab
from iossim.lab.parameters import as_data


class Stage:
    """A lab as it is before every run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lab = Lab.open(plan.lab, profile=plan.profile, remotes=plan.remotes)
        self.scene: Scene = survey(self.lab, plan)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameter table of the runs, as it is printed."""
        return as_data(self.lab.world.parameters)

    def play(self, seed: int) -> Outcome:
        """One run."""
        try:
            return measure(self.lab.reseeded(seed), self.plan, self.scene, seed)
        except CourseFailed as error:
            return Failed(seed, str(error))
        except Exception as error:
            error.add_note(f"It happened in the run with seed {seed} of {self.plan}; the same run repeats it.")
            raise


def play(stage: Stage, seeds: Sequence[int], workers: int | None = None) -> Iterator[Outcome]:
    """The outcomes of all seeds, in order; `workers` processes at most, by default as many as there are processors."""
    hands = min(len(seeds), processors() if workers is None else workers)
    if hands <= 1:
        yield from map(stage.play, seeds)
        return
    with ProcessPoolExecutor(hands, _context(), _begin, (stage.plan,)) as pool:
        try:
            yield from pool.map(_work, seeds)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context() -> BaseContext:
    """A copy of this process where that is safe: it has everything loaded."""
    return get_context("fork" if sys.platform == "linux" and active_count() == 1 else "spawn")


_stage: Stage | None = None
"""The stage of a worker process."""


def _begin(plan: Plan) -> None:
    global _stage
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's business
    _stage = Stage(plan)


def _work(seed: int) -> Outcome:
    assert _stage is not None
    return _stage.play(seed)
