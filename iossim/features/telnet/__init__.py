"""Telnet between the devices: RFC 854 without options, over `device.tcp`.

Left out: option negotiation (both ends are IOS), rlogin, SSH.
"""

from iossim.device.engine import Feature
from iossim.features.telnet.commands import COMMANDS
from iossim.features.telnet.engine import TelnetEngine

FEATURE = Feature(
    "telnet", TelnetEngine, commands=COMMANDS, provides={"unknown-word": "unknown_word", "line-closed": "line_closed"}
)
