"""`show crypto session`: what there is with each peer, ISAKMP and IPsec together (since 12.3(4)T).

A session is a peer under an interface's crypto map: of static entries every peer they name, of temporary ones the remote that made
them. Left out: users, groups and profiles, which need features that are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from iossim.cli.compound import AddressSpec
from iossim.cli.release import Forms, Release
from iossim.device.ages import age, clock
from iossim.device.interface import short
from iossim.features.crypto.ipsec.state import Peer, Proxy, mask_of
from iossim.features.crypto.isakmp.state import IkeSa
from iossim.features.crypto.view import CryptoView, FlowView, PairView
from iossim.net.address import Address

Ip = Callable[[int], str]
SINCE = "12.3(4)T"
IKE = Forms("IKE SA", ("15.1", "IKEv1 SA"))
SESSION_ID = Forms[tuple[str, ...]]((), ("15.1", ("  Session ID: 0  ",)))
LEGEND = (
    "Code: C - IKE Configuration mode, D - Dead Peer Detection     ",
    "K - Keepalives, N - NAT-traversal, T - cTCP encapsulation     ",
    "X - IKE Extended Authentication, F - IKE Fragmentation",
)
BRIEF = (
    "Status: A- Active, U - Up, D - Down, I - Idle, S - Standby, N - Negotiating",
    "        K - No IKE",
    "ivrf = (none)",
)
ROW = Forms(
    "{peer:>15} {port:>7}{user:>17} {identity:>24} {uptime:>8} {status:>5}",
    ("15.0", "{peer:<16}{port:<13}{user:<16}{identity:<25}{uptime:<8} {status}"),
)
LETTERS = {"UP-ACTIVE": "UA", "UP-IDLE": "UI", "UP-NO-IKE": "UK", "DOWN-NEGOTIATING": "DN", "DOWN": "D"}


@dataclass(frozen=True, slots=True)
class FlowSession:
    """A flow as one peer of its entry has it: with SAs, or without."""

    flow: FlowView
    pairs: tuple[PairView, ...]
    current: bool

    @property
    def inbound(self) -> tuple[int, int]:
        """Packets decrypted and dropped; none with a peer whose turn it is not."""
        return (self.flow.decrypted, self.flow.receive_errors) if self.current else (0, 0)

    @property
    def outbound(self) -> tuple[int, int]:
        """Packets encrypted and dropped."""
        return (self.flow.encrypted, self.flow.send_errors) if self.current else (0, 0)

    @property
    def active(self) -> int:
        """How many SAs there are, both directions counted."""
        return 2 * len(self.pairs)


@dataclass(frozen=True, slots=True)
class CryptoSession:
    """Everything with one peer."""

    interface: str
    peer: Address
    ike: tuple[IkeSa, ...]
    flows: tuple[FlowSession, ...]
    now: int

    @property
    def up(self) -> tuple[IkeSa, ...]:
        """The ISAKMP SAs that can be used."""
        return tuple(sa for sa in self.ike if sa.up)

    @property
    def protected(self) -> bool:
        """True when there are IPsec SAs."""
        return any(one.pairs for one in self.flows)

    @property
    def status(self) -> str:
        """`UP-ACTIVE` with SAs of both kinds, and so on."""
        if self.protected:
            return "UP-ACTIVE" if self.up else "UP-NO-IKE"
        if self.up:
            return "UP-IDLE"
        return "DOWN-NEGOTIATING" if any(sa.negotiating for sa in self.ike) else "DOWN"

    @property
    def identity(self) -> str:
        """What the peer called itself, if it is known by more than its address."""
        return next((sa.peer_name for sa in reversed(self.up) if sa.peer_name), "")

    @property
    def port(self) -> int:
        """The peer's UDP port as it is seen here."""
        known = [sa.peer.port for sa in self.ike] + [one.pair.peer.port for flow in self.flows for one in flow.pairs]
        return known[-1] if known else Peer(self.peer, self.peer).port

    @property
    def uptime(self) -> int | None:
        """Microseconds since the first SA of the conversation; None while there is none."""
        begun = [sa.established for sa in self.up]
        for one in self.flows:
            begun += [view.pair.origin.t if view.pair.origin else view.pair.created for view in one.pairs]
        return self.now - min(begun) if begun else None


def sessions(view: CryptoView) -> list[CryptoSession]:
    """The sessions by interface, in the order of the map's entries and their peers."""
    flows: dict[tuple[str, Address], list[FlowSession]] = {}
    for flow in view.flows:
        entry = next((one for one in view.entries_of(flow.flow.map) if one.sequence == flow.flow.sequence), None)
        named = entry.peers if entry is not None else ()
        for peer in dict.fromkeys([*named, *(one.pair.peer.remote for one in flow.pairs), *_only(flow.peer, named)]):
            pairs = tuple(one for one in flow.pairs if one.pair.peer.remote == peer)
            flows.setdefault((flow.interface, peer), []).append(FlowSession(flow, pairs, peer == flow.peer))
    ike: dict[Address, list[IkeSa]] = {}
    for sa in view.ike:
        ike.setdefault(sa.peer.remote, []).append(sa)
    found = [
        CryptoSession(interface, peer, tuple(ike.pop(peer, ())), tuple(here), view.now)
        for (interface, peer), here in flows.items()
    ]
    outside = next(iter(view.config.applied), "")
    return found + [CryptoSession(outside, peer, tuple(here), (), view.now) for peer, here in ike.items()]


def _only(peer: Address | None, named: Iterable[Address]) -> tuple[Address, ...]:
    """The peer of an entry that names none."""
    return () if peer is None or tuple(named) else (peer,)


def show_sessions(view: CryptoView, look: Release, ip: Ip, detail: bool = False) -> Iterator[str]:
    """A block per session."""
    yield "Crypto session current status"
    yield ""
    if detail:
        yield from LEGEND
        yield ""
    for one in sessions(view):
        yield from (_detail if detail else _plain)(one, view, look, ip)
        yield ""


def _plain(one: CryptoSession, view: CryptoView, look: Release, ip: Ip) -> Iterator[str]:
    yield f"Interface: {one.interface}"
    yield f"Session status: {one.status:<14}"
    yield f"Peer: {ip(one.peer)} port {one.port} "
    for sa in one.ike:
        yield from SESSION_ID.on(look)
        yield _ike(sa, look, ip)
    for flow in one.flows:
        yield from _flow(flow, ip)


def _detail(one: CryptoSession, view: CryptoView, look: Release, ip: Ip) -> Iterator[str]:
    yield f"Interface: {one.interface}"
    if one.uptime is not None:
        yield f"Uptime: {age(one.uptime)}"
    yield f"Session status: {one.status:<14}"
    yield f"Peer: {ip(one.peer)} port {one.port} fvrf: (none) ivrf: (none)"
    named = f"      Phase1_id: {one.identity or ip(one.peer)}" if one.up else "      Phase1_id: (none)"
    yield from (named, "      Desc: (none)") if one.up else ("      Desc: (none)", named)
    for sa in one.ike:
        yield from SESSION_ID.on(look)
        yield _ike(sa, look, ip)
        left = clock(max(0, sa.expires - one.now)) if sa.up else "0"
        watched = "D" if sa.up and sa.peer_keepalive and view.config.keepalive is not None else "(none)"
        yield f"          Capabilities:{watched} connid:{sa.id if sa.up else 0} lifetime:{left}"
    for flow in one.flows:
        yield from _flow(flow, ip)
        yield "        Inbound:  #pkts dec'ed {} drop {} {}".format(*flow.inbound, _life(flow))
        yield "        Outbound: #pkts enc'ed {} drop {} {}".format(*flow.outbound, _life(flow))


def _ike(sa: IkeSa, look: Release, ip: Ip) -> str:
    ends = f"local {ip(sa.peer.local)}/{Peer(sa.peer.local, sa.peer.remote).port} remote {ip(sa.peer.remote)}/{sa.peer.port}"
    return f"  {IKE.on(look)}: {ends} {'Active' if sa.up else 'Inactive'} "


def _flow(one: FlowSession, ip: Ip) -> Iterator[str]:
    yield f"  IPSEC FLOW: permit {_proxy(one.flow.flow.proxy, ip)} "
    origin = "crypto map" if one.flow.from_list else "dynamic crypto map"
    yield f"        Active SAs: {one.active}, origin: {origin}"


def _life(one: FlowSession) -> str:
    left = one.pairs[-1] if one.pairs else None
    return f"life (KB/Sec) {left.kilobytes_left}/{left.seconds_left}" if left is not None else "life (KB/Sec) 0/0"


def _proxy(proxy: Proxy, ip: Ip) -> str:
    protocol = str(proxy.proto) if proxy.proto else "ip"
    return f"{protocol} {_spec(proxy.local, proxy.local_port, ip)} {_spec(proxy.remote, proxy.remote_port, ip)}"


def _spec(spec: AddressSpec, port: int, ip: Ip) -> str:
    place = f"host {ip(spec.address)}" if not spec.wildcard else f"{ip(spec.address)}/{mask_of(spec)}"
    return f"{place} port {port}" if port else place


def show_brief(view: CryptoView, look: Release, ip: Ip) -> Iterator[str]:
    """A row per session that is not down."""
    yield from BRIEF
    row = ROW.on(look)
    words = ("Peer", "I/F", "Username", "Group/Phase1_id", "Uptime", "Status")
    yield row.format(**dict(zip(FIELDS, words, strict=True)))
    for one in sessions(view):
        if one.ike or one.protected:
            uptime = age(one.uptime) if one.uptime is not None else ""
            identity = (one.identity or ip(one.peer)) if one.up else ""
            told = (ip(one.peer), short(one.interface), "", identity, uptime, LETTERS[one.status])
            yield row.format(**dict(zip(FIELDS, told, strict=True)))


FIELDS = ("peer", "port", "user", "identity", "uptime", "status")
