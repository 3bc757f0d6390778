"""Adjacencies: how they form, what breaks them, and when."""

from __future__ import annotations

import copy
import pickle

import pytest

from iossim.features.eigrp.packet import message_in
from iossim.net.packet import Packet
from tests.features.eigrp.ring import FA00, SECOND, bench, pair, routes, startup, static, view
from tests.features.network import Bench

R1, R2 = ("r1", FA00), ("r2", FA00)
CABLE = f"r1:{FA00}-r2:{FA00}"


def neighbors(bench: Bench, name: str) -> list[str]:
    """The addresses of the neighbors of a router."""
    return [str(one.neighbor.address) for one in view(bench, name).neighbors]


def changes(bench: Bench, name: str) -> list[str]:
    """What a router has logged about neighbors."""
    return [line for line in bench.logs(name) if "NBRCHANGE" in line]


def test_two_routers_meet() -> None:
    """Both log the new adjacency once, exchange first updates, and have nothing left to say."""
    bench = pair()
    assert (neighbors(bench, "r1"), neighbors(bench, "r2")) == (["10.0.12.2"], ["10.0.12.1"])
    up = "%DUAL-5-NBRCHANGE: IP-EIGRP 64: Neighbor 10.0.12.2 (FastEthernet0/0) is up: new adjacency"
    assert changes(bench, "r1") == [up]
    one = view(bench, "r1").neighbors[0]
    assert (one.neighbor.up, one.queued, one.rto) == (True, 0, 200_000)


def test_an_adjacency_at_rest_costs_nothing() -> None:
    """An hour of hellos without an event, and the hold time never runs down further than a hello interval."""
    bench = pair()
    events = bench.kernel.events
    bench.wait(3600 * SECOND)
    assert bench.kernel.events == events
    assert 10 * SECOND <= view(bench, "r1").neighbors[0].remaining <= 15 * SECOND


@pytest.mark.parametrize("later", range(0, 5000, 500))
def test_silence_is_noticed_after_ten_to_fifteen_seconds(later: int) -> None:
    """The far side hangs while carrier stays: the neighbor goes when its hold time is over, and its routes with it."""
    bench = pair("redistribute static metric 1000 100 255 1 1500")
    static(bench, "r2", "10.81.2.24/29")
    bench.wait(SECOND + later * 1000)
    assert "10.81.2.24/29" in routes(bench, "r1")
    cut = bench.kernel.now
    bench.network.change_link(CABLE, silent=(R2,))
    bench.wait(15 * SECOND)
    assert changes(bench, "r1")[-1].endswith("Neighbor 10.0.12.2 (FastEthernet0/0) is down: holding time expired")
    down = next(r.t for r in bench.kernel.trace.records() if r.device == "r1" and "holding time expired" in r.text)
    assert 10 * SECOND <= down - cut <= 15 * SECOND
    assert routes(bench, "r1") == {}


def test_a_lost_interface_takes_its_neighbors_at_once() -> None:
    """`shutdown` here: down at once on this side; the other side notices the carrier, not the hold time."""
    bench = pair("redistribute static metric 1000 100 255 1 1500")
    static(bench, "r2", "10.81.2.24/29", interface="Loopback0")
    bench.wait(SECOND)
    bench.configure("r1", f"interface {FA00}", "shutdown")
    assert changes(bench, "r1")[-1].endswith("is down: interface down")
    assert (neighbors(bench, "r1"), routes(bench, "r1")) == ([], {})
    bench.wait(4 * SECOND)
    assert changes(bench, "r2")[-1].endswith("Neighbor 10.0.12.1 (FastEthernet0/0) is down: interface down")


def test_they_meet_again_within_a_hello_and_the_exchange() -> None:
    """After the cable is back routes are usable at most 5 s for a hello and about 1 s for the exchange later."""
    bench = pair("redistribute static metric 1000 100 255 1 1500")
    static(bench, "r2", "10.81.2.24/29", interface="Loopback0")
    bench.network.change_link(CABLE, connected=False)
    bench.wait(30 * SECOND)
    assert routes(bench, "r1") == {}
    bench.network.change_link(CABLE, connected=True)
    up = 0
    for _ in range(200):
        bench.wait(SECOND // 20)
        ready = all(bench.routers[name].interfaces.peek(FA00).up for name in ("r1", "r2"))  # type: ignore[union-attr]
        up = up or (bench.kernel.now if ready else 0)
        if "10.81.2.24/29" in routes(bench, "r1"):
            break
    assert up and bench.kernel.now - up <= 6_500_000


def test_a_reload_is_a_new_adjacency() -> None:
    """The router comes back with empty tables and gets everything again."""
    bench = pair("redistribute static metric 1000 100 255 1 1500")
    static(bench, "r1", "10.81.2.16/29", interface="Loopback0")
    bench.routers["r2"].power_off()
    bench.wait(20 * SECOND)
    assert changes(bench, "r1")[-1].endswith("is down: interface down")
    bench.routers["r2"].power_on()
    bench.wait(120 * SECOND)
    assert routes(bench, "r2") == {"10.81.2.16/29": (170, 2_588_160, ("10.0.12.1",))}


def test_who_hears_but_is_not_heard_gives_up() -> None:
    """One direction is dead: the deaf side loses the neighbor by silence, the other by sixteen repetitions."""
    bench = pair("redistribute static metric 1000 100 255 1 1500")
    bench.network.change_link(CABLE, silent=(R1,))
    bench.wait(15 * SECOND)
    assert neighbors(bench, "r2") == []
    assert neighbors(bench, "r1") == ["10.0.12.2"]
    static(bench, "r1", "10.81.2.16/29", interface="Loopback0")
    bench.wait(120 * SECOND)
    assert any(line.endswith("is down: retry limit exceeded") for line in changes(bench, "r1"))
    bench.network.change_link(CABLE, silent=())
    bench.wait(100 * SECOND)
    assert routes(bench, "r2") == {"10.81.2.16/29": (170, 2_588_160, ("10.0.12.1",))}


def test_a_short_silence_is_repaired_by_repetition() -> None:
    """Packets lost for two seconds are repeated until they are acknowledged; the adjacency holds."""
    bench = pair("redistribute static metric 1000 100 255 1 1500")
    bench.network.change_link(CABLE, silent=(R1,))
    static(bench, "r1", "10.81.2.16/29", interface="Loopback0")
    bench.wait(2 * SECOND)
    assert (routes(bench, "r2"), view(bench, "r1").neighbors[0].queued) == ({}, 1)
    bench.network.change_link(CABLE, silent=())
    bench.wait(5 * SECOND)
    assert list(routes(bench, "r2")) == ["10.81.2.16/29"]
    assert len(changes(bench, "r2")) == 1


@pytest.mark.parametrize(
    ("lines", "port"),
    [
        (("no router eigrp 64", "router eigrp 65", "network 10.0.0.0"), FA00),
        (("router eigrp 64", "metric weights 0 1 1 1 0 0"), FA00),
        (("router eigrp 64", f"passive-interface {FA00}"), FA00),
        ((f"interface {FA00}", "ip address 10.0.13.2 255.255.255.0"), FA00),
    ],
    ids=["autonomous system", "weights", "passive", "subnet"],
)
def test_what_does_not_match_is_no_neighbor(lines: tuple[str, ...], port: str) -> None:
    """Another autonomous system, other K values, a passive interface or another subnet: no adjacency on either side."""
    bench = pair()
    bench.configure("r2", *lines)
    bench.wait(60 * SECOND)
    assert neighbors(bench, "r1") == []
    events = bench.kernel.events
    bench.wait(600 * SECOND)
    assert bench.kernel.events == events


def test_a_mismatch_of_weights_is_said() -> None:
    """`K-value mismatch` is logged once."""
    bench = pair()
    bench.configure("r2", "router eigrp 64", "metric weights 0 1 1 1 0 0")
    bench.wait(60 * SECOND)
    assert [line for line in changes(bench, "r1") if "K-value" in line] == [
        "%DUAL-5-NBRCHANGE: IP-EIGRP 64: Neighbor 10.0.12.2 (FastEthernet0/0) is down: K-value mismatch"
    ]


def test_hold_time_is_what_the_sender_says() -> None:
    """`ip hold-time` of the far side decides, `ip hello-interval` of the far side feeds it."""
    bench = pair()
    bench.configure("r2", f"interface {FA00}", "ip hello-interval eigrp 64 1", "ip hold-time eigrp 64 3")
    bench.wait(10 * SECOND)
    assert 2 * SECOND <= view(bench, "r1").neighbors[0].remaining <= 3 * SECOND
    bench.network.change_link(CABLE, silent=(R2,))
    bench.wait(3 * SECOND)
    assert neighbors(bench, "r1") == []


def test_logging_can_be_turned_off() -> None:
    """`no eigrp log-neighbor-changes`: neighbors come and go unsaid."""
    bench = pair("no eigrp log-neighbor-changes")
    assert (neighbors(bench, "r1"), changes(bench, "r1")) == (["10.0.12.2"], [])


def test_loopbacks_and_other_networks_do_not_speak() -> None:
    """`network 10.0.0.0` is classful: Loopback0 1.1.1.1 takes no part; a wildcard names single interfaces."""
    found = bench()
    found.router("r1", startup(1, {FA00: "10.0.12.1"}, networks=("10.0.12.0 0.0.0.255",)))
    found.router("r2", startup(2, {FA00: "10.0.12.2"}, networks=("10.0.13.0 0.0.0.255",)))
    found.join(f"r1:{FA00}", f"r2:{FA00}")
    found.boot()
    assert [one.name for one in view(found, "r1").interfaces] == [FA00]
    assert (view(found, "r2").interfaces, neighbors(found, "r1")) == ((), [])
    assert str(view(found, "r1").identity) == "1.1.1.1"


def test_first_packets_of_an_adjacency() -> None:
    """Hello, hello, then a first update each way, acknowledged, then everything known with the end mark."""
    bench = pair()
    bench.network.change_link(CABLE, connected=False)
    bench.wait(20 * SECOND)
    heard: list[str] = []
    router = bench.routers["r2"]
    receive = router.receive

    def note(port: str, packet: Packet) -> None:
        message = message_in(packet)
        if message is not None:
            kind = "ack" if message.ack else message.opcode.name.lower()
            heard.append(kind + " init" * message.init + " end" * message.end)
        receive(port, packet)

    router.receive = note  # type: ignore[method-assign]
    bench.network.change_link(CABLE, connected=True)
    bench.wait(15 * SECOND)
    assert heard[0] == "hello"
    assert [kind for kind in heard if kind != "hello"][-4:].count("ack") == 2
    assert "update init" in heard and heard.index("update init") < heard.index("update end")


def test_state_is_data() -> None:
    """A pair can be pickled and copied in the middle of an exchange, and goes on the same."""
    bench = pair("redistribute static metric 1000 100 255 1 1500")
    bench.network.change_link(CABLE, silent=(R1,))
    static(bench, "r1", "10.81.2.16/29", interface="Loopback0")
    bench.wait(7 * SECOND)
    twins = [pickle.loads(pickle.dumps(bench.kernel)), copy.deepcopy(bench.kernel)]
    bench.wait(200 * SECOND)
    for twin in twins:
        twin.run_until(twin.now + 200 * SECOND)
        assert twin.trace.fingerprint() == bench.kernel.trace.fingerprint()


def test_quiet_and_explicit_runs_are_the_same() -> None:
    """Whether hellos are skipped or run, every change falls on the same microsecond; skipped ones are rehearsed clean."""
    stories = []
    for explicit, shadow in ((False, False), (True, False), (False, True)):
        found = bench()
        found.kernel.explicit, found.kernel.shadow = explicit, shadow
        for number in (1, 2):
            found.router(f"r{number}", startup(number, {FA00: f"10.0.12.{number}"}))
        found.join(f"r1:{FA00}", f"r2:{FA00}")
        found.boot()
        found.wait(3_210_987)
        found.network.change_link(CABLE, silent=(R2,))
        found.wait(60 * SECOND)
        found.network.change_link(CABLE, silent=())
        found.wait(60 * SECOND)
        stories.append([(r.t, r.device, r.text) for r in found.kernel.trace.records()])
    assert stories[0] == stories[1] == stories[2]
