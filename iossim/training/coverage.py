"""Which steps of the course explain which section of the document: the second table of `docs/course.md`.

    python -m iossim.training.coverage

A step explains the section that its `source` names. A test tells when the page is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from iossim.training.definition import load_exercise
from iossim.training.document import SECTIONS
from iossim.training.roster import folders


def explained() -> dict[str, dict[str, list[str]]]:
    """For every section the exercises that explain it, with their steps, in the order of the course."""
    found: dict[str, dict[str, list[str]]] = {name: {} for name in SECTIONS}
    for folder in folders():
        exercise = load_exercise(folder)
        for step in exercise.steps:
            if step.source is not None:
                found[step.source].setdefault(exercise.exercise, []).append(step.id)
    return found


def table() -> Iterator[str]:
    """As it stands in the page."""
    yield "| section | explained in |"
    yield "|---|---|"
    for name, exercises in explained().items():
        steps = "; ".join(f"{exercise} {', '.join(ids)}" for exercise, ids in exercises.items())
        yield f"| {name} | {steps or '-'} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
