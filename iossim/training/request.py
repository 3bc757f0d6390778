"""A change request: what a learner writes to the firewall's department, read as its people would read it.

They know IKE by its name and ESP by its number, and do not mind capitals; which sides a line is about they do not guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iossim.endpoints.firewall import Firewall
from iossim.lab.session import Action, read_action
from iossim.lab.session.policy import POLICY, ForgetRoute, Permit, SetRoute, Withdraw
from iossim.lab.session.slots import Expected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iossim.lab.lab import Lab
    from iossim.lab.session import Names

MOST_LINES = 20
"""Lines of a change request."""

BEGIN = tuple(dict.fromkeys(action.form.lead[0] for action in POLICY))

SPELLINGS = (
    (r"\bplease\b|\.(?=\s|$)", ""),
    (r"\ballow\b", "permit"),
    (r"\b(?:udp )?(?:port )?(?:ike|isakmp)\b", "udp 500"),
    (r"\b(udp|tcp) port\b", r"\1"),
    (r"\b(?:ip )?protocol 50\b|\bip 50\b|\besp \(protocol 50\)", "esp"),
    (r"\bfrom (?:any|(?:the )?internet)\b", "from outside"),
    (r"\bto (?:any|(?:the )?internet)\b", "to outside"),
    (r"(?<=[\w.])(?:/32| 255\.255\.255\.255)(?![\d.])", ""),
    (r"^\s*ip route\b", "route"),
)
"""Other words for what the actions of a firewall say. An address with the mask of a host is the host."""


def plain(text: str) -> str:
    """A request in the words of the session language, lines separated by a semicolon."""
    lines = text.lower().replace("\n", ";").split(";")
    for pattern, words in SPELLINGS:
        lines = [re.sub(pattern, words, line) for line in lines]
    return ";".join(" ".join(line.split()) for line in lines)


def policy_lines(node: str, text: str, names: Names) -> list[Action]:
    """The lines of a change request, routes first: a permission is for where its addresses are. Expected for one that is none."""
    lines = [line.strip() for line in plain(text).split(";") if line.strip()]
    if not 1 <= len(lines) <= MOST_LINES:
        raise Expected(f"expected 1 to {MOST_LINES} lines, separated by ;")
    actions = []
    for line in lines:
        if line.split()[0] not in BEGIN:
            raise Expected(f'expected a line that begins with {", ".join(BEGIN[:-1])} or {BEGIN[-1]}, found "{line}"')
        actions.append(action := read_action(f"{line} at {node}", names))
        if not isinstance(action, POLICY):
            raise Expected(f"the firewall's department permits, withdraws and routes; it does not [{action}]")
    return sorted(actions, key=lambda action: not isinstance(action, SetRoute | ForgetRoute))


def strangers(lab: Lab, actions: Iterable[Action]) -> str:
    """What a line names as a side that is none of its firewall's, with those that are; nothing when all is well."""
    for action in actions:
        node = lab.world.nodes[action.node] if isinstance(action, Permit | Withdraw) else None
        if isinstance(action, Permit | Withdraw) and isinstance(node, Firewall):
            ports = tuple(node.ports)
            for name in (action.source, action.destination):
                if name[:1].isalpha() and name not in ports:
                    return f"expected {', '.join(ports)} or an address, found {name}"
    return ""
