"""Static routes, and the routing table as it is shown.

Sources: protocols reference 5, ios-cli 8 and 9.6, the displays of the configuration supplement. The table itself is
`device.rib`. Left out: `permanent`.
"""

from __future__ import annotations

from iossim.device.engine import Feature
from iossim.device.pipeline import Stage
from iossim.features.static_routes.commands import COMMANDS
from iossim.features.static_routes.config import LINES
from iossim.features.static_routes.engine import StaticRoutesEngine

FEATURE = Feature(
    "static_routes",
    StaticRoutesEngine,
    lines=LINES,
    commands=COMMANDS,
    stages={Stage.POLICY: "forget_defaults"},
    provides={"subnet-zero": "subnet_zero", "default-networks": "candidates"},
)
