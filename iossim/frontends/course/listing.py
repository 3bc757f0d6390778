"""`iossim exercise --list`: the course as a table, or as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from iossim.frontends.batch.paper import say
from iossim.training.cards import Card, cards


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
