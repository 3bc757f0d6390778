"""`show ip traffic` (12.2 form): what the box has done with packets since it booted.

What cannot happen here is truly zero: errors of the medium, IP options, packets that have to be put together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iossim.device.ip_counters import (
    EXPIRED,
    FRAGMENTED,
    HEARD,
    HEARD_GROUP,
    NO_MAC,
    NO_PORT,
    NO_ROUTE,
    NOT_FRAGMENTED,
    SENT,
    SENT_GROUP,
    SWITCHED,
    Counters,
)


@dataclass(frozen=True, slots=True)
class TrafficView:
    """Sums of the counters of a box: of ports, then by fate, then of ARP messages at its ports."""

    received: int
    broadcasts: int
    fast: int
    counters: Counters

    def heard(self, kind: str = "") -> int:
        """Packets for the box itself."""
        return self.counters.total(HEARD, HEARD_GROUP, kind=kind)

    def sent(self, kind: str = "") -> int:
        """Packets of the box itself."""
        return self.counters.total(SENT, SENT_GROUP, kind=kind)


AT_PORTS = (
    *("in", "in.snap", "in.group", "out.fast"),
    *("arp.request.in", "arp.reply.in", "arp.request.out", "arp.reply.out", "arp.proxy.out"),
)
"""The counters of ports that are added up."""


def view_of(counters: Counters) -> TrafficView:
    """The sums as of now."""
    received = counters.at_ports("in") - counters.at_ports("in.snap")
    groups = counters.total(HEARD_GROUP)
    return TrafficView(
        received, max(0, counters.at_ports("in.group") - groups), counters.at_ports("out.fast"), counters
    )


def show_traffic(view: TrafficView) -> Iterator[str]:
    """All protocols of the stack."""
    yield from _ip(view)
    yield ""
    yield from _icmp(view)
    total = view.counters.total
    yield ""
    yield "UDP statistics:"
    yield f"  Rcvd: {view.heard('udp')} total, 0 checksum errors, {total(NO_PORT, kind='udp')} no port"
    yield f"  Sent: {view.sent('udp')} total, 0 forwarded broadcasts"
    yield ""
    yield "TCP statistics:"
    yield f"  Rcvd: {view.heard('tcp')} total, 0 checksum errors, {total(NO_PORT, kind='tcp')} no port"
    yield f"  Sent: {view.sent('tcp')} total"
    yield ""
    yield "IP-IGRP2 statistics:"
    yield f"  Rcvd: {view.heard('eigrp')} total"
    yield f"  Sent: {view.sent('eigrp')} total"
    yield ""
    yield from _arp(view.counters)
    yield ""


def _ip(view: TrafficView) -> Iterator[str]:
    total = view.counters.total
    yield "IP statistics:"
    yield f"  Rcvd:  {view.received} total, {view.heard()} local destination"
    yield f"         0 format errors, 0 checksum errors, {total(EXPIRED)} bad hop count"
    yield f"         {total(NO_PORT, kind='other')} unknown protocol, 0 not a gateway"
    yield "         0 security failures, 0 bad options, 0 with options"
    yield "  Opts:  0 end, 0 nop, 0 basic security, 0 loose source route"
    yield "         0 timestamp, 0 extended security, 0 record route"
    yield "         0 stream ID, 0 strict source route, 0 alert, 0 cipso"
    yield "         0 other"
    yield "  Frags: 0 reassembled, 0 timeouts, 0 couldn't reassemble"
    yield f"         {total(FRAGMENTED)} fragmented, {total(NOT_FRAGMENTED)} couldn't fragment"
    yield f"  Bcast: {view.broadcasts} received, 0 sent"
    yield f"  Mcast: {total(HEARD_GROUP)} received, {total(SENT_GROUP)} sent"
    yield f"  Sent:  {view.sent()} generated, {view.fast + total(SWITCHED)} forwarded"
    yield f"  Drop:  {total(NO_MAC)} encapsulation failed, 0 unresolved, 0 no adjacency"
    yield f"         {total(NO_ROUTE)} no route, 0 unicast RPF, 0 forced drop"


def _icmp(view: TrafficView) -> Iterator[str]:
    def heard(kind: str) -> int:
        return view.heard(f"icmp {kind}")

    def sent(kind: str) -> int:
        return view.sent(f"icmp {kind}")

    yield "ICMP statistics:"
    yield f"  Rcvd: 0 format errors, 0 checksum errors, {heard('redirect')} redirects, {heard('unreachable')} unreachable"
    yield f"        {heard('echo')} echo, {heard('echo_reply')} echo reply, 0 mask requests, 0 mask replies, 0 quench"
    yield f"        0 parameter, 0 timestamp, 0 info request, {heard('time_exceeded')} other"
    yield "        0 irdp solicitations, 0 irdp advertisements"
    errors = f"{sent('redirect')} redirects, {sent('unreachable')} unreachable"
    yield f"  Sent: {errors}, {sent('echo')} echo, {sent('echo_reply')} echo reply"
    yield "        0 mask requests, 0 mask replies, 0 quench, 0 timestamp"
    yield f"        0 info reply, {sent('time_exceeded')} time exceeded, 0 parameter problem"
    yield "        0 irdp solicitations, 0 irdp advertisements"


def _arp(counters: Counters) -> Iterator[str]:
    ports = counters.at_ports
    proxy = ports("arp.proxy.out")
    yield "ARP statistics:"
    yield f"  Rcvd: {ports('arp.request.in')} requests, {ports('arp.reply.in')} replies, 0 reverse, 0 other"
    yield f"  Sent: {ports('arp.request.out')} requests, {ports('arp.reply.out') + proxy} replies ({proxy} proxy), 0 reverse"
