"""IP as the operator watches it: limits of ICMP errors, what `debug ip` prints, and displays of traffic, sockets and addresses.

Packets are looked at where they are, in the walk; what is switched fast is not seen, as on a router. While a debug is on,
every packet it prints is an event.

Source: the vendor's debug command reference, 12.2. Left out: `debug ip packet` with a list that is not numbered, the dump
of contents, TCP windows.
"""

from __future__ import annotations

from iossim.device.engine import Feature
from iossim.features.ip.commands import COMMANDS
from iossim.features.ip.config import LINES
from iossim.features.ip.engine import IpEngine

FEATURE = Feature(
    "ip",
    IpEngine,
    lines=LINES,
    commands=COMMANDS,
    provides={
        "packet-seen": "seen",
        "icmp-seen": "icmp_seen",
        "debug-flags": "debug_flags",
    },
)
