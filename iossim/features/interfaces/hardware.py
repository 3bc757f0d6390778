"""`show interfaces accounting` and `show controllers`: packets by protocol, and what a port's chip is told (12.2 forms).

A controller shows rings whose heads follow from what has passed, the state of the transceiver, and the addresses a port listens
to: its own, everybody's, groups that were joined, and virtual ones. Registers and the hits of each address are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iossim.features.interfaces.view import PortView

RECEIVE_RING, SEND_RING = 64, 128
CDP_GROUP = "0100.0ccc.cccc"


@dataclass(frozen=True, slots=True)
class ProtocolCount:
    """Packets and octets of one protocol, both ways."""

    name: str
    received: tuple[int, int]
    sent: tuple[int, int]


def show_accounting(ports: Iterable[tuple[PortView, tuple[ProtocolCount, ...]]]) -> Iterator[str]:
    """Each interface with the protocols that have passed there."""
    for view, counts in ports:
        yield f"{view.interface.name} {view.description}".rstrip() + " "
        seen = [count for count in counts if count.received[0] or count.sent[0]]
        if not seen:
            yield "No traffic sent or received on this interface."
            continue
        yield f"{'Protocol':>24}{'Pkts In':>11}{'Chars In':>11}{'Pkts Out':>11}{'Chars Out':>11}"
        for one in seen:
            numbers = (*one.received, *one.sent)
            yield f"{one.name:>24}" + "".join(f"{number:>11}" for number in numbers)


def show_controllers(views: Iterable[PortView], filters: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """Each physical port; `filters` has the addresses it listens to, by its name."""
    known = dict(filters)
    for view in views:
        if view.interface.loopback or view.subinterface:
            continue
        link = "up" if view.state.carrier else "down"
        yield f"Interface {view.interface.name}"
        yield f"Hardware is {view.hardware}"
        yield f" network connection mode is {'auto' if view.duplex == 'Full' else 'half duplex'}"
        yield f" loopback type is none, PHY link {link}, {view.duplex.lower()}-duplex, {view.speed} Mb/s"
        received, sent = view.received.packets, view.sent.packets
        yield f" rx ring entries={RECEIVE_RING}, rx_head={received % RECEIVE_RING}"
        yield f" tx ring entries={SEND_RING}, tx_head={sent % SEND_RING}, tx_count=0"
        yield f" rx_no_enp=0, rx_discard=0, throttled=0, enabled={int(view.interface.enabled)}, disabled=0"
        yield f" rx_fifo_overflow=0, rx_no_buffer=0, rx_crc_err=0, reset={view.state.resets}"
        yield f" tx_underrun_err=0, tx_jabber_err=0, tx_no_carrier={view.state.changes}, tx_late_collision=0"
        yield " software MAC address filter(hash:length/addr/mask):"
        for address in known.get(view.interface.name, ()):
            yield f"  0x{_hashed(address):02X}:  0  {address}  0000.0000.0000"
        yield ""


def _hashed(address: str) -> int:
    """The place of an address in the filter: its octets, folded."""
    octets = bytes.fromhex(address.replace(".", ""))
    value = 0
    for octet in octets:
        value ^= octet
    return value
