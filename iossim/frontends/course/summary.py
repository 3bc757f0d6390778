"""What was learned, when an exercise is over or broken off: objectives, points, what was expected otherwise, the commands that
were used, what to take next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.frontends.course.lesson import told
from iossim.training.cards import cards
from iossim.training.checks.commands import entered, read
from iossim.training.definition.steps import Predict
from iossim.training.document import SECTIONS
from iossim.training.results import WHOLE

if TYPE_CHECKING:
    from iossim.training.attempt import Attempt
    from iossim.training.cards import Card

Row = tuple[str, str]
"""A line and its style."""
MOST = 40


def summary(attempt: Attempt) -> Iterator[Row]:
    """The lines."""
    exercise = attempt.exercise
    yield f"{exercise.exercise} {exercise.title}", "bold $primary"
    state = "done" if attempt.finished else "not finished"
    yield f"{state}, {attempt.points() / 100:g} of {exercise.points} points", ""
    yield "", ""
    yield "What it was about", "bold $primary"
    for objective in exercise.objectives:
        yield f"  {objective}", ""
    for section in exercise.source:
        yield f"  The document, section {section}: {SECTIONS[section]}", "$secondary"
    yield "", ""
    yield "Steps", "bold $primary"
    for step in exercise.steps:
        standing = attempt.standings[step.id]
        sign = "↻" if standing.shown else "✓" if standing.done else "·"
        more = ", shown" if standing.shown else f", {standing.hints} hints" if standing.hints > 1 else ""
        yield f"  {sign} {step.title}: {attempt.points(step) / 100:g} of {step.points}{more}", ""
    missed = list(predicted_otherwise(attempt))
    if missed:
        yield "", ""
        yield "You had expected otherwise", "bold $primary"
        yield from ((f"  {text}", "") for text in missed)
    used = list(commands_used(attempt))
    if used:
        yield "", ""
        yield "Commands you used", "bold $primary"
        for device, command in used[:MOST]:
            yield f"  {device:12} {command}", ""
    if attempt.shown:
        yield "", ""
        yield "Steps were shown: the exercise is yours when you have done a variant of it by yourself.", "$warning"
    if (following := _next(exercise.exercise)) is not None:
        yield "", ""
        yield f"Next in the course: {following.id} {following.title}", "$secondary"


def predicted_otherwise(attempt: Attempt) -> Iterator[str]:
    """What was predicted and came otherwise: the learner's list for another day."""
    for step in attempt.exercise.steps:
        findings = attempt.standings[step.id].findings
        for name, ask in step.asks.items() if isinstance(step, Predict) else ():
            if name in findings and findings[name].share < WHOLE:
                yield f"{ask.text} {told(findings[name])}"


def _next(exercise: str) -> Card | None:
    found = cards()
    ids = [card.id for card in found]
    at = ids.index(exercise) + 1 if exercise in ids else len(ids)
    return found[at] if at < len(ids) else None


def commands_used(attempt: Attempt) -> Iterator[tuple[str, str]]:
    """Each command once a router, as it was first typed; what the router did not understand is left out."""
    seen = set()
    for device, text in entered(attempt.scene):
        match = read(attempt.lab.router(device), text.partition("|")[0].strip())
        if match is not None and (device, match.entry.id, str(match.args)) not in seen:
            seen.add((device, match.entry.id, str(match.args)))
            yield device, " ".join(text.split())
