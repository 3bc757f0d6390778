"""The topology table of one process: inputs become DUAL events, DUAL's answers become packets and routes.

An input is a changed path: heard in an update, query or reply, lost with a neighbor, or local. What neighbors know of a
destination is a function of its entry (`advertised_to`), so an update is due exactly when that value differs before and
after. Split horizon: nothing is advertised by the interface the successors are on; who was told before is told it is
unreachable.

Standard: RFC 7868, 3 and 5.4. Left out: SIA queries (12.2 resets the neighbor).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.actions import Apart, InstallRoute, Remember, StartTimer, StopTimer, WithdrawRoute
from iossim.device.rib import EIGRP_SUMMARY, Route
from iossim.features.eigrp import debugs, dual, events, ip_debugs
from iossim.features.eigrp.config import active_time
from iossim.features.eigrp.distance import UNBELIEVED, distance_for
from iossim.features.eigrp.dual import Event
from iossim.features.eigrp.metric import INFINITY, UNREACHABLE, Weights, composite
from iossim.features.eigrp.packet import Destination, Opcode
from iossim.features.eigrp.restraints import Restraints
from iossim.features.eigrp.state import Entry, Mode, Neighbor, NeighborKey, Origin, Path
from iossim.features.eigrp.summary import Summaries
from iossim.features.eigrp.tables import Choice, Tables
from iossim.features.eigrp.transport import Transport
from iossim.net.address import Prefix

if TYPE_CHECKING:
    from iossim.device.router import Router


class Topology:
    """All destinations of one process."""

    def __init__(self, router: Router, tables: Tables, transport: Transport, asn: int) -> None:
        self.router = router
        self.tables = tables
        self.transport = transport
        self.asn = asn
        self.summaries = Summaries(router, tables, asn)
        self.restraints = Restraints(router, tables, asn)

    def entries(self) -> tuple[Entry, ...]:
        """Every destination."""
        return tuple(entry for (asn, _), entry in self.tables.topology.items() if asn == self.asn)

    def entry(self, prefix: Prefix) -> Entry:
        """A destination, perhaps one that nobody has spoken of yet."""
        return self.tables.topology.peek((self.asn, prefix)) or Entry(prefix, appeared=self.router.kernel.now)

    @property
    def serial(self) -> int:
        """The number of the next change that neighbors are told of."""
        return self.tables.serials.peek(self.asn) or 1

    # -- inputs --------------------------------------------------------------------------------------------------

    def heard(self, neighbor: Neighbor, opcode: Opcode, route: Destination, weights: Weights) -> None:
        """A neighbor has spoken of a destination."""
        before = self.entry(route.prefix)
        path = self._path(neighbor, route, weights)
        self.tables.out.append(ip_debugs.heard(self._listening(neighbor), route, path))
        self.tables.out.append(debugs.heard(opcode, route.prefix, neighbor.address, path))
        self.tables.note(self.asn, *events.heard(opcode, route.prefix, neighbor.address, path))
        after = _without(before, (neighbor.key,)) if path is None else _with(before, path)
        self._input(before, after, opcode, neighbor)

    def local(self, prefix: Prefix, key: tuple[object, ...], path: Path | None) -> None:
        """A connected or redistributed network came, changed or went."""
        before = self.entry(prefix)
        after = _without(before, key) if path is None else _with(before, path)
        if after != before:
            changed = path or next(one for one in before.paths if one.key == key)
            self.tables.note(self.asn, events.local(prefix, changed, path is None))
            if any(one.origin is Origin.SUMMARY for one in (*before.paths, *after.paths)):
                self.tables.out.append(ip_debugs.summarized(prefix, path))
            self._input(before, after, None, None)

    def lost(self, key: NeighborKey) -> None:
        """A neighbor is gone, with all that it reported and all that it owes us."""
        for before in self.entries():
            after = _without(before, (key,))
            if after.asker == key:
                mode = {Mode.ACTIVE_3: Mode.ACTIVE_1, Mode.ACTIVE_2: Mode.ACTIVE_0}.get(after.mode, after.mode)
                after = replace(after, asker=None, mode=mode)
            if key in before.waiting:
                after = replace(after, waiting=tuple(one for one in after.waiting if one != key))
            if after != before:
                self._input(before, after, None, None)

    def introduce(self, neighbor: Neighbor) -> None:
        """Tell a new neighbor everything, and that this was all."""
        known = [self.advertised_to(entry, neighbor) for entry in self.entries()]
        routes = tuple(route for route in known if route.vector.reachable)
        self.transport.tell(neighbor, Opcode.UPDATE, routes, end=True)

    def refresh(self) -> None:
        """Tell all neighbors everything again: what is hidden from them has changed."""
        for neighbor in self.tables.neighbors_of(self.asn):
            if neighbor.up:
                routes = tuple(self.advertised_to(entry, neighbor) for entry in self.entries())
                self.transport.tell(neighbor, Opcode.UPDATE, routes)

    def stuck(self, prefix: Prefix) -> tuple[NeighborKey, ...]:
        """Who still owes us a reply about a destination."""
        return self.entry(prefix).waiting

    def _path(self, neighbor: Neighbor, route: Destination, weights: Weights) -> Path | None:
        interface = self.router.interfaces.peek(neighbor.interface)
        if interface is None or not route.vector.reachable:
            return None
        if not self.restraints.believes(interface.name, route.prefix):
            return None
        if route.external is not None and route.external.originator == self.tables.identity.peek(self.asn):
            return None
        vector = self.restraints.worse(route.vector.across(interface), "in", interface.name, route.prefix)
        metric, reported = composite(vector, weights), composite(route.vector, weights)
        return Path(Origin.NEIGHBOR, interface.name, neighbor.key, vector, metric, reported, route.external)

    # -- DUAL ----------------------------------------------------------------------------------------------------

    def _input(self, before: Entry, after: Entry, opcode: Opcode | None, sender: Neighbor | None) -> None:
        """One destination of perhaps many: what is remembered of it explains nothing of the others."""
        out, self.tables.out = self.tables.out, []
        self._decide(before, after, opcode, sender)
        own = self.tables.out
        apart = any(isinstance(action, Remember) for action in own)
        self.tables.out = [*out, Apart(own)] if apart else out + own

    def _decide(self, before: Entry, after: Entry, opcode: Opcode | None, sender: Neighbor | None) -> None:
        asked = sender if opcode is Opcode.QUERY else None
        if after.mode is not Mode.PASSIVE:
            self._while_active(before, after, opcode, sender)
            return
        found = dual.holds(after)
        self.tables.out.append(debugs.searched(before, after, found))
        self.tables.note(self.asn, *events.searched(before, after, found))
        if found:
            self._commit(before, self._settled(after))
            if asked is not None:
                self._reply(asked, after.prefix)
        else:
            successor = asked is not None and any(path.neighbor == asked.key for path in before.successors)
            mode = dual.step(Mode.PASSIVE, Event.INFEASIBLE_QUERY if successor else Event.INFEASIBLE)
            self._activate(before, after, mode, asked.key if successor and asked is not None else None)
            if asked is not None and not successor:
                self._reply(asked, after.prefix)

    def _while_active(self, before: Entry, after: Entry, opcode: Opcode | None, sender: Neighbor | None) -> None:
        key = sender.key if sender is not None else None
        of_successor = any(path.neighbor == key for path in before.successors) and key is not None
        after = replace(after, successors=_still(before.successors, after.paths))
        if opcode is Opcode.REPLY and key is not None:
            after = replace(after, waiting=tuple(one for one in after.waiting if one != key))
        elif opcode is Opcode.QUERY and of_successor:
            after = replace(after, mode=dual.step(after.mode, Event.SUCCESSOR_QUERY), asker=key)
        elif dual.best(after.successors) > dual.best(before.successors):
            after = replace(after, mode=dual.step(after.mode, Event.INCREASE))
        self._commit(before, after)
        if opcode is Opcode.QUERY and not of_successor and sender is not None:
            self._reply(sender, after.prefix)
        if not after.waiting:
            self._finish(after)

    def _activate(self, before: Entry, after: Entry, mode: Mode, asker: NeighborKey | None) -> None:
        """Ask all neighbors but the asker; our own distance stays what it is through the old successor."""
        left = _still(before.successors, after.paths)
        successor = min(left, key=lambda path: path.metric, default=None)
        known = self.tables.neighbors_of(self.asn)
        others = tuple(one for one in known if one.up and one.stub is None and one.key != asker)
        active = replace(
            after,
            mode=mode,
            asker=asker,
            waiting=tuple(one.key for one in others),
            successors=left,
            feasible=dual.best(left),
            advertised=successor.vector if successor is not None else UNREACHABLE,
            since=self.router.kernel.now,
        )
        asked = "asks its neighbors for another" if others else "there is nobody to ask for another"
        self._remember(f"has lost its way to {after.prefix} and {asked} (active, {mode.value})", active)
        self.tables.note(self.asn, events.active(active))
        self._commit(before, active)
        limit = active_time(self.router.config, self.asn, self.router.parameters)
        if limit is not None:
            self.tables.out.append(StartTimer(("sia", self.asn, after.prefix), limit))
        for other in others:
            self.transport.tell(other, Opcode.QUERY, (self.advertised_to(active, other),))
        if not others:
            self._finish(active)

    def _finish(self, active: Entry) -> None:
        """The last reply is in."""
        bound = active.mode in dual.BOUND
        free = active if bound else replace(active, feasible=INFINITY)
        if bound and not dual.holds(free):
            self._activate(active, active, dual.step(active.mode, Event.LAST_REPLY_INFEASIBLE), active.asker)
            return
        dual.step(active.mode, Event.LAST_REPLY_FEASIBLE)
        self.tables.out.append(StopTimer(("sia", self.asn, active.prefix)))
        settled = self._settled(free)
        found = "has another way to" if settled.successors else "has heard of no other way to"
        self._remember(f"{found} {settled.prefix} (passive)", settled)
        self.tables.note(self.asn, events.answered(settled))
        self._commit(active, settled)
        asker = self.tables.neighbors.peek(active.asker) if active.asker is not None else None
        if asker is not None:
            self._reply(asker, active.prefix)

    def _settled(self, entry: Entry) -> Entry:
        """The entry passive, with its best feasible paths as successors."""
        successors = dual.chosen(entry.paths, entry.feasible)
        first = successors[0] if successors else None
        return replace(
            entry,
            mode=Mode.PASSIVE,
            waiting=(),
            asker=None,
            feasible=min(entry.feasible, dual.best(entry.paths)),
            successors=successors,
            advertised=first.vector if first is not None else UNREACHABLE,
            external=first.external if first is not None else None,
        )

    # -- consequences --------------------------------------------------------------------------------------------

    def _commit(self, before: Entry, after: Entry) -> None:
        """Make an entry a fact, with its routes; tell neighbors what changes for them, once it is passive."""
        if after.successors != before.successors:
            after = replace(after, since=self.router.kernel.now)
        key = (self.asn, after.prefix)
        gone = after.mode is Mode.PASSIVE and not after.paths
        self.tables.note(self.asn, *events.committed(before, after))
        if gone:
            self.tables.topology.delete(key)
        else:
            self.tables.topology.set(key, after)
        old, new = self.routes_of(before), self.routes_of(after)
        for route in (one for one in new if one not in old):
            self.tables.out += [debugs.installed(route), InstallRoute(route)]
        self.tables.out += [WithdrawRoute(route) for route in old if route not in new]
        if after.mode is Mode.PASSIVE:
            self._update(before, after)
            for prefix, path_key, path in self.summaries.due(after):
                self.local(prefix, path_key, path)

    def _update(self, before: Entry, after: Entry) -> None:
        if before.advertised != after.advertised:
            self.tables.serials.set(self.asn, self.serial + 1)
            self.tables.note(self.asn, events.updated(after))
        for neighbor in self.tables.neighbors_of(self.asn):
            if neighbor.up and neighbor.key != before.asker:
                told = self.advertised_to(after, neighbor)
                if told != self.advertised_to(before, neighbor):
                    self.transport.tell(neighbor, Opcode.UPDATE, (told,))

    def _reply(self, neighbor: Neighbor, prefix: Prefix) -> None:
        self.tables.note(self.asn, events.replied(prefix, neighbor.key))
        self.transport.tell(neighbor, Opcode.REPLY, (self.advertised_to(self.entry(prefix), neighbor),))

    def routes_of(self, entry: Entry) -> tuple[Route, ...]:
        """What the routing table gets: successors, and with `variance` feasible ones that are not too far."""
        choice, best = self.choice(), dual.best(entry.successors)
        paths = list(entry.successors)
        if choice.variance > 1 and entry.mode is Mode.PASSIVE:
            others = dual.feasible(entry.paths, entry.feasible)
            paths += [one for one in others if one not in paths and one.metric < choice.variance * best]
        routes = [
            self._route(entry, path, choice, path.metric > best) for path in paths[: choice.paths] if _forwards(path)
        ]
        return tuple(route for route in routes if route.distance < UNBELIEVED)

    def _route(self, entry: Entry, path: Path, choice: Choice, beside: bool) -> Route:
        source = f"eigrp {self.asn}"
        if path.neighbor is None:
            return Route(entry.prefix, source, EIGRP_SUMMARY, path.metric, None, path.interface)
        hop, port = path.neighbor[2], path.interface
        if path.external is None:
            distance, tag = distance_for(choice.sourced, hop, entry.prefix, choice.internal), 0
        else:
            distance, tag = choice.external, path.external.tag
        return Route(entry.prefix, source, distance, path.metric, hop, port, tag, beside=beside)

    def choice(self) -> Choice:
        """How routes are offered, as last adopted."""
        return self.tables.choice.peek(self.asn) or Choice()

    def adopt(self, choice: Choice) -> None:
        """`distance`, `variance`: what changes is offered anew."""
        if choice == self.choice():
            return
        before = [self.routes_of(entry) for entry in self.entries()]
        self.tables.choice.set(self.asn, choice)
        after = [self.routes_of(entry) for entry in self.entries()]
        for old, new in zip(before, after, strict=True):
            self.tables.out += [WithdrawRoute(route) for route in old if route not in new]
            self.tables.out += [InstallRoute(route) for route in new if route not in old]

    def advertised_to(self, entry: Entry, neighbor: Neighbor) -> Destination:
        """What a neighbor knows of a destination."""
        behind = any(path.interface == neighbor.interface for path in entry.successors)
        hidden = self.summaries.hides(entry, neighbor.interface)
        if behind or hidden or not entry.advertised.reachable or not self.restraints.tells(entry, neighbor.interface):
            return Destination(entry.prefix, UNREACHABLE)
        vector = self.restraints.worse(entry.advertised, "out", neighbor.interface, entry.prefix)
        return Destination(entry.prefix, vector, entry.external)

    def _listening(self, neighbor: Neighbor) -> str:
        """The flag under which debug lines about a neighbor are printed."""
        return ip_debugs.flag_for(self.router.lines.flags, self.tables.targets, neighbor.key)

    def _remember(self, text: str, entry: Entry) -> None:
        self.tables.out.append(Remember("eigrp", text, (("prefix", entry.prefix),)))


def _forwards(path: Path) -> bool:
    """True for a path that the routing table does not have from elsewhere."""
    return path.neighbor is not None or path.origin is Origin.SUMMARY


def _with(entry: Entry, path: Path) -> Entry:
    """With this path in the place of one with the same key."""
    if any(old.key == path.key for old in entry.paths):
        return replace(entry, paths=tuple(path if old.key == path.key else old for old in entry.paths))
    return replace(entry, paths=(*entry.paths, path))


def _without(entry: Entry, key: tuple[object, ...]) -> Entry:
    return replace(entry, paths=tuple(path for path in entry.paths if path.key != key))


def _still(successors: tuple[Path, ...], paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The old successors that are left, as they are now."""
    keys = [path.key for path in successors]
    return tuple(path for path in paths if path.key in keys)
