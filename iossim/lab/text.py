"""The text of a file that a person wrote, or a mistake that says why there is none. Nothing larger than was asked for is read."""

from __future__ import annotations

from pathlib import Path

from iossim.lab.errors import LabError, Mistake

LARGEST = 262_144
"""Octets of a file that an author writes."""


def read_text(file: Path, largest: int = LARGEST, shown: str = "") -> str:
    """The text of a file of at most so many octets; `shown` is how a mistake calls it. LabError when there is none."""
    name = shown or str(file)
    try:
        if file.exists() and not file.is_file():  # a pipe would keep us waiting
            raise LabError((Mistake(name, 0, 0, "", "cannot be read: not a file"),))
        with file.open("rb") as opened:
            data = opened.read(largest + 1)
    except OSError as error:
        raise LabError((Mistake(name, 0, 0, "", f"cannot be read: {error.strerror}"),)) from None
    if len(data) > largest:
        raise LabError((Mistake(name, 0, 0, "", f"larger than {largest} bytes"),))
    return decoded(data, name)


def decoded(data: bytes, name: str) -> str:
    """The text of some octets. LabError names the line of the first one that is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LabError((Mistake(name, line, 1, "", "expected UTF-8 text"),)) from None
