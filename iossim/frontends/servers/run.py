"""`iossim serve`: a lab without a screen, for telnet and SSH clients. Ends with an interrupt.

The table of ports, then `READY`; with `--json` an object a router and then `{"ready": true, ...}`, a line each. What is done
is recorded as in the console.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.frontends.recording import Recording, Shelf
from iossim.frontends.servers.doors import BASE, CannotOpen, Door, Doors, Wanted, ssh_is_there
from iossim.frontends.servers.exchange import Drive
from iossim.frontends.servers.gate import Gate, NoGate
from iossim.frontends.tui.pulse import Pulse
from iossim.lab.errors import LabError
from iossim.lab.lab import Lab

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FINE, WRONG = 0, 2


def serve(args: Namespace) -> int:
    """The command; the exit code."""
    try:
        wanted = _wanted(args)
        lab = Lab.open(args.lab, numbers=True)
        recording = _record(lab)
        with _kept(recording):
            asyncio.run(_Server(lab, recording, args.json).run(wanted))
    except (LabError, CannotOpen, NoGate) as error:
        sys.stderr.write(f"iossim serve: {error}\n")
        return WRONG
    return FINE


def _wanted(args: Namespace) -> Wanted:
    """What the call asks for; CannotOpen or NoGate before anything is opened."""
    if args.web:
        raise CannotOpen("--web is not available in this version")
    from iossim.frontends.servers.doors import address_of

    gate = Gate.read(Path(args.credentials)) if args.credentials else None
    address_of(args.bind, gate is not None)
    neither = not (args.telnet or args.ssh)
    base = BASE if args.base_port is None else args.base_port
    return Wanted(args.telnet or neither, args.ssh or (neither and ssh_is_there()), args.bind, base, gate)


def _record(lab: Lab) -> Recording | None:
    try:
        return Shelf().begin(lab)
    except OSError as trouble:
        sys.stderr.write(f"iossim: not recorded: {trouble.strerror}\n")
        return None


@contextlib.contextmanager
def _kept(recording: Recording | None) -> Iterator[None]:
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


class _Server:
    """A lab that runs at the pace of the wall clock, with its doors open."""

    def __init__(self, lab: Lab, recording: Recording | None, as_json: bool) -> None:
        self.lab = lab
        self.recording = recording
        self.as_json = as_json
        self.failure: Exception | None = None
        self._end: asyncio.Event

    async def run(self, wanted: Wanted) -> None:
        """Serve until told to end; raises what failed in the lab."""
        self._end = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # no such handlers on Windows
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._end.set)
        pulse = Pulse(self.lab.world.kernel, self.recording, _nothing, self._forget_text, self._failed)
        doors = Doors(self.lab, Drive(pulse.pacer.settle, pulse.wake, self._failed), wanted)
        opened = await doors.open()
        call = self.lab.world.definition.call
        if call is not None:
            self.lab.do(f"call {call[0]} {call[1]}")
        self._tell(opened)
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

    def _tell(self, doors: Sequence[Door]) -> None:
        journal = str(self.recording.path) if self.recording is not None else None
        write = sys.stdout.write
        if self.as_json:
            write("".join(json.dumps(row) + "\n" for row in ports(doors)))
            write(json.dumps({"ready": True, "lab": self.lab.journal.header.lab, "journal": journal}) + "\n")
        else:
            write("".join(line + "\n" for line in table(doors)))
            write("READY\n")
        sys.stdout.flush()


def ports(doors: Sequence[Door]) -> list[dict[str, str | int]]:
    """The ports, a router a row."""
    rows: dict[str, dict[str, str | int]] = {}
    for door in doors:
        row = rows.setdefault(door.device, {"device": door.device, "address": door.address})
        row[door.kind] = door.port
    return list(rows.values())


def table(doors: Sequence[Door]) -> list[str]:
    """The same to read."""
    kinds = list(dict.fromkeys(door.kind for door in doors))
    rows = [["router", "address", *kinds]]
    rows += [[str(row.get(name, "")) for name in ("device", "address", *kinds)] for row in ports(doors)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _nothing() -> None:
    """There is no screen to draw."""
