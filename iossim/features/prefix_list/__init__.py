"""Prefix lists: filters of routes by their networks and by how long their masks are.

Sources: the vendor's configuration guide and command reference of IP, 12.2. Left out: `ip prefix-list sequence-number`.
"""

from __future__ import annotations

from iossim.device.engine import Feature
from iossim.features.prefix_list.commands import COMMANDS
from iossim.features.prefix_list.config import LINES
from iossim.features.prefix_list.engine import PrefixListEngine

FEATURE = Feature(
    "prefix_list",
    PrefixListEngine,
    lines=LINES,
    commands=COMMANDS,
    provides={"prefix-list": "find", "prefix-list-judge": "judge"},
)
