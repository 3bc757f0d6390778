"""The parts of an exam for a seed: exercises of the course, of a folder beside the definition, or steps of the exam itself.

A part of its own is written like an exercise without what teaches (`begin` is its start session, in place); its
mistakes are told with their lines in the exam file. A lab is one of the package, or a file in the folder of the exercise, or
beside the exam file: then it goes with the paper.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from iossim.lab.definition.base import Model
from iossim.lab.definition.tree import Data, Tree, read_tree
from iossim.lab.definition.wording import checked
from iossim.lab.errors import LabError, Mistake
from iossim.lab.session import read_session
from iossim.lab.session.span import too_long
from iossim.lab.spelling import closest
from iossim.lab.text import read_text
from iossim.training.definition import Exercise, load_exercise
from iossim.training.definition.base import Name, Text
from iossim.training.definition.lasting import watched_too_long
from iossim.training.definition.loader import lab_of, variation
from iossim.training.definition.model import MOST_REMOTES, Draw, ExerciseFile, Row
from iossim.training.definition.references import item_names, mistaken_names
from iossim.training.definition.steps import Step
from iossim.training.definition.variation import filled, plan_of
from iossim.training.exam.definition import ExamFile
from iossim.training.roster import folders, name_of, root

Points = Annotated[int | None, Field(ge=1, le=100)]
"""What a part is worth in this exam, whatever its steps say; they share it as they would share their own."""


class Borrowed(Model):
    """A part that is an exercise: by its id in the course, or by the name of a folder beside the exam file."""

    id: Name
    exercise: str
    points: Points = None


class Own(Model):
    """A part that the exam brings along."""

    id: Name
    title: Text
    points: Points = None
    about: Text = ""
    lab: str = "headend"
    remotes: Annotated[int, Field(ge=0, le=MOST_REMOTES)] = 0
    start: Literal["settled", "cold"] = "settled"
    numbers: bool = False
    blind: bool = False
    hand: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    """What a candidate may do beside typing and telephoning, by its first words."""
    vary: dict[Name, Annotated[tuple[Row, ...], Field(min_length=2, max_length=40)]] = {}  # noqa: RUF012  # pydantic copies it
    draw: dict[str, Draw] = {}  # noqa: RUF012
    begin: Annotated[str, Field(max_length=20_000)] = ""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _told_apart(self) -> Own:
        ids = [step.id for step in self.steps]
        twice = next((name for name in ids if ids.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two steps are called {twice!r}")
        return self


@dataclass(eq=False)
class Exam:
    """A definition that has been read. Parts are made for a seed when they are asked for, once each."""

    file: ExamFile
    tree: Tree
    folder: Path
    _made: dict[tuple[int, int], Exercise] = field(default_factory=dict)

    @property
    def practice(self) -> bool:
        """Whether something in it comes with the program, solutions and all."""
        known = {name_of(folder) for folder in folders()}
        return any(part.get("exercise") in known for part in self.file.parts)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the parts, in order."""
        return tuple(str(part["id"]) for part in self.file.parts)

    def part(self, at: int, seed: int) -> Exercise:
        """A part, all of it; LabError when it is wrong for this seed."""
        if (at, seed) not in self._made:
            self._made[at, seed] = self._make(at, seed)
        return self._made[at, seed]

    def parts(self, seed: int) -> tuple[Exercise, ...]:
        """All parts for a seed."""
        return tuple(self.part(at, seed) for at in range(len(self.file.parts)))

    def items(self, seed: int) -> dict[str, Step]:
        """Every item of the exam by its name, PART.STEP.ITEM, with its step."""
        return {
            f"{ident}.{step.id}.{item}": step
            for ident, part in zip(self.ids, self.parts(seed), strict=True)
            for step in part.steps
            for item in item_names(step)
        }

    def _make(self, at: int, seed: int) -> Exercise:
        inner = _inside(self.tree, ("parts", at))
        data = inner.data
        borrowed = isinstance(data, dict) and "exercise" in data
        part = self._borrowed(inner, seed) if borrowed else _own(inner, self.folder, seed)
        points = data.get("points") if isinstance(data, dict) else None
        return _weighed(part, points, inner) if isinstance(points, int) else part

    def _borrowed(self, inner: Tree, seed: int) -> Exercise:
        name = checked(Borrowed, inner).exercise
        known = {name_of(folder): folder for folder in folders()}
        folder = known.get(name)
        if folder is None:
            place = self.folder / name
            inside = name and not Path(name).is_absolute() and place.resolve().is_relative_to(self.folder.resolve())
            if not inside or not place.is_dir():
                hint = closest(name, known)
                message = f"expected the id of an exercise, or a folder beside this file, found {name!r}{hint}"
                raise LabError((inner.mistake(("exercise",), message),))
            folder = place
        return load_exercise(folder, seed)


def find_exam(name: str) -> Path:
    """The file of an exam: by its path, or by its name for one that comes with the program. LabError otherwise."""
    shipped = {file.stem.removesuffix("-exam"): file for file in sorted((root() / "exams").glob("*-exam.yaml"))}
    if Path(name).exists() or "/" in name:
        return Path(name)
    if name not in shipped:
        message = f"no such exam{closest(name, shipped)}; an exam is a YAML file, or one of: {', '.join(shipped)}"
        raise LabError((Mistake(name, 0, 0, "", message),))
    return shipped[name]


def load_exam(place: Path) -> Exam:
    """The exam of a file; LabError with every mistake, of the file and of its parts."""
    tree = read_tree(read_text(place), str(place))
    exam = Exam(checked(ExamFile, tree), tree, place.parent)
    found: list[Mistake] = []
    seeds = sorted({1, *(form.seed for form in exam.file.forms), *(c.seed for c in exam.file.candidates if c.seed)})
    for seed in seeds:
        for at in range(len(exam.file.parts)):
            try:
                exam.part(at, seed)
            except LabError as error:
                found += error.mistakes
    if not found:
        found += _unknown(exam)
    if found:
        raise LabError(tuple(dict.fromkeys(sorted(found))))
    return exam


def mistakes_of(place: Path) -> tuple[Mistake, ...]:
    """Everything that is wrong with an exam file."""
    try:
        load_exam(place)
    except LabError as error:
        return error.mistakes
    return ()


def _unknown(exam: Exam) -> list[Mistake]:
    """Names of items and steps that there are not."""
    items = exam.items(1)
    steps = {name.rpartition(".")[0] for name in items}
    found = [
        exam.tree.mistake(("hidden", at), f"expected an item as PART.STEP.ITEM, found {name!r}{closest(name, items)}")
        for at, name in enumerate(exam.file.hidden)
        if name not in items
    ]
    for at, solved in enumerate(exam.file.passing.solved):
        path = ("pass", "solved", at)
        found += [
            exam.tree.mistake((*path, "of", n), f"expected a step as PART.STEP, found {name!r}{closest(name, steps)}")
            for n, name in enumerate(solved.of)
            if name not in steps
        ]
        if solved.least > len(solved.of):
            found.append(exam.tree.mistake((*path, "least"), f"expected at most {len(solved.of)}"))
    return found


def _inside(tree: Tree, path: tuple[str | int, ...]) -> Tree:
    """What lies at a path, as a tree that knows its places in the file."""
    data: Any = tree.data
    for step in path:
        data = data[step]
    depth = len(path)
    return Tree(tree.file, data, {at[depth:]: place for at, place in tree.places.items() if at[:depth] == path})


def _weighed(part: Exercise, points: int, inner: Tree) -> Exercise:
    """A part that is worth so many points: whole ones for every step, the largest remainders first."""
    worth = [step.points for step in part.steps]
    if points < sum(1 for one in worth if one):
        raise LabError((inner.mistake(("points",), "expected at least a point for every step that has some"),))
    exact = [points * one / (sum(worth) or 1) for one in worth]
    whole = [max(int(one), 1 if one else 0) for one in exact]
    order = sorted(range(len(worth)), key=lambda at: whole[at] - exact[at])
    for at in order[: max(0, points - sum(whole))]:
        whole[at] += 1
    while sum(whole) > points:
        whole[whole.index(max(whole))] -= 1
    steps = tuple(step.model_copy(update={"points": of}) for step, of in zip(part.steps, whole, strict=True))
    return part.model_copy(update={"steps": steps})


def _own(inner: Tree, folder: Path, seed: int) -> Exercise:
    data: Data = inner.data
    block = data if isinstance(data, dict) else {}
    names = lab_of(inner, folder).vocabulary
    values, drawn = variation(str(block.get("id", "")), inner, plan_of(inner), seed, folder)
    full = filled(inner, values)
    part = checked(Own, full, {"names": names})
    plain = {name: info.get_default(call_default_factory=True) for name, info in ExerciseFile.model_fields.items()}
    given = {name: getattr(part, name) for name in Own.model_fields if name in ExerciseFile.model_fields}
    made = {"exercise": part.id, "source": (), "level": 1, "minutes": 1, "objectives": ()}
    exercise = Exercise.model_construct(
        **(plain | given | made),
        folder=str(folder),
        track="exam",
        digest=sha256(json.dumps(data, sort_keys=True).encode()).hexdigest(),
        seed=seed,
        values=values,
        sessions={"start": part.begin} if part.begin.strip() else {},
        pastes=drawn,
    )
    found = list(mistaken_names(exercise, inner))
    found += [inner.mistake(("steps", at), trouble) for at, trouble in watched_too_long(exercise)]
    if part.begin.strip():
        found += _begin_mistakes(inner, part.begin, names)
    if found:
        raise LabError(tuple(found))
    return exercise


def _begin_mistakes(inner: Tree, text: str, names: Any) -> list[Mistake]:
    """The mistakes of a start session, at their lines in the exam file."""
    try:
        session = read_session(text, "begin", names)
    except LabError as error:
        line, _ = inner.place(("begin",))
        return [Mistake(inner.file, line + one.line, one.column, "begin", one.message) for one in error.mistakes]
    if any(type(getattr(step, "action", None)).__name__ == "Paste" for step in session.steps):
        return [inner.mistake(("begin",), "expected lines that are typed: nothing can be pasted here")]
    return [inner.mistake(("begin",), one.message) for one in too_long(session)]
