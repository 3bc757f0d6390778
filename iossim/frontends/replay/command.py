"""The command: a journal on the screen, at its pace, or on paper.

    iossim replay
    iossim replay JOURNAL [--speed N]
    iossim replay JOURNAL --headless [--json]

JOURNAL is a file, or the name of one of your own as `iossim` keeps them; the call alone lists these. Without a terminal
it is headless by itself. Exit code 0: played to its end; 1: headless, and it came to something else than was recorded;
2: the journal cannot be played, and nothing was run.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from iossim.frontends.batch.paper import complain, say
from iossim.frontends.recording import SUFFIX, Shelf, Work, open_journal, parting, state_folder
from iossim.lab.errors import LabError
from iossim.lab.journal import JournalError, read_journal

FINE, FAILED, WRONG = 0, 1, 2


def replay(args: Namespace) -> int:
    """The command."""
    if args.journal is None:
        return _list(Shelf().works())
    path = found(args.journal)
    if args.headless or args.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _on_paper(path, args.json)
    from iossim.frontends.tui.openable import OldPlay
    from iossim.frontends.tui.run import screen

    return screen(OldPlay(path, args.speed))


def _list(works: Sequence[Work]) -> int:
    """The user's own journals, the newest first."""
    for work in works:
        seconds = work.reached // 1_000_000
        state = work.trouble or f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02} of lab time"
        say(f"{work.path.stem:32} {work.changed:%Y-%m-%d %H:%M}  {state}")
    if not works:
        complain("iossim replay: nothing is recorded yet; what is done in `iossim lab` will be")
    return FINE


def found(name: str) -> Path:
    """A journal by its path, or by its name on the user's shelf."""
    path = Path(name)
    if path.exists() or len(path.parts) > 1:
        return path
    kept = state_folder() / (name if name.endswith(SUFFIX) else name + SUFFIX)
    return kept if kept.exists() else path


def _on_paper(path: Path, data: bool) -> int:
    from iossim.frontends.replay.paper import Paper, heading  # late: only here
    from iossim.frontends.replay.playback import Playback

    try:
        journal = read_journal(path)
        lab = open_journal(journal)
    except (JournalError, LabError) as error:
        complain(f"iossim replay: {error}")
        return WRONG
    if not data:
        for line in heading(lab):
            say(line)
    Paper(lab, Playback(lab, journal.inputs), say, data).play()
    if told := parting(lab):
        complain(f"iossim replay: {told}")
        return FAILED
    return FINE
