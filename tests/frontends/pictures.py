"""Every state of the console as text, at the sizes of the three layouts: what `test_tui_pictures` compares.

    python -m tests.frontends.pictures --write      after a change that was looked at

A story is a lab at one moment after another, with time standing still between them: the same pictures every time. What the
routers printed before is wiped off their consoles: how they boot is not what the pictures are of. Themes change no
character (`test_tui_pictures` tells so), so one picture stands for all.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from textual import events
from textual._context import visible_screen_stack
from textual.pilot import Pilot

from iossim.frontends.course.tutor import Tutor
from iossim.frontends.demo.opening import opened
from iossim.frontends.exam.app import ExamApp
from iossim.frontends.exam.desk import Desk
from iossim.frontends.exam.room import ExamRoom
from iossim.frontends.recording import Shelf
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.menu import Menu
from iossim.frontends.tui.opening import OpeningScreen
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.theme import THEMES
from iossim.lab.lab import Lab
from iossim.training.attempt import Attempt
from iossim.training.definition import load_exercise
from iossim.training.exam.paper import Paper
from tests.training.desk import small
from tests.training.exam_room import Hands, press

SECOND = 1_000_000
SIZES = ((80, 24), (120, 36), (200, 60))
FOLDER = Path(__file__).with_name("pictures")
Look = Callable[[ConsoleApp, str], None]


@dataclass(frozen=True, slots=True)
class State:
    """A picture: after so many seconds, an action of the session language and some keys; `>map` is an order of the program.

    `passed` are seconds of an exam, which has a clock of its own.
    """

    name: str
    keys: tuple[str, ...] = ()
    after: int = 0
    action: str = ""
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """The states of one screen in the order in which they are visited, and how the screen is opened in a folder, by which app."""

    name: str
    opened: Callable[[ConsoleApp, Path], Room | None]
    states: tuple[State, ...]
    app: Callable[[Path], ConsoleApp] = lambda folder: ConsoleApp(Shelf(folder))


def _pair(app: ConsoleApp, folder: Path) -> Room:
    """Two routers, half a minute after a cable was cut."""
    lab = Lab.open("pair", "cold")
    lab.advance(200 * SECOND)
    lab.do("cut x-over")
    lab.advance(30 * SECOND)
    return Room(lab, None)


def _headend(app: ConsoleApp, folder: Path) -> Room:
    """The reference lab, as it is opened."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    return Room(lab, None)


def _exercise(app: ConsoleApp, folder: Path) -> Room:
    """The first step of a small exercise."""
    attempt = Attempt.begin(load_exercise(small(folder)), 1)
    return Room(attempt.lab, None, tutor=Tutor(attempt, app.book))


def _demonstration(app: ConsoleApp, folder: Path) -> Room:
    """A demonstration before its first scene."""
    script = opened("reload-active")
    return Room(script.lab, None, script=script)


def _menu(app: ConsoleApp, folder: Path) -> None:
    """No lab at all."""
    app.push_screen(Menu())


class Exam(ExamApp):
    """An exam whose clock is the album's, in whose rooms time stands."""

    def __init__(self, folder: Path) -> None:
        self.hands = Hands()
        super().__init__(Desk(_paper(), Path("exam.submission"), self.hands.clock()), Shelf(folder))

    def push_screen(self, screen: Any, *args: Any, **more: Any) -> Any:
        if isinstance(screen, ExamRoom):
            screen.pulse.pacer.pause(True)
        return super().push_screen(screen, *args, **more)


@cache
def _paper() -> Paper:
    with tempfile.TemporaryDirectory() as folder:
        return press(Path(folder)).paper("Alex Example")


def _begins_itself(app: ConsoleApp, folder: Path) -> None:
    """The app opens what it has to."""


STORIES = (
    Story(
        "pair",
        _pair,
        (
            State("console"),
            State("map", (">map",)),
            State("timeline, one chosen", (">timeline", "up", "up")),
            State("packet", (">packet",)),
            State("why", (">why",)),
            State("two consoles", (">console", ">tile")),
            State("past", (">map", ">past", "left_square_bracket")),
            State("past, its console", ("tab",)),
            State("back, commands", (">past", "escape", "ctrl+right_square_bracket")),
        ),
    ),
    Story(
        "headend",
        _headend,
        (
            State("settled"),
            State("silent", after=12, action="reload gateway-1"),
            State("silent, map", (">map",)),
            State("silent, voice", (">voice",)),
            State("silent, packet", (">packet",)),
            State("silent, packet to its end", ("end",)),
            State("silent, map with packet", (">map",)),
            State("silent, timeline", (">timeline",)),
            State("silent, why", (">why",)),
            State("heard again", (">console",), after=25),
            State("heard again, voice", (">voice",)),
            State("heard again, packet compared", (">packet", "D", "-", "3", "0", "s", "enter")),
            State("heard again, map with packet", (">map",)),
            State("heard again, why", (">why", "end")),
            State("two consoles", (">console", ">tile")),
            State("four consoles, or one", (">tile",)),
            State("zoom", (">zoom",)),
            State("commands", (">zoom", "ctrl+right_square_bracket")),
            State("actions", ("escape", ">actions")),
            State("actions, sought", tuple("cut x")),
            State("help", ("escape", ">help")),
            State("glossary", ("escape", ">glossary")),
            State("go to a console", ("escape", ">go")),
            State("search", ("escape", ">search")),
            State("export", ("escape", ">export")),
            State("tour", ("escape", ">tour", "enter", "enter")),
            State("rewind, a moment to choose", ("escape", ">past", "G")),
            State("rewind, a branch", ("escape", "left", "enter")),
            State("leave", ("escape", "escape", ">quit")),
        ),
    ),
    Story(
        "exercise",
        _exercise,
        (
            State("as it begins"),
            State("console", (">console",)),
            State("hint", (">hint",)),
            State("verdict", (">step",)),
            State("an answer", (">console", ">exercise", "right", ">step")),
            State("commands", ("escape", "ctrl+right_square_bracket")),
            State("begin again", ("escape", ">reset")),
            State("summary", ("escape", ">sum_up")),
        ),
    ),
    Story(
        "demonstration",
        _demonstration,
        (
            State("before it begins"),
            State("notes", (">jump",)),
            State("commands", ("escape", "ctrl+right_square_bracket")),
            State("the next note", ("escape", ">next_note")),
        ),
    ),
    Story(
        "exam",
        _begins_itself,
        (
            State("cover"),
            State("begun, start code", ("enter",)),
            State("parts", ("enter",)),
            State("leave?", ("f10",)),
            State("a part", ("escape", "down", "enter")),
            State("what can be done", (">step",)),
            State("answer, typed", ("enter", *"2588160")),
            State("answered", ("enter",)),
            State("prediction", (">step", "enter")),
            State("answer, chosen", (">step", "enter")),
            State("locked, its event has begun", ("down", "enter")),
            State("console", (">console",)),
            State("commands", ("ctrl+right_square_bracket",)),
            State("a minute is left", ("escape",), passed=2650),
            State("parts, one begun", (">quit",)),
            State("hand in?", ("end", "enter")),
            State("the time is over, end code", ("escape",), passed=60),
        ),
        Exam,
    ),
    Story(
        "menu",
        _menu,
        (
            State("menu"),
            State("help", ("f1",)),
            State("demonstrations", ("escape", "down", "down", "enter")),
        ),
    ),
)


def drawn(app: ConsoleApp) -> list[str]:
    """The rows of the screen, with what a dialog leaves in sight of the screens behind it, as the app paints them.

    Textual tells a screen only while it paints what is behind; asked at another time it draws that from its cache, or not at all.
    """
    token = visible_screen_stack.set(app._background_screens)
    try:
        return [_masked(app, strip.text.rstrip()) for strip in app.screen._compositor.render_strips()]
    finally:
        visible_screen_stack.reset(token)


@asynccontextmanager
async def opened_story(
    story: Story, size: tuple[int, int], theme: str = ""
) -> AsyncIterator[tuple[ConsoleApp, Pilot[int]]]:
    """The screen of a story, and whoever drives it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        app = story.app(Path(folder))
        async with app.run_test(size=size) as pilot:
            app.wear(theme)
            shown = story.opened(app, Path(folder))
            if shown is not None:
                _wipe(shown.lab)
                shown.pulse.pacer.pause(True)
                shown.clock = float  # type: ignore[method-assign]  # it stands: a word stays until the next key
                await app.push_screen(shown)
            await pilot.pause()
            yield app, pilot


def _wipe(lab: Lab) -> None:
    for device in lab.devices:
        lab.terminal(device).screen.wipe()
        lab.type(device, ("enter", *"show privilege", "enter"))


def _masked(app: ConsoleApp, row: str) -> str:
    """The codes of an exam are drawn by chance."""
    for code in (app.desk.start_code, app.desk.end_code) if isinstance(app, Exam) else ():
        row = row.replace(code, "X" * len(code)) if code else row
    return row


def room_of(app: ConsoleApp) -> Room | None:
    """The room that is open, whatever lies over it."""
    return next((screen for screen in app.screen_stack if isinstance(screen, Room)), None)


async def lead(app: ConsoleApp, pilot: Pilot[int], state: State) -> None:
    """Do what leads to a state, and wait until all is drawn."""
    room = room_of(app)
    if room is not None and state.action:
        room.lab.do(state.action)
    if room is not None and state.after:
        room.lab.advance(state.after * SECOND)
    for key in state.keys:
        if key.startswith(">"):
            app.screen.action_command(key[1:])  # type: ignore[attr-defined]
        else:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        while _busy(app):
            await pilot.pause(0.01)
    if isinstance(app, Exam):
        app.hands.push(state.passed)
        app._tick()
    await _still(app, pilot)
    if isinstance(app.screen, Room):
        app.screen._draw()
        app.screen._draw_anew()
    await pilot.pause()


async def _still(app: ConsoleApp, pilot: Pilot[int]) -> None:
    """Until nothing is being prepared, and the screen is drawn and changes no more."""
    before: list[str] = []
    await pilot.pause()
    while _busy(app) or not before or drawn(app) != before:
        before = [] if _busy(app) else drawn(app)
        await pilot.pause(0.01)


def _busy(app: ConsoleApp) -> bool:
    """Whether something is still being prepared, or sought in the past."""
    room = room_of(app)
    if room is not None and (room.visit._busy or any(worker.is_running for worker in room.workers)):
        return True
    return isinstance(app.screen, OpeningScreen) or not app.screen._compositor.size


def album(story: Story, size: tuple[int, int], look: Look | None = None, theme: str = "") -> str:
    """All pictures of a story at a size; `look` is called at each. In the smallest window each is drawn in every theme, and
    that changes no character."""

    async def run() -> str:
        parts: list[str] = []
        before: list[str] = []
        async with opened_story(story, size, theme) as (app, pilot):
            for state in story.states:
                await lead(app, pilot, state)
                if look is not None:
                    look(app, state.name)
                now = drawn(app)
                for other in (*(name for name in THEMES if name != theme), theme) if size == SIZES[0] else ():
                    app.wear(other)
                    app.refresh_css(animate=False)
                    assert drawn(app) == now, (state.name, other)
                parts += [f"==== {state.name}", *told(now, before)]
                before = now
        return "\n".join(parts) + "\n"

    return asyncio.run(run())


def told(rows: list[str], before: list[str]) -> Iterator[str]:
    """A picture; rows that are those of the picture before are only counted."""
    for same, run in groupby(zip_longest(rows, before), lambda pair: pair[0] == pair[1]):
        pairs = list(run)
        yield from [f"~ {len(pairs)} as before"] if same else [row or "" for row, _ in pairs]


def file(story: Story, size: tuple[int, int]) -> Path:
    """Where the pictures of a story at a size are kept."""
    return FOLDER / f"{story.name}-{size[0]}x{size[1]}.txt"


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("stories", nargs="*", default=[story.name for story in STORIES], help="all, if none is named")
    args = parser.parse_args()
    if args.write:
        FOLDER.mkdir(exist_ok=True)
        for story in (story for story in STORIES if story.name in args.stories):
            for size in SIZES:
                file(story, size).write_text(album(story, size), encoding="utf-8")


if __name__ == "__main__":
    main()
