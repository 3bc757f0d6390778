"""What many runs have in common: five numbers of a list of times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean, median


@dataclass(frozen=True, slots=True)
class Distribution:
    """Times in microseconds. `p95` is the smallest value that at least 95 of 100 do not exceed (nearest rank)."""

    min: float
    median: float
    mean: float
    p95: float
    max: float

    @classmethod
    def of(cls, values: Sequence[int]) -> Distribution:
        """The distribution of at least one value."""
        ordered = sorted(values)
        rank = ceil(len(ordered) * 95 / 100)
        return cls(ordered[0], median(ordered), fmean(ordered), ordered[rank - 1], ordered[-1])
