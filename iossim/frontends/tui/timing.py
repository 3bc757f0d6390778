"""Orders about time: stop it, change its pace, run to a moment, go back.

They are orders as all the others in `orders`; what they share is the pacer, and that time cannot be moved while the past is
looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.frontends.pacer import Ended
from iossim.lab.view import calls

if TYPE_CHECKING:
    from iossim.frontends.pacer import Pacer
    from iossim.frontends.tui.keyboard import Keyboard
    from iossim.frontends.tui.room import Room
    from iossim.frontends.waiting import Goal
    from iossim.lab.lab import Lab

SECOND = 1_000_000
NEXT_EVENT_WITHIN = 3_600 * SECOND
VOICE_WITHIN = 900 * SECOND

ENDINGS = {Ended.FOUND: "reached", Ended.MISSED: "not reached", Ended.STOPPED: "stopped"}


class Timing:
    """See the module."""

    room: Room
    pacer: Pacer

    @property
    def keyboard(self) -> Keyboard:
        """The keys of the user."""
        return self.room.console_app.keyboard

    @property
    def lab(self) -> Lab:
        """The lab on the screen."""
        return self.room.lab

    def do_pause(self) -> None:
        """Stop time, or let it go on; in the past that is a new attempt."""
        if self.room.visit.open:
            self.room.visit.go_on()
            return
        if self.room.stage is not None and self.room.stage.on:
            self.room.stage.toggle()
            return
        if self.pacer.hunt is not None:
            self.pacer.stop_hunt()
        self.pacer.pause(not self.pacer.paused)

    def do_past(self) -> None:
        """Any moment of the session."""
        if self.room.stage is not None:
            self.room.say(self.keyboard.told("a demonstration goes back by its notes: {note_before}, {jump}"))
            return
        self.room.visit.begin()

    def do_bookmark(self) -> None:
        """Remember this moment."""
        self.room.visit.bookmark()

    def do_faster(self) -> None:
        """The next pace."""
        self._change_pace(1)

    def do_slower(self) -> None:
        """The pace before."""
        self._change_pace(-1)

    def _change_pace(self, steps: int) -> None:
        self.pacer.faster(steps)
        if self.pacer.paused:
            self.room.say(f"{self.pacer.rate}x, as soon as time goes on")

    def do_real_time(self) -> None:
        """One second a second."""
        if self.room.refuses_time():
            return
        self.pacer.set_rate(1)
        self.pacer.pause(self.room.stage is not None and not self.room.stage.playing and self.room.stage.on)

    def tell_end(self) -> None:
        """Say how a hunt ended, once."""
        if self.pacer.ended is not None:
            hunt, how = self.pacer.ended
            self.pacer.ended = None
            took = (self.lab.now - hunt.began) / SECOND
            text = f"{hunt.what}: {ENDINGS[how]} after {took:.1f} s"
            if how is Ended.FOUND:
                self.room.note = text  # it stays: whoever let it run may have gone away
            else:
                self.room.say(text, "warning")

    def do_next_event(self) -> None:
        """Run until something is put on the timeline or printed on a console, then stand still; in a demonstration, one step."""
        if self.room.stage is not None and self.room.stage.on:
            self.room.stage.step()
            return
        if self.room.refuses_time():
            return
        trace, before = self.lab.world.kernel.trace, self.lab.world.kernel.trace.count
        screens = [(terminal, terminal.revision) for terminal in map(self.lab.terminal, self.lab.devices)]
        self.pacer.pause(True)
        self.pacer.start_hunt(
            "next event",
            lambda: trace.count > before or any(terminal.revision > seen for terminal, seen in screens),
            NEXT_EVENT_WITHIN,
        )

    def do_until_voice(self) -> None:
        """Run until every conversation is heard in both directions."""
        if self.room.refuses_time() or (self.room.stage is not None and self.room.refuses()):
            return
        now = calls(self.lab)
        if not now:
            self.room.say(
                self.keyboard.told("no call is up: {*actions}, then for example call phone-1 phone-hq"), "warning"
            )
        elif all(call.audible for call in now):
            self.room.say("voice is heard in both directions already")
        else:
            self.pacer.pause(False)
            self.pacer.start_hunt("voice returns", self._all_heard, VOICE_WITHIN)

    def run_to(self, goal: Goal) -> None:
        """Run until something holds that was asked for in a sentence."""
        if self.room.refuses_time():
            return
        self.pacer.pause(False)
        self.pacer.start_hunt(*goal)

    def _all_heard(self) -> bool:
        found = calls(self.lab)
        return bool(found) and all(call.audible for call in found)
