"""A journal watched on the screen: whose console is in view, what may not be done meanwhile, and what its end means.

While it plays nothing else may be done to the lab. Behind its end the lab belongs to whoever watched, and is recorded in a
journal of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.lab.journal import Typed

if TYPE_CHECKING:
    from iossim.frontends.replay.playback import Playback
    from iossim.frontends.tui.room import Room
    from iossim.lab.journal import Input

CONSOLE = "con 0"
ENDED = "The journal ends here. From now on the lab is yours: {*pause} lets time go on."


class Watching:
    """One journal in one room."""

    def __init__(self, room: Room, playback: Playback) -> None:
        self.room = room
        self.playback = playback
        self._typist = ""
        playback.told = self._follow

    @property
    def on(self) -> bool:
        """Whether the journal is still being played."""
        return not self.playback.released

    def _follow(self, entry: Input) -> None:
        """Go to the console that is typed at, when it is another one than before."""
        if isinstance(entry, Typed) and entry.line == CONSOLE and entry.device != self._typist:
            self._typist = entry.device
            if self.room.view_shown == "console":
                self.room.open_console(entry.device)

    def look(self) -> None:
        """At the journal's end: stop, hand over."""
        if not self.on or not self.playback.over:
            return
        room, app = self.room, self.room.console_app
        room.pulse.pacer.pause(True)
        self.playback.release()
        try:
            recording = app.shelf.begin(room.lab)
            recording.given()
            app.recording = room.recording = room.pulse.recording = recording
        except OSError as trouble:
            room.say(f"not recorded: {trouble.strerror}", "warning")
        room.say(app.keyboard.told(ENDED), long=True)
