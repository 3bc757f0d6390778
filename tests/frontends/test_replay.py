"""`iossim replay`: a journal is played again, on paper and on the screen, to the same end."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from iossim.frontends.pacer import Pacer
from iossim.frontends.recording import Recording, Shelf
from iossim.frontends.replay import command
from iossim.frontends.replay.playback import Playback
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.openable import OldPlay
from iossim.frontends.tui.room import Room
from iossim.lab.journal import read_journal
from iossim.lab.lab import Lab
from iossim.main import main

SECOND = 1_000_000


class Wall:
    """A wall clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def recorded(tmp_path: Path) -> Recording:
    """A closed journal: a password typed, a cable out and in again, a line half typed."""
    recording = Shelf(tmp_path / "journals").begin(Lab.open("pair"))
    lab = recording.lab
    for keys in (["enter"], [*"enable", "enter"], [*"cisco", "enter"], [*"show privilege", "enter"]):
        lab.type("r1", keys)
        lab.advance(SECOND)
    lab.do("cut x-over")
    lab.advance(5 * SECOND)
    lab.do("restore x-over")
    lab.advance(10 * SECOND)
    lab.type("r2", ["enter", *"show clo"])
    lab.advance(SECOND // 2)
    recording.close()
    return recording


def replayed(recording: Recording, capsys: pytest.CaptureFixture[str], *args: str) -> list[str]:
    assert main(["replay", str(recording.path), "--headless", *args]) == 0
    return capsys.readouterr().out.splitlines()


def test_on_paper(recorded: Recording, capsys: pytest.CaptureFixture[str]) -> None:
    """What was typed and done, and what came of it, stands there with the lab's time; a password does not."""
    lines = replayed(recorded, capsys)
    assert lines[0] == "# pair, settled, seed 1, profile seed"
    rows = [line[14:].rstrip() for line in lines[1:]]
    assert rows[:4] == [
        "r1  r1>enable",
        "r1  Password:",
        "r1  r1#show privilege",
        "r1  Current privilege level is 15",
    ]
    assert rows.index("    [cut x-over]") < rows.index("    [restore x-over]")
    assert rows[-2] == "r2  r2>show clo"
    assert not any("cisco" in line for line in lines)


def test_messages_have_the_time_of_their_printing(recorded: Recording, capsys: pytest.CaptureFixture[str]) -> None:
    """A message at a console that nobody has woken is told when it came, not when the next one does."""
    down = [line for line in replayed(recorded, capsys) if "changed state to down" in line and " r2  " in line]
    assert len(down) == 2
    assert [line[:12] for line in down] == [line.split(": %")[0][-12:] for line in down]


def test_lines_come_in_the_order_of_time(recorded: Recording, capsys: pytest.CaptureFixture[str]) -> None:
    """Times never decrease."""
    times = [line[:12] for line in replayed(recorded, capsys)[1:]]
    assert times == sorted(times)


def test_the_end_is_the_recorded_one(recorded: Recording, capsys: pytest.CaptureFixture[str]) -> None:
    """The last line has the fingerprint of the lab that was recorded, on paper and as data."""
    wanted = recorded.lab.fingerprint()
    assert replayed(recorded, capsys)[-1].endswith(f"end: 7 inputs, fingerprint {wanted}")
    rows = [json.loads(line) for line in replayed(recorded, capsys, "--json")]
    assert rows[-1] == {"t": recorded.lab.now / SECOND, "kind": "end", "inputs": 7, "fingerprint": wanted}
    assert {"t": 4.0, "kind": "do", "action": "cut x-over"} in rows
    assert {"t": 0.0, "kind": "keys", "device": "r1", "line": "con 0", "keys": ["enter"]} in rows


def test_without_a_terminal_it_is_headless(recorded: Recording, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no terminal, paper is what is wanted."""
    assert main(["replay", str(recorded.path)]) == 0
    assert "end: 7 inputs" in capsys.readouterr().out


def test_a_journal_by_its_name(recorded: Recording, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One of the user's own journals is found by its name, with or without the ending; another file by its path."""
    monkeypatch.setattr(command, "state_folder", lambda: recorded.path.parent)
    assert command.found(recorded.path.stem) == recorded.path
    assert command.found(recorded.path.name) == recorded.path
    assert command.found(str(recorded.path)) == recorded.path
    assert command.found("nowhere") == Path("nowhere")


def test_the_call_alone_lists_what_there_is(
    recorded: Recording, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One's own journals by name, with the lab time they reach; a word where there is none."""
    monkeypatch.setattr(command, "Shelf", lambda: Shelf(recorded.path.parent))
    assert main(["replay"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{recorded.path.stem} ")
    assert line.endswith("  0:00:19 of lab time")
    monkeypatch.setattr(command, "Shelf", lambda: Shelf(tmp_path / "empty"))
    assert main(["replay"]) == 0
    assert "nothing is recorded yet" in capsys.readouterr().err


def test_what_cannot_be_played(recorded: Recording, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No journal, a journal of another behaviour, or of a lab that has changed: said in a line, code 2, nothing run."""
    head, *rest = recorded.path.read_text(encoding="utf-8").splitlines()
    header = json.loads(head)
    other = tmp_path / "other.journal"
    cases = [
        ({**header, "behaviour": 999}, "recorded with behaviour 999; this version has"),
        ({**header, "digest": "0"}, "the files of pair have changed since"),
        ({**header, "lab": "nonsense"}, "nonsense"),
        ({"iossim": "something"}, f"{other}:1: expected the header of a journal"),
    ]
    for changed, complaint in cases:
        other.write_text("\n".join([json.dumps(changed), *rest]) + "\n", encoding="utf-8")
        assert main(["replay", str(other)]) == 2
        told = capsys.readouterr()
        assert complaint in told.err
        assert told.out == ""
    assert main(["replay", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err == f"iossim replay: {tmp_path / 'none'}: No such file or directory\n"


# -- as a clock ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [1, 50])
def test_played_at_any_pace_it_ends_the_same(recorded: Recording, rate: int) -> None:
    """Driven by a pacer the inputs come at their times: same end, same fingerprint, and there time stands."""
    journal = read_journal(recorded.path)
    lab, wall = Lab.open("pair"), Wall()
    playback = Playback(lab, journal.inputs)
    pacer = Pacer(playback, wall)
    pacer.set_rate(rate)
    for _ in range(3000):
        wall.now += 10_000
        pacer.advance()
    assert playback.over
    assert lab.now == recorded.lab.now
    assert lab.fingerprint() == recorded.lab.fingerprint()
    assert pacer.rest() is None


def test_released_it_goes_on() -> None:
    """Behind the end the clock is the kernel's own, once it is released."""
    lab = Lab.open("pair")
    playback = Playback(lab, ())
    playback.run_until(lab.now + SECOND)
    assert (lab.now, playback.next_time(), playback.step()) == (0, None, False)
    playback.release()
    playback.run_until(SECOND)
    assert lab.now == SECOND
    assert playback.next_time() == lab.next_time()


# -- on the screen ---------------------------------------------------------------------------------------------------


def test_on_the_screen(recorded: Recording, tmp_path: Path) -> None:
    """It plays by itself, follows who types, refuses keys; at its end time stands, and the lab is the watcher's, recorded."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path / "new"), OldPlay(recorded.path))
        async with app.run_test(size=(80, 24)) as pilot:
            while not isinstance(app.screen, Room):
                await pilot.pause()
            room = app.screen
            room.type_keys(("x",))
            assert room.replaying
            assert room.note == "a replay: yours when it has ended"
            room.pulse.pacer.set_rate(1000)
            while room.replaying:
                await pilot.pause(0.01)
            assert room.lab.now == recorded.lab.now
            assert room.lab.fingerprint() == recorded.lab.fingerprint()
            assert room.pulse.pacer.paused
            assert room.device == "r2"
            room.type_keys(tuple("ck"))
            assert room.lab.terminal("r2").screen.current == "r2>show clock"
            assert app.recording is not None
            assert read_journal(app.recording.path).inputs == room.lab.journal.inputs
            app.close_recording()

    asyncio.run(run())


def test_from_the_menu(recorded: Recording) -> None:
    """A work of one's own is watched again with a key; leaving before its end leaves nothing behind."""

    async def run() -> None:
        app = ConsoleApp(Shelf(recorded.path.parent))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press("w")
            while not isinstance(app.screen, Room) or not app.screen.pulse.alive:
                await pilot.pause(0.01)
            assert app.screen.replaying
            await pilot.press("f10")
            app.screen.dismiss("menu")
            await pilot.pause()
            assert [work.path for work in app.shelf.works()] == [recorded.path]

    asyncio.run(run())
