"""What a candidate may do in a part, and what has to follow what he does.

The desk asks before it carries something out; the grader asks about every input of a submission. So a submission from a
program that lets more through is a breach, and no marks. A prediction that is locked is followed by its event, a change
request by its lines, before anything else.

Left out: what is typed at a console. Everything may be typed.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from iossim.lab.journal import Done, Passed, Readied, Typed
from iossim.lab.lab import CONSOLE
from iossim.lab.session import Names, read_action
from iossim.lab.session import lesson as say
from iossim.lab.session.actions import Wait, WaitUntil
from iossim.lab.session.slots import Expected
from iossim.training.request import policy_lines

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.session import Action
    from iossim.training.exam.paper import PaperPart, Sheet

MOST_SAID = 2_000
"""Answers, verdicts and hints in one part."""
NEVER = ("exercise", "path", "why", "timeline", "voice", "expect", "nothing", "paste", "wait")
_ALONE = {"question": "answer", "ticket": "cause", "request": "request"}


class Breach(Exception):
    """Something that no candidate's program does; the text says what."""


class Conduct:
    """One part, as far as it has come."""

    def __init__(self, part: PaperPart, names: Names, hints: bool) -> None:
        self.part = part
        self.names = names
        self.hints = hints
        self.answers: dict[tuple[str, str], str] = {}
        self.finished: set[str] = set()
        """Steps that the candidate has said to be done."""
        self.hinted: set[str] = set()
        self.pending: deque[str] = deque()
        """Actions that have to follow now, and waits between them."""
        self._said = 0

    @property
    def due(self) -> str:
        """The action that has to follow next; nothing when none has."""
        return next((one for one in self.pending if not isinstance(read_action(one, self.names), Wait | WaitUntil)), "")

    # -- questions -----------------------------------------------------------------------------------------------

    def locked(self, sheet: Sheet) -> bool:
        """Whether a prediction can no longer be changed."""
        return sheet.kind == "predict" and all((sheet.id, name) in self.answers for name in sheet.asks)

    def alone(self, step: str) -> str:
        """The item that is meant when only the step is named."""
        sheet = self.part.sheet(step)
        return _ALONE.get(sheet.kind, "") if sheet is not None else ""

    def answerable(self, step: str, item: str) -> str:
        """Why nothing can be answered there; empty when something can."""
        sheet = self.part.sheet(step)
        if sheet is None:
            return f"no step is called {step}"
        if sheet.kind == "predict" and item in sheet.asks and self.locked(sheet):
            return "this prediction is locked: the event has begun"
        if sheet.kind == "predict" and item == "reason" and not self.locked(sheet):
            return "first predict, then see, then say why"
        if (item != "request" and sheet.asked(item) is None) or (item == "request") != (sheet.kind == "request"):
            return f"{step} has no such question"
        return ""

    # -- what happens --------------------------------------------------------------------------------------------

    def hear(self, entry: Input) -> Action | None:
        """Take in an input, the action it is if it is one. Breach for what no candidate can do."""
        match entry:
            case Passed():
                return None
            case Readied(_, device) | Typed(_, device, _, _):
                if device not in self.names.devices or getattr(entry, "line", CONSOLE) != CONSOLE:
                    raise Breach(f"keys for {device[:40]!r}, which has no console here")
                if due := self.due:
                    raise Breach(f"[{due}] did not follow")
                return None
            case Done(_, text):
                return self._done(text)
        raise Breach(f"an input of the kind {entry.kind!r}")

    def _done(self, text: str) -> Action:
        try:
            action = read_action(text, self.names)
        except Expected:
            raise Breach(f"[{text[:60]}] is no action") from None
        if due := self.due:
            if text != due:
                raise Breach(f"[{due}] did not follow")
            while self.pending.popleft() != due:
                pass
        elif isinstance(action, say.LESSON):
            self._said += 1
            if self._said > MOST_SAID:
                raise Breach(f"more than {MOST_SAID} answers")
            self._say(action)
        elif text.split()[0] in NEVER or not self.part.permits(text):
            raise Breach(f"[{text[:60]}] is not allowed in this part")
        return action

    def _say(self, action: Action) -> None:
        match action:
            case say.Answer(what, text):
                self._answer(what, text)
            case say.Check(step) if self.part.sheet(step) is not None:
                self.finished.add(step)
            case say.Hint(step) if self.hints and step not in self.hinted and self.part.sheet(step) is not None:
                self.hinted.add(step)
            case _:
                raise Breach(f"[{action}] is not allowed here")

    def _answer(self, what: str, text: str) -> None:
        step, _, item = what.partition(".")
        sheet = self.part.sheet(step)
        item = item or self.alone(step)
        wrong = self.answerable(step, item)
        if wrong or sheet is None:
            raise Breach(f"an answer to {what[:40]}: {wrong}")
        if sheet.kind == "request":
            try:
                self.pending.extend(str(line) for line in policy_lines(sheet.node, text, self.names))
            except Expected:
                raise Breach(f"a change request that is none: {text[:60]}") from None
        self.answers[step, item] = text
        if sheet.kind == "predict" and item in sheet.asks and self.locked(sheet):
            self.pending.extend(sheet.event)
