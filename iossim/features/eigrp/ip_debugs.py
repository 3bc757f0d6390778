"""What `debug ip eigrp` prints, in the form of 12.2: routes as they are heard and as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.features.eigrp.metric import REFERENCE_BANDWIDTH, SCALE, Vector, composite
from iossim.net.address import Address, mask_of

if TYPE_CHECKING:
    from iossim.features.eigrp.packet import Destination, Opcode
    from iossim.features.eigrp.state import Path

IP = "ip eigrp"
NAME = ("IP routing", "IP-EIGRP Route Events debugging")
NOWHERE = 4_294_967_295


def incoming(opcode: Opcode) -> Debug:
    """A packet with routes is looked at."""
    return Debug(IP, (f"IP-EIGRP: Processing incoming {opcode.name} packet",))


def heard(route: Destination, path: Path | None) -> Debug:
    """One route of it: our metric (M) and the sender's (SM), each with its bandwidth and delay parts."""
    ours = f"{NOWHERE} - 0 {NOWHERE}" if path is None else _metric(path.vector)
    return Debug(IP, (*_head(route), f" M {ours} SM {_metric(route.vector)}"))


def told(route: Destination, interface: str) -> tuple[Debug, Debug]:
    """One route of a packet that leaves."""
    prefix = route.prefix
    first = ("IP-EIGRP: ", prefix.network, f"/{prefix.length} - do advertise out {interface}")
    return Debug(IP, first), Debug(IP, (*_head(route), f" metric {_metric(route.vector)}"))


def _head(route: Destination) -> tuple[str | Address, ...]:
    kind = "Int" if route.external is None else "Ext"
    return f"IP-EIGRP: {kind} ", route.prefix.network, f" {Address(mask_of(route.prefix.length))}"


def _metric(vector: Vector) -> str:
    if not vector.reachable or not vector.bandwidth:
        return f"{NOWHERE} - 0 {NOWHERE}"
    return f"{composite(vector)} - {SCALE * (REFERENCE_BANDWIDTH // vector.bandwidth)} {SCALE * vector.delay}"
