"""Files of somebody else: a hostile exercise or session gets a message, or is harmless; never the machine."""

from __future__ import annotations

import os
import signal
import tracemalloc
from pathlib import Path

import pytest

from iossim.frontends.batch.paper import harmless
from iossim.frontends.demo.opening import Unwanted, opened
from iossim.lab.errors import LabError
from iossim.lab.session import read_session
from iossim.lab.session.span import too_long
from iossim.main import main
from iossim.training.content import mistakes_of
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
        ("fact: metric gateway-1 10.81.2.24/29}", "is: 1e999}", "should be a finite number"),
        ("exercise: \"9.1\"", "exercise: \"" + "9" * 200 + ".1\"", "exercise.yaml:1:1: exercise: "),
        ("lan: 10.81.2.16/29", "lan: 10.81.2.16/" + "9" * 400, "exercise.yaml"),
    ],
)  # fmt: skip
def test_nothing_can_last_for_years(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Virtual time, lists and numbers are bounded before anything is played."""
    assert message in said(small(tmp_path, old, new))


def test_much_that_is_short_is_long(tmp_path: Path) -> None:
    """What checks watch in all, and what sessions wait in all, is bounded, each of them being small."""
    told = said(small(tmp_path / "a", "kind: holds, that:", "kind: fault, do: [wait 1h], runs: 20, calm: 10h, until:"))
    assert "steps[0]: checks and predictions watch more than 4d up to here, runs counted" in told
    place = small(tmp_path / "b")
    (place / "mistakes").mkdir(exist_ok=True)
    for number in range(6):
        (place / "mistakes" / f"m{number}.session").write_text("# fails: shut.down\n[wait 47h]\n")
    assert "its sessions wait for more than 10d in all" in said(place)


@pytest.mark.parametrize(
    ("solution", "about", "message"),
    [
        ("", "${z}" * 12_000, "about: larger than 500000 characters when its gaps are filled"),
        (
            "# " + "${z}" * 60_000 + "\n",
            "short",
            "solution.session: larger than 500000 characters when its gaps are filled",
        ),
        ("", '["' + '", "'.join(["${z}"] * 60) + '"]', "more than 500000 characters with all gaps filled"),
    ],
)
def test_a_small_file_cannot_become_a_huge_one(tmp_path: Path, solution: str, about: str, message: str) -> None:
    """Gaps that a long value fills a thousand times: refused before anything is filled."""
    place = small(tmp_path, "lan: 10.81.2.16/29}", "lan: 10.81.2.16/29, z: " + "w" * 20_000 + "}")
    text = (place / "exercise.yaml").read_text().replace("about: Shut an", f"about: {about} #")
    (place / "exercise.yaml").write_text(text)
    if solution:
        (place / "solution.session").write_text(solution + SOLUTION)
    assert message in said(place)


def test_a_thousand_mistakes_are_told_briefly(tmp_path: Path) -> None:
    """Each told one costs a look at what was meant; nobody reads more than some hundred."""
    place = small(tmp_path)
    (place / "exercise.yaml").write_text(YAML + "".join(f"k{number}: 1\n" for number in range(20_000)))
    found = mistakes_of(place)
    assert len(found) == 201 and found[-1].message == "and 19800 more mistakes"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_nobody_waits_for_a_pipe(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is no file is not opened: an exercise, what a session pastes, a paper."""
    os.mkfifo(tmp_path / "exercise.yaml")
    assert "cannot be read: not a file" in said(tmp_path)
    (tmp_path / "a.session").write_text("lab pair\n[paste r1 exercise.yaml]\n")
    for call in (["check", str(tmp_path / "a.session")], ["exam", "take", str(tmp_path / "exercise.yaml")]):
        assert main(call) in (1, 2)
    assert "Traceback" not in capfd.readouterr().err


def test_a_check_without_end_is_given_up(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where bounds on virtual time do not help, real time is bounded: the alarm is told as a mistake."""

    def endless(place: Path) -> None:
        os.kill(os.getpid(), signal.SIGALRM)

    monkeypatch.setattr("iossim.training.content.mistakes_of", endless)
    assert main(["check", str(small(tmp_path)), "--patience", "77"]) == 1
    assert "takes longer than 77 s, and was given up" in capfd.readouterr().err


def test_a_solution_cannot_last_for_years(tmp_path: Path) -> None:
    """The sum of a session's waits is bounded, each of them being small."""
    place = small(tmp_path)
    (place / "solution.session").write_text(
        "[wait 40h]\n[wait 7h]\n[wait until hsrp gateway-1 Active within 2h]\n" + SOLUTION
    )
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
    from contextlib import suppress

    from iossim.lab import Lab
    from iossim.training.definition.answers import NumberAnswer, SetAnswer
    from iossim.training.marking import Unreadable, read
    from iossim.training.request import plain

    lab = Lab.open("pair", batch=True)
    number = NumberAnswer.model_validate({"kind": "number", "is": 1, "unit": "s"})
    for text in ("1" * 2_000, "1:" * 1_000, "-" * 2_000, "1 " * 1_000 + "x", "1 min and " * 400 + "x", "1." * 2_000):
        with pytest.raises(Unreadable):
            read(lab, number, text)
    some = SetAnswer.model_validate({"kind": "set", "is": []})
    found = read(lab, some, ", and " * 400 + "many " * 400)
    assert isinstance(found, tuple) and len(found) <= 801
    for text in ("10.1.1.1 255." * 300, "1." * 2_000 + "/", "10.1.1.1 /" * 400, "10.1.1.1 0.0.0." * 200):
        with suppress(Unreadable):
            read(lab, some, text)
    assert plain("allow udp port " * 250 + "ip protocol " * 100 + " please" * 100)
