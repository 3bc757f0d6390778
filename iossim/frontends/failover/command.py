"""The command: what the call asks for, the runs, and the report.

    iossim failover --reload D [--peer D] [--after D] [--profile P] [--runs N] [--seed S] [--remotes N] [--json] [--plot FILE.svg]

Exit code 0: every run came to its end; 1: one got stuck, or the picture could not be written; 2: the call is wrong, and nothing
was run.
"""

from __future__ import annotations

import json
import os
from argparse import Namespace
from pathlib import Path

from iossim.frontends.batch.paper import complain, say
from iossim.frontends.failover.crew import Stage, play
from iossim.frontends.failover.figures import figures
from iossim.frontends.failover.outcome import Failed, Outcome, measured
from iossim.frontends.failover.plot import plot
from iossim.frontends.failover.progress import Progress
from iossim.frontends.failover.table import table
from iossim.lab.errors import LabError
from iossim.lab.failover import Plan, PlanError
from iossim.lab.parameters import UnknownProfile

FINE, FAILED, WRONG = 0, 1, 2
NAME = "iossim failover"


def failover(args: Namespace) -> int:
    """The command."""
    plan = Plan(args.reload, args.peer or args.reload, args.after or "", args.profile, args.remotes)
    progress = Progress("runs", args.runs)
    progress.announce("opening the lab")
    try:
        _look_at(args)
        stage = Stage(plan)
    except (PlanError, UnknownProfile, LabError) as error:
        progress.end()
        complain(f"{NAME}: {error}")
        return WRONG
    outcomes = _run(stage, range(args.seed, args.seed + args.runs), progress)
    _report(args, stage, outcomes)
    drawn = _draw(args.plot, plan, outcomes)
    return FINE if drawn and not any(isinstance(outcome, Failed) for outcome in outcomes) else FAILED


def _look_at(args: Namespace) -> None:
    """What can be wrong with the call and is not the lab's business."""
    if args.runs < 1:
        raise PlanError("--runs: expected at least 1")
    if args.plot is not None:
        path = Path(args.plot)
        if path.is_dir() or not path.parent.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
            raise PlanError(f"--plot: {args.plot} cannot be written")


def _run(stage: Stage, seeds: range, progress: Progress) -> list[Outcome]:
    outcomes: list[Outcome] = []
    try:
        for outcome in play(stage, seeds):
            outcomes.append(outcome)
            progress.step()
    finally:
        progress.end()
    return outcomes


def _report(args: Namespace, stage: Stage, outcomes: list[Outcome]) -> None:
    if args.json:
        say(json.dumps(figures(stage.plan, outcomes, stage.parameters)))
        return
    for line in table(stage.plan, stage.scene, outcomes):
        say(line)


def _draw(file: str | None, plan: Plan, outcomes: list[Outcome]) -> bool:
    """Write the picture, if one is asked for; False when it could not be written."""
    runs = measured(outcomes)
    if file is None:
        return True
    if not runs:
        complain(f"{NAME}: no run came to its end: there is nothing to draw")
        return False
    try:
        Path(file).write_text(plot(plan, runs), encoding="utf-8")
    except OSError as error:
        complain(f"{NAME}: {file}: {error.strerror}")
        return False
    return True
