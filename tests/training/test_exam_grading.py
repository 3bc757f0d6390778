"""Thirty submissions, good, partial and hostile, graded by one command: the right marks, the right reasons, never a crash."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from iossim.frontends.exam.crew import Desk as GradingDesk
from iossim.frontends.exam.crew import Order, graded
from iossim.frontends.exam.desk import Desk
from iossim.main import main
from iossim.training.exam.grading import grade
from iossim.training.exam.publishing import Press
from iossim.training.exam.statistics import statistics
from iossim.training.exam.submission import LARGEST, Verdict
from tests.training.exam_room import EXAM, Hands, Lines, press, rewritten, sat, solutions

GOOD = ("Alex Example", "Robin Example", "Sam Example", "Kim Example")
PARTIAL = {
    # how much of each part's solution, and the points it comes to
    "No cure": ({0: 4, 1: 99}, None),
    "Only the ticket": ({0: 99}, 3400),
    "Only the reading": ({1: 99}, 3000),
    "Two questions": ({1: 2}, 1000),
    "Half a prediction": ({1: 3}, 1250),
    "Nothing at all": ({}, 0),
    "Looked around": ({0: 1, 1: 1}, 0),
}


def cut(text: str, lines: int) -> str:
    """The first lines of a session."""
    return "\n".join(text.splitlines()[:lines]) + "\n"


def line_of(lines: Lines, kind: str, nth: int = 0) -> int:
    """Where the nth line of a kind is."""
    return [number for number, line in enumerate(lines) if line["is"] == kind][nth]


def without_end(lines: Lines) -> Lines:
    return lines[:-1]


def instead(kind: str, nth: int, **entry: object) -> Callable[[Lines], Lines]:
    """Another input in the place of one; the chain made anew, as somebody with the program would."""

    def change(lines: Lines) -> Lines:
        at = line_of(lines, kind, nth)
        changed = dict(lines[at])
        changed["entry"] = {**changed["entry"], **entry} if entry else changed["entry"]  # type: ignore[dict-item]
        return [*lines[:at], changed, *lines[at + 1 :]]

    return change


def added(part: int, **entry: object) -> Callable[[Lines], Lines]:
    """An input more, before the end of a part."""

    def change(lines: Lines) -> Lines:
        at = next(n for n, line in enumerate(lines) if line["is"] == "state" and line["part"] == part)
        last = max(line["entry"]["t"] for line in lines if line["is"] == "input" and line["part"] == part)  # type: ignore[index]
        line = {"n": 0, "is": "input", "part": part, "at": lines[at - 1].get("at", 100), "entry": {"t": last, **entry}}
        return [*lines[:at], line, *(one for one in lines[at:] if one["is"] != "state")]

    return change


def header(**changed: object) -> Callable[[Lines], Lines]:
    return lambda lines: [{**lines[0], **changed}, *lines[1:]]


def swapped(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join([*lines[:3], lines[4], lines[3], *lines[5:]])


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "edited octet": (lambda d: d.replace(b"2588160", b"2588161"), "edited"),
    "other candidate": (lambda d: d.replace(b"Alex Example", b"Evan Example"), "edited"),
    "reordered": (swapped, "reordered"),
    "line gone": (lambda d: b"".join(d.splitlines(keepends=True)[:5] + d.splitlines(keepends=True)[6:]), "truncated"),
    "tail gone": (lambda d: b"".join(d.splitlines(keepends=True)[:-3]), "truncated"),
    "torn": (lambda d: d[:-40], "truncated"),
    "tail gone, chain anew": (lambda d: rewritten(d, without_end), "truncated"),
    "behind the end": (lambda d: rewritten(d, lambda lines: [*lines, lines[-1]]), "edited"),
    "other version": (lambda d: rewritten(d, header(behaviour=999)), "other version"),
    "other format": (lambda d: rewritten(d, header(format=7)), "other version"),
    "other exam": (lambda d: rewritten(d, header(exam="final-9")), "foreign"),
    "other form": (lambda d: rewritten(d, header(seed=99)), "foreign"),
    "other paper": (lambda d: rewritten(d, header(paper="0" * 64, questions="0" * 64)), "foreign"),
    "other labs": (lambda d: rewritten(d, header(paper="0" * 64)), "other version"),
    "somebody else's": (lambda d: rewritten(d, header(candidate="Robin Example", seed=4)), "foreign"),
    "other keys": (lambda d: rewritten(d, instead("input", 0, t=4_000_000)), "edited"),
    "more than allowed": (lambda d: rewritten(d, added(0, kind="do", action="renumber dsl-1")), "breach"),
    "the exercise anew": (lambda d: rewritten(d, added(0, kind="do", action="exercise 7.1 seed 1")), "breach"),
    "no such link": (lambda d: rewritten(d, added(0, kind="do", action="restore ../../x")), "breach"),
    "no such router": (lambda d: rewritten(d, added(0, kind="keys", device="x", line="con 0", keys=["a"])), "breach"),
    "another kind of input": (lambda d: rewritten(d, added(0, kind="connect", device="x", line="y", location="z")), "unreadable"),
    "a hash that is not so": (
        lambda d: rewritten(d, lambda ls: [{**one, "value": "0" * 32} if one["is"] == "state" else one for one in ls]),
        "diverged",
    ),
    "an answer added, the hash kept": (
        lambda d: rewritten(d, lambda ls: [one for one in ls if one.get("entry", {}).get("action") != "restore x-over"]),  # type: ignore[attr-defined]
        "diverged",
    ),
    "terminal escapes": (lambda d: rewritten(d, header(candidate="\x1b]0;owned\x07\x1b[2J")), "unreadable"),
    "deep": (lambda d: b"[" * 100_000 + b"\n", "unreadable"),
    "YAML aliases": (lambda d: b"a: &a [*a, *a]\nb: *a\n", "unreadable"),
    "empty": (lambda d: b"", "unreadable"),
    "noise": (lambda d: bytes(range(256)) * 40, "unreadable"),
    "endless numbers": (lambda d: rewritten(d, added(0, kind="time", t=10**30)), "too costly"),
}  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the exam, and all submissions."""
    place = tmp_path_factory.mktemp("class")
    maker = press(place)
    for name in GOOD:
        paper = maker.paper(name)
        sat(paper, place / f"good {name}.submission", solutions(maker, paper.seed))
    for name, (share, _) in PARTIAL.items():
        paper = maker.paper(name)
        texts = {part: cut(solutions(maker, paper.seed)[part], lines) for part, lines in share.items()}
        sat(paper, place / f"partial {name}.submission", texts)
    good = (place / "good Alex Example.submission").read_bytes()
    for name, (change, _) in HOSTILE.items():
        (place / f"hostile {name}.submission").write_bytes(change(good))
    (place / "hostile huge.submission").write_bytes(b"x" * (LARGEST + 10))
    return place


def test_a_class_is_graded_by_one_command(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Good ones have full points, partial ones theirs; all had marks, so the exit code is 0."""
    # Changed copies of one submission claim one candidate, so the good ones are a class by themselves.
    good = sorted(map(str, room.glob("good*"))) + sorted(map(str, room.glob("partial*")))
    files = ["--csv", str(room / "c.csv"), "--html", str(room / "c.html"), "--reports", str(room / "reports")]
    code = main(["exam", "grade", str(room / "exam.yaml"), *good, "--json", *files])
    rows = {row["candidate"]: row for row in json.loads(capsys.readouterr().out)}
    assert code == 0
    assert {name: (rows[name]["points"], rows[name]["of"], rows[name]["verdict"]) for name in GOOD} == dict.fromkeys(
        GOOD, (64.0, 64, "passed")
    )
    for name, (_, points) in PARTIAL.items():
        if points is not None:
            assert rows[name]["points"] * 100 == points, name
        assert rows[name]["verdict"] == ("passed" if name == "Only the ticket" and points >= 3840 else "failed"), name
    items = {item["id"]: item for item in rows["No cure"]["items"]}
    assert items["deaf.ticket.cause"]["points"] == 11.25 and items["deaf.ticket.cure-first"]["points"] == 0
    assert any("silence x-over" in line for line in items["deaf.ticket.cure-first"]["cause"])
    assert items["deaf.ticket.trap-intact"]["expected"] == "hidden" == items["deaf.ticket.trap-intact"]["found"]
    told = [
        item for row in rows.values() for item in row["items"] if ".cure-" in item["id"] or ".reload-" in item["id"]
    ]
    assert told and all(item["expected"] for item in told), "also where nothing was looked at"
    assert set(items["deaf.who.answer"]) == {"id", "expected", "found", "cause", "points", "of", "hint", "first right"}
    table = list(csv.reader(io.StringIO((room / "c.csv").read_text())))
    assert len(table) == 1 + len(GOOD) + len(PARTIAL) and "deaf.ticket.cause" in table[0]
    page = (room / "c.html").read_text()
    assert "Facility" in page and "<script" not in page
    reports = [file.read_text() for file in (room / "reports").iterdir()]
    assert len(reports) == len(GOOD) + len(PARTIAL) and all("nothing else is broken" not in one for one in reports)
    assert all("deaf.ticket.trap-intact" not in one for one in reports)
    report = next(one for one in reports if "Alex Example" in one)
    assert "What happened in deaf: by the candidate's clock, by the time of the lab" in report
    story = [line.strip() for line in report.partition("What happened in deaf")[2].splitlines()]
    order = [
        "gateway-1#show ip route",
        "deaf.ticket.evidence",
        "✓ deaf.ticket.cause",
        "> restore x-over",
        "deaf.ticket.cure-first",
    ]
    places = [next(n for n, line in enumerate(story) if line.endswith(text)) for text in order]
    assert places == sorted(places)
    assert "What happened" in page and "Right at" in page


def test_the_first_right_moment_is_told(room: Path) -> None:
    """By the clock that the candidate's machine had and by lab time; what was right from the beginning, or only tried, has none."""
    marks = grade(press(room / "first"), (room / "good Alex Example.submission").read_bytes())
    first = {item.id: item.first for item in marks.items}
    assert first["deaf.who.answer"] == (60.0, 0.0)
    evidence, cause, cure = (first[f"deaf.ticket.{name}"] for name in ("evidence", "cause", "cure-first"))
    assert evidence is not None and cause is not None and cure is not None
    assert evidence[1] <= cause[1] < cure[1] <= 30.0
    assert first["deaf.ticket.trap-intact"] is None and first["reading.cut.route"] is None
    assert first["reading.shut.holds"] is not None and first["reading.shut.holds"][0] == 120.0
    statistic = {one.id: one.first for one in statistics([marks])}
    assert statistic["reading.metric.answer"] == 120.0 and statistic["deaf.ticket.trap-intact"] is None
    partial = grade(press(room / "first"), (room / "partial No cure.submission").read_bytes())
    assert {item.id: item.first for item in partial.items}["deaf.ticket.cure-first"] is None


def test_hostile_submissions_have_no_marks_and_a_reason(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each is recognised for what it is; none ends the program, none gets a mark."""
    files = {name: room / f"hostile {name}.submission" for name in (*HOSTILE, "huge")}
    code = main(["exam", "grade", str(room / "exam.yaml"), *map(str, files.values()), "--json"])
    captured = capsys.readouterr()
    rows = dict(zip(files, json.loads(captured.out), strict=True))
    told = {name: rows[name]["verdict"].partition(":")[0] for name in files}
    wanted = {name: verdict for name, (_, verdict) in HOSTILE.items()} | {"huge": "unreadable"}
    assert told == wanted
    assert code == 1
    for name, row in rows.items():
        assert row["points"] is None and row["items"] == [], name
        assert "\x1b" not in row["verdict"] + row["candidate"]
    assert "Traceback" not in captured.err


def test_marks_follow_from_the_definition_alone(room: Path) -> None:
    """An answer key that is mended after the exam changes the marks, not the submissions."""
    data = (room / "good Alex Example.submission").read_bytes()
    mended = press(room / "mended", EXAM.replace("is: a}", "is: b}").replace("60,", "99,"))
    marks = grade(mended, data)
    assert (marks.points, marks.verdict) == (6400 - 750, "failed")
    assert next(item for item in marks.items if item.id == "reading.cut.reason").expected == "the tunnel is gone"


def test_points_are_no_pass_without_a_ticket(room: Path) -> None:
    """The condition of the definition counts beside the percentage."""
    data = (room / "partial Only the reading.submission").read_bytes()
    assert grade(press(room / "low", EXAM.replace("percent: 60", "percent: 10")), data).verdict == "failed"
    data = (room / "partial Only the ticket.submission").read_bytes()
    assert grade(press(room / "low", EXAM.replace("percent: 60", "percent: 10")), data).verdict == "passed"


def test_nobody_hands_in_twice(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two submissions of one candidate where one is allowed: neither has marks."""
    again = room / "again.submission"
    again.write_bytes((room / "good Alex Example.submission").read_bytes())
    code = main(
        ["exam", "grade", str(room / "exam.yaml"), str(room / "good Alex Example.submission"), str(again), "--json"]
    )
    rows = json.loads(capsys.readouterr().out)
    assert code == 1 and [row["verdict"].partition(":")[0] for row in rows] == ["too many", "too many"]


def test_a_process_that_ends_takes_nobody_elses_marks_along(room: Path) -> None:
    """Workers are killed while a class is graded: whoever was left is graded all the same, in order."""
    files = sorted(room.glob("good*"))
    order = Order(room / "exam.yaml")
    class_ = graded(order, files, jobs=1)
    marks = [next(class_)]
    for worker in active_children():
        worker.kill()
    marks += class_
    assert [(one.file, one.verdict) for one in marks] == [(str(file), Verdict.PASSED) for file in files]


def test_what_was_done_too_late_does_not_count(tmp_path: Path) -> None:
    """Lab time beyond a limit of lab time is not played; the rest is marked."""
    maker = press(tmp_path, EXAM.replace("limit: {minutes: 45}", "limit: {minutes: 2, counts: virtual}"))
    paper = maker.paper("Alex Example")
    texts = solutions(maker, paper.seed)
    file = sat(paper, tmp_path / "late.submission", {1: "[answer metric 2588160]\n[wait 3m]\n" + texts[1]})
    marks = grade(maker, file.read_bytes())
    assert marks.points == 1000 and marks.remarks == (
        "reading: what was done after the end of the time does not count",
    )


def test_the_last_answer_counts_and_counts_whole(tmp_path: Path) -> None:
    """Nobody is told how an answer was, so a change of mind costs nothing; a prediction cannot be changed any more."""
    maker = press(tmp_path)
    paper = maker.paper("Alex Example")
    text = "[answer metric 7]\n[answer metric 2588160]\n[answer cut.route yes]\n[answer cut.route no]\n[answer cut.reason a]\n"
    file = sat(paper, tmp_path / "a.submission", {1: text})
    points = {item.id: item.points for item in grade(maker, file.read_bytes()).items}
    assert (points["reading.metric.answer"], points["reading.cut.route"], points["reading.cut.reason"]) == (
        1000,
        0,
        750,
    )


def test_a_prediction_may_be_changed_until_it_is_locked(tmp_path: Path) -> None:
    """Second thoughts before the last answer cost nothing."""
    more = '"yes": it is, "no": it is not}, fact: whether sa soho-2 gateway-1}}'
    text = EXAM.replace(
        "        event:",
        f"          home: {{text: Is its tunnel up?, answer: {{kind: choice, of: {{{more}\n        event:",
    )
    maker = press(tmp_path, text)
    paper = maker.paper("Alex Example")
    said = "[answer cut.route yes]\n[answer cut.route no]\n[answer cut.home no]\n[answer cut.reason a]\n"
    points = {
        item.id: item.points
        for item in grade(maker, sat(paper, tmp_path / "a.submission", {1: said}).read_bytes()).items
    }
    assert points["reading.cut.route"] == 200


def test_what_takes_too_long_is_ended(room: Path) -> None:
    """Work without end is bounded by an alarm, whatever it is."""
    desk = GradingDesk(Order(room / "exam.yaml", patience=0.05))
    marks = desk.grade(room / "good Alex Example.submission")
    assert (marks.verdict, marks.points) == ("too costly", None)


def test_a_record_without_an_end_is_marked_when_the_examiner_says_so(tmp_path: Path) -> None:
    """A machine that died in the exam: what is in the file counts, with `--unfinished` alone."""
    maker = press(tmp_path)
    paper = maker.paper("Alex Example")
    hands = Hands()
    desk = Desk(paper, tmp_path / "a.submission", hands.clock())
    desk.begin()
    from tests.training.exam_room import play

    play(desk.sit(1), "[answer metric 2588160]\n")
    desk.close()
    data = (tmp_path / "a.submission").read_bytes()
    assert grade(maker, data).verdict == "truncated"
    marks = grade(maker, data, unfinished=True)
    assert marks.points == 1000 and "ended: not at all" in marks.remarks


def test_the_press_is_the_same_in_every_process(room: Path) -> None:
    """A paper follows from the definition and the seed: made twice it is one and the same."""
    assert (
        press(room / "twice").paper("Alex Example").digest()
        == Press(press(room / "twice").exam).paper("Alex Example").digest()
    )
