"""A journal being played: the lab's clock, with the inputs of the journal among its events.

A pacer drives it as it drives a kernel (`frontends.pacer.Clock`): at any pace, paused, or hunting. As when it was recorded,
an input comes behind all events of its microsecond, so what is played is what was, to the fingerprint. At the journal's
end time stands until `release`; from then on it is the kernel's own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab


class Playback:
    """The inputs of a journal that are still to come, for a lab at the journal's beginning."""

    def __init__(self, lab: Lab, inputs: Sequence[Input], rate: int = 1) -> None:
        self.lab = lab
        self.rate = rate
        self.told: Callable[[Input], None] | None = None
        """Called with every input just before it is applied."""
        self._kernel = lab.world.kernel
        self._to_come = deque(inputs)
        self.end = inputs[-1].t if inputs else lab.now
        self._released = False

    @property
    def over(self) -> bool:
        """Whether every input has been applied."""
        return not self._to_come

    @property
    def released(self) -> bool:
        """Whether time may run beyond the journal's end."""
        return self._released

    def release(self) -> None:
        """Let time go on behind the journal's end."""
        self._released = True

    # -- as a kernel -----------------------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """Virtual time."""
        return self._kernel.now

    def next_time(self) -> int | None:
        """When the next event or input is due; None when there is none, or time stands."""
        if not self._to_come:
            return self._kernel.next_time() if self._released else None
        due, wanted = self._kernel.next_time(), self._to_come[0].t
        return wanted if due is None else min(due, wanted)

    def step(self) -> bool:
        """The next instant, or the next input when no event comes before it."""
        due = self._kernel.next_time()
        if self._to_come and (due is None or due > self._to_come[0].t):
            self.apply()
            return True
        return self._kernel.step() if self._to_come or self._released else False

    def run_until(self, when: int) -> bool:
        """Everything up to a moment, or to the journal's end."""
        while self._to_come and self._to_come[0].t <= when:
            self.apply()
        if self._to_come or self._released:
            self._kernel.run_until(when)
        return True

    def apply(self) -> None:
        """The next input, at its time."""
        entry = self._to_come.popleft()
        self._kernel.run_until(entry.t)
        if self.told is not None:
            self.told(entry)
        self.lab.apply(entry)
