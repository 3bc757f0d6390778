"""Security associations: what is protected (`Proxy`), under which map entry (`Flow`), and with what (`SaPair`).

A pair is the inbound and the outbound SA of one quick mode. A flow has one current pair, which encrypts, and perhaps an
older one that still decrypts. Standard: RFC 2401.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from iossim.cli.compound import ANY, AddressSpec
from iossim.device.filters import Rule
from iossim.net.address import ALL_ONES, Address, Prefix
from iossim.net.packet import Packet
from iossim.sim.meters import Meter
from iossim.sim.trace import Record
from iossim.sim.values import dataclass

if TYPE_CHECKING:
    from iossim.sim.kernel import Kernel


class Peer(NamedTuple):
    """With whom: our address, its address, its UDP port as we see it (a NAT on the way may have changed it)."""

    local: Address
    remote: Address
    port: int = 500


class Proxy(NamedTuple):
    """The identities of a pair: which packets may use it, seen from this router. Zeros mean any."""

    local: AddressSpec = ANY
    remote: AddressSpec = ANY
    proto: int = 0
    local_port: int = 0
    remote_port: int = 0

    @staticmethod
    def of(rule: Rule) -> Proxy:
        """The identities that an access-list entry asks for; only single ports can be said in an identity."""
        ports = [
            spec.low if spec is not None and spec.operator == "eq" else 0 for spec in (rule.src_ports, rule.dst_ports)
        ]
        return Proxy(rule.src, rule.dst, rule.proto, *ports)

    def narrowed(self, packet: Packet) -> Proxy:
        """The same for the two hosts of a packet alone."""
        hosts = AddressSpec(packet.src, Address(0)), AddressSpec(packet.dst, Address(0))
        return self._replace(local=hosts[0], remote=hosts[1])

    def mirrored(self) -> Proxy:
        """The same, seen from the peer."""
        return Proxy(self.remote, self.local, self.proto, self.remote_port, self.local_port)

    def takes(self, packet: Packet) -> bool:
        """True for a packet on its way to the peer."""
        sport, dport = packet.ports
        return (
            packet.src in self.local
            and packet.dst in self.remote
            and self.proto in (0, packet.proto)
            and self.local_port in (0, sport)
            and self.remote_port in (0, dport)
        )

    def within(self, other: Proxy) -> bool:
        """True when every packet of ours is one of the other's."""
        return (
            spec_within(self.local, other.local)
            and spec_within(self.remote, other.remote)
            and other.proto in (0, self.proto)
            and other.local_port in (0, self.local_port)
            and other.remote_port in (0, self.remote_port)
        )


def spec_within(inner: AddressSpec, outer: AddressSpec) -> bool:
    """True when every address of one is one of the other."""
    return inner.wildcard & outer.wildcard == inner.wildcard and inner.address in outer


def prefix_of(spec: AddressSpec) -> Prefix:
    """The smallest network that holds an address spec."""
    return Prefix.of(spec.address, 32 - int(spec.wildcard).bit_length())


def mask_of(spec: AddressSpec) -> Address:
    """The mask that says the same as the wildcard."""
    return Address(spec.wildcard ^ ALL_ONES)


class Flow(NamedTuple):
    """A map entry and the identities under it. `map` "" and number 0 never occur."""

    map: str
    sequence: int
    proxy: Proxy


@dataclass(frozen=True, slots=True)
class SaPair:
    """An inbound and an outbound SA. Times are virtual microseconds.

    `meters` are its own counters, `counters` those of its flow. `origin` is the record of the event that first raised the
    flow: renewals link to it, not to each other. A `manual` pair has no lifetime; it `opens` what was sealed with these keys,
    and `seals` with those.
    """

    id: int
    flow: Flow
    peer: Peer
    inbound: int
    outbound: int
    transforms: tuple[str, ...]
    set_name: str
    transport: bool
    created: int
    life: int
    kilobytes: int
    initiator: bool
    interface: str
    conn_id: int
    meters: SaMeters = field(compare=False)
    counters: FlowMeters = field(compare=False)
    origin: Record | None = field(default=None, compare=False)
    manual: bool = False
    opens: tuple[str, str] | None = None
    seals: tuple[str, str] | None = None

    @property
    def ordered(self) -> bool:
        """True when the order of packets is checked: they carry a check value, and their keys are new (RFC 2406, 3.4.3)."""
        return not self.manual and any(name.endswith("-hmac") for name in self.transforms)

    @property
    def expires(self) -> int:
        """When the hard lifetime ends."""
        return self.created + self.life

    @property
    def octets(self) -> int:
        """Octets carried in the busier direction."""
        return max(self.meters.encrypted.octets, self.meters.decrypted.octets)

    def idle_since(self, time: int) -> bool:
        """True when neither SA has carried a packet since then."""
        lasts = self.meters.encrypted.last, self.meters.decrypted.last
        return all(last is None or last < time for last in lasts)


@dataclass(frozen=True, slots=True, eq=False)
class SaMeters:
    """The counters of one pair."""

    encrypted: Meter
    decrypted: Meter

    @staticmethod
    def new(kernel: Kernel) -> SaMeters:
        """Counters that stand at zero."""
        return SaMeters(Meter(kernel), Meter(kernel))


class FlowCounts(NamedTuple):
    """What the counters of a flow say."""

    encrypted: int = 0
    decrypted: int = 0
    send_errors: int = 0
    receive_errors: int = 0
    replayed: int = 0
    unverified: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class FlowMeters:
    """The counters of a flow, which outlive its pairs; `send_errors` are packets for which there was no SA.

    Of what came in, `receive_errors` were not for the SA, `replayed` were too late for its window, or had been there before, and
    `unverified` were sealed with another key.
    """

    encrypted: Meter
    decrypted: Meter
    send_errors: Meter
    receive_errors: Meter
    replayed: Meter
    unverified: Meter

    @staticmethod
    def new(kernel: Kernel) -> FlowMeters:
        """Counters that stand at zero."""
        return FlowMeters(*(Meter(kernel) for _ in range(6)))

    @property
    def all(self) -> tuple[Meter, ...]:
        """All of them, in this order."""
        return self.encrypted, self.decrypted, self.send_errors, self.receive_errors, self.replayed, self.unverified

    def counts(self) -> FlowCounts:
        """What they say now."""
        return FlowCounts(*(meter.count for meter in self.all))


@dataclass(frozen=True, slots=True)
class Request:
    """A flow that wants SAs: since when, by which interface it leaves, how often IKE has been asked."""

    flow: Flow
    interface: str
    since: int
    asked: int = 1
