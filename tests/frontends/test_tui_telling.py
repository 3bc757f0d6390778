"""What the screen tells besides the consoles: the line on top, the word at the bottom, the timeline; and what is asked twice."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from iossim.endpoints.voice import Gap
from iossim.frontends.recording import Condition, Shelf, work_of
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.events import event_lines, placed
from iossim.frontends.tui.hearing import JUST, call_style
from iossim.frontends.tui.openable import NewLab
from iossim.frontends.tui.palette import LINE
from iossim.frontends.tui.palette import _row as palette_row
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.saying import LASTING
from iossim.frontends.tui.status import status_line
from iossim.lab.lab import Lab
from iossim.lab.view import CallView, DirectionView, EventView, LabView, timeline, view
from tests.frontends.test_tui import booted, play, shown
from tests.frontends.test_tui_packet import drawn

SECOND = 1_000_000
ORIGIN = datetime(2003, 3, 12, 14, 38)
NOW = 100 * SECOND


def call(*heard: bool, since: int = 90, back: bool = False) -> CallView:
    gaps = (Gap(60 * SECOND, since * SECOND if back else None, "x"),)
    ways = (("phone-1", "phone-hq"), ("phone-hq", "phone-1"))
    told = [
        DirectionView(a, b, on, since * SECOND, "", gaps if back or not on else (), 4.4)
        for (a, b), on in zip(ways, heard, strict=True)
    ]
    return CallView("phone-1", "phone-hq", tuple(told))


def top(lab: Lab, conversation: CallView, width: int) -> str:
    now = view(lab)
    picture = LabView(NOW, now.wall, now.nodes, now.links, (conversation,))
    return "".join(text for text, _ in status_line(lab, picture, (" ‖ PAUSED ", ""), width))


@pytest.mark.parametrize(("heard", "expected"), [
    ((True, True), "phone-1 ⇄ phone-hq →♪ 10 s ←♪ 10 s"),
    ((False, False), "phone-1 ⇄ phone-hq ✕ SILENT 10.0 s"),
    ((True, False), "→♪ 10 s ←✕ SILENT 10.0 s"),
])  # fmt: skip
def test_eighty_columns_tell_who_hears_whom_and_where_the_session_is(heard: tuple[bool, bool], expected: str) -> None:
    """In the narrowest window too: the clock, the position, and the parties of a call that is silent in both directions."""
    lab = Lab.open("pair", "cold")
    lab.advance(200 * SECOND)
    line = top(lab, call(*heard), 80)
    assert line.startswith(" pair  09:03:20  ‖ PAUSED  at 3:20 ")
    assert line.rstrip().endswith(f" {expected}") and len(line) <= 80
    assert " Wed Mar 12 09:03:20 " in top(lab, call(*heard), 120)


def test_a_voice_that_comes_back_stands_out_for_a_moment() -> None:
    """After a silence, not at the beginning of a call; as long as one direction is silent there is nothing to be glad of."""
    assert call_style(call(True, True, back=True), NOW) == "voice-returned"
    assert call_style(call(True, True, back=True), 90 * SECOND + JUST) == "voice-audible"
    assert call_style(call(True, True), NOW) == "voice-audible"
    assert call_style(call(True, False, back=True), NOW) == "voice-silent"


def test_a_silence_is_measured_by_those_who_were_silent(tmp_path: Path) -> None:
    """A short silence of one direction is not told with the length of a longer one before, which was the other's too."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.lab.do("call phone-1 phone-hq")
        room.lab.do("reload gateway-1")
        for seconds in (12, 50, 600):
            room.lab.advance(seconds * SECOND)
            await drawn(room, pilot)
        room.lab.do("cut x-over")
        room.lab.advance(2 * SECOND)
        await drawn(room, pilot)
        room.lab.do("restore x-over")
        room.lab.advance(2 * SECOND)
        await drawn(room, pilot)
        assert room.note == "♪ heard again after 2.1 s"

    play(script, tmp_path, lab=Lab.open("headend"))


def test_a_word_about_what_was_done_makes_room_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hides keys of the narrowest window for a moment only; what explains how things stand waits for a key."""
    now = [0.0]
    monkeypatch.setattr(Room, "clock", lambda self: now[0])

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.pulse.pacer.pause(True)
        room.say("done: something that takes room")
        assert "Quit" not in await drawn(room, pilot) and "something that takes room" in shown(app)
        now[0] = LASTING
        assert "Quit" in await drawn(room, pilot) and "takes room" not in shown(app)
        room.note = "time stands: F11"
        now[0] = 2 * LASTING
        assert "time stands: F11" in await drawn(room, pilot)

    play(script, tmp_path)


def test_why_is_offered_while_something_is_told(tmp_path: Path) -> None:
    """In the narrowest window the key that explains a silence stays beside the word about what was done."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.lab.do("call phone-1 phone-hq")
        room.orders.do_action("reload gateway-1")
        room.lab.advance(12 * SECOND)
        room.say("done: reload gateway-1")
        await drawn(room, pilot)
        assert "Ctrl-] e Why?" in shown(app) and "done: reload gateway-1" in shown(app)

    play(script, tmp_path, lab=Lab.open("headend"))


def test_voices_stand_out_on_the_timeline_and_the_log_stands_back() -> None:
    """By a sign and a style: lost and heard again; a chosen line is chosen as a whole."""
    heard = EventView(1, NOW, "", "phone-1 hears phone-hq", 0, kind="voice")
    lost = EventView(2, NOW, "", "phone-1 no longer hears phone-hq: no route", 0, kind="voice")
    logged = EventView(3, NOW, "r1", "Interface Ethernet0, changed state to up", 0, kind="log")
    looks = [event_lines(event, ORIGIN, 78)[0] for event in (heard, lost, logged)]
    assert [line[0][0][-2] for line in looks] == ["♪", "✕", " "]
    assert [line[-1][1] for line in looks] == ["voice-audible", "voice-silent", "state"]
    (chosen,) = event_lines(logged, ORIGIN, 78, chosen=True)
    assert {style for _, style in chosen} == {"chosen"}


def test_no_event_is_cut_at_the_top_of_the_timeline() -> None:
    """Where the rest of an event would stand alone there is a sign that more is above; the newest stays at the bottom."""
    told = [EventView(n, NOW, "r1", "word " * 30, 0) for n in range(5)]
    rows = placed(told, None, ORIGIN, 78, 8)
    text = ["".join(part for part, _ in line).strip() for _, line in rows]
    assert len(rows) == 8 and text[0] == text[1] == "…"
    assert [line.startswith("+0.0 s") for line in text[2:]] == [True, False, False, True, False, False]
    assert placed([], None, ORIGIN, 78, 8) == []


def test_typing_does_not_push_events_off_the_timeline() -> None:
    """However much is typed, or pasted, the events before it are still told, and seconds still count from the fault."""
    lab = booted()
    lab.do("cut x-over")
    lab.advance(10 * SECOND)
    before = timeline(lab)
    for _ in range(900):
        lab.type("r1", ("enter",))
    assert timeline(lab) == before


@pytest.mark.parametrize(("first", "kept"), [(None, False), (None, True), (NewLab("pair"), True)])
def test_work_is_deleted_only_after_a_second_question(tmp_path: Path, first: NewLab | None, kept: bool) -> None:
    """To delete is the last answer, and asks; who keeps it is asked what else is to become of it."""
    shelf = Shelf(tmp_path)
    recording = shelf.begin(booted())
    recording.lab.type("r2", ("enter",))
    recording.abandon()

    async def run() -> None:
        app = ConsoleApp(shelf, first)
        async with app.run_test(size=(80, 24)) as pilot:
            for key in ("end", "enter", *(() if kept else ("down",)), "enter"):
                await pilot.pause()
                assert isinstance(app.screen, Question) and recording.path.exists()
                app.post_message(events.Key(key, None))
            await pilot.pause()
            assert isinstance(app.screen, Question) is kept
            assert recording.path.exists() is kept
        if kept:
            assert work_of(recording.path).condition is Condition.BROKEN_OFF

    asyncio.run(run())


def test_an_action_and_what_it_does_stand_on_one_line_where_they_fit() -> None:
    """Twice as many are seen at once; what is too long stands below, whole."""
    shown, _, chosen, below = palette_row("cut x-over", print, "the cable is out: no carrier")
    assert (shown.plain.split("  ")[0], chosen, below) == ("cut x-over", "cut x-over", "")
    assert shown.plain.endswith("the cable is out: no carrier") and len(shown.plain) <= LINE
    shown, _, chosen, below = palette_row("wait until voice phone-1 both audible within 15m", print, "runs there")
    assert (shown.plain, below) == (chosen, "runs there")


def test_events_say_which_protocol_they_are_of() -> None:
    """What HSRP and EIGRP note is told with their names, on the timeline and as a cause."""
    lab = Lab.open("headend")
    lab.do("reload gateway-1")
    lab.advance(30 * SECOND)
    told = [event.text for event in timeline(lab) if event.kind in ("hsrp", "eigrp") and event.t > 0]
    assert "HSRP FastEthernet0/0 group 1: Standby -> Active (Active timer expired)" in told
    assert "EIGRP neighbor 192.168.81.3 (FastEthernet0/1) is down: interface down" in told
    assert not any(text.startswith(("Fast", "neighbor")) or "EIGRP has" in text for text in told)
