"""What an entry with `log` writes: the first packet of a conversation, then every few minutes how many more."""

from __future__ import annotations

from dataclasses import dataclass

from iossim.device.actions import Log
from iossim.device.filters import PROTOCOL_NAMES
from iossim.net.address import Address
from iossim.net.packet import Icmp, Packet


@dataclass(frozen=True, slots=True)
class Flow:
    """What is reported together: a list, its verdict, and a conversation. `detail` are ports or ICMP type and code.

    `origin` are the interface and the hardware address that `log-input` tells.
    """

    name: str
    extended: bool
    permit: bool
    src: Address
    dst: Address
    proto: int
    detail: tuple[int, int]
    origin: str = ""


def flow_of(name: str, extended: bool, permit: bool, packet: Packet, origin: str) -> Flow:
    """The conversation a packet belongs to."""
    payload = packet.payload
    detail = (int(payload.kind), payload.code) if isinstance(payload, Icmp) else packet.ports
    return Flow(name, extended, permit, packet.src, packet.dst, int(packet.proto), detail, origin)


def report(flow: Flow, count: int) -> Log:
    """The message of the protocol's kind: P with ports, DP for ICMP, NP for others, S for standard lists."""
    verdict = "permitted" if flow.permit else "denied"
    packets = f"{count} packet{'s' if count != 1 else ''}"
    lead = f"list {flow.name} {verdict} "
    if not flow.extended:
        return Log("SEC", 6, "IPACCESSLOGS", (lead, flow.src, f" {packets}"))
    word = PROTOCOL_NAMES.get(flow.proto, str(flow.proto))
    first, second = flow.detail
    origin = f"({flow.origin}) " if flow.origin else ""
    if flow.proto in _WITH_PORTS:
        text = (f"{lead}{word} ", flow.src, f"({first}) {origin}-> ", flow.dst, f"({second}), {packets}")
        return Log("SEC", 6, "IPACCESSLOGP", text)
    if flow.proto == 1:
        text = (f"{lead}{word} ", flow.src, f" {origin}-> ", flow.dst, f" ({first}/{second}), {packets}")
        return Log("SEC", 6, "IPACCESSLOGDP", text)
    return Log("SEC", 6, "IPACCESSLOGNP", (f"{lead}{flow.proto} ", flow.src, f" {origin}-> ", flow.dst, f", {packets}"))


_WITH_PORTS = (6, 17)
