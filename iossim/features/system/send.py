"""`send`: a message to other lines, typed over several lines and confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.entry import Args
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Job, JobEvent, Out, Started

if TYPE_CHECKING:
    from iossim.device.context import Context

ENTER = "Enter message, end with CTRL/Z; abort with CTRL/C:\n"
LINE = Ask("", text=True)
SURE = Ask("Send message? [confirm]", confirm=True)
ALL = -1


def send(_context: Context, args: Args) -> Job:
    """`send *`, `send N`."""
    return Send(args.get("number", ALL))


@dataclass(frozen=True, slots=True)
class Send:
    """A message for a line, or for all: its lines so far, and whether it is complete."""

    target: int
    lines: tuple[str, ...] = ()
    complete: bool = False

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Take lines up to Ctrl-Z, ask, deliver."""
        match event:
            case Started():
                return (Out(ENTER), LINE)
            case Answered(key) if self.complete:
                if key in ("", "y", "Y"):
                    self._deliver(context)
                return (Done(),)
            case Answered(text, ended):
                lines = self.lines if ended and not text else (*self.lines, text)
                return (Become(replace(self, lines=lines, complete=ended)), SURE if ended else LINE)
        return (Done(),)

    def _deliver(self, context: Context) -> None:
        whom = "all terminals" if self.target == ALL else f"tty{self.target}"
        heading = f"\n\n***\n***\n*** Message from tty{context.line.number} to {whom}:\n***\n"
        text = heading + "".join(f"{line}\n" for line in self.lines)
        for line in context.router.lines.by_name.values():
            if self.target in (ALL, line.number) and line is not context.line and line.session.stage == "exec":
                line.terminal.unasked(text)
