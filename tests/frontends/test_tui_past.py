"""Rewinding on the screen: any moment of the session, looked at, returned from, and gone on from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from iossim.frontends.recording import Condition, Resumption, work_of
from iossim.frontends.servers.caller import Caller
from iossim.frontends.servers.doors import Doors
from iossim.frontends.servers.exchange import Drive
from iossim.frontends.servers.listening import Wanted
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.console import Console
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.menu import Menu
from iossim.frontends.tui.moments import read_moment
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.timebar import TIME_KEYS, TimeBar, heading, key_rows, track
from tests.frontends.test_tui import appears, play, press, screen, shown

SECOND = 1_000_000
BAR = (PREFIX, "\x1d"), ("p", "p")


async def settled(room: Room, pilot: Pilot[int]) -> None:
    """Until the moment that was asked for is shown."""
    await pilot.pause()
    while room.visit._busy:
        await pilot.pause(0.01)
    room._draw_anew()
    await pilot.pause()


def some_work(room: Room) -> list[str]:
    """Ten seconds, a cut, ten seconds more; the fingerprints before and after the cut, and at the end."""
    lab = room.lab
    lab.advance(10 * SECOND)
    seen = [lab.fingerprint()]
    lab.do("cut x-over")
    seen.append(lab.fingerprint())
    lab.advance(10 * SECOND)
    return [*seen, lab.fingerprint()]


def test_one_goes_back_looks_and_returns(tmp_path: Path) -> None:
    """Left goes back, the screen is that of then and says so, Escape is the present, untouched."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        seen = some_work(room)
        await press(app, pilot, *BAR, *[("left", None)] * 12)
        await settled(room, pilot)
        assert "◀ PAST 12.0 s ago" in screen(app)[0]
        assert room.lab.now == room.live.now - 12 * SECOND
        assert room.lab.world.network.state.peek("x-over").connected  # type: ignore[union-attr]
        await press(app, pilot, *[("right", None)] * 2)
        await settled(room, pilot)
        assert room.lab.fingerprint() == seen[1]
        assert "0.0 s after ● [cut x-over]" in shown(app)
        await press(app, pilot, ("escape", "\x1b"))
        assert room.lab is room.live and room.lab.fingerprint() == seen[2]
        assert isinstance(app.focused, Console)
        assert not room.query_one(TimeBar).display

    play(script, tmp_path, (120, 36))


def test_looking_around_does_nothing_to_the_session(tmp_path: Path) -> None:
    """At a moment of the past commands answer; faults are refused; nothing of it is in the session or its journal."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        seen = some_work(room)
        done = list(room.live.journal.inputs)
        await press(app, pilot, *BAR, ("left", None), ("tab", "\t"))
        await settled(room, pilot)
        room.type_keys(("enter", *"show privilege", "enter"))
        room.orders.do_action("crash r2")
        room._draw_anew()
        await pilot.pause()
        assert "Current privilege level is 1" in shown(app)
        assert "F11 goes on from here" in shown(app)
        await press(app, pilot, *BAR, ("escape", "\x1b"))
        assert "Current privilege level" not in shown(app)
        assert room.lab.fingerprint() == seen[2]
        assert room.live.journal.inputs == done

    play(script, tmp_path)


def test_a_branch_is_the_session_and_is_recorded(tmp_path: Path) -> None:
    """Going on from the past begins a journal that leads there; a program killed then goes on in the branch."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        some_work(room)
        assert app.recording is not None
        first = app.recording.path
        await press(app, pilot, *BAR, *[("left", None)] * 15)
        await settled(room, pilot)
        await press(app, pilot, ("f11", None))
        await appears(app, pilot, "A new attempt")
        assert isinstance(app.screen, Question)
        app.screen.dismiss("branch")
        for _ in range(200):
            if not room.visit.on:
                break
            await pilot.pause()
        assert (room.visit.on, room.pulse.pacer.kernel) == (False, room.live.world.kernel)
        room.type_keys(("enter", *"show clock", "enter"))
        room.orders.do_action("crash r2")
        branch = app.recording.path
        assert branch != first
        assert work_of(first).condition is Condition.CLOSED
        assert work_of(branch).header.branched == room.live.now  # type: ignore[union-attr]
        assert not [entry for entry in room.live.journal.inputs if getattr(entry, "action", "") == "cut x-over"]
        app.recording.abandon()  # what a killed program leaves behind
        app.recording = room.recording = None
        work = app.shelf.broken_off()
        assert work is not None and work.path == branch
        again = Resumption(branch)
        lab = again.open()
        list(again.steps())
        assert lab.fingerprint() == room.live.fingerprint()
        again.done().close()

    play(script, tmp_path, record=True)


def test_the_menu_tells_attempts_apart(tmp_path: Path) -> None:
    """Both attempts are there to go on with, the later one says where it left the other."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        some_work(room)
        await press(app, pilot, *BAR, ("left", None))
        await settled(room, pilot)
        room.visit.branch()
        room.orders.do_action("crash r2")
        await press(app, pilot, ("f10", None))
        await appears(app, pilot, "Leave the lab")
        app.screen.dismiss("menu")
        await appears(app, pilot, "Free labs")
        assert isinstance(app.screen, Menu)
        assert ", a branch from 3:39" in shown(app)
        assert len(app.shelf.works()) == 2

    play(script, tmp_path, (120, 36), record=True)


def test_clients_of_a_served_lab_come_along(tmp_path: Path) -> None:
    """A client at a console stays with the session while somebody looks back, and is in the branch afterwards."""

    class Outlet:
        def write(self, data: bytes) -> None:
            pass

        def __getattr__(self, name: str) -> Any:
            return lambda *args: 0

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        some_work(room)
        room.serving.doors = Doors(
            room.live, Drive(room.pulse.pacer.settle, room.pulse.wake, room._fault), Wanted(ssh=False)
        )
        exchange = room.serving.doors.exchange
        viewer = exchange.view("r1", Outlet())
        assert isinstance(viewer, Caller)
        await press(app, pilot, *BAR, *[("left", None)] * 12)
        await settled(room, pilot)
        assert exchange.lab is room.live is not room.lab
        room.visit.branch()
        assert exchange.lab is room.live is room.lab
        viewer.press(("enter",))
        await pilot.pause()
        assert room.lab.journal.inputs[-1].kind == "keys"

    play(script, tmp_path, record=True)


def test_marks_are_gone_to(tmp_path: Path) -> None:
    """`[` is the fault before, a bookmark is set with one key and chosen from the list, a typed time is gone to."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        seen = some_work(room)
        await press(app, pilot, *BAR, ("left_square_bracket", "["))
        await settled(room, pilot)
        assert room.lab.fingerprint() == seen[1]
        await press(app, pilot, ("left", None), ("k", "k"), ("end", None), ("G", "G"))
        await appears(app, pilot, "◆ 09:03:29")
        assert "bookmark 1" in shown(app) and "[cut x-over]" in shown(app)
        app.screen.dismiss("#0")
        await settled(room, pilot)
        assert room.lab.now == room.live.now - 11 * SECOND
        await press(app, pilot, ("G", "G"))
        await appears(app, pilot, "Go to a moment")
        await press(app, pilot, *((letter, letter) for letter in "-5s"), ("enter", "\r"))
        await settled(room, pilot)
        assert room.lab.now == room.live.now - 5 * SECOND

    play(script, tmp_path)


def test_time_does_not_run_while_one_looks_back(tmp_path: Path) -> None:
    """Whatever asks for time is refused until the present is back; then it goes on as it did."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.pulse.pacer.pause(False)
        await press(app, pilot, *BAR)
        assert room.pulse.pacer.paused
        for order in ("next_event", "until_voice", "real_time"):
            room.action_command(order)
            assert room.pulse.pacer.paused and room.pulse.pacer.hunt is None
        await press(app, pilot, ("escape", "\x1b"))
        assert not room.pulse.pacer.paused

    play(script, tmp_path)


def test_a_command_leaves_the_keys_at_the_line_of_time(tmp_path: Path) -> None:
    """Behind Ctrl-] and a command Escape still is back to now; at a console of the past it is said how to get there."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *BAR, (PREFIX, "\x1d"), ("u", "u"))
        assert room.note == "time stands: Esc goes back to now"
        await press(app, pilot, ("tab", "\t"), (PREFIX, "\x1d"), ("u", "u"))
        assert room.note == "time stands: Ctrl-] p and then Esc goes back to now"
        await press(app, pilot, *BAR, (PREFIX, "\x1d"), ("escape", "\x1b"), ("escape", "\x1b"))
        assert not room.visit.open

    play(script, tmp_path)


def test_a_long_way_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journey of more than a second says its share, and another wish replaces it."""
    monkeypatch.setattr("iossim.frontends.tui.visit.PATIENCE", 0.0)
    monkeypatch.setattr("iossim.frontends.tui.visit.BREATH", 0.0)
    monkeypatch.setattr("iossim.lab.past.SLICE", 1)

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        seen = some_work(room)
        shares: list[float | None] = []
        draw = room.visit.draw

        def watched() -> None:
            shares.append(room.visit.share)
            draw()

        room.visit.draw = watched  # type: ignore[method-assign]
        await press(app, pilot, *BAR, ("left", None), ("left_square_bracket", "["))
        await settled(room, pilot)
        assert any(share is not None and 0 < share < 1 for share in shares)
        assert room.lab.fingerprint() == seen[1]

    play(script, tmp_path)


# -- pure ------------------------------------------------------------------------------------------------------------

ORIGIN = datetime(2003, 3, 12, 14, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(("text", "seconds"), [
    ("14:10:05", 605), ("14:10", 600), ("-30s", 1170), ("-1.5s", 1198.5), ("+12s", 912), ("13:59", -60),
    ("14:30", 1800 - 86_400),
])  # fmt: skip
def test_a_typed_time(text: str, seconds: float) -> None:
    """By the lab's clock, never later than now; before now; after the last fault."""
    assert read_moment(text, 1200 * SECOND, ORIGIN, 900 * SECOND) == int(seconds * SECOND)


@pytest.mark.parametrize("text", ["", "yesterday", "25:00", "14:61", "30s", "-30", "-s"])
def test_what_is_no_time_is_explained(text: str) -> None:
    """Whatever else is typed is answered with what can be."""
    with pytest.raises(ValueError, match="by the lab's clock"):
        read_moment(text, SECOND, ORIGIN, 0)


@pytest.mark.parametrize("width", [74, 110, 190])
def test_the_bar_fits(width: int) -> None:
    """Line, heading and keys are never wider than the window; the moment is on the line, wherever it is."""
    for at in (0, 1, 50, 99, 100):
        cells = track(0, 100, at, (), width)
        assert len(cells) == width
        assert [text for text, _ in cells].count("▲") == 1
    assert all(sum(len(part.text) for part in row) <= width + 2 for row in key_rows(width))
    assert {part.row for row in key_rows(width) for part in row} >= {row for row in TIME_KEYS if row.shown}
    assert sum(len(text) for text, _ in heading(100, 50, (), ORIGIN, width, 0.5)) <= width
    assert len({row.key for row in TIME_KEYS}) == len(TIME_KEYS)
