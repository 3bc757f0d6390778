"""The displays of CDP, 12.2 form. Pure functions of what has been heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from iossim.device.interface import Interface
from iossim.features.cdp.engine import Counts
from iossim.features.cdp.message import Announcement
from iossim.net.address import AddressNames

NOT_RUNNING = "% CDP is not enabled"
LEGEND = (
    "Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge",
    "                  S - Switch, H - Host, I - IGMP, r - Repeater",
    "",
    "Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID",
)
NAME_WIDTH = 17


class NeighborView(NamedTuple):
    """A neighbour: where it was heard, what it said, and for how many seconds that is still kept."""

    port: str
    said: Announcement
    left: int


def spaced(port: str) -> str:
    """`FastEthernet0/1` -> `Fas 0/1`."""
    kind = port.rstrip("0123456789/.")
    return f"{kind[:3]} {port[len(kind) :]}"


def show_neighbors(views: Iterable[NeighborView]) -> Iterator[str]:
    """A row for each; a long name stands on a line of its own."""
    yield from LEGEND
    for view in views:
        name = view.said.device
        if len(name) >= NAME_WIDTH:
            yield name
            name = ""
        codes = " ".join(capability[0] for capability in view.said.capabilities)
        platform = view.said.platform.partition(" ")[2]
        held = f"{name:17}{spaced(view.port):18} {view.left:<13}"
        yield f"{held} {codes:<8}{platform[:9]:<10}{spaced(view.said.port)}"


def show_detail(views: Iterable[NeighborView], names: AddressNames) -> Iterator[str]:
    """A block for each."""
    for view in views:
        said = view.said
        yield from ("-------------------------", f"Device ID: {said.device}", *addresses(said, names))
        yield f"Platform: {said.platform},  Capabilities: {' '.join(said.capabilities)} "
        yield f"Interface: {view.port},  Port ID (outgoing port): {said.port}"
        yield from (f"Holdtime : {view.left} sec", "", "Version :", *said.software, "")
        yield f"advertisement version: {said.version}"
        if said.full_duplex is not None:
            yield f"Duplex: {'full' if said.full_duplex else 'half'}"
        yield ""


def addresses(said: Announcement, names: AddressNames) -> tuple[str, ...]:
    """The addresses of an entry."""
    if said.address is None:
        return ("Entry address(es): ",)
    return "Entry address(es): ", f"  IP address: {names.show(said.address)}"


def show_protocols(views: Iterable[NeighborView], names: AddressNames) -> Iterator[str]:
    """`show cdp entry ... protocol`."""
    for view in views:
        yield f"Protocol information for {view.said.device} :"
        yield from (line for line in addresses(view.said, names)[1:])


def show_versions(views: Iterable[NeighborView]) -> Iterator[str]:
    """`show cdp entry ... version`."""
    for view in views:
        yield from (f"Version information for {view.said.device} :", *(f"  {line}" for line in view.said.software))


def show_global(timer: int, hold: int, second: bool) -> Iterator[str]:
    """`show cdp`."""
    yield "Global CDP information:"
    yield f"        Sending CDP packets every {timer} seconds"
    yield f"        Sending a holdtime value of {hold} seconds"
    yield f"        Sending CDPv2 advertisements is {'' if second else 'not '}enabled"


def show_interfaces(interfaces: Iterable[Interface], timer: int, hold: int) -> Iterator[str]:
    """`show cdp interface`."""
    for interface in interfaces:
        state = (
            "up" if interface.enabled and interface.line else "down" if interface.enabled else "administratively down"
        )
        yield f"{interface.name} is {state}, line protocol is {'up' if interface.up else 'down'}"
        yield "  Encapsulation ARPA"
        yield f"  Sending CDP packets every {timer} seconds"
        yield f"  Holdtime is {hold} seconds"


def show_traffic(counts: Counts, second: bool) -> Iterator[str]:
    """`show cdp traffic`."""
    first = counts if not second else Counts(0, 0)
    other = counts if second else Counts(0, 0)
    yield "CDP counters :"
    yield f"        Total packets output: {counts.sent}, Input: {counts.heard}"
    yield "        Hdr syntax: 0, Chksum error: 0, Encaps failed: 0"
    yield "        No memory: 0, Invalid packet: 0, Fragmented: 0"
    yield f"        CDP version 1 advertisements output: {first.sent}, Input: {first.heard}"
    yield f"        CDP version 2 advertisements output: {other.sent}, Input: {other.heard}"
