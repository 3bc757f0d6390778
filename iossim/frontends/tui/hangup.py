"""A terminal that is taken away takes the program with it, also when it was started by another one (make) that heard of it first.

The kernel tells the leader of a session only; whoever is left reads the end of its input again and again. The journal is on
disk up to the last key, as after a kill.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

SECONDS = 2.0


def watch(app: App[Any]) -> None:
    """Hang up when the terminal of the program has gone; one that has none is left alone."""
    if hasattr(signal, "SIGHUP") and not app.is_headless and sys.__stdin__ is not None and sys.__stdin__.isatty():
        app.set_interval(SECONDS, _look)


def _look() -> None:
    if sys.__stdin__ is not None and not sys.__stdin__.isatty():
        signal.raise_signal(signal.SIGHUP)
