"""What a check looks at: a lab now, the moment since when things count, and the lab as it was before the exercise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from iossim.device.router import Router
from iossim.endpoints.firewall import Firewall, Rule
from iossim.endpoints.phone import Phone
from iossim.lab.definition import nodes as model
from iossim.lab.judge import addresses_of, hsrp_states
from iossim.training.evidence import Mark, peers_of

if TYPE_CHECKING:
    from iossim.device.config import RunningConfig
    from iossim.lab.lab import Lab


@dataclass(frozen=True, slots=True)
class Home:
    """A home that had a tunnel: its router, its phones, its public address by name of the node in front."""

    router: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was well before the exercise: homes with a tunnel, who spoke HSRP, what was routed, what was permitted."""

    homes: tuple[Home, ...]
    head_ends: tuple[str, ...]
    routes: tuple[tuple[str, frozenset[object]], ...]
    policies: tuple[tuple[str, tuple[Rule, ...]], ...]
    partner: str
    """A telephone that is in no home."""
    configs: Mapping[str, RunningConfig] = field(default_factory=dict)
    """What every router was configured with when the learner came: after the preparation, of which the rest knows nothing."""

    @staticmethod
    def of(lab: Lab) -> Baseline:
        """The picture of a lab in which all is well."""
        world = lab.world
        phones = [name for name, node in world.nodes.items() if isinstance(node, Phone)]
        head_ends = tuple(name for name in lab.devices if hsrp_states(world, name))
        homes = [
            Home(name, tuple(phone for phone in phones if _at_home(lab, phone, name)))
            for name in lab.devices
            if name not in head_ends and peers_of(lab, name)
        ]
        inside = {phone for home in homes for phone in home.phones}
        return Baseline(
            tuple(homes),
            head_ends,
            tuple((name, prefixes(lab, name)) for name in head_ends),
            tuple((name, node.policy) for name, node in world.nodes.items() if isinstance(node, Firewall)),
            next((phone for phone in phones if phone not in inside), ""),
        )

    def come(self, lab: Lab) -> Baseline:
        """The same, and what the learner finds."""
        return replace(self, configs={name: lab.router(name).config for name in lab.devices})


def prefixes(lab: Lab, name: str) -> frozenset[object]:
    """The prefixes in a router's table."""
    node = lab.world.nodes[name]
    return frozenset(node.rib.installed.keys()) if isinstance(node, Router) else frozenset()


def _at_home(lab: Lab, phone: str, router: str) -> bool:
    """Whether a phone's gateway is an address of that router."""
    node = lab.world.definition.nodes[phone]
    return isinstance(node, model.Phone) and node.gateway in addresses_of(lab.world, router)


@dataclass(frozen=True, slots=True)
class Scene:
    """A lab to be looked at. `since` is the beginning of the learner's work, or the event that is spoken of."""

    lab: Lab
    since: Mark
    baseline: Baseline
    displays: dict[tuple[str, str], list[str]] = field(default_factory=dict, compare=False)
    """What show commands have printed so far, by device and command: a scene stands still."""

    written: dict[tuple[int, ...], Iterator[Lab]] = field(default_factory=dict, compare=False, repr=False)
    """Copies of the lab as it was last asked for one: time, events and inputs until then."""

    def copy(self) -> Lab:
        """A copy of the lab, in which anything may be tried. It is written down once for all that are wanted of a moment."""
        moment = self.lab.now, self.lab.world.kernel.events, len(self.lab.journal.inputs)
        if moment not in self.written:
            self.written.clear()
            self.written[moment] = self.lab.copies()
        return next(self.written[moment])

    def branch(self) -> Scene:
        """The same in a copy of the lab."""
        return Scene(self.copy(), self.since, self.baseline)
