"""Search, exports, reload and undo with a key, the tour, help where one is, the glossary."""

from __future__ import annotations

import gc
import json
import os
import weakref
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from iossim.frontends.replay.cast import Cast
from iossim.frontends.tui import hangup
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.exporting import Exporting
from iossim.frontends.tui.glossary import TERMS
from iossim.frontends.tui.hints import HERE
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.layout import CONSOLE, VIEWS
from iossim.frontends.tui.menu import Menu
from iossim.frontends.tui.palette import Actions, common, told
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.tour import CARDS, Tour
from iossim.lab.lab import Lab
from iossim.lab.session import ACTIONS, read_action
from tests.frontends.test_tui import appears, play, press, shown
from tests.frontends.test_tui_packet import drawn
from tests.frontends.test_tui_past import settled

SECOND = 1_000_000


def prefixed(key: str, character: str | None = None) -> tuple[tuple[str, str], tuple[str, str | None]]:
    return (PREFIX, "\x1d"), (key, character or key)


def test_words_are_found_upwards(tmp_path: Path) -> None:
    """A search scrolls to the words and lights them; once more it goes further up; a key goes back to the end."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        console = room.console
        for _ in range(2):
            room.type_keys(("enter", *"show version", "enter", *"  ", "enter"))
        assert console.search("Cisco Internetwork")
        first = console.scroll_offset.y
        assert not console.at_end
        assert console.search("cisco internetwork") and console.search("cisco internetwork")
        assert console.scroll_offset.y < first
        assert not console.search("no such words")
        room.type_keys(("enter",))
        await press(app, pilot, ("enter", "\r"))
        assert console.at_end

    play(script, tmp_path)


def test_a_reload_with_a_key_and_its_dialog(tmp_path: Path) -> None:
    """Ctrl-] R reloads the router in view; the dialog of IOS stands on its console."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, ("f3", None), *prefixed("R"))
        await settled(room, pilot)
        assert "r2#reload" in shown(app) and "[confirm]" in shown(app)
        assert room.lab.journal.inputs[-1].action == "reload r2"  # type: ignore[union-attr]

    play(script, tmp_path)


def test_undo_with_a_key(tmp_path: Path) -> None:
    """Ctrl-] Backspace undoes the newest action in force, then says that there is none."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.orders.do_action("cut x-over")
        await press(app, pilot, *prefixed("backspace", "\x7f"))
        assert room.lab.journal.inputs[-1].action == "restore x-over"  # type: ignore[union-attr]
        await press(app, pilot, *prefixed("backspace", "\x7f"))
        assert room.note.startswith("nothing to undo")

    play(script, tmp_path)


def test_undo_leaves_the_call_the_lab_came_with(tmp_path: Path) -> None:
    """A reload cannot be undone, and the conversation that is watched is not hung up in its place; a call of one's own is."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.orders.do_reload()
        room.orders.do_undo()
        assert room.note.startswith("nothing to undo")
        room.orders.do_action("call phone-2 phone-hq2")
        room.orders.do_undo()
        assert room.lab.journal.inputs[-1].action == "hang up phone-2"  # type: ignore[union-attr]

    play(script, tmp_path, lab=lab)


def test_what_is_asked_is_not_answered_by_leaving(tmp_path: Path) -> None:
    """Escape in the list of consoles opens none."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *prefixed("g"))
        await appears(app, pilot, "Go to a console")
        await press(app, pilot, ("escape", "\x1b"))
        assert app.screen is room and room.device == "r1"

    play(script, tmp_path)


def test_what_is_closed_is_forgotten(tmp_path: Path) -> None:
    """No row of a list that was left is still held: a session of many dialogs does not grow by each of them."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *prefixed("g"))
        await appears(app, pilot, "Go to a console")
        drawn_rows = [weakref.ref(widget._styles_cache) for widget in app.screen.walk_children(with_self=True)]
        await press(app, pilot, ("escape", "\x1b"))
        await appears(app, pilot, "r1")
        assert app.screen is room
        gc.collect()
        assert drawn_rows and not [rows() for rows in drawn_rows if rows() is not None]

    play(script, tmp_path)


def test_a_word_where_one_would_wonder(tmp_path: Path) -> None:
    """At a prompt for a password help is named that knows it; a pace chosen in a pause is told."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.type_keys(("enter", *"enable", "enter"))
        assert room.note == "F1 tells the password"
        await press(app, pilot, *prefixed("plus", "+"))
        assert room.note == "2x, as soon as time goes on"

    play(script, tmp_path)


async def written(room: Room, pilot: Pilot[int], file: Path) -> None:
    """Until an export has been written."""
    for _ in range(500):
        if file.exists() and not list(room.workers):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{file} is not written")


def test_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The console as text, the session as a cast and as a session file that can be run, under the names that are typed."""
    monkeypatch.chdir(tmp_path)

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.type_keys(("enter", *"show privilege", "enter"))
        for what in ("text", "cast", "checked", "done"):
            Exporting(room).named(what, tmp_path / what)
            await written(room, pilot, tmp_path / what)
        assert (tmp_path / "text").read_text().endswith("r1>show privilege\nCurrent privilege level is 1\nr1>\n")
        header, *events = map(json.loads, (tmp_path / "cast").read_text().splitlines())
        assert (header["version"], header["width"], header["title"]) == (2, 80, "pair: r1")
        assert "".join(event[2] for event in events).endswith("Current privilege level is 1\r\nr1>")
        session = (tmp_path / "checked").read_text()
        assert "lab pair, cold, fresh consoles\n[wait 3m20s]\n" in session
        assert session.endswith("r1:{enter}\nr1>show privilege\nCurrent privilege level is 1\n")
        assert (tmp_path / "done").read_text().endswith("r1>show privilege\n")

    play(script, tmp_path)


def test_a_name_is_asked_for_and_no_file_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-] x offers a name that is free; one that is taken is written over only when that is chosen."""
    monkeypatch.chdir(tmp_path)

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *prefixed("x"), ("enter", "\r"))
        await appears(app, pilot, "pair-r1-")
        offered = app.screen.query_one(Input)
        offered.value = "mine.txt"
        (tmp_path / "mine.txt").write_text("dear to me")
        await press(app, pilot, ("enter", "\r"))
        await appears(app, pilot, "is there already")
        await press(app, pilot, ("escape", "\x1b"))
        assert (tmp_path / "mine.txt").read_text() == "dear to me"
        await press(app, pilot, *prefixed("x"), ("enter", "\r"))
        app.screen.query_one(Input).value = "mine.txt"
        await press(app, pilot, ("enter", "\r"), ("down", None), ("enter", "\r"))
        assert (tmp_path / "mine.txt").read_text() != "dear to me"

    play(script, tmp_path)


def test_a_cast_has_the_times_of_the_lab() -> None:
    """Each text stands at the second after the start at which the console printed it."""
    lab = Lab.open("pair")
    lab.advance(5 * SECOND)
    lab.type("r1", ("enter",))
    lab.advance(2 * SECOND)
    cast = Cast(Lab.open("pair"), lab.journal.inputs, "r1")
    for _ in cast.steps():
        pass
    events = [json.loads(line) for line in cast.text().splitlines()[1:]]
    assert {event[0] for event in events} == {5.0}
    assert "".join(event[2] for event in events).endswith("r1>")


def test_the_tour_is_a_minute_and_time_waits(tmp_path: Path) -> None:
    """Enter leads through all cards; time stands meanwhile and goes on behind them; it is remembered as seen."""
    assert sum(len(card.text.split()) for card in CARDS) < 240

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.pulse.pacer.pause(False)
        await press(app, pilot, *prefixed("h"))
        for number, card in enumerate(CARDS, 1):
            await appears(app, pilot, f"{number} of {len(CARDS)}")
            assert isinstance(app.screen, Tour) and room.pulse.pacer.paused
            assert card.title in shown(app)
            await press(app, pilot, ("enter", "\r"))
        assert app.screen is room and not room.pulse.pacer.paused
        assert app.chosen.now.toured

    play(script, tmp_path)


def test_help_begins_where_one_is(tmp_path: Path) -> None:
    """F1 explains what is on the screen first; there is a word for every view."""
    assert {CONSOLE, "past", *(row.name for row in VIEWS)} == set(HERE)

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, *prefixed("w"), ("f1", None))
        await appears(app, pilot, "The way of one packet")

    play(script, tmp_path)


def test_every_term_has_a_command_that_works() -> None:
    """Each command of the glossary is one the router it names answers without complaint."""
    lab = Lab.open("headend", batch=True)
    for term in TERMS:
        device = {"head-end": "gateway-1", "home": "soho-vp"}[term.where]
        terminal = lab.terminal(device)
        terminal.take()
        lab.type(device, (*term.command, "enter"))
        told = "".join(chunk.text for chunk in terminal.take())
        assert "%" not in told and len(told.splitlines()) > 2, (term.command, told[:200])


def test_a_typed_action_says_what_it_does() -> None:
    """Also a sentence that is no offer, for its numbers, is told in one line before it is done."""
    for sentence, said in (("loss x-over 7%", "share of a link's frames"), ("cut x-over", "both ends lose carrier")):
        assert said in told(read_action(sentence))
    assert all(kind.__doc__ for kind in ACTIONS)


@pytest.mark.parametrize("sentence", ["block esp at firewall", "silence stick-gw1", "cut x-over", "reload gateway-1"])
def test_what_is_typed_in_full_is_what_is_done(tmp_path: Path, sentence: str) -> None:
    """A whole sentence stands first, before longer ones that it is a part of, and before its own contrary."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        hits = [hit async for hit in Actions(room).search(sentence)]
        assert str(max(hits, key=lambda hit: hit.score).text) == f"do: {sentence}"  # type: ignore[union-attr]

    play(script, tmp_path, lab=Lab.open("headend"))


def test_enter_does_nothing_that_was_not_found(tmp_path: Path) -> None:
    """Typed in one go, words that fit no action do nothing: not what stood first before they were typed."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await press(app, pilot, ("f12", None))
        before = len(room.lab.journal.inputs)
        for key in (*"zzz", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else "\r"))
        await pilot.pause()
        assert app.screen is not room and len(room.lab.journal.inputs) == before

    play(script, tmp_path)


def test_a_newcomer_is_led_to_the_first_fail_over(tmp_path: Path) -> None:
    """The menu begins with a first look until somebody has had it; the palette with a reload; why is offered, a minute on."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        app.push_screen(Menu())
        await appears(app, pilot, "New here?")
        app.chosen.change(toured=True)
        app.screen.fill()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "New here?" not in shown(app)
        app.pop_screen()
        room.lab.do("call phone-1 phone-hq")
        assert common(room.lab)[0][0] == "reload gateway-1"
        assert "Why?" not in await drawn(room, pilot)
        room.lab.do("reload gateway-1")
        room.lab.advance(12 * SECOND)
        assert "Why?" in await drawn(room, pilot)
        room.lab.advance(30 * SECOND)
        assert "♪" in await drawn(room, pilot) and "Why?" in shown(app)
        assert room.note == "♪ heard again after 23.5 s"
        room.lab.advance(600 * SECOND)  # the router is back, and has taken over again
        assert "Why?" not in await drawn(room, pilot)

    play(script, tmp_path, (120, 36), lab=Lab.open("headend"))


def test_nothing_is_done_while_time_stands(tmp_path: Path) -> None:
    """In a pause the pulse rests until somebody does something, and no timer of a demonstration runs; a key wakes it at once."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await drawn(room, pilot)
        assert room.pulse.pacer.standing and not room._ticker._active.is_set()
        room.action_command("pause")
        assert not room.pulse.pacer.standing and room.pulse._wake.is_set()

    play(script, tmp_path)


def test_time_runs_to_what_a_sentence_waits_for(tmp_path: Path) -> None:
    """Any condition of the session language, and a while; what does not come is said after its time."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        def run_to(sentence: str) -> int:
            room.orders.do_action(sentence)
            hunt = room.pulse.pacer.hunt
            assert hunt is not None
            while room.pulse.pacer.hunt is not None:
                room.pulse.pacer.advance()
            room.orders.tell_end()
            return room.lab.now - hunt.began

        room.orders.do_action("crash gateway-1")
        assert 7 * SECOND < run_to("wait until hsrp gateway-2 Active within 1m") < 11 * SECOND
        assert room.note.startswith("hsrp gateway-2 Active: reached after ")
        assert run_to("wait 10s") == 10 * SECOND
        assert run_to("wait until hsrp gateway-2 Init within 3s") == 3 * SECOND
        await pilot.pause()
        assert [one.message for one in app._notifications] == ["hsrp gateway-2 Init: not reached after 3.0 s"]
        room.orders.do_action("wait until hsrp gateway-9 Active within 1m")
        assert room.pulse.pacer.hunt is None

    play(script, tmp_path, lab=Lab.open("headend"))


def test_a_terminal_that_is_gone_hangs_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is there nothing happens; when it has been taken away the program ends as by a hang-up."""
    main, other = os.openpty()
    raised: list[int] = []
    monkeypatch.setattr(hangup.signal, "raise_signal", raised.append)
    with os.fdopen(other, "r") as terminal:
        monkeypatch.setattr(hangup.sys, "__stdin__", terminal)
        hangup._look()
        assert raised == []
        os.close(main)
        hangup._look()
        assert raised == [hangup.signal.SIGHUP]
