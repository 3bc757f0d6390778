"""`iossim demo`: the list, a demonstration on the screen, or one on paper.

    iossim demo [--list [--json]]
    iossim demo ID|FILE.session [--plain | --json]

On paper it is a transcript, note by note; at a terminal Enter goes on to the next one, elsewhere it runs through. Exit codes
are those of `iossim run`.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from iossim.frontends.batch.paper import complain, say
from iossim.lab.errors import LabError

FINE, WRONG = 0, 2


def demo(args: Namespace) -> int:
    """The command."""
    try:
        if args.list or (args.json and args.demo is None):
            return _listed(args.json)
        if args.demo is not None:
            return _one(args)
    except LabError as error:
        for mistake in error.mistakes:
            complain(str(mistake))
        return WRONG
    if not _terminal():
        complain("iossim demo: the list to choose from needs a terminal; `iossim demo --list` lists them")
        return WRONG
    from iossim.frontends.tui.openable import TheDemonstrations
    from iossim.frontends.tui.run import screen

    return screen(TheDemonstrations())


def _terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _listed(as_json: bool) -> int:
    from iossim.training.demonstrations import demonstrations

    rows = demonstrations()
    if as_json:
        say(
            json.dumps(
                [
                    {"id": r.id, "title": r.title, "source": r.source, "minutes": r.minutes, "about": r.about}
                    for r in rows
                ]
            )
        )
        return FINE
    for row in rows:
        say(f"{row.id:16} {row.title:48} {row.minutes:3} min  {' '.join(row.source)}")
    return FINE


def _one(args: Namespace) -> int:
    from iossim.training.demonstrations import found

    known = found(args.demo)
    file = str(known.file) if known is not None else args.demo
    if args.json or args.plain or not _terminal():
        from iossim.frontends.demo.paper import performed

        return performed(file, args.json, pausing=args.plain and not args.json and _terminal())
    from iossim.frontends.tui.openable import NewDemo
    from iossim.frontends.tui.run import screen

    return screen(NewDemo(args.demo))
