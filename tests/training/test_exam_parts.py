"""What a part of an exam may bring along: its worth in this exam, and a lab that no candidate has."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.lab.definition import load
from iossim.lab.definition.parcel import packed, unpacked
from iossim.lab.errors import LabError
from iossim.training.exam.grading import grade
from iossim.training.exam.paper import Unusable, read_paper
from iossim.training.exam.sitting import Sitting
from tests.training.exam_room import EXAM, press, sat, solutions

LAB = """\
lab: branch
title: Two routers of another place
like: pair
"""
OWN = """\
exam: elsewhere
title: Elsewhere
limit: {minutes: 20}
parts:
  - id: lan
    title: Another lab
    points: 12
    lab: branch.yaml
    steps:
      - {id: shut, kind: do, title: Shut it, text: Shut FastEthernet0/0 of r1., points: 30,
         checks: [{kind: config, device: r1, lines: "interface FastEthernet0/0\\n shutdown"}]}
      - {id: who, kind: question, title: Who, text: "Which is the other router?", answer: {kind: name, is: r2}}
"""
SOLUTION = """\
r1#configure terminal
r1(config)#interface FastEthernet0/0
r1(config-if)#shutdown
r1(config-if)#end
[answer who r2]
"""


def test_points_are_shared_among_the_steps(tmp_path: Path) -> None:
    """A part is worth what the exam says; its steps share that as they would share their own, to the last point."""
    plain = press(tmp_path / "a").exam.parts(1)
    weighed = press(tmp_path / "b", EXAM.replace("    title: Reading\n", "    title: Reading\n    points: 40\n")
                    .replace('exercise: "7.1"}', 'exercise: "7.1", points: 51}')).exam.parts(1)  # fmt: skip
    assert [part.points for part in plain] == [34, 30]
    assert [part.points for part in weighed] == [51, 40]
    assert [step.points for step in weighed[0].steps] == [6, 45]
    assert sorted(step.points for step in weighed[1].steps) == [13, 13, 14]


def test_marks_count_by_the_exams_points(tmp_path: Path) -> None:
    """Full points are those of the definition, on the paper and in the marks."""
    maker = press(tmp_path, EXAM.replace('exercise: "7.1"}', 'exercise: "7.1", points: 51}'))
    paper = maker.paper("Alex Example")
    assert paper.points == 81
    marks = grade(maker, sat(paper, tmp_path / "x.submission", solutions(maker, paper.seed)).read_bytes())
    assert (marks.points, marks.of) == (8100, 81)


def test_a_lab_of_the_exams_own_goes_with_the_paper(tmp_path: Path) -> None:
    """The candidate's machine opens what the paper brings; the marker opens the file, and both come to the same."""
    tmp_path.joinpath("branch.yaml").write_text(LAB)
    maker = press(tmp_path, OWN)
    paper = read_paper(maker.paper("Alex Example").data())
    assert list(paper.parts[0].files) == ["lab.yaml"]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place = sat(paper, elsewhere / "x.submission", {0: SOLUTION})
    marks = grade(maker, place.read_bytes())
    assert (marks.points, marks.of, marks.verdict) == (1200, 12, "marked")  # it does not say what it takes to pass


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    steps:", "    begin: |\n      [wait 47h]\n      [wait 2h]\n    steps:", "begin: lasts longer than 2d up to here"),
        ("{kind: config, device: r1,", "{kind: fault, do: [wait 40h], runs: 20, within: 1h}, {kind: config, device: r1,",
         "checks and predictions watch more than 4d"),
        ("Shut FastEthernet0/0 of r1.", '"' + "${z}" * 12_000 + '"', "larger than 500000 characters when its gaps are filled"),
    ],
)  # fmt: skip
def test_no_part_lasts_for_years(tmp_path: Path, old: str, new: str, message: str) -> None:
    """An exam of somebody else is bounded as an exercise is."""
    rows = "{a: [{z: " + "w" * 900 + "}, {z: v}]}"
    text = OWN.replace("    lab: branch.yaml\n", f"    lab: pair\n    vary: {rows}\n").replace(old, new)
    with pytest.raises(LabError, match=message):
        press(tmp_path, text)


@pytest.mark.parametrize(
    "files",
    [
        {"lab.yaml": "lab: [", "x": ""},
        {"lab.yaml": LAB.replace("pair", "/etc/passwd")},
        {"lab.yaml": LAB, "../r1.cfg": "hostname r1\n"},
        {"lab.yaml": LAB, "/tmp/r1.cfg": "hostname r1\n"},
        {"lab.yaml": LAB, "a\x1b[2J": ""},
        {"other.yaml": LAB},
        {"lab.yaml": LAB, **{f"f{n}": "" for n in range(39)}, "big": "x" * 600_000},
    ],
)
def test_a_hostile_parcel_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    """Names that lead elsewhere, a file that is none, more than is allowed: nothing is written outside, nothing raised but that."""
    with pytest.raises(LabError):
        unpacked(files, "parcel")
    tmp_path.joinpath("branch.yaml").write_text(LAB)
    part = press(tmp_path, OWN).paper("Alex Example").parts[0]
    with pytest.raises(Unusable) as refused:
        Sitting(part.model_copy(update={"files": files}), hints=False)
    assert "\x1b" not in str(refused.value)


def test_a_parcel_is_the_lab(tmp_path: Path) -> None:
    """Packed and opened again it has the same digest: the same texts, whatever they were called."""
    tmp_path.joinpath("branch.yaml").write_text(LAB)
    assert unpacked(packed(tmp_path / "branch.yaml"), "x").digest == load(tmp_path / "branch.yaml").digest
