"""Lines that should not come when they come: nothing breaks, displays agree, and a restart of everything mends it.

Maps, lists, policies and addresses go while they are in use, two routers have one address, masks and groups differ, clocks leap by
years, filters block one message of a dialogue, everything is cleared, all of it on top of faults and of each other.
"""

from __future__ import annotations

import re
from typing import cast

import pytest

from iossim.endpoints.phone import Phone
from iossim.lab.audit import stale
from iossim.lab.invariants import broken
from iossim.lab.lab import Lab
from iossim.sim.clock import MINUTE, SECOND

from .desk import Console
from .hostile import heal, story
from .story import do, opened
from .test_displays_agree import ROUTERS

CALL = ("phone-1", "phone-hq")
ACTIVE_MAC = "0000.0c07.ac"


def contradictions(console: Console, router: str) -> list[str]:
    """Where the displays about interfaces, routes, ARP, EIGRP and HSRP of a router contradict each other."""
    if not console.lab.router(router).up:
        return []
    brief = console.numbers(router, "show ip interface brief", r"^(\S+) +(\d\S*) +YES +\S+ +up +up *$")
    addresses = dict(brief)
    routes = console.type(router, "show ip route")
    connected = set(re.findall(r"^C +\S+ is directly connected, (\S+)", routes, re.M))
    neighbors = {name for (name,) in console.numbers(router, "show ip eigrp neighbors", r"^\d+ +(\d\S+) ")}
    arp = console.numbers(router, "show arp", r"^Internet +(\S+) +(\S+) +(\S+) +ARPA +(\S+)")
    own = {address for address, age, _, _ in arp if age == "-"}
    standby = console.type(router, "show standby brief").split("\n")
    virtual = {line.split()[-1] for line in standby if re.match(r"Fa.* Active ", line)} - {"unknown"}
    wrong = {
        "connected": (set(addresses), connected),
        "EIGRP routes without a neighbor": (set(), set(re.findall(r"^D.* via ([\d.]+)", routes, re.M)) - neighbors),
        "ARP entries where nothing can be": (set(), {port for _, _, _, port in arp} - set(addresses)),
        "no ARP entry of its own": (set(), {a for p, a in brief if not p.startswith("Loop")} - own),
        "an ARP entry of its own for another address": (
            set(),
            {a for a, age, mac, _ in arp if age == "-" and not mac.startswith(ACTIVE_MAC)} - set(addresses.values()),
        ),
        "active without answering": (set(), virtual - own),
    }
    return [f"{router}: {what}: {one} / {other}" for what, (one, other) in wrong.items() if one != other]


class Hostility:
    """One story by seed, and what did not hold."""

    def __init__(self, seed: int, deeds: int = 10) -> None:
        self.lab = opened("headend")
        self.lab.do("call {} {}".format(*CALL))
        self.steps = story(seed, self.lab, deeds)
        self.wrong: list[str] = []

    def play(self) -> None:
        """Everything in turn; it is looked at what stands without its cause after each, and a moment later."""
        for when, what in self.steps:
            self.lab.run_to(max(self.lab.now, when))
            do(self.lab, what)
            for _ in range(2):
                self.wrong += [f"after {what} at {self.lab.now}: {text}" for text in broken(self.lab.world)]
                self.lab.advance(SECOND)

    def compare(self) -> None:
        """Displays, in a copy: whoever was typing there is sent away."""
        console = Console(self.lab.copy(), ROUTERS)
        for router in ROUTERS:
            console.type(router, "end")
            self.wrong += contradictions(console, router)

    def mend(self) -> None:
        """Power, cables and policies as they were: the voice is back."""
        heal(self.lab)
        self.wrong += [*broken(self.lab.world), *map(str, stale(self.lab.world))]
        for name in CALL:
            if cast(Phone, self.lab.world.nodes[name]).stream is not None:
                self.lab.do(f"hang up {name}")
        self.lab.advance(5 * SECOND)
        self.lab.do("call {} {}".format(*CALL))
        self.lab.advance(MINUTE)
        streams = [cast(Phone, self.lab.world.nodes[name]).stream for name in CALL]
        if not all(stream is not None and stream.hearing.audible for stream in streams):
            self.wrong += self.lab.do(f"why voice {CALL[0]}").lines


@pytest.mark.parametrize("seed", range(3))
def test_displays_agree_whatever_is_typed(seed: int) -> None:
    """Nothing stands without its cause at any moment, and no display contradicts another at the end."""
    told = Hostility(seed)
    told.play()
    told.compare()
    assert told.wrong == []


def test_a_contradiction_is_seen() -> None:
    """An address that ARP does not answer for, a route through nobody: the comparison can fail."""
    lab: Lab = opened("headend")
    router = lab.router("gateway-1")
    lab.world.router("gateway-1").engine("eigrp").facts.neighbors.clear()  # type: ignore[attr-defined]
    for key in tuple(router.arp.entries.keys()):
        router.arp.drop(key)
    ((port, address),) = router.virtual.keys()
    router.virtual.delete((port, address))
    console = Console(lab, ROUTERS)
    found = "".join(contradictions(console, "gateway-1"))
    assert "EIGRP routes without a neighbor" in found and "active without answering" in found


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(3))
def test_whatever_is_typed_a_restart_mends_it(hundred: int) -> None:
    """Hundreds of stories: sound throughout, and everybody hears each other when everything has been restarted."""
    found = {}
    for seed in range(hundred * 100, hundred * 100 + 100):
        told = Hostility(seed, deeds=12)
        told.play()
        told.compare()
        told.mend()
        if told.wrong:
            found[seed] = told.wrong
    assert found == {}
