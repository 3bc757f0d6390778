"""The record of an exam as it is written: lines of JSON, each bound to all before it by a hash.

    {"n": 0, "is": "begin", ...}        which paper, which program, a number that nobody could foresee
    {"n": 1, "is": "part", "part": 0}   the candidate went to that part
    {"n": 2, "is": "input", "part": 0, "at": 12.4, "entry": {...}}     an input of the part's journal
    {"n": 3, "is": "beat", "at": 13.4}  so much time of the exam has gone
    {"n": 4, "is": "hash", "part": 0, "value": "..."}   what a lab had come to
    {"n": 5, "is": "resume", "at": 13.4, "clock": ..., "away": 60.0}   the program was started again
    {"n": 6, "is": "end", "at": 99.0, "why": "handed in"}

`chain` on a line is the hash of the line before and of the rest of this one. Whoever changes, moves or leaves out a
line without this program breaks it; whoever writes all of it anew does not, but has other codes (`Chain.code`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from iossim.training.exam.codes import code_of

FORMAT = 1


def spelled(data: Mapping[str, Any]) -> str:
    """Data in its one spelling."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def bound(before: str, data: Mapping[str, Any]) -> str:
    """The hash of a line, given that of the line before."""
    return sha256(f"{before}\n{spelled(data)}".encode()).hexdigest()[:32]


class Chain:
    """The end of a record, to which lines are added."""

    def __init__(self, number: int = 0, value: str = "") -> None:
        self.number = number
        self.value = value

    def line(self, kind: str, **data: Any) -> str:
        """The next line."""
        whole = {"n": self.number, "is": kind, **data}
        self.value = bound(self.value, whole)
        self.number += 1
        return spelled({**whole, "chain": self.value}) + "\n"

    @property
    def code(self) -> str:
        """What stands for the record up to here."""
        return code_of(self.value.encode())
