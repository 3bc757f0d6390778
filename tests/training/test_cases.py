"""Cases: what is said about a fault of the catalogue as a ticket is so in the lab that has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.lab.faults import Level, inject, undo
from iossim.lab.lab import Lab
from iossim.lab.session import read_action
from iossim.lab.session.actions import Expect
from iossim.training.cases import Case, cases_of, choices, drawn
from iossim.training.checks.displays import printed
from iossim.training.checks.intact import damage
from iossim.training.content import mistakes_of
from iossim.training.definition import load_exercise
from iossim.training.definition.checks import Intact
from iossim.training.scene import Baseline
from tests.training.desk import YAML, small

MINUTE = 60_000_000
CASES = {case.fault.id: case for case in cases_of("headend")}
SOME = [name for name, case in CASES.items() if case.everybody or case.phone == "phone-1"]
REST = [name for name in CASES if name not in SOME]


@pytest.fixture(scope="module")
def settled() -> Lab:
    return Lab.open("headend", batch=True)


def holds(lab: Lab, text: str) -> bool:
    expected = read_action(f"expect {text}", lab.names)
    assert isinstance(expected, Expect)
    return lab.holds(expected.condition)


def true(case: Case, settled: Lab) -> None:
    """The symptom holds, each display tells the fault from what is whole, and mended everything is well again."""
    whole = settled.copy()
    whole.do(f"call {case.phone} phone-hq")
    whole.advance(10_000_000)
    broken = whole.copy()
    inject(broken, case.fault)
    for lab in (whole, broken):
        lab.advance(4 * MINUTE)
    assert [text for text in case.symptom if not holds(broken, text)] == []
    assert not holds(broken, case.cured)
    telling = [show for show in case.shown if printed(broken, *show) != printed(whole, *show)]
    assert telling, "no display shows it"
    undo(broken, case.fault)
    broken.advance(2 * MINUTE)
    assert holds(broken, case.cured)
    assert list(damage(Intact(kind="intact"), broken, Baseline.of(settled))) == []


@pytest.mark.parametrize("name", SOME)
def test_a_case_is_true(name: str, settled: Lab) -> None:
    """What lies at headquarters, and everything at one home."""
    true(CASES[name], settled)


@pytest.mark.soak
@pytest.mark.parametrize("name", REST)
def test_a_case_of_any_home_is_true(name: str, settled: Lab) -> None:
    """The same at the other homes."""
    true(CASES[name], settled)


def test_every_level_and_many_kinds_have_cases() -> None:
    """A ticket may be easy or hard, at headquarters or at home; in each direction somebody may be deaf."""
    assert {case.fault.level for case in CASES.values()} == set(Level)
    assert {case.silent for case in CASES.values()} == {"to", "from", "both"}
    kinds = {
        "cut",
        "silent link",
        "one-way link",
        "blocked",
        "missing route",
        "wrong route",
        "missing line",
        "missing list",
    }
    assert {case.fault.kind for case in CASES.values()} == kinds


def test_a_number_draws_a_case_for_ever() -> None:
    """Of all, of a level, of some kinds; the right cause is among those offered, once."""
    assert [drawn("headend", seed) for seed in range(9)] == [drawn("headend", seed) for seed in range(9)]
    assert len({drawn("headend", seed).fault.kind for seed in range(60)}) == 8
    assert {drawn("headend", seed, (Level.PLAIN,)).fault.kind for seed in range(20)} == {"cut"}
    assert {drawn("headend", seed, kinds=("blocked",)).fault.kind for seed in range(9)} == {"blocked"}
    for seed in range(30):
        case = drawn("headend", seed)
        offered, right = choices("headend", case, seed)
        assert offered[right] == case.cause and len(set(offered.values())) == len(offered) == 6


def test_a_ticket_is_what_was_drawn() -> None:
    """Cause, evidence, cure and what breaks it all come from the fault of that seed."""
    for seed in (1, 3, 6):
        exercise = load_exercise(Path("exercises/7-tickets/05-one-of-many"), seed)
        case = drawn("headend", seed)
        ticket = exercise.step("ticket")
        assert ticket.kind == "ticket" and ticket.cause.answer.given is not None
        assert ticket.cause.answer.of[ticket.cause.answer.given] == case.cause
        assert tuple((one.device, one.command) for one in ticket.evidence.see) == case.shown
        assert case.says in ticket.text and case.phone in ticket.text
        assert all(f"[{deed}]" in exercise.sessions["start"] for deed in case.fault.doing if "# " not in deed)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (
            "draw: {fault: {kinds: [power of]}}",
            "nothing to draw: the lab has no such fault, or none that a learner can mend",
        ),
        ("draw: {fault: {levels: [hiden]}}", "did you mean 'hidden'?"),
        ("draw: {Fault: {}}", "draw"),
        ("lab: pair\ndraw: {fault: {}}", "nothing to draw"),
    ],
)
def test_what_cannot_be_drawn_is_told(tmp_path: Path, draw: str, said: str) -> None:
    """With file and line, as every mistake of an author."""
    place = small(tmp_path, "level: 1\n", f"level: 1\n{draw}\n")
    found = [str(one) for one in mistakes_of(place)]
    line = YAML.splitlines().index("level: 1") + 1 + len(draw.splitlines())
    assert any(said in one and f"exercise.yaml:{line}:" in one for one in found), found
