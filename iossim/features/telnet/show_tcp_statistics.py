"""`show tcp statistics`: segments and connections since the boot (12.2 form).

Checksums are never wrong, windows never full and urgent data never sent (`device.tcp`), so these counters stay at 0, and no
acknowledgment is delayed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.cli.entry import Args
    from iossim.device.context import Context


def show_statistics(context: Context, args: Args) -> Iterator[str]:
    """`show tcp statistics`."""
    seen = context.router.tcp.totals
    yield f"Rcvd: {seen.received} Total, {seen.no_port} no port"
    yield "      0 checksum error, 0 bad offset, 0 too short"
    yield f"      {seen.fresh} packets ({seen.fresh_octets} bytes) in sequence"
    yield f"      {seen.repeated} dup packets ({seen.repeated_octets} bytes)"
    yield "      0 partially dup packets (0 bytes)"
    yield f"      {seen.early} out-of-order packets ({seen.early_octets} bytes)"
    yield "      0 packets (0 bytes) with data after window"
    yield "      0 packets after close"
    yield "      0 window probe packets, 0 window update packets"
    yield "      0 dup ack packets, 0 ack packets with unsend data"
    yield f"      {seen.acknowledged} ack packets ({seen.acknowledged_octets} bytes)"
    yield f"Sent: {seen.sent} Total, 0 urgent packets"
    yield f"      {seen.control} control packets (including {seen.control_again} retransmitted)"
    yield f"      {seen.data} data packets ({seen.data_octets} bytes)"
    yield f"      {seen.data_again} data packets ({seen.data_again_octets} bytes) retransmitted"
    yield f"      {seen.only_acknowledge} ack only packets (0 delayed)"
    yield "      0 window probe packets, 0 window update packets"
    begun = f"{seen.initiated} Connections initiated, {seen.accepted} connections accepted"
    yield f"{begun}, {seen.established} connections established"
    yield f"{seen.closed} Connections closed (including {seen.dropped} dropped, {seen.embryonic} embryonic dropped)"
    yield f"{seen.expired} Total rxmt timeout, {seen.given_up} connections dropped in rxmt timeout"
    watched = f"{seen.asked + seen.silent} Keepalive timeout, {seen.asked} keepalive probe"
    yield f"{watched}, {seen.silent} Connections dropped in keepalive"
