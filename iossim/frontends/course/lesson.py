"""A step as lines of styled pieces, fitted to a width: what is asked, how it stands, what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from iossim.training.attempt import HINT_COSTS
from iossim.training.definition.answers import ChoiceAnswer
from iossim.training.definition.steps import Predict, Question, Request, Ticket
from iossim.training.results import WHOLE
from iossim.training.standing import TRIES

if TYPE_CHECKING:
    from iossim.frontends.course.tutor import Tutor
    from iossim.frontends.tui.keyboard import Keyboard
    from iossim.frontends.tui.pieces import Line
    from iossim.training.definition.answers import Answer
    from iossim.training.definition.steps import Step
    from iossim.training.results import Finding, Result

SIGNS = {"passed": ("✓", "voice-audible"), "partly": ("±", "state-trouble"), "failed": ("✕", "voice-silent")}


def lines(tutor: Tutor, width: int, keyboard: Keyboard, about: bool = True) -> list[Line]:
    """The whole panel; what the exercise is about stands before its first step, where there is room for it."""
    attempt, step = tutor.attempt, tutor.step
    exercise, standing = attempt.exercise, attempt.standings[tutor.step.id]
    done = sum(one.done for one in attempt.standings.values())
    found: list[Line] = []
    found += _text(f"{exercise.exercise} {exercise.title}", width, "node-chosen")
    points = f"{attempt.points() / 100:g} of {exercise.points} points"
    found.append([(f"step {tutor.at + 1} of {len(exercise.steps)}, {done} done, {points}", "state")])
    worth = "shown: no points" if standing.shown else f"{step.points} points"
    if about and tutor.at == 0 and not done:
        found += [[("", "")], *_text(exercise.about, width, "state")]
    found += [
        [("", "")],
        *_text(f"{step.title} ({worth})", width, "state-active" if standing.done else "bold"),
    ]
    found += _text(step.text, width, "")
    found += _asked(tutor, step, width)
    found += _standing(tutor, step, width)
    if standing.hints:
        for number, hint in enumerate(step.hints[: standing.hints], 1):
            found += _text(f"Hint {number}: {hint}", width, "state-trouble")
    if standing.done and step.explain:
        found += [[("", "")], *_text(step.explain, width, ""), [(f"The document, section {step.source}", "state")]]
    found += [[("", "")], *_text(tutor.news, width, "state-trouble")] if tutor.news else []
    found += [[("", "")], *_text(keyboard.told(_next(tutor)), width, "state")]
    return found


def _asked(tutor: Tutor, step: Step, width: int) -> Iterator[Line]:
    """The questions of a step that are open, with their choices."""
    item = tutor.waits_for()
    match step:
        case Question():
            yield from _choices(step.answer, width)
        case Predict() if item in step.asks:
            yield [("", "")]
            yield from _text(step.asks[item].text, width, "bold")
            yield from _choices(step.asks[item].answer, width)
        case Predict() if item == "reason" and step.reason is not None:
            yield [("", "")]
            yield from _text("It has happened. Watch it; then say why:", width, "state-trouble")
            yield from _text(step.reason.text, width, "bold")
            yield from _choices(step.reason.answer, width)
        case Ticket() if item == "cause":
            yield [("", "")]
            yield from _text(step.cause.text, width, "bold")
            yield from _choices(step.cause.answer, width)


def _choices(answer: Answer, width: int) -> Iterator[Line]:
    if isinstance(answer, ChoiceAnswer):
        for name, text in answer.of.items():
            yield from _text(f"{name}: {text}", width, "", "  ")


def _standing(tutor: Tutor, step: Step, width: int) -> Iterator[Line]:
    """What has been found, item by item. What was predicted is told when the reason has been given."""
    standing = tutor.attempt.standings[step.id]
    if isinstance(step, Predict) and not standing.done:
        if standing.answers:
            given = ", ".join(f"{name} {answer}" for name, answer in standing.answers.items())
            yield from _text(f"predicted: {given}", width, "state")
        return
    results = [one for one in tutor.attempt.results(step) if one.finding.found != "not yet"]
    if not results and tutor.glance:
        yield [("", "")]
        for finding in tutor.glance.values():
            yield from _finding(finding, width, asked=False)
        return
    if results:
        yield [("", "")]
    for result in results:
        if _open(tutor, step, result):
            sign, style = SIGNS[result.finding.verdict]
            said = "not so" if result.finding.verdict == "failed" else "not all of it, or too much"
            yield from _text(f"{sign} {said}: {result.finding.found}", width, style, "  ")
        elif asked := _question(step, result):
            sign, style = SIGNS[result.finding.verdict]
            yield from _text(f"{sign} {asked} {told(result.finding)}", width, style, "  ")
        else:
            yield from _result(result, width)


def _question(step: Step, result: Result) -> str:
    """What was asked, where a step asks several things."""
    item = result.name.partition(".")[2]
    if isinstance(step, Predict):
        return step.asks[item].text if item in step.asks else step.reason.text if step.reason is not None else ""
    return ""


def told(finding: Finding) -> str:
    """How an answer was, in a sentence that begins with it."""
    if finding.share == WHOLE:
        return f"{finding.expected}."
    return f"You said: {finding.found}. It was: {finding.expected}."


def _open(tutor: Tutor, step: Step, result: Result) -> bool:
    """Whether a wrong answer may be given again: then what is right is not told yet."""
    item = result.name.partition(".")[2]
    tries = tutor.attempt.standings[step.id].tries.get(item, 0)
    return item in ("answer", "cause", "reason") and not result.passed and tries < len(TRIES)


def _result(result: Result, width: int) -> Iterator[Line]:
    yield from _finding(result.finding, width)
    for cause in result.finding.cause[:3] if not result.passed else ():
        yield from _text(cause, width, "state", "    ")


def _finding(finding: Finding, width: int, asked: bool = True) -> Iterator[Line]:
    """A finding; while nobody has asked for the verdict, what is missing is only open."""
    sign, style = SIGNS[finding.verdict] if asked or finding.verdict == "passed" else ("·", "state")
    if finding.verdict == "passed":
        yield from _text(f"{sign} {finding.expected}", width, style, "  ")
    else:
        yield from _text(f"{sign} expected: {finding.expected}", width, style, "  ")
        yield from _text(f"found: {finding.found}", width, "", "    ")


def _next(tutor: Tutor) -> str:
    """What can be done now."""
    if tutor.attempt.finished:
        got = f"{tutor.attempt.points() / 100:g} of {tutor.attempt.exercise.points} points"
        return f"The exercise is done: {got}. {{step}} sums up; {{free_play}} keeps the lab, free; {{*quit}} leaves."
    if tutor.attempt.standings[tutor.step.id].done:
        return "{step} goes on to the next step."
    item = tutor.waits_for()
    hints = tutor.attempt.standings[tutor.step.id].hints
    cost = f"costs {tutor.step.points * HINT_COSTS / WHOLE:g} of {tutor.step.points} points" if hints else "free"
    more = f"; {{hint}} is a hint ({cost})" if hints < len(tutor.step.hints) else "; {show_me} shows you"
    if isinstance(tutor.step, Request):
        return f"{{step}} writes the request{more}"
    return f"{{step}} {'answers' if item else 'asks for the verdict'}{more}"


def _text(text: str, width: int, style: str, indent: str = "") -> list[Line]:
    """Paragraphs, wrapped; a line that stands alone in the file flows with its neighbors."""
    found: list[Line] = []
    for paragraph in text.split("\n\n"):
        first = indent[:-2] if indent else ""
        lines_of = wrap(" ".join(paragraph.split()), max(20, width), initial_indent=first, subsequent_indent=indent)
        found += [[(line, style)] for line in lines_of]
    return found
