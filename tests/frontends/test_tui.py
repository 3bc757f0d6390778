"""The console on the screen, driven without a terminal: keys in, text of the screen out."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from iossim.frontends.recording import Condition, Shelf, work_of
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.commands import COMMANDS
from iossim.frontends.tui.console import Console
from iossim.frontends.tui.dialogs import Question, TooSmall
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.menu import Menu
from iossim.frontends.tui.openable import NewLab, OldWork
from iossim.frontends.tui.opening import Opening, OpeningScreen
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.strip import Strip
from iossim.lab.lab import Lab

SECOND = 1_000_000
BOOTED = 200 * SECOND

Script = Callable[[ConsoleApp, Room, "Pilot[int]"], Awaitable[None]]


def screen(app: ConsoleApp) -> list[str]:
    """The text on the screen."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def shown(app: ConsoleApp) -> str:
    return "\n".join(screen(app))


async def press(app: ConsoleApp, pilot: Pilot[int], *keys: tuple[str, str | None]) -> None:
    """Post key events as a terminal's driver does, and let them be handled."""
    for key, character in keys:
        app.post_message(events.Key(key, character))
        await pilot.pause()


async def appears(app: ConsoleApp, pilot: Pilot[int], text: str) -> None:
    """Until a text is on the screen: a new screen is drawn by a task of its own."""
    for _ in range(200):
        if text in shown(app):
            return
        await pilot.pause()
    raise AssertionError(f"{text!r} does not appear on\n{shown(app)}")


def booted() -> Lab:
    lab = Lab.open("pair", "cold")
    lab.advance(BOOTED)
    return lab


def play(
    script: Script, tmp_path: Path, size: tuple[int, int] = (80, 24), record: bool = False, lab: Lab | None = None
) -> None:
    """Run a script in a room, of two booted routers if no other lab is given, with time standing still."""
    shown_lab = booted() if lab is None else lab

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path))
        async with app.run_test(size=size) as pilot:
            app.recording = app.shelf.begin(shown_lab) if record else None
            room = Room(shown_lab, app.recording)
            room.pulse.pacer.pause(True)
            await app.push_screen(room)
            await pilot.pause()
            await script(app, room, pilot)
            app.close_recording()

    asyncio.run(run())


# -- keys ------------------------------------------------------------------------------------------------------------

IOS_KEYS = [
    *((f"ctrl+{letter}", chr(ord(letter) - 96), (f"c-{letter}",)) for letter in "abcdefgklnopqrstuvwxyz"),
    ("tab", "\t", ("tab",)),
    ("enter", "\r", ("enter",)),
    ("backspace", "\x7f", ("backspace",)),
    ("ctrl+h", "\x08", ("backspace",)),
    ("question_mark", "?", ("?",)),
    ("space", " ", (" ",)),
    ("A", "A", ("A",)),
    ("up", None, ("up",)),
    ("escape", "\x1b", ("escape",)),
    ("ctrl+left", None, ("escape", "b")),
    ("alt+b", None, ("escape", "b")),
    ("alt+d", None, ("escape", "d")),
    ("ctrl+circumflex_accent", "\x1e", ("c-^",)),
    ("ctrl+shift+6", None, ("c-^",)),
    ("ctrl+6", "6", ("c-^",)),
]


def test_every_key_of_ios_reaches_the_router(tmp_path: Path) -> None:
    """Control and Escape sequences, Tab, `?` and Ctrl-Shift-6 in every spelling come to the router, and only to it."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        for key, character, expected in IOS_KEYS:
            before = len(room.lab.journal.inputs)
            await press(app, pilot, (key, character))
            typed = [entry.keys for entry in room.lab.journal.inputs[before:] if entry.kind == "keys"]
            assert typed == [expected], key
            assert app.screen is room

    play(script, tmp_path)


def test_keys_of_the_program_do_not_reach_the_router(tmp_path: Path) -> None:
    """Function keys and what follows Ctrl-] are the program's; none of them is a key of IOS."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        before = len(room.lab.journal.inputs)
        await press(app, pilot, ("f3", None))
        assert room.device == "r2"
        await press(app, pilot, ("f2", None), (PREFIX, "\x1d"), ("2", "2"))
        assert room.device == "r2"
        await press(app, pilot, (PREFIX, "\x1d"), ("m", "m"))
        assert "─[r1]─" in shown(app)
        await press(app, pilot, ("c", "c"))
        assert isinstance(app.focused, Console)
        assert [entry for entry in room.lab.journal.inputs[before:] if entry.kind == "keys"] == []

    play(script, tmp_path)


def test_the_prefix_twice_is_the_routers(tmp_path: Path) -> None:
    """Ctrl-] Ctrl-] sends Ctrl-] itself, and the console has its focus back."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, (PREFIX, "\x1d"))
        assert room.query_one(Strip).display
        assert "pause, or go on" in shown(app)
        await press(app, pilot, (PREFIX, "\x1d"))
        assert room.lab.journal.inputs[-1].keys == ("c-]",)  # type: ignore[union-attr]
        assert isinstance(app.focused, Console)
        assert not room.query_one(Strip).display

    play(script, tmp_path)


def test_commands_have_keys_of_their_own() -> None:
    """No two commands share a key, and each has its method."""
    from iossim.frontends.tui.orders import Orders

    keys = [command.key for command in COMMANDS] + [c.function for c in COMMANDS if c.function]
    assert len(keys) == len(set(keys))
    assert all(callable(getattr(Orders, f"do_{command.action}")) for command in COMMANDS)
    assert not any(key.isdigit() for key in keys)


def test_typing_shows_what_the_router_echoes(tmp_path: Path) -> None:
    """Keys typed at the console appear as its terminal draws them, `?` answers at once."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, ("enter", "\r"), *((letter, letter) for letter in "sh"), ("question_mark", "?"))
        text = shown(app)
        assert "r1>sh?" in text
        assert "show" in text
        assert screen(app)[-2].rstrip() == "r1>sh"

    play(script, tmp_path)


def test_a_paste_is_typed_key_by_key(tmp_path: Path) -> None:
    """A pasted text of several lines is typed in order, with one Enter for each kind of line end."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        app.screen.post_message(events.Paste("en\r\nab\rc\n"))
        room.query_one(Console).post_message(events.Paste("en\r\nab\rc\n"))
        await pilot.pause()
        assert room.lab.journal.inputs[-1].keys == (*"en", "enter", *"ab", "enter", "c", "enter")  # type: ignore[union-attr]

    play(script, tmp_path)


def test_scrolling_is_not_the_routers(tmp_path: Path) -> None:
    """PgUp scrolls, new output does not pull the window away, a key goes back to the end."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        console = room.query_one(Console)
        assert console.at_end
        await press(app, pilot, ("pageup", None))
        assert not console.at_end
        top = console.scroll_offset.y
        room.lab.type("r1", ("enter", "enter", "enter"))
        console.sync()
        assert console.scroll_offset.y == top
        await press(app, pilot, ("enter", "\r"))
        assert console.at_end

    play(script, tmp_path)


# -- the screen ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (160, 45), (220, 60)])
def test_the_bars_are_there_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    """State on top, consoles below it, keys at the bottom; the console is never narrower than 80 columns."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        lines = screen(app)
        assert lines[0].startswith(f" pair  {'Wed Mar 12 ' if size[0] > 80 else ''}09:03:20 ")
        assert "PAUSED" in lines[0] and " at 3:20 " in lines[0]
        assert "F2 r1" in lines[1] and "3 r2" in lines[1]
        assert "F1 Help" in lines[-1] and "Ctrl-]" in lines[-1]
        console = room.query_one(Console)
        assert console.scrollable_content_region.width >= 80
        assert ("Timeline" in shown(app)) == (size[0] >= 116)
        assert ("Network" in shown(app)) == (size[0] >= 150)

    play(script, tmp_path, size)


def test_a_window_too_small_says_so_and_lives(tmp_path: Path) -> None:
    """Below 80 x 24 there is one message; enlarged, everything is as before."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await pilot.resize_terminal(60, 15)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        assert "needs a window of 80 x 24" in shown(app)
        assert "60 x 15" in shown(app)
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        await pilot.resize_terminal(90, 30)
        await pilot.pause()
        assert app.screen is room
        await press(app, pilot, ("enter", "\r"))
        assert "r1>" in shown(app)

    play(script, tmp_path)


@pytest.mark.parametrize("first", [None, NewLab("pair")])
def test_a_window_that_is_too_small_from_the_start(tmp_path: Path, first: NewLab | None) -> None:
    """The message lies over the menu, and over a lab that was asked for by name; both are there when it has grown."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path), first)
        async with app.run_test(size=(60, 20)) as pilot:
            while not (isinstance(app.screen, TooSmall) and shown(app).strip()):
                await pilot.pause(0.01)
            assert "This one is 60 x 20" in shown(app)
            while first is not None and not any(isinstance(below, Room) for below in app.screen_stack):
                await pilot.pause(0.01)
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert isinstance(app.screen, Menu if first is None else Room)
            while "F1 Help" not in shown(app):
                await pilot.pause(0.01)
            app.close_recording()

    asyncio.run(run())


def test_help_names_the_passwords_of_the_open_lab(tmp_path: Path) -> None:
    """Who stands before `Password:` for the first time finds the answer under F1."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, ("f1", None))
        assert "enable here: cisco" in shown(app)
        assert "Virtual terminals here: lab" in shown(app)

    play(script, tmp_path)


def test_the_map_shows_states_in_words_and_signs(tmp_path: Path) -> None:
    """A cut cable is crossed out, a router that boots says how far it is: no colour is needed."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.orders.do_action("cut x-over")
        room.orders.do_action("crash r2")
        room.show_view("map")
        await pilot.pause()
        room._draw_anew()
        await pilot.pause()
        text = shown(app)
        assert "┈✕┈" in text
        assert "booting 0%" in text

    play(script, tmp_path)


def test_an_action_that_is_none_is_explained(tmp_path: Path) -> None:
    """A wrong sentence is answered with what was expected; nothing happens."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        before = len(room.lab.journal.inputs)
        room.orders.do_action("cut x-ovr")
        await pilot.pause()
        (note,) = app._notifications
        assert "did you mean 'x-over'?" in note.message
        assert not [entry for entry in room.lab.journal.inputs[before:] if entry.kind == "do"]

    play(script, tmp_path)


# -- beginning and end -----------------------------------------------------------------------------------------------


def opened(app: ConsoleApp, what: NewLab | OldWork) -> Opening:
    """What the opening screen's thread does, done here and now."""
    opening = Opening(what, app.shelf)
    opening.run()
    app._opened(opening)
    return opening


def test_the_menu_offers_labs_and_says_what_is_missing(tmp_path: Path) -> None:
    """Every lab of the package can be chosen; what this version lacks is shown as such."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            text = shown(app)
            assert "headend" in text and "pair" in text
            assert "At the command line" in text and "Exercises" in text

    asyncio.run(run())


def test_work_that_was_broken_off_is_offered(tmp_path: Path) -> None:
    """After an end without a goodbye the program offers to go on; then everything is there up to the last key."""
    shelf = Shelf(tmp_path)
    recording = shelf.begin(booted())
    recording.lab.type("r2", ("enter", *"show ver"))
    recording.abandon()

    async def run() -> None:
        app = ConsoleApp(shelf)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, Question)
            assert "Everything up to the last key is kept" in shown(app)
            app.screen.dismiss("later")
            await pilot.pause()
            opened(app, OldWork(recording.path))
            await pilot.pause()
            assert isinstance(app.screen, Room)
            assert screen(app)[-2].rstrip() == "r2>show ver"
            assert work_of(recording.path).condition is Condition.IN_USE
            app.close_recording()
        assert work_of(recording.path).condition is Condition.CLOSED

    asyncio.run(run())


@pytest.mark.parametrize(("first", "answer", "left"), [
    (None, "later", Condition.CLOSED),
    (NewLab("pair"), "later", Condition.CLOSED),
    (NewLab("pair"), "quit", Condition.BROKEN_OFF),
])  # fmt: skip
def test_one_is_asked_once(tmp_path: Path, first: NewLab | None, answer: str, left: Condition) -> None:
    """Who puts broken-off work aside is not asked about it again; who quits at the question is."""
    shelf = Shelf(tmp_path)
    recording = shelf.begin(booted())
    recording.lab.type("r2", ("enter",))
    recording.abandon()

    async def run() -> None:
        app = ConsoleApp(shelf, first)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.screen.dismiss(answer)
            await pilot.pause()
            while first is not None and answer == "later" and "Press RETURN" not in shown(app):
                await pilot.pause(0.01)
            app.close_recording()
        assert work_of(recording.path).condition is left

    asyncio.run(run())


def test_an_opened_lab_is_recorded(tmp_path: Path) -> None:
    """A lab from the menu has a journal from its first key."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            opened(app, NewLab("pair", "cold"))
            await pilot.pause()
            assert isinstance(app.screen, Room)
            (work,) = app.shelf.works()
            assert (work.lab, work.condition) == ("pair", Condition.IN_USE)
            app.close_recording()

    asyncio.run(run())


def test_a_lab_with_mistakes_is_refused_in_words(tmp_path: Path) -> None:
    """A lab file with mistakes is answered with its mistakes; the menu is still there."""
    (tmp_path / "bad.yaml").write_text("lab: bad\nnodes: {r1: {kind: routter}}\n")

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path / "journals"))
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            opened(app, NewLab(str(tmp_path / "bad.yaml")))
            await pilot.pause()
            assert isinstance(app.screen, Question)
            assert "routter" in shown(app)
            app.screen.dismiss("back")
            await pilot.pause()
            assert isinstance(app.screen, Menu)

    asyncio.run(run())


def test_a_bug_shows_the_journal_and_no_traceback(tmp_path: Path) -> None:
    """A fault of the program while a lab runs is called one, tells where the work is, and leads back to the menu."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert app.recording is not None
        path = app.recording.path

        def broken(device: str, keys: object, line: str = "") -> None:
            raise ZeroDivisionError("planted")

        room.lab.type = broken  # type: ignore[assignment,method-assign]
        await press(app, pilot, ("x", "x"))
        assert isinstance(app.screen, Question)
        await appears(app, pilot, "a bug in iossim")
        assert "Traceback" not in shown(app)
        assert f"kept in\n{path}\n" in app.screen._text
        assert work_of(path).condition is Condition.BROKEN_OFF
        details = next(path.parent.glob("bug-*.txt")).read_text()
        assert "ZeroDivisionError: planted" in details
        app.screen.dismiss("menu")
        await pilot.pause()
        assert isinstance(app.screen, Menu)

    play(script, tmp_path, (120, 36), record=True)


def test_a_command_that_waits_while_time_stands_says_why(tmp_path: Path) -> None:
    """In a pause a prompt answers as always; a ping cannot, and a word tells what it waits for."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.type_keys(("enter", *"show privilege", "enter"))
        assert room.note == ""
        room.type_keys((*"ping 10.0.2.10", "enter"))
        assert room.note == "time stands: F11"
        room._draw_anew()
        await pilot.pause()
        assert "time stands: F11" in screen(app)[-1]

    play(script, tmp_path)


def test_leaving_keeps_the_work(tmp_path: Path) -> None:
    """Out of the lab and back to the menu: the work is closed, and listed to go on with."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, ("enter", "\r"), ("f10", None))
        assert isinstance(app.screen, Question)
        app.screen.dismiss("menu")
        await appears(app, pilot, "Go on with your work")
        assert isinstance(app.screen, Menu)
        (work,) = app.shelf.works()
        assert work.condition is Condition.CLOSED

    play(script, tmp_path, record=True)


def test_a_lab_that_was_only_looked_at_leaves_nothing(tmp_path: Path) -> None:
    """Nobody wants to go on with a lab in which nothing was typed or done: the call it comes with is not work."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path), NewLab("headend"))
        async with app.run_test(size=(80, 24)) as pilot:
            while "Press RETURN" not in shown(app):
                await pilot.pause(0.01)
            assert len(app.shelf.works()) == 1
            app.close_recording()
            assert app.shelf.works() == ()

    asyncio.run(run())


def test_the_opening_screen_says_what_it_does(tmp_path: Path) -> None:
    """Before a lab is there the screen says that it is being opened."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path))
        async with app.run_test(size=(80, 24)) as pilot:
            opening = Opening(NewLab("pair"), app.shelf)
            waiting = OpeningScreen(opening, "Opening pair")
            waiting._start = lambda: None  # type: ignore[method-assign]
            await app.push_screen(waiting)
            await pilot.pause()
            assert "Opening pair" in shown(app)

    asyncio.run(run())


@pytest.mark.parametrize("arguments", [[], ["lab", "pair"], ["lab", "pair", "--plain"]])
def test_without_a_terminal_there_is_one_line(arguments: list[str]) -> None:
    """Piped, the console says in one line what to use instead, and ends with code 2."""
    done = subprocess.run(
        [sys.executable, "-m", "iossim", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "iossim run" in done.stderr


def test_a_new_size_keeps_the_end_in_sight(tmp_path: Path) -> None:
    """Whoever was at the end of the console is there after the window has changed; whoever had scrolled away is not."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        console = room.query_one(Console)
        for size in ((120, 36), (80, 24), (160, 45), (90, 26)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            assert console.at_end, size
        await press(app, pilot, ("pageup", None))
        await pilot.resize_terminal(100, 26)
        await pilot.pause()
        assert not console.at_end

    play(script, tmp_path)
