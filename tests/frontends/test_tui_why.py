"""Why and the timeline on the screen: choose, filter, explain, go there. And consoles side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.events import KINDS, Filter
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.room import Room
from iossim.lab.view import EventView
from tests.frontends.test_tui import appears, play, press, shown
from tests.frontends.test_tui_past import settled

SECOND = 1_000_000


def prefixed(key: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (PREFIX, "\x1d"), (key, key)


async def drawn(room: Room, pilot: Pilot[int]) -> str:
    await settled(room, pilot)
    return shown(room.console_app)


def test_one_key_explains_what_is_wrong_and_leads_there(tmp_path: Path) -> None:
    """Ctrl-] e lists what is wrong with its chain of causes; Enter on a cause rewinds to it."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *prefixed("e"))
        assert "Nothing is wrong" in await drawn(room, pilot)
        room.lab.advance(5 * SECOND)
        room.orders.do_action("cut x-over")
        cut = room.lab.now
        room.lab.advance(5 * SECOND)
        text = await drawn(room, pilot)
        assert "▸ ✕ x-over is down: no carrier" in text
        assert "● [cut x-over]" in text.partition("Because")[2]
        await press(app, pilot, ("enter", "\r"))
        await settled(room, pilot)
        assert (room.visit.on, room.lab.now) == (True, cut)
        await press(app, pilot, ("escape", "\x1b"))
        assert room.lab is room.live

    play(script, tmp_path)


def test_an_event_is_chosen_explained_and_gone_to(tmp_path: Path) -> None:
    """On the timeline the cursor keys choose, Enter asks why, j goes to the moment, a filter leaves out the rest."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.orders.do_action("cut x-over")
        room.lab.advance(5 * SECOND)
        room.orders.do_action("restore x-over")
        room.lab.advance(5 * SECOND)
        await press(app, pilot, *prefixed("t"), ("F", "F"))
        text = await drawn(room, pilot)
        assert "Timeline: voice and faults" in text
        assert "changed state" not in text
        await press(app, pilot, ("up", None), ("up", None))
        assert "▸ [cut x-over]" in await drawn(room, pilot)
        await press(app, pilot, ("enter", "\r"))
        text = await drawn(room, pilot)
        assert "▸ ● [cut x-over]" in text and "Because" in text
        await press(app, pilot, *prefixed("t"), ("G", "G"))
        await settled(room, pilot)
        assert room.lab.now == room.live.now - 10 * SECOND

    play(script, tmp_path)


def test_words_filter_the_timeline(tmp_path: Path) -> None:
    """A slash and words: only events with all of them are left; the title says so."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.orders.do_action("cut x-over")
        room.lab.advance(5 * SECOND)
        await press(app, pilot, *prefixed("t"), ("slash", "/"))
        await appears(app, pilot, "Timeline with these words")
        app.screen.dismiss("r2 state")
        await appears(app, pilot, 'with "r2')
        text = await drawn(room, pilot)
        assert 'everything with "r2 state"' in text
        assert "r1" not in text.partition("Timeline")[2]

    play(script, tmp_path)


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_a_filter_is_gone_round(number: int) -> None:
    """f leads through all kinds of events and back; words must all be there."""
    event = EventView(1, 0, "r1", "IPsec SAs with 64.yy.yy.a are up", None, kind="sa-up")
    found = Filter(number, "64.yy sas").takes(event, "r1")
    assert found == (KINDS[number].name in ("everything", "tunnels", "this router"))
    assert not Filter(number, "64.yy xyz").takes(event, "r1")
    assert Filter(len(KINDS) - 1).next() == Filter(0)


# -- consoles side by side -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "panes", "aside"), [
    ((80, 24), 2, False), ((120, 36), 2, True), ((160, 45), 2, True), ((200, 60), 2, True),
])  # fmt: skip
def test_two_consoles_and_their_keys(tmp_path: Path, size: tuple[int, int], panes: int, aside: bool) -> None:
    """Ctrl-] s shows two consoles, o goes to the other; what is typed goes to the one with the keys."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *prefixed("s"))
        text = await drawn(room, pilot)
        assert len(room.panes.shown) == panes
        assert "r1 console" in text and "r2 console" in text
        assert ("Voice" in text) == aside
        await press(app, pilot, ("enter", "\r"), *prefixed("o"), ("enter", "\r"), ("q", "q"))
        assert [e.device for e in room.lab.journal.inputs if e.kind == "keys"] == ["r1", "r2", "r2"]  # type: ignore[union-attr]
        assert room.device == "r2"
        assert all(pane.console.scrollable_content_region.width >= 80 for pane in room.panes.shown)
        await press(app, pilot, ("f2", None))
        assert (room.device, room.panes.current.number) == ("r1", 0)
        await press(app, pilot, *prefixed("z"))
        await drawn(room, pilot)
        assert [pane.device for pane in room.panes.shown] == ["r1"]
        assert "r1>" in shown(app) and "F1 Help" not in shown(app)

    play(script, tmp_path, size)


def test_a_console_is_popped_and_zoomed(tmp_path: Path) -> None:
    """Ctrl-] O gives the console in view a pane of its own beside the one that was seen before; z the whole window, and back."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, ("f3", None), ("enter", "\r"), *prefixed("O"))
        text = await drawn(room, pilot)
        assert "r1 console" in text and "r2 console" in text
        assert (room.device, room.panes.current.number, room.panes.tiles) == ("r2", 1, 2)
        assert [pane.device for pane in room.panes.shown] == ["r1", "r2"]
        await press(app, pilot, ("q", "q"), *prefixed("z"))
        assert "r2>q" in await drawn(room, pilot) and "r1 console" not in shown(app)
        await press(app, pilot, *prefixed("z"))
        assert "r1 console" in await drawn(room, pilot)
        await press(app, pilot, *prefixed("O"))
        assert room.panes.tiles == 2
        await press(app, pilot, *prefixed("s"))
        assert room.panes.tiles == 1  # there are no more routers

    play(script, tmp_path, (120, 36))
