"""What no single value of an exercise file tells: names that refer to each other, text that is configuration.

The names of items are those that results and mistakes use: `STEP.ITEM`. A check without a name is called by its kind, and
by its number when the step has several of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from iossim.lab.definition.tree import Tree
from iossim.lab.errors import Mistake
from iossim.net.address import Address, Prefix
from iossim.training.definition.checks import Check
from iossim.training.definition.model import ExerciseFile
from iossim.training.definition.steps import Do, Predict, Question, Request, Show, Step, Ticket


def check_names(checks: Sequence[Check]) -> tuple[str, ...]:
    """The names of some checks, in order."""
    kinds = [check.kind for check in checks]
    return tuple(
        check.name
        or (check.kind if kinds.count(check.kind) == 1 else f"{check.kind}-{kinds[: at + 1].count(check.kind)}")
        for at, check in enumerate(checks)
    )


def part_names(checks: Sequence[Check], prefix: str) -> tuple[str, ...]:
    """The names of the checks of a part of a ticket."""
    return tuple(f"{prefix}-{name}" for name in check_names(checks))


def item_names(step: Step) -> tuple[str, ...]:
    """The items of a step, in order."""
    match step:
        case Do():
            return check_names(step.checks)
        case Show():
            return ("seen",)
        case Question():
            return ("answer",)
        case Predict():
            return (*step.asks, *(("reason",) if step.reason is not None else ()))
        case Ticket():
            traps = step.traps.checks if step.traps is not None else ()
            parts = (("cure", step.cure.checks), ("trap", traps), ("reload", step.later))
            return ("cause", "evidence", *(name for prefix, checks in parts for name in part_names(checks, prefix)))
        case Request():
            return (*check_names(step.wanted), "unwanted", "superfluous")


def _no_network(value: str) -> str:
    """What is wrong with a value that is written like a network: it would give no further names."""
    if not re.fullmatch(r"\d+(\.\d+){3}/\d+", value):
        return ""
    try:
        prefix = Prefix.parse(value)
    except ValueError as error:
        address, _, length = value.partition("/")
        try:
            return f"{value} is no network (did you mean '{Prefix.of(Address.parse(address), int(length))}'?)"
        except ValueError:
            return f"{value} is no network: {error}"
    return "" if str(prefix) == value else f"{value} is no network (did you mean '{prefix}'?)"


def mistaken_names(exercise: ExerciseFile, tree: Tree) -> Iterator[Mistake]:
    """Items of one step that have the same name, and variations that vary nothing."""
    for at, step in enumerate(exercise.steps):
        names = item_names(step)
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield tree.mistake(("steps", at), f"two items are called {name!r}")
    for group, rows in exercise.vary.items():
        for at, row in enumerate(rows):
            if other := sorted(rows[0].keys() ^ row.keys()):
                yield tree.mistake(
                    ("vary", group, at), f"expected the names of the first row; they differ in {', '.join(other)}"
                )
            for name, value in row.items():
                if trouble := _no_network(value):
                    yield tree.mistake(("vary", group, at, name), trouble)
