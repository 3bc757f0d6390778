"""ISAKMP: what may follow what.

Two tables, main mode and quick mode. A row is where a negotiation stands, an entry is what it just learned; the value names
the next phase and what is done, in order. Timers are started here and nowhere else (`ARM`): each message sent is sent again
until the next one of the peer has been heard.

A message of the peer that has no entry is out of order: counted and dropped. Anything else without an entry cannot happen
and raises. A duplicate is a message that was answered before: the answer is sent again at once, or, while it is still being
computed, nothing is done (the queue takes no duplicates). Both ends retransmit, so one lost packet costs one interval.

Standard: RFC 2409, 5 (main mode with signatures or a pre-shared key) and 5.5 (quick mode). Left out: aggressive mode, new group
mode, commit bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from iossim.features.crypto.isakmp.state import Phase, QuickPhase


class Event(StrEnum):
    """What a main mode negotiation can learn."""

    OFFER = "MM1"
    CHOICE = "MM2"
    KEYS = "MM3"
    KEYS_REPLY = "MM4"
    IDENTITY = "MM5"
    IDENTITY_REPLY = "MM6"
    COMPUTED = "computed"
    CERTIFIED = "the peer's certificate is good"
    REJECTED = "the peer's certificate or key is not"
    UNANSWERED = "retransmission timer"
    EXHAUSTED = "last retransmission unanswered"


class Do(StrEnum):
    """What a main mode negotiation does."""

    SEND_KEYS = "send the key exchange"
    SEND_IDENTITY = "send the identity"
    RESEND = "send the last message again"
    ARM = "start the retransmission timer"
    DISARM = "stop the retransmission timer"
    COMPUTE = "take a turn at the processor"
    CHECK = "check the peer's identity"
    ESTABLISH = "use the SA"
    BURY = "keep the entry for a while, then forget it"


MESSAGES = frozenset((Event.OFFER, Event.CHOICE, Event.KEYS, Event.KEYS_REPLY, Event.IDENTITY, Event.IDENTITY_REPLY))

Step = tuple[Phase, tuple[Do, ...]]
_GIVE_UP = (Phase.DEAD, (Do.DISARM, Do.BURY))

MAIN_MODE: Mapping[Phase, Mapping[Event, Step]] = {
    Phase.I_MM1: {
        Event.CHOICE: (Phase.I_DH, (Do.DISARM, Do.COMPUTE)),
        Event.UNANSWERED: (Phase.I_MM1, (Do.RESEND, Do.ARM)),
        Event.EXHAUSTED: _GIVE_UP,
    },
    Phase.I_DH: {
        Event.CHOICE: (Phase.I_DH, ()),
        Event.COMPUTED: (Phase.I_MM3, (Do.SEND_KEYS, Do.ARM)),
    },
    Phase.I_MM3: {
        Event.CHOICE: (Phase.I_MM3, (Do.RESEND,)),
        Event.KEYS_REPLY: (Phase.I_SIGN, (Do.DISARM, Do.COMPUTE)),
        Event.UNANSWERED: (Phase.I_MM3, (Do.RESEND, Do.ARM)),
        Event.EXHAUSTED: _GIVE_UP,
    },
    Phase.I_SIGN: {
        Event.CHOICE: (Phase.I_SIGN, ()),
        Event.KEYS_REPLY: (Phase.I_SIGN, ()),
        Event.COMPUTED: (Phase.I_MM5, (Do.SEND_IDENTITY, Do.ARM)),
        Event.REJECTED: _GIVE_UP,
    },
    Phase.I_MM5: {
        Event.CHOICE: (Phase.I_MM5, ()),
        Event.KEYS_REPLY: (Phase.I_MM5, (Do.RESEND,)),
        Event.IDENTITY_REPLY: (Phase.I_CHECK, (Do.DISARM, Do.CHECK)),
        Event.UNANSWERED: (Phase.I_MM5, (Do.RESEND, Do.ARM)),
        Event.EXHAUSTED: _GIVE_UP,
    },
    Phase.I_CHECK: {
        Event.KEYS_REPLY: (Phase.I_CHECK, ()),
        Event.IDENTITY_REPLY: (Phase.I_CHECK, ()),
        Event.CERTIFIED: (Phase.DONE, (Do.ESTABLISH,)),
        Event.REJECTED: _GIVE_UP,
    },
    Phase.R_MM2: {
        Event.OFFER: (Phase.R_MM2, (Do.RESEND,)),
        Event.KEYS: (Phase.R_DH, (Do.DISARM, Do.COMPUTE)),
        Event.UNANSWERED: (Phase.R_MM2, (Do.RESEND, Do.ARM)),
        Event.EXHAUSTED: _GIVE_UP,
    },
    Phase.R_DH: {
        Event.OFFER: (Phase.R_DH, ()),
        Event.KEYS: (Phase.R_DH, ()),
        Event.COMPUTED: (Phase.R_MM4, (Do.SEND_KEYS, Do.ARM)),
    },
    Phase.R_MM4: {
        Event.OFFER: (Phase.R_MM4, ()),
        Event.KEYS: (Phase.R_MM4, (Do.RESEND,)),
        Event.IDENTITY: (Phase.R_CHECK, (Do.DISARM, Do.CHECK)),
        Event.UNANSWERED: (Phase.R_MM4, (Do.RESEND, Do.ARM)),
        Event.EXHAUSTED: _GIVE_UP,
    },
    Phase.R_CHECK: {
        Event.KEYS: (Phase.R_CHECK, ()),
        Event.IDENTITY: (Phase.R_CHECK, ()),
        Event.CERTIFIED: (Phase.R_SIGN, (Do.COMPUTE,)),
        Event.REJECTED: _GIVE_UP,
    },
    Phase.R_SIGN: {
        Event.KEYS: (Phase.R_SIGN, ()),
        Event.IDENTITY: (Phase.R_SIGN, ()),
        Event.COMPUTED: (Phase.DONE, (Do.SEND_IDENTITY, Do.ESTABLISH)),
        Event.REJECTED: _GIVE_UP,
    },
    Phase.DONE: {
        Event.IDENTITY: (Phase.DONE, (Do.RESEND,)),
        Event.KEYS_REPLY: (Phase.DONE, ()),
        Event.IDENTITY_REPLY: (Phase.DONE, ()),
    },
    Phase.DEAD: {event: (Phase.DEAD, ()) for event in Event if event in MESSAGES},
}


class QuickEvent(StrEnum):
    """What a quick mode can learn."""

    PROPOSAL = "QM1"
    CHOICE = "QM2"
    CONFIRMED = "QM3"
    COMPUTED = "computed"
    UNANSWERED = "retransmission timer"


class QuickDo(StrEnum):
    """What a quick mode does."""

    SEND_CHOICE = "send QM2"
    SEND_CONFIRMATION = "send QM3"
    RESEND = "send the last message again"
    ARM = "start the retransmission timer"
    DISARM = "stop the retransmission timer"
    COMPUTE = "take a turn at the processor"
    INSTALL = "use the SAs"


QuickStep = tuple[QuickPhase, tuple[QuickDo, ...]]

QUICK_MODE: Mapping[QuickPhase, Mapping[QuickEvent, QuickStep]] = {
    QuickPhase.I_QM1: {
        QuickEvent.CHOICE: (QuickPhase.I_KEYS, (QuickDo.DISARM, QuickDo.COMPUTE)),
        QuickEvent.UNANSWERED: (QuickPhase.I_QM1, (QuickDo.RESEND, QuickDo.ARM)),
    },
    QuickPhase.I_KEYS: {
        QuickEvent.CHOICE: (QuickPhase.I_KEYS, ()),
        QuickEvent.COMPUTED: (QuickPhase.DONE, (QuickDo.SEND_CONFIRMATION, QuickDo.INSTALL)),
    },
    QuickPhase.R_KEYS: {
        QuickEvent.PROPOSAL: (QuickPhase.R_KEYS, ()),
        QuickEvent.COMPUTED: (QuickPhase.R_QM2, (QuickDo.SEND_CHOICE, QuickDo.ARM)),
    },
    QuickPhase.R_QM2: {
        QuickEvent.PROPOSAL: (QuickPhase.R_QM2, (QuickDo.RESEND,)),
        QuickEvent.CONFIRMED: (QuickPhase.DONE, (QuickDo.DISARM, QuickDo.INSTALL)),
        QuickEvent.UNANSWERED: (QuickPhase.R_QM2, (QuickDo.RESEND, QuickDo.ARM)),
    },
    QuickPhase.DONE: {
        QuickEvent.PROPOSAL: (QuickPhase.DONE, ()),
        QuickEvent.CHOICE: (QuickPhase.DONE, (QuickDo.RESEND,)),
        QuickEvent.CONFIRMED: (QuickPhase.DONE, ()),
    },
}


def main_mode(phase: Phase, event: Event) -> Step:
    """The next phase and what is done; LookupError when that cannot follow."""
    row = MAIN_MODE[phase]
    if event not in row:
        raise LookupError(f"{event.name} in {phase.name}")
    return row[event]


def quick_mode(phase: QuickPhase, event: QuickEvent) -> QuickStep:
    """The next phase and what is done; LookupError when that cannot follow."""
    row = QUICK_MODE[phase]
    if event not in row:
        raise LookupError(f"{event.name} in {phase.name}")
    return row[event]
