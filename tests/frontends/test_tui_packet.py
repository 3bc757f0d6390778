"""The packet view: a way listed and lit, followed through a fault, compared with another moment."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.packet import Then, heading, hop_lines
from iossim.frontends.tui.room import Room
from iossim.lab.lab import Lab
from iossim.lab.way import Question, way
from tests.frontends.test_tui import appears, play, press, shown

SECOND = 1_000_000
VIEW = (PREFIX, "\x1d"), ("w", "w")


async def drawn(room: Room, pilot: Pilot[int]) -> str:
    await pilot.pause()
    room._draw_anew()
    await pilot.pause()
    return shown(room.console_app)


def test_the_way_is_listed_and_lit_and_follows(tmp_path: Path) -> None:
    """One command shows the way; a cut cable moves it at once, on the list and on the drawing; x lets go."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *VIEW)
        text = await drawn(room, pilot)
        assert "✓ delivered at" in text and "━" in text
        room.orders.do_action("cut x-over")
        text = await drawn(room, pilot)
        assert "✕ dropped at r1" in text and "✕ lost here" in text
        await press(app, pilot, ("X", "X"))
        text = await drawn(room, pilot)
        assert "nothing is followed" in text and "━" not in text

    play(script, tmp_path, (160, 45))


def test_the_way_of_another_moment_beside_it(tmp_path: Path) -> None:
    """d and a moment: what was different then has a minus, what is new a plus; the session is not touched."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.lab.advance(5 * SECOND)
        room.orders.do_action("cut x-over")
        room.lab.advance(5 * SECOND)
        before = room.lab.fingerprint()
        await press(app, pilot, *VIEW, ("D", "D"))
        await appears(app, pilot, "Compare with a moment")
        app.screen.dismiss("-7s")
        for _ in range(500):
            await pilot.pause(0.01)
            if room.following.then is not None:
                break
        text = await drawn(room, pilot)
        assert "- 09:03:23: delivered at" in text
        assert "- 2 r1" in text and "drop" in text
        assert room.lab is room.live and room.lab.fingerprint() == before
        await press(app, pilot, ("D", "D"))
        assert "delivered at" not in await drawn(room, pilot)

    play(script, tmp_path, (160, 45))


def test_both_ends_and_the_kind_are_chosen(tmp_path: Path) -> None:
    """f asks for both ends and the kind of packet; s turns it round."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *VIEW, ("F", "F"))
        for title, answer in (("Follow a packet from", "r1"), ("From r1 to", "r2"), ("r1 → r2", "ping")):
            await appears(app, pilot, title)
            app.screen.dismiss(answer)
            await pilot.pause()
        assert "ping r1 → r2" in await drawn(room, pilot)
        await press(app, pilot, ("T", "T"))
        assert "ping r2 → r1" in await drawn(room, pilot)

    play(script, tmp_path)


@pytest.mark.parametrize("width", [76, 110])
def test_a_way_fits_its_window(width: int) -> None:
    """No line is wider than the window, whatever the headers are."""
    found = way(Lab.open("headend"), Question("phone-1", "phone-hq"))
    for line in (*heading(found, None, width), *hop_lines(found, None, width)):
        assert sum(len(text) for text, _ in line) <= width


def test_a_lost_packet_is_shown_from_its_end(tmp_path: Path) -> None:
    """Where the list is longer than the window, the hop that drops it is in sight at once; the cursor keys scroll."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.lab.do("cut stick-gw1")
        await press(app, pilot, *VIEW)
        text = await drawn(room, pilot)
        assert (
            "lines above" in text and "drop       link stick-gw1 has no carrier" in text and "lines below" not in text
        )
        await press(app, pilot, ("home", None))
        text = await drawn(room, pilot)
        assert " 1 phone-1" in text and "lines below" in text and "lines above" not in text
        await press(app, pilot, ("end", None))
        assert "drop       link stick-gw1 has no carrier" in await drawn(room, pilot)

    play(script, tmp_path, lab=Lab.open("headend"))


def test_two_moments_are_compared_in_brief() -> None:
    """What is the same is a line a hop; of what is not, the decisions are told, and no headers."""
    lab = Lab.open("headend")
    before = way(lab, Question("phone-1", "phone-hq"))
    lab.do("cut stick-gw1")
    after = way(lab, Question("phone-1", "phone-hq"))
    told = ["".join(text for text, _ in line) for line in hop_lines(after, Then(before, "14:38:00"), 80)]
    assert not any(line.split()[0] in ("in", "out") for line in told)
    assert any(line.startswith("  1 phone-1") for line in told) and any(line.startswith("- 6 ") for line in told)
    assert len(told) < len(hop_lines(after, None, 80))
