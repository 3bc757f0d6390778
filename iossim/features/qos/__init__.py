"""Quality of service: class maps, policy maps, shaping and low latency queueing by the modular command line.

Sources: RFC 2474, RFC 2597, RFC 2598; the commands of 12.2T. Left out: WRED, priority and custom queueing, committed access
rate, RSVP, compression, fragmentation of long packets, `match` by other protocols, by MAC, by MPLS.
"""

from __future__ import annotations

from iossim.cli.builtin import commands_of
from iossim.device.engine import Feature
from iossim.device.pipeline import Stage
from iossim.features.qos.commands import COMMANDS
from iossim.features.qos.config import CLASS_MAP_MODE, CLASS_MODE, LINES, POLICY_MODE
from iossim.features.qos.engine import QosEngine

FEATURE = Feature(
    "qos",
    QosEngine,
    lines=LINES,
    commands=(
        *COMMANDS,
        *commands_of(CLASS_MAP_MODE, "Exit from QoS class-map configuration mode"),
        *commands_of(POLICY_MODE, "Exit from QoS policy-map configuration mode"),
        *commands_of(CLASS_MODE, "Exit from QoS class action configuration mode"),
    ),
    stages={Stage.INPUT_POLICY: "enter", Stage.QUEUE: "leave"},
    provides={"qos-refusals": "allowed", "queue-drops": "drops", "class-queueing": "unreserved"},
)
