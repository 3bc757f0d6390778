"""`show interfaces` and its kin: pure functions of port views (forms of 12.2 and 15.x).

Rates are the mean since the counters began, over at least the load interval: the exponential decay of IOS is left out. Errors
of the medium do not happen here, so their counters are truly zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.cli.release import Forms, Release
from iossim.cli.types import Show
from iossim.device.ages import age
from iossim.device.interface import short
from iossim.features.interfaces.view import Count, PortView

SECOND = 1_000_000


BANDWIDTH = Forms("Kbit", ("12.4(20)T", "Kbit/sec"))
BELOW = Forms[tuple[str, ...]](
    (), ("12.4(20)T", ("  Keepalive set (10 sec)", '  Last clearing of "show interface" counters never'))
)
UNKNOWN = Forms[tuple[str, ...]]((), ("12.4(20)T", ("     0 unknown protocol drops",)))


def show_interfaces(views: Iterable[PortView], look: Release, now: int, ip: Show) -> Iterator[str]:
    """Each interface with its link, its values and its counters."""
    for view in views:
        yield from _head(view, look, ip)
        if not view.subinterface:
            yield from _traffic(view, look, now)


def _head(view: PortView, look: Release, ip: Show) -> Iterator[str]:
    interface = view.interface
    yield f"{interface.name} is {view.status}, line protocol is {view.protocol} "
    if interface.loopback:
        yield "  Hardware is Loopback"
    else:
        yield f"  Hardware is {view.hardware}, address is {interface.mac} (bia {view.bia})"
    if view.description:
        yield f"  Description: {view.description}"
    for address, length in interface.addresses[:1]:
        yield f"  Internet address is {ip(address)}/{length}"
    yield f"  MTU {interface.mtu} bytes, BW {interface.bandwidth} {BANDWIDTH.on(look)}, DLY {interface.delay * 10} usec, "
    yield "     reliability 255/255, txload 1/255, rxload 1/255"
    if interface.loopback:
        yield "  Encapsulation LOOPBACK, loopback not set"
        return
    encapsulation = f"802.1Q Virtual LAN, Vlan ID  {view.vlan}." if view.vlan else "ARPA"
    if view.subinterface:
        yield f"  Encapsulation {encapsulation}"
        yield arp_line(view)
        yield from BELOW.on(look)
        return
    yield f"  Encapsulation {encapsulation}, loopback not set"
    yield "  Keepalive not set" if view.keepalive is None else f"  Keepalive set ({view.keepalive} sec)"
    if view.speed != "10":
        yield f"  {view.duplex}-duplex, {view.speed}Mb/s, 100BaseTX/FX"
    yield arp_line(view)


def arp_line(view: PortView) -> str:
    """How long an entry of ARP holds."""
    return f"  ARP type: ARPA, ARP Timeout {age(view.arp_timeout * SECOND)}"


def _traffic(view: PortView, look: Release, now: int) -> Iterator[str]:
    loopback = view.interface.loopback
    yield f"  Last input {_last(view.received, now)}, output {_last(view.sent, now)}, output hang never"
    cleared = "never" if view.state.cleared is None else age(now - view.state.cleared)
    yield f'  Last clearing of "show interface" counters {cleared}'
    yield input_queue(view)
    yield from output_queue(view)
    period = interval(view.load_interval)
    yield f"  {period} input rate {rate(view.received)}"
    yield f"  {period} output rate {rate(view.sent)}"
    yield f"     {view.received.packets} packets input, {view.received.octets} bytes{', 0 no buffer' * loopback}"
    yield f"     Received {view.broadcasts} broadcasts, 0 runts, 0 giants, 0 throttles"
    yield f"     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored{', 0 abort' * loopback}"
    if not loopback:
        yield "     0 watchdog"
        yield "     0 input packets with dribble condition detected"
    yield f"     {view.sent.packets} packets output, {view.sent.octets} bytes, 0 underruns"
    yield f"     0 output errors, 0 collisions, {view.state.resets} interface resets"
    yield from UNKNOWN.on(look)
    if not loopback:
        yield "     0 babbles, 0 late collision, 0 deferred"
        yield f"     {view.state.changes} lost carrier, 0 no carrier"
    yield "     0 output buffer failures, 0 output buffers swapped out"


def input_queue(view: PortView) -> str:
    """Nothing stands there: packets are taken as they come."""
    return f"  Input queue: 0/{view.hold[0]}/0/0 (size/max/drops/flushes); Total output drops: {view.drops}"


def output_queue(view: PortView) -> Iterator[str]:
    """One queue, or those of classes and flows, of which none is ever long before an Ethernet."""
    if view.unreserved is None:
        yield "  Queueing strategy: fifo"
        length = view.hold[1] if view.hold[1] is not None else 0 if view.interface.loopback else 40
        yield f"  Output queue: 0/{length} (size/max)"
        return
    yield "  Queueing strategy: weighted fair"
    total = 1000 if view.hold[1] is None else view.hold[1]
    yield f"  Output queue: 0/{total}/64/{view.drops} (size/max total/threshold/drops) "
    yield "     Conversations  0/0/256 (active/max active/max total)"
    yield "     Reserved Conversations 1/1 (allocated/max allocated)"
    yield f"     Available Bandwidth {view.unreserved} kilobits/sec"


def interval(seconds: int) -> str:
    """`5 minute`, `30 second`."""
    return f"{seconds // 60} minute" if seconds % 60 == 0 else f"{seconds} second"


def rate(count: Count) -> str:
    """Bits and packets per second."""
    bits, packets = rates(count)
    return f"{bits} bits/sec, {packets} packets/sec"


def rates(count: Count) -> tuple[int, int]:
    """Bits and packets per second, bits in thousands."""
    return round(count.rate.octets * 8 / 1000) * 1000, round(count.rate.packets)


def _last(count: Count, now: int) -> str:
    return "never" if count.last is None else age(now - count.last)


def show_stats(views: Iterable[PortView]) -> Iterator[str]:
    """`show interfaces stats`: packets by switching path."""
    for view in views:
        yield view.interface.name
        yield f"{'Switching path':>24}{'Pkts In':>11}{'Chars In':>11}{'Pkts Out':>11}{'Chars Out':>11}"
        fast, total = (view.fast_received, view.fast_sent), (view.received, view.sent)
        slow = tuple(_less(whole, part) for whole, part in zip(total, fast, strict=True))
        yield _path("Processor", *slow)
        yield _path("Route cache", *fast)
        yield _path("Total", *total)


SUMMARY = (
    " *: interface is up",
    " IHQ: pkts in input hold queue     IQD: pkts dropped from input queue",
    " OHQ: pkts in output hold queue    OQD: pkts dropped from output queue",
    " RXBS: rx rate (bits/sec)          RXPS: rx rate (pkts/sec)",
    " TXBS: tx rate (bits/sec)          TXPS: tx rate (pkts/sec)",
    " TRTL: throttle count",
    "",
    "  Interface              IHQ   IQD  OHQ   OQD  RXBS RXPS  TXBS TXPS TRTL",
    "-" * 72,
)


def show_summary(views: Iterable[PortView]) -> Iterator[str]:
    """`show interfaces summary`: queues and rates, one row each; queues are never full here."""
    yield from SUMMARY
    for view in views:
        received, sent = rates(view.received), rates(view.sent)
        star = "*" if view.interface.up else " "
        numbers = f"{received[0]:>6}{received[1]:>5}{sent[0]:>6}{sent[1]:>5}"
        yield f"{star} {view.interface.name:<22}{0:>4}{0:>6}{0:>5}{0:>6}{numbers}{0:>5}"
    yield "NOTE:No separate counters are maintained for subinterfaces"
    yield "     Hence Details of subinterface are not shown"


def show_protocols(views: Iterable[PortView], ip: Show) -> Iterator[str]:
    """`show protocols`: IP everywhere, and the address of each interface."""
    yield from ("Global values:", "  Internet Protocol routing is enabled")
    for view in views:
        yield f"{view.interface.name} is {view.status}, line protocol is {view.protocol}"
        for address, length in view.interface.addresses[:1]:
            yield f"  Internet address is {ip(address)}/{length}"


def _less(whole: Count, part: Count) -> Count:
    return Count(whole.packets - part.packets, whole.octets - part.octets, None)


def _path(name: str, received: Count, sent: Count) -> str:
    return f"{name:>24}{received.packets:>11}{received.octets:>11}{sent.packets:>11}{sent.octets:>11}"


def show_switching(views: Iterable[PortView]) -> Iterator[str]:
    """`show interfaces switching`, which IOS does not list under `?`."""
    for view in views:
        yield f"{view.interface.name} {view.description}".rstrip()
        yield f"{'Throttle count':>24}{0:>11}"
        yield f"{'Drops':>24}{'RP':>11}{0:>11}{'SP':>11}{0:>11}"
        yield f"{'SPD Flushes':>24}{'Fast':>11}{0:>11}{'SSE':>11}{0:>11}"
        yield f"{'SPD Aggress':>24}{'Fast':>11}{0:>11}"
        yield f"{'SPD Priority':>24}{'Inputs':>11}{0:>11}{'Drops':>11}{0:>11}"
        yield ""
        yield f"{'Protocol':>13}{'Path':>11}{'Pkts In':>11}{'Chars In':>11}{'Pkts Out':>11}{'Chars Out':>11}"
        slow = _less(view.received, view.fast_received), _less(view.sent, view.fast_sent)
        yield f"{'IP':>13}{_path('Process', *slow)[13:]}"
        yield f"{'':>13}{'Cache misses':>11}{0:>10}"
        yield f"{'':>13}{_path('Fast', view.fast_received, view.fast_sent)[13:]}"
        yield f"{'':>13}{_path('Auton/SSE', *[Count(0, 0, None)] * 2)[13:]}"
        yield ""


def show_description(views: Iterable[PortView]) -> Iterator[str]:
    """`show interfaces description`: one row each."""
    yield f"{'Interface':<31}{'Status':<15}Protocol Description"
    for view in views:
        status = view.status.replace("administratively", "admin")
        yield f"{short(view.interface.name):<31}{status:<15}{view.protocol:<9}{view.description}".rstrip()


def show_brief(views: Iterable[PortView], ip: Show, wide: bool) -> Iterator[str]:
    """`show ip interface brief`; the first column is wider from 12.3 on."""
    column = 27 if wide else 23
    yield f"{'Interface':<{column}}{'IP-Address':<16}{'OK?':<4}{'Method':<7}{'Status':<22}Protocol"
    for view in views:
        address = view.interface.address
        shown = "unassigned" if address is None else ip(address)
        yield (
            f"{view.interface.name:<{column}}{shown:<16}{'YES':<4}{view.state.method:<7}{view.status:<22}{view.protocol}"
        )


def show_arp(entries: Iterable[tuple[int, str, int | None, str]], ip: Show) -> Iterator[str]:
    """`show arp`: address, MAC ("" while incomplete), age in minutes (None for own addresses), interface."""
    yield "Protocol  Address          Age (min)  Hardware Addr   Type   Interface"
    for address, mac, minutes, port in entries:
        shown = "-" if minutes is None else str(minutes)
        place = port if mac else ""
        yield f"Internet  {ip(address):<15}{shown:>10}   {mac or 'Incomplete':<14}  ARPA   {place}".rstrip()
