"""What the lab answers to an action: lines for the transcript, and the same facts as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to one action.

    `data` holds what JSON output adds to the step: `{"hops": [...], "result": ...}` of a path, `{"chain": [...]}` of a
    why, beside it `to` and `from` where both directions of a call have a story of their own. `ok` is false when the action
    could not be done (a call to a phone that is not there); `lines` then say why.
    """

    lines: tuple[str, ...] = ()
    data: Mapping[str, object] | None = None
    ok: bool = True
