"""The heap: order, cancellation, budgets, causes."""

from __future__ import annotations

import pytest

from iossim.sim.kernel import CHANGE, EDGE, TICK, Kernel, Order
from iossim.sim.rounds import Every


class Log:
    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.seen: list[tuple[int, object]] = []

    def note(self, what: object) -> None:
        self.seen.append((self.kernel.now, what))

    def note_then(self, what: object, order: Order) -> None:
        self.note(what)
        self.kernel.at(self.kernel.now, self.note, f"after {what}", order=order)

    def forever(self) -> None:
        self.kernel.at(self.kernel.now, self.forever)


@pytest.fixture
def log() -> Log:
    return Log(Kernel(1))


def test_order_in_one_instant(log):
    """Changes, events, edges, ticks; the first two as scheduled, the others by rank."""
    kernel = log.kernel
    for rank in (2, 1):
        kernel.enter(5, TICK, rank, log.note, (f"tick {rank}",))
        kernel.enter(5, EDGE, rank, log.note, (f"edge {rank}",))
    for name in ("a", "b"):
        kernel.at(5, log.note, f"event {name}")
        kernel.at(5, log.note, f"change {name}", order=CHANGE)
    kernel.run_until(5)
    expected = ["change a", "change b", "event a", "event b", "edge 1", "edge 2", "tick 1", "tick 2"]
    assert [what for _, what in log.seen] == expected


def test_entries_never_compare_events(log):
    """Two entries with the same time, order and rank are told apart."""
    for name in ("a", "b"):
        log.kernel.enter(5, TICK, 1, log.note, (name,))
    log.kernel.run_until(5)
    assert log.seen == [(5, "a"), (5, "b")]


def test_a_change_scheduled_meanwhile_goes_first(log):
    """An event may add to its own instant, and changes still precede what waits."""
    log.kernel.at(5, log.note_then, "a", CHANGE)
    log.kernel.at(5, log.note, "b")
    log.kernel.run_until(9)
    assert log.seen == [(5, "a"), (5, "after a"), (5, "b")]
    assert log.kernel.now == 9


def test_cancelled_events_do_not_run_and_do_not_pile_up(log):
    """A cancelled event is gone, also from the heap, and cancelling twice or too late is harmless."""
    kernel = log.kernel
    events = [kernel.at(10 + i, log.note, i) for i in range(10_000)]
    for event in (*events[1:], *events[1:]):
        kernel.cancel(event)
    assert len(kernel._heap) < 1_000
    kernel.run_until(20_000)
    kernel.cancel(events[0])
    assert log.seen == [(10, 0)]
    assert kernel.next_time() is None
    assert kernel._stale == 0


def test_a_budget_ends_between_instants(log):
    """Events of one time are never separated, and `now` stays where the last one was."""
    for when in (1, 2, 2, 2, 3):
        log.kernel.at(when, log.note, "x")
    assert log.kernel.run_until(10, budget=2) is False
    assert (log.kernel.now, len(log.seen)) == (2, 4)
    assert log.kernel.run_until(10, budget=2) is True
    assert log.kernel.now == 10


def test_step_and_next_time(log):
    """One instant at a time."""
    log.kernel.at(4, log.note, "a")
    log.kernel.at(4, log.note, "b")
    assert log.kernel.next_time() == 4
    assert log.kernel.step() is True
    assert len(log.seen) == 2
    assert log.kernel.step() is False


def test_the_past_is_refused(log):
    """Nothing is scheduled before now, and nobody runs backwards."""
    log.kernel.run_until(5)
    with pytest.raises(ValueError, match="before now"):
        log.kernel.at(4, log.note, "x")
    with pytest.raises(ValueError, match="before now"):
        log.kernel.run_until(4)


def test_time_that_stands_still_is_a_bug(log, monkeypatch):
    """An instant that never ends raises instead of hanging."""
    monkeypatch.setattr("iossim.sim.kernel.RUNAWAY", 1_000)
    log.kernel.at(5, log.forever)
    with pytest.raises(RuntimeError, match="time stands still at 5"):
        log.kernel.run_until(6)


def test_history_lies_at_negative_times():
    """A kernel may start before the origin; rounds keep their phase across it."""
    log = Log(Kernel(1, start=-10))
    Every(log.kernel, 4, 1, log.note, "tick").start()
    log.kernel.run_until(6)
    assert log.kernel.now == 6
    assert log.seen[0] == (-7, "tick")


class Chain:
    """Notes on each event, and schedules the next."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def first(self) -> None:
        self.kernel.trace.note("a", "first", "")
        self.kernel.after(5, self.second)

    def second(self) -> None:
        self.kernel.trace.note("a", "second", "")
        self.kernel.trace.note("a", "third", "")

    def renew(self, origin, renewals: int) -> None:
        self.kernel.trace.note("a", "renewed", "", renewals=renewals)
        self.kernel.after(5, self.renew, origin, renewals + 1, cause=origin)


def test_causes_are_inherited_and_end_with_the_event():
    """A record links to what was current when its event was scheduled; the next event starts from its own cause."""
    kernel = Kernel(1)
    chain = Chain(kernel)
    kernel.at(1, chain.first)
    kernel.at(6, chain.first)
    kernel.run_until(20)
    records = kernel.trace.records()
    assert [(r.t, r.kind, r.cause) for r in records] == [
        (1, "first", None),
        (6, "first", None),
        (6, "second", 0),
        (6, "third", 2),
        (11, "second", 1),
        (11, "third", 4),
    ]
    assert [r.number for r in kernel.trace.chain(records[3])] == [3, 2, 0]
    assert kernel.cause is None


def test_a_renewal_links_to_its_origin():
    """However often it is renewed, the chain stays short and says how often."""
    kernel = Kernel(1)
    origin = kernel.trace.note("a", "origin", "")
    Chain(kernel).renew(origin, 1)
    kernel.run_until(100)
    last = kernel.trace.records()[-1]
    assert kernel.trace.chain(last) == [last, origin]
    assert last.renewals == 21
