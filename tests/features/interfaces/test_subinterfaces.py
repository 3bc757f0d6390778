"""Subinterfaces on a cable between two routers: tags, frames without one, counters, and what the port does to them."""

from __future__ import annotations

import pytest

from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.ip import FEATURE as IP
from iossim.features.ping import FEATURE as PING
from iossim.features.static_routes import FEATURE as STATIC_ROUTES
from iossim.features.system import FEATURE as SYSTEM
from tests.features.network import SECOND, Bench

STARTUP = """hostname {name}
interface FastEthernet0/0
 no ip address
interface FastEthernet0/0.10
 encapsulation dot1Q 10
 ip address 10.0.10.{number} 255.255.255.0
interface FastEthernet0/0.20
 encapsulation dot1Q 20
 ip address 10.0.20.{number} 255.255.255.0
"""
ALL, MOST, NONE = "100 percent (5/5)", "80 percent (4/5)", "0 percent (0/5)"


@pytest.fixture
def bench() -> Bench:
    """Two routers with two VLANs, up for three minutes."""
    bench = Bench(SYSTEM, INTERFACES, IP, STATIC_ROUTES, PING, name="subinterfaces")
    for number, name in enumerate(("r1", "r2"), 1):
        bench.router(name, STARTUP.format(name=name, number=number))
    bench.join("r1:FastEthernet0/0", "r2:FastEthernet0/0")
    bench.boot()
    return bench


def pings(bench: Bench, target: str) -> str:
    """The last line of a ping from r1."""
    terminal = bench.routers["r1"].lines.console.terminal
    bench.type("r1", f"ping {target}")
    bench.wait(15 * SECOND)
    text = "".join(chunk.text for chunk in terminal.take())
    return text.partition("Success rate is ")[2].partition(",")[0].strip().splitlines()[0]


def test_the_same_tag_at_both_ends_makes_a_lan(bench: Bench) -> None:
    """The first packet asks for the address; then both VLANs work beside each other."""
    assert (pings(bench, "10.0.10.2"), pings(bench, "10.0.10.2"), pings(bench, "10.0.20.2")) == (MOST, ALL, MOST)


def test_a_tag_that_nobody_has_is_dropped(bench: Bench) -> None:
    """Another VLAN at the far end, then the right one again."""
    pings(bench, "10.0.10.2")
    bench.configure("r2", "interface FastEthernet0/0.10", "encapsulation dot1Q 11")
    assert pings(bench, "10.0.10.2") == NONE
    bench.configure("r2", "interface FastEthernet0/0.10", "encapsulation dot1Q 10")
    assert pings(bench, "10.0.10.2") == ALL


def test_frames_of_the_native_vlan_have_no_tag(bench: Bench) -> None:
    """They are for the port of a router that knows nothing of VLANs; with a tag they are not."""
    bench.configure(
        "r2", "no interface FastEthernet0/0.10", "interface FastEthernet0/0", "ip address 10.0.10.2 255.255.255.0"
    )
    assert pings(bench, "10.0.10.2") == NONE
    bench.configure("r1", "interface FastEthernet0/0.10", "encapsulation dot1Q 10 native")
    pings(bench, "10.0.10.2")
    assert pings(bench, "10.0.10.2") == ALL


def test_a_port_counts_what_its_subinterfaces_send_with_the_tag(bench: Bench) -> None:
    """Four octets more for each frame."""
    pings(bench, "10.0.10.2")
    router = bench.routers["r1"]
    port, below = router.meter("FastEthernet0/0", "out"), router.meter("FastEthernet0/0.10", "out")
    assert (below.count, below.octets) == (4, 4 * 114)
    assert (port.count, port.octets) == (4, 4 * 118)


def test_subinterfaces_go_and_come_with_the_signal_of_their_port(bench: Bench) -> None:
    """Without a word of their own in the log, and their networks with them."""
    network, router = bench.network, bench.routers["r1"]
    link = next(iter(network.links))
    said = len(bench.logs("r1"))
    network.change_link(link, connected=False)
    bench.wait(10 * SECOND)
    interface = router.interfaces.peek("FastEthernet0/0.10")
    assert interface is not None
    assert not interface.up
    assert "10.0.10.0" not in bench.type("r1", "show ip route")
    network.change_link(link, connected=True)
    bench.wait(10 * SECOND)
    assert pings(bench, "10.0.10.2") == MOST
    assert not [line for line in bench.logs("r1")[said:] if "0/0.10" in line]


def test_what_is_saved_comes_back(bench: Bench) -> None:
    """A reload reads the subinterfaces from memory, in the order in which they are printed."""
    before = bench.type("r1", "show running-config | begin interface")
    bench.routers["r1"].startup = bench.type("r1", "show running-config")
    bench.routers["r1"].restart("reload")
    bench.wait(180 * SECOND)
    assert bench.type("r1", "show running-config | begin interface") == before
    pings(bench, "10.0.20.2")
    assert pings(bench, "10.0.20.2") == ALL


@pytest.mark.parametrize(
    "line", ["duplex full", "keepalive 5", "mac-address 0000.0c00.0001", "carrier-delay 5", "mtu 1400"]
)
def test_lines_of_a_port_are_unknown_to_its_subinterfaces(bench: Bench, line: str) -> None:
    """They are about the cable."""
    assert "% Invalid input detected" in bench.configure("r1", "interface FastEthernet0/0.10", line)
    assert (
        bench.configure("r1", "interface FastEthernet0/0", line)
        == "Enter configuration commands, one per line.  End with CNTL/Z."
    )


def test_an_address_needs_a_vlan_and_goes_with_it(bench: Bench) -> None:
    """Before there is one it is refused."""
    assert "only allowed if that" in bench.configure(
        "r1", "interface FastEthernet0/0.30", "ip address 10.0.30.1 255.255.255.0"
    )
    bench.configure("r1", "interface FastEthernet0/0.10", "no encapsulation dot1Q 10")
    assert "10.0.10.1" not in bench.type("r1", "show running-config")
    assert pings(bench, "10.0.10.2") == NONE


def test_question_mark_lists_what_each_kind_of_interface_has(bench: Bench) -> None:
    """What belongs to the wire is a port's; a VLAN belongs to a subinterface; a typed line of another kind is refused."""
    router = bench.routers["r1"]
    session = router.lines.console.session
    listed = {}
    for name in ("FastEthernet0/0", "FastEthernet0/0.10", "Loopback0"):
        bench.type("r1", "configure terminal")
        bench.type("r1", f"interface {name}")
        listed[name] = {row.word for row in session.help("").rows}
        bench.type("r1", "end")
    port, below, logical = listed.values()
    assert port - below == {
        *("carrier-delay", "duplex", "full-duplex", "half-duplex", "hold-queue", "keepalive", "load-interval"),
        *("mac-address", "mtu", "speed"),
    }
    assert below - port == {"encapsulation"}
    assert port - logical == {"duplex", "full-duplex", "half-duplex", "mac-address", "mtu", "speed"}
    before = router.config
    bench.configure(
        "r1", "interface FastEthernet0/0.10", "duplex full", "interface FastEthernet0/0", "encapsulation dot1Q 7"
    )
    assert router.config == before
