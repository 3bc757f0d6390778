"""Types of several tokens and one value: the addresses, ports and actions of access lists.

A compound is a pattern of its own with a function that makes one value of its arguments, and one that writes the value
back. The pattern becomes part of the declaration's tree, so `?`, abbreviation and the caret work inside it.

Invariant: values are normal: host bits under a wildcard are zero, a wildcard of all ones is `any`, ports are numbers.
Port names are the ones IOS prints for TCP and UDP (ios-cli 9.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from iossim.cli.types import Show
from iossim.net.address import ALL_ONES, UNSPECIFIED, Address


@dataclass(frozen=True, slots=True)
class Compound:
    """A type made of a pattern. `build` gets the pattern's arguments, `write` gives the text of a value."""

    pattern: str
    build: Callable[[Mapping[str, Any]], Any]
    write: Callable[[Any, Show], str]
    help: Mapping[str, str] = field(default_factory=dict)


class AddressSpec(NamedTuple):
    """The addresses that agree with `address` where `wildcard` has zeros. A tuple, since much is looked up by it."""

    address: Address
    wildcard: Address = UNSPECIFIED

    def __contains__(self, address: object) -> bool:
        return isinstance(address, int) and (address ^ self.address) & (ALL_ONES ^ self.wildcard) == 0

    @property
    def any(self) -> bool:
        """True when it matches every address."""
        return self.wildcard == ALL_ONES


ANY = AddressSpec(UNSPECIFIED, Address(ALL_ONES))


@dataclass(frozen=True, slots=True)
class PortSpec:
    """A condition on a port: `eq`, `neq`, `lt`, `gt` of `low`, or the `range` of both."""

    operator: str
    low: int
    high: int = 0

    def __contains__(self, port: object) -> bool:
        if not isinstance(port, int):
            return False
        if self.operator == "range":
            return self.low <= port <= self.high
        return {
            "eq": port == self.low,
            "neq": port != self.low,
            "lt": port < self.low,
            "gt": port > self.low,
        }[self.operator]


TCP_PORTS: Mapping[str, int] = {
    "bgp": 179, "chargen": 19, "cmd": 514, "daytime": 13, "discard": 9, "domain": 53, "echo": 7, "exec": 512,
    "finger": 79, "ftp": 21, "ftp-data": 20, "gopher": 70, "hostname": 101, "ident": 113, "irc": 194, "klogin": 543,
    "kshell": 544, "login": 513, "lpd": 515, "nntp": 119, "pop2": 109, "pop3": 110, "smtp": 25, "sunrpc": 111,
    "tacacs": 49, "telnet": 23, "time": 37, "uucp": 540, "whois": 43, "www": 80,
}  # fmt: skip
UDP_PORTS: Mapping[str, int] = {
    "biff": 512, "bootpc": 68, "bootps": 67, "discard": 9, "domain": 53, "echo": 7, "isakmp": 500, "mobile-ip": 434,
    "nameserver": 42, "netbios-dgm": 138, "netbios-ns": 137, "non500-isakmp": 4500, "ntp": 123, "rip": 520, "snmp": 161,
    "snmptrap": 162, "sunrpc": 111, "syslog": 514, "tacacs": 49, "talk": 517, "tftp": 69, "time": 37, "who": 513,
    "xdmcp": 177,
}  # fmt: skip
_ALL_PORTS = {**TCP_PORTS, **UDP_PORTS}
_TCP_NAMES = {number: name for name, number in TCP_PORTS.items()}
_UDP_NAMES = {number: name for name, number in UDP_PORTS.items()}
_ALL_NAMES = {**_UDP_NAMES, **_TCP_NAMES}


def _spec(args: Mapping[str, Any]) -> AddressSpec:
    if args.get("any"):
        return ANY
    wildcard = args.get("wildcard", UNSPECIFIED)
    return AddressSpec(Address(args["address"] & (ALL_ONES ^ wildcard)), wildcard)


def _standard(spec: AddressSpec, show: Show) -> str:
    if spec.any:
        return "any"
    return f"{show(spec.address)} {spec.wildcard}" if spec.wildcard else show(spec.address)


def _extended(spec: AddressSpec, show: Show) -> str:
    return _standard(spec, show) if spec.wildcard else f"host {show(spec.address)}"


def _action(args: Mapping[str, Any]) -> str:
    return "permit" if args.get("permit") else "deny"


def _padded(action: str, _show: Show) -> str:
    return f"{action:<6}"


def _ports(args: Mapping[str, Any]) -> PortSpec:
    first, last = (args.get(name, args.get(f"{name}-number")) for name in ("low", "high"))
    return PortSpec(args["operator"], _number(first), _number(last or 0))


def _number(port: int | str) -> int:
    return port if isinstance(port, int) else _ALL_PORTS[port]


def _port_type(ports: Mapping[str, int], write: Callable[[PortSpec, Show], str]) -> Compound:
    def port(name: str) -> str:
        return f"{{ <{name}-number:0-65535> | <{name}:{'|'.join(sorted(ports))}> }}"

    return Compound(
        f"{{ <operator:eq|gt|lt|neq> {port('low')} | <operator:range|range> {port('low')} {port('high')} }}",
        _ports,
        write,
        {
            "eq": "Match only packets on a given port number",
            "gt": "Match only packets with a greater port number",
            "lt": "Match only packets with a lower port number",
            "neq": "Match only packets not on a given port number",
            "range": "Match only packets in the range of port numbers",
            "low-number": "Port number",
            "high-number": "Port number",
            **{name: f"{name} ({number})" for name, number in ports.items()},
        },
    )


def _written(spec: PortSpec, names: Mapping[int, str]) -> str:
    ports = [spec.low, spec.high] if spec.operator == "range" else [spec.low]
    return " ".join([spec.operator, *(names.get(port, str(port)) for port in ports)])


def _tcp(spec: PortSpec, _show: Show) -> str:
    return _written(spec, _TCP_NAMES)


def _udp(spec: PortSpec, _show: Show) -> str:
    return _written(spec, _UDP_NAMES)


def _either(spec: PortSpec, _show: Show) -> str:
    return _written(spec, _ALL_NAMES)


_ADDRESS_HELP = {
    "any": "Any host",
    "host": "A single host address",
    "address": "Address to match",
    "wildcard": "Wildcard bits",
}

COMPOUNDS: dict[str, Compound] = {
    "acl-action": Compound(
        "{ permit | deny }",
        _action,
        _padded,
        {"permit": "Specify packets to forward", "deny": "Specify packets to reject"},
    ),
    "acl-source": Compound(
        "{ any | host <address:acl-host> | <address:acl-host> [<wildcard:wildcard>] }",
        _spec,
        _standard,
        {**_ADDRESS_HELP, "any": "Any source host"},
    ),
    "acl-address": Compound(
        "{ any | host <address:acl-host> | <address:acl-host> <wildcard:wildcard> }", _spec, _extended, _ADDRESS_HELP
    ),
    "acl-port": _port_type(_ALL_PORTS, _either),
    "acl-tcp-port": _port_type(TCP_PORTS, _tcp),
    "acl-udp-port": _port_type(UDP_PORTS, _udp),
}
