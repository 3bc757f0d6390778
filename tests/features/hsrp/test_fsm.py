"""The table of HSRP, entry by entry."""

from __future__ import annotations

import pytest

from iossim.features.hsrp.fsm import TRANSITIONS, Do, Event, step
from iossim.features.hsrp.state import State

SPEAKING = (State.SPEAK, State.STANDBY, State.ACTIVE)

# RFC 2281, section 5.4, as letters: what is done, and where it leads.
RFC = [
    (State.LISTEN, Event.ACTIVE_EXPIRED, "AB", State.SPEAK),
    (State.STANDBY, Event.ACTIVE_EXPIRED, "CDFI", State.ACTIVE),
    (State.LISTEN, Event.STANDBY_EXPIRED, "B", State.SPEAK),
    (State.SPEAK, Event.STANDBY_EXPIRED, "D", State.STANDBY),
    (State.SPEAK, Event.HIGHER_SPEAK, "B", State.LISTEN),
    (State.STANDBY, Event.HIGHER_SPEAK, "B", State.LISTEN),
    (State.LEARN, Event.HIGHER_ACTIVE, "EAB", State.LISTEN),
    (State.STANDBY, Event.HIGHER_ACTIVE, "EA", State.STANDBY),
    (State.ACTIVE, Event.HIGHER_ACTIVE, "AB", State.SPEAK),
    (State.ACTIVE, Event.LOWER_ACTIVE, "G", State.ACTIVE),
    (State.STANDBY, Event.LOWER_ACTIVE, "A", State.STANDBY),
    (State.LISTEN, Event.RESIGN, "A", State.LISTEN),
    (State.STANDBY, Event.RESIGN, "CDFI", State.ACTIVE),
    (State.ACTIVE, Event.HIGHER_COUP, "ABH", State.SPEAK),
    (State.LISTEN, Event.HIGHER_STANDBY, "B", State.LISTEN),
    (State.SPEAK, Event.HIGHER_STANDBY, "B", State.LISTEN),
    (State.ACTIVE, Event.HIGHER_STANDBY, "B", State.ACTIVE),
    (State.LISTEN, Event.LOWER_STANDBY, "B", State.SPEAK),
    (State.SPEAK, Event.LOWER_STANDBY, "D", State.STANDBY),
    (State.ACTIVE, Event.LOWER_STANDBY, "B", State.ACTIVE),
    (State.ACTIVE, Event.DISABLED, "CDH", State.INITIAL),
    (State.STANDBY, Event.DISABLED, "CD", State.INITIAL),
]


@pytest.mark.parametrize(("state", "event", "letters", "after"), RFC, ids=lambda value: getattr(value, "name", value))
def test_an_entry_does_what_the_rfc_says(state: State, event: Event, letters: str, after: State) -> None:
    """The lettered actions of RFC 2281 and the next state; a hello at once on entering a speaking state is ours."""
    found = step(state, event)
    done = [action.value for action in found.actions if len(action.value) == 1]
    if "F" not in letters and found.state is not state and found.state in SPEAKING:
        done.remove("F")
    assert (sorted(done), found.state) == (sorted(letters), after)


def test_an_active_router_never_misses_its_own_hellos() -> None:
    """The active timer does not run in state Active, and an event that cannot happen raises."""
    with pytest.raises(KeyError):
        step(State.ACTIVE, Event.ACTIVE_EXPIRED)
    with pytest.raises(KeyError):
        step(State.INITIAL, Event.HIGHER_ACTIVE)


def test_what_is_claimed_is_released() -> None:
    """Every way into Active claims the address, every way out releases it, and nothing else touches it."""
    for state, row in TRANSITIONS.items():
        for event, found in row.items():
            into = found.state is State.ACTIVE and state is not State.ACTIVE
            out = state is State.ACTIVE and found.state is not State.ACTIVE
            assert (Do.CLAIM in found.actions) == into, (state, event)
            assert (Do.RELEASE in found.actions) == out, (state, event)


def test_only_speaking_states_say_hello() -> None:
    """Entering Speak, Standby or Active sends a hello; leaving them for a silent state ends the round."""
    for state, row in TRANSITIONS.items():
        for event, found in row.items():
            if found.state is not state and found.state in SPEAKING:
                assert Do.HELLO in found.actions, (state, event)
            assert (Do.SILENCE in found.actions) == (state in SPEAKING and found.state not in SPEAKING), (state, event)
