"""From a definition to the paper of one candidate.

What a candidate gets is put together field by field, never by leaving out: a new field of an exercise cannot slip into
a paper. The labs are prepared here; the paper has the inputs that did it. Without the checks, answers, hints,
explanations and solutions an exercise has, a paper is the same whatever these say, and that is under test.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.lab.definition.parcel import packed
from iossim.lab.journal import Done, written
from iossim.lab.session import lesson as say
from iossim.lab.session import read_action
from iossim.training.attempt import Attempt
from iossim.training.definition.answers import form_of
from iossim.training.definition.loader import lab_place
from iossim.training.definition.steps import Predict, Question, Request, Ticket
from iossim.training.exam.paper import FORMAT, Asked, Paper, PaperPart, Sheet

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.training.definition import Step
    from iossim.training.exam.parts import Exam


ENCLOSED = "enclosed"
"""What a lab is called that goes with the paper."""


class Press:
    """Makes the papers of one exam. A part is prepared once for every seed."""

    def __init__(self, exam: Exam) -> None:
        self.exam = exam
        self._parts: dict[tuple[int, int], PaperPart] = {}

    def paper(self, candidate: str, seed: int | None = None) -> Paper:
        """The paper of a candidate, for his seed or another. LabError when a lab cannot be prepared."""
        file = self.exam.file
        seed = file.seed_of(candidate) if seed is None else seed
        return Paper(
            format=FORMAT,
            exam=file.exam,
            title=file.title,
            about=file.about,
            candidate=candidate,
            seed=seed,
            limit=file.limit,
            seconds=file.seconds_of(candidate),
            attempts=file.attempts,
            help=file.help,
            practice=self.exam.practice,
            parts=tuple(self._part(at, seed) for at in range(len(self.exam.ids))),
        )

    def _part(self, at: int, seed: int) -> PaperPart:
        if (at, seed) not in self._parts:
            self._parts[at, seed] = _part(self.exam, at, seed)
        return self._parts[at, seed]


def _part(exam: Exam, at: int, seed: int) -> PaperPart:
    exercise = exam.part(at, seed)
    lab = Attempt.begin(exercise).lab
    return PaperPart(
        id=exam.ids[at],
        title=exercise.title,
        about=exercise.about,
        lab=ENCLOSED if exercise.lab.endswith(".yaml") else exercise.lab,
        files=packed(lab_place(exercise.lab, Path(exercise.folder))) if exercise.lab.endswith(".yaml") else {},
        digest=lab.journal.header.digest,
        remotes=exercise.remotes,
        start=exercise.start,
        seed=exercise.seed,
        numbers=exercise.numbers,
        hand=exercise.hand,
        begin=tuple(json.loads(written(_nameless(entry))) for entry in lab.journal.inputs),
        state=lab.fingerprint(),
        steps=tuple(_sheet(step, exam.file.help == "first") for step in exercise.steps),
    )


def _nameless(entry: Input) -> Input:
    """The sentence that gives the lab to the candidate does not say which exercise it is, or of which files."""
    if isinstance(entry, Done) and isinstance(read_action(entry.action), say.Exercise):
        return replace(entry, action=str(say.Exercise("exam", 1)))
    return entry


def _sheet(step: Step, with_hint: bool) -> Sheet:
    asks: dict[str, Asked] = {}
    reason = None
    event: tuple[str, ...] = ()
    match step:
        case Question():
            asks = {"answer": Asked(text=step.text, form=form_of(step.answer))}
        case Ticket():
            asks = {"cause": Asked(text=step.cause.text, form=form_of(step.cause.answer))}
        case Predict():
            asks = {name: Asked(text=ask.text, form=form_of(ask.answer)) for name, ask in step.asks.items()}
            reason = Asked(text=step.reason.text, form=form_of(step.reason.answer)) if step.reason is not None else None
            event = tuple(str(action) for action in step.event)
    return Sheet(
        id=step.id,
        kind=step.kind,
        title=step.title,
        text=step.text,
        points=step.points,
        hint=step.hints[0] if with_hint and step.hints else "",
        asks=asks,
        reason=reason,
        event=event,
        node=step.node if isinstance(step, Request) else "firewall",
    )
