"""Static routes on one router: each line is a route offered to the routing table, which decides whether it is usable.

`no ip classless` takes the default and supernet routes away from destinations inside a major network of which the table
knows a part. The `majors` of the table are a fact only while that is so.

Left out: `permanent` (a route goes with its interface), `name` (written back, nothing else).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args
from iossim.device.actions import Action, InstallRoute, WithdrawRoute
from iossim.device.engine import Actions, Engine
from iossim.device.notices import RouteChanged, RoutesCleared
from iossim.device.ordering import major_of
from iossim.device.refusal import unroutable
from iossim.device.rib import STATIC, Route
from iossim.features.static_routes.config import CLASSLESS, DEFAULT_NETWORK, ROUTE, SUBNET_ZERO
from iossim.net.address import Prefix, classful_length, length_of
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.node import Drop
    from iossim.net.walk import Walker


def route_of(args: Args) -> Route:
    """The route a line asks for."""
    return Route(
        Prefix.of(args["network"], length_of(args["mask"])),
        "static",
        args.get("distance", STATIC),
        next_hop=args.get("next_hop") or args.get("gateway"),
        interface=args.get("interface", ""),
        tag=args.get("value", 0),
    )


class StaticRoutesEngine(Engine):
    """The static routes of one router."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.majors: Table[Prefix, bool] = self.table("static_routes.majors")
        self.classful: Table[str, bool] = self.table("static_routes.classful")

    def start(self) -> Actions:
        """Offer every route of the configuration."""
        self._set_classful()
        self._choose_gateway()
        return [InstallRoute(route) for route in self._routes()]

    def configure(self, change: Change) -> Actions:
        """A line came, went or changed."""
        if change.entry is CLASSLESS:
            self._set_classful()
        if change.entry is DEFAULT_NETWORK:
            self._choose_gateway()
        if change.entry is not ROUTE:
            return
        if change.before is not None:
            yield WithdrawRoute(route_of(change.before))
        if not change.removed:
            yield InstallRoute(route_of(change.args))

    def notice(self, notice: Any) -> Actions:
        """Routes were cleared by command, or best ones have changed."""
        if isinstance(notice, RoutesCleared):
            return list(self._renewed(notice.prefix))
        if isinstance(notice, RouteChanged) and self.classful.peek(""):
            self._note_majors()
        if isinstance(notice, RouteChanged) and self.router.config.has(DEFAULT_NETWORK):
            self._choose_gateway()
        return ()

    def _routes(self) -> Iterator[Route]:
        for statement in self.router.config.all(ROUTE):
            yield route_of(statement.args)

    def _renewed(self, prefix: Prefix | None) -> Iterator[Action]:
        """Take routes away and offer them again: their ages begin anew."""
        for route in list(self._routes()):
            if prefix in (None, route.prefix):
                yield WithdrawRoute(route)
                yield InstallRoute(route)

    def subnet_zero(self) -> bool:
        """True while the first subnet of a network may be used."""
        return self.router.config.on(SUBNET_ZERO)

    # -- the gateway of last resort ------------------------------------------------------------------------------

    def candidates(self) -> tuple[Prefix, ...]:
        """The networks of `ip default-network`, known or not."""
        networks = [statement.args["network"] for statement in self.router.config.all(DEFAULT_NETWORK)]
        return tuple(Prefix.of(network, classful_length(network)) for network in networks)

    def _choose_gateway(self) -> None:
        """The nearest of the candidates that are reached by a gateway; the default network itself goes before them."""
        best: tuple[int, int, Prefix] | None = None
        for network in self.candidates():
            entry = self.router.rib.installed.peek(network)
            if entry is not None and entry.best.next_hop is not None:
                found = entry.best.distance, entry.best.metric, network
                best = found if best is None or found[:2] < best[:2] else best
        if best is not None:
            self.router.rib.last_resort.set("", best[2])
        else:
            self.router.rib.last_resort.delete("")

    # -- classful forwarding -------------------------------------------------------------------------------------

    def _set_classful(self) -> None:
        self.classful.set("", not self.router.config.on(CLASSLESS))
        self.majors.clear()
        if self.classful.peek(""):
            self._note_majors()

    def _note_majors(self) -> None:
        known = {major: True for prefix in self.router.rib.installed.keys() if (major := major_of(prefix)) is not None}
        for major in tuple(self.majors.keys()):
            if major not in known:
                self.majors.delete(major)
        for major in known:
            self.majors.set(major, True)

    def forget_defaults(self, walker: Walker, transit: Transit) -> Drop | None:
        """`no ip classless`: an unknown subnet of a known major network has no route."""
        if not self.classful.get(""):
            return None
        target = transit.packet.dst
        major = Prefix.of(target, classful_length(target))
        entry = self.router.rib.lookup(target)
        known = entry is not None and target in entry.best.prefix and entry.best.prefix.length >= major.length
        if entry is None or known or not self.majors.get(major):
            return None
        return unroutable(self.router, transit)
