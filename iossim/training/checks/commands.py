"""Which commands were used: what was entered since the learner began, read again by the grammar of the router.

Abbreviations, filters and `do` do not count: two lines are the same command when the grammar finds the same declaration, and
every argument that is asked for. Lines that the router refused count as nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iossim.cli.errors import CliError
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL
from iossim.training.results import WHOLE, Finding, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iossim.cli.entry import Args
    from iossim.cli.grammar import Match
    from iossim.device.router import Router
    from iossim.training.definition.checks import Commands
    from iossim.training.scene import Scene

_LINE = re.compile(r"[^\s#>]+?(\(config[^)]*\))?[#>](.*)")


def commands(check: Commands, scene: Scene) -> Finding:
    """Each one that was asked for counts; one that was not to be used fails."""
    missing = [one for one in check.used if not seen(scene, check.device, one)]
    wrong = [one for one in check.unused if used(scene, check.device, one)]
    where = f" at {check.device}" if check.device else ""
    expected = "; ".join([*(f"{one}{where}" for one in check.used), *(f"not {one}{where}" for one in check.unused)])
    if wrong:
        return verdict_of(False, expected, "used: " + ", ".join(wrong))
    share = (len(check.used) - len(missing)) * WHOLE // max(1, len(check.used)) if check.used else WHOLE
    return Finding(share, expected, "not yet: " + ", ".join(missing) if missing else "so it was")


def used(scene: Scene, device: str | None, command: str) -> bool:
    """Whether a command has been entered, at one device or at any."""
    return any(_says(found, wanted) for wanted, found in _alike(scene, device, command))


def seen(scene: Scene, device: str | None, command: str) -> bool:
    """The same, or the one that shows all of it: `show interfaces` has shown what `show interfaces FastEthernet0/1` shows."""
    return any(_says(found, wanted) or _wider(found, wanted) for wanted, found in _alike(scene, device, command))


def entered(scene: Scene) -> Iterator[tuple[str, str]]:
    """Everything entered in EXEC, or by `do`: the device and the line."""
    for record in scene.lab.records(scene.since.record):
        match = _LINE.fullmatch(record.text) if record.kind == "typed" else None
        if match is None:
            continue
        text = match[2].strip()
        if match[1] is None:
            yield record.device, text
        elif text.lower().startswith("do "):
            yield record.device, text[3:].strip()


def _alike(scene: Scene, device: str | None, command: str) -> Iterator[tuple[Args, Args]]:
    """The arguments that are asked for, and those of every line that was entered for the same declaration."""
    for name, text in entered(scene):
        if device in (None, name):
            router = scene.lab.router(name)
            wanted, found = read(router, command), read(router, text)
            if wanted is not None and found is not None and wanted.entry.id == found.entry.id:
                yield wanted.args, found.args


def _says(found: Args, wanted: Args) -> bool:
    return all(found.get(name) == value for name, value in wanted.items())


def _wider(found: Args, wanted: Args) -> bool:
    """Whether nothing was entered but less of what is asked for, and only values are missing: a word as `detail` shows more."""
    missing = [name for name in wanted if name not in found]
    return _says(wanted, found) and not any(wanted[name] is True for name in missing)


def read(router: Router, text: str) -> Match | None:
    """An EXEC command as the router's grammar understands it; None for anything else."""
    try:
        return router.catalog.grammar(router.release).match(EXEC, PRIVILEGED_LEVEL, text, router.lines.vocabulary)
    except CliError:
        return None
