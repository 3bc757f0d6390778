"""The roster of demonstrations: which there are, in which order, and what of the document each of them shows.

`demonstrations/` lies beside the package in the source tree, and inside it in an installed one. A demonstration is a session
with presenter's notes; whoever has one of his own names its file.
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
from iossim.training.definition.base import Name, Section, Text
from iossim.training.place import beside_package

ROSTER_FILE = "demonstrations.yaml"


class Row(Model):
    """A demonstration as the file has it."""

    id: Name
    title: Text
    source: Annotated[tuple[Section, ...], Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=120)]
    about: Text


class Roster(Model):
    """`demonstrations.yaml`."""

    demonstrations: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A demonstration, and where its session is."""

    id: str
    title: str
    source: tuple[str, ...]
    minutes: int
    about: str
    file: Path


def root() -> Path:
    """Where the demonstrations are."""
    return beside_package("demonstrations")


def demonstrations() -> tuple[Demonstration, ...]:
    """All of them. LabError when the roster is wrong."""
    folder = root()
    file = folder / ROSTER_FILE
    roster = checked(Roster, read_tree(read_text(file), str(file)))
    return tuple(
        Demonstration(row.id, row.title, row.source, row.minutes, row.about, folder / f"{row.id}.session")
        for row in roster.demonstrations
    )


def found(name: str) -> Demonstration | None:
    """A demonstration by its id; None for a file of one's own. LabError for what is neither."""
    known = {one.id: one for one in demonstrations()}
    if name in known:
        return known[name]
    if "/" in name or name.endswith(".session"):
        return None
    message = f"no such demonstration{closest(name, known)}; `iossim demo --list` lists them"
    raise LabError((Mistake(name, 0, 0, "", message),))
