"""HSRP: what may follow what.

The table is the protocol. A row is where a group stands, an entry is what it just learned; the value names the next
state and what is done, in order. An absent entry means "cannot happen" and raises. Timers are started here and nowhere
else. The letters are those of RFC 2281, section 5.4, which IOS prints while debugging.

Differences from the RFC: event h is split in two, because pre-emption depends on configuration and its delay; when the
active timer of a speaking router expires it starts again, a gap in the RFC's table in which nobody would ever become
active. The hello timer (event e) is a round of its own: `HELLO` sends one now and goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from iossim.features.hsrp.state import State


class Event(Enum):
    """What a group can learn, as IOS words it."""

    ENABLED = "a/HSRP enabled"
    ENABLED_WITHOUT_ADDRESS = "a/HSRP enabled, virtual IP unknown"
    DISABLED = "b/HSRP disabled"
    ACTIVE_EXPIRED = "c/Active timer expired"
    STANDBY_EXPIRED = "d/Standby timer expired"
    HIGHER_SPEAK = "f/Hello rcvd from higher pri Speak router"
    HIGHER_ACTIVE = "g/Hello rcvd from higher pri Active router"
    LOWER_ACTIVE = "h/Hello rcvd from lower pri Active router"
    PREEMPT = "h/Hello rcvd from lower pri Active router, may preempt"
    RESIGN = "i/Resign rcvd"
    HIGHER_COUP = "j/Coup rcvd from higher pri router"
    HIGHER_STANDBY = "k/Hello rcvd from higher pri Standby router"
    LOWER_STANDBY = "l/Hello rcvd from lower pri Standby router"


class Do(Enum):
    """What a transition does; the letters of the RFC."""

    START_ACTIVE = "A"
    START_STANDBY = "B"
    STOP_ACTIVE = "C"
    STOP_STANDBY = "D"
    LEARN = "E"
    HELLO = "F"
    COUP = "G"
    RESIGN = "H"
    CLAIM = "I"
    SILENCE = "no hellos from now on"
    RELEASE = "the virtual address is no longer ours"


@dataclass(frozen=True, slots=True)
class Step:
    """Where an event leads, and what is done on the way."""

    state: State
    actions: tuple[Do, ...] = ()


A, B, C, D, E, F, G, H, I = (
    Do.START_ACTIVE,
    Do.START_STANDBY,
    Do.STOP_ACTIVE,
    Do.STOP_STANDBY,
    Do.LEARN,
    Do.HELLO,
    Do.COUP,
    Do.RESIGN,
    Do.CLAIM,
)
SILENCE, RELEASE = Do.SILENCE, Do.RELEASE

_LEARNED = Step(State.LISTEN, (E, A, B))
_TAKE_OVER = Step(State.ACTIVE, (C, D, F, I))
_PREEMPT = Step(State.ACTIVE, (C, B, G, F, I))
_YIELD = Step(State.SPEAK, (A, B, RELEASE, F))
_BACK_TO_LISTEN = Step(State.LISTEN, (B, SILENCE))


def _stay(state: State, *actions: Do) -> Step:
    return Step(state, actions)


TRANSITIONS: Mapping[State, Mapping[Event, Step]] = {
    State.INITIAL: {
        Event.ENABLED: Step(State.LISTEN, (A, B)),
        Event.ENABLED_WITHOUT_ADDRESS: Step(State.LEARN),
        Event.DISABLED: Step(State.INITIAL),
    },
    State.LEARN: {
        Event.DISABLED: Step(State.INITIAL),
        Event.HIGHER_ACTIVE: _LEARNED,
        Event.LOWER_ACTIVE: _LEARNED,
        Event.HIGHER_SPEAK: Step(State.LEARN),
        Event.HIGHER_COUP: Step(State.LEARN),
        Event.HIGHER_STANDBY: Step(State.LEARN),
        Event.LOWER_STANDBY: Step(State.LEARN),
    },
    State.LISTEN: {
        Event.DISABLED: Step(State.INITIAL, (C, D)),
        Event.ACTIVE_EXPIRED: Step(State.SPEAK, (A, B, F)),
        Event.STANDBY_EXPIRED: Step(State.SPEAK, (B, F)),
        Event.HIGHER_SPEAK: Step(State.LISTEN),
        Event.HIGHER_ACTIVE: _stay(State.LISTEN, E, A),
        Event.LOWER_ACTIVE: _stay(State.LISTEN, A),
        Event.PREEMPT: _PREEMPT,
        Event.RESIGN: _stay(State.LISTEN, A),
        Event.HIGHER_COUP: Step(State.LISTEN),
        Event.HIGHER_STANDBY: _stay(State.LISTEN, B),
        Event.LOWER_STANDBY: Step(State.SPEAK, (B, F)),
    },
    State.SPEAK: {
        Event.DISABLED: Step(State.INITIAL, (C, D, SILENCE)),
        Event.ACTIVE_EXPIRED: _stay(State.SPEAK, A),
        Event.STANDBY_EXPIRED: Step(State.STANDBY, (D, F)),
        Event.HIGHER_SPEAK: _BACK_TO_LISTEN,
        Event.HIGHER_ACTIVE: _stay(State.SPEAK, E, A),
        Event.LOWER_ACTIVE: _stay(State.SPEAK, A),
        Event.PREEMPT: _PREEMPT,
        Event.RESIGN: _stay(State.SPEAK, A),
        Event.HIGHER_COUP: Step(State.SPEAK),
        Event.HIGHER_STANDBY: _BACK_TO_LISTEN,
        Event.LOWER_STANDBY: Step(State.STANDBY, (D, F)),
    },
    State.STANDBY: {
        Event.DISABLED: Step(State.INITIAL, (C, D, SILENCE)),
        Event.ACTIVE_EXPIRED: _TAKE_OVER,
        Event.HIGHER_SPEAK: _BACK_TO_LISTEN,
        Event.HIGHER_ACTIVE: _stay(State.STANDBY, E, A),
        Event.LOWER_ACTIVE: _stay(State.STANDBY, A),
        Event.PREEMPT: _PREEMPT,
        Event.RESIGN: _TAKE_OVER,
        Event.HIGHER_COUP: Step(State.STANDBY),
        Event.HIGHER_STANDBY: _BACK_TO_LISTEN,
        Event.LOWER_STANDBY: Step(State.STANDBY),
    },
    State.ACTIVE: {
        Event.DISABLED: Step(State.INITIAL, (C, D, H, SILENCE, RELEASE)),
        Event.STANDBY_EXPIRED: Step(State.ACTIVE),
        Event.HIGHER_SPEAK: Step(State.ACTIVE),
        Event.HIGHER_ACTIVE: _YIELD,
        Event.LOWER_ACTIVE: _stay(State.ACTIVE, G),
        Event.HIGHER_COUP: Step(State.SPEAK, (A, B, H, RELEASE, F)),
        Event.HIGHER_STANDBY: _stay(State.ACTIVE, B),
        Event.LOWER_STANDBY: _stay(State.ACTIVE, B),
    },
}


def step(state: State, event: Event) -> Step:
    """What an event means in a state; KeyError when it cannot happen there."""
    return TRANSITIONS[state][event]
