"""A lab as texts that can be sent: its file and the files beside it, by name; and such a parcel opened again.

What a parcel holds comes from somewhere. Names are plain ones (no path leads anywhere), sizes and numbers are bounded, and the
texts pass the same loader as any lab's. Files that a lab has from the one it is `like` stay where they are: everybody has those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from iossim.lab.definition.loader import LAB_FILE, load, locate
from iossim.lab.definition.model import LabDefinition
from iossim.lab.errors import LabError, Mistake
from iossim.lab.text import read_text

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}(?:\.[a-z]{1,8})?")
MOST_FILES = 40
LARGEST = 500_000
"""Characters of a whole parcel."""


def packed(place: str | Path) -> dict[str, str]:
    """The texts of a lab that is not of this package. LabError when it is none, or one that cannot be sent."""
    file = locate(place)
    lab = load(file)
    own = [name for name in sorted(lab.files) if (file.parent / name).is_file()]
    texts = {LAB_FILE: read_text(file)} | {name: read_text(file.parent / name) for name in own}
    _checked(texts, str(file))
    return texts


def unpacked(texts: Mapping[str, str], shown: str, remotes: int = 0) -> LabDefinition:
    """The lab of a parcel, with so many generated homes; LabError when there is none in it."""
    _checked(texts, shown)
    with TemporaryDirectory(prefix="iossim-") as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return load(Path(folder) / LAB_FILE, remotes)


def _checked(texts: Mapping[str, str], shown: str) -> None:
    odd = next((name for name in texts if not PLAIN.fullmatch(name)), None)
    if odd is not None:
        raise LabError((Mistake(shown, 0, 0, "", f"expected a plain file name without folders, found {odd[:60]!r}"),))
    if LAB_FILE not in texts or len(texts) > MOST_FILES or sum(map(len, texts.values())) > LARGEST:
        message = f"expected {LAB_FILE} and its files, {MOST_FILES} at most, {LARGEST} characters together"
        raise LabError((Mistake(shown, 0, 0, "", message),))
