"""One learner in one exercise: answers, verdicts, hints, predictions, and the journal that tells it all."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.lab.journal import read_journal
from iossim.training.attempt import Attempt
from iossim.training.definition import load_exercise
from tests.training.desk import small


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    return Attempt.begin(load_exercise(small(tmp_path)), batch=True)


def type_lines(attempt: Attempt, *lines: str) -> None:
    for line in lines:
        attempt.lab.type("soho-2", [*line, "enter"])


def test_a_verdict_counts_every_item_by_itself(attempt: Attempt) -> None:
    """Untouched there are no points, and each item says what it found."""
    told = attempt.check("shut")
    assert told.lines == (
        "shut.holds: failed, a connected route",
        "shut.down: partly, does not hold: shutdown",
    )
    assert attempt.points() == 250  # the interface is there, it is only not down
    type_lines(attempt, "conf t", "int fa0", "shut")
    assert attempt.check("shut").data == {"points": 10.0, "of": 10, "done": True}
    assert attempt.current is not None and attempt.current.id == "metric"


def test_a_verdict_is_of_what_is_now(attempt: Attempt) -> None:
    """What was right and is no longer has no points."""
    type_lines(attempt, "conf t", "int fa0", "shut")
    attempt.check("shut")
    type_lines(attempt, "no shut")
    attempt.check("shut")
    assert not attempt.standings["shut"].done


@pytest.mark.parametrize(
    ("answers", "points"), [(["2588160"], 10), (["170", "2588160"], 5), (["1", "2", "2588160"], 0)]
)
def test_an_answer_is_worth_less_each_time(attempt: Attempt, answers: list[str], points: int) -> None:
    """Full points for the first, half for the second, none for later ones; then the question is closed."""
    for answer in answers:
        attempt.answer("metric", answer)
    assert attempt.points(attempt.exercise.step("metric")) == points * 100
    assert attempt.standings["metric"].done


def test_what_is_no_answer_costs_nothing(attempt: Attempt) -> None:
    """Words where a number is expected, an unknown step: said, not marked, not journalled."""
    before = len(attempt.lab.journal.inputs)
    assert attempt.answer("metric", "many").lines == ("expected a number",)
    assert attempt.answer("metrik", "1").lines == ("no step is called metrik; there are shut, metric, cut",)
    assert (
        attempt.answer("cut.cable", "1")
        .lines[0]
        .startswith("cut has no such question; it asks for cut.route, cut.home")
    )
    assert len(attempt.lab.journal.inputs) == before


def test_the_first_hint_is_free(attempt: Attempt) -> None:
    """Each further one costs a fifth of the step; the last one can be read again for nothing."""
    type_lines(attempt, "conf t", "int fa0", "shut")
    attempt.check("shut")
    assert attempt.hint("shut").lines == ("Where is it?",)
    assert attempt.points() == 1000
    assert attempt.hint("shut").lines == attempt.hint("shut").lines == ("shutdown",)
    assert attempt.points() == 800


def test_a_prediction_is_locked_before_the_event(attempt: Attempt) -> None:
    """The event begins with the last answer; from then on nothing can be changed, and the reason is asked."""
    assert attempt.answer("cut.reason", "a").lines == ("first predict, then see, then say why",)
    attempt.answer("cut.route", "yes")
    attempt.answer("cut.route", "no")
    assert not any(record.text == "cut x-over" for record in attempt.lab.records())
    attempt.answer("cut.home", "no")
    assert any(record.text == "cut x-over" for record in attempt.lab.records())
    assert attempt.answer("cut.route", "yes").lines == ("this prediction is locked: the event has begun",)
    verdicts = [result.finding.verdict for result in attempt.results(attempt.exercise.step("cut"))]
    assert verdicts == ["passed", "failed", "failed"]
    attempt.answer("cut.reason", "a")
    assert attempt.standings["cut"].done


def test_another_mind_before_the_event_costs_nothing(attempt: Attempt) -> None:
    """Until a prediction is locked nothing has been told of it."""
    for route in ("yes", "no", "yes", "no"):
        attempt.answer("cut.route", route)
    attempt.answer("cut.home", "yes")
    attempt.answer("cut.reason", "a")
    assert attempt.points(attempt.exercise.step("cut")) == 1000


def test_the_items_of_a_step_come_to_its_points(tmp_path: Path) -> None:
    """Ten points in three shares: nobody who has all of them sees 9.99, whatever else is missing."""
    attempt = Attempt.begin(load_exercise(small(tmp_path, 'lan}"}', 'lan}", weight: 2}')), batch=True)
    type_lines(attempt, "conf t", "int fa0", "shut")
    attempt.check("shut")
    assert [result.of for result in attempt.results(attempt.exercise.step("shut"))] == [666, 334]
    assert attempt.points() == 1000


def test_a_wrong_answer_that_was_taken_back_has_been_tried(attempt: Attempt) -> None:
    """Back before it, the next one is worth half; what was right, and what nothing was told of, is as it was."""
    begin = attempt.copy()
    attempt.answer("metric", "170")
    attempt.answer("cut.route", "yes")
    for _ in range(2):  # going back twice is no dearer than once
        begin = begin.copy()
        begin.keep(attempt.standings)
        attempt = begin.copy()
    assert attempt.standings["metric"].tries == {"answer": 1} and attempt.standings["cut"].wrong() == {}
    attempt.answer("metric", "2588160")
    assert attempt.points() == 500
    attempt.answer("cut.route", "yes")
    attempt.answer("cut.home", "yes")
    assert attempt.standings["cut"].wrong() == {"route": 1, "home": 0}
    assert attempt.standings["metric"].wrong() == {"answer": 1}
    again = begin.copy()
    again.keep(attempt.standings)
    again.answer("cut.route", "no")
    again.answer("cut.home", "yes")
    assert [result.points for result in again.results(again.exercise.step("cut"))] == [100, 200, 0]
    replayed = Attempt.replay(again.exercise, again.lab.journal)
    assert replayed.standings == again.standings and replayed.points() == again.points()


def test_what_was_predicted_is_what_happens(attempt: Attempt) -> None:
    """The branch in which an answer is marked shows what the lab then does."""
    attempt.answer("cut.route", "no")
    attempt.answer("cut.home", "yes")
    attempt.lab.advance(30_000_000)
    assert not attempt.lab.world.router("gateway-1").rib.installed.peek((0x0A510218, 29))  # type: ignore[call-overload]
    assert attempt.standings["cut"].findings["route"].found == "it does not"


def test_the_journal_tells_everything(attempt: Attempt, tmp_path: Path) -> None:
    """An attempt read from its file has the same points, hints, standings and lab."""
    file = tmp_path / "a.journal"
    attempt.lab.journal.attach(file)
    attempt.hint("shut")
    type_lines(attempt, "conf t", "int fa0", "shut")
    attempt.lab.advance(5_000_000)
    attempt.check("shut")
    attempt.answer("metric", "170")
    attempt.answer("metric", "2588160")
    attempt.answer("cut.route", "no")
    attempt.answer("cut.home", "yes")
    attempt.lab.advance(40_000_000)
    attempt.answer("cut.reason", "b")
    attempt.lab.journal.close()
    again = Attempt.replay(attempt.exercise, read_journal(file))
    assert again.points() == attempt.points() == 1900
    assert again.standings == attempt.standings
    assert again.lab.fingerprint() == attempt.lab.fingerprint()


def test_a_branch_leaves_the_attempt_alone(attempt: Attempt) -> None:
    """What is done in a copy is not done."""
    branch = attempt.copy()
    branch.answer("metric", "2588160")
    branch.lab.do("power off gateway-1")
    assert attempt.points() == 0 and not attempt.standings["metric"].done
    assert attempt.lab.router("gateway-1").up


def test_nobody_sees_how_the_lab_was_prepared(tmp_path: Path) -> None:
    """Consoles are fresh: no line of the preparation is on a screen or in a history."""
    place = small(tmp_path)
    (place / "start.session").write_text("gateway-1#show clock\n[cut x-over]\n[wait 1m]\n")
    attempt = Attempt.begin(load_exercise(place))
    terminal = attempt.lab.terminal("gateway-1")
    assert not any("clock" in line for line in terminal.lines)
    attempt.lab.type("gateway-1", ["enter"])
    assert (terminal.last_line, terminal.length) == ("gateway-1>", 24)
