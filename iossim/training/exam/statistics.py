"""A class, item by item: how many had it, and whether those who had it are those who did well.

Facility is the mean share of an item's points. Discrimination is that of the upper third of the class minus that of the
lower third, by total. Below ten candidates neither means anything: counts only. Forms with one difficulty key are meant
to be equally hard: an item whose facility differs by more than a tenth between two of them is pointed out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.training.exam.marks import Marks

FEWEST = 10
UNEVEN = 0.1


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item. `answers`: what was answered, and how often, the most frequent first."""

    id: str
    asked: str
    candidates: int
    whole: int
    some: int
    none: int
    facility: float | None
    discrimination: float | None
    answers: tuple[tuple[str, int], ...] = ()
    uneven: str = ""
    first: float | None = None
    """Seconds of the candidates' clocks until it was first right: the median of those who had it so."""
    hints: int = 0
    """How many took the hint of its step."""


def statistics(marks: Sequence[Marks]) -> tuple[ItemStatistics, ...]:
    """Every item of the marked submissions, in the order of the exam."""
    ranked = sorted((one for one in marks if one.marked), key=lambda one: (-(one.points or 0), one.candidate))
    names = dict.fromkeys(item.id for one in ranked for item in one.items)
    return tuple(_item(name, ranked) for name in names)


def _item(name: str, ranked: Sequence[Marks]) -> ItemStatistics:
    found = [(one, item) for one in ranked for item in one.items if item.id == name]
    shares = [item.points / item.of if item.of else 1.0 for _, item in found]
    third = len(shares) // 3
    enough = len(shares) >= FEWEST
    answers = Counter(item.answer for _, item in found if item.answer)
    by_form: dict[tuple[str, int], list[float]] = {}
    for (one, _), share in zip(found, shares, strict=True):
        by_form.setdefault((one.difficulty, one.seed), []).append(share)
    return ItemStatistics(
        name,
        found[0][1].asked,
        len(found),
        sum(share == 1 for share in shares),
        sum(0 < share < 1 for share in shares),
        sum(share == 0 for share in shares),
        round(_mean(shares), 3) if enough else None,
        round(_mean(shares[:third]) - _mean(shares[-third:]), 3) if enough else None,
        tuple(answers.most_common(8)),
        _uneven(by_form) if enough else "",
        _median([item.first[0] for _, item in found if item.first is not None]),
        sum(item.hinted for _, item in found),
    )


def _uneven(by_form: Mapping[tuple[str, int], Sequence[float]]) -> str:
    """Which forms of one difficulty differ too much; forms that few have had are not judged."""
    groups: dict[str, list[tuple[float, int]]] = {}
    for (difficulty, seed), shares in by_form.items():
        if difficulty and len(shares) >= FEWEST // 2:
            groups.setdefault(difficulty, []).append((_mean(shares), seed))
    told = []
    for difficulty, forms in groups.items():
        (low, hard), (high, easy) = min(forms), max(forms)
        if high - low > UNEVEN:
            told.append(f"{difficulty}: {low:.2f} in form {hard}, {high:.2f} in form {easy}")
    return "; ".join(told)


def _median(times: Sequence[float]) -> float | None:
    return round(median(times), 1) if times else None


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares) if shares else 0.0
