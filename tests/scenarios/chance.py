"""Scenarios by seed: faults of every kind at random instants, on whole seconds, or in the very instant of a round's tick.

A seed names its scenario for ever: the lab, the moments and what happens come from one stream of chance.
"""

from __future__ import annotations

from functools import cache
from random import Random

from iossim.endpoints.dsl import DslBox
from iossim.endpoints.firewall import Firewall
from iossim.endpoints.fixed import FixedNode
from iossim.endpoints.phone import Phone
from iossim.lab.lab import Lab
from iossim.sim.clock import MILLISECOND, SECOND

from .story import Scenario, Step, opened

SMALL = ("trio", "talk", "ring", "pair", "homes")
LENGTH = 150 * SECOND
FAULTS = 5
SAMPLES = 6

Piece = tuple[tuple[int, str], ...]
"""What belongs together: (seconds after the first, what)."""


@cache
def _lab(name: str) -> Lab:
    return opened(name)


def link_faults(random: Random, lab: Lab) -> Piece:
    """A link is cut, silent, lossy, slow or without order for a while."""
    link = random.choice(list(lab.world.network.links))
    what = random.choice(
        ("cut {}", "silence {}", "cut {}", "loss {} 10%", "delay {} 80ms", "reorder {} 10% 2s", "duplicate {} 10%")
    )
    return (0, what.format(link)), (random.choice((1, 4, 12, 30)), f"restore {link}")


def power_faults(random: Random, lab: Lab) -> Piece:
    """A router is reloaded, crashes, or stands without power for a while."""
    router = random.choice(lab.devices)
    how = random.randrange(3)
    if how == 0:
        return ((0, f"reload {router}"),)
    if how == 1:
        return ((0, f"crash {router}"),)
    return (0, f"power off {router}"), (random.choice((3, 40)), f"power on {router}")


def station_faults(random: Random, lab: Lab) -> Piece:
    """A host or a telephone is unplugged for a while."""
    kinds = (DslBox, Firewall)
    stations = [n for n, node in lab.world.nodes.items() if isinstance(node, FixedNode) and not isinstance(node, kinds)]
    name = random.choice([n for n in stations if n != "internet"])
    return (0, f"unplug {name}"), (random.choice((5, 30)), f"plug {name}")


def line_faults(random: Random, lab: Lab) -> Piece:
    """Something happens to a home, or the firewall's operator is at work; elsewhere a link suffers."""
    boxes = [n for n, node in lab.world.nodes.items() if isinstance(node, DslBox)]
    if not boxes:
        return link_faults(random, lab)
    box, way = random.choice(boxes), random.choice(("", " inbound", " outbound"))
    return random.choice(
        (
            ((0, f"outage {box} {random.choice(('300ms', '5s', '40s'))}"),),
            ((0, f"renumber {box}"),),
            ((0, f"load {box} {random.choice(('20%', '45%', '90%'))}"), (20, f"load {box} 0%")),
            ((0, f"mtu {box} 1400"), (25, f"mtu {box} 1500")),
            ((0, f"retrain {box}"),),
            ((0, f"block esp at firewall{way}"), (20, f"unblock esp at firewall{way}")),
            ((0, f"block udp 500 at firewall{way}"), (20, f"unblock udp 500 at firewall{way}")),
        )
    )


def typed(random: Random, lab: Lab) -> Piece:
    """Somebody types: a ping, displays, an interface shut and opened, a filter put on and off, caches cleared."""
    router = random.choice(lab.devices)
    port = random.choice([name for name, _ in lab.router(router).platform.ports])
    node = random.choice([n for n in lab.world.nodes.values() if isinstance(n, FixedNode)])
    target = next((i.address for i in node.interfaces.values() if i.address is not None), "10.9.9.9")
    inside = f"configure terminal / interface {port} / "
    return random.choice(
        (
            ((0, f"{router}# ping {target}"), (15, f"{router}# show arp / show interfaces / show ip route")),
            ((0, f"{router}# {inside}shutdown / end"), (random.choice((2, 25)), f"{router}# {inside}no shutdown / end")),
            (
                (0, f"{router}# configure terminal / access-list 150 deny udp any any / access-list 150 permit ip any any / end"),
                (1, f"{router}# {inside}ip access-group 150 {random.choice(('in', 'out'))} / end"),
                (20, f"{router}# configure terminal / no access-list 150 / end / show access-lists"),
            ),
            ((0, f"{router}# configure terminal / ip route 10.0.0.0 255.0.0.0 {target} / end"),
             (20, f"{router}# configure terminal / no ip route 10.0.0.0 255.0.0.0 {target} / end")),
            ((0, f"{router}# clear arp-cache / clear counters /  / show interfaces"),),
            ((0, f"{router}# clear ip route * / show ip route"),),
            ((0, f"{router}# debug standby"), (10, f"{router}# undebug all")),
            ((0, f"{router}# show standby / show ip eigrp neighbors / show crypto ipsec sa / show crypto isakmp sa"),),
        )
    )  # fmt: skip


def calls(random: Random, lab: Lab) -> Piece:
    """A call ends, or another begins."""
    phones = [n for n, node in lab.world.nodes.items() if isinstance(node, Phone)]
    if len(phones) < 2:
        return typed(random, lab)
    a, b = random.sample(phones, 2)
    return (0, f"hang up {a}"), (random.choice((1, 10)), f"call {a} {b}")


def tickets(random: Random, lab: Lab) -> Piece:
    """Whatever the fault catalogue has, for a while."""
    number = random.randrange(1_000_000)
    return (0, f"fault {number}"), (random.choice((2, 15, 35)), f"mend {number}")


KINDS = (link_faults, link_faults, power_faults, station_faults, line_faults, typed, typed, calls, tickets, tickets)


def scenario(seed: int, lab: str | None = None, length: int = LENGTH, faults: int = FAULTS) -> Scenario:
    """The scenario of that seed."""
    random = Random(f"network {seed}")
    name = lab or SMALL[seed % len(SMALL)]
    there = _lab(name)
    steps = []
    phones = [n for n, node in there.world.nodes.items() if isinstance(node, Phone)]
    if len(phones) > 1:
        steps.append(Step(SECOND, f"call {phones[0]} {phones[1]}"))
    grain = random.choice((1, 1, MILLISECOND, SECOND))
    for _ in range(faults):
        begin = random.randrange(5 * SECOND, length - 40 * SECOND) // grain * grain
        tie = random.randrange(100) if random.random() < 0.3 else None
        for later, what in random.choice(KINDS)(random, there):
            steps.append(Step(begin + later * SECOND // (1 if random.random() < 0.8 else 5), what, tie))
    samples = tuple(sorted(random.randrange(length) // grain * grain for _ in range(SAMPLES)))
    return Scenario(f"{name} {seed}", name, tuple(steps), length, samples)
