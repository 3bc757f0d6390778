"""The learner's orders: show me, undo, checkpoints, begin again, free play, the summary; and the saved attempts."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from iossim.frontends.course import attempts
from iossim.frontends.course.attempts import NoAttempt
from iossim.frontends.course.progress import Book
from iossim.frontends.course.shelf import Attempts
from iossim.frontends.course.showing import segments, showing
from iossim.frontends.course.summary import commands_used, summary
from iossim.frontends.course.tutor import Tutor, attempt_of
from iossim.frontends.demo import stage
from iossim.frontends.recording import Shelf
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.dialogs import Question, Reading
from iossim.frontends.tui.learning import last_deed
from iossim.frontends.tui.openable import NewExercise, OldWork
from iossim.frontends.tui.room import Room
from iossim.lab.journal import read_journal
from iossim.lab.lab import Lab
from iossim.lab.past import Past
from iossim.lab.session import read_session
from iossim.main import main
from iossim.training.attempt import Attempt
from iossim.training.definition import load_exercise
from iossim.training.roster import find, folders, name_of, variant
from tests.frontends.test_course import draw, play, shown, until
from tests.training.desk import small

ENABLE = ("enter", *"enable", "enter", *"cisco", "enter")


async def say_yes(app: ConsoleApp, room: Room, pilot: Pilot[int], answer: str) -> None:
    """Answer the question that has been opened."""
    await until(
        app, pilot, lambda: isinstance(app.screen, Question) and app.screen.is_attached and bool(app.screen.children)
    )
    await pilot.pause()
    app.screen.dismiss(answer)
    await until(app, pilot, lambda: app.screen is room)


# -- show me ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name_of(folder) for folder in folders()])
def test_every_solution_is_cut_into_its_steps(name: str) -> None:
    """Each step has its part, in order, and nothing of the solution is lost."""
    exercise = find(name)
    session = read_session(exercise.sessions["solution"])
    parts = list(segments(session))
    assert [name for name, _ in parts] == [step.id for step in exercise.steps]
    assert [step for _, part in parts for step in part] == list(session.steps)


def test_the_solution_goes_on_from_where_the_learner_is() -> None:
    """What is done is left out; what is shown is right for this lab, at this moment."""
    attempt = Attempt.begin(find("1.3"))
    for step in attempt.exercise.steps[:2]:
        attempt.standings[step.id].done = True
    attempt.lab.advance(600_000_000)
    before = attempt.lab.fingerprint()
    found = showing(attempt)
    assert found is not None and not found.anew
    assert found.steps == tuple(step.id for step in attempt.exercise.steps[2:])
    assert [scene.note[0] for scene in found.script.score.scenes] == [step.title for step in attempt.exercise.steps[2:]]
    assert attempt.lab.fingerprint() == before and attempt.points() == 0


def test_what_does_not_fit_is_shown_from_the_beginning(tmp_path: Path) -> None:
    """The learner has changed a hostname: the solution's prompts are not there, so all of it is shown, in the prepared lab."""
    attempt = Attempt.begin(load_exercise(small(tmp_path)))
    for line in ("", "enable", "cisco", "conf t", "hostname elsewhere"):
        attempt.lab.type("soho-2", [*line, "enter"])
    found = showing(attempt)
    assert found is not None and found.anew and not found.script.score.failures


def test_show_me_on_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The solution is typed in a branch and the step is seen to be done; back, all is as it was, and the step is worth nothing."""
    for name in ("KEY", "LINE", "ACTION", "LOOK"):
        monkeypatch.setattr(stage, name, 0.0)

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        tutor, own = room.tutor, room.lab
        assert tutor is not None
        before = own.fingerprint()
        room.action_command("show_me")
        await say_yes(app, room, pilot, "show")
        await until(app, pilot, lambda: room.stage is not None and not room.stage.playing and not room.stage._running)
        await draw(room, pilot)
        assert room.lab is not own and room.tutor is not tutor
        assert room.tutor is not None and room.tutor.attempt.standings["look"].done
        assert "Show me: 1.3, 2 of 8" in shown(app)
        assert room.tutor.step.id == "look"  # with its explanation, up to the next input
        room.action_command("step")
        assert "a demonstration" in room.note
        room.action_command("keyboard")
        await draw(room, pilot)
        assert room.lab is own and room.tutor is tutor and own.fingerprint() == before
        assert tutor.attempt.standings["look"].shown and not tutor.attempt.standings["far"].shown
        mark = Book(tmp_path).marks()["1.3"]
        assert mark.due and not mark.finished
        room.type_keys(ENABLE)
        assert room.lab.terminal("gateway-1").last_line == "gateway-1#"

    play(script, tmp_path, NewExercise("1.3"))
    inputs = read_journal(Shelf(tmp_path).works()[0].path).inputs
    said = [getattr(entry, "action", "") for entry in inputs]
    assert [text for text in said if text.startswith(("shown", "answer", "check"))] == ["shown look"]


def test_a_step_that_was_shown_is_worth_nothing(tmp_path: Path) -> None:
    """Not now, and not when the journal is read again; and the exercise is not finished by it."""
    attempt = Attempt.begin(load_exercise(small(tmp_path)))
    attempt.answer("metric", "2588160")
    assert attempt.points() == 1000
    attempt.show("metric")
    assert attempt.points() == 0 and attempt.standings["metric"].done
    assert Attempt.replay(attempt.exercise, attempt.lab.journal).points() == 0
    book = Book(tmp_path)
    book.reached("9.1", 20, 30, True, shown=True)
    assert (book.marks()["9.1"].finished, book.marks()["9.1"].due) == (False, True)
    book.reached("9.1", 30, 30, True)
    assert (book.marks()["9.1"].finished, book.marks()["9.1"].due) == (True, False)


def test_a_variant_is_another_one() -> None:
    """The seed that is due varies something."""
    assert find("1.3", variant("1.3", 2)).values != find("1.3", 1).values


# -- taking back -----------------------------------------------------------------------------------------------------


def test_undo_takes_back_a_line(tmp_path: Path) -> None:
    """A line with its Enter, then the one before, then nothing: never what prepared the lab. One journal is left."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        before = room.lab.now, room.lab.fingerprint()
        for line in ("", "enable", "cisco"):
            room.type_keys((*line, "enter"))
        for key in "show clock":
            room.type_keys((key,))
        room.type_keys(("enter",))
        assert room.lab.terminal("gateway-1").last_line == "gateway-1#"
        for wanted in ("gateway-1#", "Password: ", "gateway-1>", None):
            lab = room.lab
            room.action_command("undo")
            await until(app, pilot, lambda lab=lab: room.lab is not lab)
            if wanted is not None:
                assert room.lab.terminal("gateway-1").last_line == wanted
        assert (room.lab.now, room.lab.fingerprint()) == before
        room.action_command("undo")
        await pilot.pause()
        assert room.note.startswith("nothing to undo")
        assert len(Shelf(tmp_path).works()) == 1

    play(script, tmp_path, NewExercise("1.3"))


def test_the_past_begins_where_the_learner_came(tmp_path: Path) -> None:
    """However far somebody rewinds, what prepared the lab is not seen, and its marks are not there."""
    attempt = Attempt.begin(find("7.1"))
    past = Past(attempt.lab)
    past.begin = Tutor(attempt, Book(tmp_path)).begin
    assert past.begin.t > 0 and past.at(0) == past.begin

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.lab.advance(60_000_000)
        begin = room.visit.past.begin
        room.visit.begin()
        assert room.visit.marks() == []
        for way in (room.visit.to_begin, lambda: room.visit.step(-3_600_000_000), lambda: room.visit.to_event(-1)):
            way()
            await until(app, pilot, lambda: not room.visit._busy)
            assert room.lab.now == begin.t, way
            assert any("exercise 7.1" in getattr(entry, "action", "") for entry in room.lab.journal.inputs)
        room.visit.end()

    play(script, tmp_path, NewExercise("7.1"))


def test_checkpoint_and_reset(tmp_path: Path) -> None:
    """Back to the last bookmark, and to the beginning; each keeps the attempt before. A hint that was taken stays taken."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.tutor is not None
        began = room.tutor.begin
        room.action_command("checkpoint")
        assert room.note.startswith("no checkpoint yet")
        room.type_keys(ENABLE)
        room.action_command("bookmark")
        room.orders.do_action("cut x-over")
        lab = room.lab
        room.action_command("checkpoint")
        await until(app, pilot, lambda: room.lab is not lab)
        assert room.lab.world.network.state.peek("x-over").connected  # type: ignore[union-attr]
        assert room.lab.terminal("gateway-1").last_line == "gateway-1#"
        room.tutor.hint()
        lab = room.lab
        room.action_command("reset")
        await say_yes(app, room, pilot, "reset")
        await until(app, pilot, lambda: room.lab is not lab)
        assert room.lab.now == began.t and room.tutor.attempt.points() == 0
        assert room.tutor.attempt.standings["look"].hints == 1
        assert len(Shelf(tmp_path).works()) == 3

    play(script, tmp_path, NewExercise("1.3"))


def test_a_line_is_one_deed(tmp_path: Path) -> None:
    """Keys up to Enter belong together, also when time has passed between them; what was told is no deed."""
    attempt = Attempt.begin(load_exercise(small(tmp_path)))
    begin = Tutor(attempt, Book(tmp_path)).begin
    lab = attempt.lab
    assert last_deed(lab.journal.inputs, begin) is None
    lab.type("soho-2", ["enter"])
    count = len(lab.journal.inputs)
    for key in (*"ena", "enter"):
        lab.type("soho-2", [key])
        lab.advance(1_000_000)
    attempt.hint("shut")
    found = last_deed(lab.journal.inputs, begin)
    assert found is not None and found.inputs == count


# -- the end ---------------------------------------------------------------------------------------------------------


def test_free_play_keeps_the_lab(tmp_path: Path) -> None:
    """The exercise is over, the lab is there, nothing is hidden; and taken up again it is a free lab."""

    async def first(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.action_command("free_play")
        await say_yes(app, room, pilot, "free")
        await draw(room, pilot)
        assert room.tutor is None and "7.1" not in shown(app)
        room.orders.do_action("cut x-over")
        assert room.note == "done: cut x-over"

    async def second(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        assert room.tutor is None

    play(first, tmp_path, NewExercise("7.1"))
    play(second, tmp_path, OldWork(Shelf(tmp_path).works()[0].path))


def test_the_summary_names_the_commands(tmp_path: Path) -> None:
    """Each command once a router, in the learner's spelling; lines that were refused are none."""
    attempt = Attempt.begin(load_exercise(small(tmp_path)))
    for line in ("", "enable", "cisco", "sh ip ro", "show ip route", "shwo version", "show clock | include UTC"):
        attempt.lab.type("soho-2", [*line, "enter"])
        attempt.lab.type("soho-2", ["q"])
        attempt.lab.type("soho-2", ["backspace"])
    used = list(commands_used(attempt))
    assert ("soho-2", "sh ip ro") in used and ("soho-2", "show ip route") not in used
    assert ("soho-2", "show clock | include UTC") in used and not any("shwo" in text for _, text in used)
    text = "\n".join(line for line, _ in summary(attempt))
    assert "not finished, 0 of 30 points" in text and "Know what a route is." in text and "section D5" in text
    assert "You had expected otherwise" not in text and "Next in the course" not in text
    for answer in ("[answer cut.route yes]", "[answer cut.home yes]"):
        attempt.do(answer[1:-1])
    assert "Does gateway-1 still know 10.81.2.24? You said: it does. It was: it does not." in "\n".join(
        line for line, _ in summary(attempt)
    )
    after = [line for line, _ in summary(Attempt.begin(find("1.3")))]
    assert after[-1] == "Next in the course: 1.99 Five questions from before"


def test_the_summary_on_the_screen(tmp_path: Path) -> None:
    """A key away at any time."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        room.action_command("sum_up")
        await until(app, pilot, lambda: isinstance(app.screen, Reading) and "What it was about" in shown(app))
        app.screen.dismiss()

    play(script, tmp_path, NewExercise("1.3"))


# -- saved attempts --------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf with one attempt on it, which is also the program's."""
    found = Shelf(tmp_path / "journals")
    attempt = Attempt.begin(find("1.3", 4))
    recording = found.begin(attempt.lab)
    recording.given()
    attempt.answer("metric", "170")
    recording.close()
    monkeypatch.setattr("iossim.frontends.recording.state_folder", lambda: found.folder)
    return found


def test_attempts_are_listed(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    """Which exercise, which seed, since when, whether it can be taken up."""
    assert main(["exercise", "--attempts"]) == 0
    assert "1.3 Two routing tables, line by line, seed 4, closed" in capsys.readouterr().out
    assert main(["exercise", "--attempts", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["exercise"], row["seed"], row["condition"], row["trouble"]) == ("1.3", 4, "closed", "")


def test_an_attempt_is_named_exported_and_deleted(
    shelf: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its name; nothing is overwritten, and nothing happens outside the shelf."""
    (one,) = attempts.saved(shelf)
    assert main(["exercise", "--rename", one.name, "Monday, first"]) == 2
    assert main(["exercise", "--rename", one.name, "../elsewhere"]) == 2
    assert main(["exercise", "--rename", one.name, "monday"]) == 0
    (one,) = attempts.saved(shelf)
    assert one.name == "monday" and one.work.resumable
    assert main(["exercise", "--export", "monday", str(tmp_path)]) == 0
    assert (tmp_path / "monday.journal").read_bytes() == one.work.path.read_bytes()
    assert main(["exercise", "--export", "monday", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["exercise", "--resume", "tuesday"]) == 2
    assert "no attempt is called 'tuesday'" in capsys.readouterr().err
    assert main(["exercise", "--delete", "monday"]) == 0
    assert attempts.saved(shelf) == ()
    assert main(["exercise", "--delete", "monday"]) == 2


def test_an_attempt_in_use_is_left_alone(shelf: Shelf) -> None:
    """While a program works on it, it is neither named nor deleted."""
    from iossim.frontends.recording import Lock

    (one,) = attempts.saved(shelf)
    lock = Lock(one.work.path)
    with pytest.raises(NoAttempt, match="another iossim works on"):
        attempts.rename(one, "mine")
    with pytest.raises(NoAttempt, match="another iossim works on"):
        attempts.delete(one)
    lock.release()
    assert one.work.path.exists()


def test_changed_exercise_files_are_noticed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever takes an attempt up is told that it is marked by other files than it was begun with."""
    (one,) = attempts.saved(shelf)
    journal = read_journal(one.work.path)
    attempt, said = attempt_of(journal, Lab.replay(journal))
    assert attempt is not None and said == ""
    original = find("1.3", 4)
    monkeypatch.setattr(
        "iossim.frontends.course.tutor.find", lambda *_: original.model_copy(update={"digest": "0" * 64})
    )
    attempt, said = attempt_of(journal, Lab.replay(journal))
    assert attempt is not None and "have changed since" in said


def test_the_list_on_the_screen(shelf: Shelf) -> None:
    """From the menu: the attempts, and one of them taken up."""
    import asyncio

    from iossim.frontends.tui.openable import TheAttempts

    async def run() -> None:
        app = ConsoleApp(Shelf(shelf.folder), TheAttempts())
        async with app.run_test(size=(100, 40)) as pilot:
            await until(app, pilot, lambda: isinstance(app.screen, Attempts) and "seed 4" in shown(app))
            await pilot.press("enter")
            await until(app, pilot, lambda: isinstance(app.screen, Room) and app.screen.pulse.alive)
            room = app.screen
            assert isinstance(room, Room) and room.tutor is not None
            assert room.tutor.attempt.standings["metric"].tries == {"answer": 1}
            app.close_recording()

    asyncio.run(run())


# -- the book --------------------------------------------------------------------------------------------------------


def _begin(folder: str, times: int) -> None:
    for _ in range(times):
        Book(Path(folder)).begun("1.3")


def test_two_programs_do_not_lose_each_others_lines(tmp_path: Path) -> None:
    """Four processes write at once: every attempt is counted."""
    context = multiprocessing.get_context("spawn")
    crowd = [context.Process(target=_begin, args=(str(tmp_path), 25)) for _ in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert Book(tmp_path).marks()["1.3"].attempts == 100
    assert not list(tmp_path.glob(".progress-*"))
