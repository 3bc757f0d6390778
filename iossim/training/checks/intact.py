"""Nothing else is broken: the lab now, beside what was well before the exercise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.endpoints.firewall import Firewall, Rule, Service
from iossim.lab.department import prefix_of
from iossim.lab.judge import hsrp_states
from iossim.lab.session.actions import PathReport
from iossim.training.evidence import hops_of, peers_of
from iossim.training.results import WHOLE, Finding, yes
from iossim.training.scene import prefixes

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.training.definition.checks import Intact
    from iossim.training.scene import Baseline, Scene

EXPECTED = (
    "nothing else is broken: tunnels, calls both ways, one active and one standby, no leaked route, no wider firewall"
)


def intact(check: Intact, scene: Scene) -> Finding:
    """Every damage counts alike."""
    damages = list(damage(check, scene.lab, scene.baseline))
    if not damages:
        return yes(EXPECTED, "all is well")
    return Finding(max(0, WHOLE - 500 * len(damages)), EXPECTED, "; ".join(damages))


def damage(check: Intact, lab: Lab, before: Baseline) -> Iterator[str]:
    """What was well and no longer is."""
    spared = set(check.but)
    for home in before.homes:
        if home.router in spared:
            continue
        if not any(head_end in peers_of(lab, home.router) for head_end in before.head_ends):
            yield f"{home.router} has no tunnel"
        for phone in home.phones:
            if phone not in spared and lab.world.nodes[phone].powered:
                yield from _deaf(lab, phone, before.partner)
    yield from _standby(lab, before, spared)
    yield from _leaks(check, lab, before, spared)
    if check.firewall:
        yield from _wider(lab, before)


def _deaf(lab: Lab, phone: str, partner: str) -> Iterator[str]:
    for a, b in ((phone, partner), (partner, phone)):
        _, result = hops_of(lab, PathReport(a, b, "udp"))
        if result != "delivered":
            yield f"no voice from {a} to {b}: {result}"


def _standby(lab: Lab, before: Baseline, spared: set[str]) -> Iterator[str]:
    up = [name for name in before.head_ends if name not in spared]
    states = {name: hsrp_states(lab.world, name) for name in up if lab.router(name).up}
    for name in up:
        if name not in states:
            yield f"{name} is down"
    active = [name for name, held in states.items() if "Active" in held]
    if len(states) == len(up) > 1 and len(active) != 1:
        yield f"active in HSRP: {' and '.join(active) or 'nobody'}"


def _leaks(check: Intact, lab: Lab, before: Baseline, spared: set[str]) -> Iterator[str]:
    allowed = {prefix_of(lab.world, text) for text in check.routes}
    for name, known in before.routes:
        more = prefixes(lab, name) - known - allowed
        if name not in spared and more:
            yield f"{name} has routes that it had not: {', '.join(sorted(map(str, more)))}"


def _wider(lab: Lab, before: Baseline) -> Iterator[str]:
    for name, policy in before.policies:
        node = lab.world.nodes[name]
        assert isinstance(node, Firewall)
        if not all(any(_covers(old, rule) for old in policy) for rule in node.policy):
            yield f"{name} permits what it did not"


def _covers(old: Rule, rule: Rule) -> bool:
    """Whether everything that a rule permits was permitted by an older one."""
    return (
        (old.came_in, old.leaves) == (rule.came_in, rule.leaves)
        and all(any(wide.covers(one) for wide in old.source) for one in rule.source)
        and all(any(wide.covers(one) for wide in old.destination) for one in rule.destination)
        and all(one in old.services or Service(None) in old.services for one in rule.services)
    )
