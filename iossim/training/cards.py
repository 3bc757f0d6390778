"""The course at a glance: a card an exercise, read without the lab it plays in, so that a menu is there at once.

Only what a list shows is read; whoever opens an exercise reads and validates all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from iossim.lab.definition.tree import Data, read_tree
from iossim.lab.errors import LabError
from iossim.training.roster import before, name_of, pool, tracks

PICKED = 50
"""Points of the questions from before, five at a time."""
POINTS = 10
"""Points of a step that says nothing of them."""


@dataclass(frozen=True, slots=True)
class Card:
    """An exercise in a list."""

    id: str
    track: str
    title: str
    source: tuple[str, ...]
    minutes: int
    level: int
    points: int


def cards() -> tuple[Card, ...]:
    """Every exercise of the course, in order; one that cannot be read is left out, opening it tells why."""
    found = []
    place = pool()
    for track in tracks():
        for folder in track.folders:
            card = _card(track.title, folder)
            if card is not None:
                found.append(card)
        if place is not None and (card := _card(track.title, place)) is not None:
            found.append(replace(card, id=before(track), points=PICKED))
    return tuple(found)


def _card(track: str, folder: Path) -> Card | None:
    try:
        text = (folder / "exercise.yaml").read_text(encoding="utf-8")
        data = read_tree(text, str(folder)).data
    except (OSError, UnicodeDecodeError, LabError):
        return None
    if not isinstance(data, dict):
        return None
    source, steps = data.get("source"), data.get("steps")
    return Card(
        name_of(folder),
        track,
        str(data.get("title", "")),
        tuple(str(one) for one in source) if isinstance(source, list) else (),
        _number(data.get("minutes")),
        _number(data.get("level")),
        sum(_number(one.get("points", POINTS)) for one in steps if isinstance(one, dict))
        if isinstance(steps, list)
        else 0,
    )


def _number(value: Data) -> int:
    return value if isinstance(value, int) else 0
