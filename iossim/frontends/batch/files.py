"""Files of a run: the session, the files it pastes, and the session written anew.

Files come from anywhere: their size is bounded, their text is UTF-8, and a pasted file lies beside the session.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from iossim.lab.errors import LabError, Mistake
from iossim.lab.session import Act, Session
from iossim.lab.session.actions import Paste
from iossim.lab.text import decoded

STDIN = "-"
LARGEST = 4_000_000


def read_file(name: str) -> str:
    """The text of a file, `-` for standard input; LabError when it cannot be read."""
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if name == STDIN else _head(Path(name))
    except (OSError, ValueError) as error:
        raise mistaken(name, 0, getattr(error, "strerror", None) or str(error)) from None
    if len(data) > LARGEST:
        raise mistaken(name, 0, f"larger than {LARGEST // 1_000_000} MB")
    return decoded(data, name)


def folder_of(name: str) -> Path:
    """The folder that other files of a session lie in."""
    return Path() if name == STDIN else Path(name).parent


def lab_place(name: str, folder: Path) -> str:
    """Which lab a session means: a shipped one by its name, a file or a folder beside the session."""
    return str(folder / name) if "/" in name or name.endswith((".yaml", ".yml")) else name


def read_pastes(session: Session, folder: Path) -> dict[str, tuple[str, ...]]:
    """The lines of every file that the session pastes; LabError when one is missing or lies elsewhere."""
    found: dict[str, tuple[str, ...]] = {}
    mistakes: list[Mistake] = []
    for step in session.steps:
        if isinstance(step, Act) and isinstance(step.action, Paste):
            try:
                found[step.action.file] = _paste(folder, step.action.file)
            except LabError as error:
                message = f"{step.action.file}: {error.mistakes[0].message}"
                mistakes.append(Mistake(session.file, step.line, 1, "", message))
    if mistakes:
        raise LabError(tuple(mistakes))
    return found


def rewrite(name: str, text: str) -> None:
    """Put a text in the place of a file, all or nothing; its permissions stay."""
    path = Path(name)
    handle, draft = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.")
    try:
        os.write(handle, text.encode())
        os.close(handle)
        Path(draft).chmod(path.stat().st_mode & 0o777)
        os.replace(draft, path.resolve())  # noqa: PTH105  # atomic, and it says so
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def mistaken(name: str, line: int, message: str) -> LabError:
    """The error of one mistake."""
    return LabError((Mistake("standard input" if name == STDIN else name, line, 1 if line else 0, "", message),))


def _paste(folder: Path, name: str) -> tuple[str, ...]:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()) or (path.exists() and not path.is_file()):
        raise mistaken(name, 0, "expected a file beside the session")
    lines = [line.removesuffix("\r") for line in read_file(str(path)).removesuffix("\n").split("\n")]
    odd = next((n for n, line in enumerate(lines, 1) if not line.replace("\t", "").isprintable()), 0)
    if odd:
        raise mistaken(name, odd, f"line {odd} holds a character that is no key")
    return tuple(lines)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
