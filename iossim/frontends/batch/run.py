"""`iossim run`: a session from a file, headless.

    iossim run FILE.session|- [--check | --update] [--json] [--seed N]

Without options the transcript goes to standard output, a step that fails also to standard error. `--check` prints only
what does not hold, `--update` writes the transcript into the file, `--json` gives JSON Lines. Exit code 0: all held;
1: a step failed; 2: the file or its lab is wrong, and nothing was run.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Protocol

from iossim.frontends.batch.files import STDIN, folder_of, lab_place, mistaken, read_file, read_pastes, rewrite
from iossim.frontends.batch.jsonl import JsonLines
from iossim.frontends.batch.paper import complain, say
from iossim.frontends.batch.transcript import Transcript, complaint
from iossim.lab.errors import LabError
from iossim.lab.parameters import UnknownProfile
from iossim.lab.running.outcome import Outcome
from iossim.lab.running.port import LabPort, OpenLab
from iossim.lab.running.runner import Runner
from iossim.lab.session import LabLine, Note, Session, read_session
from iossim.lab.session.lines import LineClasses

FINE, FAILED, WRONG = 0, 1, 2


class Writer(Protocol):
    """Something that writes outcomes down."""

    def add(self, outcome: Outcome) -> None:
        """One step has ended."""

    def finish(self) -> None:
        """All steps have ended."""


def open_lab(line: LabLine, folder: Path) -> LabPort:
    """The lab of a session, its consoles ready for a run."""
    lab_type = getattr(import_module("iossim.lab"), "Lab", None)  # late: `--help` needs nothing of it
    if lab_type is None:
        raise mistaken(line.name, 0, "labs are not available in this version")
    name = lab_place(line.name, folder)
    options = {"numbers": line.numbers, "remotes": line.remotes, "batch": not line.fresh}
    try:
        lab: LabPort = lab_type.open(name, start=line.start, seed=line.seed, profile=line.profile, **options)
    except UnknownProfile as error:
        raise mistaken(line.name, 0, str(error)) from None
    return lab


def run(args: Namespace, opener: OpenLab = open_lab) -> int:
    """The command."""
    try:
        lab, session, pastes = prepared(args.file, args.seed, opener)
        if args.update and args.file == STDIN:
            raise mistaken(args.file, 0, "expected a file to update")
    except LabError as error:
        for mistake in error.mistakes:
            complain(str(mistake))
        return WRONG
    runner = Runner(lab, session, pastes)
    classes = LineClasses(lab.names.devices, sure=True)
    with _place_of_bugs(session):
        return _update(args, runner, classes) if args.update else _report(args, runner, classes)


def prepared(
    file: str, seed: int | None, opener: OpenLab = open_lab
) -> tuple[LabPort, Session, dict[str, tuple[str, ...]]]:
    """Everything that can be wrong before a run, looked at before it."""
    text, folder = read_file(file), folder_of(file)
    name = "standard input" if file == STDIN else file
    session = read_session(text, name)
    pastes = read_pastes(session, folder)
    lab_line = session.lab if seed is None else replace(session.lab, seed=seed)
    try:
        lab = opener(lab_line, folder)
    except LabError as error:
        if session.lab_at:
            place = mistaken(file, session.lab_at, f"this lab cannot be opened: {lab_line}")
            raise LabError((*place.mistakes, *error.mistakes)) from None
        raise
    return lab, replace(read_session(text, name, lab.names), lab=lab_line), pastes


def _report(args: Namespace, runner: Runner, classes: LineClasses) -> int:
    """Run, and write what comes to standard output."""
    file = runner.session.file
    if args.json:
        failed = _through(runner, [JsonLines(say)], None)
    elif args.check:
        failed = _through(runner, [], file)
        steps = sum(not isinstance(step, Note) for step in runner.session.steps)
        say(f"{file}: {steps} steps, " + (f"{failed} failed" if failed else "all as expected"))
    else:
        failed = _through(runner, [Transcript(runner.session, classes, say)], file)
    return FAILED if failed else FINE


def _update(args: Namespace, runner: Runner, classes: LineClasses) -> int:
    """Run, and write the session anew: an output that differs is what is wanted, all else may fail."""
    text = StringIO()
    writers: list[Writer] = [Transcript(runner.session, classes, lambda line: text.write(line + "\n"), keep=True)]
    writers += [JsonLines(say)] if args.json else []
    failed = _through(runner, writers, runner.session.file, updating=True)
    rewrite(args.file, text.getvalue())
    return FAILED if failed else FINE


def _through(runner: Runner, writers: Sequence[Writer], file: str | None, updating: bool = False) -> int:
    """Run to the end; the number of steps that failed, each complained of when there is a file to name."""
    failed = 0
    for outcome in runner.run():
        for writer in writers:
            writer.add(outcome)
        if outcome.failure and not (updating and outcome.mismatch):
            failed += 1
            if file is not None:
                complain(complaint(file, outcome))
    for writer in writers:
        writer.finish()
    return failed


@contextmanager
def _place_of_bugs(session: Session) -> Iterator[None]:
    """Tell, with whatever goes wrong in the program itself, how to make it happen again."""
    try:
        yield
    except Exception as error:
        error.add_note(f"It happened in a run of {session.file} with seed {session.lab.seed}; the same run repeats it.")
        raise
