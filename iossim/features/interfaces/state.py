"""What an interface does beyond `device.interface`: the link as declared, how addresses came, counters cleared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Link(Enum):
    """What has been said of an interface: the word of its last LINK message."""

    UP = "up"
    DOWN = "down"
    SHUT = "administratively down"


@dataclass(frozen=True, slots=True)
class PortState:
    """The state of one port. `carrier` is the signal as declared; `changes` counts losses of it since the last clear.

    `method` is how its address came: `NVRAM`, `manual`, `DHCP`, `unset`. `cleared` is the virtual time of the last
    `clear counters`, None for never.
    """

    link: Link = Link.DOWN
    carrier: bool = False
    changes: int = 0
    resets: int = 0
    method: str = "unset"
    cleared: int | None = None


@dataclass(frozen=True, slots=True)
class SwitchingPath:
    """How packets that leave by a port are switched: not by a process, also back where they came from; all of them by CEF.

    `policy` is about those that come in by it: whether policy routing needs no process. `flow` and `multicast` are for displays:
    the lab has no collector of flows and no multicast of users.
    """

    cached: bool = True
    same: bool = False
    express: bool = False
    policy: bool = False
    flow: bool = False
    multicast: bool = True


class Wait(Enum):
    """The timers of a port."""

    CARRIER = "carrier"  # a change of signal is believed when it is over
    PROTOCOL = "protocol"  # the line protocol follows the link
    SHUT = "shut"  # the message of `shutdown`
    DUPLICATE = "duplicate"  # complaints about a duplicate address are rare
