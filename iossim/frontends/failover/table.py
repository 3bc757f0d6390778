"""The measurement as a table: a line per run, then what they have in common, all in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields

from iossim.frontends.failover.figures import SECOND, SUMMARY
from iossim.frontends.failover.outcome import Failed, Outcome, measured
from iossim.lab.failover import Distribution, Masked, Phases, Plan, Run, Scene

PHASES = tuple(field.name for field in fields(Phases))
MASKED = tuple(field.name for field in fields(Masked))
HEADS = {"negotiation": "negotiate", "retransmission": "retransmit", "route_injection": "route", "detection": "detect"}
FIRST = ("outage", "to", "from")
COLUMNS = (*FIRST, *PHASES, *MASKED)
GAP = {"outage": "  ", PHASES[0]: "  |", MASKED[0]: "  |"}

NOTES = """\
Seconds from the instant the router stops to forward until both ends hear each other for a second. The outage is the sum of its
phases (between the bars); to the right, what recovered beside it. "to" is what {caller} sends, "from" what it hears."""


def table(plan: Plan, scene: Scene, outcomes: list[Outcome]) -> Iterator[str]:
    """The lines."""
    runs = measured(outcomes)
    before = f" after a reload of {plan.after}" if plan.after else ""
    yield (
        f"{scene.caller} and {scene.called} talk; {scene.home} is peered with {plan.peer}; "
        f"{plan.reload} is reloaded{before}. Profile {plan.profile}."
    )
    yield ""
    yield "  seed" + "".join(f"{_gap(name)}{HEADS.get(name, name):>{_width(name)}}" for name in COLUMNS)
    for outcome in outcomes:
        if isinstance(outcome, Failed):
            yield f"{outcome.seed:6}    {outcome.reason}"
        else:
            yield f"{outcome.seed:6}" + _line(values(outcome))
    if len(runs) > 1:
        yield ""
        yield from _summary(runs)
    yield ""
    yield from NOTES.format(caller=scene.caller).split("\n")


def values(run: Run) -> dict[str, float | None]:
    """The columns of a run, in microseconds."""
    return {"outage": run.outage, "to": run.to, "from": run.back, **asdict(run.phases), **asdict(run.masked)}


def _summary(runs: list[Run]) -> Iterator[str]:
    """One line for each of the five numbers."""
    rows = [values(run) for run in runs]
    columns = {name: [int(v) for row in rows if (v := row[name]) is not None] for name in COLUMNS}
    found = {name: asdict(Distribution.of(times)) if times else {} for name, times in columns.items()}
    for label in SUMMARY:
        yield f"{label:>6}" + _line({name: numbers.get(label) for name, numbers in found.items()})


def _line(row: dict[str, float | None]) -> str:
    return "".join(f"{_gap(name)}{_cell(row[name]):>{_width(name)}}" for name in COLUMNS)


def _cell(micros: float | None) -> str:
    return "-" if micros is None else f"{micros / SECOND:.2f}"


def _gap(name: str) -> str:
    return GAP.get(name, "")


def _width(name: str) -> int:
    return max(7, len(HEADS.get(name, name)) + 1)
