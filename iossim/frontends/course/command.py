"""`iossim exercise`: the list, one exercise at once, or the course to choose from."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from iossim.frontends.batch.paper import complain, say
from iossim.frontends.course.attempts import NoAttempt

FINE, WRONG = 0, 2
NEEDS = "iossim: an exercise needs a terminal; `iossim exercise --list` lists them"


def exercise(args: Namespace) -> int:
    """The command."""
    from iossim.lab.errors import LabError

    try:
        if args.attempts or args.rename or args.export or args.delete or args.resume:
            return _attempts(args)
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
    except NoAttempt as error:
        complain(f"iossim exercise: {error}")
        return WRONG
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complain(NEEDS)
        return WRONG
    from iossim.frontends.tui.openable import NewExercise, TheCourse
    from iossim.frontends.tui.run import screen

    return screen(NewExercise(args.id, args.seed) if args.id is not None else TheCourse())


def _attempts(args: Namespace) -> int:
    """What is asked of the saved attempts."""
    from iossim.frontends.course import attempts
    from iossim.frontends.recording import Shelf

    shelf = Shelf()
    if args.rename:
        say(f"now {attempts.rename(attempts.find(shelf, args.rename[0]), args.rename[1]).stem}")
    elif args.export:
        say(f"written: {attempts.export(attempts.find(shelf, args.export[0]), Path(args.export[1]))}")
    elif args.delete:
        say(attempts.delete(attempts.find(shelf, args.delete)))
    elif args.resume:
        return _resumed(attempts.find(shelf, args.resume).work.path)
    else:
        from iossim.frontends.course.listing import attempts_listed

        attempts_listed(attempts.saved(shelf), args.json)
    return FINE


def _resumed(path: Path) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complain(NEEDS)
        return WRONG
    from iossim.frontends.tui.openable import OldWork
    from iossim.frontends.tui.run import screen

    return screen(OldWork(path))
