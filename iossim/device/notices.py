"""What features tell each other: facts of the past, without naming a receiver.

A notice travels the router that it concerns; every engine may listen. Features refer to each other by these and by the
names in the configuration, never by import.
"""

from __future__ import annotations

from dataclasses import dataclass

from iossim.device.icmp import IcmpHeard
from iossim.device.rib import Route
from iossim.net.address import Address, Mac, Prefix


@dataclass(frozen=True, slots=True)
class InterfaceUp:
    """An interface can carry IP from now on (enabled, line protocol up)."""

    interface: str


@dataclass(frozen=True, slots=True)
class InterfaceDown:
    """An interface carries nothing from now on. `administrative`: by `shutdown`, so a last word can still be sent."""

    interface: str
    administrative: bool = False


@dataclass(frozen=True, slots=True)
class AddressChanged:
    """An interface got, lost or changed its addresses."""

    interface: str


@dataclass(frozen=True, slots=True)
class RouteChanged:
    """The routes of a prefix came, went or changed: those installed before, and after. `source` and `was` name protocols."""

    prefix: Prefix
    source: str
    was: str
    before: tuple[Route, ...] = ()
    after: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutesCleared:
    """`clear ip route`: whoever offered routes to a prefix (None: to any) offers them again."""

    prefix: Prefix | None


@dataclass(frozen=True, slots=True)
class CarrierChanged:
    """The signal at a port has come or gone; the interface has not been declared up or down yet."""

    interface: str
    present: bool


@dataclass(frozen=True, slots=True)
class AddressHeard:
    """A station has announced that an address lives at its MAC (gratuitous ARP)."""

    interface: str
    address: Address
    mac: Mac


@dataclass(frozen=True, slots=True)
class ErrorHeard:
    """An ICMP error about a packet of this box that nobody waited for, or an echo."""

    heard: IcmpHeard


@dataclass(frozen=True, slots=True)
class ConfigurationChanged:
    """A line of another feature was added or removed: a named list, a map, a policy. `name` is what it is called."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class SwitchingChanged:
    """Packets that leave by an interface are switched another way from now on: `ip route-cache`, CEF."""

    interface: str


@dataclass(frozen=True, slots=True)
class Reloading:
    """A confirmed `reload` is about to stop the box: a last word can still be sent."""


@dataclass(frozen=True, slots=True)
class SaCreated:
    """The first pair of IPsec SAs under an entry's identities is in use; its renewals are nobody else's business."""

    map: str
    sequence: int
    peer: Address


@dataclass(frozen=True, slots=True)
class SaDeleted:
    """The last pair of IPsec SAs under an entry's identities is gone."""

    map: str
    sequence: int
    peer: Address


@dataclass(frozen=True, slots=True)
class ParametersChanged:
    """Other constants hold from now on: a lab whose history ran under another profile goes live."""


@dataclass(frozen=True, slots=True)
class CountersCleared:
    """`clear counters`: what is counted for an interface begins anew."""

    interface: str


Notice = (
    InterfaceUp
    | InterfaceDown
    | AddressChanged
    | RouteChanged
    | RoutesCleared
    | CarrierChanged
    | AddressHeard
    | ErrorHeard
    | ConfigurationChanged
    | SwitchingChanged
    | CountersCleared
    | ParametersChanged
    | Reloading
    | SaCreated
    | SaDeleted
)


@dataclass(frozen=True, slots=True)
class KeysChanged:
    """The box has got RSA keys, or has lost them."""

    present: bool


@dataclass(frozen=True, slots=True)
class ClockSet:
    """Somebody has set the clock by hand."""


@dataclass(frozen=True, slots=True)
class ClockDisciplined:
    """NTP knows the time: `origin` is that of virtual time 0, in microseconds since 1970."""

    origin: int


@dataclass(frozen=True, slots=True)
class ClockAdrift:
    """NTP has lost its servers; the clock runs on alone."""
