"""A demonstration without a screen: its transcript, with a rest before each note where somebody is there to press Enter."""

from __future__ import annotations

import sys

from iossim.frontends.batch.jsonl import JsonLines
from iossim.frontends.batch.paper import complain, say
from iossim.frontends.batch.run import FAILED, FINE, prepared
from iossim.frontends.batch.transcript import Transcript, complaint
from iossim.lab.running.outcome import Kind
from iossim.lab.running.runner import Runner
from iossim.lab.session.lines import LineClasses

MORE = "-- Enter goes on --"


def performed(file: str, as_json: bool, pausing: bool) -> int:
    """Run it; 1 when a step does not hold."""
    lab, session, pastes = prepared(file, None)
    runner = Runner(lab, session, pastes)
    writer = JsonLines(say) if as_json else Transcript(session, LineClasses(lab.names.devices, sure=True), say)
    failed, noted = 0, True
    for outcome in runner.run():
        if pausing and outcome.kind is Kind.NOTE and not noted:
            _rest()
        noted = outcome.kind in (Kind.NOTE, Kind.LAB)
        writer.add(outcome)
        if outcome.failure:
            failed += 1
            complain(complaint(file, outcome))
    writer.finish()
    return FAILED if failed else FINE


def _rest() -> None:
    sys.stdout.flush()
    sys.stderr.write(MORE)
    sys.stderr.flush()
    sys.stdin.readline()
