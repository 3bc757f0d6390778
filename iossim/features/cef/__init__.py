"""CEF: the forwarding table that is made of the routing table before packets come, and the adjacencies it points to.

The simulation forwards every packet by the routing table and the ARP table (`device.node`), which is what the two tables of CEF
are made of; with `ip cef` they are displayed, and packets that leave by the interface they came in by are switched fast.
Left out: distributed CEF, accounting, load sharing per packet.
"""

from iossim.device.engine import Feature
from iossim.features.cef.commands import COMMANDS
from iossim.features.cef.engine import LINES, NAME, CefEngine

FEATURE = Feature(NAME, CefEngine, lines=LINES, commands=COMMANDS, provides={"cef": "running"})
