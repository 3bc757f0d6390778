"""An alarm: what takes longer than a person wants to wait is given up, wherever it is. Where a system has none, nothing rings."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 0.01
"""Seconds after which an alarm rings again that fell where an exception is not heard."""


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


def _alarm(number: int, frame: FrameType | None) -> None:
    if _deaf(frame):
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
    else:
        raise TooLong


def _deaf(frame: FrameType | None) -> bool:
    """Does the interpreter drop what is raised here? It does in a finaliser and in what the collector calls."""
    called = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame is not None:
        if frame.f_code in called or frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False
