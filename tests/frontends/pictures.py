"""Every state of the console as text, at the sizes of the three layouts: what `test_tui_pictures` compares.

    python -m tests.frontends.pictures --write      after a change that was looked at

A story is a lab at one moment after another, with time standing still between them: the same pictures every time. What the
routers printed before is wiped off their consoles: how they boot is not what the pictures are of. Themes change no
character (`test_tui_pictures` tells so), so one picture stands for all.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from iossim.frontends.course.tutor import Tutor
from iossim.frontends.demo.opening import opened
from iossim.frontends.recording import Shelf
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.menu import Menu
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.theme import THEMES
from iossim.lab.lab import Lab
from iossim.training.attempt import Attempt
from iossim.training.definition import load_exercise
from tests.training.desk import small

SECOND = 1_000_000
SIZES = ((80, 24), (120, 36), (200, 60))
FOLDER = Path(__file__).with_name("pictures")
Look = Callable[[ConsoleApp, str], None]


@dataclass(frozen=True, slots=True)
class State:
    """A picture: after so many seconds, an action of the session language and some keys; `>map` is an order of the program."""

    name: str
    keys: tuple[str, ...] = ()
    after: int = 0
    action: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """The states of one screen in the order in which they are visited, and how the screen is opened in a folder."""

    name: str
    opened: Callable[[ConsoleApp, Path], Room | None]
    states: tuple[State, ...]


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
            State("back, commands", ("escape", "ctrl+right_square_bracket")),
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
            State("actions", (">zoom", ">actions")),
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
        ),
    ),
    Story("menu", _menu, (State("menu"), State("help", ("f1",)))),
)


def drawn(app: ConsoleApp) -> list[str]:
    """The rows of the screen."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


@asynccontextmanager
async def opened_story(
    story: Story, size: tuple[int, int], theme: str = ""
) -> AsyncIterator[tuple[ConsoleApp, Room | None, Pilot[int]]]:
    """The screen of a story, and whoever drives it."""
    with tempfile.TemporaryDirectory() as folder:
        app = ConsoleApp(Shelf(Path(folder)))
        async with app.run_test(size=size) as pilot:
            app.wear(theme)
            shown = story.opened(app, Path(folder))
            if shown is not None:
                _wipe(shown.lab)
                shown.pulse.pacer.pause(True)
                await app.push_screen(shown)
            await pilot.pause()
            yield app, shown, pilot


def _wipe(lab: Lab) -> None:
    for device in lab.devices:
        lab.terminal(device).screen.wipe()
        lab.type(device, ("enter", *"show privilege", "enter"))


async def lead(app: ConsoleApp, shown: Room | None, pilot: Pilot[int], state: State) -> None:
    """Do what leads to a state, and wait until all is drawn."""
    if shown is not None and state.action:
        shown.lab.do(state.action)
    if shown is not None and state.after:
        shown.lab.advance(state.after * SECOND)
    for key in state.keys:
        if key.startswith(">"):
            app.screen.action_command(key[1:])  # type: ignore[attr-defined]
        else:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        while shown is not None and (shown.visit._busy or (shown.workers and any(w.is_running for w in shown.workers))):
            await pilot.pause(0.01)
    if shown is not None and app.screen is shown:
        shown._draw()
        shown._draw_anew()
    await pilot.pause()


def album(story: Story, size: tuple[int, int], look: Look | None = None, theme: str = "") -> str:
    """All pictures of a story at a size; `look` is called at each. Rooms are drawn in every theme, and it changes no character."""

    async def run() -> str:
        parts: list[str] = []
        before: list[str] = []
        async with opened_story(story, size, theme) as (app, shown, pilot):
            for state in story.states:
                await lead(app, shown, pilot, state)
                if look is not None:
                    look(app, state.name)
                now = drawn(app)
                if isinstance(app.screen, Room):
                    for other in (*(one for one in THEMES if one != theme), theme):  # it has just been drawn in its own
                        app.wear(other)
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
