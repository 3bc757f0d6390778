"""An exam as a candidate takes it: on the screen and in plain lines, from the cover to the end code."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.command import DiscoveryHit
from textual.pilot import Pilot

from iossim.frontends.exam.app import ExamApp, Parts
from iossim.frontends.exam.board import ExamBoard
from iossim.frontends.exam.desk import Desk
from iossim.frontends.exam.room import ExamRoom
from iossim.frontends.exam.sheet import choices, clock
from iossim.frontends.pacer import Pacer
from iossim.frontends.recording import Shelf
from iossim.frontends.tui.dialogs import Question
from iossim.frontends.tui.palette import Actions
from iossim.main import main
from iossim.training.exam.grading import grade
from iossim.training.exam.publishing import Press
from tests.frontends.test_course import shown
from tests.frontends.test_exam_desk import killed
from tests.training.exam_room import Hands, play, press

Script = Callable[[ExamApp, "Pilot[int]"], Awaitable[None]]
NAME = "Alex Example"


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return press(tmp_path_factory.mktemp("exam"))


async def until(app: ExamApp, pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(4_000):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError(shown(app))


def taken(desk: Desk, folder: Path, script: Script, size: tuple[int, int] = (80, 24)) -> None:
    """Take an exam as the program does."""

    async def run() -> None:
        app = ExamApp(desk, Shelf(folder))
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await script(app, pilot)
        finally:
            desk.close()

    asyncio.run(run())


async def begin(app: ExamApp, pilot: Pilot[int]) -> None:
    """From the cover to the parts."""
    await until(app, pilot, lambda: "Begin: the time runs" in shown(app))
    await pilot.press("enter")
    await until(app, pilot, lambda: app.desk.start_code != "" and app.desk.start_code in shown(app))
    await pilot.press("enter")


async def into(app: ExamApp, pilot: Pilot[int], part: int) -> ExamRoom:
    """From the parts into a room, in which time stands."""
    app.open_part(part)
    await until(app, pilot, lambda: isinstance(app.screen, ExamRoom) and app.screen.pulse.alive)
    room = app.screen
    assert isinstance(room, ExamRoom)
    room.pulse.pacer.pause(True)
    await pilot.pause()
    return room


def test_an_exam_from_the_cover_to_the_end_code(maker: Press, tmp_path: Path) -> None:
    """Begin, answer by the menu of the step, go back to the parts, hand in; the record has the marks."""
    hands = Hands()
    desk = Desk(maker.paper(NAME), tmp_path / "a.submission", hands.clock())

    async def script(app: ExamApp, pilot: Pilot[int]) -> None:
        await until(app, pilot, lambda: "2 parts, 64 points, 45:00" in shown(app))
        assert not desk.begun
        await begin(app, pilot)
        room = await into(app, pilot, 1)
        await pilot.pause()
        hands.push(1)  # the second that draws anew
        await until(app, pilot, lambda: "44:59 left" in shown(app) and "The metric" in shown(app))
        await pilot.press("ctrl+right_square_bracket", "j")
        await until(app, pilot, lambda: isinstance(app.screen, Question))
        await pilot.press("enter", *"2588160", "enter")
        await until(app, pilot, lambda: "answered: 2588160" in shown(app))
        await pilot.press("ctrl+right_square_bracket", "j", "enter")
        await until(app, pilot, lambda: "The cross-over cable will be cut" in shown(app))
        for hidden in ("past", "why", "undo", "export", "packet", "bookmark"):
            before = len(room.lab.journal.inputs)
            room.action_command(hidden)
            assert not room.visit.open and len(room.lab.journal.inputs) == before
        await pilot.press("f10")
        await until(app, pilot, lambda: isinstance(app.screen, Parts) and "1/3 done" in shown(app))
        for ask, text in ((app.ask_to_leave, "You can go on later"), (app.ask_to_hand_in, "1 of 5 steps are done")):
            ask()
            await until(app, pilot, lambda text=text: text in shown(app))  # type: ignore[misc]
            await pilot.press("escape")  # is "no"
            await until(app, pilot, lambda: isinstance(app.screen, Parts))
            assert desk.writing and not desk.end_code
        app.ask_to_hand_in()
        await until(app, pilot, lambda: "1 of 5 steps are done" in shown(app))
        await pilot.press("down", "enter")
        await until(app, pilot, lambda: "End code" in shown(app) and desk.end_code in shown(app))

    taken(desk, tmp_path, script)
    marks = grade(maker, (tmp_path / "a.submission").read_bytes())
    assert (marks.points, marks.end_code) == (1000, desk.end_code)


def test_what_prepared_the_lab_leaves_no_trace_on_the_screen(maker: Press, tmp_path: Path) -> None:
    """The first console is in front, whoever typed at another before; no word of the fault, and nothing offers to explain it."""
    desk = Desk(maker.paper(NAME), tmp_path / "a.submission", Hands().clock())
    desk.begin()
    desk.sit(0)
    killed(desk)
    again = Desk(maker.paper(NAME), tmp_path / "a.submission", Hands().clock())

    async def script(app: ExamApp, pilot: Pilot[int]) -> None:
        await until(app, pilot, lambda: isinstance(app.screen, Parts) and not app._busy)
        room = await into(app, pilot, 0)
        assert room.device == "gateway-1"
        for view in ("console", "map", "voice", "timeline"):
            room.show_view(view)
            await pilot.pause()
            text = shown(app)
            assert "Why?" not in text and "loses" not in text and "silence x-over" not in text, text
        offered = [f"{hit.text} {hit.help}" async for hit in Actions(room).discover() if isinstance(hit, DiscoveryHit)]
        assert offered and not any("undoes" in text or "reload" in text for text in offered), offered
        for command in ("restore", "undo"):
            room.action_command(command)
        assert room.lab.world.network.hurt() and "x-over" not in room.note, (
            "nothing finds the broken link for a candidate"
        )

    taken(again, tmp_path, script, (120, 36))


def test_when_the_time_is_over_everything_ends(maker: Press, tmp_path: Path) -> None:
    """Wherever the candidate is: the record ends, and what is typed goes nowhere."""
    hands = Hands()
    desk = Desk(maker.paper(NAME), tmp_path / "a.submission", hands.clock())

    async def script(app: ExamApp, pilot: Pilot[int]) -> None:
        await begin(app, pilot)
        room = await into(app, pilot, 1)
        hands.push(45 * 60 - 30)
        app._tick()
        await until(app, pilot, lambda: "0:30 left" in shown(app))
        hands.push(31)
        app._tick()
        await until(app, pilot, lambda: "The time is over" in shown(app))
        assert not room.pulse.alive and not desk.writing

    taken(desk, tmp_path, script)
    assert "ended: the time was over" in grade(maker, (tmp_path / "a.submission").read_bytes()).remarks


def test_an_exam_without_a_screen(maker: Press, tmp_path: Path) -> None:
    """The plain console answers by numbers and lines, and does no more than the part allows."""
    desk = Desk(maker.paper(NAME), tmp_path / "a.submission", Hands().clock())
    desk.begin()
    printed: list[str] = []
    sitting = desk.sit(1)
    board = ExamBoard(sitting, desk, Pacer(sitting.lab.world.kernel, lambda: 0), printed.append)

    def keys(*names: str) -> str:
        printed.clear()
        for name in names:
            board.key(name)
        return "".join(printed)

    board.greet()
    assert "What is the metric" in "".join(printed)
    assert "1 Answer: What is the metric" in keys("c-]", "j")
    assert "expected" in keys("1", "enter", *"many", "enter")
    assert "answered: 2588160" in keys("c-]", "j", "1", "enter", *"2588160", "enter")
    assert "The cross-over cable will be cut" in keys("c-]", "j", "1", "enter")
    assert "with this the event begins" in keys("c-]", "j")
    assert "answered: no" in keys("1", "enter", "n", "o", "enter")
    assert "not in this part" in keys("c-]", "a", *"restore x-over", "enter")
    keys("c-]", "q")
    assert board.over
    desk.finish("handed in")
    items = {item.id: item.points for item in grade(maker, (tmp_path / "a.submission").read_bytes()).items}
    assert (items["reading.metric.answer"], items["reading.cut.route"]) == (1000, 250)


def test_the_menu_of_a_step_offers_what_is_due(maker: Press, tmp_path: Path) -> None:
    """First what is not answered, then the way on, then second thoughts; a reason only when the prediction is locked."""
    desk = Desk(maker.paper(NAME), tmp_path / "a.submission", Hands().clock())
    desk.begin()
    sitting = desk.sit(1)
    assert [what for what, _ in choices(sitting, 1)] == ["answer route", "next", "previous", ""]
    play(sitting, "[answer cut.route no]\n")
    assert [what for what, _ in choices(sitting, 1)] == ["answer reason", "next", "previous", ""]
    assert [what for what, _ in choices(sitting, 2)] == ["finish", "parts", "previous", ""]
    assert (clock(5399), clock(61), clock(-3)) == ("1:29:59", "1:01", "0:00")
    desk.close()


@pytest.mark.parametrize("data", [b"", b"{}", b"\x00" * 100, b'{"iossim": "exam", "format": 99}'])
def test_what_is_no_paper_is_refused(tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """A word about the file, code 2, nothing else."""
    (tmp_path / "x.exam").write_bytes(data)
    assert main(["exam", "take", str(tmp_path / "x.exam")]) == 2
    assert "iossim exam:" in capsys.readouterr().err


def test_papers_are_published_for_a_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list of names, strange ones too: a file each, inside the folder, and nothing anywhere else."""
    press(tmp_path)
    names = ["Alex Example", "../../etc/passwd", "Alex  Example", "例", "a" * 60]
    (tmp_path / "class.txt").write_text("# the class\n" + "\n".join(names) + "\n")
    exam, listed = str(tmp_path / "exam.yaml"), str(tmp_path / "class.txt")
    code = main(["exam", "publish", exam, "--candidates", listed, "-o", f"{tmp_path}/out/", "--locked"])
    captured = capsys.readouterr()
    files = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert code == 0 and len(files) == 4 and all(name.startswith("trial-") and name.endswith(".exam") for name in files)
    assert captured.err.startswith("practice:") and captured.out.count("opening code") == 4
    assert not (tmp_path.parent / "etc").exists()


def test_a_wrong_call_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A definition that is missing, nobody to publish for, no submissions, a name with an escape in it: code 2 and why."""
    press(tmp_path)
    exam = str(tmp_path / "exam.yaml")
    for call, said in (
        (["publish", "./nothing.yaml", "--candidate", "x"], "cannot be read"),
        (["publish", "practise", "--candidate", "x"], "did you mean 'practice'?"),
        (["publish", exam], "nobody to publish for"),
        (["publish", exam, "--candidate", "a\x1b[2J"], "the character U+001B"),
        (["grade", exam, str(tmp_path / "none.submission")], "no such file"),
        (["grade", exam, str(tmp_path)], "no submissions"),
    ):
        assert main(["exam", *call]) == 2
        told = capsys.readouterr().err
        assert said in told and "\x1b" not in told
