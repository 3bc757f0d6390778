"""Access lists: numbered and named, as packet filters and for whoever refers to one.

Sources: ios-cli 8 and 9.3 (writing), protocols reference 1.13 (which packets a filter sees). The rules themselves are
`device.filters`. Left out: dynamic and reflexive entries, non-IP lists, numbers edited by `ip access-list`.
"""

from __future__ import annotations

from iossim.cli.builtin import commands_of
from iossim.device.engine import Feature
from iossim.device.pipeline import Stage
from iossim.features.acl.commands import COMMANDS
from iossim.features.acl.config import EXTENDED_MODE, LINES, STANDARD_MODE
from iossim.features.acl.engine import AclEngine

FEATURE = Feature(
    "acl",
    AclEngine,
    lines=LINES,
    commands=(
        *COMMANDS,
        *commands_of(STANDARD_MODE, "Exit from access-list configuration mode"),
        *commands_of(EXTENDED_MODE, "Exit from access-list configuration mode"),
    ),
    stages={
        Stage.INPUT_ACL: "filter_input",
        Stage.INPUT_ACL_AGAIN: "filter_decrypted",
        Stage.OUTPUT_ACL: "filter_output",
    },
    provides={
        "access-list": "find",
        "access-list-judge": "judge",
        "access-list-matched": "matched",
        "access-groups": "access_groups",
        "time-range-uses": "time_range_uses",
    },
)
