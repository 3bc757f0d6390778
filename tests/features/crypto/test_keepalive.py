"""How a peer's death is noticed: times of the protocols reference, 2.4, and what does not count as a death."""

from __future__ import annotations

import pytest

from iossim.device.parameters import IdleClock, KeepaliveStyle, PeerRule
from tests.features.crypto.tunnel import HQ, A, B, Tunnel, address, home
from tests.features.network import SECOND

STICK = "gw1:FastEthernet0/0-stick:gw1"


def noticed(bench: Tunnel, name: str = "soho1", within: int = 60) -> float:
    """Seconds from now until a router declares its peer dead."""
    began = bench.kernel.now
    while bench.kernel.now < began + within * SECOND:
        bench.wait(SECOND // 10)
        dead = [r for r in bench.kernel.trace.records() if (r.device, r.kind) == (name, "peer-dead") and r.t >= began]
        if dead:
            return (dead[0].t - began) / SECOND
    raise AssertionError("not noticed")


def in_a_call(seed: int = 1, **change: object) -> Tunnel:
    """Two-way voice that has run for a while."""
    bench = Tunnel(seed=seed, **change)
    bench.open()
    bench.wait(SECOND)
    bench.call()
    bench.wait(5 * SECOND + 123_456 + 997_001 * seed)
    return bench


@pytest.mark.parametrize("seed", range(1, 9))
def test_on_demand_with_a_call(seed: int) -> None:
    """Ten seconds of silence, a first probe and five repetitions, two seconds each: 22.0 to 22.5 s."""
    bench = in_a_call(seed)
    bench.routers["gw1"].power_off()
    assert 22.0 <= noticed(bench) <= 22.6
    assert bench.crypto("soho1").maps.current.peek(("test", 1)) == address(B)
    assert not bench.crypto("soho1").sadb.pairs.values()


def test_without_the_final_wait() -> None:
    """Five messages in all: two seconds less."""
    bench = in_a_call(keepalive_final_wait=False)
    bench.routers["gw1"].power_off()
    assert 20.0 <= noticed(bench) <= 20.6


def test_a_polled_clock_adds_its_phase() -> None:
    """Looked at once per period: 22 to 32 s, not all alike."""
    times = []
    for seed in range(1, 7):
        bench = in_a_call(seed, keepalive_clock=IdleClock.POLLED)
        bench.routers["gw1"].power_off()
        times.append(noticed(bench))
    assert all(22.0 <= time <= 32.1 for time in times) and max(times) - min(times) > 2


def test_the_older_style_counts_three_missed() -> None:
    """Periodic, whether or not there is traffic: 20 to 30 s."""
    times = []
    for seed in range(1, 7):
        bench = in_a_call(seed, keepalive_style=KeepaliveStyle.LEGACY)
        bench.routers["gw1"].power_off()
        times.append(noticed(bench))
    assert all(20.0 <= time <= 30.1 for time in times) and max(times) - min(times) > 2


def test_the_older_style_needs_both_ends() -> None:
    """A home that asks alone is not answered, and does not take that for a death."""
    quiet = home(1).replace("crypto isakmp keepalive 10\n", "")
    bench = Tunnel(configs={"soho1": quiet}, keepalive_style=KeepaliveStyle.LEGACY)
    bench.open()
    bench.wait(60 * SECOND)
    assert not bench.crypto("gw1").keepalive.rounds.values()
    assert "peer-dead" not in bench.story("gw1")


def test_no_traffic_no_probe() -> None:
    """A dead peer to whom nobody sends is not noticed; the first packet does it, twelve seconds later."""
    bench = Tunnel()
    bench.open()
    bench.routers["gw1"].power_off()
    bench.wait(600 * SECOND)
    assert "peer-dead" not in bench.story("soho1")
    bench.ping()
    assert 12.0 <= noticed(bench) <= 12.6


def test_an_idle_phone_is_enough_to_keep_a_peer_alive() -> None:
    """Each of its keepalives asks, and is answered: no doubt ever arises."""
    bench = Tunnel()
    bench.open()
    bench.idle_phone()
    bench.wait(3000 * SECOND)
    assert bench.story("soho1") == ["sa-wanted", "ike-up", "sa-up"]


def test_one_keepalive_line_is_enough() -> None:
    """Dead peer detection works one-sidedly: the head-end without the line answers probes (2.6)."""
    bench = Tunnel()
    bench.configure("gw1", "no crypto isakmp keepalive")
    bench.open()
    bench.wait(30 * SECOND)
    bench.idle_phone()
    bench.wait(100 * SECOND)
    assert "peer-silent" not in bench.story("soho1")
    bench.call()
    bench.wait(SECOND)
    bench.routers["gw1"].power_off()
    assert 20 < noticed(bench) < 24


def test_without_the_line_a_dead_peer_stays() -> None:
    """E11: nothing but the lifetime ends it."""
    bench = Tunnel(configs={"soho1": home(1).replace("crypto isakmp keepalive 10\n", "")})
    bench.open()
    bench.call()
    bench.wait(SECOND)
    bench.routers["gw1"].restart("reload")
    bench.wait(300 * SECOND)
    assert "peer-dead" not in bench.story("soho1")
    assert any("RECVD_PKT_INV_SPI" in line for line in bench.logs("gw1"))


def test_an_answer_during_doubt_settles_it() -> None:
    """A short loss is no death: the SAs live on."""
    bench = in_a_call()
    ends = bench.network.links[STICK].a, bench.network.links[STICK].b
    bench.network.change_link(STICK, silent=ends)
    bench.wait(14 * SECOND)
    assert bench.story("soho1")[-1] == "peer-silent"
    bench.network.change_link(STICK, silent=())
    bench.wait(20 * SECOND)
    assert "peer-dead" not in bench.story("soho1")
    assert not bench.crypto("soho1").keepalive.doubts.values()


def test_a_stale_head_end_notices_by_its_own_traffic() -> None:
    """E3: the home is on the other peer; packets from HQ run into the old SA until the head-end gives it up."""
    bench = Tunnel(homes=1)
    bench.open()
    bench.routers["soho1"].restart("power")
    bench.wait(120 * SECOND)
    assert bench.crypto("gw1").sadb.pairs.values()
    bench.configure("soho1", "crypto map test 1", f"no set peer {A}")
    bench.open(within=40)
    assert bench.crypto("gw2").sadb.pairs.values()
    bench.stream("gw1", HQ, address("10.81.2.9"), SECOND // 50)
    assert 12.0 <= noticed(bench, "gw1") <= 12.6
    assert bench.story("gw1")[-3:] == ["ike-down", "sa-down", "rri-removed"]


def test_blocked_esp_is_no_death() -> None:
    """E5: probes are answered while no packet of the call arrives; nothing fails over, ever."""
    bench = in_a_call()
    bench.configure(
        "rest", "access-list 111 deny esp any any", "access-list 111 permit ip any any",
        "interface FastEthernet0/1", "ip access-group 111 in",
        "interface FastEthernet0/0", "ip access-group 111 in",
    )  # fmt: skip
    heard = bench.ear("soho1").heard.count
    bench.wait(300 * SECOND)
    assert bench.ear("soho1").heard.count - heard < 5
    assert "peer-dead" not in bench.story("soho1") + bench.story("gw1")


def test_the_top_of_the_list_after_a_death() -> None:
    """With that rule a death starts the list anew, a failed attempt goes on in it."""
    bench = in_a_call(peer_rule=PeerRule.TOP_OF_LIST, peer_attempt_limit=10 * SECOND)
    bench.routers["gw1"].power_off()
    assert 22.0 <= noticed(bench) <= 22.6
    assert bench.crypto("soho1").maps.current.peek(("test", 1)) == address(A)
    bench.wait(11 * SECOND)
    assert bench.crypto("soho1").maps.current.peek(("test", 1)) == address(B)


@pytest.mark.parametrize("seed", range(1, 6))
def test_fail_over_with_a_warm_head_end(seed: int) -> None:
    """The document's 23 s: detection, IKE, and nothing else (9.2: 22.7 to 24.5)."""
    bench = Tunnel(seed=seed, crl_fetch=Tunnel.instant())
    bench.open()
    bench.call()
    bench.wait(5 * SECOND + seed * 1_234_567)
    bench.routers["gw1"].restart("reload")
    assert 22.4 <= bench.silent_for("soho1") / SECOND <= 24.5
