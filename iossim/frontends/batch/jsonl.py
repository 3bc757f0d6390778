"""JSON Lines of a run: one object a step, one for each message and each change of a conversation, as they come.

`t` and `end` are seconds from the start of the lab. Every step has `line` and `ok`; a failed one says in `failure`
what did not hold. What happened during a step precedes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from iossim.lab.running.outcome import Event, Kind, Outcome


def rows(outcome: Outcome) -> Iterator[dict[str, object]]:
    """The objects of one step."""
    yield from map(_event, outcome.events)
    row: dict[str, object] = {"t": _seconds(outcome.t), "end": _seconds(outcome.end), "kind": outcome.kind.value}
    if outcome.kind is Kind.CLI:
        row |= {"device": outcome.device, "prompt": outcome.prompt}
    row |= {"input": outcome.input, "output": "\n".join(outcome.output or ())}
    row |= {key: value for key, value in outcome.data.items() if key not in row}
    row |= {"line": outcome.line, "ok": outcome.ok}
    if outcome.failure:
        row["failure"] = outcome.failure
    if outcome.mismatch:
        row["expected"] = "\n".join(outcome.expected or ())
    yield row


class JsonLines:
    """Writes outcomes as JSON Lines."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write = write

    def add(self, outcome: Outcome) -> None:
        """One step has ended."""
        for row in rows(outcome):
            self.write(json.dumps(row, ensure_ascii=False))

    def finish(self) -> None:
        """Nothing more comes."""


def _event(event: Event) -> dict[str, object]:
    return {"t": _seconds(event.t), "kind": event.kind, **event.data}


def _seconds(micros: int) -> float:
    return micros / 1_000_000
