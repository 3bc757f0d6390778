"""The journal: every input of a lab with its virtual time, and nothing else.

State is a function of (lab, seed, journal). Each kind of input is a frozen record; the file is JSON Lines, a header first,
then one line per input, flushed as it happens. A torn last line (the program was killed in the middle of a write) is
dropped on reading. Times of inputs never decrease; `Passed` records how far time had run when nothing else did.

Now and then a `Hashed` says what the lab had come to. A replay that comes to something else, because the simulation has
changed since, knows where: `Journal.parted`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol

FORMAT = 1
BEHAVIOUR = 1
"""Raised when a change makes old journals play differently."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a journal belongs to. `branched`: when it left another attempt, whose inputs up to there are its own."""

    lab: str
    digest: str
    start: str
    seed: int
    profile: str
    numbers: bool = False
    remotes: int = 0
    batch: bool = False
    format: int = FORMAT
    behaviour: int = BEHAVIOUR
    branched: int | None = None
    table: str = ""
    """A digest of the constants that the profile stood for."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys pressed at a line."""

    kind: ClassVar[str] = "keys"
    t: int
    device: str
    line: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """An action of the session language."""

    kind: ClassVar[str] = "do"
    t: int
    action: str


@dataclass(frozen=True, slots=True)
class Readied:
    """A console brought to its privileged prompt."""

    kind: ClassVar[str] = "ready"
    t: int
    device: str


@dataclass(frozen=True, slots=True)
class Connected:
    """Somebody from outside takes a virtual terminal; `location` is where from."""

    kind: ClassVar[str] = "connect"
    t: int
    device: str
    line: str
    location: str


@dataclass(frozen=True, slots=True)
class Disconnected:
    """Somebody from outside leaves a virtual terminal, or has left it."""

    kind: ClassVar[str] = "disconnect"
    t: int
    device: str
    line: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Time has run to here."""

    kind: ClassVar[str] = "time"
    t: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A bookmark, set at `t`: somebody wants to find the moment `at` again, `inputs` inputs after the start. Nothing happens."""

    kind: ClassVar[str] = "mark"
    t: int
    text: str
    at: int
    inputs: int


@dataclass(frozen=True, slots=True)
class Hashed:
    """A hash over everything that had happened by now. Nothing happens; a replay has to come to the same."""

    kind: ClassVar[str] = "hash"
    t: int
    value: str


Input = Typed | Done | Readied | Connected | Disconnected | Passed | Marked | Hashed
_KINDS: dict[str, type[Input]] = {
    kind.kind: kind for kind in (Typed, Done, Readied, Connected, Disconnected, Passed, Marked, Hashed)
}


class Pen(Protocol):
    """What a journal is written with: a file, or what writes its lines into something else."""

    def write(self, text: str, /) -> object:
        """A line."""

    def flush(self) -> object:
        """Let it be on disk."""

    def close(self) -> object:
        """No more lines."""


@dataclass
class Journal:
    """The inputs so far, and the file they are written to, if any."""

    header: Header
    inputs: list[Input] = field(default_factory=list)
    file: Pen | None = None
    parted: int | None = None
    """When a replay was found to be no longer what was recorded; None while it is."""

    def add(self, entry: Input) -> None:
        """Append an input; the file gets it at once."""
        if isinstance(entry, Passed) and self.inputs and isinstance(self.inputs[-1], Passed):
            self.inputs[-1] = entry
        else:
            self.inputs.append(entry)
        if self.file is not None:
            self.file.write(written(entry))
            self.file.flush()

    def compare(self, entry: Hashed, value: str) -> None:
        """Beside what was recorded, what it has come to now."""
        if self.parted is None and entry.value != value:
            self.parted = entry.t

    def attach(self, path: Path) -> None:
        """Write the journal to a file from now on, beginning with what is in it already. OSError when that fails."""
        self.file = file = path.open("w", encoding="utf-8")
        file.write(json.dumps({"iossim": "journal", **asdict(self.header)}) + "\n")
        file.writelines(written(entry) for entry in self.inputs)
        file.flush()

    def close(self) -> None:
        """Write no longer."""
        if self.file is not None:
            self.file.close()
            self.file = None

    def __getstate__(self) -> dict[str, Any]:
        return {"header": self.header, "inputs": list(self.inputs), "file": None, "parted": self.parted}


def written(entry: Input) -> str:
    """An input as a line of the file."""
    return json.dumps({"kind": entry.kind, **asdict(entry)}, separators=(",", ":")) + "\n"


class JournalError(Exception):
    """A file that is not a journal this version can play; the text says why, with file and line."""


MAX_JOURNAL = 64 * 1024 * 1024


def read_journal(path: Path) -> Journal:
    """Read a journal; JournalError for anything else. A torn last line is dropped."""
    try:
        if path.stat().st_size > MAX_JOURNAL:
            raise JournalError(f"{path}: larger than {MAX_JOURNAL // 1024 // 1024} MiB: not a journal")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise JournalError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise JournalError(f"{path}: not a text: not a journal") from None
    lines = text.split("\n")
    header = _header(path, lines[0])
    return Journal(header, list(_inputs(path, lines[1:])))


def _header(path: Path, line: str) -> Header:
    try:
        data = json.loads(line)
        if not isinstance(data, dict) or data.pop("iossim", None) != "journal":
            raise ValueError
        header = Header(**data)
    except (ValueError, TypeError):
        raise JournalError(f"{path}:1: expected the header of a journal") from None
    if header.format != FORMAT:
        raise JournalError(f"{path}:1: format {header.format}, this version reads {FORMAT}")
    return header


def _inputs(path: Path, lines: list[str]) -> Iterable[Input]:
    last = None
    for number, line in enumerate(lines, 2):
        if not line:
            continue
        try:
            entry = read_input(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError):
            if number - 2 == len(lines) - 1:
                return
            raise JournalError(f"{path}:{number}: not an input: {line[:60]}") from None
        if last is not None and entry.t < last:
            raise JournalError(f"{path}:{number}: time runs backwards")
        last = entry.t
        yield entry


def read_input(data: Any) -> Input:
    """An input from its data; ValueError, TypeError or KeyError for what is none."""
    kind = _KINDS[data.pop("kind")]
    if not isinstance(data["t"], int):
        raise TypeError("t")
    if kind is Typed:
        data["keys"] = tuple(str(key) for key in data["keys"])
    return kind(**data)
