"""Reading what was handed in: a `Submission`, or why it is none.

Nothing in it is believed. The reader tells apart what can have happened to a file: something else altogether, another
version's, cut off, put into another order, changed. Size, lines and their depth are bounded; a line is plain data of
known fields.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from iossim.lab.journal import BEHAVIOUR, Input
from iossim.training.definition.base import read_text
from iossim.training.exam.chain import FORMAT, bound
from iossim.training.exam.codes import code_of
from iossim.training.exam.definition import read_candidate
from iossim.training.exam.paper import plain_input

LARGEST = 32_000_000
LONGEST_LINE = 400_000
MOST_LINES = 200_000


class Verdict(StrEnum):
    """What became of a submission. Only the first three come with marks."""

    MARKED = "marked"
    """The exam does not say what it takes to pass."""
    PASSED = "passed"
    FAILED = "failed"
    UNREADABLE = "unreadable"
    OTHER_VERSION = "other version"
    FOREIGN = "foreign"
    EDITED = "edited"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    BREACH = "breach"
    DIVERGED = "diverged"
    TOO_COSTLY = "too costly"
    TOO_MANY = "too many"
    NOT_GRADED = "not graded"


class Unacceptable(Exception):
    """No submission that can be marked: the verdict, and why. `candidate` is whose it claims to be, as far as it can be read."""

    def __init__(self, verdict: Verdict, why: str, candidate: str = "") -> None:
        super().__init__(f"{verdict}: {why}")
        self.verdict = verdict
        self.why = why
        self.candidate = candidate


@dataclass(frozen=True, slots=True)
class Played:
    """An input of a part. `at` is the time of the exam in seconds, as the candidate's machine has it."""

    part: int
    at: float
    entry: Input


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a part's lab had come to, as the candidate's machine has it: the hash of its trace, or of all its state."""

    part: int
    value: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in. `claimed` are numbers of the candidate's machine: shown, never used."""

    candidate: str
    exam: str
    seed: int
    paper: str
    questions: str
    record: tuple[Played | Checkpoint, ...]
    ended: str
    claimed: Mapping[str, float]
    start_code: str
    end_code: str
    begun: float
    """What the machine's clock said at the beginning."""
    lines: int
    chain: str

    @property
    def parts(self) -> tuple[int, ...]:
        """The parts in which something was done."""
        return tuple(sorted({one.part for one in self.record}))


def read_submission(data: bytes, unfinished: bool = False) -> Submission:
    """The submission of a file; Unacceptable otherwise. `unfinished`: one without an end is taken as it is."""
    lines, torn = _lines(data)
    first = _first(lines[0])
    who = read_candidate(first["candidate"])
    try:
        _chained(lines)
        if lines[-1]["is"] != "end":
            if not unfinished:
                lost = "its last line is broken off" if torn else "it stops before the end of the exam"
                raise Unacceptable(Verdict.TRUNCATED, lost)
        elif any(line["is"] == "end" for line in lines[:-1]):
            raise Unacceptable(Verdict.EDITED, "it goes on behind its end")
        return _submission(who, first, lines)
    except Unacceptable as error:
        error.candidate = who
        raise
    except (ValueError, TypeError, KeyError) as error:
        raise Unacceptable(Verdict.UNREADABLE, f"a line is none of a submission: {str(error)[:60]}", who) from None


def _lines(data: bytes) -> tuple[list[dict[str, Any]], bool]:
    """The lines as data, and whether the last one was torn."""
    if len(data) > LARGEST:
        raise Unacceptable(Verdict.UNREADABLE, f"larger than {LARGEST // 1_000_000} MB: no submission")
    raw = data.split(b"\n")
    torn = bool(raw.pop())
    if not raw or len(raw) > MOST_LINES:
        raise Unacceptable(Verdict.UNREADABLE, "empty" if not raw else f"more than {MOST_LINES} lines")
    found: list[dict[str, Any]] = []
    for number, line in enumerate(raw, 1):
        try:
            if len(line) > LONGEST_LINE:
                raise ValueError
            one = json.loads(line)
            if not isinstance(one, dict) or not isinstance(one.get("is"), str):
                raise ValueError
        except (ValueError, RecursionError):
            verdict = Verdict.EDITED if found else Verdict.UNREADABLE
            raise Unacceptable(verdict, f"line {number} is none of a submission") from None
        found.append(one)
    return found, torn


def _first(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """The header, of this version."""
    try:
        if line["is"] != "begin" or line["iossim"] != "submission":
            raise ValueError
        who = read_candidate(line["candidate"])
        read_text(line["exam"])
        if type(line["format"]) is not int or type(line["behaviour"]) is not int or type(line["seed"]) is not int:
            raise ValueError
        if not isinstance(line["paper"], str) or type(line["clock"]) not in (int, float):
            raise ValueError
    except (ValueError, TypeError, KeyError):
        raise Unacceptable(Verdict.UNREADABLE, "not a submission of an exam") from None
    if line["format"] != FORMAT:
        raise Unacceptable(Verdict.OTHER_VERSION, f"format {line['format']}; this version reads {FORMAT}", who)
    if line["behaviour"] != BEHAVIOUR:
        why = f"taken with behaviour {line['behaviour']} of the simulation; this version has {BEHAVIOUR}"
        raise Unacceptable(Verdict.OTHER_VERSION, why, who)
    return line


def _chained(lines: list[dict[str, Any]]) -> None:
    """Every line follows from the one before; Unacceptable tells what seems to have been done to the file."""
    before = ""
    for number, line in enumerate(lines):
        rest = {key: value for key, value in line.items() if key != "chain"}
        value = bound(before, rest)
        if value == line.get("chain") and line.get("n") == number:
            before = value
            continue
        numbers = [one["n"] for one in lines if type(one.get("n")) is int]
        if len(numbers) < len(lines):
            raise Unacceptable(Verdict.EDITED, f"line {number + 1} has no number")
        if numbers != sorted(set(numbers)):
            raise Unacceptable(Verdict.REORDERED, f"line {number + 1} is not in its place")
        if numbers != list(range(len(numbers))):
            raise Unacceptable(Verdict.TRUNCATED, f"lines are missing before line {number + 1}")
        raise Unacceptable(Verdict.EDITED, f"line {number + 1} is not what it was")


def _submission(who: str, first: Mapping[str, Any], lines: list[dict[str, Any]]) -> Submission:
    record: list[Played | Checkpoint] = []
    at = 0.0
    away = back = 0.0
    for line in lines[1:]:
        at = max(at, _seconds(line.get("at", at)))
        match line["is"]:
            case "input":
                record.append(Played(_part(line), at, plain_input(line["entry"])))
            case "hash" | "state":
                if not isinstance(line["value"], str):
                    raise ValueError("a hash that is none")
                record.append(Checkpoint(_part(line), line["value"], line["is"] == "state"))
            case "resume":
                away += _seconds(line["away"])
                back += _seconds(line.get("back", 0))
            case "part" | "beat" | "end":
                pass
            case _:
                raise ValueError(f"a line that is {line['is'][:20]!r}")
    ended = read_text(lines[-1].get("why", "")) if lines[-1]["is"] == "end" else "not at all"
    return Submission(
        who,
        str(first["exam"]),
        first["seed"],
        first["paper"],
        str(first.get("questions", "")),
        tuple(record),
        ended,
        {"seconds": at, "away": away, "clock back": back},
        code_of(str(lines[0]["chain"]).encode()),
        code_of(str(lines[-1]["chain"]).encode()),
        float(first["clock"]),
        len(lines),
        str(lines[-1]["chain"]),
    )


def _part(line: Mapping[str, Any]) -> int:
    part = line["part"]
    if type(part) is not int or not 0 <= part < 30:
        raise ValueError("a part that there is not")
    return part


def _seconds(value: object) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value < 10**7:  # type: ignore[arg-type,operator]
        raise ValueError("a time that is none")
    return float(value)  # type: ignore[arg-type]
