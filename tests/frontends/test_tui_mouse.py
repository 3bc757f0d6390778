"""The mouse: whatever a key does can be clicked, on every screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import ModalScreen

from iossim.frontends.course.screens import AnswerLine, Course
from iossim.frontends.course.shelf import KEYS as ATTEMPTS
from iossim.frontends.course.shelf import Attempts
from iossim.frontends.demo.screens import Demonstrations
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.bars import KeyBar
from iossim.frontends.tui.commands import COMMANDS, GROUPS
from iossim.frontends.tui.dialogs import Asking, Question, Reading
from iossim.frontends.tui.moments import MomentChooser
from iossim.frontends.tui.orders import Orders
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.strip import Strip, strip_rows
from iossim.frontends.tui.timebar import TIME_KEYS, TimeBar
from iossim.frontends.tui.tour import CARDS, Tour
from iossim.training.cards import cards
from iossim.training.demonstrations import demonstrations
from tests.frontends.test_tui import appears, play, press, screen


def test_every_order_can_be_clicked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar at the bottom opens the commands, and each of them is given by a click on it, those of exercises and demonstrations
    as well, which a free lab leaves out."""
    given: list[str] = []
    monkeypatch.setattr(Room, "groups", lambda self: GROUPS)
    for command in COMMANDS:
        monkeypatch.setattr(Orders, f"do_{command.action}", lambda self, name=command.action: given.append(name))

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        for command in COMMANDS:
            await pilot.click(KeyBar, offset=(screen(app)[-1].index("all commands"), 0))
            await pilot.pause()
            strip = room.query_one(Strip)
            assert strip.display
            rows = strip_rows(app.keyboard, room.lab.devices, strip.content_size.width)
            y, row = next((y, row) for y, row in enumerate(rows) if any(_is(entry, command.action) for entry in row))
            x = 0
            for entry in row:
                if _is(entry, command.action):
                    break
                x += len(entry.piece[0])
            await pilot.click(Strip, offset=(strip.gutter.left + x, strip.gutter.top + y))
            await pilot.pause()
            assert not strip.display
        assert given == [command.action for command in COMMANDS]

    play(script, tmp_path)


DIALOGS: dict[str, Callable[[], ModalScreen[Any]]] = {
    "question": lambda: Question("Title", "Text", [("a", "an answer"), ("b", "another")]),
    "question below": lambda: Question("Title", "Text", [("a", "an answer")], below=True),
    "asking": lambda: Asking("Title", "words"),
    "reading": lambda: Reading("Title", Content("Text\n" * 40)),
    "moment": lambda: MomentChooser((), 0, datetime(2003, 3, 12, 14, 38)),
    "course": lambda: Course(cards(), {}),
    "answer": lambda: AnswerLine("Title", "Text"),
    "demonstrations": lambda: Demonstrations(demonstrations()),
    "tour": Tour,
}


@pytest.mark.parametrize("edge", [False, True], ids=["beside", "edge"])
@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_is_left_with_the_mouse(tmp_path: Path, name: str, edge: bool) -> None:
    """A click beside its frame, or on the lower edge, where the keys stand, does what Escape does; the tour turns its cards."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await app.push_screen(dialog := DIALOGS[name]())
        await pilot.pause()
        box = dialog.query("Box, ScrollBox, Tour > Vertical").first().region
        at = (box.x + 2, box.bottom - 1) if edge else (0, 0)
        for _ in range(len(CARDS) if name == "tour" else 1):
            assert app.screen is dialog
            await pilot.click(offset=at)
            await pilot.pause()
        assert app.screen is room

    play(script, tmp_path)


def test_saved_attempts_have_their_keys_in_a_bar(tmp_path: Path) -> None:
    """What can be done with an attempt is done by a click as well."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert {hint.order for hint in ATTEMPTS} == {str(binding[1]) for binding in Attempts.BINDINGS} | {
            "open",
            "leave",
        }  # type: ignore[index]
        await app.push_screen(dialog := Attempts(app.shelf))
        await pilot.pause()
        for hint in ATTEMPTS:
            assert app.screen is dialog
            await pilot.click(KeyBar, offset=(screen(app)[-1].index(hint.shown), 0))
            await pilot.pause()
        assert app.screen is room

    play(script, tmp_path)


def test_the_right_button_is_the_prefix(tmp_path: Path) -> None:
    """Wherever one is, also where the console has the whole window and no bar is to be seen."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        for order in ("console", "map", "zoom"):
            room.action_command(order)
            await pilot.pause()
            await pilot.click(offset=(5, 5), button=3)
            await pilot.pause()
            assert room.query_one(Strip).display, order
            await press(app, pilot, ("escape", None))

    play(script, tmp_path)


def _is(entry: object, action: str) -> bool:
    pressed = getattr(entry, "pressed", None)
    return pressed is not None and pressed.action == action


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_the_line_of_time_can_be_clicked(tmp_path: Path, size: tuple[int, int]) -> None:
    """Each of its keys is given by a click on it, also where they need two rows."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.lab.advance(60_000_000)
        asked = []
        monkey = room.visit.asked
        room.visit.asked = asked.append  # type: ignore[method-assign]
        room.visit.begin()
        await pilot.pause()
        await pilot.pause()
        bar = room.query_one(TimeBar)
        for y, row in enumerate(bar._keys):
            x = 0
            for part in row:
                if part.row is not None:
                    await pilot.click(TimeBar, offset=(bar.gutter.left + x, bar.gutter.top + 2 + y))
                x += len(part.text)
        await pilot.pause()
        assert {row.key for row in asked} == {row.key for row in TIME_KEYS} - {"home", "end"}
        room.visit.asked = monkey  # type: ignore[method-assign]

    play(script, tmp_path, size)


def test_keys_of_a_view_can_be_clicked(tmp_path: Path) -> None:
    """Below the timeline stands what can be done with an event; a click does it, and Back leads back."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.lab.do("cut x-over")
        room.show_view("timeline")
        await appears(app, pilot, "[cut x-over]")
        await press(app, pilot, ("up", None))
        await appears(app, pilot, "Enter why")
        await pilot.click(KeyBar, offset=(screen(app)[-1].index("Enter"), 0))
        await pilot.pause()
        assert room.view_shown == "why"
        await appears(app, pilot, "Esc Back")
        await pilot.click(KeyBar, offset=(1, 0))
        await pilot.pause()
        assert room.view_shown == "console"

    play(script, tmp_path)
