"""`enable`: the way to a higher privilege level, past a password (ios-cli 4.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.entry import Args
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, JobEvent, Out, Started, Wake, Woken
from iossim.cli.mode import PRIVILEGED_LEVEL
from iossim.features.system import accounts

if TYPE_CHECKING:
    from iossim.device.context import Context

TRIES = 3
PATIENCE = 30_000_000
QUESTION = Ask("Password: ", echo=False)
DENIED = "% Access denied\n"


def enable(context: Context, args: Args) -> Enable | str | None:
    """`enable [LEVEL]`."""
    level = args.get("level", PRIVILEGED_LEVEL)
    if level <= context.session.level:
        context.session.level = level
        return None
    if accounts.accepts(context.router.config, level, "") is not None:
        return Enable(level)
    if context.session.console and level == PRIVILEGED_LEVEL:
        context.session.level = level
        return None
    return "% No password set"


@dataclass(frozen=True, slots=True)
class Enable:
    """The dialog: three tries."""

    level: int
    tries: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return (QUESTION, Wake(PATIENCE))
            case Answered(text) if accounts.accepts(context.router.config, self.level, text):
                context.session.level = self.level
                return (Done(),)
            case Answered():
                return self._again(context)
            case Woken():
                return (Out("\n% Password:  timeout expired!\n"), Done())
            case Interrupted():
                return (Done(),)
        return ()

    def _again(self, context: Context) -> Iterator[Effect]:
        by_level = self.level != PRIVILEGED_LEVEL
        if by_level:
            yield Out(DENIED)
        if self.tries + 1 == TRIES:
            if not by_level:
                secret = context.router.config.has(accounts.ENABLE_SECRET, level=self.level)
                yield Out("% Bad secrets\n" if secret else "% Bad passwords\n")
            yield Done()
            return
        yield Become(replace(self, tries=self.tries + 1))
        yield QUESTION
        yield Wake(PATIENCE)
