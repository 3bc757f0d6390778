"""Typed input meets a console: which of its keys are pressed, and whether Enter follows.

An input is written with what the console shows on its last line in front (a prompt, a question, what stands typed already); only
the rest is pressed. Enter follows each input, except where one key is an answer and where the last key acts by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from iossim.lab.session.keys import BREAK, ENTER, TAB

SHOWING = frozenset({"line", "answer", "key", "more", "sift"})
"""The states of a terminal that waits for somebody."""

ONE_KEY = ("[confirm]", "--More--")  # also where a terminal within this one asks
SELF_ACTING = frozenset({"?", TAB, "c-z", "c-c", BREAK, ENTER})


class Shows(Protocol):
    """What is looked at of a terminal."""

    @property
    def state(self) -> str:
        """What a key means now."""

    @property
    def last_line(self) -> str:
        """The line that is waiting."""


def remainder(keys: Sequence[str], terminal: Shows) -> tuple[str, ...] | None:
    """What is to be typed, given keys that begin with the console's last line; None when they do not."""
    state, last = terminal.state, terminal.last_line
    if state in SHOWING or (state == "busy" and last):
        for shown in (last, last.rstrip()):
            rest = tuple(keys[len(shown) :])
            free = shown == last or state == "answer" or not rest or len(rest[0]) > 1
            if free and tuple(keys[: len(shown)]) == tuple(shown):
                return rest
    if state in ("busy", "idle") and keys and all(len(key) > 1 for key in keys):
        return tuple(keys)  # an interrupt needs no last line, nor does Return at the start screen
    return None


def entered(keys: Sequence[str], terminal: Shows) -> tuple[str, ...]:
    """The keys to press: Enter behind them, where it follows."""
    one_key = terminal.state == "more" or (terminal.state == "key" and terminal.last_line.rstrip().endswith(ONE_KEY))
    alone = keys and (one_key or keys[-1] in SELF_ACTING)
    return tuple(keys) if alone else (*keys, ENTER)
