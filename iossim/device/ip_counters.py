"""What a router's processor has done with packets since the boot, for `show ip traffic`: one meter for each fate and kind.

Packets that are switched fast are counted at their ports only. Fates are those that `debug ip packet` prints. The meters belong
to the node under the empty port name; ARP messages are counted at ports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from iossim.net.packet import Icmp, Packet, Protocol

if TYPE_CHECKING:
    from iossim.device.node import IpNode

BOX = ""
"""The port name under which the counters of the whole box lie."""
HEARD, HEARD_GROUP = "rcvd 3", "rcvd 2"
SENT, SENT_GROUP = "sending", "sending broad/multicast"
SWITCHED, NO_ROUTE, NO_MAC = "forward", "unroutable", "encapsulation failed"
BUFFERED = (HEARD, HEARD_GROUP, SENT, SENT_GROUP, SWITCHED)
EXPIRED, FRAGMENTED, NOT_FRAGMENTED, NO_PORT = "expired", "fragmented", "not fragmented", "no port"
POOLS = (("Small", 104), ("Middle", 600), ("Big", 1524), ("VeryBig", 4520), ("Large", 5024), ("Huge", 18024))
"""The pools of buffers and the size of theirs: a packet takes the smallest that holds it."""
FRAME = 14
PROTOCOLS: dict[int, str] = {Protocol.ICMP: "icmp", Protocol.TCP: "tcp", Protocol.UDP: "udp", Protocol.EIGRP: "eigrp"}


def kind_of(packet: Packet) -> str:
    """How a packet is counted: ICMP by the kind of its message, others by protocol."""
    if isinstance(packet.payload, Icmp):
        return f"icmp {packet.payload.kind.name.lower()}"
    return PROTOCOLS.get(packet.proto, "other")


def counter(packet: Packet, fate: str) -> str:
    """The name of the meter for a packet and what became of it."""
    return _counter(fate, kind_of(packet), packet.size)


@lru_cache(maxsize=4_096)
def _counter(fate: str, kind: str, octets: int) -> str:
    return f"{fate}|{kind}|{pool_of(octets + FRAME)}"


def pool_of(octets: int) -> str:
    """The pool of buffers for a frame."""
    return next((name for name, size in POOLS if octets <= size), POOLS[-1][0])


class Counters:
    """All counters of a box, to be added up, less what they were `before`."""

    def __init__(self, node: IpNode, before: Mapping[str, int] | None = None) -> None:
        self.before = before or {}
        self.counts = {what: meter.count - self.before.get(what, 0) for what, meter in node.meters_of(BOX).items()}
        self.ports = tuple(node.interfaces.keys())
        self.node = node

    def total(self, *fates: str, kind: str = "") -> int:
        """Packets of some fates, all or those of a kind (`icmp` is every kind of ICMP)."""
        return sum(count for what, count in self.counts.items() if _takes(what, fates, kind))

    def by_pool(self) -> dict[str, int]:
        """Packets that have taken a buffer of each pool."""
        found: dict[str, int] = {}
        for what, count in self.counts.items():
            fate, _, rest = what.partition("|")
            if fate in BUFFERED:
                pool = rest.rpartition("|")[2]
                found[pool] = found.get(pool, 0) + count
        return found

    def at_ports(self, *names: str) -> int:
        """The sum of some meters over all ports."""
        return max(0, sum(self._at_ports(name) - self.before.get(name, 0) for name in names))

    def _at_ports(self, name: str) -> int:
        return sum(self.node.meter(port, name).count for port in self.ports)

    def snapshot(self, *names: str) -> dict[str, int]:
        """All counters of the box and the named ones of its ports, to begin to count from."""
        return {**self.counts, **{name: self._at_ports(name) for name in names}}


def _takes(what: str, fates: Iterable[str], kind: str) -> bool:
    fate, of, _ = what.split("|")
    return fate in fates and (not kind or of == kind or of.startswith(f"{kind} "))
