"""`iossim check`: every mistake in files that authors write, before anybody runs them.

`CHECKERS` is the register: one row a kind of file, tried in order. A checker gets a path and gives mistakes; it is
loaded when the first file of its kind is met. A folder stands for all files in it that some checker knows. The sessions of an
exercise have gaps and belong to it: they are looked at, and played, with the exercise.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from iossim.frontends.alarm import TooLong, at_most
from iossim.frontends.batch.files import folder_of, lab_place, mistaken, read_file, read_pastes
from iossim.frontends.batch.paper import complain, say
from iossim.lab.definition import load
from iossim.lab.errors import LabError, Mistake
from iossim.lab.session import LabLine, Names, read_session
from iossim.lab.session.lab_line import read_lab_line
from iossim.lab.session.slots import Expected

FINE, FAILED, WRONG = 0, 1, 2
EXERCISE = "exercise.yaml"

Check = Callable[[Path], Sequence[Mistake]]


@dataclass(frozen=True, slots=True)
class Checker:
    """A kind of file: `pattern` is matched against its name, `check` names a function as `module:function`."""

    kind: str
    pattern: str
    check: str

    def load(self) -> Check:
        """The function."""
        module, _, function = self.check.partition(":")
        check: Check = getattr(import_module(module), function)
        return check


CHECKERS: tuple[Checker, ...] = (
    Checker("exercise", EXERCISE, "iossim.training.content:mistakes_of"),
    Checker("exam", "*exam.yaml", "iossim.training.exam.parts:mistakes_of"),
    Checker("course", "tracks.yaml", "iossim.frontends.batch.check:check_course"),
    Checker("session", "*.session", "iossim.frontends.batch.check:check_session"),
    Checker("lab", "*lab.yaml", "iossim.frontends.batch.check:check_lab"),
)


def check_session(path: Path) -> Sequence[Mistake]:
    """The mistakes of a session, of the names it uses, and of the files it pastes; nothing of it is run."""
    try:
        text, folder = read_file(str(path)), folder_of(str(path))
        session = read_session(text, str(path), _names(text, path))
        read_pastes(session, folder)
    except LabError as error:
        return error.mistakes
    return ()


def _names(text: str, path: Path) -> Names | None:
    """What the lab of a session has; None where the lab line does not tell, which reading the session will."""
    try:
        at, line = next(
            ((n, read_lab_line(line)) for n, line in enumerate(text.splitlines(), 1) if line.startswith("lab ")),
            (0, LabLine()),
        )
    except Expected:
        return None
    try:
        return load(lab_place(line.name, folder_of(str(path))), line.remotes).vocabulary
    except LabError as error:
        place = mistaken(str(path), at, f"this lab cannot be opened: {line}")
        raise LabError((*place.mistakes, *error.mistakes)) from None


def check_course(path: Path) -> Sequence[Mistake]:
    """The mistakes of the roster of a course, and exercises that it names and that are not there."""
    from iossim.training.roster import name_of, tracks

    try:
        folders = [folder for track in tracks(path.parent) for folder in track.folders]
    except LabError as error:
        return error.mistakes
    missing = [folder for folder in folders if not (folder / EXERCISE).is_file()]
    return [Mistake(str(path), 0, 0, "", f"{name_of(folder)}: there is no {folder / EXERCISE}") for folder in missing]


def check_lab(path: Path) -> Sequence[Mistake]:
    """The mistakes of a lab file, and of the files it names."""
    try:
        load(path)
    except LabError as error:
        return error.mistakes
    return ()


def check(args: Namespace) -> int:
    """The command."""
    files: list[tuple[Path, Checker]] = []
    wrong: list[Mistake] = []
    for name in args.paths:
        found = list(_files(Path(name)))
        files += found
        if not found:
            wrong.append(Mistake(name, 0, 0, "", _unknown(Path(name))))
    mistakes = [mistake for path, checker in files for mistake in _within(args.patience, checker.load(), path)]
    _report(args.json, len(files), [*wrong, *mistakes])
    return WRONG if wrong else FAILED if mistakes else FINE


def _within(patience: float, look: Check, path: Path) -> Sequence[Mistake]:
    """The mistakes of a file; that there is no end of it, where its own sessions and checks last too long."""
    try:
        with at_most(patience):
            return look(path)
    except TooLong:
        why = f"checking it takes longer than {patience:g} s, and was given up (--patience S waits longer)"
        return [Mistake(str(path), 0, 0, "", why)]


def _files(path: Path) -> Iterator[tuple[Path, Checker]]:
    inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path] if path.exists() else []
    exercises = [file.parent for file in inside if file.name == EXERCISE]
    for file in inside:
        if file.name != EXERCISE and any(file.is_relative_to(folder) for folder in exercises):
            continue  # it is looked at with its exercise
        checker = next((row for row in CHECKERS if file.match(row.pattern)), None)
        if checker is not None:
            yield file, checker


def _unknown(path: Path) -> str:
    known = ", ".join(f"{row.kind} ({row.pattern})" for row in CHECKERS)
    return f"expected a file to check, or a folder with some: {known}" if path.exists() else "no such file or folder"


def _report(as_json: bool, files: int, mistakes: Sequence[Mistake]) -> None:
    if as_json:
        say(json.dumps({"files": files, "mistakes": [asdict(mistake) for mistake in mistakes]}))
        return
    for mistake in mistakes:
        complain(str(mistake))
    if not mistakes:
        say(f"{files} {'file' if files == 1 else 'files'} without a mistake")
