"""The pulse of a lab on the screen: lets time pass in slices, draws, rests until the next event is due.

`draw` is called after every slice, `draw_panels` at most `PANELS` times a second. Whatever fails in a slice, in drawing,
or inside `reporting` stops time and is handed to `fault`: nothing in here is swallowed.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from iossim.frontends.pacer import Clock, Pacer

if TYPE_CHECKING:
    from iossim.frontends.recording import Recording

SECOND = 1_000_000
PANELS = 0.25
STILL = 2.0
"""The longest rest while time stands: whoever does something wakes the pulse."""
BREATH = 0.004
"""The least rest between two slices: what is due earlier is done together."""

MARK = 1.0
"""Seconds between two notes of the time in the journal."""


class Pulse:
    """Drives one lab."""

    def __init__(
        self,
        clock: Clock,
        recording: Recording | None,
        draw: Callable[[], None],
        draw_panels: Callable[[], None],
        fault: Callable[[Exception], None],
    ) -> None:
        self.pacer = Pacer(clock)
        self.recording = recording
        self._draw = draw
        self._draw_panels = draw_panels
        self._fault = fault
        self._wake = asyncio.Event()
        self._panels_at = 0.0
        self._marked_at = 0.0
        self._task: asyncio.Task[None] | None = None
        self._stirred_at = self._kept_at = time.monotonic()
        self.keep: Callable[[], object] | None = None
        """Called about once a second when there is nothing else to do, and nobody has just typed."""

    def move_to(self, clock: Clock, recording: Recording | None) -> None:
        """Drive another lab from here on."""
        self.pacer.drive(clock)
        self.recording = recording
        self.hurry()

    @property
    def alive(self) -> bool:
        """Whether time may pass."""
        return self._task is not None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def wake(self) -> None:
        """Something has been done to the lab: look again when the next event is due."""
        self._stirred_at = time.monotonic()
        self._wake.set()

    def hurry(self) -> None:
        """The same, and draw the panels at once."""
        self._panels_at = 0.0
        self._wake.set()

    @contextlib.contextmanager
    def reporting(self) -> Iterator[None]:
        """Whatever fails in here stops time, and is told."""
        try:
            yield
        except Exception as error:
            self.pacer.pause(True)
            self.stop()
            self._fault(error)

    async def _run(self) -> None:
        with self.reporting():
            while True:
                self._wake.clear()
                arrived = self.pacer.advance()
                self._show()
                if not arrived:
                    await asyncio.sleep(0)
                    continue
                self._keep()
                rest = self.pacer.rest()
                pause = STILL if self.pacer.standing else PANELS
                if rest is not None:
                    pause = min(pause, max(BREATH, rest / SECOND))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), pause)

    def _keep(self) -> None:
        now = time.monotonic()
        if self.keep is not None and now - self._kept_at >= MARK and now - self._stirred_at >= MARK:
            self._kept_at = now
            self.keep()

    def _show(self) -> None:
        self._draw()
        now = asyncio.get_running_loop().time()
        if now >= self._panels_at:
            self._panels_at = now + PANELS
            self._draw_panels()
        if self.recording is not None and now >= self._marked_at:
            self._marked_at = now + MARK
            self.recording.mark()
