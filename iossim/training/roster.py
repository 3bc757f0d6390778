"""The roster of the course: which exercises there are, in which tracks and order. Explicit: nothing is found by looking around.

`exercises/` lies beside the package in the source tree, and inside it in an installed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from iossim.lab.definition.base import Model
from iossim.lab.definition.tree import read_tree
from iossim.lab.definition.wording import checked
from iossim.lab.errors import LabError, Mistake
from iossim.lab.spelling import closest
from iossim.lab.text import read_text
from iossim.training.definition import Exercise, load_exercise
from iossim.training.definition.pool import NUMBER
from iossim.training.place import beside_package

TRACKS_FILE = "tracks.yaml"


class TrackFile(Model):
    """A track as the file has it."""

    id: Annotated[str, Field(pattern=r"^[0-9]+-[a-z-]+$")]
    title: str
    exercises: tuple[Annotated[str, Field(pattern=r"^[0-9]{2}-[a-z0-9-]+$")], ...]


class CourseFile(Model):
    """`tracks.yaml`."""

    tracks: tuple[TrackFile, ...]
    pool: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")] | None = None
    """A folder with questions from before, of which some are asked after each track."""


@dataclass(frozen=True, slots=True)
class Track:
    """A track, and the folders of its exercises."""

    id: str
    title: str
    folders: tuple[Path, ...]


def root() -> Path:
    """Where the exercises are."""
    return beside_package("exercises")


def tracks(place: Path | None = None) -> tuple[Track, ...]:
    """The course. LabError when its file is wrong."""
    folder = place or root()
    course = _course(folder)
    return tuple(
        Track(one.id, one.title, tuple(folder / one.id / name for name in one.exercises)) for one in course.tracks
    )


def _course(folder: Path) -> CourseFile:
    file = folder / TRACKS_FILE
    return checked(CourseFile, read_tree(read_text(file), str(file)))


def pool() -> Path | None:
    """The folder of the questions from before."""
    name = _course(root()).pool
    return root() / name if name is not None else None


def before(track: Track) -> str:
    """The id of the questions that are asked after a track."""
    return f"{track.id.partition('-')[0]}.{NUMBER}"


def name_of(folder: Path) -> str:
    """The id that a folder's place in the course gives: `1-displays/03-routing-tables` is 1.3."""
    track, _, _ = folder.parent.name.partition("-")
    number, _, _ = folder.name.partition("-")
    return f"{track}.{int(number) if number.isdigit() else number}"


def folders() -> tuple[Path, ...]:
    """Every exercise of the course, in order."""
    return tuple(folder for track in tracks() for folder in track.folders)


def variant(name: str, seed: int) -> int:
    """The first seed from there on that varies something, compared with the seed before; that seed when nothing varies."""
    before = find(name, max(1, seed - 1)).values
    return next((other for other in range(seed, seed + 40) if find(name, other).values != before), seed)


def find(name: str, seed: int = 1) -> Exercise:
    """An exercise of the course by its id, or one by its path. LabError otherwise."""
    known = {name_of(folder): folder for folder in folders()}
    folder = known.get(name)
    if folder is None and ("/" in name or name.endswith(".yaml")) and Path(name).exists():
        folder = Path(name)
    if folder is None and (place := pool()) is not None and name in map(before, tracks()):
        return load_exercise(place, seed, int(name.partition(".")[0]))
    if folder is None:
        raise LabError(
            (Mistake(name, 0, 0, "", f"no such exercise{closest(name, known)}; `iossim exercise --list` lists them"),)
        )
    return load_exercise(folder, seed)
