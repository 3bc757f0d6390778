"""Telnet and SSH between the devices: RFC 854 without options, and what looks like SSH version 1, over `device.tcp`.

Left out: option negotiation (both ends are IOS), rlogin.
"""

from iossim.device.engine import Feature
from iossim.features.telnet import config, ssh, ssh_config
from iossim.features.telnet.commands import COMMANDS
from iossim.features.telnet.engine import TelnetEngine

FEATURE = Feature(
    "telnet",
    TelnetEngine,
    lines=(*config.LINES, *ssh_config.LINES),
    commands=(*COMMANDS, *ssh.COMMANDS),
    provides={"unknown-word": "unknown_word", "line-closed": "line_closed", "ssh-limits": "ssh_limits"},
)
