"""The alarm is heard wherever it falls, also where the interpreter drops what is raised."""

import gc
import time
from collections.abc import Callable

import pytest

from iossim.frontends.alarm import TooLong, at_most

SHORT, LONG = 0.02, 30.0


def busy(seconds: float, unless: Callable[[], bool] = lambda: False) -> None:
    """Work for so long, unless something is true before."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not unless():
        pass


def test_work_without_end_is_given_up() -> None:
    with pytest.raises(TooLong), at_most(SHORT):
        busy(LONG)


def test_what_ends_in_time_hears_nothing() -> None:
    with at_most(LONG):
        pass
    busy(2 * SHORT)


def test_an_alarm_in_what_the_collector_calls_is_not_lost() -> None:
    """The interpreter drops an exception there: the alarm waits until it is over."""
    rounds: list[str] = []

    def called(phase: str, info: dict[str, int]) -> None:
        if not rounds:
            rounds.append(phase)
            busy(3 * SHORT)

    gc.callbacks.append(called)
    try:
        with pytest.raises(TooLong), at_most(SHORT):
            gc.collect()
            busy(LONG)
    finally:
        gc.callbacks.remove(called)
    assert rounds == ["start"]


def test_an_alarm_in_a_finaliser_is_not_lost() -> None:
    class Slow:
        def __del__(self) -> None:
            busy(3 * SHORT)

    with pytest.raises(TooLong), at_most(SHORT):
        thing = Slow()
        del thing
        busy(LONG)
