"""`iossim exercise`: the list, one exercise at once, or the course to choose from."""

from __future__ import annotations

import sys
from argparse import Namespace

from iossim.frontends.batch.paper import complain

FINE, WRONG = 0, 2


def exercise(args: Namespace) -> int:
    """The command."""
    from iossim.lab.errors import LabError

    try:
        if args.list or args.json:
            from iossim.frontends.course.listing import listed

            listed(args.json)
            return FINE
        if args.id is not None:
            from iossim.training.roster import find

            find(args.id, args.seed)
    except LabError as error:
        for mistake in error.mistakes:
            complain(str(mistake))
        return WRONG
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complain("iossim: an exercise needs a terminal; `iossim exercise --list` lists them")
        return WRONG
    from iossim.frontends.tui.openable import NewExercise, TheCourse
    from iossim.frontends.tui.run import screen

    return screen(NewExercise(args.id, args.seed) if args.id is not None else TheCourse())
