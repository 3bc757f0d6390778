"""A score being performed: a clock that stops where it is told to, and hands whoever plays the next input.

A pacer drives it as it drives a kernel (`frontends.pacer.Clock`). Time runs only up to the next input, and never behind the end
of what is being played; there it stands until `press` has applied the input. So typing takes no virtual time, as in a run,
and the pace of the keys is the business of whoever presses them. Every state is that of the run at the same place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from iossim.lab.journal import Typed
from iossim.lab.running.outcome import Kind
from iossim.lab.score import Look

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab
    from iossim.lab.score import Beat, Scene, Score


class Performance:
    """One score in one lab that stands at its beginning."""

    def __init__(self, lab: Lab, score: Score) -> None:
        self.lab = lab
        self.score = score
        self.at = 0
        """How many inputs have been applied."""
        self.beat = 0
        """How many beats are over."""
        self.until = 0
        """The number of beats up to which it is being played."""
        self.told: Callable[[Input | Look], None] | None = None
        """Called with every input when it has been applied."""
        self._pass()

    # -- where it is -----------------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether something is still to be done of what was asked for."""
        return self.beat < self.until

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return self.beat >= len(self.score.beats)

    @property
    def scene(self) -> int:
        """The scene it is in; at the end the last one. A scene whose beats are over has given way to the next one."""
        for number, scene in enumerate(self.score.scenes):
            if self.beat < scene.last:
                return number
        return len(self.score.scenes) - 1

    @property
    def shown(self) -> Scene | None:
        """The scene it is in."""
        return self.score.scenes[self.scene] if self.score.scenes else None

    @property
    def current(self) -> Beat | None:
        """The beat that is being done, or comes next."""
        return None if self.over else self.score.beats[self.beat]

    @property
    def due(self) -> Input | Look | None:
        """The input that is to be applied now; time stands until it has been."""
        current = self.current
        if not self.playing or current is None or self.at >= current.inputs:
            return None
        entry = self.score.inputs[self.at]
        return entry if entry.t <= self.lab.now else None

    # -- what to play ----------------------------------------------------------------------------------------------

    def play_scene(self) -> None:
        """Up to the end of the scene it is in."""
        if self.shown is not None:
            self.until = self.shown.last
            self._pass()

    def play_beat(self) -> None:
        """One step that does something; a note is none."""
        self.until = min(self.beat + 1, len(self.score.beats))
        self._pass()

    def stop(self) -> None:
        """Where it is: a line half typed stays so."""
        self.until = self.beat

    # -- doing it --------------------------------------------------------------------------------------------------

    def press(self) -> Input | Look | None:
        """Apply the input that is due."""
        entry = self.due
        if entry is not None:
            if not isinstance(entry, Look):
                self.lab.apply(entry)
            self.at += 1
            if self.told is not None:
                self.told(entry)
            self._pass()
        return entry

    def finish(self, beat: int) -> None:
        """Without a rest to where so many beats are over."""
        self.until = beat
        self._pass()  # a beat that presses nothing, such as an expectation, may be what it rests in front of
        while self.playing:
            if self.press() is None:
                self.run_until(self._target())
        self.stop()

    def _pass(self) -> None:
        """Beats that are over give way; notes do so by themselves, also in front of what is being played."""
        beats = self.score.beats
        while self.beat < len(beats) and self.at >= beats[self.beat].inputs and self.lab.now >= beats[self.beat].t:
            if self.beat >= self.until and beats[self.beat].kind is not Kind.NOTE:
                break
            self.beat += 1

    def _target(self) -> int:
        """Up to when time may run now."""
        current = self.current
        if not self.playing or current is None:
            return self.lab.now
        return self.score.inputs[self.at].t if self.at < current.inputs else current.t

    # -- as a kernel -----------------------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """Virtual time."""
        return self.lab.now

    def next_time(self) -> int | None:
        """When the next event is due, or the next input; None while time stands."""
        target = self._target()
        if target <= self.lab.now:
            return None
        due = self.lab.world.kernel.next_time()
        return target if due is None else min(due, target)

    def step(self) -> bool:
        """The next instant."""
        due = self.next_time()
        return self.run_until(due) if due is not None else False

    def run_until(self, when: int) -> bool:
        """Everything up to a moment, as far as it may go."""
        target = min(when, self._target())
        if target > self.lab.now:
            self.lab.run_to(target)
            self._pass()
        return True


def is_key(entry: Input | Look | None) -> bool:
    """Whether an input is a key, other than the one that ends a line."""
    return isinstance(entry, Typed) and entry.keys != ("enter",)
