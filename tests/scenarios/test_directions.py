"""A fault silences exactly the direction it is on, whichever hop it is on, and the story says so.

The calls of `talk` cross two plain routers; there is no other way. Each row is a fault, the direction it must take away (`to`:
what phone-a sends, `from`: what it hears, `both`), and the node that must be named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from iossim.device.node import IpNode
from iossim.endpoints.phone import Phone
from iossim.endpoints.voice import packet_of
from iossim.lab.lab import Lab
from iossim.net.address import Address, Mac
from iossim.sim.clock import SECOND

from .story import do, opened

R1, R2 = "r1# configure terminal / ", "r2# configure terminal / "
LIST = (
    "access-list 150 deny udp any any / access-list 150 permit ip any any / interface {} / ip access-group 150 {} / end"
)

FAULTS = (
    (("cut phone-a-lan",), "both", ("phone-a", "r1")),
    (("cut r1-lan",), "both", ("phone-a", "r1")),
    (("cut cable",), "both", ("r1", "r2")),
    (("cut r2-lan",), "both", ("r2", "phone-b")),
    (("cut phone-b-lan",), "both", ("r2", "phone-b")),
    (("silence cable",), "both", ("r1", "r2")),
    ((R1 + LIST.format("fa0/0", "in"),), "to", ("r1",)),
    ((R1 + LIST.format("fa0/1", "out"),), "to", ("r1",)),
    ((R2 + LIST.format("fa0/1", "in"),), "to", ("r2",)),
    ((R2 + LIST.format("fa0/0", "out"),), "to", ("r2",)),
    ((R2 + LIST.format("fa0/0", "in"),), "from", ("r2",)),
    ((R2 + LIST.format("fa0/1", "out"),), "from", ("r2",)),
    ((R1 + LIST.format("fa0/1", "in"),), "from", ("r1",)),
    ((R1 + LIST.format("fa0/0", "out"),), "from", ("r1",)),
    ((R1 + "no ip route 10.2.0.0 255.255.255.0 10.0.0.2 / end",), "to", ("r1",)),
    ((R2 + "no ip route 10.1.0.0 255.255.255.0 10.0.0.1 / end",), "from", ("r2",)),
    ((R1 + "ip route 10.2.0.10 255.255.255.255 10.1.0.99 / end",), "to", ("r1",)),
    ((R2 + "ip route 10.1.0.10 255.255.255.255 10.2.0.99 / end",), "from", ("r2",)),
    ((R1 + "ip route 10.2.0.10 255.255.255.255 10.0.0.99 / end",), "to", ("r1",)),
    ((R2 + "ip route 10.2.0.10 255.255.255.255 10.0.0.1 / end",), "to", ("r1", "r2")),  # a loop: TTL
    ((R1 + "ip route 10.1.0.10 255.255.255.255 10.0.0.2 / end",), "from", ("r1", "r2")),  # a loop: TTL
)  # fmt: skip


def in_call() -> Lab:
    """phone-a has called phone-b, and both hear each other."""
    lab = opened("talk")
    lab.do("call phone-a phone-b")
    lab.advance(5 * SECOND)
    assert hearing(lab) == "neither"
    return lab


def stream_reason(lab: Lab, name: str) -> str | None:
    """Why what this phone sends is not heard; None while it is."""
    phone = lab.world.nodes[name]
    assert isinstance(phone, Phone)
    if phone.stream is None:
        return "no call"
    heard = phone.stream.hearing
    return None if heard.audible else heard.reason


def hearing(lab: Lab) -> str:
    """Which directions are silent."""
    to, back = stream_reason(lab, "phone-a"), stream_reason(lab, "phone-b")
    return {(False, False): "neither", (True, False): "to", (False, True): "from", (True, True): "both"}[
        to is not None, back is not None
    ]


@pytest.mark.parametrize(("steps", "silent", "blamed"), FAULTS, ids=lambda value: str(value)[:70])
def test_a_fault_silences_the_direction_it_is_on(steps: tuple[str, ...], silent: str, blamed: tuple[str, ...]) -> None:
    """That direction and no other; the reason names the node at which packets end."""
    lab = in_call()
    for step in steps:
        do(lab, step)
    lab.advance(8 * SECOND)
    assert hearing(lab) == silent
    reasons = [reason for name in ("phone-a", "phone-b") if (reason := stream_reason(lab, name)) is not None]
    assert [reason.partition(":")[0] in blamed for reason in reasons] == [True] * len(reasons)


def test_an_unanswered_arp_on_any_hop_silences_what_goes_over_it() -> None:
    """Each hop of a direction in turn has nobody who answers for its next hop: that direction falls silent."""
    for node, key, silent in (
        ("phone-a", ("eth0", "10.1.0.1"), "to"),
        ("r1", ("FastEthernet0/1", "10.0.0.2"), "to"),
        ("r2", ("FastEthernet0/0", "10.2.0.10"), "to"),
        ("phone-b", ("eth0", "10.2.0.1"), "from"),
        ("r2", ("FastEthernet0/1", "10.0.0.1"), "from"),
        ("r1", ("FastEthernet0/0", "10.1.0.10"), "from"),
    ):
        lab = in_call()
        there = lab.world.nodes[node]
        assert isinstance(there, IpNode)
        entries = there.arp.entries
        (found,) = [k for k in entries.keys() if (k[0], str(k[1])) == key]
        deafen(lab, found)
        there.arp.drop(found)
        lab.advance(8 * SECOND)
        assert hearing(lab) == silent, node


def deafen(lab: Lab, key: tuple[str, object]) -> None:
    """Nobody answers for this address any more."""
    for node in lab.world.nodes.values():
        if isinstance(node, IpNode):
            vars(node)["arp_answer"] = Mute(node.arp_answer, key[1])


class Mute:
    """Answers as before, but not for one address."""

    def __init__(self, before: Callable[[str, Address], Mac | None], address: object) -> None:
        self.before = before
        self.address = address

    def __call__(self, port: str, target: Address) -> Mac | None:
        return None if target == self.address else self.before(port, target)


def test_a_packet_with_few_lives_ends_where_they_end() -> None:
    """The hop at which TTL runs out is the one that drops it."""
    lab = opened("talk")
    phone = lab.world.nodes["phone-a"]
    other = lab.world.nodes["phone-b"]
    assert isinstance(phone, Phone) and phone.address is not None
    assert isinstance(other, Phone) and other.address is not None
    ends = []
    for ttl in (1, 2, 3):
        packet = replace(packet_of(phone.address, other.address), ttl=ttl)
        _, fate = lab.world.wire.trace(phone, packet)
        ends.append((fate.node, fate.delivered))
    assert ends == [("r1", False), ("r2", False), ("phone-b", True)]
