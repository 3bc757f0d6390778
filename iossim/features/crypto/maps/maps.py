"""Crypto maps at work: current peers, answers to proposals, temporary entries.

A static entry has one current peer. It moves to the next of the list when an attempt fails or the peer is declared dead, and
nothing moves it back while that peer works: remotes keep no affinity to their first peer. With the rule `top-of-list` a
death starts the list anew.

A temporary entry is numbered one above the last (from one above the templates, never reused until reload); a proposal with the
same peer and identities as an entry that lives is that entry's rekey.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Remember
from iossim.device.parameters import MapNumbering, PeerRule
from iossim.features.crypto.ipsec.state import Flow, Peer, Proxy, mask_of
from iossim.features.crypto.isakmp.packet import Notice, Proposal, Quick
from iossim.features.crypto.isakmp.state import Exchange
from iossim.features.crypto.maps.lookup import Lookup
from iossim.features.crypto.maps.state import Answer, Temporary
from iossim.features.crypto.wanted import CryptoMap, MapEntry, TransformSet
from iossim.net.address import Address
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine

HIGH_NUMBERS = 65_536


class Maps:
    """The crypto maps of a router."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.lookup = Lookup(engine)
        self.current: Table[tuple[str, int], Address] = engine.table("crypto.peers")
        self.last_number: Table[str, int] = engine.table("crypto.numbers")

    # -- entries -------------------------------------------------------------------------------------------------

    def entry(self, flow: Flow) -> MapEntry | None:
        """The configured entry a flow is under: a static one, or the template of a temporary one."""
        config = self.engine.config
        temporary = self.lookup.temporaries.peek((flow.map, flow.sequence))
        if temporary is not None:
            template = config.dynamic_maps.get(temporary.template)
            return template.entry(temporary.template_sequence) if template is not None else None
        crypto_map = config.maps.get(flow.map)
        return crypto_map.entry(flow.sequence) if crypto_map is not None else None

    def local_address(self, crypto_map: CryptoMap, interface: str) -> Address | None:
        """The address that ISAKMP and ESP of a map use: of the interface it names, else of the one it is applied to."""
        found = self.engine.router.interfaces.peek(crypto_map.local_interface or interface)
        return found.address if found is not None else None

    def applied_to(self, local: Address) -> list[tuple[str, CryptoMap]]:
        """The interfaces and maps whose local address this is."""
        applied = self.lookup.applied.items()
        return [(interface, one) for interface, one in applied if self.local_address(one, interface) == local]

    def interface_of(self, name: str) -> str:
        """The first interface a map is applied to."""
        return next((interface for interface, one in self.lookup.applied.items() if one.name == name), "")

    def lifetimes(self, entry: MapEntry) -> tuple[int, int]:
        """Seconds and kilobytes that an entry proposes: its own, the global ones, IOS's."""
        config, parameters = self.engine.config, self.engine.router.parameters
        seconds = entry.seconds or config.seconds or parameters.ipsec_lifetime // 1_000_000
        return seconds, entry.kilobytes or config.kilobytes or parameters.ipsec_lifetime_kilobytes

    def sets(self, entry: MapEntry) -> list[TransformSet]:
        """The transform sets of an entry that exist, in its order."""
        known = self.engine.config.transform_sets
        return [known[name] for name in entry.transform_sets if name in known]

    # -- peers ---------------------------------------------------------------------------------------------------

    def current_peer(self, entry: MapEntry) -> Address | None:
        """The peer that an entry talks to, or will turn to next."""
        if not entry.peers:
            return None
        found = self.current.peek((entry.map, entry.sequence))
        return found if found in entry.peers else entry.peers[0]

    def forget_peers(self) -> None:
        """An entry that is gone, or no longer has that peer, begins with the first of its list when it comes again."""
        for name, sequence in tuple(self.current.keys()):
            crypto_map = self.engine.config.maps.get(name)
            entry = crypto_map.entry(sequence) if crypto_map is not None else None
            if entry is None or self.current.peek((name, sequence)) not in entry.peers:
                self.current.delete((name, sequence))

    def leave(self, remote: Address, dead: bool) -> Iterator[Action]:
        """A peer has not answered, or has been declared dead: entries that point at it move on."""
        top = dead and self.engine.router.parameters.peer_rule is PeerRule.TOP_OF_LIST
        for crypto_map in self.engine.config.maps.values():
            for entry in crypto_map.entries:
                if self.current_peer(entry) != remote:
                    continue
                following = entry.peers[0 if top else (entry.peers.index(remote) + 1) % len(entry.peers)]
                self.current.set((entry.map, entry.sequence), following)
                if following != remote:
                    yield Remember(
                        "peer-changed",
                        f"crypto map {entry.map} {entry.sequence} turns from {remote} to {following}",
                        (("map", entry.map), ("sequence", entry.sequence), ("peer", str(following))),
                    )

    # -- proposals -----------------------------------------------------------------------------------------------

    def proposals(self, entry: MapEntry, proxy: Proxy, peer: Peer) -> tuple[Proposal, ...]:
        """The transform sets of an entry as they are offered; transport mode only between the peers themselves."""
        return tuple(Proposal(one.transforms, one.transport and between_peers(proxy, peer)) for one in self.sets(entry))

    def set_named(self, flow: Flow, chosen: Proposal) -> str:
        """Which of an entry's sets a proposal is."""
        entry = self.entry(flow)
        sets = self.sets(entry) if entry is not None else []
        return next((one.name for one in sets if one.transforms == chosen.transforms), "")

    def respond(self, peer: Peer, quick: Quick) -> Answer | Notice:
        """The entry that takes a peer's proposal, or why there is none."""
        proxy = quick.proxy.mirrored()
        refused = Notice.INVALID_IDENTITY
        for interface, crypto_map in self.applied_to(peer.local):
            for entry, template in self._candidates(crypto_map):
                inner = template or entry
                if inner.peers and peer.remote not in inner.peers:
                    continue
                if inner.acl and not self._covers(inner.acl, proxy):
                    continue
                refused = Notice.NO_PROPOSAL_CHOSEN
                answer = self._answer(entry, template, interface, peer, quick)
                if answer is not None:
                    return answer
        return refused

    def _candidates(self, crypto_map: CryptoMap) -> Iterator[tuple[MapEntry, MapEntry | None]]:
        """The entries that can answer, in order; a dynamic map stands for its own entries."""
        for entry in crypto_map.entries:
            if not entry.template:
                if entry.complete and not entry.manual:
                    yield entry, None
                continue
            template = self.engine.config.dynamic_maps.get(entry.template)
            for inner in template.entries if template is not None else ():
                yield entry, inner

    def _covers(self, acl: str, proxy: Proxy) -> bool:
        """True when an entry of the list permits all that the identities name."""
        access_list = self.lookup.access_list(acl)
        if access_list is None:
            return False
        for rule in access_list.rules:
            if proxy.within(Proxy.of(rule)):
                return rule.permit
        return False

    def _answer(
        self, entry: MapEntry, template: MapEntry | None, interface: str, peer: Peer, quick: Quick
    ) -> Answer | None:
        inner = template or entry
        if inner.pfs and inner.pfs != quick.pfs:
            return None
        proxy = quick.proxy.mirrored()
        for one in self.sets(inner):
            for offered in quick.proposals:
                if one.transforms == offered.transforms and (one.transport or not offered.transport):
                    seconds, kilobytes = self.lifetimes(inner)
                    return Answer(
                        (entry.map, entry.sequence, inner.map if template else "", inner.sequence if template else 0),
                        self._known(entry.map, peer, proxy) if template else Flow(entry.map, entry.sequence, proxy),
                        interface,
                        offered,
                        one.name,
                        min(seconds, quick.seconds),
                        min(kilobytes, quick.kilobytes),
                    )
        return None

    def _known(self, name: str, peer: Peer, proxy: Proxy) -> Flow | None:
        """The flow of a temporary entry that has this peer and these identities."""
        for flow in self.engine.sadb.flows_with(peer):
            if flow.map == name and flow.proxy == proxy:
                return flow
        return None

    def refusal(self, peer: Peer, quick: Quick, notice: Notice) -> tuple[str | Address, ...]:
        """The debug line that says why a proposal was refused."""
        if not self.applied_to(peer.local):
            return ("IPSEC(validate_transform_proposal): invalid local address ", peer.local)
        if notice is Notice.NO_PROPOSAL_CHOSEN:
            first = " ".join(quick.proposals[0].transforms) if quick.proposals else ""
            return (f"IPSEC(validate_proposal): transform proposal not supported for identity: {{{first} }}",)
        return ("IPSEC(validate_transform_proposal): proxy identities not supported",)

    def objection(self, peer: Peer, quick: Quick, notice: Notice) -> str:
        """The same in plain words."""
        applied = self.applied_to(peer.local)
        if not applied:
            return f"no crypto map uses {peer.local}"
        if notice is Notice.INVALID_IDENTITY:
            return "no entry of its crypto map is for these addresses"
        offered = [one.transforms for one in quick.proposals]
        inner = [template or entry for _, one in applied for entry, template in self._candidates(one)]
        if any(known.transforms in offered for entry in inner for known in self.sets(entry)):
            return "its entry asks for another group, or mode"
        return f"it has no transform set {' '.join(offered[0]) if offered else ''}"

    # -- temporary entries ---------------------------------------------------------------------------------------

    def make_temporary(self, exchange: Exchange, peer: Peer) -> Temporary:
        """A remote is here: its entry."""
        name, _, template_name, template_sequence = exchange.entry
        config = self.engine.config
        template = config.dynamic_maps.get(template_name)
        inner = template.entry(template_sequence) if template is not None else None
        temporary = Temporary(
            name, self._next_number(name), template_name, template_sequence, peer, exchange.proxy, exchange.set_name,
            *(self.lifetimes(inner) if inner is not None else (exchange.seconds, exchange.kilobytes)),
            pfs=inner.pfs if inner is not None else "", reverse_route=inner is not None and inner.reverse_route,
            pre_classify=inner is not None and inner.pre_classify,
        )  # fmt: skip
        self.lookup.add(temporary)
        return temporary

    def _next_number(self, name: str) -> int:
        crypto_map = self.engine.config.maps.get(name)
        highest = crypto_map.highest if crypto_map is not None else 0
        if self.engine.router.parameters.map_numbering is MapNumbering.HIGH:
            highest = max(highest, HIGH_NUMBERS - 1)
        number = max(highest, self.last_number.peek(name) or 0) + 1
        self.last_number.set(name, number)
        return number

    def drop_temporary(self, flow: Flow) -> None:
        """The last SA of a remote is gone, and so is its entry."""
        temporary = self.lookup.temporaries.peek((flow.map, flow.sequence))
        if temporary is not None:
            self.lookup.remove(temporary)


def between_peers(proxy: Proxy, peer: Peer) -> bool:
    """True when the protected traffic is that of the peers themselves: the only case for transport mode."""
    return (
        proxy.local.address == peer.local
        and proxy.remote.address == peer.remote
        and mask_of(proxy.local) == mask_of(proxy.remote) == 0xFFFFFFFF
    )
