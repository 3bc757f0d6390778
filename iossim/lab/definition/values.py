"""Values as authors write them: rates, addresses, services, moments; and the annotated types that read them.

Each `read_...` takes what YAML gave and returns a typed value or raises ValueError saying what was expected. The
annotated types at the end are what the models use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

from pydantic import PlainSerializer, PlainValidator

from iossim.cli.release import Release
from iossim.lab.spelling import read_duration
from iossim.net.address import Address, Prefix, mask_of

_RATE = re.compile(r"(\d{1,9})([kM]?)")


def read_rate(value: object) -> int:
    """Bits per second from `192k`, `10M`, `64000`."""
    match = _RATE.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if match is None or int(match[1]) == 0:
        raise ValueError(f"expected a rate in bits per second such as 192k or 10M, found {value!r}")
    return int(match[1]) * {"": 1, "k": 1_000, "M": 1_000_000}[match[2]]


def read_address(value: object) -> Address:
    """One IPv4 address in numbers."""
    if isinstance(value, Address):
        return value
    try:
        return Address.parse(str(value))
    except ValueError:
        raise ValueError(f"expected an IPv4 address such as 10.81.0.3, found {value!r}") from None


def read_prefix(value: object) -> Prefix:
    """A network and its length, `10.81.2.0/23`; a bare address is a /32."""
    if isinstance(value, Prefix):
        return value
    text = str(value)
    try:
        return Prefix.parse(text if "/" in text else f"{text}/32")
    except ValueError:
        raise ValueError(f"expected a network such as 10.81.2.0/23 without host bits, found {value!r}") from None


def read_release(value: object) -> str:
    """A release of IOS: `12.2(11)T`, `15.1M`."""
    try:
        return str(Release.parse(str(value)))
    except ValueError:
        raise ValueError(f"expected a release such as 12.2(11)T or 15.1M, found {value!r}") from None


class InterfaceAddress(NamedTuple):
    """An address with the length of its network: `10.81.0.1/29`."""

    address: Address
    length: int

    @property
    def prefix(self) -> Prefix:
        """The network it stands in."""
        return Prefix.of(self.address, self.length)

    def __str__(self) -> str:
        return f"{self.address}/{self.length}"


def read_interface_address(value: object) -> InterfaceAddress:
    """An address with a length: `10.81.0.1/29`; not the network itself and not its broadcast."""
    if isinstance(value, InterfaceAddress):
        return value
    address, slash, length = str(value).partition("/")
    try:
        if not slash or not re.fullmatch(r"\d{1,2}", length) or int(length) > 32:
            raise ValueError
        found = InterfaceAddress(Address.parse(address), int(length))
    except ValueError:
        raise ValueError(f"expected an address with its length such as 10.81.0.1/29, found {value!r}") from None
    host_bits = found.address & ~mask_of(found.length)
    if found.length < 31 and host_bits in (0, ~mask_of(found.length) & 0xFFFFFFFF):
        raise ValueError(f"{value} is the network itself or its broadcast, not an address of a host")
    return found


def read_instant(value: object) -> datetime:
    """A moment with its offset from UTC, `2003-03-12 14:38:00 -05:00`; without an offset it is UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    text = re.sub(r"\s+([+-]\d\d:\d\d)$", r"\1", str(value))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"expected a date and time such as 2003-03-12 14:38:00 -05:00, found {value!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Ports(NamedTuple):
    """A range of ports, both ends included."""

    first: int
    last: int

    def __contains__(self, port: object) -> bool:
        return isinstance(port, int) and self.first <= port <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


ANY_PORT = Ports(0, 65_535)
PROTOCOLS = {"ip": None, "icmp": 1, "tcp": 6, "udp": 17, "esp": 50, "ah": 51, "eigrp": 88}
ICMP_TYPES = {"echo-reply": 0, "unreachable": 3, "echo": 8, "time-exceeded": 11}


@dataclass(frozen=True, slots=True)
class Service:
    """What a firewall rule permits: `esp`, `udp 500`, `udp 1024-65535`, `tcp from 23`, `icmp echo`, `ip` (everything).

    `protocol` is the number in the IP header, None for any; `to` and `source` are destination and source ports.
    """

    text: str
    protocol: int | None
    to: Ports = ANY_PORT
    source: Ports = ANY_PORT
    icmp_type: int | None = None

    def __str__(self) -> str:
        return self.text


def read_service(value: object) -> Service:
    """A service from its text."""
    if isinstance(value, Service):
        return value
    words = str(value).split()
    text = " ".join(words)
    match words:
        case [name] if name in PROTOCOLS:
            return Service(text, PROTOCOLS[name])
        case ["icmp", kind] if kind in ICMP_TYPES:
            return Service(text, PROTOCOLS["icmp"], icmp_type=ICMP_TYPES[kind])
        case [("tcp" | "udp") as name, ports]:
            return Service(text, PROTOCOLS[name], to=_ports(ports))
        case [("tcp" | "udp") as name, "from", ports]:
            return Service(text, PROTOCOLS[name], source=_ports(ports))
    raise ValueError(f"expected a service such as esp, udp 500, tcp from 23 or icmp echo, found {value!r}")


def _ports(text: str) -> Ports:
    match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text)
    ports = Ports(int(match[1]), int(match[2] or match[1])) if match else Ports(1, 0)
    if not 0 <= ports.first <= ports.last <= ANY_PORT.last:
        raise ValueError(f"expected a port or a range such as 1024-65535, found {text!r}")
    return ports


_TEXT = PlainSerializer(str, return_type=str)

Duration = Annotated[int, PlainValidator(read_duration)]
Rate = Annotated[int, PlainValidator(read_rate)]
Ip = Annotated[Address, PlainValidator(read_address), _TEXT]
Network = Annotated[Prefix, PlainValidator(read_prefix), _TEXT]
HostAddress = Annotated[InterfaceAddress, PlainValidator(read_interface_address), _TEXT]
Software = Annotated[str, PlainValidator(read_release)]
Instant = Annotated[datetime, PlainValidator(read_instant)]
Permitted = Annotated[Service, PlainValidator(read_service), _TEXT]
