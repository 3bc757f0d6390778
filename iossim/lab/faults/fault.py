"""One fault, as data, and carrying it out.

A deed is a sentence of the session language (`cut x-over`), or a device and lines for its console (`gateway-1# configure
terminal`, more on further lines), as a person would do it. Undoing mends the cause; what the network makes of that takes its
own time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from iossim.cli.terminal import State

if TYPE_CHECKING:
    from iossim.lab.lab import Lab

PROMPT, ENTER = "# ", "\n"


class Level(IntEnum):
    """How hard a fault is to find: it shows at the first look, in a configuration, or only in what does not happen."""

    PLAIN = 1
    CONFIGURED = 2
    HIDDEN = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """`kind` names the entry of the catalogue, `where` the device, link or line; `doing` breaks, `undoing` mends."""

    kind: str
    where: str
    level: Level
    doing: tuple[str, ...]
    undoing: tuple[str, ...]

    @property
    def id(self) -> str:
        """A name that is the same in every run."""
        return f"{self.kind} {self.where}"


def typed(device: str, *lines: str, after: tuple[str, ...] = ()) -> str:
    """The deed of typing lines in global configuration, and others behind it."""
    return device + PROMPT + ENTER.join(("configure terminal", *lines, "end", *after))


def inject(lab: Lab, fault: Fault) -> None:
    """Bring a fault about, now."""
    _do(lab, fault.doing)


def undo(lab: Lab, fault: Fault) -> None:
    """Mend it."""
    _do(lab, fault.undoing)


def _do(lab: Lab, deeds: Iterable[str]) -> None:
    for deed in deeds:
        device, at_console, lines = deed.partition(PROMPT)
        if at_console:
            _type(lab, device, lines.split(ENTER))
        else:
            lab.do(deed)


def _type(lab: Lab, device: str, lines: list[str]) -> None:
    """At a router that is not running nothing can be typed; then nothing is."""
    if not lab.router(device).up:
        return
    if lab.terminal(device).state is State.IDLE:
        lab.ready(device)
    for line in lines:
        lab.type(device, (*line, "enter"))
