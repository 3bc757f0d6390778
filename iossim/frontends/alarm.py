"""An alarm: what takes longer than a person wants to wait is given up, wherever it is. Where a system has none, nothing rings."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TooLong(BaseException):
    """The alarm; nothing that catches errors takes it for one."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Do something for so many seconds of real time; TooLong behind them."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _alarm(number: int, frame: object) -> None:
    raise TooLong
