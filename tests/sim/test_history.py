"""Histories against a plain list of what was counted when."""

from __future__ import annotations

import pickle
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.sim.clock import SECOND
from iossim.sim.history import HOUR, LONG, MINUTE, History
from iossim.sim.kernel import Kernel
from iossim.sim.memo import Path, Result
from iossim.sim.rounds import Every

Counted = list[tuple[int, int]]


def seconds_of(counted: Counted, now: int) -> tuple[float, ...]:
    found = defaultdict(int)
    for at, amount in counted:
        found[at // SECOND] += amount
    return tuple(float(found[now // SECOND - 1 - back]) for back in range(MINUTE))


def spans_of(counted: Counted, now: int, length: int, count: int) -> list[tuple[float, float]]:
    found = defaultdict(int)
    for at, amount in counted:
        found[at // SECOND] += amount
    latest = now // SECOND // length - 1
    spans = []
    for number in range(latest, latest - count, -1):
        inside = [amount for second, amount in found.items() if second // length == number]
        spans.append((sum(inside) / length, float(max(inside, default=0))))
    return spans


@given(st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 5_000)), max_size=60), st.integers(0, 400_000))
def test_what_events_count_is_exact(events: list[tuple[int, int]], rest: int) -> None:
    """Seconds, and sums and peaks of minutes and hours, whenever one looks and however often."""
    kernel = Kernel(1)
    history = History(kernel)
    counted: Counted = []
    for pause, amount in events:
        kernel.run_until(kernel.now + pause * 100_000)
        history.touch(kernel.now, amount)
        counted.append((kernel.now, amount))
    kernel.run_until(kernel.now + rest * 100_000)
    assert history.seconds() == seconds_of(counted, kernel.now)
    for length, count in ((MINUTE, 60), (HOUR, 72)):
        for span, expected in zip(
            history.spans(length, count), spans_of(counted, kernel.now, length, count), strict=True
        ):
            assert tuple(span) == pytest.approx(expected)


def fed(explicit: bool) -> tuple[Kernel, History]:
    """An hour and a half of a round every 20 ms that costs 140 a time."""
    kernel = Kernel(1, explicit=explicit)
    history = History(kernel)
    way = Path(kernel, lambda: Result(True, 0, ((history, 140, 0),)))  # type: ignore[arg-type]
    every = Every(kernel, SECOND // 50, 0, way.send)
    every.start()
    kernel.run_until(5400 * SECOND)
    every.stop()
    kernel.run_until(5460 * SECOND)
    return kernel, history


def test_a_quiet_round_counts_as_one_that_runs() -> None:
    """In every second, minute and hour but those it begins and ends in."""
    (kernel, quiet), (_, loud) = fed(False), fed(True)
    assert kernel.now == 5460 * SECOND
    assert quiet.seconds(120) == pytest.approx(loud.seconds(120), abs=140)
    for length, count in ((MINUTE, 60), (HOUR, 72)):
        for one, other in zip(quiet.spans(length, count), loud.spans(length, count), strict=True):
            assert one == pytest.approx(other, abs=140)
    assert quiet.spans(MINUTE, 2)[1].mean == 7000


def test_looking_changes_nothing_and_the_state_stays_small() -> None:
    """Days of work every second leave a thousand spikes at most, and the sums that can be shown."""
    kernel = Kernel(1)
    history = History(kernel)
    for second in range(4 * 24 * HOUR // 10):
        kernel.run_until(second * 10 * SECOND)
        history.touch(kernel.now, second % 7)
    before = pickle.dumps(history._stairs)
    history.seconds()
    history.spans(HOUR, 72)
    assert pickle.dumps(history._stairs) == before
    assert len(history._stairs.spikes) <= LONG + 1 and len(history._stairs.sums) <= 61 + 73 + LONG // MINUTE
