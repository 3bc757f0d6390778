"""An attempt: one learner in one exercise, from the prepared lab to the points.

Whatever the learner says passes the one door of the lab, `Lab.do`, as an action of the session language (`lab.session.lesson`),
so the journal of the lab tells the whole performance and nothing else has to be kept: `Attempt.replay` reads an attempt out of
a journal and comes to the same results.

A prediction is locked by its last answer. What is right is tried in a branch at that moment; then the event happens in the
lab. Nothing else that a learner does can change what was predicted. What later questions count, they count from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.lab.errors import LabError, Mistake
from iossim.lab.lab import Lab
from iossim.lab.running.runner import Runner
from iossim.lab.session import Action, Report, read_action, read_session
from iossim.lab.session import lesson as say
from iossim.lab.session.slots import Expected
from iossim.training.checks.faults import carry_out
from iossim.training.definition.loader import lab_place
from iossim.training.definition.references import item_names
from iossim.training.definition.steps import Predict, Question, Request, Step, Ticket
from iossim.training.evidence import Mark
from iossim.training.items import examined, requested, weights
from iossim.training.marking import Unreadable, mark
from iossim.training.request import policy_lines, strangers
from iossim.training.results import WHOLE, Finding, Result
from iossim.training.scene import Baseline, Scene
from iossim.training.standing import REQUEST, TRIES, Standing

if TYPE_CHECKING:
    from iossim.lab.journal import Journal
    from iossim.lab.running.outcome import Outcome
    from iossim.training.definition import Exercise
    from iossim.training.definition.answers import Answer

HINT_COSTS = 200
"""Thousandths of a step's points for every hint but the first."""
_ALONE = {"question": "answer", "ticket": "cause", "request": REQUEST}
"""The item that is answered when only the step is named."""
DIGITS = 16
"""So much of the digest of an exercise's files stands in the journal."""


class Attempt:
    """See the module."""

    worths: tuple[int, ...] = TRIES
    """In an exam, where nobody is told how an answer was, another table."""

    def __init__(self, exercise: Exercise, lab: Lab, baseline: Baseline, since: Mark) -> None:
        self.exercise = exercise
        self.lab = lab
        self.baseline = baseline
        self.since = since
        self.event = since
        self.standings = {step.id: Standing() for step in exercise.steps}
        self._foreseen: tuple[object, Lab, Mark] | None = None

    # -- beginning -----------------------------------------------------------------------------------------------

    @classmethod
    def begin(cls, exercise: Exercise, batch: bool = False) -> Attempt:
        """The prepared lab, the learner in front of it. LabError when the preparation does not come off."""
        lab = _opened(exercise, batch)
        baseline = Baseline.of(lab)
        text = exercise.sessions.get("start")
        if text is not None:
            for trouble in played(exercise, "start", lab):
                raise LabError((trouble,))
        lab.do(say.Exercise(exercise.exercise, exercise.seed, exercise.digest[:DIGITS] or None))
        return cls(exercise, lab, baseline.come(lab), Mark.of(lab))

    @classmethod
    def replay(cls, exercise: Exercise, journal: Journal) -> Attempt:
        """The attempt that a journal tells, brought to its end."""
        lab = _opened(exercise, journal.header.batch)
        attempt = cls(exercise, lab, Baseline.of(lab), Mark.of(lab))
        for entry in journal.inputs:
            lab.apply(entry)
            if (text := getattr(entry, "action", None)) is not None:
                attempt.heard(read_action(text))
        return attempt

    def copy(self) -> Attempt:
        """A branch: the same attempt, going its own way from here."""
        branch = Attempt(self.exercise, self.lab.copy(), self.baseline, self.since)
        branch.event = self.event
        branch.standings = deepcopy(self.standings)
        return branch

    # -- what is there -------------------------------------------------------------------------------------------

    @property
    def scene(self) -> Scene:
        """What checks look at now."""
        return Scene(self.lab, self.since, self.baseline)

    @property
    def current(self) -> Step | None:
        """The first step that is not behind the learner; None when all are."""
        return next((step for step in self.exercise.steps if not self.standings[step.id].done), None)

    def results(self, step: Step) -> tuple[Result, ...]:
        """Every item of a step, with its points in hundredths."""
        standing, shares = self.standings[step.id], weights(step)
        found, before, total = [], 0, sum(shares.values()) or 1
        for name, weight in shares.items():
            finding = standing.findings.get(name) or Finding(0, "", "not yet")
            first, before = step.points * 100 * before // total, before + weight
            of = (
                step.points * 100 * before // total - first
            )  # so the items of a step come to its points, to the hundredth
            tries = standing.tries.get(REQUEST if isinstance(step, Request) else name, 1)
            worth = self.worths[min(tries, len(self.worths)) - 1] if finding.share else 0
            found.append(Result(f"{step.id}.{name}", finding, of * finding.share * worth // WHOLE // WHOLE, of))
        return tuple(found)

    def points(self, step: Step | None = None) -> int:
        """Points in hundredths, of one step or of all, hints paid."""
        steps = self.exercise.steps if step is None else (step,)
        total = 0
        for one in steps:
            if self.standings[one.id].shown:
                continue  # what was shown is worth nothing here; a variant by another seed is due
            got = sum(result.points for result in self.results(one))
            cost = max(0, self.standings[one.id].hints - 1) * HINT_COSTS * one.points * 100 // WHOLE
            total += max(0, min(got, one.points * 100 - cost))
        return total

    @property
    def finished(self) -> bool:
        """Whether every step is behind the learner."""
        return self.current is None

    # -- what the learner says -----------------------------------------------------------------------------------

    def answer(self, what: str, text: str) -> Report:
        """Answer a step, or an item of one: `peers`, `flip.to`. A refused report says why it is no answer."""
        step, item, wrong = self.place(what)
        wrong = wrong or self._unreadable(step, item, text)
        if wrong or step is None:
            return Report((wrong,), ok=False)
        was_locked = self.standings[step.id].locked
        self._say(say.Answer(what, " ".join(text.split())))
        if isinstance(step, Predict) and self.standings[step.id].locked and not was_locked:
            carry_out(self.lab, step.event)
        if isinstance(step, Request):
            for line in _lines(step, text, self.lab):
                self.lab.do(line)
        return self.told(step)

    def check(self, name: str) -> Report:
        """Ask for the verdict on a step."""
        step, _, wrong = self.place(name)
        if wrong or step is None:
            return Report((wrong,), ok=False)
        self._say(say.Check(name))
        return self.told(step)

    def hint(self, name: str) -> Report:
        """Take the next hint of a step; the last one again when there is no other."""
        step, _, wrong = self.place(name)
        if wrong or step is None or not step.hints:
            return Report((wrong or "there are no hints for this step",), ok=False)
        if self.standings[step.id].hints < len(step.hints):
            self._say(say.Hint(name))
        return Report((step.hints[self.standings[step.id].hints - 1],))

    def show(self, name: str) -> None:
        """Note that the solution of a step has been shown."""
        if name in self.standings and not self.standings[name].shown:
            self._say(say.Shown(name))

    def keep(self, before: Mapping[str, Standing]) -> None:
        """What has been told stays told when an attempt goes back: hints, solutions, and that an answer was wrong."""
        for name, standing in before.items():
            for _ in range(standing.hints - self.standings[name].hints):
                self.hint(name)
            if standing.shown:
                self.show(name)
            for item, wrong in standing.wrong().items():
                for _ in range(wrong - self.standings[name].tries.get(item, 0)):
                    self._say(say.Tried(f"{name}.{item}"))

    @property
    def shown(self) -> bool:
        """Whether any step has been shown."""
        return any(standing.shown for standing in self.standings.values())

    def told(self, step: Step) -> Report:
        """How a step stands, in lines. What a prediction was worth is told only after the reason."""
        lines = tuple(
            f"{result.name}: {result.finding.verdict}, {result.finding.found}" for result in self.results(step)
        )
        return Report(
            lines, {"points": self.points(step) / 100, "of": step.points, "done": self.standings[step.id].done}
        )

    def do(self, action: Action | str) -> Report:
        """The door for sessions: what a learner says goes to the attempt, all else to the lab."""
        if isinstance(action, str):
            action = read_action(action, self.lab.names)
        match action:
            case say.Answer(what, text):
                return self.answer(what, text)
            case say.Hint(step):
                return self.hint(step)
            case say.Check(step):
                return self.check(step)
            case say.Shown(step):
                self.show(step)
                return Report()
            case say.Tried():
                self._say(action)
                return Report()
        return self.lab.do(action)

    def _say(self, action: Action) -> None:
        self.lab.do(action)
        self.heard(action)

    # -- what has been said --------------------------------------------------------------------------------------

    def heard(self, action: Action) -> None:
        """Take in what the journal has: the same whether it was just said or is replayed."""
        match action:
            case say.Exercise():
                self.since = self.event = Mark.of(self.lab)
                self.baseline = self.baseline.come(self.lab)
            case say.Answer(what, text):
                step, item, wrong = self.place(what)
                if step is not None and not wrong and not self._unreadable(step, item, text):
                    self._answered(step, item, text)
            case say.Hint(name):
                if name in self.standings:
                    self.standings[name].hints += 1
            case say.Shown(name):
                if name in self.standings:
                    self.standings[name].shown = True
            case say.Tried(what):
                step, item, _ = self.place(what)
                if step is not None:
                    tries = self.standings[step.id].tries
                    tries[item] = tries.get(item, 0) + 1
            case say.Check(name):
                step, _, _ = self.place(name)
                if step is not None:
                    self.standings[step.id].findings.update(examined(step, self.scene))
                    self._settle(step)

    def _answered(self, step: Step, item: str, text: str) -> None:
        standing = self.standings[step.id]
        if not (
            isinstance(step, Predict) and item in step.asks and item in standing.answers
        ):  # another mind costs nothing
            standing.tries[item] = standing.tries.get(item, 0) + 1
        standing.answers[item] = text
        if isinstance(step, Request):
            standing.findings.update(requested(step, _lines(step, text, self.lab), self.scene))
        elif isinstance(step, Predict) and item in step.asks:
            if all(name in standing.answers for name in step.asks):
                self._lock(step, standing)
        else:
            standing.findings[item] = mark(self.lab, answer_of_item(step, item), text, self.event)
        self._settle(step)

    def _lock(self, step: Predict, standing: Standing) -> None:
        """The last answer is in: find out what will be."""
        standing.locked = True
        self.event = Mark.of(self.lab)
        branch, since = self.foresee(step)
        for name, ask in step.asks.items():
            standing.findings[name] = mark(branch, ask.answer, standing.answers[name], since)
        self._foreseen = None

    def foresee(self, step: Predict) -> tuple[Lab, Mark]:
        """A branch in which the event of a prediction has been watched, and since when: one, while nothing but words is added."""
        at = (step.id, self.lab.now, sum(not say.only_says(one) for one in self.lab.journal.inputs))
        if self._foreseen is None or self._foreseen[0] != at:
            branch = self.lab.copy()
            since = Mark.of(branch)
            carry_out(branch, step.event)
            branch.run_to(since.t + step.watch)
            self._foreseen = at, branch, since
        return self._foreseen[1:]

    def _settle(self, step: Step) -> None:
        """Whether a step is behind the learner now."""
        standing = self.standings[step.id]
        found = standing.findings
        match step:
            case Predict():
                standing.done = standing.locked and (step.reason is None or _closed(standing, "reason"))
            case Question():
                standing.done = _closed(standing, "answer")
            case Ticket():
                cured = all(one.share == WHOLE for name, one in found.items() if name.startswith("cure-"))
                standing.done = "cause" in found and cured and any(name.startswith("cure-") for name in found)
            case Request():
                standing.done = all(one.share == WHOLE for name, one in found.items() if name != "superfluous")
            case _:
                standing.done = bool(found) and all(one.share == WHOLE for one in found.values())

    # -- names ---------------------------------------------------------------------------------------------------

    def place(self, what: str) -> tuple[Step | None, str, str]:
        """The step and the item that are meant, and what is wrong with that."""
        name, _, item = what.partition(".")
        if name not in self.standings:
            return None, "", f"no step is called {name}; there are {', '.join(self.standings)}"
        step = self.exercise.step(name)
        return step, item or _ALONE.get(step.kind, ""), ""

    def _unreadable(self, step: Step | None, item: str, text: str) -> str:
        """Why something cannot be an answer there; nothing when it can."""
        if step is None:
            return ""
        standing = self.standings[step.id]
        if isinstance(step, Predict):
            if item in step.asks and standing.locked:
                return "this prediction is locked: the event has begun"
            if item == "reason" and not standing.locked:
                return "first predict, then see, then say why"
        try:
            if isinstance(step, Request):
                return strangers(self.lab, _lines(step, text, self.lab))
            mark(self.lab, answer_of_item(step, item), text, self.event)
        except (Unreadable, Expected) as wrong:
            return str(wrong)
        return ""


def _closed(standing: Standing, item: str) -> bool:
    """A question is closed by the right answer, and by the last try."""
    finding = standing.findings.get(item)
    return finding is not None and (finding.share == WHOLE or standing.tries[item] >= len(TRIES))


def answer_of_item(step: Step, item: str) -> Answer:
    """The right answer of an item; Unreadable when it takes none."""
    match step:
        case Question() if item == "answer":
            return step.answer
        case Predict() if item in step.asks:
            return step.asks[item].answer
        case Predict() if item == "reason" and step.reason is not None:
            return step.reason.answer
        case Ticket() if item == "cause":
            return step.cause.answer
    items = [name for name in item_names(step) if isinstance(step, Predict) or name in ("answer", "cause")]
    hint = f"; it asks for {', '.join(f'{step.id}.{name}' for name in items)}" if items else ""
    raise Unreadable(f"{step.id} has no such question{hint}")


def _lines(step: Request, text: str, lab: Lab) -> list[Action]:
    return policy_lines(step.node, text, lab.names)


def _opened(exercise: Exercise, batch: bool) -> Lab:
    place = lab_place(exercise.lab, Path(exercise.folder))
    return Lab.open(
        place, exercise.start, seed=exercise.seed, numbers=exercise.numbers, remotes=exercise.remotes, batch=batch
    )


def played(
    exercise: Exercise, name: str, door: Attempt | Lab, watch: Callable[[Outcome], None] | None = None
) -> list[Mistake]:
    """Play one of an exercise's sessions; every step of it that did not come off. `watch` is told what came of each."""
    from iossim.training.door import Door

    file = f"{exercise.folder}/{name}.session"
    lab = door if isinstance(door, Lab) else Door(door)
    session = read_session(exercise.sessions[name], file, lab.names)
    pastes = {key: tuple(text.splitlines()) for key, text in exercise.pastes.items()}
    found = []
    for one in Runner(lab, session, pastes).run():
        if one.failure:
            found.append(Mistake(file, one.line, 0, "", f"[{one.input}] {one.failure}"))
        if watch is not None:
            watch(one)
    return found
