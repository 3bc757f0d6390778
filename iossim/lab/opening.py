"""What a lab is opened with: its definition and its journal, known before anything of the simulation is loaded.

So whoever has to tell quickly what there will be - which routers, under which name it is recorded - need not wait for the
lab itself: `Lab.begin(opening)` makes it of this later.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from iossim.lab.definition import LabDefinition, load
from iossim.lab.journal import Header, Journal
from iossim.lab.parameters import DEFAULT_PROFILE, digest_of

SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Opening:
    """A lab that has not begun yet; it begins once."""

    definition: LabDefinition
    journal: Journal


def opening(
    lab: str | Path | LabDefinition,
    start: str = SETTLED,
    *,
    seed: int = 1,
    profile: str = DEFAULT_PROFILE,
    numbers: bool = False,
    remotes: int = 0,
    batch: bool = False,
) -> Opening:
    """The opening of a lab from a name, a path or a definition; LabError lists every mistake in its files."""
    definition = load(lab, remotes) if isinstance(lab, str | Path) else lab
    name = str(lab) if isinstance(lab, str | Path) else definition.name
    table = digest_of(definition.table(profile))
    header = Header(name, definition.digest, start, seed, profile, numbers, remotes, batch, table=table)
    return Opening(definition, Journal(header))
