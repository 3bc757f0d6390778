"""What `debug ip eigrp` prints, in the form of 12.2: routes as they are heard and as they are told, perhaps only those of one
neighbor; and summaries (in words of ours).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.features.eigrp.metric import REFERENCE_BANDWIDTH, SCALE, Vector, composite
from iossim.net.address import Address, mask_of

if TYPE_CHECKING:
    from iossim.features.eigrp.packet import Destination, Opcode
    from iossim.features.eigrp.state import NeighborKey, Path
    from iossim.net.address import Prefix
    from iossim.sim.facts import Table

IP, NEIGHBOR, SUMMARY = "ip eigrp", "ip eigrp neighbor", "ip eigrp summary"
NAMES = {
    IP: ("IP routing", "IP-EIGRP Route Events debugging"),
    NEIGHBOR: ("IP routing", "IP-EIGRP Neighbor Target Events debugging"),
    SUMMARY: ("IP routing", "IP-EIGRP Summary Events debugging"),
}
NOWHERE = 4_294_967_295


def flag_for(flags: Table[str, bool], targets: Table[str, tuple[int, Address]], key: NeighborKey) -> str:
    """The flag under which lines about a neighbor are printed: that of all of them, or of the one that is watched."""
    watched = targets.peek(NEIGHBOR) == (key[0], key[2])
    return NEIGHBOR if watched and flags.peek(NEIGHBOR) else IP


def incoming(flag: str, opcode: Opcode) -> Debug:
    """A packet with routes is looked at."""
    return Debug(flag, (f"IP-EIGRP: Processing incoming {opcode.name} packet",))


def heard(flag: str, route: Destination, path: Path | None) -> Debug:
    """One route of it: our metric (M) and the sender's (SM), each with its bandwidth and delay parts."""
    ours = f"{NOWHERE} - 0 {NOWHERE}" if path is None else _metric(path.vector)
    return Debug(flag, (*_head(route), f" M {ours} SM {_metric(route.vector)}"))


def told(flag: str, route: Destination, interface: str) -> tuple[Debug, Debug]:
    """One route of a packet that leaves."""
    prefix = route.prefix
    first = ("IP-EIGRP: ", prefix.network, f"/{prefix.length} - do advertise out {interface}")
    return Debug(flag, first), Debug(flag, (*_head(route), f" metric {_metric(route.vector)}"))


def summarized(prefix: Prefix, path: Path | None) -> Debug:
    """A summary of ours came, changed or went."""
    what = "is withdrawn" if path is None else f"has metric {path.metric}"
    return Debug(SUMMARY, ("IP-EIGRP: summary ", prefix.network, f"/{prefix.length} {what}"))


def _head(route: Destination) -> tuple[str | Address, ...]:
    kind = "Int" if route.external is None else "Ext"
    return f"IP-EIGRP: {kind} ", route.prefix.network, f" {Address(mask_of(route.prefix.length))}"


def _metric(vector: Vector) -> str:
    if not vector.reachable or not vector.bandwidth:
        return f"{NOWHERE} - 0 {NOWHERE}"
    return f"{composite(vector)} - {SCALE * (REFERENCE_BANDWIDTH // vector.bandwidth)} {SCALE * vector.delay}"
