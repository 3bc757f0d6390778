"""Exercises in front of a learner: the list, the step beside the consoles, answers, the book."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.command import DiscoveryHit, Hit
from textual.pilot import Pilot

from iossim.frontends.course.progress import Book
from iossim.frontends.course.screens import AnswerLine, Course
from iossim.frontends.course.tutor import Tutor
from iossim.frontends.recording import Shelf, open_journal
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.box import Box
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.keyboard import Keyboard
from iossim.frontends.tui.openable import NewExercise, OldWork, TheCourse
from iossim.frontends.tui.palette import Actions
from iossim.frontends.tui.room import Room
from iossim.lab.journal import read_journal
from iossim.main import main
from iossim.training.attempt import Attempt
from iossim.training.definition import load_exercise
from iossim.training.roster import before, find, tracks
from tests.training.desk import small

Script = Callable[[ConsoleApp, Room, "Pilot[int]"], Awaitable[None]]


def shown(app: ConsoleApp) -> str:
    """The text on the screen."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def until(app: ConsoleApp, pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Until something holds: a screen is drawn by a task of its own, a lab opened by a thread."""
    for _ in range(4_000):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError(shown(app))


def play(script: Script, tmp_path: Path, what: NewExercise | OldWork, size: tuple[int, int] = (160, 60)) -> None:
    """Open it as the program does, let time stand, and run a script in the room."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path), what)
        async with app.run_test(size=size) as pilot:
            await until(app, pilot, lambda: isinstance(app.screen, Room) and app.screen.pulse.alive)
            room = app.screen
            assert isinstance(room, Room)
            room.pulse.pacer.pause(True)
            await pilot.pause()
            await script(app, room, pilot)
            app.close_recording()

    asyncio.run(run())


async def draw(room: Room, pilot: Pilot[int]) -> None:
    room._draw_anew()
    await pilot.pause()


async def choose(app: ConsoleApp, room: Room, pilot: Pilot[int], answer: str) -> None:
    """Ctrl-] x, and an answer in the screen that opens."""
    room.action_command("step")
    await until(app, pilot, lambda: app.screen is not room and app.screen.is_attached and bool(app.screen.children))
    await pilot.pause()
    app.screen.dismiss(answer)
    await until(app, pilot, lambda: app.screen is room)
    await draw(room, pilot)


def test_a_small_panel_has_what_is_to_be_done(tmp_path: Path) -> None:
    """Beside the console of a middling terminal the step itself is seen, rather than what the exercise is about."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await draw(room, pilot)
        text = shown(app)
        assert "Look at both tables" in text and "a question that the other one" in text
        assert "quick reference" not in text
        room.action_command("exercise")
        await until(app, pilot, lambda: "quick reference" in shown(app))

    play(script, tmp_path, NewExercise("1.3", 1), size=(120, 36))


def test_from_the_first_step_to_an_answer(tmp_path: Path) -> None:
    """The step stands beside the consoles; what the learner types is looked at by itself, and the next step is a key away."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.tutor is not None
        await draw(room, pilot)
        assert "1.3 Two routing tables, line by line" in shown(app)
        assert "Look at both tables (2 points)" in shown(app)
        room.type_keys(("enter", *"enable", "enter", *"cisco", "enter", *"sh ip ro", "enter", "q"))
        await draw(room, pilot)
        assert "not yet: show ip route on gateway-2" in shown(app)
        room.open_console("gateway-2")
        room.type_keys(("enter", *"show ip route", "enter", "q"))
        await draw(room, pilot)
        assert room.tutor.attempt.standings["look"].done
        assert "The document, section D5" in shown(app)
        room.action_command("step")
        await draw(room, pilot)
        assert "Who is peered with gateway-2?" in shown(app)
        await choose(app, room, pilot, "10.81.2.24")
        assert "not all of it, or too much: 10.81.2.24" in shown(
            app
        ) and "The next answer is worth half the points." in shown(app)
        assert "expected" not in shown(app) and "10.81.2.48/29" not in shown(app)
        room.action_command("hint")
        await draw(room, pilot)
        assert "Hint 1: They are not peered here" in shown(app)
        await choose(app, room, pilot, "10.81.2.24, 10.81.2.48")
        assert room.tutor.attempt.points() == 700
        mark = Book(tmp_path).marks()["1.3"]
        assert (mark.best, mark.of, mark.attempts, mark.finished) == (7.0, 50, 1, False)

    play(script, tmp_path, NewExercise("1.3"))


def test_a_verdict_that_was_asked_for_too_early_is_forgotten(tmp_path: Path) -> None:
    """When the step is done nothing says that it is not; and what is taken back has no word left over it, but has been tried."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.tutor is not None
        room.type_keys(("enter", *"show ip route", "enter", "q"))
        room.action_command("step")
        await draw(room, pilot)
        assert "Not yet." in shown(app)
        room.open_console("gateway-2")
        room.type_keys(("enter", *"show ip route", "enter", "q"))
        await draw(room, pilot)
        assert room.tutor.attempt.standings["look"].done and "Not yet." not in shown(app)
        room.action_command("step")
        await choose(app, room, pilot, "10.81.2.24")
        assert "The next answer is worth half the points." in shown(app)
        lab = room.lab
        room.action_command("undo")
        await until(app, pilot, lambda: room.lab is not lab)
        await draw(room, pilot)
        assert "worth" not in shown(app) and "not all of it" not in shown(app)
        await choose(app, room, pilot, "10.81.2.24, 10.81.2.48")
        assert room.tutor.attempt.points() == 700

    play(script, tmp_path, NewExercise("1.3"))


def test_a_prediction_is_told_with_what_was_asked(tmp_path: Path) -> None:
    """Several answers stand below each other: each says to which question it belongs."""
    tutor = Tutor(Attempt.begin(find("5.4")), Book(tmp_path))
    tutor.go(1)
    for ask, text in (("here-hears", "yes"), ("here-speaks", "yes"), ("there-hears", "yes"), ("there-speaks", "yes")):
        tutor.answer(ask, text)
    tutor.answer("reason", "b")
    text = " ".join(text for line in tutor.lines(200, Keyboard()) for text, _ in line)
    assert "✓ Is HQ heard by phone-1 (tunnel at the active router)? it is heard." in text
    assert "✕ Is HQ heard by phone-3 (tunnel at the standby router)? You said: it is heard. It was: silence." in text
    assert "✓ What is it that is lost? the route of the active router" in text
    tutor.show("cut")
    assert "Somebody pulls the cable (shown: no points)" in " ".join(
        t for line in tutor.lines(200, Keyboard()) for t, _ in line
    )


def test_a_small_window_shows_the_step_in_place_of_the_console(tmp_path: Path) -> None:
    """Where there is no room beside the console, the exercise begins with its text, and Esc leads to the console."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await until(app, pilot, lambda: room.view_shown == "exercise")
        await draw(room, pilot)
        assert "1.3 Two routing tables" in shown(app)
        app.post_message(events.Key("escape", None))
        await until(app, pilot, lambda: room.view_shown == "console")
        room.action_command("exercise")
        assert room.view_shown == "exercise"

    play(script, tmp_path, NewExercise("1.3"), (80, 24))


def test_work_goes_on_where_it_was_left(tmp_path: Path) -> None:
    """A journal of an exercise is an exercise again: same step, same points, in the lab that is on the screen."""

    async def first(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.tutor is not None
        room.tutor.go(3)
        room.tutor.answer("answer", "2588160")

    async def second(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.tutor is not None
        assert room.tutor.attempt.points() == 500
        assert room.tutor.attempt.lab is room.lab
        assert room.tutor.step.id == "look"

    play(first, tmp_path, NewExercise("1.3"))
    play(second, tmp_path, OldWork(Shelf(tmp_path).works()[0].path))


def test_a_blind_exercise_gives_nothing_away(tmp_path: Path) -> None:
    """No picture, event or reason tells the cause of a ticket, and the actions that would tell are refused."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        await draw(room, pilot)
        text = shown(app)
        assert "SILENT" in text and "7.1 They hear me" in text
        assert not any(word in text for word in ("frames lost", "silence x-over", "no route", "does not send back"))
        room.orders.do_action("why voice phone-3")
        assert "done" not in room.note
        offered = [f"{hit.text} {hit.help}" async for hit in Actions(room).discover() if isinstance(hit, DiscoveryHit)]
        offered += [f"{hit.text} {hit.help}" async for hit in Actions(room).search("x-over") if isinstance(hit, Hit)]
        assert any("restore x-over" in text for text in offered)
        assert not any("undoes" in text or text.startswith(("silence", "cut", "fault")) for text in offered), offered
        for command in ("restore", "why", "packet", "undo"):
            room.action_command(command)
        assert room.view_shown in ("console", "exercise")
        assert room.lab.world.network.state.peek("x-over").silent  # type: ignore[union-attr]
        room.orders.do_action("restore x-over")
        assert room.note == "done: restore x-over"

    play(script, tmp_path, NewExercise("7.1"))


def test_the_course_is_in_the_menu(tmp_path: Path) -> None:
    """From the menu to an exercise: the tracks, with how each exercise stands."""
    Book(tmp_path).begun("1.3")
    Book(tmp_path).reached("1.3", 45, 45, True)

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path), TheCourse())
        async with app.run_test(size=(100, 40)) as pilot:
            await until(app, pilot, lambda: isinstance(app.screen, Course) and "Trouble tickets" in shown(app))
            text = " ".join(shown(app).split())
            assert "Reading the displays" in text
            assert "1.3 Two routing tables, line by line 15 min ✓ 45/45" in text
            app.screen.dismiss("")
            await until(app, pilot, lambda: "guided, checked, with hints; 1 done" in shown(app))

    asyncio.run(run())


def test_a_question_with_choices_is_a_list(tmp_path: Path) -> None:
    """Choices are chosen; nothing has to be typed, and not to answer is a choice too."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.tutor is not None
        room.tutor.go(4)
        room.action_command("step")
        await until(app, pilot, lambda: isinstance(app.screen, Question) and "not yet" in shown(app))
        app.screen.dismiss("")
        await until(app, pilot, lambda: app.screen is room)
        assert room.tutor.attempt.standings["distance"].answers == {}

    play(script, tmp_path, NewExercise("1.3"))


# -- the list --------------------------------------------------------------------------------------------------------


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The contract: id, track, title, source, minutes, level, points; as the exercises themselves say."""
    assert main(["exercise", "--list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    exercises = [
        one for track in tracks() for one in (*map(load_exercise, track.folders), find(before(track)))
    ]  # the questions from before among them
    assert [(row["id"], row["points"], row["minutes"], row["level"]) for row in rows] == [
        (one.exercise, one.points, one.minutes, one.level) for one in exercises
    ]
    assert list(rows[0]) == ["id", "track", "title", "source", "minutes", "level", "points"]


def test_an_unknown_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    """It says what there is instead, before anything runs."""
    assert main(["exercise", "1.33"]) == 2
    assert "1.33: no such exercise (did you mean '1.3'?)" in capsys.readouterr().err


# -- the book --------------------------------------------------------------------------------------------------------


def test_the_book_keeps_the_best(tmp_path: Path) -> None:
    """A worse attempt later takes nothing away; attempts are counted; a person can read the file."""
    book = Book(tmp_path)
    book.begun("1.3")
    book.reached("1.3", 40, 45, True)
    book.begun("1.3")
    book.reached("1.3", 12, 45, False)
    mark = book.marks()["1.3"]
    assert (mark.best, mark.of, mark.attempts, mark.finished) == (40, 45, 2, True)
    assert '"1.3"' in book.path.read_text()


def _book(mark: str, name: str = "1.3") -> str:
    return f'{{"iossim": "progress", "format": 1, "exercises": {{"{name}": {{{mark}}}}}}}'


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"iossim": "progress", "format": 99}',
        "\x00\x01",
        '{"exercises": 5}',
        "[" * 400_000,
        _book('"best": "abc", "of": 1, "attempts": 1'),
        _book('"best": NaN, "of": 1, "attempts": 1'),
        _book('"best": 1, "of": [1], "attempts": 1'),
        _book('"best": 1, "of": 1, "attempts": 1e400'),
        _book('"best": 1, "of": 1, "attempts": 1, "due": "yes"'),
        _book('"best": 1, "of": 1, "attempts": 1, "last": "\\u001b[2J"'),
        _book('"best": 1, "of": 1, "attempts": 1', "\\u001b[2J"),
    ],
)
def test_a_book_that_cannot_be_read_is_put_aside(tmp_path: Path, text: str) -> None:
    """A torn or foreign file is neither believed nor overwritten."""
    book = Book(tmp_path)
    book.path.write_text(text)
    assert book.marks() == {}
    book.begun("1.3")
    assert book.marks()["1.3"].attempts == 1
    assert [file.read_text() for file in tmp_path.glob("progress.unreadable-*")] == [text]


def test_a_journal_of_an_exercise_replays_without_a_tutor(tmp_path: Path) -> None:
    """Whoever plays a journal needs no exercise: what a learner says changes nothing in the lab."""
    attempt = Attempt.begin(find("1.3"), batch=True)
    attempt.answer("metric", "2588160")
    attempt.lab.advance(1_000_000)
    attempt.lab.journal.attach(tmp_path / "a.journal")
    attempt.lab.journal.close()
    journal = read_journal(tmp_path / "a.journal")
    lab = open_journal(journal)
    for entry in journal.inputs:
        lab.apply(entry)
    assert lab.fingerprint() == attempt.lab.fingerprint()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_step_is_drawn_while_time_stands(tmp_path: Path, size: tuple[int, int]) -> None:
    """Opened in a pause, and by a hint or a verdict at a console that has no room beside it: the panel says the step at once."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        for order in ("exercise", "console", "hint", "console", "step"):
            room.action_command(order)
            await until(app, pilot, lambda: not room.drawing.stale)
            await pilot.pause()
            seen = "Take the LAN" in shown(app)
            assert seen == (order != "console" or size[0] > 80), order

    attempt = Attempt.begin(load_exercise(small(tmp_path)), 1)

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path))
        async with app.run_test(size=size) as pilot:
            room = Room(attempt.lab, None, tutor=Tutor(attempt, app.book))
            room.pulse.pacer.pause(True)
            room.view_shown = "console"
            await app.push_screen(room)
            await pilot.pause()
            room.show_view("console")
            await pilot.pause()
            await script(app, room, pilot)

    asyncio.run(run())


def test_a_question_leaves_in_sight_what_it_is_about(tmp_path: Path) -> None:
    """At 80 x 24 a line to answer in lies at the lower edge: most of the console can be read."""

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path))
        async with app.run_test(size=(80, 24)) as pilot:
            await app.push_screen(dialog := AnswerLine("A number", "The metric of 10.81.2.24 on gateway-1?"))
            await pilot.pause()
            box = dialog.query_one(Box).region
            assert (box.height, box.bottom) == (4, 23)

    asyncio.run(run())
