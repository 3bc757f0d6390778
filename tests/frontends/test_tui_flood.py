"""A flood at one console: two thousand lines cost what a window of them costs, and keys at another console go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.console import STRIPS, Console
from iossim.frontends.tui.room import Room
from tests.frontends.test_tui import booted, play, press, shown

LINES = 2_000
SETUP = ("", "enable", "terminal length 0", "configure terminal")


def test_two_thousand_lines_do_not_hold_up_another_console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are drawn by the window, not by the listing; a key at the other console draws its own row and no other."""
    drawn: list[Console] = []
    strip = Console._strip

    def counted(self: Console, *args: object) -> object:
        drawn.append(self)
        return strip(self, *args)  # type: ignore[arg-type]

    lab = booted()
    for line in (*SETUP, *(f"ip route 172.{n // 256}.{n % 256}.0 255.255.255.0 Null0" for n in range(LINES)), "end"):
        lab.type("r1", (*line, "enter"))
    monkeypatch.setattr(Console, "_strip", counted)

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.open_console("r1")
        room.tile(2)
        await pilot.pause()
        r1, r2 = (pane.console for pane in room.panes.shown)
        drawn.clear()
        room.type_keys((*"show running-config", "enter"))
        room.type_keys(("enter",))
        await pilot.pause()
        back = r1._back
        assert back is not None and len(back.rows) > LINES
        assert len(drawn) <= 4 * r1.size.height
        assert len(r1._strips) <= STRIPS * r1.size.height
        lab.type("r2", ("enter",))
        room.open_console("r2")
        await pilot.pause()
        drawn.clear()
        await press(app, pilot, *(("q", "q"),) * 3)
        assert "qqq" in shown(app)
        assert set(drawn) == {r2} and len(drawn) <= 3

    play(script, tmp_path, (120, 40), lab=lab)
