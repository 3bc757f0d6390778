"""The figures of a measurement as data: the shape of `iossim failover --json`.

    {"plan": {...}, "runs": [{"seed", "outage", "to", "from", "confirmed_to_stop", "phases": {...}, "masked": {...}}],
     "summary": {"min", "median", "mean", "p95", "max"}, "profile": {name: value}}

Times are seconds, exact to the microsecond; the phases of a run sum to its outage. A masked time that is null did not happen. A run
that got stuck has null figures and an "error"; the summary is of the others, null when there are none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from iossim.frontends.failover.outcome import Failed, Outcome, measured
from iossim.lab.failover import Distribution, Plan

SUMMARY = ("min", "median", "mean", "p95", "max")
SECOND = 1_000_000


def figures(plan: Plan, outcomes: list[Outcome], parameters: Mapping[str, str]) -> dict[str, object]:
    """Everything; `parameters` is the table that the runs were made with."""
    return {
        "plan": asdict(plan),
        "runs": [_run(outcome) for outcome in outcomes],
        "summary": summary([run.outage for run in measured(outcomes)]),
        "profile": dict(parameters),
    }


def summary(times: Sequence[int]) -> dict[str, float | None]:
    """Five numbers of a list of times."""
    if not times:
        return dict.fromkeys(SUMMARY)
    return {name: _seconds(value) for name, value in asdict(Distribution.of(times)).items()}


def _run(outcome: Outcome) -> dict[str, object]:
    if isinstance(outcome, Failed):
        nothing = dict.fromkeys(("outage", "to", "from", "confirmed_to_stop", "phases", "masked"))
        return {"seed": outcome.seed, **nothing, "error": outcome.reason}
    return {
        "seed": outcome.seed,
        "outage": _seconds(outcome.outage),
        "to": _seconds(outcome.to),
        "from": _seconds(outcome.back),
        "confirmed_to_stop": _seconds(outcome.confirmed_to_stop),
        "phases": {name: _seconds(value) for name, value in asdict(outcome.phases).items()},
        "masked": {name: None if value is None else _seconds(value) for name, value in asdict(outcome.masked).items()},
    }


def _seconds(micros: float) -> float:
    return round(micros / SECOND, 6)
