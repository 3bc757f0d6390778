"""A replay on paper: what every line of every router printed, and what was done to the lab, each with its time.

Screens are watched, so text has the time of its printing; a line is written when it is complete, at a console that nobody
has woken when time goes on. What is typed appears as the router echoes it, so passwords do not; as data (`--json`) the
keys are told as well. The times are the lab's clock. Left out: empty lines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from iossim.frontends.replay.playback import Playback
from iossim.lab.journal import Connected, Disconnected, Done, Readied, Typed
from iossim.lab.lab import CONSOLE
from iossim.lab.running.drawn import drawn

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab

SECOND = 1_000_000


class Paper:
    """Plays a journal in a lab that stands at its beginning, and writes down what happens."""

    def __init__(self, lab: Lab, playback: Playback, write: Callable[[str], object], data: bool = False) -> None:
        self.lab = lab
        self.playback = playback
        self._write = write
        self._data = data
        self._unfinished: dict[tuple[str, str], str] = {}
        self._inputs = 0
        self._changed = lab.now
        self._column = max((len(device) for device in lab.devices), default=0)
        playback.told = self._told

    def play(self) -> None:
        """From the beginning to the end."""
        self._watch()
        while not self.playback.over:
            self.playback.apply()
        for place, text in self._unfinished.items():
            self._printed_line(place, text, self.lab.now)
        self._end()

    def _watch(self) -> None:
        for device in self.lab.devices:
            for line in self.lab.router(device).lines.by_name:
                self.lab.terminal(device, line).screen.watch(partial(self._printed, (device, line)))

    # -- what happens --------------------------------------------------------------------------------------------

    def _printed(self, place: tuple[str, str], text: str) -> None:
        """A line of a router has printed something; nothing when it has changed hands."""
        self._finish_idle()
        *finished, rest = (self._unfinished.get(place, "") + text).split("\r\n")
        self._unfinished[place] = rest
        self._changed = self.lab.now
        for line in finished:
            self._printed_line(place, line, self.lab.now)

    def _finish_idle(self) -> None:
        """When time has gone on, what stands at a console that nobody has woken is a line of its own."""
        if self.lab.now == self._changed:
            return
        for place, text in self._unfinished.items():
            if text and self.lab.terminal(*place).state == "idle":
                self._printed_line(place, text, self._changed)
                self._unfinished[place] = ""

    def _printed_line(self, place: tuple[str, str], text: str, when: int) -> None:
        line = "".join(drawn(text))
        if not line:
            return
        if self._data:
            self._object("output", when, device=place[0], line=place[1], text=line)
        else:
            self._row(place[0] if place[1] == CONSOLE else " ".join(place), line, when)

    def _told(self, entry: Input) -> None:
        """An input is about to be applied."""
        self._finish_idle()
        match entry:
            case Typed(_, device, line, keys):
                self._input("keys", "", device=device, line=line, keys=list(keys))
            case Readied(_, device):
                self._input("ready", "", device=device)
            case Done(_, action):
                self._input("do", f"[{action}]", action=action)
            case Connected(_, device, line, location):
                text = f"({location} connects to {device} {line})"
                self._input("connect", text, device=device, line=line, location=location)
            case Disconnected(_, device, line):
                self._input("disconnect", f"({device} {line} is disconnected)", device=device, line=line)

    def _input(self, kind: str, text: str, **data: object) -> None:
        self._inputs += 1
        if self._data:
            self._object(kind, self.lab.now, **data)
        elif text:
            self._row("", text, self.lab.now)

    def _end(self) -> None:
        fingerprint = self.lab.fingerprint()
        if self._data:
            self._object("end", self.lab.now, inputs=self._inputs, fingerprint=fingerprint)
        else:
            self._write(f"{self._clock(self.lab.now)}  end: {self._inputs} inputs, fingerprint {fingerprint}")

    # -- how it is written -----------------------------------------------------------------------------------------

    def _row(self, where: str, text: str, when: int) -> None:
        self._write(f"{self._clock(when)}  {where:{self._column}}  {text}")

    def _object(self, kind: str, when: int, **data: object) -> None:
        self._write(json.dumps({"t": when / SECOND, "kind": kind, **data}, ensure_ascii=False))

    def _clock(self, when: int) -> str:
        moment = self.lab.world.definition.clock + timedelta(microseconds=when)
        return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03}"


def heading(lab: Lab) -> Iterator[str]:
    """What is replayed."""
    header = lab.journal.header
    yield f"# {header.lab}, {header.start}, seed {header.seed}, profile {header.profile}"
