"""The answers of a lab to facts. Pure: nothing is sent, nothing changes.

An answer is a number (int or float, durations in seconds), an `Address`, a `Prefix`, a name, a truth value, a tuple of these in
an order, or a frozenset without one. `Absent` says why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from iossim.device.node import IpNode
from iossim.device.rib import EIGRP_EXTERNAL
from iossim.endpoints.dsl import DslBox
from iossim.features.crypto.engine import CryptoEngine
from iossim.features.crypto.isakmp.state import IkeSa, Phase
from iossim.lab.department import prefix_of
from iossim.lab.judge import addresses_of, hearing, hsrp_states
from iossim.lab.session.actions import PathReport
from iossim.net.address import Address, Prefix
from iossim.training import facts
from iossim.training.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iossim.device.rib import Entry, Route
    from iossim.device.router import Router
    from iossim.endpoints.voice import Gap
    from iossim.lab.lab import Lab
    from iossim.sim.trace import Record

Scalar: TypeAlias = bool | int | float | str | Address | Prefix
Value: TypeAlias = Scalar | tuple[str, ...] | frozenset[Scalar]

One = TypeVar("One", bound=Scalar)
SECOND = 1_000_000


class Absent(Exception):
    """There is no such thing now; the text says what is there instead."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of a lab: its time, and the number of the next record."""

    t: int
    record: int

    @staticmethod
    def of(lab: Lab) -> Mark:
        """Now."""
        return Mark(lab.now, lab.world.kernel.trace.count)


def answer_of(lab: Lab, fact: Fact, since: Mark) -> Value:
    """What holds in a lab; what counts from an event counts `since` then. Absent when there is nothing to tell."""
    match fact:
        case facts.Peers(device):
            return frozenset(peers_of(lab, device))
        case facts.Routes(device, source):
            return frozenset(route.prefix for route in _table(lab, device) if _is_of(route, source))
        case facts.Distance(device, prefix):
            return _entry(lab, device, prefix).best.distance
        case facts.Metric(device, prefix):
            return _entry(lab, device, prefix).best.metric
        case facts.NextHop(device, prefix):
            return _entry(lab, device, prefix).best.next_hop or Address(0)
        case facts.Age(device, prefix):
            return (lab.now - _entry(lab, device, prefix).since) // SECOND
        case facts.Entry(device, prefix):
            return _entry_number(lab, device, prefix_of(lab.world, prefix))
        case facts.NextEntry(device):
            return _next_entry(lab, device)
        case facts.Ike(device, other):
            return _ike(lab, device, other).id
        case facts.Cipher(device, other):
            policy = _ike(lab, device, other).policy
            return policy.encryption if policy is not None else "none"
        case facts.Peer(device):
            return _peer(lab, device)
        case facts.PublicAddress(node):
            return _public(lab, node)
        case facts.ActiveRouter():
            return _only((name for name in lab.devices if "Active" in hsrp_states(lab.world, name)), "active router")
        case facts.Hops(a, b, protocol):
            return hops_of(lab, PathReport(a, b, protocol))[0]
        case facts.Silence(phone, way):
            return (
                sum((gap.end or lab.now) - max(gap.start, since.t) for gap in gaps(lab, phone, way, since.t)) / SECOND
            )
        case facts.Gaps(phone, way):
            return len(gaps(lab, phone, way, since.t))
        case facts.After(device, kind):
            return _after(lab, device, kind, since)
        case facts.Spread(which, kind):
            return _spread(lab, which, kind, since)
        case facts.Whether(condition):
            return lab.holds(condition)
    raise TypeError(fact)


# -- who is peered with whom -----------------------------------------------------------------------------------------


def peers_of(lab: Lab, device: str) -> Iterable[str]:
    """The routers that a router has IPsec SAs with, by name."""
    ask = lab.router(device).provider("ipsec-peers")
    held = set(ask()) if ask is not None and lab.router(device).up else set()
    return [name for name in lab.devices if name != device and held & addresses_of(lab.world, name)]


def _peer(lab: Lab, device: str) -> Address:
    ask = lab.router(device).provider("ipsec-peers")
    peers: tuple[Address, ...] = ask() if ask is not None else ()
    return _only(peers, f"peer of {device}")


def _public(lab: Lab, node: str) -> Address:
    for link in lab.world.network.links.values():
        for end in (link.a, link.b):
            box = lab.world.nodes[link.other(end)[0]]
            if end[0] == node and isinstance(box, DslBox):
                return box.public
    box = lab.world.nodes[node]
    if isinstance(box, DslBox):
        return box.public
    raise Absent(f"{node} is behind no DSL box")


def engine_of(router: Router) -> CryptoEngine:
    """The IPsec of a router."""
    engine = router.engine("crypto")
    assert isinstance(engine, CryptoEngine)
    return engine


def _ike(lab: Lab, device: str, other: str) -> IkeSa:
    reached = addresses_of(lab.world, other)
    sas = engine_of(lab.router(device)).main_mode.sas.values()
    found = [sa for sa in sas if sa.phase is Phase.DONE and sa.peer.remote in reached]
    if len(found) != 1:
        raise Absent(f"{device} has {len(found) or 'no'} ISAKMP SA with {other}")
    return found[0]


def _entry_number(lab: Lab, device: str, prefix: Prefix) -> int:
    temporaries = engine_of(lab.router(device)).maps.lookup.temporaries.values()
    numbers = [
        one.sequence
        for one in temporaries
        if (one.proxy.remote.address, one.proxy.remote.wildcard) == (prefix.network, prefix.wildcard)
    ]
    return _only(numbers, f"crypto map entry for {prefix}")


def _next_entry(lab: Lab, device: str) -> int:
    """The highest number in use and one more: as long as nothing ends, that is what comes next."""
    numbers = [one.sequence for one in engine_of(lab.router(device)).maps.lookup.temporaries.values()]
    if not numbers:
        raise Absent(f"{device} has no temporary entry")
    return max(numbers) + 1


# -- routes ----------------------------------------------------------------------------------------------------------


def _table(lab: Lab, device: str) -> list[Route]:
    node = lab.world.nodes[device]
    return [entry.best for _, entry in node.rib.installed.items()] if isinstance(node, IpNode) else []


def _is_of(route: Route, source: str) -> bool:
    if source in ("static", "injected"):
        return route.source == "static" and route.via_default == (source == "injected")
    if source in ("eigrp", "external"):
        return route.source.startswith("eigrp ") and (route.distance == EIGRP_EXTERNAL) == (source == "external")
    return route.source == source


def _entry(lab: Lab, device: str, prefix: str) -> Entry:
    node = lab.world.nodes[device]
    entry = node.rib.installed.peek(prefix_of(lab.world, prefix)) if isinstance(node, IpNode) else None
    if entry is None:
        raise Absent(f"{device} has no route to {prefix}")
    return entry


def hops_of(lab: Lab, packet: PathReport) -> tuple[tuple[str, ...], str]:
    """The nodes on a packet's way, each as often as it is passed, and how the way ends."""
    report = lab.do(packet)
    if not report.ok or report.data is None:
        return (), "; ".join(report.lines)
    hops = report.data["hops"]
    assert isinstance(hops, list)
    steps: list[str] = []
    for hop in hops:
        if not steps or steps[-1] != hop["node"]:
            steps.append(str(hop["node"]))
    return tuple(steps), str(report.data["result"])


# -- what happened ---------------------------------------------------------------------------------------------------


def gaps(lab: Lab, phone: str, way: str, since: int) -> list[Gap]:
    """The silences of one direction that have lasted into the time since then."""
    heard = hearing(lab.world, phone)
    if way not in heard:
        raise Absent(f"{phone} is in no call")
    return [gap for gap in heard[way].gaps if gap.end is None or gap.end > since]


def _after(lab: Lab, device: str, kind: str, since: Mark) -> float:
    for record in lab.records(since.record):
        if record.device == device and record.kind == kind:
            return (record.t - since.t) / SECOND
    raise Absent(f"{device} has seen no {kind} since")


def _spread(lab: Lab, which: str, kind: str, since: Mark) -> float:
    """Head-ends, which speak HSRP, are no homes."""
    times: dict[str, float] = {}
    for record in lab.records(since.record):
        if record.kind == kind and record.device in lab.devices and not hsrp_states(lab.world, record.device):
            times.setdefault(record.device, (record.t - since.t) / SECOND)
    if not times:
        raise Absent(f"no home has seen {kind} since")
    ordered = sorted(times.values())
    return {"first": ordered[0], "median": ordered[len(ordered) // 2], "last": ordered[-1]}[which]


def told(lab: Lab, record: Record) -> str:
    """A record in one line."""
    return f"{(record.t - lab.start) / SECOND:.1f} s {record.device} {record.text}".replace("  ", " ")


def _only(found: Iterable[One], what: str) -> One:
    """The one thing there is."""
    values = list(dict.fromkeys(found))
    if len(values) != 1:
        raise Absent(f"no {what}" if not values else f"{len(values)} of: {what}")
    return values[0]
