"""Conflicts: before a server offers a new address it asks whether somebody is there (`ip dhcp ping packets`).

The address is held for the client meanwhile. Who answers keeps it: it goes to the table of conflicts, from which only an
administrator takes it, and the client gets the next one. Without `ip dhcp conflict logging` it is kept back for a minute only.
Left out: what a client finds out by ARP (DHCPDECLINE).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from iossim.cli.release import Forms, Release
from iossim.cli.types import Show
from iossim.device.actions import Action, Send, StartTimer, StopTimer
from iossim.device.dhcp import OFFER_HOLDS, Binding
from iossim.features.dhcp import messages
from iossim.features.dhcp.config import CONFLICTS, PING, PING_TIMEOUT, PINGS
from iossim.net.address import Address, Mac
from iossim.net.dhcp import DhcpMessage
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol

if TYPE_CHECKING:
    from iossim.features.dhcp.engine import DhcpEngine

MILLISECOND = 1_000
LENGTH = 8
NOBODY = Mac(0)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An address at which somebody was found, and when."""

    address: Address
    since: int
    method: str = "Ping"


@dataclass(frozen=True, slots=True)
class Question:
    """A client's message: by which port it came, an address where the client is, and the own one that answers."""

    port: str
    place: Address
    own: Address
    message: DhcpMessage


@dataclass(frozen=True, slots=True)
class Probe:
    """An address that is asked for on behalf of a client, `left` more times after this one."""

    address: Address
    question: Question
    left: int


def begun(engine: DhcpEngine, probe: Probe) -> Iterator[Action]:
    """Ask, and wait for as long as the configuration says."""
    engine.probes.set(probe.address, probe)
    patience = engine.router.config.value(PING_TIMEOUT, (), "patience") or 500
    echo = Icmp(IcmpType.ECHO, ident=int(probe.address) & 0xFFFF, sequence=probe.left, length=LENGTH)
    yield Send(Packet(probe.question.own, probe.address, Protocol.ICMP, echo))
    yield StartTimer(probe.address, patience * MILLISECOND)


def expired(engine: DhcpEngine, probe: Probe) -> Iterator[Action]:
    """Nobody has answered: once more, or the address is free."""
    if probe.left:
        yield from begun(engine, replace(probe, left=probe.left - 1))
        return
    engine.probes.delete(probe.address)
    yield from engine.answer(probe.question)


def answered(engine: DhcpEngine, probe: Probe) -> Iterator[Action]:
    """Somebody is there: the address is not given away, the client gets another one."""
    engine.probes.delete(probe.address)
    yield StopTimer(probe.address)
    now = engine.router.kernel.now
    if engine.router.config.on(CONFLICTS):
        engine.bindings.delete(probe.address)
        engine.conflicts.set(probe.address, Conflict(probe.address, now))
    else:
        engine.bindings.set(probe.address, Binding(probe.address, NOBODY, now + OFFER_HOLDS, offered=True))
    yield messages.conflict(probe.address)
    yield from engine.discovered(probe.question)


def wanted(engine: DhcpEngine) -> int:
    """How often a new address is asked for before it is offered: twice, unless something else is said."""
    if not engine.router.config.on(PINGS):
        return 0
    return int(engine.router.config.value(PING, (), "count"))


HEADING = Forms(
    "IP address        Detection Method   Detection time",
    ("15.0", "IP address        Detection method   Detection time          VRF"),
)


def show_conflicts(conflicts: Iterable[tuple[Conflict, datetime]], look: Release, ip: Show) -> Iterator[str]:
    """`show ip dhcp conflict`: addresses that somebody has who was not given them (local time)."""
    yield HEADING.on(look)
    for conflict, since in conflicts:
        yield f"{ip(conflict.address):<18}{conflict.method:<19}{since.strftime('%b %d %Y %I:%M %p')}"
