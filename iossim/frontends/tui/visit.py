"""A visit to the past in one room: the screen shows a lab as it was, while the session's own lab waits.

Time stands meanwhile. Consoles and panels are those of that moment; what is typed there changes a lab that is thrown away,
unless somebody goes on from it (`branch`): then it is the session, a new attempt in a journal of its own, and the attempt
before is kept on the shelf.

A journey is made in slices between which the screen lives; another wish meanwhile replaces it. Servers' clients stay with
the session's lab, and come along into a branch.
"""

from __future__ import annotations

import asyncio
import gc
import time
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from iossim.frontends.tui import lesson
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.moments import MomentChooser, read_moment
from iossim.frontends.tui.timebar import Mark, TimeBar, TimeKey
from iossim.lab.past import Moment, Past
from iossim.lab.view import clock, timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from iossim.frontends.tui.room import Room
    from iossim.lab.lab import Lab
    from iossim.lab.view import EventView

BREATH = 0.008
PATIENCE = 1.0
"""Seconds of a journey after which its progress is told."""
EVERYTHING = 100_000
LEFT = 4
"""Labs of the past that may lie about, some megabytes each, before somebody looks for garbage."""


class Visit:
    """See the module. `on` while another moment than the present is shown; `open` while it is being looked for."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.past = Past(room.live)
        self.on = False
        self.open = False
        self.moment = self.past.now()
        self.share: float | None = None
        self._wish: Moment | None = None
        self._busy = False
        self._was_paused = False
        self._left = 0
        self._told: tuple[object, tuple[EventView, ...], list[Mark]] = (None, (), [])

    # -- coming and going ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Stop time, and show where in the session we are."""
        pacer = self.room.pulse.pacer
        if not self.open:
            pacer.stop_hunt()
            pacer.settle()
            self._was_paused = pacer.paused
            pacer.pause(True)
            self.past.keep()
            self.moment = self.past.now()
            self.open = True
        bar = self.room.query_one(TimeBar)
        bar.display = True
        self.room.set_focus(bar)
        self.draw()

    def end(self) -> None:
        """Back to the present; time goes on as it did."""
        self._wish = None
        self._close()
        self._show(self.room.live)
        self.room.pulse.pacer.pause(self._was_paused)

    def _close(self) -> None:
        self.open = False
        self._told = (None, (), [])
        self._sweep()
        self.room.query_one(TimeBar).display = False
        self.room.show_view(self.room.view_shown)

    def go_on(self) -> None:
        """Ask whether to go on from here."""
        if not self.on:
            self.end()
            return
        when = f"{clock(self.room.lab):%H:%M:%S}"
        text = f"Time goes on from {when}. What came after it stays as it was, in a journal of its own."
        answers = [("branch", "Go on from here: a new attempt"), ("end", "Back to now"), ("stay", "Look around")]

        def answered(answer: str | None) -> None:
            if answer in ("branch", "end"):
                getattr(self, answer)()

        self.room.app.push_screen(Question("A new attempt", text, answers), answered)

    def branch(self) -> None:
        """Go on from here: what is on the screen is the session now."""
        if not self.on:
            self.end()
            return
        self._wish = None
        lab = self.room.lab
        self.past = self.past.branch(lab)
        self.on = False
        self._close()
        self.take_over(lab)

    def take_over(self, lab: Lab, keep: bool = True) -> None:
        """A branch takes the place of the session for good, recorded in a journal of its own; the attempt before is kept
        unless it is not worth it."""
        room, app = self.room, self.room.console_app
        room.serving.move_to(lab)
        room.live, room.watching = lab, None
        if room.tutor is not None:
            room.tutor.move_to(lab)
        trouble = app.record_branch(lab, keep)
        room.recording = app.recording
        room.pulse.move_to(lab.world.kernel, room.recording)
        room.drawing.forget()
        room.show_lab(lab)
        if trouble:
            room.say(trouble, "warning")
        elif not keep:
            room.say(f"undone: {room.clock_of(lab)} again")
        else:
            told = f"A new attempt from {room.clock_of(lab)} on; the one before is kept. {{*pause}} lets time go on."
            room.say(app.keyboard.told(told), long=True)

    def look(self) -> None:
        """To the console of that moment."""
        self.room.show_view("console")

    def bookmark(self) -> None:
        """Set a bookmark at the moment that is shown."""
        name = f"bookmark {len(self.past.bookmarks()) + 1}"
        self.past.mark(name, self.moment if self.on else None)
        self.room.say(f"{name} set")
        self.draw()

    def asked(self, row: TimeKey) -> None:
        """A key of the bar."""
        order = getattr(self, row.order)
        if row.by:
            order(row.by)
        else:
            order()

    # -- where to ------------------------------------------------------------------------------------------------

    def go(self, t: int) -> None:
        """Open the past at a time; a demonstration has its notes for that."""
        if self.room.stage is not None:
            self.room.orders.do_past()
            return
        self.begin()
        self.to(self.past.at(t))

    def step(self, micros: int) -> None:
        """So much earlier or later than what was wanted last."""
        self.to(self.past.at(self._wanted.t + micros))

    def to_begin(self) -> None:
        """Where the session began."""
        self.to(self.past.begin)

    def to_end(self) -> None:
        """The present."""
        self.to(self.past.now())

    def to_event(self, steps: int) -> None:
        """The instant of the next event on the timeline, or of the one before."""
        self._hop(sorted({event.t for event in self._story()[0]}), steps)

    def to_mark(self, steps: int) -> None:
        """The next fault, reload or bookmark, or the one before."""
        self._hop(sorted({mark.moment.t for mark in self.marks()}), steps)

    def _hop(self, times: list[int], steps: int) -> None:
        at, begin = self._wanted.t, self.past.begin.t
        index = bisect_right(times, at) if steps > 0 else bisect_left(times, at) - 1
        if 0 <= index < len(times) and times[index] >= begin:
            self.to(self.past.at(times[index]))
        elif steps > 0:
            self.to_end()
        else:
            self.to_begin()

    @property
    def _wanted(self) -> Moment:
        return self.moment if self._wish is None else self._wish

    def to(self, moment: Moment) -> None:
        """That moment, as soon as possible."""
        self._wish = max(moment, self.past.begin)
        self.draw()
        if not self._busy:
            self._busy = True
            self.room.run_worker(self._travel())

    def choose(self) -> None:
        """Ask for a time, or one of the marks."""
        live, marks = self.room.live, self.marks()
        chooser = MomentChooser(marks, live.now, live.world.definition.clock)
        self.room.app.push_screen(chooser, self._chosen)

    def _chosen(self, answer: str | None) -> None:
        moment = self.read(answer or "")
        if moment is not None:
            self.to(moment)

    def read(self, answer: str) -> Moment | None:
        """The moment that a chooser's answer stands for; None, and a word to the user, when it is none."""
        live, marks = self.room.live, self.marks()
        if not answer:
            return None
        if answer.startswith("#"):
            return marks[int(answer[1:])].moment
        fault = next((mark.moment.t for mark in reversed(marks) if not mark.bookmark), None)
        try:
            return self.past.at(read_moment(answer, live.now, live.world.definition.clock, fault))
        except ValueError as error:
            self.room.say(str(error), "warning")
            return None

    def fetch(self, moment: Moment, then: Callable[[Lab], None]) -> None:
        """Make the lab of a moment, and hand it over; the screen stays where it is."""
        self.room.run_worker(self._fetch(moment, then))

    async def _fetch(self, moment: Moment, then: Callable[[Lab], None]) -> None:
        with self.room.pulse.reporting():
            journey = self.past.journey(moment)
            slept = time.perf_counter()
            for _ in journey:
                if time.perf_counter() - slept > BREATH:
                    await asyncio.sleep(0)
                    slept = time.perf_counter()
            then(journey.lab)
            self._leave_behind()

    # -- the way -------------------------------------------------------------------------------------------------

    async def _travel(self) -> None:
        with self.room.pulse.reporting():
            while self._wish is not None:
                wish, self._wish = self._wish, None
                self.moment = wish
                if wish >= self.past.now():
                    self._show(self.room.live)
                else:
                    await self._go(wish)
        self._busy = False

    async def _go(self, wish: Moment) -> None:
        journey = self.past.journey(wish, self.room.lab if self.on else None)
        began = slept = time.perf_counter()
        for share in journey:
            if time.perf_counter() - slept > BREATH:
                self.share = share if time.perf_counter() - began > PATIENCE else None
                self.draw()
                await asyncio.sleep(0)
                slept = time.perf_counter()
            if self._wish is not None or not self.open:
                break
        else:
            self._show(journey.lab)
        self.share = None
        await asyncio.sleep(0)

    def _sweep(self) -> None:
        """Give back the labs that were looked at: each is a ring of references, and large, so it is not left to chance when."""
        if self._left:
            self._left = 0
            gc.collect()

    def _leave_behind(self) -> None:
        self._left += 1
        if self._left >= LEFT:
            self._sweep()

    def _show(self, lab: Lab) -> None:
        if lab is not self.room.lab:
            self._leave_behind()
        self.on = lab is not self.room.live
        if not self.on:
            self.moment = self.past.now()
        self.room.show_lab(lab)
        self.draw()

    # -- what there is -------------------------------------------------------------------------------------------

    def marks(self) -> list[Mark]:
        """Faults, reloads and bookmarks of the session, in order."""
        return self._story()[1]

    def _story(self) -> tuple[tuple[EventView, ...], list[Mark]]:
        """All events, and the marks, read anew when something has been added."""
        live = self.room.live
        state = (live, live.world.kernel.trace.count, len(live.journal.inputs))
        if self._told[0] != state:
            events = lesson.events(self.room.tutor, timeline(live, EVERYTHING))
            found = [
                Mark(self.past.at(event.t), f"{event.device} {event.text}".strip(), False)
                for event in events
                if event.origin
            ]
            found += [Mark(mark.moment, mark.text, True) for mark in self.past.bookmarks()]
            self._told = (state, events, sorted(found, key=lambda mark: mark.moment))
        return self._told[1:]

    def draw(self) -> None:
        """Draw the bar."""
        if self.open:
            live, definition = self.room.live, self.room.live.world.definition
            self.room.query_one(TimeBar).put(
                self.past.begin.t, live.now, self._wanted.t, self.marks(), definition.clock, self.share
            )
