"""`iossim exercise --list` and `--attempts`: the course, and what was tried of it, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from iossim.frontends.batch.paper import say
from iossim.training.cards import Card, cards

if TYPE_CHECKING:
    from iossim.frontends.course.attempts import Saved


def listed(as_json: bool) -> None:
    """Print the course."""
    rows = cards()
    if as_json:
        say(json.dumps([asdict(card) for card in rows]))
        return
    for card in rows:
        say(line(card))


def line(card: Card) -> str:
    """One exercise in a line: what it is, what it is about, how long and hard it is."""
    source = " ".join(card.source)
    return f"{card.id:5} {card.title:52} {card.minutes:3} min  level {card.level}  {card.points:3} points  {source}"


def attempts_listed(rows: Sequence[Saved], as_json: bool) -> None:
    """Print the saved attempts."""
    if as_json:
        say(json.dumps([_row(row) for row in rows]))
        return
    titles = {card.id: card.title for card in cards()}
    for row in rows:
        state = f", {row.work.trouble}" if row.work.trouble else f", {row.work.condition}"
        about = f"{row.exercise} {titles.get(row.exercise, '')}, seed {row.seed}"
        say(f"{row.name:34} {row.work.changed:%Y-%m-%d %H:%M}  {about}{state}")


def _row(row: Saved) -> dict[str, object]:
    return {
        "name": row.name,
        "exercise": row.exercise,
        "seed": row.seed,
        "changed": f"{row.work.changed:%Y-%m-%dT%H:%M:%S}",
        "reached": row.work.reached / 1_000_000,
        "condition": str(row.work.condition),
        "trouble": row.work.trouble,
        "file": str(row.work.path),
    }
