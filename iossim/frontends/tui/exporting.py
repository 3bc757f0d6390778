"""Exports: a console as text, the session as a cast that asciinema plays, or as a session file that can be run again.

A name is asked for, with one that is free as the offer; what is there already is written over only after a question.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.frontends.replay.cast import Cast
from iossim.frontends.replay.session_file import SessionFile, Wanted
from iossim.frontends.tui.dialogs import Asking, Question

if TYPE_CHECKING:
    from iossim.frontends.tui.room import Room

BREATH = 0.008
SUFFIXES = {"text": "txt", "cast": "cast", "checked": "session", "done": "session"}
BOOKMARK = "bookmark "


class Exporting:
    """The exports of one room."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def ask(self) -> None:
        """Which one."""
        device = self.room.device
        marks = self.room.visit.past.bookmarks()
        answers = [
            ("text", f"the console of {device} as text"),
            ("cast", f"the session at {device} as a cast for asciinema"),
            ("checked", "the session as a file to run again, with what was printed"),
            ("done", "the session as a file to run again, only what was done"),
            *((f"{BOOKMARK}{n}", f"the same, with what was printed from {m.text} on") for n, m in enumerate(marks)),
            ("", "never mind"),
        ]
        self.room.app.push_screen(Question("Export", "", answers), self._chosen)

    def _chosen(self, what: str | None) -> None:
        if not what:
            return
        suffix = SUFFIXES.get(what, "session")
        stem = self.room.lab.world.definition.name
        stem += "" if suffix == "session" else f"-{self.room.device}"
        offer = f"{stem}-{datetime.now():%Y%m%d-%H%M%S}.{suffix}"
        self._ask_name(what, offer)

    def _ask_name(self, what: str, offer: str) -> None:
        def named(name: str | None) -> None:
            if name and name.strip():
                self.named(what, Path(name.strip()).expanduser().absolute())

        self.room.app.push_screen(Asking(f"File, in {Path.cwd()}", "a name", offer), named)

    def named(self, what: str, file: Path) -> None:
        """Write that to this file; ask first when it is there already."""
        if not file.exists():
            self._begin(what, file)
            return

        def answered(answer: str | None) -> None:
            if answer == "over":
                self._begin(what, file)
            elif answer == "other":
                self._ask_name(what, file.name)

        answers = [("other", "another name"), ("over", "write over it"), ("", "never mind")]
        self.room.app.push_screen(Question("This file is there already", str(file), answers), answered)

    # -- writing -------------------------------------------------------------------------------------------------

    def _begin(self, what: str, file: Path) -> None:
        if what == "text":
            self._write(file, console_text(self.room))
        elif what == "cast":
            self.room.run_worker(self._cast(file))
        else:
            self.room.run_worker(self._session(what, file))

    async def _cast(self, file: Path) -> None:
        """Play the session again from its beginning, and write down when its console printed what."""
        with self.room.pulse.reporting():
            cast = Cast(self.room.visit.past.beginning(), self.room.live.journal.inputs, self.room.device)
            await _in_slices(cast.steps())
            self._write(file, cast.text())

    async def _session(self, what: str, file: Path) -> None:
        """Play the session again, and write down what was done, and perhaps what was printed."""
        with self.room.pulse.reporting():
            past = self.room.visit.past
            since = past.bookmarks()[int(what.removeprefix(BOOKMARK))] if what.startswith(BOOKMARK) else None
            told = SessionFile(past, Wanted(what != "done", since))
            await _in_slices(told.steps())
            self._write(file, told.text, _reservations(told))

    def _write(self, file: Path, text: str, but: str = "") -> None:
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as trouble:
            self.room.say(f"not written: {trouble.strerror}", "warning")
        else:
            self.room.say(f"written: {file}{but}", long=True)


async def _in_slices(steps: Iterator[None]) -> None:
    """Go through steps; the screen lives between them."""
    slept = time.perf_counter()
    for _ in steps:
        if time.perf_counter() - slept > BREATH:
            await asyncio.sleep(0)
            slept = time.perf_counter()


def _reservations(told: SessionFile) -> str:
    """What a run of the file will not do as the session did."""
    lines = []
    if told.too_long:
        lines.append("What was printed is too long for such a file: only what was done.")
    if told.left_out:
        lines.append("Clients at virtual terminals are not in it.")
    if not told.exact and not told.left_out:
        lines.append("Keys typed ahead, or within a telnet session, come at other moments in a run of it.")
    return "".join(f"\n{line}" for line in lines)


def console_text(room: Room) -> str:
    """All that the console in view still knows."""
    screen = room.lab.terminal(room.device).screen
    return "\n".join([*screen.lines, screen.current]).strip("\n") + "\n"
