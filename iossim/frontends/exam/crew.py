"""Submissions graded over the processors of this machine, each within bounds of time and memory.

A worker reads the definition once and grades one file after another. An alarm ends what takes too long, a limit of the
operating system what wants too much memory: a hostile submission costs its own bound and nothing else. Results come in
the order of the files.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from iossim.frontends.alarm import TooLong, at_most
from iossim.frontends.failover.crew import processors
from iossim.training.exam.grading import grade
from iossim.training.exam.marks import Marks
from iossim.training.exam.parts import load_exam
from iossim.training.exam.publishing import Press
from iossim.training.exam.submission import LARGEST, Verdict

try:
    import resource
except ImportError:  # pragma: no cover - not on Windows
    resource = None  # type: ignore[assignment]

PATIENCE = 120.0
"""Seconds for one submission."""
MEMORY = 3 * 1024**3
"""Octets of memory for one worker."""


@dataclass(frozen=True, slots=True)
class Order:
    """What all submissions have in common."""

    definition: Path
    seeds: tuple[int, ...] = ()
    unfinished: bool = False
    patience: float = PATIENCE


class Desk:
    """Where submissions are graded, one after the other."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.press = Press(load_exam(order.definition))
        self.of = sum(part.points for part in self.press.exam.parts(1))

    def grade(self, file: Path) -> Marks:
        """The marks of a file, whatever is in it."""
        try:
            if not file.is_file():  # a pipe would keep everybody waiting
                return self._none(file, Verdict.UNREADABLE, "cannot be read: not a file")
            with file.open("rb") as opened:
                data = opened.read(LARGEST + 1)
        except OSError as error:
            return self._none(file, Verdict.UNREADABLE, f"cannot be read: {error.strerror}")
        try:
            with at_most(self.order.patience):
                return grade(self.press, data, str(file), self.order.seeds, self.order.unfinished)
        except TooLong:
            return self._none(file, Verdict.TOO_COSTLY, f"playing it again took longer than {self.order.patience:g} s")
        except MemoryError:
            return self._none(file, Verdict.TOO_COSTLY, "playing it again took too much memory")
        except Exception as error:
            return self._none(
                file, Verdict.NOT_GRADED, f"this is a bug in iossim: {type(error).__name__}: {error}"[:300]
            )

    def _none(self, file: Path, verdict: Verdict, why: str) -> Marks:
        return Marks("", str(file), verdict, self.of, why=why)


def graded(order: Order, files: Sequence[Path], jobs: int | None = None) -> Iterator[Marks]:
    """The marks of all files, in order, over so many processes. LabError when the definition is wrong."""
    hands = min(len(files), processors() if jobs is None else max(1, jobs))
    left = list(files)
    while left:
        for marks in _together(order, left, hands):
            yield marks
            del left[0]
        for file in left[:hands]:  # a process has ended over one of these: each gets a process to itself
            yield _alone(order, file)
            del left[0]


def _together(order: Order, files: Sequence[Path], hands: int) -> Iterator[Marks]:
    """The marks of the first files, up to one that had no end."""
    with _pool(order, hands) as pool:
        for future in [_given(pool, file) for file in files]:
            marks = _result(future)
            if marks is None:
                return
            yield marks


def _alone(order: Order, file: Path) -> Marks:
    with _pool(order, 1) as pool:
        marks = _result(_given(pool, file))
    return Marks("", str(file), Verdict.TOO_COSTLY, 0, why="grading it ended the process") if marks is None else marks


@contextmanager
def _pool(order: Order, hands: int) -> Iterator[ProcessPoolExecutor]:
    # Always fresh processes: alarm and limit are not for the one that was started by a person, nor is its memory for them.
    pool = ProcessPoolExecutor(hands, get_context("spawn"), _begin, (order,))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _given(pool: ProcessPoolExecutor, file: Path) -> Future[Marks] | None:
    try:
        return pool.submit(_work, file)
    except BrokenProcessPool:
        return None


def _result(future: Future[Marks] | None) -> Marks | None:
    """What a process found; None when it has ended."""
    try:
        return None if future is None else future.result()
    except BrokenProcessPool:
        return None


_desk: Desk | None = None
"""The desk of a worker process."""


def _begin(order: Order) -> None:
    global _desk
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's business
    _desk = Desk(order)
    if resource is not None and sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))


def _work(file: Path) -> Marks:
    assert _desk is not None
    return _desk.grade(file)
