"""Reverse route injection: a static route to the remote network for as long as there are SAs to it.

The route names the crypto interface and is forwarded like the default route (`via 0.0.0.0`). It is counted by prefix: two
entries for one network hold one route, which goes with the second of them. Between the SAs and the route lies a short delay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Action, InstallRoute, Remember, StartTimer, StopTimer, WithdrawRoute
from iossim.device.rib import STATIC, Route
from iossim.features.crypto.ipsec.state import Flow, prefix_of
from iossim.net.address import Prefix
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine


class ReverseRoutes:
    """Which flows hold which route."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.holders: Table[Prefix, tuple[Flow, ...]] = engine.table("rri")
        self.routes: Table[Prefix, Route] = engine.table("rri.routes")

    def want(self, flow: Flow) -> Iterator[Action]:
        """A flow has got its first SAs."""
        router = self.engine.router
        delay = router.parameters.rri_insert_delay.draw(router.kernel.stream(f"{router.name}.crypto.rri"))
        yield StartTimer(("rri", flow), delay)

    def insert(self, flow: Flow) -> Iterator[Action]:
        """The delay is over."""
        prefix = prefix_of(flow.proxy.remote)
        interface = self.engine.maps.interface_of(flow.map)
        holders = self.holders.peek(prefix) or ()
        if prefix.length == 0 or not interface or flow in holders or not self.engine.sadb.of_flow(flow):
            return
        self.holders.set(prefix, (*holders, flow))
        if holders:
            return
        route = Route(prefix, "static", STATIC, interface=interface, via_default=True)
        self.routes.set(prefix, route)
        yield Remember("rri-added", f"route to {prefix} added for the remote behind it", (("prefix", str(prefix)),))
        yield InstallRoute(route)

    def release(self, flow: Flow) -> Iterator[Action]:
        """A flow has lost its last SAs."""
        yield StopTimer(("rri", flow))
        prefix = prefix_of(flow.proxy.remote)
        holders = self.holders.peek(prefix) or ()
        if flow not in holders:
            return
        rest = tuple(other for other in holders if other != flow)
        if rest:
            self.holders.set(prefix, rest)
            return
        route = self.routes.peek(prefix)
        self.holders.delete(prefix)
        self.routes.delete(prefix)
        if route is not None:
            yield Remember("rri-removed", f"route to {prefix} removed with the last SA", (("prefix", str(prefix)),))
            yield WithdrawRoute(route)
