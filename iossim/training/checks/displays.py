"""What a display has in it: a show command is typed at the console, in a branch, and its output is read.

The only check that looks at a screen; it is for what explanations claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.lab.running.console import Console
from iossim.training.results import Finding, no, verdict_of

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.training.definition.checks import Shows
    from iossim.training.scene import Scene

WANTED = "show "


def shows(check: Shows, scene: Scene) -> Finding:
    """Each line somewhere in the output, none of those that must not be there."""
    expected = (
        f"{check.command} on {check.device} prints: {'; '.join(_lines(check.lines)) or 'nothing of ' + check.absent}"
    )
    if not f"{check.command} ".lower().startswith(WANTED):
        return no(expected, "only a show command is typed here")
    if not scene.lab.router(check.device).up:
        return no(expected, f"{check.device} is down")
    found = seen(scene, check.device, check.command)
    missing = [line for line in _lines(check.lines) if not any(line in printed for printed in found)]
    wrong = [line for line in _lines(check.absent) if any(line in printed for printed in found)]
    text = "; ".join([*(f"missing: {line}" for line in missing), *(f"there: {line}" for line in wrong)])
    return verdict_of(not text, expected, text or "so it does")


def seen(scene: Scene, device: str, command: str) -> list[str]:
    """What a command prints in a scene; a display that several ask for is typed once."""
    if (device, command) not in scene.displays:
        scene.displays[device, command] = _printed(scene.copy(), device, command)
    return scene.displays[device, command]


def printed(lab: Lab, device: str, command: str) -> list[str]:
    """What a command prints at a console now, typed in a branch; runs of blanks are one."""
    return _printed(lab.copy(), device, command)


def _printed(branch: Lab, device: str, command: str) -> list[str]:
    branch.ready(device)
    console = Console(branch, device)
    console.output()
    console.press(tuple(command), go=False)
    return [" ".join(line.split()) for line in console.output()]


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
