"""The story of a part, for whoever talks it over with the candidate: what was done, when, what came of it, and when each item was
first right.

Lab time is what the marker has seen; the time of the clock is what the candidate's machine says it was. First right is when
an item that was not so at the beginning was so for the first time, looked at after every line and action. What only a trial in
a branch tells (faults, reloads) is not looked at all the time, and a prediction is right or wrong once: these have no such
moment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.lab.journal import Done, Typed
from iossim.lab.session import lesson as say
from iossim.lab.session import read_action
from iossim.lab.view import QUIET, event_of
from iossim.training.attempt import answer_of_item
from iossim.training.definition.steps import Question, Ticket
from iossim.training.items import examined_cheaply
from iossim.training.marking import Unreadable, mark
from iossim.training.results import WHOLE

if TYPE_CHECKING:
    from iossim.training.attempt import Attempt
    from iossim.training.exam.submission import Played

SECOND = 1_000_000
DEEDS = {"typed": "typed", "action": "done"}
"""Kinds of records that are the candidate's own doing."""
MOST_LOOKS = 400
"""Times that a part is looked at while it is played."""
MOST_TOLD = 400
"""Moments of a part that are told; of more the first and the last ones."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something in a story. `what`: typed, said, done, came (of it), right; `clock` and `lab` are seconds since the beginning."""

    part: str
    what: str
    clock: float
    lab: float
    text: str


class Story:
    """The story of one part, told while it is played."""

    def __init__(self, part: str, attempt: Attempt) -> None:
        self.part = part
        self.attempt = attempt
        self.first: dict[str, Moment] = {}
        self._said: list[tuple[float, Moment]] = []
        self._times: list[tuple[int, float]] = [(attempt.lab.now, 0.0)]
        self._looks = 0
        self._count = -1
        self._open = {name for name, holds in self._held() if not holds}

    def heard(self, one: Played) -> None:
        """An input has been applied."""
        lab = self.attempt.lab
        self._times.append((lab.now, one.at))
        if isinstance(one.entry, Done):
            action = read_action(one.entry.action, lab.names)
            if isinstance(action, say.Answer | say.Check | say.Hint):
                self._say("said", str(action))
                if isinstance(action, say.Answer):
                    self._answered(action)
            self._look()
        elif isinstance(one.entry, Typed) and "enter" in one.entry.keys:
            self._look()

    def _answered(self, action: say.Answer) -> None:
        step, item, wrong = self.attempt.place(action.step)
        name = f"{step.id}.{item}" if step is not None else ""
        if step is None or wrong or name in self.first or not isinstance(step, Question | Ticket):
            return
        try:
            found = mark(self.attempt.lab, answer_of_item(step, item), action.text, self.attempt.event)
        except Unreadable:
            return
        if found.share == WHOLE:
            self._right(name)

    def _look(self) -> None:
        """What is right now and was not before."""
        count = self.attempt.lab.world.kernel.trace.count
        if count == self._count or self._looks >= MOST_LOOKS or not self._open:
            return
        self._count = count
        self._looks += 1
        for name, holds in self._held():
            if holds and name in self._open:
                self._open.discard(name)
                self._right(name)

    def _held(self) -> Iterator[tuple[str, bool]]:
        """Every item that can be looked at for next to nothing, and whether it is so now."""
        scene = self.attempt.scene
        for step in self.attempt.exercise.steps:
            for name, finding in examined_cheaply(step, scene).items():
                yield f"{step.id}.{name}", finding.share == WHOLE

    def _right(self, name: str) -> None:
        self.first[name] = self._say("right", f"{self.part}.{name}")

    def _say(self, what: str, text: str) -> Moment:
        """A moment that has no record: it comes after the last one."""
        lab = self.attempt.lab
        moment = self._moment(what, lab.now, text)
        self._said.append((lab.world.kernel.trace.count - 0.5, moment))
        return moment

    def _moment(self, what: str, t: int, text: str) -> Moment:
        at = bisect_right(self._times, t, key=lambda one: one[0]) - 1
        return Moment(self.part, what, self._times[max(0, at)][1], (t - self.attempt.since.t) / SECOND, text)

    def told(self) -> tuple[Moment, ...]:
        """The whole story, in its order."""
        lab = self.attempt.lab
        found = list(self._said)
        for record in lab.records(self.attempt.since.record):
            what = DEEDS.get(record.kind, "came")
            if what == "came" and record.kind in QUIET:
                continue
            event = event_of(lab, record, None)
            text = f"{event.device} {event.text}".strip() if what == "came" else record.text
            found.append((record.number, self._moment(what, record.t, text)))
        told = [moment for _, moment in sorted(found, key=lambda one: one[0])]
        half = MOST_TOLD // 2
        return tuple(told if len(told) <= MOST_TOLD else [*told[:half], *told[-half:]])
