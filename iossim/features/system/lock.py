"""`lock`: a line that nobody but its user gets any further with, where it is `lockable`.

A password is made up twice; from then on the line asks for it, whatever is typed. Only `clear line` and the end of the
connection get past it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.entry import Args
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, JobEvent, Out, Started
from iossim.features.system import line_config

if TYPE_CHECKING:
    from iossim.device.context import Context

NOT_ENABLED = "% Locking not enabled on this line"
DIFFERENT = "% Passwords do not match\n"
LOCKED = "\n          Locked\n\n"
PASSWORD = Ask("Password: ", echo=False)


def lock(context: Context, _: Args) -> Lock:
    """`lock`."""
    if not line_config.switched_on(context.router.config, context.line.name, line_config.LOCKABLE):
        raise Refused(NOT_ENABLED)
    return Lock()


@dataclass(frozen=True, slots=True)
class Lock:
    """`password` is None until it has been given, `locked` is set once it has been given again."""

    password: str | None = None
    locked: bool = False

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return (PASSWORD,)
            case Answered(text) if self.locked:
                return (Done(),) if text == self.password else (PASSWORD,)
            case Answered(text) if self.password is None:
                return (Become(replace(self, password=text)), Ask("Again: ", echo=False))
            case Answered(text) if text == self.password:
                return (Become(replace(self, locked=True)), Out(LOCKED), PASSWORD)
            case Answered():
                return (Out(DIFFERENT), Done())
            case Interrupted():
                return (PASSWORD,) if self.locked else (Done(),)
        return ()
