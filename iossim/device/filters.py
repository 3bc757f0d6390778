"""Access lists as the data plane and other features use them: frozen rules, first match wins, then deny.

A list is found by its name or number through the provider `access-list`: `callable(name) -> AccessList | None`. None means
that it is not defined, which for a packet filter permits everything. Matching is pure; who lets a packet decide counts it by
the provider `access-list-matched`: `callable(walker, list, rule, packet)`. Who filters routes asks `access-list-judge`:
`callable(name, network) -> bool`, an event, which counts too.

The fragments of a packet travel as one, so a list judges it by its first one and by those behind, which have no ports, flags or
ICMP types: for them an entry that asks for such things permits by addresses alone, and denies nothing. The packet is lost when
either is denied; the entry that decides is the one that counts.

An entry with a `time-range` takes part while that is active: whoever keeps the list says so in the entry, so that a list which
becomes another one wakes those who asked. Left out: `dynamic`, `reflect`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from iossim.cli.compound import ANY, COMPOUNDS, AddressSpec, PortSpec
from iossim.cli.types import Show
from iossim.device.codepoint import NAMED
from iossim.net.address import Address
from iossim.net.packet import Icmp, Packet, Tcp

IP = 0
"""The protocol number of a rule that says `ip`: any protocol."""


@dataclass(frozen=True, slots=True)
class IcmpSpec:
    """A condition on an ICMP message: its type, and its code when not None."""

    kind: int
    code: int | None = None

    def __contains__(self, message: object) -> bool:
        if not isinstance(message, Icmp):
            return False
        return message.kind == self.kind and self.code in (None, message.code)


@dataclass(frozen=True, slots=True)
class Marks:
    """A condition on the type of service: precedence and the four bits of RFC 1349, or the code point that took their place."""

    precedence: int | None = None
    service: int | None = None
    dscp: int | None = None

    def __contains__(self, tos: int) -> bool:
        if self.dscp not in (None, tos >> 2):
            return False
        return self.precedence in (None, tos >> 5) and self.service in (None, tos >> 1 & 15)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry. `proto` 0 matches every protocol; `text` is the entry as IOS writes it, without the list's name; `sequence` is its
    number where entries have numbers. `input` asks a logging entry for the interface and the sender's hardware address, too.
    `hours` names the time-range in which it holds, `active` is whether it does."""

    permit: bool
    proto: int = IP
    src: AddressSpec = ANY
    src_ports: PortSpec | None = None
    dst: AddressSpec = ANY
    dst_ports: PortSpec | None = None
    established: bool = False
    flags: str = ""
    marks: Marks | None = None
    log: bool = False
    text: str = ""
    icmp: IcmpSpec | None = None
    sequence: int = field(default=0, compare=False)
    fragments: bool = False
    input: bool = False
    hours: str = ""
    active: bool = True

    @property
    def _above(self) -> bool:
        """True when it asks for what only the first fragment has."""
        return bool(self.src_ports or self.dst_ports or self.established or self.flags or self.icmp)

    def takes_rest(self, packet: Packet) -> bool:
        """True when the entry speaks of the fragments behind the first."""
        if not self.active:
            return False
        if self.proto not in (IP, packet.proto) or packet.src not in self.src or packet.dst not in self.dst:
            return False
        if self.marks is not None and packet.tos not in self.marks:
            return False
        return self.permit or not self._above

    def matches(self, packet: Packet) -> bool:
        """True when the entry speaks of this packet, or of the first of its fragments."""
        if self.fragments or not self.active:
            return False
        if self.proto not in (IP, packet.proto) or packet.src not in self.src or packet.dst not in self.dst:
            return False
        sport, dport = packet.ports
        if self.src_ports is not None and sport not in self.src_ports:
            return False
        if self.dst_ports is not None and dport not in self.dst_ports:
            return False
        if self.established and not answers(packet):
            return False
        if self.flags and not flagged(packet, self.flags):
            return False
        if self.marks is not None and packet.tos not in self.marks:
            return False
        return self.icmp is None or packet.payload in self.icmp


def answers(packet: Packet) -> bool:
    """True for a segment of a connection that exists: ACK or RST is set."""
    return flagged(packet, "AR")


def flagged(packet: Packet, flags: str) -> bool:
    """True for a segment that has one of these flags."""
    return isinstance(packet.payload, Tcp) and any(flag in packet.payload.flags for flag in flags)


@dataclass(frozen=True, slots=True)
class AccessList:
    """A list. Standard ones look at sources only."""

    name: str
    extended: bool
    rules: tuple[Rule, ...]

    def find(self, packet: Packet) -> Rule | None:
        """The first entry that matches; None stands for the implicit deny."""
        first = next((rule for rule in self.rules if rule.matches(packet)), None)
        if packet.fragments == 1 or first is None or not first.permit:
            return first
        behind = next((rule for rule in self.rules if rule.takes_rest(packet)), None)
        return first if behind is not None and behind.permit else behind

    def permits(self, packet: Packet) -> bool:
        """True when the first match permits."""
        rule = self.find(packet)
        return rule is not None and rule.permit

    def find_address(self, address: Address) -> Rule | None:
        """The entry about a bare address or network: standard lists, and route-maps, by the source of each entry."""
        return next((rule for rule in self.rules if rule.active and address in rule.src), None)

    def permits_address(self, address: Address) -> bool:
        """The verdict on a bare address or network."""
        rule = self.find_address(address)
        return rule is not None and rule.permit


PROTOCOLS = {
    "ip": IP, "icmp": 1, "igmp": 2, "ipinip": 4, "tcp": 6, "igrp": 9, "udp": 17, "gre": 47, "esp": 50, "ahp": 51,
    "eigrp": 88, "ospf": 89, "nos": 94, "pim": 103, "pcp": 108,
}  # fmt: skip
"""The words of IOS for IP protocols."""
PROTOCOL_NAMES = {number: name for name, number in PROTOCOLS.items()}

FLAGS = {"ack": "A", "fin": "F", "psh": "P", "rst": "R", "syn": "S", "urg": "U"}
"""The words of IOS for flags of TCP. Urgent data is left out, so nothing has that flag."""
ICMP_NAMES: dict[str, IcmpSpec] = {
    "administratively-prohibited": IcmpSpec(3, 13),
    "echo": IcmpSpec(8),
    "echo-reply": IcmpSpec(0),
    "host-unreachable": IcmpSpec(3, 1),
    "net-unreachable": IcmpSpec(3, 0),
    "packet-too-big": IcmpSpec(3, 4),
    "port-unreachable": IcmpSpec(3, 3),
    "protocol-unreachable": IcmpSpec(3, 2),
    "redirect": IcmpSpec(5),
    "time-exceeded": IcmpSpec(11),
    "traceroute": IcmpSpec(30),
    "ttl-exceeded": IcmpSpec(11, 0),
    "unreachable": IcmpSpec(3),
}
_ICMP_WORDS = {spec: name for name, spec in ICMP_NAMES.items()}


def write_rule(rule: Rule, extended: bool, show: Show = str, padded: bool = False) -> str:
    """The entry as running-config writes it behind the list's name; `padded` aligns `deny` with `permit`."""
    action = "permit" if rule.permit else "deny"
    words = [f"{action:<6}" if padded else action]
    if not extended:
        words.append(COMPOUNDS["acl-source"].write(rule.src, show))
    else:
        words.append(PROTOCOL_NAMES.get(rule.proto, str(rule.proto)))
        words += _side(rule.src, rule.src_ports, rule.proto, show) + _side(rule.dst, rule.dst_ports, rule.proto, show)
        words += [_icmp(rule.icmp)] if rule.icmp is not None else []
        words += ["established"] * rule.established
        words += [word for word, flag in FLAGS.items() if flag in rule.flags]
        words += _marks(rule.marks) if rule.marks is not None else []
    words += ["fragments"] * rule.fragments
    words += ["log-input"] if rule.input else ["log"] * rule.log
    return " ".join(words + (["time-range", rule.hours] if rule.hours else []))


def _side(spec: AddressSpec, ports: PortSpec | None, proto: int, show: Show) -> list[str]:
    words = [COMPOUNDS["acl-address"].write(spec, show)]
    if ports is not None:
        words.append(COMPOUNDS["acl-tcp-port" if proto == 6 else "acl-udp-port"].write(ports, show))
    return words


def _marks(marks: Marks) -> list[str]:
    words = [] if marks.dscp is None else ["dscp", NAMED["dscp"].write(marks.dscp, str)]
    words += [] if marks.precedence is None else ["precedence", NAMED["precedence"].write(marks.precedence, str)]
    return words + ([] if marks.service is None else ["tos", NAMED["tos"].write(marks.service, str)])


def _icmp(spec: IcmpSpec) -> str:
    word = _ICMP_WORDS.get(spec)
    if word is None:
        return f"{spec.kind}" if spec.code is None else f"{spec.kind} {spec.code}"
    return word
