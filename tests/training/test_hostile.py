"""Files of somebody else: a hostile exercise or session gets a message, or is harmless; never the machine."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from iossim.frontends.batch.paper import harmless
from iossim.frontends.demo.opening import Unwanted, opened
from iossim.lab.errors import LabError
from iossim.lab.session import read_session
from iossim.lab.session.span import too_long
from iossim.main import main
from iossim.training.definition import load_exercise
from tests.training.desk import SOLUTION, YAML, small

ESC = "\x1b[2J\x1b]0;gone\x07"
LARGE = 3_900_000


def said(place: Path) -> str:
    with pytest.raises(LabError) as caught:
        load_exercise(place)
    return "\n".join(map(str, caught.value.mistakes))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A small one", 'title: "A small\\e[2J one"'),
        ("answer: {kind: number, fact: metric gateway-1 10.81.2.24/29}", 'answer: {kind: name, is: "\\e]0;gone\\a"}'),
        ("{home: soho-4, lan: 10.81.2.32/29}", '{home: soho-4, lan: 10.81.2.32/29, word: "\\e[31m"}'),
        ("hints: [Think.]", 'hints: ["Think.\\r\\nnot"]'),
        ("{a: EIGRP lost its neighbor,", '{a: "EIGRP \\u202e lost",'),
        ("about: Shut an", '"ab\\eout": Shut an'),
    ],
)
def test_escape_sequences_are_refused_wherever_they_stand(tmp_path: Path, old: str, new: str) -> None:
    """Texts, answers, values of a variation, keys: what is shown holds nothing that a terminal obeys, nor does the message."""
    told = said(small(tmp_path, old, new))
    assert "is not for reading" in told
    assert harmless(told) == told


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("watch: 30s", "watch: 87600h", "expected a duration up to 2d"),
        ("event: [cut x-over]", "event: [cut x-over, wait 87600h]", "expected a wait up to 2d"),
        ("event: [cut x-over]", "event: [wait until hsrp gateway-1 Active within 87600h]", "expected a wait up to 2d"),
        ("event: [cut x-over]", f"event: [{', '.join(['cut x-over'] * 60)}]", "at most 40"),
        ("kind: holds, that:", "kind: holds, within: 87600h, that:", "expected a duration up to 2d"),
        ("exercise: \"9.1\"", "exercise: \"" + "9" * 200 + ".1\"", "exercise.yaml:1:1: exercise: "),
        ("lan: 10.81.2.16/29", "lan: 10.81.2.16/" + "9" * 400, "exercise.yaml"),
    ],
)  # fmt: skip
def test_nothing_can_last_for_years(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Virtual time, lists and numbers are bounded before anything is played."""
    assert message in said(small(tmp_path, old, new))


def test_a_solution_cannot_last_for_years(tmp_path: Path) -> None:
    """The sum of a session's waits is bounded, each of them being small."""
    place = small(tmp_path)
    (place / "solution.session").write_text("[wait 40h]\n[wait 7h]\n[wait until hsrp gateway-1 Active within 2h]\n" + SOLUTION)
    assert "solution.session:3:1: lasts longer than 2d up to here" in said(place)
    assert list(too_long(read_session("[wait 47h]\n"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 200_000,
        "a: &a [" + "*a, " * 10 + "]",
        "&a a: *a\n",
        "<<: {a: 1}\n" * 3,
        "x: " + "y" * 250_000,
        "{" * 100_000,
        "? " * 100_000,
        "- " * 100_000,
        "a: !!binary " + "A" * 100_000,
        "%YAML 9.9\n---\n!evil {}\n",
        "\x00\x01\x02",
        "a: 'x" + "\n" * 200_000,
        YAML + "notes: |\n  " + "word " * 30_000,
    ],
)
def test_hostile_yaml_costs_little(tmp_path: Path, text: str) -> None:
    """Deep, cyclic, long, binary, torn: a message, in memory that can be counted."""
    place = small(tmp_path)
    (place / "exercise.yaml").write_text(text)
    load_exercise(small(tmp_path / "warm"))
    tracemalloc.start()
    assert said(place)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64_000_000


@pytest.mark.parametrize(
    "text",
    [
        "gateway-1#" + "a" * LARGE,
        "[" * LARGE,
        "[wait " + "1" * LARGE + "s]",
        "[wait" + " " * LARGE + "1s]",
        "gateway-1#" + "{" * LARGE,
        "{go}" * 900_000,
        "a" * LARGE + "#",
        "# note\n" * 500_000,
        "gateway-1#show clock\n" * 180_000,
        "[answer a " + "b " * 1_900_000 + "]",
        "lab " + "x," * 1_900_000,
        f"# {ESC}\n",
        f"[cut {ESC}]\n",
        f"lab headend, {ESC}\n",
        f"gateway-1#{ESC}\n",
        "[paste gateway-1 ../../etc/passwd]\n",
        "[paste gateway-1 /etc/passwd]\n",
    ],
    ids=range(17),
)
def test_a_hostile_session_is_refused(tmp_path: Path, text: str, capfd: pytest.CaptureFixture[str]) -> None:
    """As a run, a demonstration and a file to be checked: code 2 or 1, a message in which nothing is obeyed, and nothing played."""
    file = tmp_path / "hostile.session"
    file.write_text(text)
    for call in (["run"], ["demo"], ["check"]):
        assert main([*call, str(file)]) in (1, 2)
        out, err = capfd.readouterr()
        assert "Traceback" not in err and "\x1b" not in out + err and len(err) < 20_000_000


def test_a_demonstration_of_years_is_not_opened(tmp_path: Path) -> None:
    """It is told before it is played."""
    file = tmp_path / "long.session"
    file.write_text("lab pair, settled\n" + "[wait 24h]\n" * 40)
    with pytest.raises(LabError, match="lasts longer than 2d"):
        opened(str(file))


def test_nobody_has_to_wait_for_a_demonstration(tmp_path: Path) -> None:
    """Given up between two steps, it is not played on."""
    file = tmp_path / "many.session"
    file.write_text("lab pair, settled\n" + "r1#show clock\n" * 1_000)
    calls = iter(range(1_000))
    with pytest.raises(Unwanted):
        opened(str(file), lambda: next(calls) < 3)
    assert next(calls) == 4


def test_an_answer_cannot_be_a_catastrophe() -> None:
    """What a learner types is matched in bounded time, however long it is."""
    from iossim.training.definition.answers import NumberAnswer, SetAnswer
    from iossim.training.marking import Unreadable, read

    number = NumberAnswer.model_validate({"kind": "number", "is": 1, "unit": "s"})
    for text in ("1" * 2_000, "1:" * 1_000, "-" * 2_000, "1 " * 1_000 + "x"):
        with pytest.raises(Unreadable):
            read(number, text)
    found = read(SetAnswer.model_validate({"kind": "set", "is": []}), ", and " * 400 + "10.1.1.1 255." * 200)
    assert isinstance(found, tuple) and len(found) <= 401
