"""`iossim exam`: publish, take, grade.

    iossim exam publish DEFINITION [--candidate NAME | --candidates FILE] [--seed N] [--locked] [-o FILE|FOLDER]
    iossim exam take PAPER [--plain] [-o FILE]
    iossim exam grade DEFINITION FILES... [--json] [--csv F] [--html F] [--reports FOLDER] [--jobs N]

Exit codes: 0 done; 1 a submission could not be marked, or a file could not be written; 2 the call, the definition or
the paper is wrong, and nothing was done.
"""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module

from iossim.frontends.batch.paper import complain

WRONG = 2


def exam(args: Namespace) -> int:
    """The command; what each of the three needs is loaded when it is wanted."""
    from iossim.lab.errors import LabError

    try:
        module = import_module(f"iossim.frontends.exam.{_MODULES[args.what]}")
        code: int = getattr(module, args.what)(args)
    except LabError as error:
        for mistake in error.mistakes:
            complain(str(mistake))
        return WRONG
    return code


_MODULES = {"publish": "printing", "take": "taking", "grade": "results"}
