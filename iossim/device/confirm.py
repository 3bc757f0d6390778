"""A `no` that asks before it is obeyed, at a line; what is read from memory is not asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iossim.cli.entry import ConfigLine
from iossim.cli.grammar import Match
from iossim.cli.job import Answered, Ask, Done, Effect, Interrupted, JobEvent, Out, Started
from iossim.device.config import SectionKey
from iossim.device.context import Context

INSIST = "% Please answer 'yes' or 'no'.\n"


def question_of(context: Context, match: Match) -> str:
    """What is asked before a line is obeyed; empty when nothing is."""
    entry = match.entry
    if not isinstance(entry, ConfigLine) or entry.asks_no is None or not (match.negated or match.defaulted):
        return ""
    return entry.asks_no(context, match.args) or ""


def _default(question: str) -> str:
    """What Enter alone says: `[no]: ` has its answer in it."""
    return "no" if question.rstrip().endswith("[no]:") else ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """The job that asks. The last line of `question` is the question."""

    match: Match
    section: SectionKey
    question: str

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        before, _, last = self.question.rpartition("\n")
        match event:
            case Started():
                return (Out(before + "\n" if before else ""), Ask(last))
            case Answered(text):
                word = text.strip().lower() or _default(last)
                if not word or not ("yes".startswith(word) or "no".startswith(word)):
                    return (Out(INSIST), Ask(last))
                return (Out(self._obeyed(context) if word[0] == "y" else ""), Done())
            case Interrupted():
                return (Done(),)
        return ()

    def _obeyed(self, context: Context) -> str:
        configured = context.router.configure(context, self.match, self.section)
        return "".join(line + "\n" for line in configured.lines)
