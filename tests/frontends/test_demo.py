"""Demonstrations: scripts that hold, performed at any pace to the same end; the keyboard taken over in a branch and given back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from iossim.frontends.demo import stage
from iossim.frontends.demo.opening import Script, opened
from iossim.frontends.demo.performance import Performance
from iossim.frontends.demo.screens import Demonstrations
from iossim.frontends.recording import Shelf
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.openable import NewDemo, TheDemonstrations
from iossim.frontends.tui.room import Room
from iossim.lab.journal import Typed
from iossim.lab.lab import Lab
from iossim.lab.running.runner import Runner
from iossim.lab.score import Look, scenes
from iossim.lab.session import read_session
from iossim.main import main
from iossim.training.demonstrations import demonstrations, root
from tests.frontends.test_course import shown, until

SMALL = """\
# First: look.
lab pair, settled, numbers
r1#show clock
r1#show privilege

# Second: cut, and wait.
[cut x-over]
[wait 30s]
r2#show clock
# Third: nothing but a note.
"""
ROWS = {row.id: row for row in demonstrations()}


@pytest.fixture
def script(tmp_path: Path) -> Script:
    return opened(str(written(tmp_path)))


def written(folder: Path) -> Path:
    file = folder / "small.session"
    file.write_text(SMALL)
    return file


# -- the scripts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ROWS)
def test_a_demonstration_holds(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything its notes and outputs say is so, as `iossim run --check` finds."""
    assert main(["run", str(ROWS[name].file), "--check"]) == 0
    assert capsys.readouterr().err == ""


def test_the_roster_names_every_script() -> None:
    """No session is forgotten; each begins with a note, and says something before everything it does."""
    assert {file.stem for file in root().glob("*.session")} == set(ROWS)
    for row in ROWS.values():
        assert row.file.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", ROWS)
def test_a_performance_comes_to_the_end_of_the_run(name: str) -> None:
    """Keys one by one, at any pace: the lab is that of a run, to the fingerprint."""
    performance = Performance((script := opened(name)).lab, script.score)
    assert not script.score.failures
    lab = Lab.open(batch=True)
    for _ in Runner(lab, read_session(ROWS[name].file.read_text(), "", lab.names)).run():
        pass
    performance.finish(len(script.score.beats))
    assert performance.over
    assert (performance.lab.now, performance.lab.fingerprint()) == (lab.now, lab.fingerprint())


# -- the score and its performance -----------------------------------------------------------------------------------


def test_notes_make_scenes(script: Script) -> None:
    """Lines of comment that follow each other are one note; what follows is its scene."""
    assert [scene.note for scene in script.score.scenes] == [
        ("First: look.",), ("Second: cut, and wait.",), ("Third: nothing but a note.",)
    ]  # fmt: skip
    assert all(len(entry.keys) == 1 for entry in script.score.inputs if isinstance(entry, Typed))
    assert list(scenes(())) == []


def test_it_stops_at_the_next_note(script: Script) -> None:
    """A scene is played to its end, and not an event more; typing takes no virtual time."""
    performance = Performance(script.lab, script.score)
    began = performance.now
    assert performance.next_time() is None and performance.due is None
    performance.play_scene()
    pressed = 0
    while performance.playing:
        assert performance.press() is not None
        pressed += 1
    assert (pressed, performance.scene, performance.now) == (len("show clock") + len("show privilege") + 2, 1, began)
    performance.play_scene()
    assert str(performance.press()).startswith("Done(")
    assert performance.due is None
    performance.run_until(began + 3_600_000_000)
    assert performance.now == began + 30_000_000
    performance.stop()
    assert performance.due is None and not performance.playing


def test_a_step_is_one_line(script: Script) -> None:
    """However many keys it has."""
    performance = Performance(script.lab, script.score)
    performance.play_beat()
    while performance.playing:
        performance.press()
    assert performance.current is not None and performance.current.text == "r1#show privilege"


def test_a_look_changes_nothing() -> None:
    """A report in a script is shown, and is no input of the lab."""
    script = opened("packet")
    assert sum(isinstance(entry, Look) for entry in script.score.inputs) == 3
    performance = Performance(script.lab, script.score)
    performance.finish(len(script.score.beats))
    assert not any("path" in str(getattr(entry, "action", "")) for entry in performance.lab.journal.inputs)


# -- on the screen ---------------------------------------------------------------------------------------------------

Act = Callable[[ConsoleApp, Room, "Pilot[int]"], Awaitable[None]]


def perform(act: Act, tmp_path: Path, what: NewDemo, size: tuple[int, int] = (120, 40)) -> None:
    """Open it as the program does, and act."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path / "shelf"), what)
        async with app.run_test(size=size) as pilot:
            await until(app, pilot, lambda: isinstance(app.screen, Room) and app.screen.pulse.alive)
            room = app.screen
            assert isinstance(room, Room)
            await pilot.pause()
            await act(app, room, pilot)

    asyncio.run(run())


async def rest(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> str:
    """Until nothing is played any more; what the screen shows then."""
    await until(app, pilot, lambda: room.stage is not None and not room.stage.playing and not room.stage._running)
    room._draw_anew()
    await pilot.pause()
    return shown(app)


def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys without pauses between them."""
    for name in ("KEY", "LINE", "ACTION", "LOOK"):
        monkeypatch.setattr(stage, name, 0.0)


def test_play_pause_step_and_jump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands until somebody plays; a scene is played to the next note; one goes back to a note and is where one was."""
    at_once(monkeypatch)

    async def act(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.stage is not None and room.pulse.pacer.paused
        assert "First: look." in await rest(app, room, pilot)
        room.action_command("pause")
        text = await rest(app, room, pilot)
        assert "Second: cut, and wait." in text and "r1#show privilege" in text and "r1  show␣privilege⏎" in text
        place, print_ = room.lab.now, room.lab.fingerprint()
        room.action_command("next_event")
        await rest(app, room, pilot)
        assert room.stage.pressed == "[cut x-over]" and room.lab.now == place
        room.action_command("next_event")
        await rest(app, room, pilot)
        assert room.lab.now == place + 30_000_000 and room.pulse.pacer.paused
        room.action_command("note_before")
        await rest(app, room, pilot)
        assert (room.lab.now, room.lab.fingerprint()) == (place, print_)
        room.action_command("next_note")
        assert "Third: nothing but a note." in await rest(app, room, pilot)
        assert room.stage.performance.over
        room.stage.to(0)
        assert "First: look." in await rest(app, room, pilot)
        app.close_recording()

    perform(act, tmp_path, NewDemo(str(written(tmp_path))))


def test_it_stops_in_the_middle_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop is a stop, with a line half typed; the same key goes on, and the end is the same."""

    async def act(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.stage is not None
        room.action_command("pause")
        await until(app, pilot, lambda: room.stage is not None and room.stage.performance.at > 2)
        room.action_command("pause")
        assert room.pulse.pacer.paused and not room.stage.playing
        at = room.stage.performance.at
        assert room.lab.terminal("r1").last_line == f"r1#{'show clock'[:at]}"
        at_once(monkeypatch)
        room.action_command("pause")
        await rest(app, room, pilot)
        assert room.stage.performance.scene == 1

    perform(act, tmp_path, NewDemo(str(written(tmp_path))))


def test_the_keyboard_is_taken_over_and_given_back(tmp_path: Path) -> None:
    """A branch: what the presenter does is seen, and gone when he gives it back; the script never notices."""

    async def act(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.stage is not None
        room.type_keys(("x",))
        assert "a demonstration" in room.note and room.lab.terminal("r1").last_line == "r1#"
        room.stage.to(1)
        before, lab = room.lab.fingerprint(), room.lab
        room.action_command("keyboard")
        room.pulse.pacer.pause(True)
        assert room.lab is not lab
        room.type_keys((*"reload", "enter"))
        room.orders.do_action("cut x-over")
        room.lab.advance(1_000_000)
        assert "The keyboard is yours" in await rest(app, room, pilot)
        room.action_command("keyboard")
        await rest(app, room, pilot)
        assert room.lab is lab and room.lab.fingerprint() == before
        room.stage.step()
        await rest(app, room, pilot)
        assert room.stage.pressed == "[cut x-over]"
        assert not list((tmp_path / "shelf").glob("*.journal"))

    perform(act, tmp_path, NewDemo(str(written(tmp_path))))


def test_a_report_opens_its_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path in the script is the packet's way on the screen, also in a small window."""
    at_once(monkeypatch)

    async def act(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.stage is not None
        room.stage.to(4)
        room.action_command("pause")
        text = await rest(app, room, pilot)
        assert room.view_shown == "packet" and "callmanager" in text and "64.yy.yy.b" in text
        room.action_command("keyboard")
        assert room.view_shown == "console" and room.focused is room.console

    perform(act, tmp_path, NewDemo("packet"), (80, 24))


def test_the_menu_has_them(tmp_path: Path) -> None:
    """From the menu to the list, and from there on the stage."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path), TheDemonstrations())
        async with app.run_test(size=(100, 40)) as pilot:
            await until(
                app, pilot, lambda: isinstance(app.screen, Demonstrations) and "CallManager's packet" in shown(app)
            )
            app.screen.dismiss("")
            await until(app, pilot, lambda: "for an instructor in front of a class" in shown(app))

    asyncio.run(run())


# -- on paper --------------------------------------------------------------------------------------------------------


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    """As a table, and as JSON."""
    assert main(["demo", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(ROWS)
    assert main(["demo", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert list(rows[0]) == ["id", "title", "source", "minutes", "about"]


def test_without_a_screen_it_is_a_transcript(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Notes, inputs, outputs, straight through where nobody is there; a step that does not hold is code 1."""
    file = written(tmp_path)
    assert main(["demo", str(file)]) == 0
    out = capsys.readouterr().out
    assert "# First: look.\n" in out and "r1#show privilege\nCurrent privilege level is 15\n" in out
    file.write_text(SMALL.replace("r1#show privilege\n", "r1#show privilege\nnone\n"))
    assert main(["demo", str(file), "--plain"]) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("packt", "no such demonstration (did you mean 'packet'?)"),
        ("none/such.session", "No such file"),
        (".session", "No such file"),
    ],
)
def test_what_there_is_not(name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A message, code 2, before anything runs."""
    assert main(["demo", name]) == 2
    assert said in capsys.readouterr().err


def test_a_step_before_an_expectation_does_not_stop_for_ever() -> None:
    """A beat that presses nothing is passed by whatever is played next: a note is reached from any rest."""
    script = opened("packet")
    performance = Performance(script.lab.copy(), script.score)
    performance.play_beat()
    while performance.playing:
        if performance.press() is None:
            performance.run_until(performance._target())
    following = script.score.scenes[performance.scene + 1].first
    performance.finish(following)
    assert performance.beat >= following and not performance.playing
