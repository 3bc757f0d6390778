"""What is true of a standby group: where it stands, whom it knows.

`Group` is one fact per group, replaced whole. It holds everything that decides whether hearing a message changes
anything, so a walk that asks for it is remembered rightly; nothing in it counts hellos. When the last hello came is
the business of idles, beside it.

Standard: RFC 2281, sections 5.2 to 5.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from iossim.net.address import Address, Mac

GroupKey = tuple[str, int]
"""(interface, group number)"""

VIRTUAL_MAC = 0x0000_0C07_AC00


class State(IntEnum):
    """The states, with their codes on the wire."""

    INITIAL = 0
    LEARN = 1
    LISTEN = 2
    SPEAK = 4
    STANDBY = 8
    ACTIVE = 16

    @property
    def label(self) -> str:
        """The name as IOS prints it."""
        return "Init" if self is State.INITIAL else self.name.capitalize()


@dataclass(frozen=True, slots=True)
class Peer:
    """A router heard as active or standby, with what its last message said."""

    address: Address
    priority: int
    hello: int
    hold: int

    @property
    def rank(self) -> tuple[int, int]:
        """Priority first, then the higher interface address."""
        return self.priority, self.address


@dataclass(frozen=True, slots=True)
class Group:
    """One standby group of one interface.

    `address` is the virtual one, None while not known; `own` the primary address of the interface. `priority` is what
    tracking leaves of the configured one. `held`: the preempt delay runs. `active` and `standby` are None when nobody is
    known, and when it is this router itself. Times are microseconds.
    """

    interface: str
    number: int
    mac: Mac
    own: Address | None = None
    state: State = State.INITIAL
    address: Address | None = None
    configured: Address | None = None
    priority: int = 100
    preempt: bool = False
    held: bool = False
    hello: int = 0
    hold: int = 0
    learns_timers: bool = True
    authentication: str = ""
    active: Peer | None = None
    standby: Peer | None = None
    since: int = 0
    changes: int = 0

    @property
    def key(self) -> GroupKey:
        """Its name in tables."""
        return self.interface, self.number

    @property
    def rank(self) -> tuple[int, int]:
        """What hellos are compared with."""
        return self.priority, self.own or 0


def virtual_mac(number: int) -> Mac:
    """The well-known address of a group: 0000.0c07.acXX."""
    return Mac(VIRTUAL_MAC | number)
