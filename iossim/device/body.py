"""Lines that are completed by the lines after them: banners, certificates (ios-cli 2.6).

At the keyboard a job reads the rest, without a prompt; the loader does the same from memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from iossim.cli.entry import Body, ConfigLine
from iossim.cli.grammar import Match
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, JobEvent, Out, Started
from iossim.device.context import Context
from iossim.device.statement import SectionKey


def body_of(match: Match) -> Body | None:
    """The body that a line still wants; None when it is complete."""
    entry = match.entry
    if not isinstance(entry, ConfigLine) or entry.body is None or match.negated or match.defaulted:
        return None
    return entry.body(match.args)


@dataclass(frozen=True, slots=True)
class ReadBody:
    """The job that reads a body at a line and then applies the completed match."""

    match: Match
    section: SectionKey
    body: Body

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                announcement = self.body.announcement
                return (Out(announcement + "\n" if announcement else ""), Ask(""))
            case Answered(text):
                taken = self.body.take(text)
                if not isinstance(taken, Mapping):
                    return (Become(replace(self, body=taken)), Ask(""))
                configured = context.router.configure(context, replace(self.match, args=taken), self.section)
                return (Out("".join(line + "\n" for line in configured.lines)), Done())
            case Interrupted():
                return (Done(),)
        return ()
