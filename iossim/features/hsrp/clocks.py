"""The clocks of one standby group: two timers that messages feed, and the round of hellos.

The idle of the standby router comes first: when both run out in the same instant, a speaking router first becomes standby,
then active. That is how a router alone on its wire gets through, 20 s after its interface came up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iossim.features.hsrp.state import GroupKey
from iossim.sim.idle import Idle
from iossim.sim.kernel import Kernel
from iossim.sim.rounds import Every

Handler = Callable[[str, int], None]


@dataclass(slots=True, eq=False)
class Clocks:
    """See the module. Idles count from the last message of the active and of the standby router."""

    standby: Idle
    active: Idle
    hello: Every

    @staticmethod
    def of(kernel: Kernel, key: GroupKey, hold: int, hello: int, handlers: tuple[Handler, Handler, Handler]) -> Clocks:
        """Clocks that do not run yet; `handlers` are those of standby, active and hello."""
        on_standby, on_active, on_hello = handlers
        return Clocks(
            Idle(kernel, hold, on_standby, *key),
            Idle(kernel, hold, on_active, *key),
            Every(kernel, hello, 0, on_hello, *key),
        )

    def adopt(self, hello: int, hold: int, now: int) -> None:
        """Go by these times from now on."""
        self.standby.set_limit(hold)
        self.active.set_limit(hold)
        if self.hello.period != hello:
            if self.hello.running:
                self.hello.start(now, hello)
            else:
                self.hello.period = hello

    def stop(self) -> None:
        """Run no longer."""
        self.standby.stop()
        self.active.stop()
        self.hello.stop()
