"""What stands in the way now: of a conversation, of a telephone that wants its CallManager, of those whom SAs were for.

The record that something began with tells how it came about. When that has been mended and something else is in the way
since, or nothing was ever otherwise, only a packet of now can tell: it is walked on paper, and whoever decided its end is
asked what changed there last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from iossim.device.node import IpNode
from iossim.endpoints.host import PORT
from iossim.endpoints.phone import Phone, PhoneState
from iossim.endpoints.voice import packet_of
from iossim.net.address import Address
from iossim.net.obstacle import Obstacle, obstacle
from iossim.net.packet import Icmp, IcmpType, Packet, Payload, Protocol, Tcp, Udp

if TYPE_CHECKING:
    from iossim.cli.compound import AddressSpec
    from iossim.lab.world import World
    from iossim.sim.trace import Record

SCCP = 2000
"""The port of a CallManager."""


def address_of(world: World, place: str) -> Address | None:
    """The address that a place of the session language stands for: a node's, or an address as written."""
    node = world.nodes.get(place)
    if isinstance(node, IpNode):
        return next((i.address for i in node.interfaces.values() if i.address is not None), None)
    try:
        return world.names.read(place)
    except ValueError:
        return None


def probe(source: Address, target: Address, protocol: str, port: int | None) -> Packet:
    """A packet as one of that protocol would be; its source port is the usual one of a voice packet, or any."""
    payload: Payload
    if protocol == "udp":
        proto, payload = Protocol.UDP, Udp(16384, 16384 if port is None else port, length=172)
    elif protocol == "tcp":
        proto, payload = Protocol.TCP, Tcp(11000, 23 if port is None else port, flags="S")
    else:
        proto, payload = Protocol.ICMP, Icmp(IcmpType.ECHO, length=72)
    return Packet(source, target, proto, payload, ttl=64)


def of_voice(world: World, sender: Phone) -> Obstacle | None:
    """What keeps what a telephone says from being heard now; None when its packets arrive, or it is in no call."""
    stream, source = sender.stream, address_of(world, sender.name)
    if stream is None:
        return None
    if source is None:
        return Obstacle("the phone has no address", sender.interfaces.cause(PORT))
    trace = world.kernel.trace
    packet = packet_of(source, stream.target, stream.parameters.codec)
    found = obstacle(world.wire, sender, packet, lambda record: not _of_a_call(trace.chain(record)))
    untold = None if found is None or not found.without_route else _untold(world, sender, packet)
    return found if found is None or untold is None else replace(found, cause=untold)


def _untold(world: World, sender: Phone, packet: Packet) -> Record | None:
    """Where a route is missing: the loss of a neighbour that has one, and would tell a router on the way of it."""
    steps, fate = world.wire.trace(sender, packet)
    passed = {step.node for step in steps}
    routers = [node for node in world.nodes.values() if isinstance(node, IpNode) and node.powered]
    owners = {str(port.address): node for node in routers for port in node.interfaces.values()}
    for (device, neighbour), record in lost_neighbours(world).items():
        there = owners[neighbour].rib.lookup(fate.packet.dst) if neighbour in owners else None
        if device in passed and there is not None and there.best.source == "static" and there.best.prefix.length:
            return record
    return None


def lost_neighbours(world: World) -> dict[tuple[str, str], Record]:
    """The records of EIGRP adjacencies that were lost and not found again, by router and neighbour."""
    latest: dict[tuple[str, str], Record] = {}
    for record in world.kernel.trace.records():
        if record.kind == "eigrp" and "up" in record.data:
            latest[record.device, str(record.data["neighbor"])] = record
    return {key: record for key, record in latest.items() if not record.data["up"]}


def _of_a_call(chain: list[Record]) -> bool:
    """True for what a call has led to: it does not explain that it is silent."""
    return chain[-1].kind == "action" and chain[-1].text.startswith("call ")


def of_registration(world: World, phone: Phone) -> Obstacle | None:
    """What keeps a telephone from its CallManager, on the way there or back; None when nothing does."""
    if not phone.powered:
        return Obstacle("the phone has no power", phone.power.cause(""))
    source, manager = address_of(world, phone.name), phone.call_manager
    if source is None:
        return Obstacle("the phone has no address", phone.interfaces.cause(PORT))
    there = obstacle(world.wire, phone, probe(source, manager, "tcp", SCCP))
    server = next((node for name, node in world.nodes.items() if address_of(world, name) == manager), None)
    if there is not None or server is None:
        return there
    return obstacle(world.wire, server, Packet(manager, source, Protocol.TCP, Tcp(SCCP, 11000, flags="SA")))


def unanswered(world: World, phone: Phone) -> Record | None:
    """The record of what has just taken a telephone's answers away: it asks again, and has not given up yet."""
    return phone.facts.cause("state") if phone.powered and phone.state is PhoneState.PROBING else None


def silenced(world: World, ended: Record) -> Record | None:
    """What has silenced the telephones that some SAs were for, until these ended unused: of all reasons, the last."""
    specs = cast("tuple[AddressSpec, AddressSpec]", ended.data["unused"])
    phones = [node for node in world.nodes.values() if isinstance(node, Phone)]
    mine = [phone for phone in phones if any(phone.expected in spec for spec in specs if not spec.any)]
    found = [obstacle.cause for phone in mine if (obstacle := of_registration(world, phone)) is not None]
    earlier = [record for record in found if record is not None and record.number < ended.number]
    return max(earlier, key=lambda record: record.number, default=None)
