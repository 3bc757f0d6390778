"""HSRP: several routers share one virtual address, and one of them answers for it.

Standard: RFC 2281 (version 1), as 12.2T has it: several groups per interface, tracking of interfaces, pre-emption with
delay. Left out: version 2, MD5 authentication, secondary virtual addresses, `preempt delay sync`, redirects.
Others may ask `hsrp-states` for the states of all groups and `hsrp-groups` for views of them.
"""

from iossim.device.engine import Feature
from iossim.features.hsrp.commands import COMMANDS
from iossim.features.hsrp.config import LINES
from iossim.features.hsrp.engine import HsrpEngine
from iossim.features.hsrp.machine import NAME
from iossim.features.hsrp.packet import PORT

FEATURE = Feature(
    NAME,
    HsrpEngine,
    lines=LINES,
    commands=COMMANDS,
    udp=(PORT,),
    provides={"hsrp-states": "states", "hsrp-groups": "views", "debug-flags": "debug_flags", "sockets": "sockets"},
)
