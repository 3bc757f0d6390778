"""Whether an exercise is sound: it tests itself before anybody is tested by it.

Untouched, no step is done. The solution and its alternative come off and have full points. Every recorded mistake fails at the
item it names, and there only full points are missed. What explanations claim is so at the moment they are shown, and they
mention nothing that their claims do not show (`support`). A solution for other values does not do. A replay of the
solution's journal comes to the same points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.lab.definition.tree import read_tree
from iossim.lab.definition.wording import MOST
from iossim.lab.errors import LabError, Mistake
from iossim.lab.session import Note, read_session
from iossim.lab.session.actions import VERBS
from iossim.lab.session.lesson import only_says
from iossim.lab.spelling import closest
from iossim.lab.text import read_text
from iossim.training.attempt import Attempt, played
from iossim.training.checks import examine
from iossim.training.checks.commands import read
from iossim.training.definition import Exercise, load_exercise
from iossim.training.definition.loader import EXERCISE_FILE
from iossim.training.definition.references import item_names
from iossim.training.definition.steps import Do, Show, Step, Ticket
from iossim.training.items import lacking
from iossim.training.results import WHOLE
from iossim.training.support import evidence, unsupported

if TYPE_CHECKING:
    from iossim.lab.running.outcome import Outcome
    from iossim.training.scene import Scene

REFUSALS = ("% Invalid input", "% Incomplete command", "% Ambiguous command")
"""What a router says to a line that it does not understand."""
FAILS = re.compile(r"fails: ([a-z0-9-]+\.[a-z0-9-]+)")


def problems(folder: Path, seed: int = 1) -> Iterator[Mistake]:
    """Everything that is wrong with an exercise for a seed. LabError when it cannot be read at all."""
    exercise = load_exercise(folder, seed)
    yield from _wording(exercise)
    yield from untouched(exercise)
    yield from solved(exercise, "solution")
    if "alternative" in exercise.sessions:
        yield from solved(exercise, "alternative", replayed=False)
    for name in exercise.mistakes:
        yield from caught(exercise, name)


SEEDS = 12
"""Seeds for which `mistakes_of` reads a file: enough to meet nearly every row of every group."""


def mistakes_of(place: Path) -> tuple[Mistake, ...]:
    """Everything that is wrong with an exercise: its file for many seeds, its sessions played for the first."""
    found: dict[Mistake, None] = {}
    for seed in range(1, SEEDS + 1):
        try:
            load_exercise(place, seed)
        except LabError as error:
            told = {(one.file, one.line, one.column, one.path) for one in found if one.line}
            found |= {one: None for one in error.mistakes if (one.file, one.line, one.column, one.path) not in told}
        if len(found) > MOST:
            break  # the same of another seed helps nobody
    if found:
        return tuple(sorted(found))
    try:
        return tuple(problems(place))
    except LabError as error:
        return error.mistakes


def _mistake(exercise: Exercise, message: str, file: str = "exercise.yaml") -> Mistake:
    return Mistake(f"{exercise.folder}/{file}", 0, 0, "", f"seed {exercise.seed}: {message}")


def _mistake_in(exercise: Exercise, step: Step, key: str, message: str) -> Mistake:
    """A mistake about a key of a step, at its place in the file."""
    return _mistake_at(exercise, ("steps", exercise.steps.index(step), key), message)


def _mistake_at(exercise: Exercise, path: tuple[str | int, ...], message: str) -> Mistake:
    file = Path(exercise.folder) / EXERCISE_FILE
    tree = read_tree(read_text(file), str(file))
    return tree.mistake(path, f"seed {exercise.seed}: {message}")


def _wording(exercise: Exercise) -> Iterator[Mistake]:
    for verb in exercise.hand or ():
        if verb.partition(" ")[0] not in VERBS:
            yield _mistake_at(exercise, ("hand",), f"nothing can be done by {verb!r}{closest(verb, VERBS)}")
    for step in exercise.steps:
        if not step.hints:
            yield _mistake_in(exercise, step, "hints", f"{step.id} has no hint")
        if not step.explain or step.source is None:
            yield _mistake_in(exercise, step, "explain", f"{step.id} has no explanation with its section")
        elif not step.claims:
            message = f"{step.id} explains something and claims nothing: which display of this lab shows it?"
            yield _mistake_in(exercise, step, "explain", message)
        elif step.source not in exercise.source:
            message = f"{step.id} explains section {step.source}, which the exercise does not list"
            yield _mistake_in(exercise, step, "source", message)


def untouched(exercise: Exercise) -> Iterator[Mistake]:
    """Nothing is done by doing nothing."""
    attempt = Attempt.begin(exercise, batch=True)
    yield from _unknown_commands(attempt)
    for step in exercise.steps:
        if not lacking(step, attempt.scene):
            yield _mistake(exercise, f"{step.id} is done before anybody has done anything")


def _unknown_commands(attempt: Attempt) -> Iterator[Mistake]:
    """Commands to be seen that their router would refuse: nobody could ever show them."""
    for step in attempt.exercise.steps:
        see = step.see if isinstance(step, Show) else step.evidence.see if isinstance(step, Ticket) else ()
        for at, one in enumerate(see):
            if read(attempt.lab.router(one.device), one.command) is None:
                way: tuple[str | int, ...] = ("see",) if isinstance(step, Show) else ("evidence", "see")
                where = ("steps", attempt.exercise.steps.index(step), *way, at, "command")
                yield _mistake_at(attempt.exercise, where, f"{one.device} does not know the command {one.command!r}")


def solved(exercise: Exercise, name: str, replayed: bool = True) -> Iterator[Mistake]:
    """A way to full points; its journal comes to the same."""
    attempt = Attempt.begin(exercise, batch=True)
    claims = _Claims(attempt, name)
    refused: list[Mistake] = []

    def watch(outcome: Outcome) -> None:
        claims.look()
        if any(line.lstrip().startswith(REFUSALS) for line in outcome.output or ()):
            text = f"seed {exercise.seed}: {outcome.prompt}{outcome.input} is refused by the router"
            refused.append(Mistake(f"{exercise.folder}/{name}.session", outcome.line, 1, "", text))

    yield from played(exercise, name, attempt, watch)
    yield from claims.untrue
    if attempt.points() != exercise.points * 100:
        yield from refused  # in a solution that comes off, somebody may have meant to show a refusal
    for step in exercise.steps:
        for result in attempt.results(step):
            if not result.passed:
                found = f"expected {result.finding.expected}; found {result.finding.found}"
                if result.finding.found == "not yet":
                    found = f"nothing in the session answers it or asks for it, as [check {step.id}] does"
                why = "".join(f"\n    {line}" for line in result.finding.cause)
                yield _mistake(exercise, f"{result.name} {result.finding.verdict}: {found}{why}", f"{name}.session")
    if attempt.points() != exercise.points * 100:
        yield _mistake(exercise, f"{attempt.points() / 100:g} of {exercise.points} points", f"{name}.session")
    again = Attempt.replay(exercise, attempt.lab.journal) if replayed else attempt
    if again.points() != attempt.points() or again.lab.fingerprint() != attempt.lab.fingerprint():
        yield _mistake(exercise, "a replay of the journal comes out differently", f"{name}.session")


class _Claims:
    """What explanations say is so at the moment they are shown: when their step is done."""

    def __init__(self, attempt: Attempt, name: str) -> None:
        self.attempt = attempt
        self.name = name
        self.open = list(attempt.exercise.steps)
        self.untrue: list[Mistake] = []

    def look(self) -> None:
        """Look at the claims of the steps that have just been done."""
        attempt = self.attempt
        for step in [one for one in self.open if attempt.standings[one.id].done]:
            self.open.remove(step)
            scene = attempt.scene
            for claim in step.claims:
                found = examine(claim, scene)
                if found.share < WHOLE:
                    text = f"{step.id} claims {found.expected}; found {found.found}"
                    self.untrue.append(_mistake(attempt.exercise, text, f"{self.name}.session"))
            self._only_what_is_claimed(step, scene)

    def _only_what_is_claimed(self, step: Step, scene: Scene) -> None:
        """What the explanation mentions stands in what its claims show."""
        attempt = self.attempt
        for what in unsupported(step.explain, evidence(step.claims, scene), attempt.lab.names):
            message = f"{step.id} explains {what!r}, and none of its claims shows that"
            self.untrue.append(_mistake_in(attempt.exercise, step, "explain", message))


def caught(exercise: Exercise, name: str) -> Iterator[Mistake]:
    """A common mistake fails at the item it names."""
    file = f"{name}.session"
    notes = [step.text for step in read_session(exercise.sessions[name]).steps if isinstance(step, Note)]
    named = [match[1] for text in notes if (match := FAILS.fullmatch(text))]
    known = [f"{step.id}.{item}" for step in exercise.steps for item in item_names(step)]
    if not named or any(item not in known for item in named):
        yield _mistake(exercise, f"expected # fails: STEP.ITEM, an item of {', '.join(known)}", file)
        return
    attempt = Attempt.begin(exercise, batch=True)
    looked: dict[str, object] = {}

    def watch(outcome: Outcome) -> None:
        verb, _, step = outcome.input.partition(" ")
        if verb == "check":
            looked[step] = _moment(attempt)

    yield from played(exercise, name, attempt, watch)
    for item in named:
        step = exercise.step(item.partition(".")[0])
        if isinstance(step, Do | Show | Ticket) and looked.get(step.id) != _moment(attempt):
            attempt.check(step.id)
            looked[step.id] = _moment(attempt)
        result = next(one for one in attempt.results(step) if one.name == item)
        if result.passed:
            yield _mistake(exercise, f"{item} passes: {result.finding.found}", file)
        elif result.finding.found == "not yet":
            yield _mistake(exercise, f"{item} was not looked at", file)


def _moment(attempt: Attempt) -> object:
    """What stays the same as long as a verdict would: the time, what has happened, what was done beside words."""
    inputs = attempt.lab.journal.inputs
    return attempt.lab.now, attempt.lab.world.kernel.events, sum(not only_says(one) for one in inputs)


class _Lost(Exception):
    """Full marks cannot be reached any more."""


def foreign(folder: Path, seed: int, other: int) -> bool:
    """Whether the solution for one seed does full marks for another, though their values differ: it must not."""
    mine, theirs = load_exercise(folder, seed), load_exercise(folder, other)
    if mine.values == theirs.values:
        return False
    attempt = Attempt.begin(theirs, batch=True)

    def watch(_: Outcome) -> None:
        if any(any(standing.wrong().values()) for standing in attempt.standings.values()):
            raise _Lost

    try:
        list(played(mine, "solution", attempt, watch))
    except (LabError, _Lost):
        return False
    return attempt.points() == theirs.points * 100
