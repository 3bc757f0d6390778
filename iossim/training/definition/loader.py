"""From a folder to an `Exercise`, or to every mistake at once.

    exercise.yaml              what is asked
    start.session              what is done to the lab before the learner comes; nobody sees it done
    start/*.cfg                files that it pastes
    solution.session           a way to full points
    alternative.session        another way
    mistakes/*.session         common mistakes; `# fails: STEP.ITEM` says which item has to catch it

Sizes and numbers are bounded; nothing outside the folder is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from iossim.lab.definition import LabDefinition, load
from iossim.lab.definition.template import GAP, too_large
from iossim.lab.definition.tree import Data, Tree, read_tree
from iossim.lab.definition.tree import Path as YamlPath
from iossim.lab.definition.wording import checked
from iossim.lab.errors import LabError, Mistake
from iossim.lab.session import Names, read_session
from iossim.lab.session.span import too_long
from iossim.lab.spelling import write_duration
from iossim.lab.text import read_text
from iossim.training.definition.base import unreadable
from iossim.training.definition.lasting import PLAYED, waits, watched_too_long
from iossim.training.definition.model import MOST_REMOTES, Exercise, ExerciseFile, Variation
from iossim.training.definition.pool import NUMBER, about, asked
from iossim.training.definition.references import mistaken_names
from iossim.training.definition.variation import Chosen, chosen, filled, plan_of

EXERCISE_FILE = "exercise.yaml"
MOST_FILES = 60
TRACK = 1_000
"""So far apart are the variations of a pool after one track and after the next."""
SESSIONS = ("start", "solution", "alternative")


def load_exercise(place: Path, seed: int = 1, track: int | None = None) -> Exercise:
    """The exercise of a folder, or of its file, for a seed; LabError with every mistake otherwise. Of a pool, what is asked
    after a `track`."""
    folder = place.parent if place.name == EXERCISE_FILE else place
    file = folder / EXERCISE_FILE
    text = read_text(file)
    tree = read_tree(text, str(file))
    if odd := tuple(_odd(tree, tree.data, ())):
        raise LabError(odd)
    plan = plan_of(tree)
    name = str(tree.data.get("exercise", "")) if isinstance(tree.data, dict) else ""
    definition = lab_of(tree, folder)
    values, drawn = variation(name, tree, plan, seed if track is None else track * TRACK + seed, folder)
    full = filled(tree, values)
    exercise = checked(ExerciseFile, full, {"names": definition.vocabulary})
    texts = dict(_texts(folder))
    found = [full.mistake(("steps", at), trouble) for at, trouble in watched_too_long(exercise)]
    found += [*mistaken_names(exercise, full), *_session_mistakes(folder, texts, values, definition.vocabulary)]
    if found:
        raise LabError(tuple(dict.fromkeys(sorted(found))))
    told = {key: getattr(exercise, key) for key in ExerciseFile.model_fields}
    digest = _digest({EXERCISE_FILE: text, **texts})
    if track is not None and exercise.pick is not None:
        steps = asked(exercise.steps, exercise.pick, track, seed)
        source = tuple(one for one in exercise.source if any(step.source == one for step in steps))
        told |= {"exercise": f"{track}.{NUMBER}", "steps": steps, "source": source}
        texts = about(texts, [step.id for step in steps])
    return Exercise.model_construct(
        **told,
        folder=str(folder),
        track=folder.parent.name,
        digest=digest,
        seed=seed,
        values=values,
        sessions={key: _fill(text, values) for key, text in texts.items() if not key.endswith(".cfg")},
        pastes={key: _fill(text, values) for key, text in texts.items() if key.endswith(".cfg")} | drawn,
    )


def variation(name: str, tree: Tree, plan: Variation, seed: int, folder: Path) -> Chosen:
    """What a seed chooses in the lab that a file names; LabError when it cannot."""
    lab = tree.data.get("lab", "headend") if isinstance(tree.data, dict) else "headend"
    try:
        return chosen(name, plan, seed, lab_place(str(lab), folder))
    except ValueError as error:
        raise LabError(
            (tree.mistake(("draw",), f"nothing to draw: {error}, or none that a learner can mend"),)
        ) from None


@lru_cache(maxsize=8)
def definition_of(lab: str, remotes: int = 0) -> LabDefinition:
    """The lab of an exercise, read once."""
    return load(lab, remotes)


def lab_place(lab: str, folder: Path) -> str:
    """Which lab an exercise means: a shipped one by its name, or one in its own folder."""
    return str(folder / lab) if lab.endswith(".yaml") else lab


def _odd(tree: Tree, data: Data, path: YamlPath) -> Iterator[Mistake]:
    """Characters that nobody can read, wherever they stand: answers, names and values are shown as well as texts."""
    if isinstance(data, str) and (trouble := unreadable(data)):
        yield tree.mistake(path, trouble)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _odd(tree, item, (*path, index))
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from _odd(tree, item, (*path, key))
            if trouble := unreadable(key):
                yield tree.mistake(path, trouble)


def lab_of(tree: Tree, folder: Path) -> LabDefinition:
    """The lab that a file names: one of the package, or a file in that folder."""
    lab = tree.data.get("lab", "headend") if isinstance(tree.data, dict) else "headend"
    if not isinstance(lab, str) or "/" in lab or "\\" in lab:
        raise LabError((tree.mistake(("lab",), "expected the name of a lab, or a lab file in this folder"),))
    more = tree.data.get("remotes") if isinstance(tree.data, dict) else None
    remotes = more if type(more) is int and 0 <= more <= MOST_REMOTES else 0
    try:
        return definition_of(lab_place(lab, folder), remotes)
    except LabError as error:
        raise LabError((tree.mistake(("lab",), f"this lab cannot be opened: {lab}"), *error.mistakes)) from None


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The sessions and pasted files, by the name sessions and tests use."""
    files = [folder / f"{name}.session" for name in SESSIONS]
    files += sorted((folder / "mistakes").glob("*.session")) + sorted((folder / "start").glob("*.cfg"))
    if len(files) > MOST_FILES:
        raise LabError((Mistake(str(folder), 0, 0, "", f"more than {MOST_FILES} files"),))
    for file in files:
        if file.is_file():
            name = file.relative_to(folder).as_posix()
            if not file.resolve().is_relative_to(folder.resolve()):
                raise LabError((Mistake(str(file), 0, 0, "", "leads out of the folder of the exercise"),))
            yield name.removesuffix(".session"), read_text(file)


def _session_mistakes(
    folder: Path, texts: Mapping[str, str], values: Mapping[str, str], names: Names
) -> Iterator[Mistake]:
    total = 0
    for key, text in texts.items():
        file = str(folder / (key if key.endswith(".cfg") else f"{key}.session"))
        for number, line in enumerate(text.splitlines(), 1):
            for gap in GAP.finditer(line):
                if gap[1] not in values:
                    yield Mistake(file, number, gap.start() + 1, "", f"no row gives a value for ${{{gap[1]}}}")
        if trouble := too_large(text, values):
            yield Mistake(file, 0, 0, "", trouble)
            continue
        if not key.endswith(".cfg"):
            try:
                session = read_session(_fill(text, values), file, names)
                yield from too_long(session)
                total += waits(session)
            except LabError as error:
                yield from error.mistakes
    if total > PLAYED:
        yield Mistake(str(folder), 0, 0, "", f"its sessions wait for more than {write_duration(PLAYED)} in all")
    for needed in SESSIONS[1:2]:
        if needed not in texts:
            yield Mistake(str(folder), 0, 0, "", f"expected a file {needed}.session")


def _fill(text: str, values: Mapping[str, str]) -> str:
    return GAP.sub(lambda match: values.get(match[1], match[0]), text)


def _digest(texts: Mapping[str, str]) -> str:
    total = hashlib.sha256()
    for name, text in texts.items():
        for part in (name.encode(), text.encode()):
            total.update(f"{len(part)}:".encode() + part)
    return total.hexdigest()
