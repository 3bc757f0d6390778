"""What the documents show is what the program does."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from iossim.lab.definition import load
from iossim.lab.errors import LabError
from iossim.lab.parameters import PROFILES, write
from iossim.training.checks.table import TABLE
from iossim.training.content import mistakes_of
from iossim.training.coverage import table
from iossim.training.definition import load_exercise
from iossim.training.document import SECTIONS
from iossim.training.facts import FACTS
from iossim.training.roster import folders, tracks

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/writing-a-lab.md").read_text(encoding="utf-8")
FIDELITY = (ROOT / "docs/fidelity.md").read_text(encoding="utf-8")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    lab = re.search(r"`lab.yaml`:\n\n(.*?)\n\n`r1.cfg`", GUIDE, re.DOTALL)
    config = re.search(r"`r1.cfg` is what.*?:\n\n(.*?)\n\nThe names", GUIDE, re.DOTALL)
    assert lab and config
    (tmp_path / "lab.yaml").write_text(textwrap.dedent(lab[1]))
    (tmp_path / "r1.cfg").write_text(textwrap.dedent(config[1]))
    return tmp_path


def test_the_guides_lab_opens(example: Path) -> None:
    """The example of the guide is a whole lab."""
    assert list(load(example).links) == ["uplink", "desk-1", "desk-2"]


@pytest.mark.parametrize(("old", "new", "place"), [("platform", "platfrom", "9:5"), ("[pc-1", "[pc1", "19:19")])
def test_the_guides_mistakes_are_real(example: Path, old: str, new: str, place: str) -> None:
    """The messages the guide prints are those an author gets."""
    file = example / "lab.yaml"
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(LabError) as caught:
        load(example)
    messages = [str(mistake).removeprefix(f"{example}/") for mistake in caught.value.mistakes]
    assert any(message.startswith(f"lab.yaml:{place}: ") and message in GUIDE for message in messages)


def test_the_guides_patterns_are_read(example: Path) -> None:
    """The patterns of the guide write out two homes."""
    found = re.search(r"`apply` lists the rows:\n\n(.*?)\n\nThe configuration", GUIDE, re.DOTALL)
    assert found
    file = example / "lab.yaml"
    file.write_text(file.read_text().replace("  pc-1:", "  desk:").replace("[pc-1,", "[desk,"))
    file.write_text(file.read_text().replace("  pc-2:", "  bench:").replace("[pc-2,", "[bench,"))
    file.write_text(file.read_text() + "\n" + textwrap.dedent(found[1]) + "\n")
    (example / "home.cfg").write_text("interface FastEthernet0\n ip address ${lan_1} ${lan_mask}\n")
    assert load(example).config("soho-2").endswith(" ip address 10.81.2.9 255.255.255.248\n")


def test_the_profiles_are_printed_as_they_are() -> None:
    """The table of the profiles in the fidelity page holds every difference, with the values of the code."""
    rows = {
        name: cells for name, *cells in re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \|$", FIDELITY, re.MULTILINE)
    }
    differing = {
        name: [write(name, getattr(table, name)) for table in PROFILES.values()]
        for name in rows.keys() | _differences()
    }
    assert rows == differing


def _differences() -> set[str]:
    base = PROFILES["seed"]
    return {
        name
        for table in PROFILES.values()
        for name in base.__dataclass_fields__
        if getattr(table, name) != getattr(base, name)
    }


def test_the_guides_exercise_is_sound(tmp_path: Path) -> None:
    """The exercise in the guide for authors has no mistake, and its solution has full points."""
    guide = (ROOT / "docs/writing-an-exercise.md").read_text(encoding="utf-8")
    found = re.search(
        r"`exercise.yaml`:\n\n(.*?)\n\n`solution.session`.*?:\n\n(.*?)\n\n`mistakes/no.session`:\n\n(.*?)\n\n## ",
        guide,
        re.DOTALL,
    )
    assert found
    place = tmp_path / "9-tests" / "01-lan"
    (place / "mistakes").mkdir(parents=True)
    for name, text in zip(("exercise.yaml", "solution.session", "mistakes/no.session"), found.groups(), strict=True):
        (place / name).write_text(textwrap.dedent(text) + "\n")
    assert mistakes_of(place) == ()


def test_the_guide_for_authors_knows_every_kind() -> None:
    """Every kind of step, check, answer and every fact is in the guide."""
    guide = (ROOT / "docs/writing-an-exercise.md").read_text(encoding="utf-8")
    kinds = (*TABLE, "fault", "do", "show", "question", "predict", "ticket", "request")
    missing = [kind for kind in kinds if f"`{kind}`" not in guide]
    missing += [lead for fact in FACTS if (lead := fact.form.lead[0]) not in guide]
    assert missing == []


def test_the_coverage_table_is_true() -> None:
    """The course's table has every section of the document, with the exercises that name it as a source, in any order."""
    page = (ROOT / "docs/course.md").read_text(encoding="utf-8")
    course = page.partition("## Sentence by sentence")[0]
    told = {
        row[0]: set(re.findall(r"\d\.\d+", row[1]))
        for row in re.findall(r"^\| (\w+) \| [^|]* \| ([^|]*)\|", course, re.M)
    }
    told.pop("section")
    exercises = [load_exercise(folder) for folder in folders()]
    assert told == {name: {one.exercise for one in exercises if name in one.source} for name in SECTIONS}
    holes = dict(re.findall(r"^\| (\w+) \| [^|]* \| [^|]*\| ([^|]*)\|$", course, re.M))
    assert [name for name, taught in told.items() if not taught and not holes[name].strip()] == []
    assert f"{len(exercises)} exercises in {len(tracks())} tracks." in course


def test_the_table_of_sentences_names_steps_that_are_there() -> None:
    """Every section has rows; every step that a row names is there; a row without steps names a hole."""
    course = (ROOT / "docs/course.md").read_text(encoding="utf-8")
    part = course.partition("## Sentence by sentence")[2].partition("## Step by step")[0]
    rows = re.findall(r"^\| (\w+) \| ([^|]*) \| ([^|]*) \|([^|]*)\|$", part, re.M)[1:]
    there = {one.exercise: {step.id for step in one.steps} for one in map(load_exercise, folders())}
    assert {section for section, *_ in rows} == set(SECTIONS)
    for _, sentence, steps, hole in rows:
        assert steps != "-" or hole.strip(), sentence
        for exercise, names in ((one.split(" ", 1)) for one in steps.split("; ") if steps != "-"):
            assert set(names.split(", ")) <= there[exercise], (sentence, exercise, names)


def test_the_table_of_steps_is_current() -> None:
    """Which step explains which section: as the files say it now."""
    assert "\n".join(table()) in (ROOT / "docs/course.md").read_text(encoding="utf-8")


def proofs() -> list[tuple[str, str]]:
    """What the acceptance tables of the fidelity page name as proofs, each with the test file that was named before it."""
    found = []
    general, ipsec = FIDELITY.partition("## Acceptance")[2], FIDELITY.partition("| a faithful simulation must")[2]
    for row in (general.partition("## Features")[0] + ipsec.partition("\n\n")[0]).splitlines():
        file = ""
        for name in re.findall(r"`([^`]+)`", row.rpartition(" | ")[2] if row.startswith("|") else ""):
            before, _, _ = name.partition("::")
            file = before if before.endswith(".py") else file
            found.append((file, name))
    return found


def place(name: str) -> str:
    """Where a path of the acceptance tables is, below `tests/`."""
    for short, folder in (("C/", "scenarios/catalogue/"), ("F/", "features/"), ("crypto/", "features/crypto/")):
        if name.startswith(short):
            return folder + name.removeprefix(short)
    return f"scenarios/catalogue/{name}" if re.fullmatch(r"e\d\d|pki_\w+", name) else name


def test_every_proof_of_the_fidelity_page_is_there() -> None:
    """Files, sessions, and tests by their names or a part of them: nothing is claimed that nobody could run."""
    tests, missing = ROOT / "tests", []
    assert len(proofs()) > 100
    for file, name in proofs():
        test = name.partition("::")[2].removeprefix("test_") or name
        if "/" in place(name) and "::" not in name:
            there = any(tests.glob(f"{place(name).removesuffix('*').rstrip('/')}*"))
        elif file and re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", test):
            there = re.search(rf"def test_\w*{test}", (tests / place(file)).read_text()) is not None
        else:
            there = "::" not in name
        if not there:
            missing.append((file, name))
    assert missing == []
