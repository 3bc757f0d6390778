"""The learner's book: what has been done in which exercise, and how well. One file of JSON that a person can read.

It is written anew as a whole and put in place by renaming, so a killed program leaves the old one or the new one; the
operating system's lock beside it keeps two programs from losing each other's lines. A file that cannot be read is put aside,
never overwritten.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from platformdirs import user_data_dir

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows
    fcntl = None  # type: ignore[assignment]

FORMAT = 1
LARGEST = 1_000_000
MOST = 1_000_000
"""Points, or attempts, of an exercise."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How well an exercise has been done: the best of so many attempts.

    `finished` once every step was behind the learner, none of them shown to him; `due` while a variant is owed for one that was.
    """

    best: float = 0
    of: int = 0
    attempts: int = 0
    finished: bool = False
    last: str = ""
    due: bool = False


class Book:
    """The book of one user."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or Path(user_data_dir("iossim", appauthor=False))) / "progress.json"

    def marks(self) -> dict[str, Mark]:
        """Every exercise that has been tried."""
        return _read(self.path) or {}

    def begun(self, exercise: str) -> None:
        """One attempt more."""
        with self._changing() as marks:
            old = marks.get(exercise, Mark())
            marks[exercise] = replace(old, attempts=old.attempts + 1, last=_today())

    def reached(self, exercise: str, points: float, of: int, finished: bool, shown: bool = False) -> None:
        """So many points, at this moment; the best ones stay. With a solution that was shown nothing is finished."""
        with self._changing() as marks:
            old = marks.get(exercise, Mark())
            own = finished and not shown
            best = max(points, old.best) if own or not old.finished else old.best
            due = shown or (old.due and not own)
            marks[exercise] = Mark(best, of, old.attempts, old.finished or own, _today(), due)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, Mark]]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("a") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            marks = _read(self.path)
            if marks is None:
                marks = {}
                self.path.replace(self.path.with_suffix(f".unreadable-{datetime.now():%Y%m%d%H%M%S}"))
            yield marks
            _write(self.path, marks)


def _today() -> str:
    return f"{datetime.now():%Y-%m-%d %H:%M}"


def _read(path: Path) -> dict[str, Mark] | None:
    """The marks in a file, none when there is no file; None for anything that is no book, or no book of this program."""
    try:
        if not path.exists():
            return {}
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        if data["iossim"] != "progress" or data["format"] != FORMAT:
            return None
        return {_name(name): _mark(**mark) for name, mark in data["exercises"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _name(text: str) -> str:
    """The id of an exercise; ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}", text):
        raise ValueError(text)
    return text


def _mark(
    best: object, of: object, attempts: object, finished: object = False, last: object = "", due: object = False
) -> Mark:
    """A mark whose values are what they should be, whoever has written the file; ValueError otherwise."""
    counts = [value for value in (best, of, attempts) if type(value) in (int, float) and 0 <= value <= MOST]  # type: ignore[operator]
    plain = isinstance(last, str) and len(last) < 40 and last.isprintable()
    if len(counts) < 3 or type(of) is not int or type(attempts) is not int or not plain:
        raise ValueError("no mark")
    if type(finished) is not bool or type(due) is not bool:
        raise ValueError("no mark")
    return Mark(best, of, attempts, finished, last, due)  # type: ignore[arg-type]


def _write(path: Path, marks: dict[str, Mark]) -> None:
    data = {"iossim": "progress", "format": FORMAT, "exercises": {name: asdict(mark) for name, mark in marks.items()}}
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".progress-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
