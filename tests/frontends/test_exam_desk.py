"""The candidate's desk: what is on disk, what a crash costs, and that nobody gains time by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from iossim.frontends.exam.desk import HANDED_IN, Desk, Refused, place_of
from iossim.frontends.recording import InUse
from iossim.training.exam.grading import grade
from iossim.training.exam.publishing import Press
from tests.training.exam_room import EXAM, Hands, play, press

NAME = "Alex Example"
MINUTES = 45 * 60


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return press(tmp_path_factory.mktemp("exam"))


def killed(desk: Desk) -> None:
    """The program is gone: what was not written is lost, and the operating system takes the lock back."""
    for sitting in desk.sittings.values():
        sitting.lab.journal.file = None
    assert desk._file is not None
    desk._file.close()
    desk._lock.release(leave=True)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """No desk outlives its test."""
    yield
    for desk in OPEN:
        desk.close()
    OPEN.clear()


OPEN: list[Desk] = []


def again(maker: Press, place: Path, hands: Hands, text: str = "") -> Desk:
    """The program is started once more."""
    desk = Desk(maker.paper(NAME) if not text else press(place.parent, text).paper(NAME), place, hands.clock())
    assert desk.begun
    OPEN.append(desk)
    for _ in desk.resume():
        pass
    return desk


def begun(maker: Press, place: Path, hands: Hands) -> Desk:
    desk = Desk(maker.paper(NAME), place, hands.clock())
    OPEN.append(desk)
    desk.begin()
    return desk


def test_a_crash_costs_no_work_and_gains_no_time(maker: Press, tmp_path: Path) -> None:
    """Killed in the middle and started again: the labs and answers are as they were, and the time away has gone."""
    hands, place = Hands(), tmp_path / "a.submission"
    desk = begun(maker, place, hands)
    play(desk.sit(1), "gateway-1#show clock\n[answer metric 2588160]\n[wait 30s]\n")
    hands.push(100)
    desk.beat()
    before = desk.sittings[1].lab.fingerprint()
    killed(desk)
    hands.push(50)
    desk = again(maker, place, hands)
    assert desk.sittings[1].lab.fingerprint() == before
    assert desk.sittings[1].standing("metric").answers == {"answer": "2588160"}
    assert desk.left == MINUTES - 150
    play(desk.sittings[1], "[answer cut.route no]\n[answer cut.reason a]\n")
    desk.finish(HANDED_IN)
    marks = grade(maker, place.read_bytes())
    assert marks.points == 2000 and marks.remarks == ("the program did not run for 50 s",)


def test_time_away_may_be_forgiven_but_only_that(maker: Press, tmp_path: Path) -> None:
    """`away: stands`: a crash costs nothing; the second that was not noted is all that can be gained."""
    text = EXAM.replace("minutes: 45", "minutes: 45, away: stands")
    hands, place = Hands(), tmp_path / "a.submission"
    desk = Desk(press(tmp_path, text).paper(NAME), place, hands.clock())
    desk.begin()
    hands.push(100)
    desk.beat()
    killed(desk)
    hands.push(3_600)
    desk = again(maker, place, hands, text)
    assert desk.left == MINUTES - 100
    hands.push(10)
    desk.beat()
    killed(desk)
    hands.push(600)
    assert again(maker, place, hands, text).left == MINUTES - 110


def test_a_clock_that_was_put_back_gains_nothing(maker: Press, tmp_path: Path) -> None:
    """Between two runs there is only the time of day; put back, it takes nothing away, and the examiner is told."""
    hands, place = Hands(), tmp_path / "a.submission"
    desk = begun(maker, place, hands)
    hands.push(200)
    desk.beat()
    killed(desk)
    hands.day -= 5_000
    desk = again(maker, place, hands)
    assert desk.left == MINUTES - 200
    desk.finish(HANDED_IN)
    assert "the machine's clock was put back by 5000 s meanwhile" in grade(maker, place.read_bytes()).remarks


def test_every_kill_leaves_a_record_to_go_on_with(maker: Press, tmp_path: Path) -> None:
    """Cut off at any octet, the record is taken up as far as it goes, and what is handed in then is whole."""
    hands, place = Hands(), tmp_path / "a.submission"
    desk = begun(maker, place, hands)
    play(desk.sit(1), "[answer metric 2588160]\n")
    killed(desk)
    data = place.read_bytes()
    ends = [n for n, octet in enumerate(data, 1) if octet == 10]
    for size in (*ends[:2], ends[-2] + 5, len(data) - 1):
        place.write_bytes(data[:size])
        desk = again(maker, place, hands)
        desk.finish(HANDED_IN)
        assert grade(maker, place.read_bytes()).marked, size


def test_killed_between_an_answer_and_what_follows(maker: Press, tmp_path: Path) -> None:
    """A prediction was locked and the program died before the event: the event happens when it is started again."""
    hands, place = Hands(), tmp_path / "a.submission"
    desk = begun(maker, place, hands)
    play(desk.sit(1), "[answer cut.route no]\n")
    killed(desk)
    lines = place.read_bytes().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if b"answer cut.route" in line)
    place.write_bytes(b"".join(lines[: at + 1]))
    desk = again(maker, place, hands)
    assert not desk.sittings[1].lab.world.network.state.peek("x-over").connected
    desk.sittings[1].answer("cut", "reason", "a")
    desk.finish(HANDED_IN)
    assert grade(maker, place.read_bytes()).points == 1000


def test_a_record_is_one_persons_and_one_programs(maker: Press, tmp_path: Path) -> None:
    """Two programs do not write one record; another paper's record, a changed one and a finished one are refused."""
    hands, place = Hands(), tmp_path / "a.submission"
    desk = begun(maker, place, hands)
    with pytest.raises(InUse):
        Desk(maker.paper(NAME), place, hands.clock())
    killed(desk)
    other = Desk(maker.paper("Robin Example"), place, hands.clock())
    with pytest.raises(Refused, match="the record of another paper"):
        list(other.resume())
    data = place.read_bytes()
    place.write_bytes(data.replace(b'"clock"', b'"clack"'))
    changed = Desk(maker.paper(NAME), place, hands.clock())
    with pytest.raises(Refused):
        list(changed.resume())


def test_attempts_are_counted(maker: Press, tmp_path: Path) -> None:
    """What was not ended is gone on with; what was handed in is not begun again unless the exam allows it."""
    file, paper = tmp_path / "alex.exam", maker.paper(NAME)
    assert place_of(paper, file).name == "alex.submission"
    desk = Desk(paper, place_of(paper, file), Hands().clock())
    desk.begin()
    assert place_of(paper, file).name == "alex.submission"
    desk.finish(HANDED_IN)
    with pytest.raises(Refused, match="has been handed in"):
        place_of(paper, file)
    assert place_of(paper.model_copy(update={"attempts": 2}), file).name == "alex-2.submission"


def test_codes_tell_one_sitting_from_another(maker: Press, tmp_path: Path) -> None:
    """The start code is the sitting's own; the end code stands for every line that was handed in."""
    codes = set()
    for number in range(3):
        place = tmp_path / f"{number}.submission"
        desk = begun(maker, place, Hands())
        end = desk.finish(HANDED_IN)
        marks = grade(maker, place.read_bytes())
        assert (marks.start_code, marks.end_code) == (desk.start_code, end)
        codes |= {desk.start_code, end}
    assert len(codes) == 6 and all(len(code) == 9 for code in codes)


def test_the_record_has_nothing_of_the_preparation(maker: Press, tmp_path: Path) -> None:
    """Somebody who reads his own record finds what he did, not what was done to the lab before."""
    place = tmp_path / "a.submission"
    desk = begun(maker, place, Hands())
    play(desk.sit(0), "gateway-1#show ip route\n")
    desk.finish(HANDED_IN)
    text = place.read_text()
    assert "silence" not in text and "exercise" not in text
    kinds = [json.loads(line)["is"] for line in text.splitlines()]
    assert kinds[0] == "begin" and kinds[-1] == "end" and "state" in kinds


def test_what_a_part_does_not_allow_is_not_done(maker: Press, tmp_path: Path) -> None:
    """The door of a part lets through what its exercise allows, and tells nothing that answers a question."""
    sitting = begun(maker, tmp_path / "a.submission", Hands()).sit(0)
    before = len(sitting.lab.journal.inputs)
    for sentence in ("cut x-over", "why voice phone-2", "path phone-hq phone-2 udp", "timeline 60s"):
        assert not sitting.do(sentence).ok, sentence
    assert len(sitting.lab.journal.inputs) == before
    assert sitting.do("restore x-over").ok
