"""A class, item by item."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from iossim.frontends.exam.report import cell, class_csv, class_table, plain
from iossim.frontends.exam.results import attempts_kept, compared, read_codes
from iossim.lab.errors import LabError
from iossim.training.exam.marks import Item, Marks
from iossim.training.exam.parts import find_exam, load_exam
from iossim.training.exam.statistics import statistics
from iossim.training.exam.submission import Verdict


def marked(name: str, points: int, *shares: int, seed: int = 1, answer: str = "") -> Marks:
    items = tuple(Item(f"p.s{n}.answer", "asked", "e", "f", (), share, 1000, answer) for n, share in enumerate(shares))
    return Marks(name, f"{name}.submission", Verdict.PASSED, 20, points, seed=seed, difficulty="easy", items=items)


def test_facility_and_discrimination() -> None:
    """The mean share; upper third against lower third, by the total."""
    marks = [marked(f"c{n}", 2000 - n, 1000 if n < 6 else 0, 500) for n in range(12)]
    first, second = statistics(marks)
    assert (first.facility, first.discrimination, first.whole, first.none) == (0.5, 1.0, 6, 6)
    assert (second.facility, second.discrimination, second.some) == (0.5, 0.0, 12)


def test_a_small_class_has_counts_alone() -> None:
    """Fewer than ten: nothing that looks like a coefficient."""
    (item,) = statistics([marked(f"c{n}", 100, 1000, answer="7") for n in range(9)])
    assert (item.facility, item.discrimination, item.whole, item.answers) == (None, None, 9, (("7", 9),))


def test_forms_of_one_difficulty_are_compared() -> None:
    """An item that is harder in one form than in its parallel is pointed out."""
    marks = [marked(f"a{n}", 1000, 1000, 500, seed=1) for n in range(6)]
    marks += [marked(f"b{n}", 900, 0 if n < 3 else 1000, 500, seed=2) for n in range(6)]
    uneven, even = statistics(marks)
    assert uneven.uneven == "easy: 0.50 in form 2, 1.00 in form 1" and even.uneven == ""


def test_hints_are_counted() -> None:
    """How many took the hint of an item's step; told where somebody did."""
    marks = [marked(f"c{n}", 100, 1000, 500) for n in range(4)]
    helped = [replace(one, items=(replace(one.items[0], hinted=n < 3), one.items[1])) for n, one in enumerate(marks)]
    assert [item.hints for item in statistics(helped)] == [3, 0]
    assert helped[0].data()["items"][0]["hint"] is True


def test_a_refused_submission_is_told_by_its_file() -> None:
    """Several files can say that they are one candidate's."""
    exam = load_exam(find_exam("practice"))
    refused = [Marks("A", "one.submission", Verdict.EDITED, 20), Marks("", "x" * 40, Verdict.UNREADABLE, 20)]
    told = [line.strip() for line in class_table(exam, refused, ())]
    assert "one.submission" in told and "x" * 40 in told


def test_submissions_without_marks_count_nowhere() -> None:
    """A refused submission is not a candidate who knew nothing."""
    marks = [marked("a", 100, 1000), Marks("b", "b", Verdict.EDITED, 20)]
    (item,) = statistics(marks)
    assert item.candidates == 1


def test_the_best_of_the_allowed_attempts_counts() -> None:
    """As many as the exam allows, the best of them; of too many none."""
    tries = [marked("a", 100, 0), marked("a", 1500, 1000), marked("b", 50, 0)]
    assert [(one.candidate, one.points) for one in attempts_kept(tries, 2)] == [("a", 1500), ("b", 50)]
    assert [one.verdict for one in attempts_kept(tries, 1)] == ["too many", "too many", "passed"]


def test_texts_of_others_are_harmless_everywhere() -> None:
    """No terminal obeys a report, no spreadsheet takes a name for a formula."""
    assert plain("a\x1b[2Jb\u202ec\r\nd") == "a\ufffd[2Jb\ufffdc\ufffd d"
    assert cell("=1+1") == "'=1+1" and cell("Alex") == "Alex"
    text = class_csv([marked("=cmd|' /C calc'!A0", 1, 1), marked("\x1b]0;x\x07", 1, 1)])
    assert "\x1b" not in text and "\n'=cmd" in text


def test_codes_are_compared_with_what_was_noted(tmp_path: Path) -> None:
    """As people write them; another code is a remark, and so is none."""
    (tmp_path / "codes.csv").write_text("Alex,abcd efgh,JKLM-NPQR\nBob,AAAA-AAAA,BBBB-BBBB\n")
    noted = read_codes(tmp_path / "codes.csv")
    marks = replace(marked("Alex", 100, 1000), start_code="ABCD-EFGH", end_code="JKLM-NPQR")
    assert compared(marks, noted).remarks == ()
    assert compared(replace(marks, candidate="Bob"), noted).remarks == (
        "the start code is ABCD-EFGH, noted was AAAAAAAA",
        "the end code is JKLM-NPQR, noted was BBBBBBBB",
    )
    assert len(compared(replace(marks, candidate="Eve"), noted).remarks) == 2
    (tmp_path / "codes.csv").write_text("Alex;x\n")
    with pytest.raises(LabError, match="expected candidate,start code,end code"):
        read_codes(tmp_path / "codes.csv")
