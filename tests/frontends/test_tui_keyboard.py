"""The keys of a user: what he may change, what is refused, and that everything that shows or takes a key follows."""

from __future__ import annotations

import asyncio
import string
from pathlib import Path

import pytest
from textual.keys import _character_to_key
from textual.pilot import Pilot

from iossim.frontends.recording import Shelf
from iossim.frontends.tui import run
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.commands import COMMANDS
from iossim.frontends.tui.hints import HERE
from iossim.frontends.tui.keyboard import Keyboard, named, shown
from iossim.frontends.tui.keyfile import read
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.layout import VIEWS
from iossim.frontends.tui.orders import Orders
from iossim.frontends.tui.panel import OF_VIEWS
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.timebar import TIME_KEYS
from iossim.frontends.tui.tour import CARDS
from iossim.lab.errors import LabError
from tests.frontends.test_tui import appears, booted, play, press, screen
from tests.frontends.test_tui import shown as text_of

MINE = """
prefix: ctrl-b
keys: {timeline: E, why: "!", reload: space, pause: R}
functions: {help: f12, actions: f1}
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "keys.yaml"
    file.write_text(text)
    return file


def mistakes(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with a file, each with its line."""
    with pytest.raises(LabError) as error:
        read(written(tmp_path, text))
    return [f"{mistake.line}: {mistake.message}" for mistake in error.value.mistakes]


def test_keys_are_named_as_they_are_reported() -> None:
    """The name of every character is the one that Textual reports, and back."""
    for character in string.digits + string.ascii_letters + string.punctuation:
        assert named(character) == _character_to_key(character)
        assert shown(named(character)) == character
    assert [shown(key) for key in ("ctrl+right_square_bracket", "ctrl+b", "f5", "space")] == [
        "Ctrl-]",
        "Ctrl-B",
        "F5",
        "Space",
    ]


def test_the_users_keys_give_the_orders(tmp_path: Path) -> None:
    """Prefix, keys and function keys of the file work, those they replaced do not; bars, strip and help show them."""
    keyboard = read(written(tmp_path, MINE))

    async def script() -> None:
        app = ConsoleApp(Shelf(tmp_path), keyboard=keyboard)
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            room = Room(booted(), None)
            room.pulse.pacer.pause(True)
            await app.push_screen(room)
            await pilot.pause()
            assert "F12 Help" in screen(app)[-1] and "F1 Actions" in screen(app)[-1]
            assert "Ctrl-B all commands" in screen(app)[-1]
            await appears(app, pilot, "is a key of IOS")
            await press(app, pilot, ("ctrl+b", "\x02"))
            await appears(app, pilot, "Ctrl-B and then")
            assert "! why" in text_of(app)
            await press(app, pilot, ("E", "E"))
            assert room.view_shown == "timeline"
            await press(app, pilot, ("exclamation_mark", "!"))
            assert room.view_shown == "why"
            await press(app, pilot, ("escape", "\x1b"), ("ctrl+right_square_bracket", "\x1d"), ("e", "e"))
            assert room.view_shown == "console"
            await press(app, pilot, ("f12", None))
            await appears(app, pilot, "Ctrl-B R, F11 ")

    asyncio.run(script())


def test_the_prefix_pressed_twice_is_the_routers(tmp_path: Path) -> None:
    """A prefix that IOS knows still reaches it: Ctrl-B goes a character back."""
    keyboard = read(written(tmp_path, "prefix: ctrl-b"))
    assert keyboard.literal == ("c-b",)
    assert Keyboard().literal == ("c-]",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prefix: x", "1: expected ctrl- and a letter or ] \\ ^ _, or f1 to f12, found 'x'"),
        ("prefix: ctrl-i", "1: expected ctrl- and a letter or ] \\ ^ _, or f1 to f12, found 'ctrl-i': "
         "a terminal cannot tell it from Tab"),
        ("keys:\n  why: t", "2: t is the key of timeline: expected one of its own"),
        ("keys:\n  wy: t", "2: no order is called 'wy' (did you mean 'why'?)"),
        ("keys:\n  why: '3'", "2: 3 opens a console: expected another key"),
        ("keys:\n  why: G", "2: G is a key of a view: expected one that is not of "),
        ("keys:\n  why: pgup", "2: expected a character, space, tab, backspace, enter, found 'pgup'"),
        ("functions:\n  why: f1", "2: no order is called 'why'"),
        ("functions:\n  help: f3", "2: expected f1, f10, f11 or f12 (the others open consoles), found 'f3'"),
        ("functions:\n  help: f12", "2: f12 is the key of actions: expected one of its own"),
        ("prefix: f12\nfunctions: {}", "1: f12 has another meaning: expected a key of its own"),
        ("prefix: ctrl-b\nother: 1", "2: unknown key 'other'"),
        ("prefix: [", "2: not YAML"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_explained(tmp_path: Path, text: str, said: str) -> None:
    """Each mistake with its line and what was expected; two orders with one key are one."""
    assert any(message.startswith(said) for message in mistakes(tmp_path, text)), mistakes(tmp_path, text)


def test_a_wrong_file_stops_before_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`iossim` ends with code 2 and file, line and what was expected."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "iossim").mkdir()
    file = written(tmp_path / "iossim", "keys:\n  why: t\n")
    assert run.screen(None) == run.WRONG
    assert capsys.readouterr().err.startswith(f"{file}:2:")


def test_without_a_file_keys_are_those_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody needs a file."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert run.read_keys() == Keyboard()


def test_texts_name_orders_that_there_are() -> None:
    """Every key that a tour or a help text mentions is an order's: none is left in braces."""
    for text in (*HERE.values(), *(card.text for card in CARDS)):
        assert "{" not in Keyboard().told(text)


def test_the_page_lists_every_order() -> None:
    """Who writes the file finds every name on the console's page, in the order of the table."""
    page = Path(__file__).parents[2].joinpath("docs", "console.md").read_text()
    told = page.split("The orders are `")[1].split("`")[0].split()
    assert told == [command.action for command in COMMANDS]


def test_a_key_means_the_same_in_every_view(tmp_path: Path) -> None:
    """No view has a key of its own that is an order elsewhere, `/` apart, which seeks words in what is shown."""
    orders = {command.key for command in COMMANDS}
    assert not orders & {named(character) for character in OF_VIEWS}

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        for view in VIEWS:
            panel = room.query_one(f"#main-{view.name}")
            room.show_view(view.name)
            await pilot.pause()
            own = {key for key in orders if panel.key(key)}  # type: ignore[attr-defined]
            assert own <= {"slash"}, view.name
            while app.screen is not room:
                app.pop_screen()
            assert all(hint.key in ("enter", "slash") or hint.key in OF_VIEWS for hint in panel.keys())  # type: ignore[attr-defined]
        assert not orders & {row.key for row in TIME_KEYS} - {"tab"}

    play(script, tmp_path)


def test_every_order_has_its_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefix and key give each of them, its function key as well, at the console and, without the prefix, in a view."""
    given: list[str] = []
    for command in COMMANDS:
        monkeypatch.setattr(Orders, f"do_{command.action}", lambda self, name=command.action: given.append(name))

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        for command in COMMANDS:
            await press(app, pilot, (PREFIX, "\x1d"), (command.key, None))
            if command.function:
                await press(app, pilot, (command.function, None))
        expected = [command.action for command in COMMANDS for _ in range(1 + bool(command.function))]
        assert given == expected
        given.clear()
        room.show_view("map")
        await pilot.pause()
        await press(app, pilot, *((command.key, None) for command in COMMANDS))
        assert given == [command.action for command in COMMANDS]

    play(script, tmp_path)
