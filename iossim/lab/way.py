"""The way of a packet, to be looked at: hop by hop what each device decided and why, and the header before and after.

A `Way` is the walk's own story (`Wire.trace`) cut into hops: a hop is what one node does with the packet between taking it in
and letting it go. The links between two hops are those of the LAN between them. Nothing is sent, nothing changes; the answer
holds for this moment.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from iossim.device.node import IpNode
from iossim.device.routing import flow_of
from iossim.endpoints.repeater import Hub
from iossim.lab.chains import spelled
from iossim.lab.hindrance import address_of, probe
from iossim.net.packet import Esp, Icmp, Packet, Protocol, Tcp, Udp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iossim.lab.lab import Lab
    from iossim.lab.world import World
    from iossim.net.fate import Step

TELLS_NOTHING = frozenset({"receive", "send"})
"""Actions of the walk that only say where the packet is."""

PLAINLY = {"permit": "by the policy", "deliver": "it is for this node"}
"""What an action without a reason means."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of packet that can be followed: how it is called, its protocol, and the port it goes to."""

    name: str
    protocol: str
    port: int | None
    what: str

    def __str__(self) -> str:
        return self.name


KINDS = (
    Kind("voice", "udp", 16384, "a voice packet (RTP, UDP 16384)"),
    Kind("SCCP", "tcp", 2000, "a telephone's signalling (SCCP, TCP 2000)"),
    Kind("ping", "icmp", None, "an ICMP echo request"),
    Kind("telnet", "tcp", 23, "a telnet connection (TCP 23)"),
    Kind("ISAKMP", "udp", 500, "key exchange (ISAKMP, UDP 500)"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """Which packet's way is wanted: from a node to a node or an address."""

    a: str
    b: str
    kind: Kind = KINDS[0]

    def __str__(self) -> str:
        return f"{self.kind} {self.a} → {self.b}"

    def turned(self) -> Question:
        """The way back."""
        return Question(self.b, self.a, self.kind)


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing a device decided: `route`, `encrypt`, `translate`, `drop` ..., and why."""

    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hop:
    """A node on the way: by which ports, when (microseconds after the start), what it decided, the header before and after."""

    node: str
    came_in: str
    leaves: str
    delay: int
    decisions: tuple[Decision, ...]
    before: str
    after: str

    @property
    def gist(self) -> tuple[str, str, str, tuple[Decision, ...]]:
        """What makes two hops the same: everything but times."""
        return self.node, self.came_in, self.leaves, self.decisions


@dataclass(frozen=True, slots=True)
class Way:
    """The whole way. `links` are the cables in order, each from a node to a node; `trouble` says why it cannot be told."""

    question: Question
    hops: tuple[Hop, ...]
    links: tuple[tuple[str, str, str], ...]
    delivered: bool
    result: str
    trouble: str = ""

    @property
    def lost_at(self) -> str:
        """The node that drops the packet, or nothing."""
        return "" if self.delivered or not self.hops else self.hops[-1].node


def endpoints(lab: Lab) -> tuple[str, ...]:
    """The nodes a packet can be sent from and to, in the order of the lab file."""
    nodes = lab.world.nodes
    return tuple(
        name for name, node in nodes.items() if isinstance(node, IpNode) and address_of(lab.world, name) is not None
    )


def usual(lab: Lab) -> Question | None:
    """What somebody wants to see first: the conversation of the lab, else from its first endpoint to its last."""
    call = lab.world.definition.call
    if call is not None:
        return Question(call[0], call[1])
    places = endpoints(lab)
    return Question(places[0], places[-1], KINDS[2]) if len(places) > 1 else None


def way(lab: Lab, question: Question) -> Way:
    """Walk a packet on paper."""
    world = lab.world
    node = world.nodes.get(question.a)
    source, target = address_of(world, question.a), address_of(world, question.b)
    if not isinstance(node, IpNode) or source is None:
        return Way(question, (), (), False, "", f"{question.a} has no address to send from")
    if target is None:
        return Way(question, (), (), False, "", f"{question.b} has no address to send to")
    steps, fate = world.wire.trace(node, probe(source, target, question.kind.protocol, question.kind.port))
    hops = tuple(_hops(world, steps))
    if fate.delivered:
        result = f"delivered at {fate.node} after {fate.delay / 1000:.1f} ms"
        if fate.lost:
            result += f", if no bad line takes it ({fate.lost / 10_000:g}% are lost)"
    else:
        result = spelled(world.names, f"dropped at {fate.node}: {fate.reason}")
    return Way(question, hops, tuple(_links(world, hops)), fate.delivered, result)


def _hops(world: World, steps: Sequence[Step]) -> Iterable[Hop]:
    groups = [list(group) for _, group in groupby(_numbered(steps), key=lambda pair: pair[0])]
    for number, group in enumerate(groups):
        told = [step for _, step in group]
        following = groups[number + 1][0][1].node if number + 1 < len(groups) else ""
        came_in = told[0].port if told[0].action == "receive" else ""
        leaves = next((step.port for step in reversed(told) if step.action == "route"), "")
        packets = [step.packet for step in told if step.packet is not None]
        yield Hop(
            told[0].node,
            came_in,
            leaves if following else "",
            told[0].delay,
            tuple(_decisions(world, told, following)),
            header(world, packets[0]) if packets else "",
            header(world, packets[-1]) if packets else "",
        )


def _numbered(steps: Sequence[Step]) -> Iterable[tuple[int, Step]]:
    """Steps with the number of their hop: a packet taken in begins another."""
    number = 0
    for step in steps:
        number += step.action == "receive"
        yield number, step


def _decisions(world: World, told: Sequence[Step], following: str) -> Iterable[Decision]:
    for step in told:
        if step.action in TELLS_NOTHING:
            continue
        reason = spelled(world.names, step.reason or PLAINLY.get(step.action, ""))
        if step.action == "route":
            reason += _standing_for(world, step, following)
        yield Decision(step.action, reason)


def _standing_for(world: World, step: Step, following: str) -> str:
    """Whose virtual address the next hop is."""
    node, holder = world.nodes.get(step.node), world.nodes.get(following)
    if not isinstance(node, IpNode) or not isinstance(holder, IpNode) or step.packet is None:
        return ""
    hop = node.rib.resolve(step.packet.dst, flow_of(step.packet))
    if hop is None or all(address != hop.next_hop for _, address in holder.virtual.keys()):
        return ""
    return f" (HSRP: {following} is Active)"


def _links(world: World, hops: Sequence[Hop]) -> Iterable[tuple[str, str, str]]:
    """The cables between neighbours on the way, through the switches and hubs between them."""
    for here, there in pairwise(hops):
        yield from _between(world, here, there)


def _between(world: World, here: Hop, there: Hop) -> Iterable[tuple[str, str, str]]:
    network = world.network
    waiting: deque[tuple[tuple[str, str], tuple[tuple[str, str, str], ...]]] = deque(
        [(_plug(world, (here.node, here.leaves)), ())]
    )
    seen: dict[str, None] = {here.node: None}
    goal = _plug(world, (there.node, there.came_in))
    while waiting:
        end, links = waiting.popleft()
        link = network.link_at(end)
        if link is None or network.live.peek(link.name) is None:
            continue
        far = link.other(end)
        path = (*links, (link.name, end[0], far[0]))
        if far == goal:
            return path
        repeater = world.nodes.get(far[0])
        if isinstance(repeater, Hub) and far[0] not in seen:
            seen[far[0]] = None
            waiting.extend(((far[0], port), path) for port in repeater.ports if port != far[1])
    return ()


def _plug(world: World, end: tuple[str, str]) -> tuple[str, str]:
    """Where the cable of an interface is: subinterfaces share that of their port."""
    node, port = end
    return node, world.nodes[node].on_wire(port)[0]


# -- headers ---------------------------------------------------------------------------------------------------------


def header(world: World, packet: Packet) -> str:
    """A packet's header in one line: `10.81.2.2 → 10.80.1.101 UDP 16384 → 16384, TTL 63`; what ESP carries in brackets."""
    names = world.names
    text = f"{names.show(packet.src)} → {names.show(packet.dst)} {_protocol(packet)}, TTL {packet.ttl}"
    if isinstance(packet.payload, Esp):
        text += f" [{header(world, packet.payload.inner)}]"
    return text


def _protocol(packet: Packet) -> str:
    payload = packet.payload
    if isinstance(payload, Esp):
        return f"ESP SPI 0x{payload.spi:X}"
    if isinstance(payload, Udp | Tcp):
        return f"{Protocol(packet.proto).name} {payload.sport} → {payload.dport}"
    if isinstance(payload, Icmp):
        return f"ICMP {payload.kind.name.lower().replace('_', ' ')}"
    return str(packet.proto)


# -- before and after ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """A hop of two ways: ` ` in both, `-` only in the first, `+` only in the second."""

    sign: str
    hop: Hop


def compared(then: Way, now: Way) -> tuple[Compared, ...]:
    """Two ways of one packet as one list."""
    a, b = [hop.gist for hop in then.hops], [hop.gist for hop in now.hops]
    rows: list[Compared] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            rows += [Compared(" ", hop) for hop in now.hops[j1:j2]]
        else:
            rows += [Compared("-", hop) for hop in then.hops[i1:i2]]
            rows += [Compared("+", hop) for hop in now.hops[j1:j2]]
    return tuple(rows)
