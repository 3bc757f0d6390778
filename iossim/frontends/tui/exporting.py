"""Exports: a console as text, the session as a cast of a console that asciinema plays. Files appear in the current folder."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.frontends.replay.cast import Cast
from iossim.frontends.tui.dialogs import Question

if TYPE_CHECKING:
    from iossim.frontends.tui.room import Room

BREATH = 0.008


class Exporting:
    """The exports of one room."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def ask(self) -> None:
        """Which one."""
        device = self.room.device
        answers = [
            ("text", f"the console of {device} as text"),
            ("cast", f"the session at {device} as a cast for asciinema"),
            ("", "never mind"),
        ]
        self.room.app.push_screen(Question("Export to the current folder", "", answers), self._chosen)

    def _chosen(self, answer: str | None) -> None:
        if answer == "text":
            self._write("txt", console_text(self.room))
        elif answer == "cast":
            self.room.run_worker(self._cast())

    async def _cast(self) -> None:
        """Play the session again from its beginning, and write down when its console printed what."""
        with self.room.pulse.reporting():
            cast = Cast(self.room.visit.past.beginning(), self.room.live.journal.inputs, self.room.device)
            slept = time.perf_counter()
            for _ in cast.steps():
                if time.perf_counter() - slept > BREATH:
                    await asyncio.sleep(0)
                    slept = time.perf_counter()
            self._write("cast", cast.text())

    def _write(self, suffix: str, text: str) -> None:
        stem = f"{self.room.lab.world.definition.name}-{self.room.device}-{datetime.now():%Y%m%d-%H%M%S}"
        file = Path(f"{stem}.{suffix}").absolute()
        try:
            with file.open("x", encoding="utf-8") as opened:
                opened.write(text)
        except OSError as trouble:
            self.room.say(f"not written: {trouble.strerror}", "warning")
        else:
            self.room.say(f"written: {file}", long=True)


def console_text(room: Room) -> str:
    """All that the console in view still knows."""
    screen = room.lab.terminal(room.device).screen
    return "\n".join([*screen.lines, screen.current]).strip("\n") + "\n"
