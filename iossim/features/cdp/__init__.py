"""CDP: boxes tell their neighbours on each link who they are (the vendor's own protocol, version 2).

A message a minute on every interface that is up, kept by who hears it for three minutes. Hubs and switches of the lab have no CDP
of their own and pass the messages on, so two routers at one switch see each other. Left out: ODR, VTP and native
VLANs, `cdp log`, addresses of protocols other than IP.
"""

from iossim.device.engine import Feature
from iossim.features.cdp import debugs
from iossim.features.cdp.commands import COMMANDS
from iossim.features.cdp.config import LINES
from iossim.features.cdp.engine import NAME, CdpEngine
from iossim.features.cdp.message import PROTOCOL

FEATURE = Feature(
    NAME,
    CdpEngine,
    lines=LINES,
    commands=(*COMMANDS, *debugs.COMMANDS),
    provides={"debug-flags": "debug_flags"},
    snap=(PROTOCOL,),
)
