"""The plain console without a terminal: keys in, text out."""

from __future__ import annotations

from iossim.frontends.pacer import Pacer
from iossim.frontends.plain.switchboard import OFFER, Switchboard
from iossim.lab.lab import Lab

SECOND = 1_000_000
PREFIX = "c-]"


def board() -> tuple[Switchboard, list[str]]:
    lab = Lab.open("pair", "cold")
    lab.advance(200 * SECOND)
    written: list[str] = []
    pacer = Pacer(lab.world.kernel)
    pacer.pause(True)
    switchboard = Switchboard(lab, pacer, written.append)
    switchboard.greet()
    return switchboard, written


def press(switchboard: Switchboard, *keys: str) -> None:
    for key in keys:
        switchboard.key(key)


def test_keys_go_to_the_router_and_its_text_comes_back() -> None:
    """What is typed is echoed by the router; lines end in a newline alone, as a terminal in raw mode wants them."""
    switchboard, written = board()
    written.clear()
    press(switchboard, "enter", *"sh clo", "?")
    text = "".join(written)
    assert "r1>sh clo?\nclock" in text
    assert text.endswith("\nr1>sh clo")
    assert "\r\n" not in text


def test_the_prefix_opens_another_console() -> None:
    """Ctrl-] and a number go to that console, and show what it printed last."""
    switchboard, written = board()
    press(switchboard, "enter", PREFIX, "2")
    assert switchboard.device == "r2"
    assert "--- r2 ---" in "".join(written)
    press(switchboard, "enter")
    assert "".join(written).endswith("r2>")


def test_an_action_is_typed_as_a_sentence() -> None:
    """Ctrl-] a reads a sentence with correction; a wrong one is explained."""
    switchboard, written = board()
    press(switchboard, PREFIX, "a", *"cut x-ovrr", "backspace", "enter")
    state = switchboard.lab.world.network.state.peek("x-over")
    assert state is not None and state.connected
    assert "did you mean 'x-over'" in "".join(written)
    press(switchboard, PREFIX, "a", *"cut x-over", "enter")
    state = switchboard.lab.world.network.state.peek("x-over")
    assert state is not None and not state.connected
    assert "[done: cut x-over]" in "".join(written)


def test_time_is_told_to_stand_and_go() -> None:
    """Pausing, pace and the end have a key after the prefix; none of them reaches the router."""
    switchboard, _ = board()
    before = len(switchboard.lab.journal.inputs)
    press(switchboard, PREFIX, "p")
    assert not switchboard.pacer.paused
    press(switchboard, PREFIX, "+", PREFIX, "+", PREFIX, "-")
    assert switchboard.pacer.rate == 2
    press(switchboard, PREFIX, "q")
    assert switchboard.over
    assert len(switchboard.lab.journal.inputs) == before


def test_running_to_the_next_event() -> None:
    """Ctrl-] n runs to the next record and tells how far that was; a key stops it."""
    switchboard, written = board()
    switchboard.lab.do("cut x-over")
    press(switchboard, PREFIX, "n")
    assert switchboard.pacer.hunt is not None
    while not switchboard.pacer.advance():
        pass
    switchboard.flush()
    assert "[next event: reached after" in "".join(written)
    press(switchboard, PREFIX, "n", "x")
    assert switchboard.pacer.hunt is None
    assert "next event: stopped" in "".join(written)


def test_the_prefix_twice_is_the_routers() -> None:
    """Ctrl-] Ctrl-] sends Ctrl-] itself."""
    switchboard, _ = board()
    press(switchboard, PREFIX, PREFIX)
    assert switchboard.lab.journal.inputs[-1].keys == (PREFIX,)  # type: ignore[union-attr]


def test_help_tells_keys_and_passwords() -> None:
    """Ctrl-] ? explains every key that is offered, and what the lab wants at its password prompts."""
    switchboard, written = board()
    press(switchboard, "enter")
    written.clear()
    press(switchboard, PREFIX, "?")
    text = "".join(written)
    for key in OFFER.replace("  ", "\n").splitlines():
        assert f"\n  {key[0]}" in text or key[0] in "?+", key
    assert "\nenable: cisco\n" in text
    assert text.endswith("r1>")
