"""A one-shot timer: an event that can be stopped, and asked how long it still has.

A round that starts, stops or reads one is not quiet: what restarts a timer periodically should feed an `Idle`
instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from iossim.sim.kernel import INHERIT, Inherit
from iossim.sim.part import Part

if TYPE_CHECKING:
    from iossim.sim.kernel import Event, Kernel
    from iossim.sim.trace import Record


class Timer(Part):
    """Calls `fn(*args)` once, `delay` after its start."""

    __slots__ = ("_event", "args", "fn")

    def __init__(self, kernel: Kernel, fn: Callable[..., object], *args: object) -> None:
        super().__init__(kernel)
        self.fn = fn
        self.args = args
        self._event: Event | None = None

    def start(self, delay: int, cause: Record | Inherit | None = INHERIT) -> None:
        """Expire after that delay, whether it runs already or not."""
        self.stop()
        self._event = self.kernel.after(delay, self._expire, cause=cause)

    def stop(self) -> None:
        """Do not expire."""
        self.kernel.disturb("stopping a timer")
        if self._event is not None:
            self.kernel.withdraw(self._event)
            self._event = None

    @property
    def running(self) -> bool:
        """True from the start until it expires or is stopped."""
        self.kernel.disturb("reading a timer")
        return self._event is not None

    @property
    def remaining(self) -> int | None:
        """Microseconds until it expires; None when it does not run."""
        self.kernel.disturb("reading a timer")
        return None if self._event is None else self._event.when - self.kernel.now

    def _expire(self) -> None:
        self._event = None
        self.fn(*self.args)
