"""Whether a packet belongs to a class: pure, asked by walks.

What a criterion looks at is the packet as the queue sees it: behind a crypto map that is the ESP packet, with the type of
service copied from inside, unless the map says `qos pre-classify`. Access lists count what they match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.features.qos.policy import ClassMap, Criterion
from iossim.net.packet import Udp

if TYPE_CHECKING:
    from iossim.device.router import Router
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker

PRECEDENCE_SHIFT, DSCP_SHIFT = 5, 2
RTP_PORTS = range(16_384, 32_768)
AUDIO = "audio"


def belongs(router: Router, walker: Walker, matching: ClassMap, packet: Packet, in_port: str) -> bool:
    """True when a packet is of a class."""
    found = (_meets(router, walker, one, packet, in_port) is not one.negated for one in matching.criteria)
    return any(found) if matching.any_of else bool(matching.criteria) and all(found)


def _meets(router: Router, walker: Walker, one: Criterion, packet: Packet, in_port: str) -> bool:
    match one.kind:
        case "any":
            return True
        case "dscp":
            return packet.tos >> DSCP_SHIFT in one.values
        case "precedence":
            return packet.tos >> PRECEDENCE_SHIFT in one.values
        case "input":
            return in_port in one.values
        case "list":
            return _permitted(router, walker, str(one.values[0]), packet)
        case "ports":
            low, high = (int(value) for value in one.values)
            return isinstance(packet.payload, Udp) and low <= packet.payload.dport <= high
        case "rtp":
            is_rtp = isinstance(packet.payload, Udp) and packet.payload.dport in RTP_PORTS
            return is_rtp and one.values[0] in ("", AUDIO)
        case "class":
            return one.inner is not None and belongs(router, walker, one.inner, packet, in_port)
    raise AssertionError(one.kind)


def _permitted(router: Router, walker: Walker, name: str, packet: Packet) -> bool:
    """An access list that is not there matches nothing."""
    lists = router.provider("access-list")
    found = lists(name) if lists is not None else None
    rule = found.find(packet) if found is not None else None
    if rule is None:
        return False
    router.provider("access-list-matched")(walker, found, rule, packet)
    return bool(rule.permit)
