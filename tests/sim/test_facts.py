"""Tables wake exactly those who asked; paths are computed when they must be, and never write."""

from __future__ import annotations

import pytest

from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel
from iossim.sim.memo import Act, Memo, Path, Result, send_result
from iossim.sim.meters import Idle, Meter, Touch
from iossim.sim.rounds import Every
from iossim.sim.timers import Timer


class World:
    """Facts, and computations over them."""

    def __init__(self) -> None:
        self.kernel = Kernel(1)
        self.facts: Table[str, int] = Table(self.kernel, "facts")
        self.meter = Meter(self.kernel)
        self.idle = Idle(self.kernel, 10)
        self.timer = Timer(self.kernel, self.act)
        self.seen: list[str] = []

    def first_of(self, *keys: str) -> Result[int | None]:
        for key in keys:
            found = self.facts.get(key)
            if found is not None:
                return Result(found)
        return Result(None)

    def doubled(self, inner: Path[int | None]) -> Result[int]:
        return Result(2 * (inner.use().value or 0))

    def act(self, what: str = "act") -> None:
        self.seen.append(f"{what} {self.kernel.now}")

    def consequences(self) -> Result[None]:
        touches = (Touch(self.meter, 60, 3), Touch(self.idle, 0, 4))
        return Result(None, 4, touches, ((self.act, ("gate",)),), (Act(5, self.act),))

    def itself(self) -> Result[int]:
        return self.path.use()


@pytest.fixture
def world() -> World:
    return World()


def test_a_miss_is_a_dependency(world):
    """A lookup that found nothing is woken by the insertion; one that stopped earlier is not."""
    path = Path(world.kernel, world.first_of, "long", "short")
    world.facts.set("short", 1)
    assert path.use().value == 1
    world.facts.set("unasked", 5)
    assert not path.dirty
    world.facts.set("long", 2)
    assert path.dirty
    assert path.use().value == 2
    world.facts.set("short", 3)
    assert not path.dirty
    world.facts.delete("long")
    assert path.use().value == 3


def test_an_equal_value_is_no_change(world):
    """Setting what is already so wakes nobody and moves no cause."""
    path = Path(world.kernel, world.first_of, "a")
    world.facts.set("a", 1)
    path.use()
    world.kernel.trace.note("x", "y", "")
    world.facts.set("a", 1)
    assert not path.dirty
    assert world.facts.cause("a") is None


def test_clear_wakes_all(world):
    """Clearing is a deletion of each key."""
    world.facts.set("a", 1)
    world.facts.set("b", 2)
    paths = [Path(world.kernel, world.first_of, key) for key in "ab"]
    for path in paths:
        path.use()
    world.facts.clear()
    assert all(path.dirty for path in paths)
    assert len(world.facts) == 0


def test_a_nested_path_is_a_dependency(world):
    """A change travels outwards through the paths that used a path."""
    inner = Path(world.kernel, world.first_of, "a")
    outer = Path(world.kernel, world.doubled, inner)
    world.facts.set("a", 1)
    assert outer.use().value == 2
    world.facts.set("a", 4)
    assert outer.dirty
    assert inner.use().value == 4
    assert outer.use().value == 8


def test_facts_remember_their_cause(world):
    """The record current at the last change or deletion answers why."""
    record = world.kernel.trace.note("r", "cut", "")
    world.facts.set("a", 1)
    assert world.facts.cause("a") == record
    second = world.kernel.trace.note("r", "restored", "")
    world.facts.delete("a")
    assert world.facts.cause("a") == second
    assert world.facts.cause("b") is None


@pytest.mark.parametrize(
    "deed",
    [
        lambda w: w.facts.set("a", 1),
        lambda w: w.kernel.after(1, w.act),
        lambda w: w.kernel.trace.note("a", "b", "c"),
        lambda w: w.kernel.stream("x"),
        lambda w: w.meter.touch(1),
        lambda w: w.meter.count,
        lambda w: w.idle.over(),
        lambda w: w.idle.last,
        lambda w: w.timer.running,
        lambda w: w.facts.items(),
        lambda w: list(w.facts.keys()),
        lambda w: len(w.facts),
        lambda w: w.path.use(),
    ],
)
def test_a_computation_only_reads(world, deed):
    """Writing, scheduling, chance, time, whole tables and itself are refused to a path, which stays dirty."""
    world.path = Path(world.kernel, deed, world)
    with pytest.raises(RuntimeError):
        world.path.use()
    assert world.path.dirty
    assert world.kernel.reader is None


def test_a_send_is_gates_then_touches_then_acts(world):
    """Gates are asked now, touches carry their delay, acts happen after theirs, first in their instant."""
    path = Path(world.kernel, world.consequences)
    world.kernel.at(5, world.act, "event")
    path.send()
    assert world.seen == ["gate 0"]
    assert (world.meter.count, world.meter.octets, world.meter.last, world.idle.last) == (1, 60, 3, 4)
    world.kernel.run_until(10)
    assert world.seen == ["gate 0", "act 5", "event 5"]


def test_one_send_for_real(world):
    """A result that nobody remembers has the same consequences."""
    send_result(world.kernel, world.consequences())
    assert world.meter.count == 1


def test_using_has_no_consequences(world):
    """Asking what would happen makes nothing happen."""
    Path(world.kernel, world.consequences).use()
    world.kernel.run_until(10)
    assert (world.meter.count, world.seen) == (0, [])


def test_subscriptions_follow_the_last_computation(world):
    """Keys no longer asked for are no longer watched, and a forgotten path watches nothing."""
    path = Path(world.kernel, world.first_of, "a", "b")
    path.use()
    assert set(world.facts._watchers) == {"a", "b"}
    world.facts.set("a", 1)
    path.use()
    assert set(world.facts._watchers) == {"a"}
    path.forget()
    assert world.facts._watchers == {}
    assert path.use().value == 1


def test_all_who_asked_are_woken_in_the_order_of_asking(world, monkeypatch):
    """Whether one reader watches a key or three, each is woken once, the first who asked first; who has let go is not."""
    woken: list[str] = []
    monkeypatch.setattr(Path, "wake", lambda path: woken.append(path.args[0]))
    paths = {name: Path(world.kernel, lambda name: world.first_of("a"), name) for name in ("one", "two", "three")}
    for number, (name, path) in enumerate(paths.items(), 1):
        path.use()
        world.facts.set("a", number)
        assert woken == list(paths)[:number], name
        woken.clear()
    for number, name in enumerate(("two", "one", "three"), 4):
        paths[name].forget()
        world.facts.set("a", number)
        assert woken == [other for other in paths if not paths[other].dirty], name
        woken.clear()
    assert world.facts._watchers == {}


def test_a_change_wakes_only_who_asked():
    """With a thousand rounds on their own keys, a change of one key is one wake and one tick."""
    world = World()
    rounds = [Every(world.kernel, 100, 0, Path(world.kernel, world.first_of, f"k{i}").send) for i in range(1_000)]
    for every in rounds:
        every.start()
    world.kernel.run_until(50)
    before = world.kernel.events
    world.facts.set("k7", 1)
    world.kernel.run_until(1_000)
    assert (world.kernel.wakes, world.kernel.events - before) == (1, 1)


def asking(world: World, memo: Memo[int | None]) -> Path[int | None]:
    """A path that asks a memo for one answer."""
    return Path(world.kernel, memo.of, "a", "b")


def test_a_shared_answer_is_computed_once_and_wakes_all_who_use_it(world):
    """Two paths ask the same: one computation; a change of what it rests on makes both compute again."""
    asked = []
    memo = Memo(world.kernel, lambda *keys: asked.append(keys) or world.first_of(*keys))
    one, two = asking(world, memo), asking(world, memo)
    assert (one.use().value, two.use().value, asked) == (None, None, [("a", "b")])
    world.facts.set("b", 7)
    assert (one.dirty, two.dirty) == (True, True)
    assert (one.use().value, two.use().value, len(asked)) == (7, 7, 2)


def test_a_shared_answer_goes_with_the_last_who_needs_it(world):
    """Forgotten by one it stays, forgotten by all it is gone, and so are its subscriptions."""
    memo = Memo(world.kernel, world.first_of)
    one, two = asking(world, memo), asking(world, memo)
    one.use(), two.use()
    one.forget()
    assert len(memo._shared) == 1
    two.forget()
    assert not memo._shared
    assert not world.facts._watchers


def test_whoever_is_no_path_depends_on_the_facts_themselves(world):
    """A round that asks a memo is woken by the facts, and leaves nothing behind in it; a walk is counted, its pieces are not."""
    memo = Memo(world.kernel, world.first_of)
    round_ = Every(world.kernel, 10, 0, memo.of, "a")
    round_.start()
    world.kernel.run_until(25)
    assert round_.quiet
    world.facts.set("a", 1)
    assert (round_.quiet, memo._shared) == (False, {})
    asking(world, memo).use()
    assert world.kernel.walks == 1


def test_an_event_takes_what_paths_remember(world):
    """While an answer is true it is not computed for an event; one that is not is, and not kept."""
    asked = []
    memo = Memo(world.kernel, lambda *keys: asked.append(keys) or world.first_of(*keys))
    path = asking(world, memo)
    path.use()
    assert (memo.of("a", "b").value, len(asked)) == (None, 1)
    world.facts.set("b", 7)
    assert [memo.of("a", "b").value for _ in range(2)] == [7, 7]
    assert len(asked) == 3
