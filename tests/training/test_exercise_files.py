"""Exercise files: what authors get told, what seeds vary, and what hostile files cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.lab.errors import LabError
from iossim.lab.text import LARGEST
from iossim.training.definition import load_exercise
from tests.training.desk import YAML, small


def mistakes(place: Path, seed: int = 1) -> list[str]:
    with pytest.raises(LabError) as caught:
        load_exercise(place, seed)
    return [str(one).removeprefix(f"{place}/") for one in caught.value.mistakes]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: A small one\n", "", "exercise.yaml:1:1: the key 'title' is missing"),
        ("level: 1", "levle: 1", "exercise.yaml:4:1: levle: unknown key 'levle' (did you mean 'level'?)"),
        ("kind: question", "kind: qestion", "found 'qestion' (did you mean 'question'?)"),
        ("source: [D5]\nlevel", "source: [D9]\nlevel", "expected a section of the document (I, II, III"),
        ("fact: metric", "fact: metrik", "expected a fact (peers, routes, distance, metric"),
        ("gateway-1 10.81.2.24/29}\n", "gatway-1 10.81.2.24/29}\n", '"gatway-1" (did you mean \'gateway-1\'?)'),
        ("event: [cut x-over]", "event: [cut x-ovr]", "expected the name of a link, found \"x-ovr\" (did you mean 'x-over'?)"),
        ("event: [cut x-over]", "event: [voice phone-1]", "expected an action that does something, or a wait"),
        ("no route ${home} ${lan}", "no route ${hom} ${lan}", "no row gives a value for ${hom} (did you mean 'home'?)"),
        ("lan: 10.81.2.32/29}", "lan: 10.81.2.33/29}", "10.81.2.33/29 is no network (did you mean '10.81.2.32/29'?)"),
        ("{home: soho-4, lan: 10", "{home: soho-4, lam: 10", "names of the first row; they differ in lam, lan"),
        ("    title: A number", "   title: A number", "(is this line indented like its neighbors?)"),
        ("is: a}", "is: c}", "is: expected one of a, b, found 'c'"),
        ("id: cut", "id: shut", "two steps are called 'shut'"),
        ("name: down", "name: no", "write them in quotes"),
        ("watch: 30s", "watch: 30", "expected a duration such as 25ms"),
        ("an interface, and tell.", "an interface.\u202e", "the character U+202E is not for reading"),
        ('exercise: "9.1"', 'exercise: "../9.1"', "exercise.yaml:1:1: exercise: "),
        ("source: [D5]\nlevel", "lab: ../secret\nsource: [D5]\nlevel", "expected the name of a lab, or a lab file in this folder"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Each mistake an author makes has a message that says where, what was expected, and what was perhaps meant."""
    told = mistakes(small(tmp_path, old, new))
    assert any(said in one for one in told), told
    assert all(one.startswith("exercise.yaml:") for one in told)


def test_a_seed_chooses_rows_and_fills_everything(tmp_path: Path) -> None:
    """Seed 1 takes the first row; another may take another; every text, check and session follows."""
    place = small(tmp_path)
    first = load_exercise(place)
    assert first.values["lan_wildcard"] == "0.0.0.7"
    assert (first.steps[0].text, first.sessions["solution"][:25]) == (
        "Take the LAN of soho-2 down.",
        "soho-2#configure terminal",
    )
    others = {load_exercise(place, seed).steps[0].text for seed in range(1, 12)}
    assert others == {"Take the LAN of soho-2 down.", "Take the LAN of soho-4 down."}
    assert load_exercise(place, 7) == load_exercise(place, 7)


def test_the_sessions_are_read_with_the_exercise(tmp_path: Path) -> None:
    """A mistake in a session has its line; a missing solution is one too."""
    place = small(tmp_path)
    (place / "mistakes" / "slip.session").write_text("# fails: shut.down\n[cut x-ovr]\n")
    assert mistakes(place)[0].startswith("mistakes/slip.session:2:1: [cut x-ovr]: expected the name of a link")
    (place / "mistakes" / "slip.session").unlink()
    (place / "solution.session").unlink()
    assert mistakes(place)[0].endswith("expected a file solution.session")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x: &a [1]\ny: [*a, *a]\n", "anchors and aliases are not used here"),
        ("[" * 500, "nested deeper than"),
        ("a: !!python/name:os.system x\n", "is not used here"),
        ("# " + "x" * LARGEST, "larger than 262144 bytes"),
        ("a: [", "not YAML"),
        ("- 1\n", "expected a block of keys"),
        ("exercise: [1]\nvary: 7\n", "expected a block of keys"),
    ],
)
def test_a_hostile_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """Huge, deep, cyclic or executable YAML gets a message, and nothing else happens."""
    place = small(tmp_path)
    (place / "exercise.yaml").write_text(text)
    assert any(said in one for one in mistakes(place))


def test_files_outside_the_folder_are_not_read(tmp_path: Path) -> None:
    """A session that is a link to somewhere else is refused."""
    place = small(tmp_path)
    secret = tmp_path / "secret.session"
    secret.write_text("gateway-1#show clock\n")
    (place / "mistakes" / "a.session").symlink_to(secret)
    assert mistakes(place)[0].endswith("leads out of the folder of the exercise")


def test_the_small_exercise_is_sound(tmp_path: Path) -> None:
    """What all tests here change is right before it is changed."""
    assert load_exercise(small(tmp_path)).points == 30 and "vary" in YAML
