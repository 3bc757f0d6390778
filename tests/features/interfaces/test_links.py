"""Links on real routers: when they are believed, what is logged and when, and what the configuration does to them."""

from __future__ import annotations

import pytest

from iossim.features.interfaces import FEATURE as INTERFACES
from tests.features.network import SECOND, Bench

CONFIG = """
interface Loopback0
 description Public address
 ip address 64.100.1.{0} 255.255.255.255
interface FastEthernet0/0
 ip address 10.81.0.{0} 255.255.255.248
"""


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES)
    bench.router("a", CONFIG.format(3))
    bench.router("b", CONFIG.format(4))
    bench.cable = bench.join("a:FastEthernet0/0", "b:FastEthernet0/0")  # type: ignore[attr-defined]
    bench.boot()
    return bench


def new_logs(bench: Bench, name: str, *since: int) -> list[tuple[float, str]]:
    """Messages after a time, in seconds after it."""
    (start,) = since
    records = bench.routers[name].log.records
    return [((one.at - start) / SECOND, one.message.text[0]) for one in records if one.at > start]  # type: ignore[misc]


def test_boot(bench: Bench) -> None:
    """A named port comes up in one to two seconds; ports that memory does not name are shut down; loopbacks are up."""
    interfaces = bench.routers["a"].interfaces
    assert [name for name, one in sorted(interfaces.items()) if one.up] == ["FastEthernet0/0", "Loopback0"]
    rows = [
        line.split()[0] + " " + " ".join(line.split()[4:]) for line in bench.type("a", "show ip int brief").split("\n")
    ]
    assert rows[1:] == [
        "FastEthernet0/0 up up",
        "FastEthernet0/1 administratively down down",
        "FastEthernet1/0 administratively down down",
        "Loopback0 up up",
    ]


def test_shutdown(bench: Bench) -> None:
    """`shutdown` acts at once and is logged after 2 s, the line protocol 1 s later; the far end waits for its carrier."""
    start = bench.kernel.now
    bench.configure("a", "interface fa0/0", "shutdown")
    assert not bench.routers["a"].interfaces.peek("FastEthernet0/0").up  # type: ignore[union-attr]
    bench.wait(10 * SECOND)
    assert new_logs(bench, "a", start) == [
        (2.0, "Interface FastEthernet0/0, changed state to administratively down"),
        (3.0, "Line protocol on Interface FastEthernet0/0, changed state to down"),
    ]
    (link, said), (protocol, then) = new_logs(bench, "b", start)
    assert (said, then) == (
        "Interface FastEthernet0/0, changed state to down",
        "Line protocol on Interface FastEthernet0/0, changed state to down",
    )
    assert 2 <= link <= 3 and protocol == link + 1


def test_no_shutdown(bench: Bench) -> None:
    """`no shutdown` brings both ends up within two seconds."""
    bench.configure("a", "interface fa0/0", "shutdown")
    bench.wait(10 * SECOND)
    start = bench.kernel.now
    bench.configure("a", "interface fa0/0", "no shutdown")
    bench.wait(2 * SECOND + 1000)
    for name in "ab":
        said = [text for _, text in new_logs(bench, name, start)]
        assert said == [
            "Interface FastEthernet0/0, changed state to up",
            "Line protocol on Interface FastEthernet0/0, changed state to up",
        ]
        assert bench.routers[name].interfaces.peek("FastEthernet0/0").up  # type: ignore[union-attr]


def test_short_loss_is_not_noticed(bench: Bench) -> None:
    """A signal that is back before the carrier delay has never gone; one that stays away is logged once."""
    start = bench.kernel.now
    for connected, wait in ((False, SECOND), (True, 10 * SECOND)):
        bench.network.change_link(bench.cable, connected=connected)  # type: ignore[attr-defined]
        bench.wait(wait)
    assert new_logs(bench, "a", start) == []
    bench.network.change_link(bench.cable, connected=False)  # type: ignore[attr-defined]
    bench.wait(10 * SECOND)
    assert len(new_logs(bench, "a", start)) == 2
    assert "1 lost carrier" in bench.type("a", "show interfaces fa0/0")


def test_each_loss_counts_for_itself(bench: Bench) -> None:
    """The patience with a loss begins with that loss, not with one before it."""
    start = bench.kernel.now
    for _ in range(8):
        for connected, wait in ((False, 1_800_000), (True, 200_000)):
            bench.network.change_link(bench.cable, connected=connected)  # type: ignore[attr-defined]
            bench.wait(wait)
    assert new_logs(bench, "a", start) == []


def test_carrier_delay(bench: Bench) -> None:
    """`carrier-delay` says how long a lost signal is forgiven."""
    bench.configure("a", "interface fa0/0", "carrier-delay 8")
    start = bench.kernel.now
    bench.network.change_link(bench.cable, connected=False)  # type: ignore[attr-defined]
    bench.wait(12 * SECOND)
    assert 8 <= new_logs(bench, "a", start)[0][0] <= 9


def test_loopback(bench: Bench) -> None:
    """A new loopback logs its line protocol only; `no interface` removes it; a physical port stays."""
    start = bench.kernel.now
    bench.configure("a", "interface loopback 7", "ip address 7.7.7.7 255.255.255.255")
    bench.wait(3 * SECOND)
    assert new_logs(bench, "a", start) == [(1.0, "Line protocol on Interface Loopback7, changed state to up")]
    bench.configure("a", "no interface loopback 7")
    assert "Loopback7" not in bench.type("a", "show ip interface brief")
    assert bench.routers["a"].rib.lookup(0x07070707) is None
    said = bench.configure("a", "no interface fa0/0")
    assert said.split("\n")[-1] == "% Removal of physical interfaces is not permitted"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ip address 10.81.0.1 255.255.255.0", "% 10.81.0.0 overlaps with FastEthernet0/0"),
        ("ip address 10.82.0.0 255.255.255.248", "Bad mask /29 for address 10.82.0.0"),
        ("ip address 10.82.0.7 255.255.255.248", "Bad mask /29 for address 10.82.0.7"),
        ("ip address 10.82.0.3 255.0.255.0", "Bad mask 0xFF00FF00 for address 10.82.0.3"),
        ("ip address 10.82.0.3 255.255.255.0 secondary", "% Primary address must be configured first"),
    ],
)
def test_refused_addresses(bench: Bench, line: str, said: str) -> None:
    """What IOS says against an address; nothing of it is kept."""
    assert bench.configure("a", "interface fa0/1", line).split("\n")[-1] == said
    assert bench.routers["a"].interfaces.peek("FastEthernet0/1").addresses == ()  # type: ignore[union-attr]


def test_overlap_while_down(bench: Bench) -> None:
    """What overlaps with an interface that is shut is found when that one is opened."""
    bench.configure("a", "interface fa0/0", "shutdown", "interface fa0/1", "no shutdown")
    assert "overlaps" not in bench.configure("a", "interface fa0/1", "ip address 10.81.0.5 255.255.255.0")
    said = bench.configure("a", "interface fa0/0", "no shutdown").split("\n")
    assert said[-2:] == [
        "% 10.81.0.0 overlaps with FastEthernet0/1",
        "FastEthernet0/0: incorrect IP address assignment",
    ]
    assert not bench.routers["a"].interfaces.peek("FastEthernet0/0").enabled  # type: ignore[union-attr]


def test_secondary(bench: Bench) -> None:
    """Secondary addresses are networks of their own, print before the primary, and go with `no ip address`."""
    bench.configure("a", "interface fa0/0", "ip address 10.82.0.1 255.255.255.0 secondary")
    router = bench.routers["a"]
    assert router.rib.lookup(0x0A520005) is not None
    bench.configure("a", "interface fa0/0", "ip address 10.81.0.2 255.255.255.248")
    assert [str(address) for address, _ in router.interfaces.peek("FastEthernet0/0").addresses] == [  # type: ignore[union-attr]
        "10.81.0.2",
        "10.82.0.1",
    ]
    bench.configure("a", "interface fa0/0", "no ip address")
    assert router.interfaces.peek("FastEthernet0/0").addresses == ()  # type: ignore[union-attr]
    assert router.rib.lookup(0x0A520005) is None


def test_reload_forgets(bench: Bench) -> None:
    """After a power cycle the start-up configuration holds again, and counters begin at zero."""
    bench.configure("a", "interface fa0/0", "ip address 10.81.0.2 255.255.255.248", "interface lo 9")
    router = bench.routers["a"]
    router.power_off()
    bench.wait(SECOND)
    router.power_on()
    bench.wait(180 * SECOND)
    assert sorted(router.interfaces.keys()) == ["FastEthernet0/0", "FastEthernet0/1", "FastEthernet1/0", "Loopback0"]
    assert str(router.interfaces.peek("FastEthernet0/0").address) == "10.81.0.3"  # type: ignore[union-attr]


def test_values_follow_configuration(bench: Bench) -> None:
    """bandwidth, delay, mtu and the switches of IP are in force and go back with `no`."""
    lines = ("bandwidth 512", "delay 2000", "mtu 1400", "no ip redirects", "no ip proxy-arp", "no ip unreachables")
    bench.configure("a", "interface fa0/0", *lines)
    interfaces = bench.routers["a"].interfaces

    def values() -> tuple[object, ...]:
        one = interfaces.peek("FastEthernet0/0")
        assert one is not None
        return one.bandwidth, one.delay, one.mtu, one.redirects, one.proxy_arp, one.unreachables

    assert values() == (512, 2000, 1400, False, False, False)
    back = [line.removeprefix("no ") if line.startswith("no ") else f"no {line}" for line in lines]
    bench.configure("a", "interface fa0/0", *back)
    assert values() == (100_000, 10, 1500, True, True, True)


def test_duplicate_address(bench: Bench) -> None:
    """Two owners of an address complain about each other, once in half a minute, however often they are told."""
    bench.configure("b", "interface fa0/0", "ip address 10.81.0.3 255.255.255.248")
    bench.wait(SECOND)
    macs = {name: str(bench.routers[name].mac_of("FastEthernet0/0")) for name in "ab"}
    for name, other in (("a", "b"), ("b", "a")):
        said = [line for line in bench.logs(name) if "DUPADDR" in line]
        text = f"Duplicate address 10.81.0.3 on FastEthernet0/0, sourced by {macs[other]}"
        assert said == [f"%IP-4-DUPADDR: {text}"]


def test_removal_names_the_primary(bench: Bench) -> None:
    """`no ip address` with an address must name the primary one, and not before the secondary ones have gone."""
    typed = ("interface fa0/0", "ip address 10.82.0.1 255.255.255.0 secondary")
    bench.configure("a", *typed)

    def said(line: str) -> str:
        return bench.configure("a", "interface fa0/0", line).split("\n")[-1]

    assert said("no ip address 10.81.0.9 255.255.255.248") == "Invalid address"
    assert said("no ip address 10.81.0.3 255.255.255.248") == "Must delete secondary before deleting primary"
    bench.configure("a", "interface fa0/0", "no ip address 10.82.0.1 255.255.255.0 secondary")
    bench.configure("a", "interface fa0/0", "no ip address 10.81.0.3 255.255.255.248")
    assert bench.routers["a"].interfaces.peek("FastEthernet0/0").addresses == ()  # type: ignore[union-attr]


def test_quiet(bench: Bench) -> None:
    """Links that are up cost nothing: no event is pending."""
    bench.wait(60 * SECOND)
    assert bench.kernel.next_time() is None
