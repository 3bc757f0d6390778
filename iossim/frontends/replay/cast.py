"""A session as a cast: what one console printed and when, as asciinema plays it (asciicast version 2, JSON Lines).

Times are those of the lab, so a replay lasts as long as the session did; pauses longer than `IDLE` are shortened by the
player. The screen is a plain one: printable characters, CR, LF, BS and BEL, which is all that a console ever prints.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from iossim.lab.lab import CONSOLE

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab

SECOND = 1_000_000
IDLE = 3.0
WIDTH, HEIGHT = 80, 24


class Cast:
    """Plays inputs in a lab that stands at its beginning; then `text` is the cast."""

    def __init__(self, lab: Lab, inputs: Sequence[Input], device: str) -> None:
        self.lab = lab
        self.device = device
        self._inputs = inputs
        self._began = lab.now
        self._events: list[tuple[int, str]] = []

    def steps(self) -> Iterator[None]:
        """From the beginning to the end, input by input."""
        self.lab.terminal(self.device, CONSOLE).screen.watch(self._printed)
        for entry in self._inputs:
            self.lab.apply(entry)
            yield

    def _printed(self, text: str) -> None:
        if text:
            self._events.append((self.lab.now - self._began, text))

    def text(self) -> str:
        """The header, then a line for each text."""
        stamp = int(self.lab.world.wall.at(self._began).timestamp())
        header = {
            "version": 2,
            "width": WIDTH,
            "height": HEIGHT,
            "timestamp": stamp,
            "idle_time_limit": IDLE,
            "title": f"{self.lab.world.definition.name}: {self.device}",
        }
        rows = [json.dumps(header), *(json.dumps([t / SECOND, "o", text]) for t, text in self._events)]
        return "\n".join(rows) + "\n"
