"""Where a command writes: standard output line by line, complaints to standard error, in the order of events.

A complaint may quote a file of somebody else: what a terminal might obey is told as `\\x1b`, not sent.
"""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """One line of output, seen at once by whoever reads it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """One line about what is wrong."""
    sys.stderr.write(harmless(line) + "\n")
    sys.stderr.flush()


def harmless(text: str) -> str:
    """A text with its control characters spelled out."""
    return "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in text)
