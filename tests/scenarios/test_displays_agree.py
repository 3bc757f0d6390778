"""Displays agree: connections, peers and packets are the same whichever command tells them, in whatever state a network is."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from iossim.lab.lab import Lab
from iossim.sim.clock import HOUR, MINUTE, SECOND

from .desk import Console
from .story import opened

ROUTERS = ("gateway-1", "gateway-2", "soho-vp", "soho-3")
IPSEC = 2000
"""The first number of IPsec connections; those of ISAKMP count from one."""
STATES: dict[str, tuple[str | int, ...]] = {
    "a call": (MINUTE,),
    "keys agreed on anew": (HOUR + MINUTE,),
    "a day": (25 * HOUR,),
    "SAs cleared": ("gateway-1# clear crypto sa", 5 * SECOND),
    "ISAKMP cleared": ("soho-vp# clear crypto isakmp", 5 * SECOND),
    "the other head-end": ("outage dsl-1 40s", 2 * MINUTE),
    "ESP one way": ("block esp at firewall inbound", 2 * MINUTE),
    "nobody answers": ("block udp 500 at firewall", "soho-vp# clear crypto sa", 2 * MINUTE),
    "a head-end without power": ("power off gateway-1", 90 * SECOND),
    "a head-end that is back": ("reload gateway-2", 10 * MINUTE),
}


def differences(console: Console, router: str) -> list[str]:
    """Where the displays of a router contradict each other."""
    isakmp = console.numbers(router, "show crypto isakmp sa", r"^\S+ +\S+ +QM_IDLE +(\d+) ")
    engine = {int(number): (int(out), int(into)) for number, out, into in console.numbers(
        router, "show crypto engine connections active", r"^ *(\d+) .* set .* (\d+) +(\d+)$")}  # fmt: skip
    blocks = console.type(router, "show crypto ipsec sa").split("local  ident")[1:]
    pairs = [[int(number) for number in re.findall(r"conn id: (\d+)", block)] for block in blocks]
    sums = [
        [int(number) for number in re.findall(r"#(?:pkts (?:en|de)caps:|send errors|recv errors) (\d+)", block)]
        for block in blocks
    ]
    peers = {re.search(r"current_peer: (\S+)", block)[1] for block in blocks if "conn id" in block}  # type: ignore[index]
    crypto_map = console.type(router, "show crypto map")
    dropped = sum(
        int(n) for (n,) in console.numbers(router, "show crypto engine connections dropped-packet", r"(\d+)$")
    )
    wrong = {
        "ISAKMP connections": ({int(number) for (number,) in isakmp}, {number for number in engine if number < IPSEC}),
        "ISAKMP connections carry": ({(0, 0)} if isakmp else set(), {engine[n] for n in engine if n < IPSEC}),
        "IPsec connections": (
            sorted(chain.from_iterable(pairs)),
            sorted(number for number in engine if number >= IPSEC),
        ),
        "peers without a map entry": (set(), {peer for peer in peers if f"Current peer: {peer}\n" not in crypto_map}),
        "dropped": (dropped, sum(sum(counts[2:]) for counts in sums)),
    }
    for connections, counts in zip(pairs, sums, strict=True):
        half = len(connections) // 2
        inbound, outbound = connections[:half], connections[half:]
        wrong[f"{inbound} encrypt"] = (0, sum(engine[n][0] for n in inbound))
        wrong[f"{outbound} decrypt"] = (0, sum(engine[n][1] for n in outbound))
        carried = sum(engine[n][0] for n in outbound), sum(engine[n][1] for n in inbound)
        wrong[f"{connections} more than their flow"] = (
            (True, True),
            (carried[0] <= counts[0], carried[1] <= counts[1]),
        )
    if router.startswith("soho"):
        matched = console.numbers(router, "show access-lists 101", r"\((\d+) matches\)")
        sent = sum(counts[0] + counts[2] for counts in sums)
        ports = console.numbers(router, "show interfaces Ethernet0", r"(\d+) packets (?:in|out)put")
        left = [int(number) for (number,) in ports]
        crypto = [sum(counts[1] for counts in sums), sum(counts[0] for counts in sums)]
        wrong["more in SAs than at the port"] = (
            [],
            [two for two in zip(crypto, left, strict=True) if two[0] > two[1]] if left else [],
        )
        wrong["list 101"] = (matched, [(str(sent),)] if sent else [])
    return [f"{router}: {what}: {one} / {other}" for what, (one, other) in wrong.items() if one != other]


@pytest.fixture(scope="module")
def settled() -> Lab:
    """A conversation in the settled lab."""
    lab = opened("headend")
    lab.do("call phone-1 phone-hq")
    return lab


@pytest.mark.parametrize("state", STATES)
def test_connections_and_counters_agree(settled: Lab, state: str) -> None:
    """ISAKMP and IPsec connections, peers, what SAs, flows, lists and the processor have counted."""
    console = Console(settled.copy(), ROUTERS)
    console.play(STATES[state])
    assert [wrong for router in ROUTERS for wrong in differences(console, router)] == []
