"""Interfaces: their lines, their links, their counters, and what shows them.

Sources: ios-cli 8 and 9.3 (messages, order of lines), the samples of `show interfaces` and `show ip interface`. Left out:
encapsulations but ARPA and 802.1Q, keepalive frames, errors of the medium, load averages with decay.
"""

from __future__ import annotations

from iossim.cli.builtin import commands_of
from iossim.cli.mode import INTERFACE
from iossim.device.engine import Feature
from iossim.device.pipeline import Stage
from iossim.features.interfaces.commands import COMMANDS
from iossim.features.interfaces.config import LINES
from iossim.features.interfaces.engine import InterfacesEngine

FEATURE = Feature(
    "interfaces",
    InterfacesEngine,
    lines=LINES,
    commands=(*COMMANDS, *commands_of(INTERFACE)),
    stages={Stage.INPUT_ACL: "count_input", Stage.INPUT_POLICY: "clamp_input", Stage.OUTPUT_ACL: "clamp_output"},
    provides={
        "forwarded": "forwarded",
        "address-method": "address_method",
        "full-duplex": "full_duplex",
        "load-interval": "load_interval",
        "helper-addresses": "helpers",
    },
)
