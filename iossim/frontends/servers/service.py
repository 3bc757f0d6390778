"""A lab behind doors, running at the pace of the wall clock until it is told to end.

`run` imports this when all doors listen: clients may be waiting at them already.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from iossim.frontends.recording import Recording
from iossim.frontends.servers.doors import Doors
from iossim.frontends.servers.exchange import Drive
from iossim.frontends.servers.listening import CannotOpen
from iossim.frontends.tui.pulse import Pulse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iossim.frontends.recording import Place
    from iossim.frontends.servers.listening import Bound, Wanted
    from iossim.lab.lab import Lab


def keep(lab: Lab, place: Place | None, wanted: Wanted, bound: Sequence[Bound]) -> None:
    """Let clients in at sockets that listen, until told to end; raises what fails in the lab."""
    recording = Recording(lab, *place) if place is not None else None
    with _recorded(recording):
        asyncio.run(Service(lab, recording).run(wanted, bound))


@contextlib.contextmanager
def _recorded(recording: Recording | None) -> Iterator[None]:
    """Close the journal in the end; after a fault it counts as broken off."""
    failed = False
    try:
        yield
    except CannotOpen:
        raise
    except Exception as error:
        failed = True
        if recording is not None:
            error.add_note(f"What was done is kept in {recording.path}.")
        raise
    finally:
        if recording is not None:
            if failed:
                recording.abandon()
            else:
                recording.close()


class Service:
    """A lab, its time, and its doors."""

    def __init__(self, lab: Lab, recording: Recording | None) -> None:
        self.lab = lab
        self.recording = recording
        self.failure: Exception | None = None
        self._end: asyncio.Event

    async def run(self, wanted: Wanted, bound: Sequence[Bound]) -> None:
        """Serve until told to end; raises what failed in the lab."""
        self._end = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # no such handlers on Windows
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._end.set)
        pulse = Pulse(self.lab.world.kernel, self.recording, _nothing, self._forget_text, self._failed)
        doors = Doors(self.lab, Drive(pulse.pacer.settle, pulse.wake, self._failed), wanted)
        await doors.open(bound)
        call = self.lab.world.definition.call
        if call is not None:
            self.lab.do(f"call {call[0]} {call[1]}")
        pulse.start()
        try:
            await self._end.wait()
        finally:
            await doors.close()
            pulse.stop()
        if self.failure is not None:
            raise self.failure

    def _failed(self, error: Exception) -> None:
        if self.failure is None:
            self.failure = error
        self._end.set()

    def _forget_text(self) -> None:
        """Consoles are watched, their text is not taken by anybody."""
        for device in self.lab.devices:
            self.lab.terminal(device).take()


def _nothing() -> None:
    """There is no screen to draw."""
