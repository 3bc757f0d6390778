"""What a user of the console has chosen: the theme, and that he has seen the tour. A small file in his configuration folder.

A file that cannot be read is as good as none, one that cannot be written is not missed.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices."""

    theme: str = "dark"
    toured: bool = False


class Chosen:
    """The preferences in a file."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file if file is not None else standard_file()
        self.now = read(self.file)

    def change(self, **choices: Any) -> None:
        """Choose otherwise, and keep it."""
        self.now = replace(self.now, **choices)
        with contextlib.suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(json.dumps(asdict(self.now)) + "\n", encoding="utf-8")


def standard_file() -> Path:
    """Where they are kept."""
    return config_folder() / "console.json"


def config_folder() -> Path:
    """The user's configuration folder; `keys.yaml` is there as well (`keyfile`)."""
    from platformdirs import user_config_dir  # late: for the first paint

    return Path(user_config_dir("iossim", appauthor=False))


def read(file: Path) -> Preferences:
    """The choices in a file; what is not there, or is not what it should be, is as it was in the beginning."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        known = {field.name: type(field.default) for field in fields(Preferences)}
        return Preferences(**{name: data[name] for name, kind in known.items() if isinstance(data.get(name), kind)})
    except (OSError, ValueError, AttributeError):
        return Preferences()
