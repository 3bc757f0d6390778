"""What EIGRP prints under debug, in the form of 12.2T: packets, neighbors, and what DUAL does.

Left out: lines of queueing, `debug eigrp transmit`, and most of what DUAL says to itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.features.eigrp.packet import Message, Opcode

if TYPE_CHECKING:
    from iossim.device.rib import Route
    from iossim.features.eigrp.state import Entry, NeighborKey, Path
    from iossim.net.address import Address, Prefix

FSM, NEIGHBORS, PACKETS = "eigrp fsm", "eigrp neighbors", "eigrp packets"
NAMES = {
    FSM: ("EIGRP", "EIGRP FSM Events/Actions debugging"),
    NEIGHBORS: ("EIGRP", "EIGRP Neighbors debugging"),
    PACKETS: ("EIGRP", "EIGRP Packets debugging"),
}
KINDS_OF_PACKETS = "    (UPDATE, REQUEST, QUERY, REPLY, HELLO, IPXSAP, PROBE, ACK)"


def name_of(message: Message) -> str:
    """HELLO, ACK, UPDATE, QUERY, REPLY."""
    return "ACK" if message.opcode is Opcode.HELLO and message.ack else message.opcode.name


def sending(message: Message, interface: str, to: Address | None = None) -> Debug:
    """A packet leaves."""
    head = f"EIGRP: Sending {name_of(message)} on {interface}"
    return Debug(PACKETS, (head, *_neighbor(to), _numbers(message, to is not None)))


def received(message: Message, interface: str, source: Address) -> Debug:
    """A packet has come."""
    head = f"EIGRP: Received {name_of(message)} on {interface}"
    return Debug(PACKETS, (head, *_neighbor(source), _numbers(message, True)))


def ignored(message: Message, interface: str, source: Address, objection: str) -> list[Debug]:
    """A packet whose signature is not what it should be."""
    why = f", opcode = {int(message.opcode)} ({objection})"
    line = Debug(PACKETS, (f"EIGRP: {interface}: ignored packet from ", source, why))
    if message.signature is None:
        return [line]
    return [Debug(PACKETS, (f"EIGRP: pkt key id = {message.signature[0]}, authentication mismatch",)), line]


def _neighbor(address: Address | None) -> tuple[str | Address, ...]:
    return () if address is None else (" nbr ", address)


def _numbers(message: Message, peer: bool) -> str:
    flags = int(message.init)
    queues = "idbQ 0/0 iidbQ un/rely 0/0" + " peerQ un/rely 0/0" * peer
    return f"\n  AS {message.asn}, Flags 0x{flags:X}, Seq {message.sequence}/{message.ack} {queues}"


def met(key: NeighborKey) -> Debug:
    """A new neighbor."""
    return Debug(NEIGHBORS, ("EIGRP: New peer ", key[2]))


def lost(key: NeighborKey, expired: bool) -> list[Debug]:
    """A neighbor is gone, perhaps because it was silent."""
    down = Debug(NEIGHBORS, ("EIGRP: Neighbor ", key[2], f" went down on {key[1]}"))
    return [Debug(NEIGHBORS, ("EIGRP: Holdtime expired",)), down] if expired else [down]


def heard(opcode: Opcode, prefix: Prefix, sender: Address, path: Path | None) -> Debug:
    """A neighbor has spoken of a destination."""
    metric = "4294967295/4294967295" if path is None else f"{path.metric}/{path.reported}"
    return Debug(FSM, (f"DUAL: rcv{opcode.name.lower()}: ", *_prefix(prefix), " via ", sender, f" metric {metric}"))


def searched(before: Entry, after: Entry, found: bool) -> Debug:
    """DUAL has looked for a feasible successor."""
    first = min((path.reported for path in after.paths), default=0xFFFF_FFFF)
    end = f". FD is {before.feasible}, RD is {first} {'found' if found else 'not found'}"
    return Debug(FSM, ("DUAL: Find FS for dest ", *_prefix(after.prefix), end))


def installed(route: Route) -> Debug:
    """A route goes into the routing table."""
    way = route.interface if route.next_hop is None else route.next_hop
    return Debug(FSM, ("DUAL: RT installed ", *_prefix(route.prefix), " via ", way))


def _prefix(prefix: Prefix) -> tuple[str | Address, ...]:
    return prefix.network, f"/{prefix.length}"
