"""The nodes of a lab: one model per kind of box, discriminated by `kind`.

A router is configured by its start-up file and by nothing else; every other node has a fixed configuration, stated
here. Ports are named by their node: a router's and a firewall's in the file, the single port of a host is `eth0`, a
DSL box has `line` and `lan`; a switch, a hub and the Internet get a port per link, named after the link.

Left out: anything that changes while a lab runs.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from iossim.cli.release import Release
from iossim.device.parameters import HOUR
from iossim.device.platform import platform_of
from iossim.lab.definition.base import Id, Model, Place, Port, Text
from iossim.lab.definition.firewall import Firewall, Route
from iossim.lab.definition.values import Duration, HostAddress, Ip, Rate, Software
from iossim.net.address import Address

HOST_PORT = "eth0"
DSL_LINE, DSL_LAN = "line", "lan"


class Drawn(Model):
    """What every node may say: a caption and a place on the drawing."""

    label: Text = ""
    at: Place = None


class Router(Drawn):
    """An IOS router. `release` is the lab's where it does not say its own; `look` is the release whose output forms it
    prints, where they differ from its own release's."""

    kind: Literal["router"]
    platform: Annotated[Literal["7206VXR", "1710", "2811"], BeforeValidator(str)]
    release: Software
    look: Software = ""
    interfaces: Annotated[tuple[Port, ...], Field(min_length=1, max_length=32)]
    config: str
    keeps_time: bool = True
    values: dict[str, str] = {}

    @model_validator(mode="after")
    def _image(self) -> Router:
        """A model runs only releases that were made for it."""
        platform_of(self.platform, Release.parse(self.release))
        return self

    @property
    def looks_like(self) -> str:
        """The release whose forms of output are printed."""
        return self.look or self.release


class Switch(Drawn):
    """A layer-2 switch; with `portfast` a port forwards at once, without it after 30 s."""

    kind: Literal["switch"]
    portfast: bool = True


class Hub(Drawn):
    """A repeater: keeps its neighbours' ports up and repeats every frame."""

    kind: Literal["hub"]


class Internet(Drawn):
    """Where the providers and the enterprise meet: a router that knows public addresses only.

    `ports` gives its address on links that have one; towards a DSL box it has none and knows the box's address as a
    /32.
    """

    kind: Literal["internet"]
    ports: dict[Id, HostAddress] = {}
    routes: tuple[Route, ...] = ()


class Pool(Model):
    """Addresses a DSL box leases by DHCP. So many of the first are `taken` by devices that the lab does not show."""

    first: Ip
    last: Ip
    lease: Duration = 24 * HOUR
    taken: Annotated[int, Field(ge=0, le=200)] = 0

    @property
    def first_free(self) -> Address:
        """The first address that is given out."""
        return Address(self.first + self.taken)


class Dsl(Drawn):
    """A DSL modem and NAT box with IPsec pass-through. Gateway and DNS server of its pool is the box itself.

    `up` and `down` are the line's rates in bit/s; the line's delay is that of its link.
    """

    kind: Literal["dsl"]
    public: Ip
    inside: HostAddress
    pool: Pool
    up: Rate
    down: Rate


class Host(Drawn):
    """A host, a server or a workstation with one port.

    With `dhcp` the address is the one its server's pool is expected to give. `present: false`: switched off at the
    start. Of the services `ntp` (`clock_error`: how far it is ahead) and `syslog` are real, SCEP and revocation lists are those
    of the host that `certificates` names, the others are names.
    """

    kind: Literal["host"]
    address: HostAddress
    gateway: Ip | None = None
    dhcp: bool = False
    present: bool = True
    services: tuple[Literal["http", "scep", "crl", "ntp", "dns", "tftp", "telnet", "syslog"], ...] = ()
    clock_error: Duration = 0


class Phone(Drawn):
    """An IP phone of type 7960. Its CallManager comes by DHCP option 150, or is named here."""

    kind: Literal["phone"]
    number: Annotated[str, Field(pattern=r"^[0-9]{2,8}$")]
    address: HostAddress
    gateway: Ip
    dhcp: bool = False
    call_manager: Ip


class CallManager(Drawn):
    """The CallManager: SCCP on TCP 2000, and the TFTP server of the phones."""

    kind: Literal["callmanager"]
    address: HostAddress
    gateway: Ip


Node = Annotated[
    Router | Switch | Hub | Internet | Firewall | Dsl | Host | Phone | CallManager, Field(discriminator="kind")
]
Station = Host | Phone | CallManager
"""The nodes with one port and one address."""
