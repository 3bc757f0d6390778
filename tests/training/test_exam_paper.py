"""A paper: everything that is asked, nothing of what is right; and what hostile or damaged ones come to."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import re
import shutil
import textwrap
import zlib
from pathlib import Path

import pytest

from iossim.lab.errors import LabError
from iossim.training.exam.paper import Unusable, read_paper
from iossim.training.exam.parts import find_exam, load_exam
from iossim.training.exam.publishing import Press
from iossim.training.exam.seal import ENTROPY, read_sealed, seal
from iossim.training.exam.sitting import Sitting
from iossim.training.results import WHOLE
from iossim.training.roster import folders, name_of
from tests.training.exam_room import EXAM, press

NAME = "Alex Example"
CHANCE = bytes(range(ENTROPY))


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return press(tmp_path_factory.mktemp("exam"))


def test_a_paper_is_the_same_whatever_is_right(maker: Press, tmp_path: Path) -> None:
    """Checks, answers, hints, explanations and points of items changed: not one octet of the paper is another."""
    other = EXAM
    for old, new in (
        ("is: a}", "is: b}"),
        ("fact: metric gateway-1 10.81.2.24/29", "fact: distance gateway-1 10.81.2.16/29"),
        ("fact: whether route gateway-1 10.81.2.24/29", "fact: whether sa soho-2 gateway-1"),
        ("It is the second number, the zweite Zahl.", "Another hint."),
        ("Bandwidth and delay made it, wie immer.", "Another explanation."),
        ("watch: 30s", "watch: 90s"),
        (
            'that: "no route ${home} ${lan}", says: the LAN is nowhere to be found',
            'that: "route ${home} ${lan}", weight: 7',
        ),
        ("hidden: [deaf.ticket.trap-intact]", "hidden: []"),
        ("percent: 60", "percent: 10"),
    ):
        assert old in other
        other = other.replace(old, new)
    assert press(tmp_path, other).paper(NAME).data() == maker.paper(NAME).data()


def test_no_word_of_what_is_right_is_in_a_paper(maker: Press) -> None:
    """Neither in the file nor in what it opens to, also in other spellings: no check, answer, hint, explanation, solution."""
    paper = maker.paper(NAME)
    file = seal(paper, CHANCE)
    body = base64.b64decode(json.loads(file)["sealed"])
    inside = paper.data()
    asked = json.dumps([step.model_dump(mode="json") for part in paper.parts for step in part.steps])
    secrets = {"2588160", "zweite Zahl", "wie immer", "nowhere to be found", "trap-intact", "show ip eigrp neighbors"}
    for exercise in maker.exam.parts(paper.seed):
        for step in exercise.steps:
            secrets |= {*step.hints, step.explain, *(str(claim) for claim in step.claims)}
            secrets |= {check.says for part in ("checks",) for check in getattr(step, part, ())}
            for name in ("cure", "traps"):
                secrets |= {check.says for check in getattr(getattr(step, name, None), "checks", ())}
        for name in ("solution", "alternative", *exercise.mistakes):
            secrets |= {
                line for line in exercise.sessions.get(name, "").splitlines() if line not in exercise.sessions["start"]
            }
    secrets = {one for one in secrets if len(one) > 4 and one not in asked}
    assert len(secrets) > 20
    for place in (file, inside, body):
        for one in secrets:
            for spelled in (
                one.encode(),
                base64.b64encode(one.encode())[:-4],
                one.encode().hex().encode(),
                one[::-1].encode(),
            ):
                assert not spelled or spelled not in place, one


def test_the_fault_of_a_ticket_is_not_in_the_file_in_clear(maker: Press) -> None:
    """What prepares a lab is sealed; without the opening code of a locked paper nothing of it can be read at all."""
    paper = maker.paper(NAME)
    assert b"silence x-over" in paper.data(), "it has to be somewhere: the lab is played on the candidate's machine"
    file = seal(paper, CHANCE)
    assert b"silence" not in file and b"eigrp" not in file.lower()
    assert b"key" not in seal(paper, CHANCE, "ABCD-EFGH")


def test_the_right_answer_does_not_show_in_the_choices(maker: Press) -> None:
    """Choices come in the author's order, each with its text and nothing else."""
    ticket = maker.paper(NAME).parts[0].steps[1]
    assert list(ticket.asks["cause"].form.of) == ["cable", "shut", "sa", "list", "firewall", "hsrp"]
    assert ticket.asks["cause"].form.model_dump().keys() == {"kind", "unit", "of"}
    assert list(maker.paper(NAME).parts[1].steps[1].reason.form.of) == ["b", "a"]  # type: ignore[union-attr]


def test_forms_are_given_by_name(tmp_path: Path) -> None:
    """Two candidates have different addresses; the same candidate always the same; a listed one what the list says."""
    text = EXAM.replace(
        "limit: {minutes: 45}", "limit: {minutes: 45}\ncandidates: [{name: Alex Example, factor: 1.5, seed: 4}]"
    )
    maker = press(tmp_path, text)
    file = maker.exam.file
    assert (file.seed_of("Alex Example"), file.seconds_of("Alex Example"), file.seconds_of("Somebody")) == (
        4,
        4050,
        2700,
    )
    assert {file.seed_of(f"candidate {n}") for n in range(20)} == {1, 4}
    assert file.seed_of("Robin") == load_exam(tmp_path / "exam.yaml").file.seed_of("Robin")
    first, second = maker.paper("x", 1).parts[1].steps[2].text, maker.paper("x", 4).parts[1].steps[2].text
    assert (first, second) == ("Shut FastEthernet0 of soho-2.", maker.exam.part(1, 4).steps[2].text)


def test_a_first_hint_is_on_the_paper_only_where_help_is_given(maker: Press, tmp_path: Path) -> None:
    """`help: first` gives the first hint of each step, free; without it there is none."""
    helped = press(tmp_path, EXAM.replace("hidden:", "help: first\nhidden:")).paper(NAME)
    assert helped.parts[1].steps[0].hint == "It is the second number, the zweite Zahl."
    assert all(not sheet.hint for part in maker.paper(NAME).parts for sheet in part.steps)


def test_a_locked_paper_opens_with_its_code_alone(maker: Press) -> None:
    """The code may be typed as people do; another one opens nothing, and a changed cover is noticed."""
    paper = maker.paper(NAME)
    file = seal(paper, CHANCE, "ABCD-EFGH")
    assert read_sealed(file).open(" abcdefgh ") == paper
    with pytest.raises(Unusable, match="not the opening code"):
        read_sealed(file).open("ABCD-EFGK")
    with pytest.raises(Unusable, match="has been changed"):
        read_sealed(seal(paper, CHANCE).replace(b'"minutes": 45.0', b'"minutes": 99.0')).open()


def test_the_lab_is_prepared_as_it_was_when_published(maker: Press) -> None:
    """A paper opens to the very lab; where another version would prepare another one, it says so before the time runs."""
    part = maker.paper(NAME).parts[1]
    assert Sitting(part, hints=False).lab.fingerprint() == part.state
    with pytest.raises(Unusable, match="prepares the lab otherwise"):
        Sitting(part.model_copy(update={"state": "0" * 32}), hints=False)
    with pytest.raises(Unusable, match="is another one"):
        Sitting(part.model_copy(update={"digest": "x"}), hints=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.update(format=9), "not a paper"),
        (lambda data: data["parts"][0].update(lab="../../etc/passwd"), "not a paper: parts.0.lab"),
        (lambda data: data["parts"][0].update(title="\x1b]0;x\x07"), "the character U\\+001B"),
        (lambda data: data["parts"][0].update(begin=[{"kind": "connect", "t": 0}]), "not an input"),
        (lambda data: data["parts"][0].update(begin=[{"kind": "time", "t": 10**18}]), "takes too long"),
        (lambda data: data["parts"][0].update(begin=[{"kind": "do", "t": 0, "action": 7}]), "another type"),
        (lambda data: data.update(candidate="../" * 40), "not a paper: candidate"),
        (lambda data: data.update(more=1), "not a paper: more"),
    ],
)
def test_a_hostile_paper_is_refused(maker: Press, change: object, said: str) -> None:
    """Whatever is in a paper is read as data, with its bounds."""
    data = json.loads(maker.paper(NAME).data())
    change(data)  # type: ignore[operator]
    with pytest.raises(Unusable, match=said):
        read_paper(json.dumps(data).encode())


def test_a_hostile_file_is_refused(maker: Press) -> None:
    """Other files, deep ones, huge ones, and a seal that unfolds into gigabytes."""
    for data in (
        b"",
        b"[" * 100_000,
        b"{}",
        b"\xff\xfe",
        os.urandom(2_000),
        b'{"iossim": "exam", "format": 2}',
        b" " * 9_000_000,
    ):
        with pytest.raises(Unusable):
            read_sealed(data)
    sealed = read_sealed(seal(maker.paper(NAME), CHANCE))
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from iossim.training.exam.seal import _outside

    bomb = AESGCM(sealed.key).encrypt(sealed.nonce, zlib.compress(bytes(50_000_000), 9), _outside(sealed.cover))
    with pytest.raises(Unusable, match="too large"):
        dataclasses.replace(sealed, body=bomb).open()


def test_an_action_that_is_none_does_not_prepare_a_lab(maker: Press) -> None:
    """A sentence that nobody can carry out ends the opening, with a word."""
    part = maker.paper(NAME).parts[1]
    keys = {"kind": "keys", "t": 0, "device": "x", "line": "con 0", "keys": ["a"]}
    for update in ({"begin": ({"kind": "do", "t": 0, "action": "cut nothing"},)}, {"begin": (keys,)}):
        with pytest.raises(Unusable, match="cannot be prepared"):
            Sitting(part.model_copy(update=update), hints=False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: A trial\n", "", "exam.yaml:1:1: the key 'title' is missing"),
        ("minutes: 45", "minutse: 45", "exam.yaml:4:9: limit.minutse: unknown key 'minutse' (did you mean 'minutes'?)"),
        ('exercise: "7.1"', 'exercise: "7.11"', "expected the id of an exercise, or a folder beside this file, found '7.11'"),
        ('exercise: "7.1"', "exercise: ../../secrets", "expected the id of an exercise"),
        ("deaf.ticket.trap-intact]", "deaf.ticket.trap-intakt]", "(did you mean 'deaf.ticket.trap-intact'?)"),
        ("{of: [deaf.ticket]}", "{of: [deaf.tickets]}", "expected a step as PART.STEP, found 'deaf.tickets'"),
        ("kind: question", "kind: qestion", "found 'qestion' (did you mean 'question'?)"),
        ("fact: metric gate", "fact: metrik gate", "expected a fact (peers, routes"),
        ("[wait 10s]", "[wiat 10s]", "exam.yaml:19:1: begin: "),
        ("id: reading\n", "id: deaf\n", "two parts are called 'deaf'"),
        ("    title: Reading\n", "    title: Reading\n    lab: ../my.yaml\n", "or a lab file in this folder"),
        ("    title: Reading\n", "    title: Reading\n    points: 2\n", "at least a point for every step that has some"),
        ("    title: Reading\n", "    title: Reading\n    points: 101\n", "points"),
        ("{seed: 4, diff", "{seed: 1, diff", "two forms have the seed '1'"),
        ("Shut FastEthernet0 of ${home}.", "Shut FastEthernet0 of ${hime}.", "no row gives a value for ${hime}"),
    ],
)  # fmt: skip
def test_an_authors_mistake_has_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Each mistake says where it is, what was expected, and what was perhaps meant; also inside a part of the exam's own."""
    assert old in EXAM
    with pytest.raises(LabError) as caught:
        press(tmp_path, EXAM.replace(old, new))
    told = [str(one).removeprefix(f"{tmp_path}/") for one in caught.value.mistakes]
    assert any(said in one for one in told), told
    assert all(one.startswith("exam.yaml:") for one in told), told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x: &a [*a]\n", "anchors and aliases"),
        ("[" * 400, "nested deeper"),
        ("# " + "x" * 300_000, "larger than"),
        ("a: [", "not YAML"),
    ],
)
def test_a_hostile_definition_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """Cyclic, deep and huge YAML gets a message."""
    with pytest.raises(LabError, match=said):
        press(tmp_path, text)


def test_the_whole_is_worth_what_the_parts_are(maker: Press) -> None:
    """Points of the paper are those of the definition."""
    assert maker.paper(NAME).points == 64 and WHOLE == 1000


def test_the_practice_exam_is_whole() -> None:
    """It is found by its name, is known to be practice, and every form of it can be made."""
    exam = load_exam(find_exam("practice"))
    assert exam.practice and exam.ids[0] == "reading" and len(exam.items(1)) > 30


def test_the_guides_exam_is_one(tmp_path: Path) -> None:
    """The example of the guide is read as it stands, beside two folders with exercises."""
    guide = (Path(__file__).parents[2] / "docs/writing-an-exam.md").read_text()
    found = re.search(r"knows it\.\n\n(.*?)\n\n\| key", guide, re.DOTALL)
    assert found
    for name, ident in (("deaf-homes", "7.1"), ("dumb-homes", "7.3")):
        shutil.copytree(next(place for place in folders() if name_of(place) == ident), tmp_path / name)
    maker = press(tmp_path, textwrap.dedent(found[1]))
    assert not maker.exam.practice and maker.exam.file.seed_of("Sam Sample") == 3
    assert maker.exam.file.seconds_of("Alex Example") == 6750
