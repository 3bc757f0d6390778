"""What the protocol reference asks of a faithful simulation (1.18, 2.6) and what no other test proves."""

from __future__ import annotations

import pytest

from iossim.device.parameters import KeepaliveStyle
from iossim.features.crypto.isakmp.packet import PORT
from tests.features.crypto.tunnel import SECOND, Tunnel, head_end, home


def peered_with(bench: Tunnel) -> set[str]:
    """The head-ends that home 1 has pairs with."""
    return {str(pair.peer.remote) for pair in bench.crypto("soho1").sadb.pairs.values()}


def test_a_head_end_never_begins_with_an_absent_remote() -> None:
    """A template says nothing of peers: packets for a home that is not there go on in clear, and nobody is asked."""
    bench = Tunnel()
    bench.back("gw1")
    bench.wait(120 * SECOND)
    assert not bench.crypto("gw1").main_mode.sas.values() and not bench.crypto("gw1").requests.open.values()


def test_a_home_stays_with_its_second_peer() -> None:
    """The first head-end is back, and nobody returns to it."""
    bench = Tunnel()
    bench.open()
    bench.call()
    assert peered_with(bench) == {"64.100.1.1"}
    bench.routers["gw1"].restart("test")
    bench.wait(1800 * SECOND)
    assert bench.routers["gw1"].up and peered_with(bench) == {"64.100.1.2"} and bench.ping()


def test_a_dead_remote_without_traffic_stays_for_an_hour() -> None:
    """Nothing is sent to it, so nothing is asked: its pair ends with its lifetime."""
    bench = Tunnel()
    bench.open()
    bench.routers["soho1"].power_off()
    bench.wait(3500 * SECOND)
    assert bench.crypto("gw1").sadb.pairs.values()
    bench.wait(120 * SECOND)
    assert not bench.crypto("gw1").sadb.pairs.values()


@pytest.mark.parametrize(("style", "lives"), [(KeepaliveStyle.ON_DEMAND, True), (KeepaliveStyle.LEGACY, False)])
def test_isakmp_blocked_in_a_call(style: KeepaliveStyle, lives: bool) -> None:
    """What arrives is a sign of life on demand; the older style asks anyway, and gets no answer."""
    bench = Tunnel(keepalive_style=style)
    bench.open()
    bench.call()
    bench.wait(30 * SECOND)
    blocked = f"access-list 150 deny udp any any eq {PORT}"
    bench.configure("rest", blocked, "access-list 150 permit ip any any", "interface FastEthernet0/1")
    bench.configure("rest", "interface FastEthernet0/1", "ip access-group 150 in", "ip access-group 150 out")
    bench.wait(40 * SECOND)
    assert bool(bench.crypto("soho1").sadb.pairs.values()) is lives


def test_a_pair_is_renewed_by_volume_at_the_same_instant() -> None:
    """Counted by arithmetic or packet by packet: the next pairs are made when the kilobytes say so, and nothing is lost."""
    seen = []
    for explicit in (False, True):
        config = home(1, " set security-association lifetime kilobytes 2560")
        bench = Tunnel(configs={"soho1": config}, explicit=explicit)
        bench.open()
        bench.call(period=SECOND // 10)
        heard = bench.ear("gw1").heard.count
        bench.wait(3000 * SECOND)
        pairs = [(pair.id, pair.created) for pair in bench.crypto("soho1").sadb.pairs.values()]
        seen.append((pairs, bench.ear("gw1").heard.count - heard))
    assert seen[0] == seen[1]
    assert max(number for number, _ in seen[0][0]) == 3 and seen[0][1] >= 30_000 - 1


@pytest.mark.parametrize(("wanted", "offered", "agree"), [("", "", 1), ("", "group1", 1), ("group1", "group1", 1),
                                                          ("group1", "", 0), ("group2", "group1", 0)])  # fmt: skip
def test_perfect_forward_secrecy(wanted: str, offered: str, agree: int) -> None:
    """A head-end that wants it accepts nothing else; one that does not takes what comes."""
    lines = [f" set pfs {wanted}"] if wanted else []
    bench = Tunnel(
        configs={
            "gw1": head_end(1, dynamic=tuple(lines)),
            "soho1": home(1, *([f" set pfs {offered}"] if offered else [])),
        },
        crl_fetch=Tunnel.instant(),
    )
    bench.ping()
    bench.wait(20 * SECOND)
    assert len(bench.crypto("soho1").sadb.pairs.values()) == agree
    assert any("IKMP_MODE_FAILURE" in line for line in bench.logs("gw1")) is not bool(agree)


def test_both_ends_may_begin_at_once() -> None:
    """Two homes' worth of main mode between the same pair: both negotiations end, one pair each is current on both sides."""
    bench = Tunnel(crl_fetch=Tunnel.instant())
    bench.open()
    for name in ("soho1", "gw1"):
        bench.type(name, "clear crypto isakmp")
    bench.wait(SECOND)
    for pair in tuple(bench.crypto("gw1").sadb.pairs.values()):
        bench.routers["gw1"].perform("crypto", bench.crypto("gw1").requests.renew(pair))
    for pair in tuple(bench.crypto("soho1").sadb.pairs.values()):
        bench.routers["soho1"].perform("crypto", bench.crypto("soho1").requests.renew(pair))
    bench.wait(60 * SECOND)
    assert bench.ping() and bench.back("gw1")
    outbound = [pair for name in ("gw1", "soho1") for pair in bench.crypto(name).sadb.current.values()]
    assert len(outbound) == 2
    spis = {pair.inbound for pair in bench.crypto("gw1").sadb.pairs.values()}
    assert all(pair.outbound in spis for pair in bench.crypto("soho1").sadb.pairs.values() if pair in outbound)
