"""Checkpoints: the settled state of a lab kept on disk, because it is always the same and takes seconds to come about.

A file's name is a digest of everything the state follows from: the lab's files, the code of the simulation, the version of the
program and of the interpreter. So a file is right or is never asked for; there is nothing to expire. One that cannot be read is
as good as none, and the history is played again.

A pickle can run code, so only our own folder is read: the user's cache folder, made with mode 0700, belonging to the user
and writable by nobody else, as must be the file. Files appear whole, by renaming. The newest few are kept.

Invariant: what comes from a checkpoint and what was just played are the same, because both have been through the same pickle.
"""

from __future__ import annotations

import gc
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_dir

from iossim import __version__

if TYPE_CHECKING:
    from iossim.lab.definition import LabDefinition
    from iossim.lab.world import World

PACKAGE = Path(__file__).parents[1]
CODE = ("sim", "net", "cli", "device", "features", "endpoints", "lab")
"""The folders whose code the state of a lab follows from."""

PREFIX, SUFFIX = "settled-", ".pickle"
KEPT = 8
LARGEST = 256 * 1024 * 1024
"""Octets of a file; a larger state is played again each time."""


def settled(definition: LabDefinition, explicit: bool, play: Callable[[], World]) -> World:
    """The settled world of a definition: from its checkpoint, or played and kept for the next time."""
    file = _file(definition, explicit)
    world = _revived(_read(file))
    if world is None:
        played = play()
        played.wire.tidy()
        data = pickle.dumps(played, pickle.HIGHEST_PROTOCOL)
        _write(file, data)
        world = revive(data)
    return world


def kept(definition: LabDefinition) -> bool:
    """Whether there is a checkpoint, so that opening the lab will take a moment only."""
    return _ours(_file(definition, explicit=False))


def folder() -> Path:
    """Where checkpoints are."""
    return Path(user_cache_dir("iossim", appauthor=False)) / "checkpoints"


def revive(data: bytes) -> World:
    """A world from its pickle. The collector rests meanwhile: it would look at millions of new objects in vain."""
    from iossim.lab.roster import standard  # late: it loads every feature, and `kept` is asked in a hurry

    standard()  # routers refer to the catalogue by name
    with collector_resting():
        world: World = pickle.loads(data)
    return world


def _revived(data: bytes | None) -> World | None:
    try:
        return None if data is None else revive(data)
    except Exception:
        return None  # written by something else than it says: play the history again


@contextmanager
def collector_resting() -> Iterator[None]:
    """The collector does not look at what is made in here, and afterwards takes it for old: it lives as long as a lab does."""
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            made = gc.get_count()[0]  # counted also while it rests
            gc.freeze()  # there and back: everything moves to the oldest generation, unseen
            gc.unfreeze()
            gc.enable()
            _collect_in_time(made)


SLACK = 1_000_000
"""Objects that are not worth a look: some twenty copies of the reference lab."""
_unseen = 0
"""Objects made since the collector last looked at everything."""
_left = 0
"""Objects that it left then."""


def _collect_in_time(made: int) -> None:
    """Make the collector look at everything when as many objects have been made as it left, and then some.

    A lab that has been dropped is a web of cycles in the oldest generation, and what moves there unseen never makes it look.
    """
    global _unseen, _left
    _unseen += made
    if _unseen > _left + SLACK:
        gc.collect()
        _unseen, _left = 0, len(gc.get_objects())


# -- names -----------------------------------------------------------------------------------------------------------


def _file(definition: LabDefinition, explicit: bool) -> Path:
    return folder() / f"{PREFIX}{_key(definition, explicit)}{SUFFIX}"


def _key(definition: LabDefinition, explicit: bool) -> str:
    total = blake2b(digest_size=16)
    for part in (definition.digest, __version__, sys.version, code_digest(), str(explicit)):
        total.update(part.encode() + b"\0")
    return total.hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """One hash over the code of the simulation."""
    total = blake2b(digest_size=16)
    for name in CODE:
        for file in sorted((PACKAGE / name).rglob("*.py")):
            total.update(str(file.relative_to(PACKAGE)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


# -- files -----------------------------------------------------------------------------------------------------------


def _read(file: Path) -> bytes | None:
    """The contents of a file of ours; None when there is none, or it is not surely ours."""
    try:
        if not _private(os.lstat(file.parent), stat.S_ISDIR):
            return None
        with file.open("rb") as opened:
            if not _private(os.fstat(opened.fileno()), stat.S_ISREG):
                return None
            return opened.read()
    except OSError:
        return None


def _ours(file: Path) -> bool:
    """Whether there is such a file of ours, as it would be read."""
    try:
        return _private(os.lstat(file.parent), stat.S_ISDIR) and _private(os.lstat(file), stat.S_ISREG)
    except OSError:
        return False


def _private(found: os.stat_result, kind: Callable[[int], bool]) -> bool:
    """True for something of the expected kind that belongs to this user and that nobody else can write."""
    if not kind(found.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True  # no such owners on this system; its cache folder is the user's own
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(file: Path, data: bytes) -> None:
    """Keep it if that is possible; nothing depends on it."""
    if len(data) > LARGEST:
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(data)
            Path(temporary).replace(file)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        _prune(file.parent)
    except OSError:
        return


def _prune(place: Path) -> None:
    """Forget the oldest files."""
    files = sorted(place.glob(f"{PREFIX}*"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)
