"""Saved attempts: the journals of exercises, to be listed, named, taken up again, exported and thrown away.

An attempt is a journal on the shelf, and its name is the file's: what a person sees in the list is what lies in the folder.
While a program works on one, none of this can be done to it.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.frontends.recording import LOCK, SUFFIX, InUse, Lock
from iossim.lab.spelling import closest

if TYPE_CHECKING:
    from iossim.frontends.recording import Shelf, Work

MOST = 2_000_000
"""Octets of a journal in which its exercise is looked for: what prepares a lab comes first."""
NAME = re.compile(r"[\w][\w .+-]{0,59}", re.ASCII)
BEGUN = re.compile(rb'"kind": ?"do",[^\n]{0,60}"action": ?"exercise ([0-9]{1,2}[.][0-9]{1,2}) seed ([0-9]{1,18})[" ]')
"""The line of a journal with which the learner comes."""


class NoAttempt(Exception):
    """There is no such attempt, or it cannot be done with it; the text says why."""


@dataclass(frozen=True, slots=True)
class Saved:
    """An attempt: the work on the shelf, and which exercise it is, with which seed."""

    work: Work
    exercise: str
    seed: int

    @property
    def name(self) -> str:
        """What it is called."""
        return self.work.path.stem


def saved(shelf: Shelf) -> tuple[Saved, ...]:
    """Every attempt, the newest first."""
    found = ((work, exercise_of(work.path)) for work in shelf.works())
    return tuple(Saved(work, *begun) for work, begun in found if begun is not None)


def exercise_of(path: Path) -> tuple[str, int] | None:
    """Which exercise a journal is of, and with which seed; None for a free lab. Nothing of the lab is loaded for that."""
    try:
        with path.open("rb") as file:
            begun = BEGUN.search(file.read(MOST))
    except OSError:
        return None
    return (begun[1].decode(), int(begun[2])) if begun is not None else None


def find(shelf: Shelf, name: str) -> Saved:
    """An attempt by its name; NoAttempt otherwise."""
    known = {one.name: one for one in saved(shelf)}
    wanted = name.removesuffix(SUFFIX)
    if wanted not in known:
        raise NoAttempt(
            f"no attempt is called {name!r}{closest(wanted, known)}; `iossim exercise --attempts` lists them"
        )
    return known[wanted]


def rename(one: Saved, name: str) -> Path:
    """Give an attempt another name; NoAttempt when that is no name, is taken, or somebody works on it."""
    name = " ".join(name.split()).removesuffix(SUFFIX)
    if not NAME.fullmatch(name):
        raise NoAttempt("a name has up to 60 letters, digits, blanks, and . + - _, and begins with a letter or a digit")
    target = one.work.path.with_name(name + SUFFIX)
    if target.exists() or target.with_name(target.name + LOCK).exists():
        raise NoAttempt(f"{name!r} is there already")
    lock = _locked(one)
    try:
        one.work.path.rename(target)
    finally:
        lock.release()
    return target


def delete(one: Saved) -> str:
    """Throw an attempt away; says so."""
    lock = _locked(one)
    one.work.path.unlink(missing_ok=True)
    lock.release()
    return f"{one.name} is deleted"


def export(one: Saved, target: Path) -> Path:
    """Copy an attempt to a file, or into a folder; it can be played from there (`iossim replay FILE`). Nothing is overwritten."""
    place = target / one.work.path.name if target.is_dir() else target
    if place.exists():
        raise NoAttempt(f"{place} is there already")
    try:
        shutil.copyfile(one.work.path, place)
    except OSError as error:
        raise NoAttempt(f"{place}: {error.strerror}") from None
    return place


def _locked(one: Saved) -> Lock:
    try:
        return Lock(one.work.path)
    except InUse as error:
        raise NoAttempt(str(error)) from None
    except OSError as error:
        raise NoAttempt(f"{one.name}: {error}") from None
