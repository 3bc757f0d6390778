"""`iossim exam take`: the paper is opened, the desk is made ready, and the exam is taken on the screen or in the terminal."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from iossim.frontends.batch.paper import complain, say
from iossim.frontends.exam.desk import Desk, Refused, place_of
from iossim.frontends.exam.report import plain
from iossim.frontends.recording import InUse
from iossim.lab.errors import LabError
from iossim.training.exam.paper import Unusable
from iossim.training.exam.seal import LARGEST, read_sealed

FINE, WRONG = 0, 2


def take(args: Namespace) -> int:
    """The command."""
    file = Path(args.paper)
    try:
        sealed = read_sealed(_read(file))
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise Refused("an exam needs a terminal")
        paper = sealed.open(_asked_code(sealed.cover.title) if sealed.locked else "")
        place = Path(args.output) if args.output else place_of(paper, file)
        desk = Desk(paper, place)
    except (Unusable, Refused, InUse) as error:
        complain(f"iossim exam: {file}: {plain(error)}")
        return WRONG
    except OSError as error:
        complain(f"iossim exam: {plain(error.filename or file)}: {error.strerror}")
        return WRONG
    return _plainly(desk) if args.plain else _on_screen(desk)


def _read(file: Path) -> bytes:
    if file.exists() and not file.is_file():  # a pipe would keep the candidate waiting
        raise Unusable("not a paper: not a file")
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _asked_code(title: str) -> str:
    sys.stdout.write(f"{plain(title)} is locked. The invigilator has the opening code.\nOpening code: ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip()


def _plainly(desk: Desk) -> int:
    from iossim.frontends.exam.plain import run

    return run(desk)


def _on_screen(desk: Desk) -> int:
    from iossim.frontends.tui.run import FRAMES, read_keys

    try:
        keyboard = read_keys()
    except LabError:
        desk.close()
        raise
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)  # read when Textual is imported
    from iossim.frontends.exam.app import ExamApp
    from iossim.frontends.recording import Shelf
    from iossim.frontends.tui.preferences import Chosen

    app = ExamApp(desk, Shelf(), Chosen(), keyboard)
    code = app.run()
    desk.close()
    if app.failure is not None:
        app.failure.add_note(f"Your exam is kept in {desk.place}; the same command goes on with it.")
        raise app.failure
    if app.complaint:
        complain(f"iossim exam: {plain(app.complaint)}")
    told(desk)
    return code if code is not None else app.return_code or FINE


def told(desk: Desk) -> None:
    """The codes, for the invigilator, behind the screen."""
    if desk.start_code:
        say(f"start code {desk.start_code}")
    if desk.end_code:
        say(f"end code   {desk.end_code}")
        say(f"hand in    {desk.place}")
    elif desk.start_code:
        say(f"not handed in: go on with the same command ({desk.place})")
