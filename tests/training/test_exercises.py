"""Every exercise of the course tests itself: see `iossim.training.content`."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.training.content import foreign, mistakes_of, problems, solved
from iossim.training.definition import load_exercise
from iossim.training.roster import folders, name_of, pool, root, tracks
from tests.training.desk import SOLUTION, small

FOLDERS = {name_of(folder): folder for folder in folders()}
SEEDS = range(2, 11)
SOME = (2, 3)


@pytest.mark.parametrize("name", FOLDERS)
def test_an_exercise_is_sound(name: str) -> None:
    """Untouched fails, solution and alternative pass with full points, mistakes are caught, explanations are true."""
    assert [str(problem) for problem in problems(FOLDERS[name])] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_a_solution_follows_its_seed(name: str) -> None:
    """What a seed varies, its solution follows."""
    found = [
        str(one) for seed in SOME for one in solved(load_exercise(FOLDERS[name], seed), "solution", replayed=False)
    ]
    assert found == []


@pytest.mark.soak
@pytest.mark.parametrize("name", FOLDERS)
def test_an_exercise_is_sound_for_ten_seeds(name: str) -> None:
    """Everything, mistakes and alternatives included, for nine seeds more."""
    assert [str(problem) for seed in SEEDS for problem in problems(FOLDERS[name], seed)] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_a_solution_for_another_seed_does_not_do(name: str) -> None:
    """Two learners with different seeds have nothing to copy."""
    values = {seed: load_exercise(FOLDERS[name], seed).values for seed in (1, *SEEDS)}
    if not values[1]:
        pytest.skip("it does not vary")
    other = next(seed for seed in SEEDS if values[seed] != values[1])
    assert not foreign(FOLDERS[name], 1, other)


def test_the_roster_names_every_exercise() -> None:
    """No folder is forgotten, and each bears the number of its place."""
    there = {file.parent for file in root().rglob("exercise.yaml")} - {pool()}
    assert there == set(FOLDERS.values())
    assert [load_exercise(folder).exercise for folder in FOLDERS.values()] == list(FOLDERS)
    assert all(track.folders for track in tracks())


def test_prerequisites_are_in_the_course() -> None:
    """What an exercise needs can be taken before it."""
    needs = {name: load_exercise(folder).needs for name, folder in FOLDERS.items()}
    assert {need for several in needs.values() for need in several} <= set(FOLDERS)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("solution.session", SOLUTION.replace("shutdown", "no shutdown"), "shut.down partly: expected"),
        ("solution.session", SOLUTION.replace("shutdown", "shotdown"), "#shotdown is refused by the router"),
        ("solution.session", SOLUTION.replace("2588160", "170"), "metric.answer failed"),
        ("solution.session", SOLUTION + "${home}#show clock\nit is late\n", "the output is not the expected one"),
        ("alternative.session", SOLUTION.replace("[check shut]\n", ""), "shut.holds failed: nothing in the session"),
        ("start.session", "${home}#configure terminal\n${home}(config)#interface FastEthernet0\n${home}(config-if)#shutdown\n"
         "${home}(config-if)#end\n", "shut is done before anybody has done anything"),
        ("mistakes/a.session", "# fails: shut.down\n" + SOLUTION, "shut.down passes: on soho-2: interface FastEthernet0; shutdown"),
        ("mistakes/a.session", SOLUTION, "expected # fails: STEP.ITEM, an item of shut.holds, shut.down, metric.answer"),
        ("mistakes/a.session", "# fails: metric.answer\n[wait 1s]\n", "metric.answer was not looked at"),
    ],
)  # fmt: skip
def test_an_unsound_exercise_is_found_out(tmp_path: Path, file: str, text: str, said: str) -> None:
    """Each thing that the content test promises turns red when it is broken."""
    place = small(tmp_path)
    assert mistakes_of(place) == ()
    (place / file).write_text(text)
    assert any(said in str(one) for one in mistakes_of(place)), mistakes_of(place)


def test_what_nobody_could_do_is_found_out(tmp_path: Path) -> None:
    """A command that is to be seen and that its router refuses, and a permission for nothing that can be done."""
    asked = "    see: [{device: gateway-1, command: show ip rout}, {device: gateway-1, command: show cryptomap}]\n"
    place = small(tmp_path, "    kind: question\n", "    kind: show\n" + asked)
    text = (
        (place / "exercise.yaml")
        .read_text()
        .replace("    answer: {kind: number, fact: metric gateway-1 10.81.2.24/29}\n", "")
    )
    (place / "exercise.yaml").write_text(text.replace("level: 1\n", "level: 1\nhand: [restor, hang up]\n"))
    told = [str(one) for one in mistakes_of(place)]
    assert any(
        "steps[1].see[1].command: seed 1: gateway-1 does not know the command 'show cryptomap'" in one for one in told
    )
    assert any("hand: seed 1: nothing can be done by 'restor' (did you mean 'restore'?)" in one for one in told)
    assert not any("show ip rout'" in one or "hang" in one for one in told)


def test_a_false_explanation_is_found_out(tmp_path: Path) -> None:
    """What an explanation claims is looked at in the solved lab; one that claims nothing is none."""
    place = small(tmp_path / "a", 'lines: "[170/2588160]"', 'lines: "[170/999]"')
    told = [str(one) for one in mistakes_of(place)]
    assert any(
        "metric claims show ip route on gateway-1 prints: [170/999]; found missing: [170/999]" in one for one in told
    )
    place = small(tmp_path / "b", "    claims: [{kind: holds, that: sa soho-vp gateway-1}]\n", "")
    assert any("cut explains something and claims nothing" in str(one) for one in mistakes_of(place))
