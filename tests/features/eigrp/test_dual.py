"""DUAL by its table, and the feasibility condition by numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iossim.features.eigrp.dual import Event, chosen, holds, step
from iossim.features.eigrp.metric import INFINITY, UNREACHABLE, Vector, composite
from iossim.features.eigrp.state import Entry, Mode, Origin, Path
from iossim.net.address import Address, Prefix

P, A0, A1, A2, A3 = Mode.PASSIVE, Mode.ACTIVE_0, Mode.ACTIVE_1, Mode.ACTIVE_2, Mode.ACTIVE_3

TABLE = [
    (P, Event.FEASIBLE, P),
    (P, Event.INFEASIBLE, A1),
    (P, Event.INFEASIBLE_QUERY, A3),
    (A0, Event.LAST_REPLY_INFEASIBLE, A1),
    (A0, Event.LAST_REPLY_FEASIBLE, P),
    (A0, Event.SUCCESSOR_QUERY, A2),
    (A1, Event.INCREASE, A0),
    (A1, Event.SUCCESSOR_QUERY, A2),
    (A1, Event.LAST_REPLY_FEASIBLE, P),
    (A2, Event.LAST_REPLY_INFEASIBLE, A3),
    (A2, Event.LAST_REPLY_FEASIBLE, P),
    (A3, Event.INCREASE, A2),
    (A3, Event.LAST_REPLY_FEASIBLE, P),
]


@pytest.mark.parametrize(("mode", "event", "after"), TABLE, ids=lambda value: value.name)
def test_what_follows(mode: Mode, event: Event, after: Mode) -> None:
    """The modes of RFC 7868, 3.5."""
    assert step(mode, event) is after


@pytest.mark.parametrize("mode", [A1, A3])
def test_a_free_origin_ends_with_the_last_reply(mode: Mode) -> None:
    """With origin 1 or 3 the condition is not asked any more: the entry is absent and raises."""
    with pytest.raises(KeyError):
        step(mode, Event.LAST_REPLY_INFEASIBLE)


def path(last: int, metric: int, reported: int) -> Path:
    """A path through neighbor 10.0.0.`last`."""
    key = (64, "FastEthernet0/0", Address.parse(f"10.0.0.{last}"))
    return Path(Origin.NEIGHBOR, "FastEthernet0/0", key, Vector(1, 1), metric, reported)


def test_equal_paths_are_successors_together() -> None:
    """All feasible paths of least distance are chosen, others are not."""
    paths = (path(1, 100, 50), path(2, 100, 60), path(3, 120, 10))
    assert chosen(paths, 100) == paths[:2]


def test_a_shorter_path_that_is_not_feasible_means_asking() -> None:
    """The best path reports no less than FD: it may lead back through us."""
    entry = Entry(Prefix.parse("10.1.0.0/16"), feasible=50, paths=(path(1, 100, 50), path(2, 200, 49)))
    assert not holds(entry)
    assert holds(replace(entry, feasible=51))


def test_what_never_was_is_not_missed() -> None:
    """No path and no history is no reason to ask anybody; no path where one was is."""
    entry = Entry(Prefix.parse("10.1.0.0/16"))
    assert holds(entry)
    assert not holds(replace(entry, feasible=1000))


def test_the_metrics_of_the_document() -> None:
    """2585600 where the route is redistributed, 2588160 across the cable, 28160 and 30720 for interface values."""
    seed = Vector(1000, 100, 255, 1, 1500)
    cable = Vector(100_000, 10)
    assert composite(seed) == 2_585_600
    assert composite(replace(seed, delay=seed.delay + 10)) == 2_588_160
    assert composite(cable) == 28_160
    assert composite(replace(cable, delay=20)) == 30_720
    assert composite(replace(seed, delay=200)) == 2_611_200
    assert composite(UNREACHABLE) == INFINITY


def test_weights_change_the_formula() -> None:
    """K1 to K5 as in RFC 7868, 5.6: delay alone, load, reliability."""
    vector = Vector(1000, 100, reliability=255, load=128)
    assert composite(vector, (0, 0, 1, 0, 0)) == 256 * 100
    assert composite(vector, (1, 1, 1, 0, 0)) == 256 * (10_000 + 10_000 // 128 + 100)
    assert composite(vector, (1, 0, 1, 45, 3)) == 256 * (10_100 * 3 // 300)
