"""DUAL for one destination: what may follow what, and the feasibility condition. Pure.

A destination is passive while some path of least distance is feasible: its neighbor reports less than the least distance we
have had since we were last passive (FD), so it cannot lead back through us. Else we ask our neighbors and wait for all
their replies (active). The query origin remembers what has happened meanwhile:

    1  we started it                          3  our successor asked
    0  as 1, and our distance has grown       2  as 3 or 1, and our successor has asked or our distance has grown

With origin 1 or 3 the last reply frees us: FD is forgotten and the best path chosen. With 0 or 2 the FD of the moment we
became active still binds; if no best path meets it, another round of queries follows.

Standard: RFC 7868, 3.5 and 3.6. A missing entry means "cannot happen".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from iossim.features.eigrp.metric import INFINITY
from iossim.features.eigrp.state import Entry, Mode, Path


class Event(Enum):
    """What a destination can learn."""

    FEASIBLE = "a change that leaves a feasible best path"
    INFEASIBLE = "a change that leaves none"
    INFEASIBLE_QUERY = "a query of the successor that leaves none"
    INCREASE = "the distance through the successor grows while active"
    SUCCESSOR_QUERY = "a query of the successor while active"
    LAST_REPLY_FEASIBLE = "the last reply, and the condition holds"
    LAST_REPLY_INFEASIBLE = "the last reply, and the condition does not hold"


_P, _0, _1, _2, _3 = Mode.PASSIVE, Mode.ACTIVE_0, Mode.ACTIVE_1, Mode.ACTIVE_2, Mode.ACTIVE_3

TRANSITIONS: Mapping[Mode, Mapping[Event, Mode]] = {
    _P: {Event.FEASIBLE: _P, Event.INFEASIBLE: _1, Event.INFEASIBLE_QUERY: _3},
    _0: {
        Event.INCREASE: _0,
        Event.SUCCESSOR_QUERY: _2,
        Event.LAST_REPLY_FEASIBLE: _P,
        Event.LAST_REPLY_INFEASIBLE: _1,
    },
    _1: {Event.INCREASE: _0, Event.SUCCESSOR_QUERY: _2, Event.LAST_REPLY_FEASIBLE: _P},
    _2: {
        Event.INCREASE: _2,
        Event.SUCCESSOR_QUERY: _2,
        Event.LAST_REPLY_FEASIBLE: _P,
        Event.LAST_REPLY_INFEASIBLE: _3,
    },
    _3: {Event.INCREASE: _2, Event.SUCCESSOR_QUERY: _2, Event.LAST_REPLY_FEASIBLE: _P},
}

BOUND = (_0, _2)
"""Origins that keep FD through the last reply."""


def step(mode: Mode, event: Event) -> Mode:
    """The next mode; KeyError when the event cannot happen in it."""
    return TRANSITIONS[mode][event]


def best(paths: tuple[Path, ...]) -> int:
    """The least distance."""
    return min((path.metric for path in paths), default=INFINITY)


def feasible(paths: tuple[Path, ...], limit: int) -> tuple[Path, ...]:
    """The paths whose neighbors report less than the limit."""
    return tuple(path for path in paths if path.reported < limit and path.metric < INFINITY)


def chosen(paths: tuple[Path, ...], limit: int) -> tuple[Path, ...]:
    """The feasible paths of the least distance of all; () when no path of least distance is feasible."""
    least = best(paths)
    return tuple(path for path in feasible(paths, limit) if path.metric == least)


def holds(entry: Entry) -> bool:
    """The feasibility condition: a best path is feasible, or there never was a way to lose."""
    if entry.feasible == INFINITY and best(entry.paths) == INFINITY:
        return True
    return bool(chosen(entry.paths, entry.feasible))
