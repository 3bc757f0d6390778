"""A demonstration in a room: play, stop, step, jump to a note, and the keyboard.

What is played is a scene: a note and what is done under it. Then time stands, and the presenter talks. Keys are pressed one by
one, faster at a faster pace; waits last as long as they do at that pace, and a step that is asked for takes no longer than
the machine needs. What a script looks at (a path, a why, voice, the timeline) is shown in the main window.

Whoever takes the keyboard gets a branch of the lab; given back, the demonstration is where it was, and the branch is gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from iossim.frontends.demo.performance import Performance
from iossim.frontends.tui.dialogs import Question as Choice
from iossim.frontends.tui.wording import fit
from iossim.lab.journal import Done, Typed
from iossim.lab.score import Look
from iossim.lab.session.actions import PathReport, Timeline, VoiceReport
from iossim.lab.way import KINDS, Question

if TYPE_CHECKING:
    from iossim.frontends.demo.opening import Script
    from iossim.frontends.tui.room import Room
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab
    from iossim.lab.session import Action

TICK = 0.02
SLICE = 0.008
KEY, LINE, ACTION, LOOK = 0.06, 0.5, 1.0, 3.0
"""Seconds after a key, a line, an action, and something to be looked at."""
BRISK = 10
"""Keys are never pressed more than so many times as fast."""
NOTE_LENGTH = 60
KEYS = {"enter": "⏎", " ": "␣", "tab": "⇥", "escape": "Esc ", "backspace": "⌫", "up": "↑", "down": "↓", "left": "←", "right": "→",
        "c-^": "Ctrl-Shift-6 "}  # fmt: skip


class Stage:
    """See the module. `leave` is what giving the keyboard back means where it was never taken: out of here. `fresh` is told of
    a lab whose performance begins, and gives whom to tell what is pressed in it."""

    def __init__(
        self,
        room: Room,
        script: Script,
        leave: Callable[[], None] | None = None,
        fresh: Callable[[Lab], Callable[[Input | Look], None]] | None = None,
    ) -> None:
        self.room = room
        self.title = script.title
        self.score = script.score
        self.leave = leave
        self.told: Callable[[Input | Look], None] | None = None
        self._fresh = fresh
        self.hands = False
        """Whether the presenter has the keyboard."""
        self.pressed = ""
        self._beginning = script.lab
        self.performance = self._anew()
        self._fast = False
        self._running = False
        self._next = 0.0

    def _anew(self) -> Performance:
        performance = Performance(self._beginning.copy(), self.score)
        performance.told = self._show
        self.told = self._fresh(performance.lab) if self._fresh is not None else None
        return performance

    @property
    def on(self) -> bool:
        """Whether the script has the keys."""
        return not self.hands

    @property
    def playing(self) -> bool:
        """Whether something is being played now."""
        return self.on and self.performance.playing

    # -- what the presenter says ---------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Play the scene, or stop."""
        if self.performance.over:
            self._say("the end: {note_before} goes back, {keyboard} takes the keyboard")
        elif self.playing and not self._fast:
            self._stop()
        else:
            self._go(self.performance.play_scene, fast=False)

    def step(self) -> None:
        """The next step, without waiting."""
        if self.playing:
            self._stop()
        else:
            self._go(self.performance.play_beat, fast=True)

    def jump(self, by: int) -> None:
        """The next note, or the beginning of this one, and from there the one before."""
        now = self.performance.scene
        if by < 0 and self.performance.beat > self._silent(now):
            by += 1
        self.to(now + by)

    def to(self, scene: int) -> None:
        """To the beginning of a scene, without playing what lies between."""
        scenes = self.score.scenes
        if self.hands or not scenes:
            return
        first = scenes[max(0, min(scene, len(scenes) - 1))].first
        if scene >= len(scenes):
            first = len(self.score.beats)
        with self.room.pulse.reporting():
            if first < self.performance.beat:
                self.performance = self._anew()
            self.performance.told = self.told  # what is skipped is not shown
            self.performance.finish(first)
            self.performance.told = self._show
        self.pressed = ""
        self._stage()

    def choose(self) -> None:
        """A list of the notes."""
        rows = [
            (str(n), f"{n + 1:2}  {fit(' '.join(scene.note), NOTE_LENGTH)}")
            for n, scene in enumerate(self.score.scenes)
        ]

        def chosen(answer: str | None) -> None:
            if answer:
                self.to(int(answer))

        self.room.app.push_screen(Choice("Jump to a note", "", [*rows, ("", "    stay here")]), chosen)

    def keyboard(self) -> None:
        """Take it, in a branch; or give it back, and the branch is gone."""
        if self.leave is not None:
            self.leave()
            return
        self.hands = not self.hands
        if self.hands:
            self.performance.stop()
            branch = self.performance.lab.copy()
            self.room.stand_in(branch, branch.world.kernel)
            self.room.show_view("console")  # the keys are a router's
            self.room.pulse.pacer.pause(False)
            self._say("The keyboard is yours: a branch, nothing of it stays. {keyboard} gives it back.", long=True)
        else:
            self._stage()
        self.room._draw_anew()

    def _say(self, text: str, long: bool = False) -> None:
        self.room.say(self.room.console_app.keyboard.told(text), long=long)

    # -- playing -------------------------------------------------------------------------------------------------

    def _go(self, what: Callable[[], None], fast: bool) -> None:
        what()
        self._fast, self._running, self._next = fast, True, 0.0
        self.room.pulse.pacer.pause(fast)
        self.room.pulse.hurry()

    def _stop(self) -> None:
        self.performance.stop()
        self._running = self._fast = False
        self.room.pulse.pacer.pause(True)
        self.room._draw_anew()

    def _stage(self) -> None:
        """The script's lab on the screen, standing still."""
        self._running = self._fast = False
        self.room.stand_in(self.performance.lab, self.performance)
        self.room.pulse.pacer.pause(True)
        self.room._draw_anew()

    def tick(self) -> None:
        """Called all the time: press what is due, stop at the end."""
        if not self.on:
            return
        if not self.performance.playing:
            if self._running:
                self._stop()
            return
        with self.room.pulse.reporting():
            if self._fast:
                self._rush()
            elif self.performance.due is not None and time.monotonic() >= self._next:
                entry = self.performance.press()
                self._next = time.monotonic() + _pause(entry) / min(self.room.pulse.pacer.rate, BRISK)
                self.room.pulse.pacer.pause(False)  # time stood while this key was waited for
                self.room._draw()
                self.room.pulse.hurry()

    def _rush(self) -> None:
        end = time.monotonic() + SLICE
        while self.performance.playing and time.monotonic() < end:
            if self.performance.press() is None:
                self.performance.step()
        self.room._draw()
        self.room.pulse.hurry()

    def _silent(self, scene: int) -> int:
        """The first beat of a scene that does something."""
        shown = self.score.scenes[scene]
        return shown.first + len(shown.note)

    # -- what is shown -------------------------------------------------------------------------------------------

    def _show(self, entry: Input | Look) -> None:
        """An input has been pressed: it is told, and the screen follows."""
        match entry:
            case Typed(_, device, _, (key,)):
                line = f"{device}  "
                fresh = not self.pressed.startswith(line) or self.pressed.endswith(KEYS["enter"])
                self.pressed = (line if fresh else self.pressed) + _shown(key)
                if self.room.device != device or self.room.view_shown != "console":
                    self.room.open_console(device)
            case Done(_, action):
                self.pressed = f"[{action}]"
            case Look(_, action):
                self.pressed = f"[{action}]"
                self._look(action)
        if self.told is not None:
            self.told(entry)

    def _look(self, action: Action) -> None:
        match action:
            case PathReport(a, b, protocol, port):
                fitting = [
                    kind for kind in KINDS if kind.protocol == (protocol or "icmp") and port in (None, kind.port)
                ]
                self.room.following.follow(Question(a, b, (fitting or KINDS)[0]))
                self.room.show_view("packet")
            case VoiceReport():
                self.room.show_view("voice")
            case Timeline():
                self.room.show_view("timeline")
            case _:
                self.room.explain_trouble()

    def remaining(self) -> int:
        """Microseconds of virtual time until the beat that is being played is over."""
        current = self.performance.current
        return max(0, current.t - self.performance.now) if current is not None and self.playing else 0


def _pause(entry: Input | Look | None) -> float:
    match entry:
        case Typed(keys=keys):
            return LINE if keys == ("enter",) else KEY
        case Look():
            return LOOK
    return ACTION


def _shown(key: str) -> str:
    if key.startswith("c-") and key not in KEYS:
        return f"Ctrl-{key[2:].upper()} "
    return KEYS.get(key, key)
