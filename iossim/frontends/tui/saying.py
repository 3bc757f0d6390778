"""A word to the user: at the right end of the bottom line, or over the screen; and the refusal of what may not be done now.

What has been done is told for a moment and makes room for the keys again; what explains how things stand (`note` set as it
is) stays until the next key.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from iossim.frontends.tui.timebar import TimeBar

if TYPE_CHECKING:
    from iossim.frontends.tui.pieces import Piece
    from iossim.frontends.tui.room import Room

LASTING = 15.0
"""Seconds that a word about what has been done stands at the bottom."""


class Saying:
    """Part of a room; see the module. `clock` is what the seconds are counted by."""

    _note = ""
    _look = ""
    _said_until: float | None = None

    @staticmethod
    def clock() -> float:
        """Seconds, from any beginning."""
        return time.monotonic()

    @property
    def _room(self) -> Room:
        return cast("Room", self)

    @property
    def note(self) -> str:
        """What was said last, and still holds."""
        return self._note

    @note.setter
    def note(self, text: str) -> None:
        self._note, self._look, self._said_until = text, "state", None

    @property
    def told(self) -> Piece:
        """What stands at the bottom now."""
        if self._said_until is not None and self.clock() >= self._said_until:
            self.note = ""
        return self._note, self._look

    def say(self, text: str, severity: str = "information", long: bool = False, style: str = "state") -> None:
        """A word to the user: at the bottom when it is short and pleasant, else over the screen."""
        if severity == "information" and not long:
            self._note, self._look, self._said_until = text, style, self.clock() + LASTING
            self._room.pulse.hurry()
        else:
            self._room.app.notify(text, severity=severity, markup=False)  # type: ignore[arg-type]

    @property
    def _pause_key(self) -> str:
        return self._room.console_app.keyboard.quick("pause")

    def refuses(self) -> bool:
        """True, and a word to the user, while a journal is played or the past is shown: nothing may be done to the lab."""
        room = self._room
        if room.visit.on:
            self.say(f"the past: {self._pause_key} goes on from here")
        elif room.replaying:
            self.say("a replay: yours when it has ended")
        elif room.stage is not None and room.stage.on:
            self.say(room.console_app.keyboard.told("a demonstration: {keyboard} takes the keyboard"))
        else:
            return False
        room._draw_anew()
        return True

    def refuses_time(self) -> bool:
        """True, and a word to the user, while the past is looked for: time stands."""
        room = self._room
        if room.visit.open:
            at_bar = room.focused is room.query_one(TimeBar)
            self.say(
                room.console_app.keyboard.told(
                    f"time stands: {'' if at_bar else '{past} and then '}Esc goes back to now"
                )
            )
            room._draw_anew()
        return room.visit.open
