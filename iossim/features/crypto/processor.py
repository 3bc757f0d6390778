"""The processor as key exchanges see it: one queue per box, first come, first served.

Exponentiations and signatures take long on these boxes, and a head-end that all remotes turn to at once serves them one after
another (kernel advice 14). Costs come from the parameter table, one draw per negotiation, spent in shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.parameters import Triangular
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.router import Router


class Processor:
    """When the processor is free again."""

    def __init__(self, router: Router, busy: Table[str, int]) -> None:
        self.router = router
        self.busy = busy

    def turn(self, cost: int) -> int:
        """Queue some work; returns the microseconds until it is done."""
        now = self.router.kernel.now
        since = max(now, self.busy.peek("") or now)
        self.busy.set("", since + cost)
        self.router.workload.exchange(since, cost)
        return since + cost - now

    def waiting(self) -> int:
        """Pieces of work that are not done yet: those under way count as one."""
        return int((self.busy.peek("") or 0) > self.router.kernel.now)

    def main_mode_cost(self) -> int:
        """What this box spends on one main mode, in all."""
        parameters = self.router.parameters
        head_end = self.router.platform.head_end
        return self._draw(parameters.main_mode_cpu_head_end if head_end else parameters.main_mode_cpu_home)

    def quick_mode_cost(self, pfs: str) -> int:
        """What this box spends on one quick mode; with PFS there is a key exchange in it."""
        parameters = self.router.parameters
        head_end = self.router.platform.head_end
        cost = self._draw(parameters.quick_mode_cpu_head_end if head_end else parameters.quick_mode_cpu_home)
        return cost + self.main_mode_cost() // 2 if pfs else cost

    def _draw(self, span: Triangular) -> int:
        return span.draw(self.router.kernel.stream(f"{self.router.name}.crypto.processor"))
