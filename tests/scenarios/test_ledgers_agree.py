"""Ledgers agree: sessions with the SAs they consist of, translations with their statistics, telephones with their CallManager."""

from __future__ import annotations

import re

import pytest

from iossim.endpoints.call_manager import CallManager
from iossim.endpoints.phone import Phone, PhoneState
from iossim.lab.lab import Lab
from iossim.sim.clock import HOUR, MINUTE, SECOND

from .desk import Console
from .story import opened

ROUTERS = ("gateway-1", "gateway-2", "soho-vp", "soho-3")
STATES: dict[str, tuple[str | int, ...]] = {
    "a call": (MINUTE,),
    "a day": (25 * HOUR,),
    "SAs cleared": ("gateway-1# clear crypto sa", 5 * SECOND),
    "SAs cleared, nobody to ask": ("block udp 500 at firewall", "gateway-1# clear crypto sa", 5 * SECOND),
    "ISAKMP cleared": ("soho-vp# clear crypto isakmp", 5 * SECOND),
    "nobody at home": ("unplug phone-1", "hang up phone-hq", 2 * HOUR),
    "nobody answers": ("block udp 500 at firewall", "soho-vp# clear crypto sa", 2 * MINUTE),
    "the other head-end": ("outage dsl-1 40s", 2 * MINUTE),
    "ESP one way": ("block esp at firewall inbound", 2 * MINUTE),
    "a head-end without power": ("power off gateway-1", 90 * SECOND),
}
STATUS = {
    (True, True): "UP-ACTIVE",
    (True, False): "UP-IDLE",
    (False, True): "UP-NO-IKE",
    (False, False): "DOWN",
}
LETTERS = {"UP-ACTIVE": "UA", "UP-IDLE": "UI", "UP-NO-IKE": "UK", "DOWN": "D", "DOWN-NEGOTIATING": "DN"}


@pytest.fixture(scope="module")
def later() -> Lab:
    """A conversation in the settled lab with the later release form, which shows sessions."""
    lab = Lab.open("headend-15")
    lab.do("call phone-1 phone-hq")
    return lab


def sessions(console: Console, router: str) -> dict[str, dict[str, object]]:
    """What `show crypto session detail` says of each peer."""
    found = {}
    for block in console.type(router, "show crypto session detail").split("Interface: ")[1:]:
        status, peer = re.search(r"Session status: (\S+)", block), re.search(r"Peer: (\S+) port", block)
        assert peer is not None and status is not None
        found[peer[1]] = {
            "status": status[1],
            "numbers": set(re.findall(r"connid:([1-9]\d*)", block)),
            "sas": sum(map(int, re.findall(r"Active SAs: (\d+)", block))),
            "counts": sorted(re.findall(r"#pkts (?:enc|dec)'ed (\d+)", block)),
        }
    return found


def contradictions(console: Console, router: str) -> list[str]:
    """Where sessions say something else than SAs."""
    told = sessions(console, router)
    brief = dict(console.numbers(router, "show crypto session brief", r"^(\d\S+) .* (\S+)$"))
    up = console.numbers(router, "show crypto isakmp sa", r"^(\S+) +(\S+) +QM_IDLE +(\d+) ACTIVE")
    isakmp = {peer: {three[2] for three in up if peer in three[:2]} for peer in told}
    blocks = console.type(router, "show crypto ipsec sa").split("local  ident")[1:]
    letters = {peer: LETTERS[str(one["status"])] for peer, one in told.items()}
    shown = {peer: letter for peer, letter in letters.items() if letter != "D" or peer in brief}
    wrong: dict[str, tuple[object, object]] = {"brief": (shown, brief)}
    for peer, one in told.items():
        mine = [block for block in blocks if f"current_peer {peer} " in block]
        numbers = re.findall(r"conn id: (\d+)", "".join(mine))
        status = STATUS[bool(isakmp[peer]), bool(numbers)]
        if one["status"] != "DOWN-NEGOTIATING" or status != "DOWN":
            wrong[f"{peer} status"] = (one["status"], status)
        wrong[f"{peer} SAs"] = (one["sas"], len(numbers))
        wrong[f"{peer} ISAKMP"] = (one["numbers"], isakmp[peer])
        wrong[f"{peer} packets"] = (
            one["counts"] if numbers else [],
            sorted(re.findall(r"#pkts (?:en|de)caps: (\d+)", "".join(mine))) if numbers else [],
        )
    peers = {peer for block in blocks if "conn id" in block for peer in re.findall(r"current_peer (\S+)", block)}
    wrong["peers without a session"] = (set(), peers - told.keys())
    return [f"{router}: {what}: {one} / {other}" for what, (one, other) in wrong.items() if one != other]


@pytest.mark.parametrize("state", STATES)
def test_sessions_are_their_sas(later: Lab, state: str) -> None:
    """Status, connections, number of SAs and packets of `show crypto session` are those of the displays of SAs."""
    console = Console(later.copy(), ROUTERS)
    console.play(STATES[state])
    assert [wrong for router in ROUTERS for wrong in contradictions(console, router)] == []


@pytest.mark.parametrize("state", STATES)
def test_a_telephone_and_its_call_manager_know_each_other(later: Lab, state: str) -> None:
    """Five minutes later whoever thinks it is registered is known, and by its address; so is the call."""
    console = Console(later.copy(), ROUTERS)
    console.play((*STATES[state], 5 * MINUTE))
    nodes = console.lab.world.nodes.values()
    (manager,) = [node for node in nodes if isinstance(node, CallManager)]
    phones = [node for node in nodes if isinstance(node, Phone)]
    registered = {
        phone.name: phone.address
        for phone in phones
        if phone.powered and phone.state in (PhoneState.REGISTERED, PhoneState.PROBING)
    }
    known = {phone: one.address for phone, one in manager.phones.items()}
    assert registered == known
    in_call = {phone.name: phone.peer for phone in phones if phone.stream is not None and phone.name in known}
    assert in_call == {phone: peer for phone, peer in manager.calls.items() if phone in known}


TRANSLATING = (
    "soho-vp# configure terminal / access-list 110 deny ip 10.81.2.0 0.0.0.7 10.0.0.0 0.255.255.255 / "
    "access-list 110 permit ip 10.81.2.0 0.0.0.7 any / ip nat inside source list 110 interface Ethernet0 overload / "
    "ip nat inside source static tcp 10.81.2.3 80 interface Ethernet0 8080 / "
    "interface Ethernet0 / ip nat outside / interface FastEthernet0 / ip nat inside / end"
)
TRANSLATIONS: dict[str, tuple[str | int, ...]] = {
    "nothing yet": (),
    "an upload": ("upload pc-1 ntp-public 100k", 20 * SECOND),
    "it has ended": ("upload pc-1 ntp-public 100k", 20 * SECOND, "upload pc-1 ntp-public 0k", 5 * MINUTE),
    "its ping": ("soho-vp# ping 192.0.2.123 source 10.81.2.1 / ", "upload pc-1 ntp-public 100k", 20 * SECOND),
    "cleared": ("upload pc-1 ntp-public 100k", 20 * SECOND, "soho-vp# clear ip nat translation *"),
    "another address": ("upload pc-1 ntp-public 100k", 20 * SECOND, "renumber dsl-1", MINUTE),
    "the line away": ("upload pc-1 ntp-public 100k", 20 * SECOND, "cut dsl-1-line", 20 * MINUTE),
    "reloaded": (
        "upload pc-1 ntp-public 100k", 20 * SECOND, "soho-vp# write memory", "reload soho-vp", 5 * MINUTE,
        "soho-vp#  / enable / cisco / terminal length 0",
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", TRANSLATIONS)
def test_translations_are_those_of_the_statistics(settled: Lab, state: str) -> None:
    """As many lines as active translations; those of a rule are its references, static ones aside; each has the address."""
    console = Console(settled.copy(), ROUTERS)
    console.play((TRANSLATING, *TRANSLATIONS[state]))
    lines = console.numbers("soho-vp", "show ip nat translations", r"^(tcp|udp|icmp|---) (\S+) +(\S+) +(\S+) +(\S+)$")
    ((total, static, dynamic, extended),) = console.numbers(
        "soho-vp", "show ip nat statistics", r"translations: (\d+) \((\d+) static, (\d+) dynamic; (\d+) extended\)"
    )
    references = console.numbers("soho-vp", "show ip nat statistics", r"refcount (\d+)$")
    verbose = console.numbers("soho-vp", "show ip nat translations verbose", r"^ +create ")
    assert (int(total), int(static) + int(dynamic)) == (len(lines), len(lines))
    assert (int(extended), len(verbose)) == (sum(line[3] != "---" for line in lines), len(lines))
    assert sum(int(number) for (number,) in references) == int(dynamic)
    address = console.numbers("soho-vp", "show ip interface brief", r"^Ethernet0 +(\S+) ")
    assert {line[1].partition(":")[0] for line in lines} <= {one for (one,) in address}


@pytest.fixture(scope="module")
def settled() -> Lab:
    """A conversation in the settled lab."""
    lab = opened("headend")
    lab.do("call phone-1 phone-hq")
    return lab
