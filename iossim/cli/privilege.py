"""Levels that lines were moved to: `privilege exec level 5 show running-config`.

A level belongs to the keywords of a line. A moved path says at which level one may go on behind these words, and the
words before it are moved with it (`show` and `show running-config`), so a path moved up hides everything behind it.
Where a line's own level is asked is its carrier: the first keyword, or the second of the families whose members have
levels of their own (`show version` is for everybody, `show running-config` is not). A moved carrier replaces the level
of the line; what stands behind it needs nothing more.

`no` and `default` in front of a line are not part of its path. The words of `Privileges` are those a configuration
names modes by (`Mode.keyword`).

Left out: `privilege MODE all` (12.2(13)T).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FAMILIES = ("clear", "crypto", "debug", "ip", "show", "undebug")
REVERSING = ("no", "default")

Path = tuple[str, ...]
"""Keywords from the first on, in lower case."""


@dataclass(frozen=True, slots=True)
class Privileges:
    """All moved paths of a box: the keyword of the mode, the path, its level."""

    moved: tuple[tuple[str, Path, int], ...] = ()

    def ladder(self, mode: str, level: int) -> Ladder:
        """What a level may type in a mode."""
        return Ladder(level, {path: moved for name, path, moved in self.moved if name == mode})


NOTHING_MOVED = Privileges()


@dataclass(frozen=True, slots=True)
class Ladder:
    """The lines of one mode as one level sees them. `own` is always the level a line was declared with."""

    level: int
    moved: Mapping[Path, int]

    def passes(self, own: int, path: Path) -> bool:
        """Whether one may go on behind these keywords."""
        moved = self.moved.get(path)
        if moved is not None:
            return moved <= self.level
        if len(path) > carrier(path):
            return True
        return own <= self.level or (len(path) < carrier(path) and self._leads(path))

    def ends(self, own: int, path: Path) -> bool:
        """Whether a line may end behind these keywords."""
        return own <= self.level or len(path) >= carrier(path)

    def _leads(self, path: Path) -> bool:
        """Whether a carrier that begins so was moved to this level."""
        return any(
            moved <= self.level and known[: len(path)] == path and len(known) >= carrier(known)
            for known, moved in self.moved.items()
        )


def carrier(path: Path) -> int:
    """How many keywords tell the line that has a level."""
    return 2 if not path or path[0] in FAMILIES else 1


def behind(path: Path, word: str) -> Path:
    """The path with one more keyword."""
    word = word.lower()
    return path if not path and word in REVERSING else (*path, word)


def with_leads(path: Path) -> tuple[Path, ...]:
    """A path and all that lead to it, itself first."""
    return tuple(path[:length] for length in range(len(path), 0, -1))
