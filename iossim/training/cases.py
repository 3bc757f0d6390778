"""Cases: what a fault of the catalogue is as a ticket. Who calls and what he says, what is wrong in an engineer's words, the
commands that show it, what holds again when it is cured.

A row says it for a kind of fault, wherever in a lab that can be. Only faults that somebody notices within minutes, and that a
learner can mend with what he has (consoles, spare cables, a word to the firewall's department), have a case; which, and that
every word of it is so, is under test for the whole catalogue. What heals by itself, or shows only when something else
happens, has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from iossim.device.router import Router
from iossim.endpoints.dsl import DslBox
from iossim.endpoints.firewall import Firewall
from iossim.lab.faults import Fault, Level, catalogue, draw
from iossim.lab.faults.fault import ENTER, PROMPT
from iossim.lab.judge import addresses_of, hsrp_states
from iossim.lab.lab import Lab
from iossim.net.address import Address, Prefix
from iossim.training.evidence import peers_of
from iossim.training.scene import Baseline, Home

CHOICES = "abcdef"
"""The names of the causes that a ticket offers."""
BROKEN_LINK = ("cut", "silent link", "one-way link")
CONFIGURATION = "show running-config"
SAYS: Mapping[str, str] = {
    "from": "I cannot hear you. You hear me, I know, because you answer the wrong questions.",
    "to": "I hear you well enough. But you keep asking whether I am still there.",
    "both": "The line is dead. I hear nothing, and nobody answers what I say.",
}
"""What the customer says, by the direction that is silent: what he hears, what he sends, both."""


@dataclass(frozen=True, slots=True)
class Case:
    """A fault as a ticket. `device` is the router to be looked at and saved; `shown` are commands that show the cause."""

    fault: Fault
    cause: str
    phone: str
    silent: str
    device: str
    shown: tuple[tuple[str, str], tuple[str, str]]
    everybody: bool = True
    """Whether it lies at headquarters, where it may concern other homes as well."""

    @property
    def says(self) -> str:
        """The customer's words."""
        return SAYS[self.silent]

    @property
    def symptom(self) -> tuple[str, ...]:
        """What holds while the fault is there, as conditions of the session language."""
        return tuple(
            f"voice {self.phone} {way} {'silent' if self.silent in (way, 'both') else 'audible'}"
            for way in ("to", "from")
        )

    @property
    def cured(self) -> str:
        """What holds again when it is mended."""
        return f"voice {self.phone} both audible"


class _Place:
    """A settled lab as far as rows need it: its homes, the head-end that HQ talks to, and the other one."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.baseline = Baseline.of(lab)
        self.homes = [home for home in self.baseline.homes if home.phones]
        self.head_ends = self.baseline.head_ends
        self.active = next((name for name in self.head_ends if "Active" in hsrp_states(lab.world, name)), "")

    def homes_of(self, head_end: str) -> list[Home]:
        """The homes whose tunnel ends there."""
        return [home for home in self.homes if head_end in peers_of(self.lab, home.router)]

    @property
    def far(self) -> list[Home]:
        """The homes whose tunnel ends at another head-end than the one that HQ talks to."""
        return [home for name in self.head_ends if name != self.active for home in self.homes_of(name)]

    def node(self, name: str) -> object:
        return self.lab.world.nodes[name]

    def networks(self, home: Home) -> list[Prefix]:
        """What is connected at a home's router."""
        router = self.lab.router(home.router)
        return [prefix for prefix, entry in router.rib.installed.items() if entry.best.source == "connected"]


@lru_cache(maxsize=8)
def cases_of(place: str) -> tuple[Case, ...]:
    """Every case of a lab, in the order of its catalogue; a lab in which nobody telephones has none."""
    found = _Place(Lab.open(place, batch=True))
    if not found.homes or not found.active or not found.baseline.partner:
        return ()
    told = (next((case for row in _ROWS for case in row(found, fault)), None) for fault in catalogue(found.lab))
    return tuple(case for case in told if case is not None)


def drawn(place: str, seed: int, levels: tuple[Level, ...] = (), kinds: tuple[str, ...] = ()) -> Case:
    """The case of that number, of some levels and kinds or of all. ValueError when the lab has none."""
    cases = {case.fault.id: case for case in cases_of(place) if not levels or case.fault.level in levels}
    return cases[draw((case.fault for case in cases.values()), seed, kinds=kinds).id]


def choices(place: str, case: Case, seed: int) -> tuple[dict[str, str], str]:
    """Causes to choose from, by name, and the name of the right one. The others might be it, for all that the customer says."""
    alike = (one for one in cases_of(place) if one.everybody or one.phone == case.phone)
    others = sorted({one.cause for one in alike} - {case.cause})
    random = Random(f"causes {seed}")
    offered = [case.cause, *random.sample(others, min(len(others), len(CHOICES) - 1))]
    random.shuffle(offered)
    return dict(zip(CHOICES, offered, strict=False)), CHOICES[offered.index(case.cause)]


def values_of(name: str, place: str, case: Case, seed: int) -> dict[str, str]:
    """What a case says, for the gaps of an exercise that draws it as `name`: `${name_says}` and so on."""
    offered, right = choices(place, case, seed)
    (at, show), (at_too, show_too) = case.shown
    wrong = next(one for one in offered if one != right)
    told = {
        "id": case.fault.id,
        "says": case.says,
        "phone": case.phone,
        "cause": case.cause,
        "device": case.device,
        "at": at,
        "show": show,
        "at_too": at_too,
        "show_too": show_too,
        "cured": case.cured,
        "right": right,
        "wrong": wrong,
        "break": _played(name, "break", case.fault.doing),
        "cure": _played(name, "cure", case.fault.undoing),
    }
    return {f"{name}_{key}": value for key, value in (told | offered).items()}


def pastes_of(name: str, case: Case) -> dict[str, str]:
    """The lines that are typed at a console to break and to mend, by the names under which sessions paste them."""
    return {
        _file(name, what, at): deed.partition(PROMPT)[2].replace(ENTER, "\n") + "\n"
        for what, deeds in (("break", case.fault.doing), ("cure", case.fault.undoing))
        for at, deed in enumerate(deeds)
        if PROMPT in deed
    }


def _played(name: str, what: str, deeds: tuple[str, ...]) -> str:
    """Deeds as lines of a session."""
    lines = []
    for at, deed in enumerate(deeds):
        device, typed, _ = deed.partition(PROMPT)
        lines.append(f"[paste {device} {_file(name, what, at)}]" if typed else f"[{deed}]")
    return "\n".join(lines)


def _file(name: str, what: str, at: int) -> str:
    return f"drawn/{name}-{what}-{at + 1}.cfg"


# -- rows ------------------------------------------------------------------------------------------------------------


def _between(place: _Place, fault: Fault) -> Iterator[Case]:
    """The cable between the head-ends: who is peered with the other one is not found from HQ."""
    if fault.kind not in BROKEN_LINK:
        return
    link = place.lab.world.network.links.get(fault.where.split()[0])
    if link is None or {link.a[0], link.b[0]} != set(place.head_ends):
        return
    ends = dict((link.a, link.b))
    other = next(name for name in ends if name != place.active)
    for home in place.far[:1]:
        if fault.kind == "cut":
            cause = f"the link {link.name} has no carrier"
            shown = tuple((name, f"show interfaces {ends[name]}") for name in (place.active, other))
        else:
            cause = f"the link {link.name} loses frames, in one direction or both, though both ends have carrier"
            shown = tuple((name, "show ip eigrp neighbors") for name in (place.active, other))
        yield Case(fault, cause, home.phones[0], "from", place.active, (shown[0], shown[1]))


def _lines(place: _Place, fault: Fault) -> Iterator[Case]:
    """The way from a home to its provider, and its LAN."""
    links = place.lab.world.network.links
    link = links.get(fault.where.split()[0]) if fault.kind in BROKEN_LINK else None
    if link is None:
        return
    for home in place.homes:
        port = next((end[1] for end in (link.a, link.b) if end[0] == home.router), None)
        boxes = [node for node, _ in (link.a, link.b) if isinstance(place.node(node), DslBox)]
        mine = any(
            link.other(end)[0] == home.router for link in links.values() for end in (link.a, link.b) if end[0] in boxes
        )
        phone = home.phones[0]
        if port is not None and fault.kind == "cut":
            shown = ((home.router, f"show interfaces {port}"), (home.router, "show ip interface brief"))
            yield Case(fault, f"{port} of {home.router} has no carrier", phone, "both", home.router, shown, False)
        elif mine:
            cause = f"frames between {home.router} and its provider are lost, though its outside interface is up"
            shown = ((home.router, "show crypto isakmp sa"), (home.router, "show crypto ipsec sa"))
            yield Case(fault, cause, phone, "both", home.router, shown, False)


_ESP = {
    "": ("both", "the firewall drops ESP, whichever way it goes"),
    "inbound": ("to", "the firewall drops ESP that comes from outside"),
    "outbound": ("from", "the firewall drops ESP that goes outside"),
}


def _blocked(place: _Place, fault: Fault) -> Iterator[Case]:
    """ESP does not pass, IKE does: all tunnels look well."""
    if fault.kind == "blocked" and fault.where.startswith("esp "):
        silent, cause = _ESP[fault.where.partition(" at ")[2].partition(" ")[2]]
        yield _counted(place, fault, cause, silent, place.homes_of(place.active)[0])


def _routes(place: _Place, fault: Fault) -> Iterator[Case]:
    """The firewall's route to the homes: none, or to somebody who is no head-end."""
    if fault.kind not in ("missing route", "wrong route"):
        return
    words = fault.where.split()
    firewall = place.node(words[-1])
    assert isinstance(firewall, Firewall)
    prefixes = [prefix for prefix, _, _ in firewall.routes_meant]
    meant = {str(prefix): hop for prefix, hop, _ in firewall.routes_meant}
    for home in place.homes_of(place.active)[:1]:
        known = [prefix for prefix in prefixes if any(prefix.covers(lan) for lan in place.networks(home))]
        best = max(known, key=lambda prefix: prefix.length)
        if str(best) != words[0]:
            continue
        if fault.kind == "missing route":
            yield _counted(place, fault, f"{words[-1]} has no route to the homes' networks", "from", home)
        elif Address.parse(words[2]) not in _stick(place) and words[2] != str(meant[str(best)]):
            yield _counted(
                place, fault, f"the route of {words[-1]} to the homes' networks leads elsewhere", "from", home
            )


def _stick(place: _Place) -> set[Address]:
    """Every address that a head-end answers for, which is why a route to it does for the moment."""
    return {address for name in place.head_ends for address in addresses_of(place.lab.world, name)}


def _counted(place: _Place, fault: Fault, cause: str, silent: str, home: Home) -> Case:
    """What passes and what does not is seen in the counters of the SAs, at either end."""
    command = "show crypto ipsec sa"
    return Case(fault, cause, home.phones[0], silent, place.active, ((place.active, command), (home.router, command)))


def _head_ends(place: _Place, fault: Fault) -> Iterator[Case]:
    """A line that is gone at a head-end: who is peered with the other one, or with this one, is not found from HQ."""
    device, _, line = fault.where.partition(": ")
    if fault.kind != "missing line" or device not in place.head_ends:
        return
    far, near = place.far[:1], place.homes_of(place.active)[:1]
    rows: list[tuple[str, str, str, list[Home], bool]] = [
        (r"router eigrp \d+: network .*", f"EIGRP of {device} does not speak on the link to the other head-end",
         "show ip eigrp neighbors", far, True),
        (r"router eigrp \d+: redistribute static.*", f"{device} does not redistribute static routes",
         "show ip eigrp topology", far, device != place.active),
        (r"interface \S+: ip address 192\.168\..*", f"{device} has no address on the link to the other head-end",
         "show ip interface brief", far, True),
        (r"ip route 0\.0\.0\.0 .*", f"{device} has no default route, and with it no injected route",
         "show ip route", near, device == place.active),
    ]  # fmt: skip
    for pattern, cause, command, homes, felt in rows:
        if felt and homes and re.fullmatch(pattern, line):
            shown = ((device, command), (device, CONFIGURATION))
            yield Case(fault, cause, homes[0].phones[0], "from", device, shown)


_AT_HOME = (
    (r"crypto map .*: match address .*", "to", "the crypto map of {} matches no access list", "show crypto map"),
    (r"access-list \d+", "to", "the access list that the crypto map of {} asks is missing", "show access-lists"),
    (r"interface \S+: crypto map .*", "both", "no crypto map is applied at the outside interface of {}", "show crypto map"),
    (r"interface \S+: ip address dhcp", "both", "the outside interface of {} has no address", "show ip interface brief"),
)  # fmt: skip


def _at_home(place: _Place, fault: Fault) -> Iterator[Case]:
    """A line that is gone at a home's router."""
    device, _, line = fault.where.partition(": ")
    home = next((home for home in place.homes if home.router == device), None)
    if home is None or fault.kind not in ("missing line", "missing list") or not isinstance(place.node(device), Router):
        return
    for pattern, silent, cause, command in _AT_HOME:
        if re.fullmatch(pattern, line):
            shown = ((device, command), (device, CONFIGURATION))
            yield Case(fault, cause.format(device), home.phones[0], silent, device, shown, False)


_ROWS = (_between, _lines, _blocked, _routes, _head_ends, _at_home)
