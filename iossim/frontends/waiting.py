"""What a sentence waits for, as a hunt of a pacer: `wait 5m`, `wait until hsrp gateway-2 Active within 1m`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iossim.lab.session import read_action
from iossim.lab.session.actions import Wait, WaitUntil

if TYPE_CHECKING:
    from collections.abc import Callable

    from iossim.lab.lab import Lab


class Goal(NamedTuple):
    """What a hunt is called, when it is at its end, and the microseconds it may take."""

    what: str
    holds: Callable[[], bool]
    within: int


def goal_of(lab: Lab, sentence: str) -> Goal | None:
    """What is to be run to; None for a sentence that does something. Raises `Expected` for what is no sentence."""
    match read_action(sentence, lab.names):
        case Wait(duration):
            end = lab.now + duration
            return Goal(sentence, lambda: lab.now >= end, duration)
        case WaitUntil(condition, within):
            return Goal(str(condition), lambda: lab.holds(condition), within)
    return None
