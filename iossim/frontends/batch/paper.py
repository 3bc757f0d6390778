"""Where a command writes: standard output line by line, complaints to standard error, in the order of events."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """One line of output, seen at once by whoever reads it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """One line about what is wrong."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
