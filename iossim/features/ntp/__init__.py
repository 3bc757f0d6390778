"""NTP: a router that takes its time from servers, and tells it to others (RFC 1305).

Rooms: `association` is what is known of one server, `engine` polls, selects and tells the box's clock, `show` displays it.

Left out: broadcasts, access groups. Keys are kept as they were typed, a peer is a server that asks as well. The poll interval
stays at 64 s (IOS lengthens it to 1024 s while a clock is steady), clocks do not drift, and the way there is taken to be as long
as the way back.
"""

from __future__ import annotations

from iossim.device.engine import Feature
from iossim.features.ntp.commands import COMMANDS
from iossim.features.ntp.config import LINES
from iossim.features.ntp.engine import NtpEngine
from iossim.net.ntp import PORT

FEATURE = Feature(
    "ntp",
    NtpEngine,
    lines=LINES,
    commands=COMMANDS,
    udp=(PORT,),
    provides={"sockets": "sockets", "updates-calendar": "updates_calendar", "tells-time": "tells_time"},
)

__all__ = ["FEATURE"]
