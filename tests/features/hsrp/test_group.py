"""Groups on real routers: who is active, when it changes, and what it costs."""

from __future__ import annotations

import copy
import pickle

import pytest

from iossim.endpoints.repeater import Switch
from iossim.features.hsrp.packet import ALL_ROUTERS_MAC
from iossim.net.address import Address
from tests.features.hsrp.stick import PORT, SECOND, engine, group, owner, pair, startup, state, stick

VIP = Address.parse("10.81.0.5")


def test_the_higher_priority_becomes_active() -> None:
    """The router of priority 120 is active, the other standby, and only the active one answers for the address."""
    bench = pair()
    assert (state(bench, "r1"), state(bench, "r2"), owner(bench)) == ("Active", "Standby", ["r1"])
    assert str(bench.routers["r1"].arp_answer(PORT, VIP)) == "0000.0c07.ac01"
    assert bench.routers["r2"].arp_answer(PORT, VIP) is None


def test_a_router_alone_is_active_after_two_hold_times() -> None:
    """Ten seconds of Listen and ten of Speak, and Standby and Active at once."""
    bench = stick(startup(3, *group(120)))
    moves = [(r.t, r.text) for r in bench.kernel.trace.records() if r.kind == "hsrp"]
    assert [text.partition(": ")[2].partition(" (")[0] for _, text in moves] == [
        "Init -> Listen",
        "Listen -> Speak",
        "Speak -> Standby",
        "Standby -> Active",
    ]
    assert moves[3][0] - moves[0][0] == 20 * SECOND


def test_a_pair_at_rest_costs_nothing() -> None:
    """An hour of hellos without a single event; and 1200 of them reach the other router's timer."""
    bench = pair()
    bench.wait(20 * SECOND)
    events = bench.kernel.events
    bench.wait(3600 * SECOND)
    assert bench.kernel.events == events
    assert engine(bench, "r2").views()[0].active_expires >= 7 * SECOND


def test_hellos_of_the_active_router_come_from_the_virtual_mac() -> None:
    """The switch learns where the virtual address lives from every hello."""
    bench = pair()
    switch = bench.network.nodes["sw"]
    assert isinstance(switch, Switch)
    mac = engine(bench, "r1").views()[0].group.mac
    assert switch.table.peek(mac) == "1"
    switch.table.delete(mac)
    bench.wait(3 * SECOND)
    assert switch.table.peek(mac) == "1"
    bench.routers["r1"].power_off()
    bench.wait(11 * SECOND)
    assert switch.table.peek(mac) == "2"
    assert ALL_ROUTERS_MAC == 0x01005E000002


@pytest.mark.parametrize("later", range(0, 3000, 250))
def test_silence_is_noticed_after_seven_to_ten_seconds(later: int) -> None:
    """Power fails without a last word: the standby router takes over when the hold time is over."""
    bench = pair()
    bench.wait(later * 1000)
    off = bench.kernel.now
    bench.routers["r1"].power_off()
    bench.wait(10 * SECOND)
    taken = engine(bench, "r2").views()[0].group.since
    assert state(bench, "r2") == "Active"
    assert 7 * SECOND <= taken - off <= 10 * SECOND


def test_shutdown_resigns() -> None:
    """`shutdown` says a last word: the other router takes over within 50 ms."""
    bench = pair()
    at = bench.kernel.now
    bench.configure("r1", f"interface {PORT}", "shutdown")
    bench.wait(50_000)
    assert (state(bench, "r1"), state(bench, "r2"), owner(bench)) == ("Init", "Active", ["r2"])
    assert engine(bench, "r2").views()[0].group.since - at <= 50_000


def test_a_returning_router_preempts_within_a_hello() -> None:
    """With preempt it is active 0 to 3 s after its interface came up, by a coup that the other obeys."""
    bench = pair()
    bench.configure("r1", f"interface {PORT}", "shutdown")
    bench.wait(20 * SECOND)
    bench.configure("r1", f"interface {PORT}", "no shutdown")
    bench.wait(20 * SECOND)
    enabled = [r.t for r in bench.kernel.trace.records() if r.device == "r1" and "Init -> Listen" in r.text][-1]
    taken = engine(bench, "r1").views()[0].group.since
    assert (state(bench, "r1"), owner(bench)) == ("Active", ["r1"])
    assert 0 <= taken - enabled <= 3 * SECOND
    assert any("Coup rcvd" in r.text for r in bench.kernel.trace.records() if r.device == "r2")


def test_without_preempt_the_address_stays() -> None:
    """A returning router of higher priority leaves the active one alone."""
    bench = stick(startup(3, *group(120)), startup(4, *group(110)))
    bench.routers["r1"].power_off()
    bench.wait(20 * SECOND)
    bench.routers["r1"].power_on()
    bench.wait(180 * SECOND)
    assert (state(bench, "r1"), state(bench, "r2")) == ("Standby", "Active")


def test_preempt_waits_for_its_delay() -> None:
    """`preempt delay minimum 30`: the address moves at the first hello heard 30 s after the interface came up."""
    bench = pair("standby 1 preempt delay minimum 30")
    bench.configure("r1", f"interface {PORT}", "shutdown")
    bench.wait(20 * SECOND)
    bench.configure("r1", f"interface {PORT}", "no shutdown")
    bench.wait(60 * SECOND)
    enabled = [r.t for r in bench.kernel.trace.records() if r.device == "r1" and "Init -> Listen" in r.text][-1]
    taken = engine(bench, "r1").views()[0].group.since
    assert state(bench, "r1") == "Active"
    assert 30 * SECOND <= taken - enabled <= 33 * SECOND


def test_tracking_moves_the_address_only_below_the_other_priority() -> None:
    """With decrement 10 both have 110, which does not pre-empt; with 20 the address moves, and comes back."""
    bench = pair()
    bench.configure("r1", f"interface {PORT}", "standby 1 track FastEthernet0/1")
    bench.wait(30 * SECOND)
    assert (engine(bench, "r1").views()[0].group.priority, state(bench, "r1")) == (110, "Active")
    bench.configure("r1", f"interface {PORT}", "standby 1 track FastEthernet0/1 20")
    bench.wait(30 * SECOND)
    assert (engine(bench, "r1").views()[0].group.priority, state(bench, "r1"), owner(bench)) == (100, "Standby", ["r2"])
    bench.configure("r1", f"interface {PORT}", "no standby 1 track FastEthernet0/1")
    bench.wait(30 * SECOND)
    assert (state(bench, "r1"), owner(bench)) == ("Active", ["r1"])


def test_another_password_is_another_group() -> None:
    """Hellos with another authentication string are ignored, logged once, and both routers become active."""
    first = startup(3, *group(120, "standby 1 authentication ours"))
    bench = stick(first, startup(4, *group(110)))
    bench.wait(60 * SECOND)
    assert owner(bench) == ["r1", "r2"]
    bad = [line for line in bench.logs("r1") if "BADAUTH" in line]
    assert bad == [
        "%STANDBY-3-BADAUTH: Bad authentication from 10.81.0.4, group 1, remote state Speak",
    ]


def test_a_split_switch_makes_both_active_and_healing_one() -> None:
    """Who cannot hear the active router becomes active; when both hear each other again the lower one yields."""
    bench = pair()
    switch = bench.network.nodes["sw"]
    assert isinstance(switch, Switch)
    switch.split(("2",))
    bench.wait(11 * SECOND)
    assert owner(bench) == ["r1", "r2"]
    switch.split(("2",), 0)
    bench.wait(20 * SECOND)
    assert (owner(bench), state(bench, "r2")) == (["r1"], "Standby")


def test_three_routers_have_one_standby() -> None:
    """The third listens; when the active one goes the standby takes over and the third becomes standby."""
    bench = stick(*(startup(host, *group(100 + host)) for host in (1, 2, 3)))
    bench.wait(60 * SECOND)
    assert sorted(state(bench, name) for name in bench.routers) == ["Active", "Listen", "Standby"]
    active = next(name for name in bench.routers if state(bench, name) == "Active")
    bench.routers[active].power_off()
    bench.wait(40 * SECOND)
    rest = [name for name in bench.routers if name != active]
    assert sorted(state(bench, name) for name in rest) == ["Active", "Standby"]


def test_several_groups_share_the_load() -> None:
    """Two groups on one interface, each router active in one of them."""
    second = ("standby 2 ip 10.81.0.6", "standby 2 preempt")
    bench = stick(
        startup(3, *group(120, "standby 1 preempt", *second)),
        startup(4, *group(100, "standby 1 preempt", *second, "standby 2 priority 120")),
    )
    assert engine(bench, "r1").states() == ("Active", "Standby")
    assert engine(bench, "r2").states() == ("Standby", "Active")


def test_address_and_timers_can_be_learned() -> None:
    """`standby 1 ip` without an address waits in Learn until the active router tells it, with its timers."""
    bench = stick(
        startup(3, *group(120, "standby 1 timers 1 4")),
        startup(4, "standby 1 ip"),
    )
    learned = engine(bench, "r2").views()[0].group
    assert (learned.state.label, learned.address, learned.hello, learned.hold) == ("Standby", VIP, SECOND, 4 * SECOND)
    bench.routers["r1"].power_off()
    bench.wait(4 * SECOND)
    assert owner(bench) == ["r2"]


def test_millisecond_timers_take_over_quickly() -> None:
    """Hello 500 ms, hold 1500 ms: the address moves within 1.5 s."""
    bench = pair("standby 1 timers msec 500 msec 1500")
    bench.routers["r1"].power_off()
    bench.wait(1_500_000)
    assert owner(bench) == ["r2"]


def test_the_group_waits_for_the_start_delay() -> None:
    """`standby delay minimum 5 reload 40`: 40 s after boot, 5 s after the interface was down."""
    bench = stick(startup(3, *group(120), "standby delay minimum 5 reload 40"))
    bench.wait(60 * SECOND)
    up = [r.t for r in bench.kernel.trace.records() if "Init -> Listen" in r.text]
    line = [r.t for r in bench.kernel.trace.records() if "LINEPROTO-5-UPDOWN" in r.text and "to up" in r.text]
    assert up[0] - line[0] == 40 * SECOND


def test_a_change_of_priority_is_heard() -> None:
    """A hello with another priority is news: the standby router that may preempt does so at the next hello."""
    bench = pair()
    bench.configure("r2", f"interface {PORT}", "standby 1 priority 130")
    bench.wait(4 * SECOND)
    assert owner(bench) == ["r2"]


def test_the_address_is_announced_three_times() -> None:
    """Gratuitous ARP at once and twice more, so that a switch or neighbour that missed one learns."""
    bench = pair()
    heard: list[int] = []
    other = bench.routers["r1"]
    other.address_heard = lambda port, address, mac: heard.append(bench.kernel.now)  # type: ignore[method-assign]
    bench.configure("r1", f"interface {PORT}", "standby 1 priority 90")
    bench.wait(20 * SECOND)
    assert [at - heard[0] for at in heard] == [0, 3 * SECOND, 6 * SECOND]


def test_a_group_can_be_taken_away_and_moved() -> None:
    """`no standby 1 ip` ends it, with a last word; another virtual address starts it anew."""
    bench = pair()
    bench.configure("r1", f"interface {PORT}", "no standby 1 ip")
    bench.wait(SECOND)
    assert (engine(bench, "r1").states(), owner(bench)) == ((), ["r2"])
    bench.configure("r1", f"interface {PORT}", "standby 1 ip 10.81.0.6")
    bench.wait(30 * SECOND)
    assert any("DIFFVIP1" in line for line in bench.logs("r1"))


def test_state_is_data() -> None:
    """A pair can be pickled and copied in the middle of a take-over, and goes on the same."""
    bench = pair()
    bench.routers["r1"].power_off()
    bench.wait(5 * SECOND)
    twins = [pickle.loads(pickle.dumps(bench.kernel)), copy.deepcopy(bench.kernel)]
    bench.wait(30 * SECOND)
    for twin in twins:
        twin.run_until(twin.now + 30 * SECOND)
        assert twin.trace.fingerprint() == bench.kernel.trace.fingerprint()


def test_quiet_and_explicit_runs_are_the_same() -> None:
    """Whether hellos are skipped or run, every change of state falls on the same microsecond."""
    stories = []
    for explicit in (False, True):
        bench = stick(
            *(startup(n + 2, *group(130 - 10 * n, "standby 1 preempt")) for n in (1, 2)),
            boot=False,
        )
        bench.kernel.explicit = explicit
        bench.boot()
        bench.wait(7_123_456)
        bench.routers["r1"].power_off()
        bench.wait(30 * SECOND)
        bench.routers["r1"].power_on()
        bench.wait(180 * SECOND)
        bench.configure("r1", f"interface {PORT}", "shutdown")
        bench.wait(30 * SECOND)
        stories.append([(r.t, r.device, r.text) for r in bench.kernel.trace.records()])
    assert stories[0] == stories[1]


def test_skipped_hellos_are_rehearsed_clean() -> None:
    """In a shadow kernel every skipped hello is executed and must be as quiet as was proven."""
    bench = stick(*(startup(n + 2, *group(130 - 10 * n, "standby 1 preempt")) for n in (1, 2)), boot=False)
    bench.kernel.shadow = True
    bench.boot()
    bench.wait(600 * SECOND)
    bench.routers["r1"].power_off()
    bench.wait(600 * SECOND)
    assert owner(bench) == ["r2"]
