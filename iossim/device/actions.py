"""What an engine may ask the box to do. Actions are imperative and plain data; the router performs them in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from iossim.device.rib import Route
from iossim.net.address import Address, Mac
from iossim.net.packet import Packet
from iossim.sim.values import dataclass

if TYPE_CHECKING:
    from iossim.sim.trace import Record


@dataclass(frozen=True, slots=True)
class Send:
    """Send a packet of this box by the routing table."""

    packet: Packet


@dataclass(frozen=True, slots=True)
class SendOn:
    """Send a packet by an interface to a MAC, without a routing lookup: hellos, DHCP. `source`: from a virtual MAC."""

    interface: str
    packet: Packet
    mac: Mac
    source: Mac | None = None


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """Take in packets to a multicast group that arrive by an interface."""

    interface: str
    group: Address


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """Take them in no longer."""

    interface: str
    group: Address


@dataclass(frozen=True, slots=True)
class StartTimer:
    """(Re)start the engine's timer of this name; it comes back as `timer(name)` after so many microseconds."""

    name: Any
    after: int


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Stop a timer; one that does not run is left alone."""

    name: Any


@dataclass(frozen=True, slots=True)
class Log:
    """A syslog message `%FACILITY-SEVERITY-MNEMONIC: text`. Addresses stay typed: they are spelled when printed."""

    facility: str
    severity: int
    mnemonic: str
    text: tuple[str | Address, ...]


@dataclass(frozen=True, slots=True)
class Debug:
    """A debug line of one flag; printed only while the flag is on."""

    flag: str
    text: tuple[str | Address, ...]


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell the other engines of this box."""

    notice: Any


@dataclass(frozen=True, slots=True)
class Remember:
    """A significant event for the timeline and the cause chains, in plain words. `data` is for machines.

    `cause` is a record that explains it better than what led here: the fact that made a check fail.
    """

    kind: str
    text: str
    data: tuple[tuple[str, Any], ...] = ()
    cause: Record | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """Do this as one of several things with the same cause: what it puts on the record does not lead to the next."""

    actions: Iterable[Action]


@dataclass(frozen=True, slots=True)
class InstallRoute:
    """Offer a route to the routing table."""

    route: Route


@dataclass(frozen=True, slots=True)
class WithdrawRoute:
    """Take a route back."""

    route: Route


@dataclass(frozen=True, slots=True)
class ClaimAddress:
    """Answer for a virtual address on an interface, with a virtual MAC (HSRP)."""

    interface: str
    address: Address
    mac: Mac


@dataclass(frozen=True, slots=True)
class ReleaseAddress:
    """Stop answering for a virtual address."""

    interface: str
    address: Address


@dataclass(frozen=True, slots=True)
class ChangeInterface:
    """Replace parts of an interface's state: field names of `device.interface.Interface` with their new values."""

    interface: str
    changes: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CreateInterface:
    """A logical interface comes into being (`interface Loopback0`); an existing one is left alone."""

    interface: str


@dataclass(frozen=True, slots=True)
class RemoveInterface:
    """A logical interface goes (`no interface Loopback0`)."""

    interface: str


@dataclass(frozen=True, slots=True)
class Announce:
    """Send a gratuitous ARP message for an address of this box."""

    interface: str
    address: Address
    mac: Mac


@dataclass(frozen=True, slots=True)
class Print:
    """Print a line to whoever types the command at hand; at boot to the console."""

    text: str


@dataclass(frozen=True, slots=True)
class Amend:
    """Put a line of the configuration into the form it is kept in, or take it out: a password that is encrypted, a line
    that every box has. `statement` and `section` as in `device.config`. Engines are not told of it, and it is no unsaved
    change unless it `counts` as one: a certificate that has come."""

    section: Any
    statement: Any
    remove: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Restart:
    """Boot again, now; the reason is shown by `show version`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Wake the command that waits on a line of this box (`Heard(what)`)."""

    line: str
    what: Any


Action = (
    Send
    | SendOn
    | JoinGroup
    | LeaveGroup
    | StartTimer
    | StopTimer
    | Log
    | Debug
    | Notify
    | Remember
    | Apart
    | InstallRoute
    | WithdrawRoute
    | ClaimAddress
    | ReleaseAddress
    | ChangeInterface
    | CreateInterface
    | RemoveInterface
    | Announce
    | Print
    | Amend
    | Restart
    | Tell
)
