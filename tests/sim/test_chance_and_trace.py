"""Chance, records, timers and the clock."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.sim.clock import DAY, HOUR, SECOND, WallClock
from iossim.sim.kernel import Kernel
from iossim.sim.rng import Streams, hash_draw, triangular
from iossim.sim.timers import Timer
from iossim.sim.trace import Trace


def test_streams_do_not_disturb_each_other():
    """A new user of chance shifts nobody's draws; another seed shifts them all."""
    one, two = Streams(1), Streams(1)
    two.stream("b").random()
    assert one.stream("a").random() == two.stream("a").random()
    assert Streams(2).stream("a").random() != Streams(1).stream("a").random()


def test_a_copy_draws_on():
    """A stream goes on where its original stood, whether or not the copy of a copy has used it."""
    streams = Streams(3)
    streams.stream("used").getrandbits(32)
    again = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(streams))))
    assert [again.stream(name).getrandbits(32) for name in ("used", "new")] == [
        streams.stream(name).getrandbits(32) for name in ("used", "new")
    ]
    kept = pickle.loads(pickle.dumps(streams))
    kept.reseed(3)
    assert kept.stream("used").getrandbits(32) == Streams(3).stream("used").getrandbits(32)


@given(st.integers(-1000, 1000), st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 99))
def test_triangular_stays_in_its_triangle(low, left, right, seed):
    """Draws are whole numbers between low and high."""
    draw = triangular(Streams(seed).stream("x"), low, low + left, low + left + right)
    assert isinstance(draw, int)
    assert low <= draw <= low + left + right


def test_triangular_has_the_mean_of_its_corners():
    """(low + mode + high) / 3, within a hundredth of the width over many draws."""
    stream = Streams(1).stream("x")
    draws = [triangular(stream, 100, 200, 900) for _ in range(20_000)]
    assert abs(sum(draws) / len(draws) - 400) < 8
    with pytest.raises(ValueError, match="not in order"):
        triangular(stream, 1, 0, 2)


def test_a_hash_draw_depends_on_its_index_alone():
    """Skipping packets shifts nothing; the shares are even."""
    draws = [hash_draw(1, "loss", i, 100) for i in range(10_000)]
    assert draws[777] == hash_draw(1, "loss", 777, 100)
    assert min(draws) == 0
    assert max(draws) == 99
    assert 350 < sum(draw < 4 for draw in draws) < 450
    assert draws != [hash_draw(2, "loss", i, 100) for i in range(10_000)]


def test_a_record_is_what_it_was_told():
    """Number, time, who, what, and data under any name."""
    kernel = Kernel(1, start=7)
    record = kernel.trace.note("r1", "log", "text", number=3, kind="k")
    assert (record.number, record.t, record.device, record.kind, record.text) == (0, 7, "r1", "log", "text")
    assert record.data == {"number": 3, "kind": "k"}
    assert kernel.trace.since(0) == (record,)
    assert kernel.trace.since(1) == ()


def test_the_fingerprint_covers_what_happened_and_what_is_added():
    """Time, device, kind, text and lines of state move it."""

    def fingerprint(*words: str, t: int = 0, state: tuple[str, ...] = ()) -> str:
        kernel = Kernel(1, start=t)
        kernel.trace.note(*words)
        return kernel.trace.fingerprint(state)

    base = fingerprint("a", "b", "c")
    others = [
        fingerprint("x", "b", "c"),
        fingerprint("a", "x", "c"),
        fingerprint("a", "b", "x"),
        fingerprint("a", "b", "c", t=1),
        fingerprint("a", "b", "c", state=("x",)),
    ]
    assert base == fingerprint("a", "b", "c")
    assert len({base, *others}) == 6


def test_a_limited_trace_keeps_the_newest_and_what_led_to_them():
    """Old records go, ancestors of kept ones stay, the fingerprint does not notice."""
    plain, limited = Kernel(1), Kernel(1)
    limited.trace = Trace(limited, limit=10)
    for kernel in (plain, limited):
        origin = kernel.trace.note("a", "origin", "")
        for number in range(100):
            kernel.cause = origin if number % 2 else None
            kernel.trace.note("a", "event", str(number))
    records = limited.trace.records()
    assert len(records) <= 21
    assert records[0].kind == "origin"
    assert records[-1] == plain.trace.records()[-1]
    assert limited.trace.chain(records[-1]) == [records[-1], records[0]]
    assert limited.trace.fingerprint() == plain.trace.fingerprint()
    assert limited.trace.since(99) == plain.trace.since(99)


class Bell:
    def __init__(self) -> None:
        self.kernel = Kernel(1)
        self.timer = Timer(self.kernel, self.ring, "bell")
        self.rung: list[tuple[int, str]] = []

    def ring(self, what: str) -> None:
        self.rung.append((self.kernel.now, what))


def test_a_timer_rings_once():
    """The last start counts; a stop silences; remaining tells the truth."""
    bell = Bell()
    bell.timer.start(10)
    bell.kernel.run_until(4)
    bell.timer.start(10)
    assert (bell.timer.running, bell.timer.remaining) == (True, 10)
    bell.kernel.run_until(13)
    assert bell.timer.remaining == 1
    bell.kernel.run_until(50)
    assert (bell.rung, bell.timer.running, bell.timer.remaining) == ([(14, "bell")], False, None)
    bell.timer.start(5)
    bell.timer.stop()
    bell.kernel.run_until(100)
    assert len(bell.rung) == 1


def test_the_wall_clock_is_an_offset():
    """The date at virtual time 0, moved by virtual time, also before the origin."""
    clock = WallClock.of(datetime(2002, 4, 13, 18, 0, tzinfo=UTC))
    assert clock.at(DAY + HOUR + SECOND) == datetime(2002, 4, 14, 19, 0, 1, tzinfo=UTC)
    assert clock.at(-SECOND) == datetime(2002, 4, 13, 17, 59, 59, tzinfo=UTC)
