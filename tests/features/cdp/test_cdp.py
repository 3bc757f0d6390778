"""CDP: who is on the other end of a cable, for how long that is believed, and what a duplex that does not fit is called."""

from __future__ import annotations

from iossim.features.cdp import FEATURE as CDP
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.system import FEATURE as SYSTEM
from tests.features.network import SECOND, Bench

LEFT = """
hostname left
logging buffered
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
 no shutdown
"""
RIGHT = """
hostname right
interface FastEthernet0/1
 no ip address
 no shutdown
"""


def two() -> Bench:
    """Two routers and a cable, up for three minutes."""
    bench = Bench(SYSTEM, INTERFACES, CDP, name="cdp")
    bench.router("left", LEFT)
    bench.router("right", RIGHT)
    bench.join("left:FastEthernet0/0", "right:FastEthernet0/1")
    bench.boot()
    return bench


def rows(bench: Bench, name: str) -> list[str]:
    """The neighbours of a router, as displayed."""
    return bench.type(name, "show cdp neighbors").split("\n")[4:]


def test_both_ends_of_a_cable_know_each_other_without_any_address() -> None:
    """The row names the own and the other port; an interface without an address speaks too."""
    bench = two()
    (row,) = rows(bench, "left")
    assert row.split()[:3] == ["right", "Fas", "0/0"]
    assert row.split()[-2:] == ["Fas", "0/1"]
    assert "IP address: 10.0.0.1" in bench.type("right", "show cdp neighbors detail")
    assert "IP address" not in bench.type("left", "show cdp neighbors detail")


def test_a_network_at_rest_hears_without_events_and_counts_every_message() -> None:
    """Ten minutes cost nothing; ten messages each way are counted all the same, and the hold time never runs down."""
    bench = two()
    bench.wait(400 * SECOND)
    engine = bench.routers["left"].engine("cdp")
    before, events = engine.counts(), bench.kernel.events
    bench.wait(600 * SECOND)
    after = engine.counts()
    assert (after.sent - before.sent, after.heard - before.heard) == (10, 10)
    assert bench.kernel.events == events
    assert len(rows(bench, "left")) == 1


def test_a_neighbour_is_believed_for_the_hold_time_and_no_longer() -> None:
    """The cable goes: the row stays, its seconds run down, and after three minutes it is gone."""
    bench = two()
    bench.network.change_link(
        "left:FastEthernet0/0-right:FastEthernet0/1", silent=frozenset({("right", "FastEthernet0/1")})
    )
    bench.wait(119 * SECOND)
    (row,) = rows(bench, "left")
    assert 0 < int(row.split()[3]) < 62
    bench.wait(61 * SECOND)
    assert rows(bench, "left") == [""] or rows(bench, "left") == []


def test_the_neighbour_says_how_long_it_is_to_be_believed() -> None:
    """`cdp holdtime` of one side is the hold time at the other, `cdp timer` how often it speaks."""
    bench = two()
    bench.configure("right", "cdp holdtime 20", "cdp timer 10")
    bench.wait(5 * SECOND)
    (row,) = rows(bench, "left")
    assert 10 <= int(row.split()[3]) <= 20
    assert "every 10 seconds" in bench.type("right", "show cdp")


def test_what_changes_is_said_at_once() -> None:
    """A new name is a new entry; the old one is kept until its time is over."""
    bench = two()
    bench.configure("right", "hostname newton")
    bench.wait(SECOND)
    assert {row.split()[0] for row in rows(bench, "left")} == {"right", "newton"}
    bench.configure("right", "ip domain-name example.com")
    bench.wait(200 * SECOND)
    assert rows(bench, "left")[0].split()[0] == "newton.example.com"


def test_what_is_no_longer_said_is_not_remembered() -> None:
    """However often the name changes, the wire keeps one way for each interface that speaks."""
    bench = two()
    for name in ("one", "two", "three"):
        bench.configure("right", f"hostname {name}")
        bench.wait(SECOND)
    assert len(bench.wire._links) == 2


def test_a_duplex_that_does_not_fit_is_complained_of_with_every_message() -> None:
    """Both sides log it, once a minute, and stop when it fits again."""
    bench = two()
    bench.configure("right", "interface FastEthernet0/1", "duplex half")
    bench.wait(121 * SECOND)
    said = [log for log in bench.logs("left") if "DUPLEX_MISMATCH" in log]
    assert len(said) == 3
    assert "discovered on FastEthernet0/0 (not half duplex), with right FastEthernet0/1 (half duplex)." in said[0]
    bench.configure("right", "interface FastEthernet0/1", "duplex auto")
    bench.wait(SECOND)
    logged = len(bench.logs("left"))
    bench.wait(180 * SECOND)
    assert len(bench.logs("left")) == logged


def test_cdp_can_be_turned_off_for_the_box_and_for_an_interface() -> None:
    """`no cdp run` forgets everybody and falls silent; `no cdp enable` does for one interface; both are in the configuration."""
    bench = two()
    bench.configure("left", "no cdp run")
    assert bench.type("left", "show cdp neighbors") == "% CDP is not enabled"
    assert "no cdp run" in bench.type("left", "show running-config")
    bench.wait(181 * SECOND)
    assert not any(row.strip() for row in rows(bench, "right"))
    bench.configure("left", "cdp run", "interface FastEthernet0/0", "no cdp enable")
    bench.wait(61 * SECOND)
    assert not any(row.strip() for row in rows(bench, "left") + rows(bench, "right"))
    assert " no cdp enable" in bench.type("left", "show running-config")
    assert "FastEthernet0/0" not in bench.type("left", "show cdp interface")


def test_a_box_without_power_hears_nothing_and_knows_nobody_afterwards() -> None:
    """The table is RAM; after the boot it fills again."""
    bench = two()
    bench.routers["left"].restart("reload")
    bench.wait(SECOND)
    bench.routers["left"].power_off()
    bench.wait(200 * SECOND)
    assert not any(row.strip() for row in rows(bench, "right"))
    bench.routers["left"].power_on()
    bench.wait(200 * SECOND)
    assert [row.split()[0] for row in rows(bench, "left")] == ["right"]


def test_debug_tells_of_every_message_and_the_network_is_at_rest_again_after_it() -> None:
    """What goes and what comes, also where nothing changes; a sender that was forgotten is not found."""
    bench = two()
    bench.wait(300 * SECOND)
    terminal = bench.routers["left"].lines.console.terminal
    assert bench.type("left", "debug cdp packets") == "CDP packet info debugging is on"
    assert "CDP:\n  CDP packet info debugging is on" in bench.type("left", "show debugging")
    terminal.take()
    bench.wait(60 * SECOND)
    told = "".join(chunk.text for chunk in terminal.take())
    assert told.count("CDP-PA: version 2 packet sent out on FastEthernet0/0\r") == 1
    assert told.count("CDP-PA: Packet received from right on interface FastEthernet0/0\r") == 1
    assert told.count("**Entry found in cache**") == 1
    bench.type("left", "clear cdp table")
    bench.wait(60 * SECOND)
    assert "**Entry NOT found in cache**" in "".join(chunk.text for chunk in terminal.take())
    bench.type("left", "no debug cdp packets")
    bench.wait(1_200 * SECOND)  # the console has been left, too
    events = bench.kernel.events
    bench.wait(600 * SECOND)
    assert bench.kernel.events == events
