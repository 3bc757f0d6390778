"""`service config`: at boot the box asks the network for two configurations, one for everybody and one for itself.

It asks by TFTP, of everybody, five times for each name; nobody in these labs has one, and the console is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Action, SendOn, StartTimer
from iossim.net.address import BROADCAST, BROADCAST_MAC
from iossim.net.packet import Packet, Protocol, Udp

if TYPE_CHECKING:
    from iossim.device.router import Router

TIMER = "network-config"
PORT, OWN_PORT = 69, 57_000
FIRST = 5_000_000
PATIENCE = 3_000_000
TRIES = 5
AROUND = 12
"""Octets of a request around the file's name: its code, its mode, and zeros."""


def files_of(hostname: str) -> tuple[str, ...]:
    """The names that are asked for, in their order."""
    own = hostname.lower()
    return "network-confg", "cisconet.cfg", f"{own}-confg", f"{own[:8]}.cfg"


def begun() -> StartTimer:
    """The box has booted."""
    return StartTimer((TIMER, 0), FIRST)


def asked(router: Router, number: int) -> Iterator[Action]:
    """The time for a question has come, or for giving up."""
    files, (place, tries) = files_of(router.hostname), divmod(number, TRIES)
    if tries == 0 and place:
        router.lines.console.terminal.unasked(f"%Error opening tftp://{BROADCAST}/{files[place - 1]} (Timed out)")
    if place == len(files):
        return
    for port, interface in router.interfaces.items():
        if interface.up and interface.address is not None and not interface.loopback:
            request = Udp(OWN_PORT + place, PORT, files[place], AROUND + len(files[place]))
            yield SendOn(port, Packet(interface.address, BROADCAST, Protocol.UDP, request), BROADCAST_MAC)
    yield StartTimer((TIMER, number + 1), PATIENCE)
