"""How busy the processor of a box is: what it spends on packets and on key exchanges, and when.

A packet that is switched fast costs the processor the interrupt it comes with, another a turn of a process. What that takes on a
model is ours to choose (microseconds).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.sim.history import History

if TYPE_CHECKING:
    from iossim.device.router import Router
    from iossim.net.walk import Walker

INTERRUPT = {True: 4, False: 140}
"""What a packet by the fast path takes, on a head-end and on a small box."""
PROCESS = {True: 90, False: 900}
"""The same for a packet by a process."""


class Workload:
    """The work of one box since its boot. `total` is all of it, `interrupts` and `keys` are parts."""

    def __init__(self, router: Router) -> None:
        kernel, head_end = router.kernel, router.platform.head_end
        self.interrupt_cost, self.process_cost = INTERRUPT[head_end], PROCESS[head_end]
        self.total, self.interrupts, self.keys = History(kernel), History(kernel), History(kernel)

    def forget(self) -> None:
        """The box begins anew."""
        for history in (self.total, self.interrupts, self.keys):
            history.forget()

    def interrupt(self, walker: Walker) -> None:
        """A packet is switched fast."""
        walker.touch(self.total, self.interrupt_cost)
        walker.touch(self.interrupts, self.interrupt_cost)

    def process(self, walker: Walker) -> None:
        """A packet is handled by a process."""
        walker.touch(self.total, self.process_cost)

    def exchange(self, since: int, cost: int) -> None:
        """A key exchange takes the processor from then on."""
        self.total.spend(since, cost)
        self.keys.spend(since, cost)
