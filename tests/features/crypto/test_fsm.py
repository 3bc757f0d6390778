"""Main mode and quick mode as tables: what follows what, and that nothing else does."""

from __future__ import annotations

import pytest

from iossim.features.crypto.isakmp.fsm import (
    MAIN_MODE,
    MESSAGES,
    QUICK_MODE,
    Do,
    Event,
    QuickDo,
    QuickEvent,
    main_mode,
    quick_mode,
)
from iossim.features.crypto.isakmp.state import Phase, QuickPhase

INITIATOR = (Event.CHOICE, Event.COMPUTED, Event.KEYS_REPLY, Event.COMPUTED, Event.IDENTITY_REPLY, Event.CERTIFIED)
RESPONDER = (Event.KEYS, Event.COMPUTED, Event.IDENTITY, Event.CERTIFIED, Event.COMPUTED)


def walked(phase: Phase, events: tuple[Event, ...]) -> list[str]:
    """What is displayed on the way."""
    shown = [phase.shown]
    for event in events:
        phase, _ = main_mode(phase, event)
        if phase.shown != shown[-1]:
            shown.append(phase.shown)
    return shown


def test_the_states_of_an_initiator() -> None:
    """Unanswered it stays in MM_NO_STATE; QM_IDLE is the normal state of a finished one."""
    assert walked(Phase.I_MM1, INITIATOR) == ["MM_NO_STATE", "MM_SA_SETUP", "MM_KEY_EXCH", "QM_IDLE"]


def test_the_states_of_a_responder() -> None:
    """It enters the table with its first answer."""
    assert walked(Phase.R_MM2, RESPONDER) == ["MM_SA_SETUP", "MM_KEY_EXCH", "MM_KEY_AUTH", "QM_IDLE"]


def test_every_phase_has_a_row_and_every_wait_an_end() -> None:
    """Whoever waits for the peer repeats itself, and gives up at last; whoever computes, ends computing."""
    assert set(MAIN_MODE) == set(Phase)
    for phase, row in MAIN_MODE.items():
        if Event.UNANSWERED in row:
            assert row[Event.UNANSWERED] == (phase, (Do.RESEND, Do.ARM))
            assert row[Event.EXHAUSTED] == (Phase.DEAD, (Do.DISARM, Do.BURY))
        elif phase not in (Phase.DONE, Phase.DEAD):
            assert Event.COMPUTED in row or Event.CERTIFIED in row


def test_a_timer_runs_only_while_waiting() -> None:
    """What is armed is disarmed by the message that was waited for."""
    for row in MAIN_MODE.values():
        for event, (following, todo) in row.items():
            if Do.ARM in todo:
                assert Event.UNANSWERED in MAIN_MODE[following]
            if event in MESSAGES and Event.UNANSWERED in row and Event.UNANSWERED not in MAIN_MODE[following]:
                assert Do.DISARM in todo


def test_a_duplicate_repeats_the_answer_or_nothing() -> None:
    """While an answer is still being computed, the queue takes no duplicates."""
    assert main_mode(Phase.R_MM2, Event.OFFER) == (Phase.R_MM2, (Do.RESEND,))
    assert main_mode(Phase.R_DH, Event.KEYS) == (Phase.R_DH, ())
    assert main_mode(Phase.R_CHECK, Event.IDENTITY) == (Phase.R_CHECK, ())
    assert main_mode(Phase.DONE, Event.IDENTITY) == (Phase.DONE, (Do.RESEND,))


@pytest.mark.parametrize("phase", Phase)
def test_what_is_absent_cannot_happen(phase: Phase) -> None:
    """A missing entry raises."""
    for event in Event:
        if event not in MAIN_MODE[phase]:
            with pytest.raises(LookupError):
                main_mode(phase, event)


def test_quick_mode() -> None:
    """Three messages; the pair is installed by the last one, at either end."""
    assert quick_mode(QuickPhase.I_QM1, QuickEvent.CHOICE)[0] is QuickPhase.I_KEYS
    assert QuickDo.INSTALL in quick_mode(QuickPhase.I_KEYS, QuickEvent.COMPUTED)[1]
    assert quick_mode(QuickPhase.R_QM2, QuickEvent.CONFIRMED) == (
        QuickPhase.DONE,
        (QuickDo.DISARM, QuickDo.INSTALL),
    )
    assert quick_mode(QuickPhase.DONE, QuickEvent.CHOICE) == (QuickPhase.DONE, (QuickDo.RESEND,))
    for phase in QuickPhase:
        for event in QuickEvent:
            if event not in QUICK_MODE[phase]:
                with pytest.raises(LookupError):
                    quick_mode(phase, event)
