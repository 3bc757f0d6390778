"""Journals on disk: what is being done in a lab, written as it happens, and picked up again later.

A journal is `<lab>-<date>-<time>.journal` in the user's state folder. While a program works on it, there is a lock beside
it, `.lock`, held by the operating system and naming the process; a clean exit takes the lock away. So the three
conditions of a journal need no mark inside it: a lock that is held - *in use*; a lock that is left over - *broken off*,
the program was killed; no lock - *closed*. All but the first can be taken up again.

Taking one up replays its inputs and goes on writing at its end. A torn last line (killed in the middle of a write) is
cut off first. Invariant: whatever `Journal.add` has returned from is in the file.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from iossim.lab.journal import BEHAVIOUR, Hashed, Header, Journal, JournalError, Passed, read_journal

if TYPE_CHECKING:
    from iossim.lab.definition import LabDefinition
    from iossim.lab.lab import Lab

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows
    fcntl = None  # type: ignore[assignment]

SUFFIX = ".journal"
LOCK = ".lock"
TAIL = 8192
HASHED = 60
"""Every so many notes of the time also note what the lab has come to."""


class Condition(StrEnum):
    """Whether somebody works on a journal, or how it was left."""

    IN_USE = "in use"
    BROKEN_OFF = "broken off"
    CLOSED = "closed"


class InUse(Exception):
    """Another program works on this journal."""


@dataclass(frozen=True, slots=True)
class Work:
    """A journal on the shelf. `reached` is the virtual time of its end, `trouble` why it cannot be taken up, or empty."""

    path: Path
    header: Header | None
    condition: Condition
    changed: datetime
    reached: int = 0
    trouble: str = ""

    @property
    def lab(self) -> str:
        """The lab's name, as a person calls it."""
        return lab_stem(self.header.lab) if self.header is not None else self.path.stem

    @property
    def resumable(self) -> bool:
        """Whether it can be taken up now."""
        return not self.trouble and self.condition is not Condition.IN_USE


class Lock:
    """The lock of one journal; held from `__init__` until `release`. InUse when somebody else holds it."""

    def __init__(self, journal: Path) -> None:
        self.path = journal.with_name(journal.name + LOCK)
        self._file: IO[str] | None = None
        while self._file is None:
            self._file = self._take()

    def _take(self) -> IO[str] | None:
        file = self.path.open("a+", encoding="ascii")
        if not _lock(file, self.path):
            file.close()
            raise InUse(f"another iossim works on {self.path.stem}")
        if not self.path.exists() or not os.path.samestat(os.fstat(file.fileno()), self.path.stat()):
            file.close()
            return None  # whoever held it has just taken it away
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        return file

    def release(self, leave: bool = False) -> None:
        """Let go; `leave` the mark of work that was broken off."""
        if self._file is not None:
            if not leave:
                self.path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def _lock(file: IO[str], path: Path) -> bool:
    """Take the operating system's lock on a file; without such locks, look whether the process it names lives."""
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
    return not _lives(path)  # pragma: no cover - not on Windows


def _lives(path: Path) -> bool:  # pragma: no cover - only where there are no locks
    try:
        pid = int(path.read_text(encoding="ascii"))
        os.kill(pid, 0)
    except (OSError, ValueError):
        return False
    return pid != os.getpid()


def held(journal: Path) -> bool:
    """True while a program works on a journal."""
    path = journal.with_name(journal.name + LOCK)
    try:
        with path.open("r+", encoding="ascii") as file:
            return not _lock(file, path)
    except OSError:
        return False


class Place(NamedTuple):
    """A journal on the shelf that is being written: its file, and the lock of it."""

    path: Path
    lock: Lock


class Shelf:
    """The folder with all journals of a user."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else state_folder()
        self.elsewhere = folder is not None

    def works(self) -> tuple[Work, ...]:
        """Every journal, the newest first."""
        if not self.folder.is_dir():
            return ()
        found = [work_of(path) for path in self.folder.glob(f"*{SUFFIX}")]
        return tuple(sorted(found, key=lambda work: (work.changed, work.path.name), reverse=True))

    def broken_off(self, lab: str | None = None) -> Work | None:
        """The newest work that a killed program left behind, of any lab or of one."""
        for work in self.works():
            if work.condition is Condition.BROKEN_OFF and work.resumable and lab in (None, _lab_name(work)):
                return work
        return None

    def begin(self, lab: Lab) -> Recording:
        """Record a lab from here on, in a new journal. OSError when the folder cannot be written."""
        return Recording(lab, *self.place(lab.journal))

    def place(self, journal: Journal) -> Place:
        """A file for a new journal, which is written to it from now on; OSError as above."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path, lock = next(self._free(f"{lab_stem(journal.header.lab)}-{datetime.now():%Y%m%d-%H%M%S}"))
        try:
            journal.attach(path)
        except OSError:
            lock.release()
            raise
        return Place(path, lock)

    def _free(self, stem: str) -> Iterator[Place]:
        """Names that nobody has, nor is about to have."""
        for number in count(1):
            path = self.folder / f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}"
            if not path.exists():
                with contextlib.suppress(InUse):
                    yield Place(path, Lock(path))

    def keep(self, work: Work) -> None:
        """A work that was broken off counts as closed from now on: nobody is asked about it again."""
        with contextlib.suppress(InUse):
            Lock(work.path).release()

    def delete(self, work: Work) -> None:
        """Throw a journal away; InUse while somebody works on it."""
        lock = Lock(work.path)
        work.path.unlink(missing_ok=True)
        lock.release()


def lab_stem(lab: str) -> str:
    """A short name for a lab, from its name or its file's."""
    path = Path(lab)
    return path.parent.name if path.name == "lab.yaml" else path.stem


def state_folder() -> Path:
    """Where journals are kept unless told otherwise."""
    from platformdirs import user_state_dir  # late: for the first paint

    return Path(user_state_dir("iossim")) / "journals"


def _lab_name(work: Work) -> str:
    return work.header.lab if work.header is not None else ""


def work_of(path: Path) -> Work:
    """What a journal is, from its first and last lines."""
    condition = Condition.CLOSED
    if path.with_name(path.name + LOCK).exists():
        condition = Condition.IN_USE if held(path) else Condition.BROKEN_OFF
    changed = datetime.fromtimestamp(path.stat().st_mtime)
    try:
        header = _header(path)
    except JournalError as error:
        return Work(path, None, condition, changed, 0, str(error))
    trouble = ""
    if header.behaviour != BEHAVIOUR:
        trouble = other_behaviour(header)
    return Work(path, header, condition, changed, _reached(path), trouble)


def _header(path: Path) -> Header:
    with path.open(encoding="utf-8", errors="replace") as file:
        try:
            data = json.loads(file.readline(TAIL))
            if data.pop("iossim") != "journal":
                raise ValueError
            return Header(**data)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise JournalError(f"{path}:1: expected the header of a journal") from None


def _reached(path: Path) -> int:
    """The time of the last whole line."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        for line in reversed(file.read().split(b"\n")):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                return int(json.loads(line)["t"])
    return 0


def mend(path: Path) -> None:
    """Cut off a torn last line, and end a whole one."""
    data = path.read_bytes()
    if not data or data.endswith(b"\n"):
        return
    whole, _, last = data.rpartition(b"\n")
    try:
        json.loads(last)
    except ValueError:
        with path.open("r+b") as file:
            file.truncate(len(whole) + 1 if whole else 0)
    else:
        with path.open("ab") as file:
            file.write(b"\n")


class Recording:
    """A lab whose journal is on disk, locked."""

    def __init__(self, lab: Lab, path: Path, lock: Lock) -> None:
        self.lab = lab
        self.path = path
        self._lock = lock
        self._marked = lab.now
        self._marks = 0
        self._given = 0

    def given(self) -> None:
        """What is in the journal up to here was not done by anybody who will want it back."""
        self._given = len(self.lab.journal.inputs)

    @property
    def touched(self) -> bool:
        """Whether anything but time has come since."""
        return any(not isinstance(entry, Passed | Hashed) for entry in self.lab.journal.inputs[self._given :])

    def mark(self) -> None:
        """Note how far time has run."""
        if self.lab.now > self._marked:
            self._marked = self.lab.now
            self.lab.journal.add(Passed(self.lab.now))
            self._marks += 1
            if self._marks % HASHED == 0:
                self.lab.hash()

    def close(self) -> None:
        """The end of the work, for now."""
        self.mark()
        self.lab.hash()
        self.lab.journal.close()
        self._lock.release()

    def abandon(self) -> None:
        """The end after a fault of the program: the work counts as broken off."""
        with contextlib.suppress(OSError):
            self.lab.journal.close()
        self._lock.release(leave=True)


def open_journal(journal: Journal, definition: LabDefinition | None = None) -> Lab:
    """The lab at a journal's beginning. JournalError when the lab, or the program, plays differently today."""
    from iossim.lab.lab import Lab  # late: the menu reads the shelf before anything heavy is loaded

    header = journal.header
    if header.behaviour != BEHAVIOUR:
        raise JournalError(other_behaviour(header))
    lab = Lab.open(
        header.lab if definition is None else definition,
        header.start,
        seed=header.seed,
        profile=header.profile,
        numbers=header.numbers,
        remotes=header.remotes,
        batch=header.batch,
    )
    if lab.journal.header.digest != header.digest:
        raise JournalError(f"the files of {header.lab} have changed since; this work cannot be taken up")
    if header.table and lab.journal.header.table != header.table:
        raise JournalError(
            f"the constants of profile {header.profile} have changed since; this work cannot be taken up"
        )
    return lab


def parting(lab: Lab) -> str:
    """Since when a replay is no longer what was recorded; empty while it is."""
    when = lab.journal.parted
    if when is None:
        return ""
    return f"from {(when - lab.start) / 1_000_000:.1f} s of lab time on, or a little before, this version plays it otherwise"


def other_behaviour(header: Header) -> str:
    """Why a journal of another version cannot be played."""
    return f"recorded with behaviour {header.behaviour}; this version has {BEHAVIOUR}"


class Resumption:
    """A journal being taken up: `steps` replays it bit by bit, `done` is the recording that goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._broken_off = path.with_name(path.name + LOCK).exists()
        self._lock = Lock(path)
        try:
            mend(path)
            self.journal: Journal = read_journal(path)
        except BaseException:
            self.give_up()
            raise
        self.lab: Lab | None = None

    def open(self, definition: LabDefinition | None = None) -> Lab:
        """The lab at the journal's beginning. JournalError when its files are others than those recorded."""
        self.lab = open_journal(self.journal, definition)
        return self.lab

    def steps(self) -> Iterator[float]:
        """Apply one input after the other; yields the share that is done."""
        assert self.lab is not None
        total = max(1, len(self.journal.inputs))
        for number, entry in enumerate(self.journal.inputs, 1):
            self.lab.apply(entry)
            yield number / total

    def done(self) -> Recording:
        """Go on writing where the journal ends."""
        assert self.lab is not None
        self.lab.journal.file = self.path.open("a", encoding="utf-8")
        return Recording(self.lab, self.path, self._lock)

    def give_up(self) -> None:
        """Leave the journal as it was."""
        self._lock.release(leave=self._broken_off)
