"""How long SAs live: renewal without loss, an end without traffic, volume, and what the end of one leaves of the other."""

from __future__ import annotations

from tests.features.crypto.tunnel import Tunnel, head_end, home
from tests.features.network import SECOND

HOUR = 3_600 * SECOND


def test_a_used_pair_is_renewed_without_loss() -> None:
    """Thirty seconds before its end, by quick mode alone; the old pair goes on decrypting until then."""
    bench = Tunnel()
    bench.open()
    voice = bench.call(period=SECOND)
    bench.wait(HOUR - 40 * SECOND)
    (old,) = bench.crypto("soho1").sadb.pairs.values()
    bench.wait(20 * SECOND)
    assert [pair.id for pair in bench.crypto("soho1").sadb.pairs.values()] == [old.id, old.id + 1]
    assert [pair.id for pair in bench.crypto("gw1").sadb.pairs.values()] == [1, 2]
    heard, sent = bench.ear("gw1").heard.count, voice[0].sent()
    bench.wait(60 * SECOND)
    assert bench.ear("gw1").heard.count - heard == voice[0].sent() - sent
    (new,) = bench.crypto("soho1").sadb.pairs.values()
    assert new.id == old.id + 1 and new.inbound != old.inbound
    assert bench.story("soho1") == ["sa-wanted", "ike-up", "sa-up"]


def test_a_peer_that_is_taken_off_the_list_keeps_its_pair_until_the_renewal() -> None:
    """A change of the map holds for what is negotiated after it: the next pair is the current peer's, without loss."""
    bench = Tunnel()
    bench.open()
    voice = bench.call(period=SECOND)
    bench.configure("soho1", "crypto map test 1", "no set peer 64.100.1.1")
    bench.wait(HOUR - 60 * SECOND)
    assert [str(pair.peer.remote) for pair in bench.crypto("soho1").sadb.pairs.values()] == ["64.100.1.1"]
    bench.wait(120 * SECOND)
    assert [str(pair.peer.remote) for pair in bench.crypto("soho1").sadb.pairs.values()] == ["64.100.1.2"]
    assert bench.ear("gw1").heard.count + bench.ear("gw2").heard.count >= voice[0].sent() - 1
    bench.configure("soho1", "crypto map test 1", "set peer 64.100.1.1", "no set peer 64.100.1.2")
    bench.wait(HOUR)
    assert [str(pair.peer.remote) for pair in bench.crypto("soho1").sadb.pairs.values()] == ["64.100.1.1"]


def test_a_renewal_keeps_the_temporary_entry() -> None:
    """Same peer, same identities: number and route stay."""
    bench = Tunnel()
    bench.open()
    bench.idle_phone()
    bench.wait(5 * HOUR)
    assert list(bench.crypto("gw1").maps.lookup.temporaries.keys()) == [("test", 2)]
    assert bench.story("gw1").count("rri-added") == 1
    assert len(bench.crypto("gw1").sadb.pairs.values()) == 1


def test_an_unused_pair_ends() -> None:
    """E6: without a phone the tunnel is gone within the hour, and HQ cannot raise it."""
    bench = Tunnel()
    bench.open()
    bench.wait(HOUR - 31 * SECOND)
    bench.ping()  # what was sent counts for the pair of that hour only
    bench.wait(HOUR + 10 * SECOND)
    assert not bench.crypto("soho1").sadb.pairs.values() and not bench.crypto("gw1").sadb.pairs.values()
    assert not bench.crypto("gw1").maps.lookup.temporaries.values()
    assert bench.story("gw1")[-2:] == ["sa-down", "rri-removed"]
    assert not bench.back("gw1")
    bench.wait(30 * SECOND)
    assert not bench.back("gw1")


def test_the_smaller_lifetime_holds() -> None:
    """Of both sides', seconds and kilobytes each."""
    central = head_end(1, dynamic=(" set security-association lifetime seconds 600",))
    bench = Tunnel(configs={"gw1": central})
    bench.configure("soho1", "crypto ipsec security-association lifetime kilobytes 2560")
    bench.open()
    for name in ("soho1", "gw1"):
        (pair,) = bench.crypto(name).sadb.pairs.values()
        assert (pair.life, pair.kilobytes) == (600 * SECOND, 2560)


def test_volume_runs_out_before_time() -> None:
    """A quarter of a megabyte before the limit there is a new pair."""
    bench = Tunnel(configs={"soho1": home(1, " set security-association lifetime kilobytes 2560")})
    bench.open()
    bench.call()
    bench.wait(400 * SECOND)
    (current,) = bench.crypto("soho1").sadb.current.values()
    assert current.id > 1 and bench.ping()
    assert bench.story("soho1") == ["sa-wanted", "ike-up", "sa-up"]


def test_the_end_of_the_isakmp_sa_leaves_the_pairs() -> None:
    """After a day it is negotiated anew when a keepalive needs it; the initiator stays the initiator."""
    bench = Tunnel()
    bench.configure("soho1", "crypto isakmp policy 1", "lifetime 600")
    bench.open()
    bench.idle_phone()
    bench.wait(590 * SECOND)
    assert bench.crypto("soho1").main_mode.established.values()
    bench.wait(60 * SECOND)
    established = [sa for sa in bench.crypto("soho1").main_mode.sas.values() if sa.up]
    assert [(sa.id, sa.initiator) for sa in established] == [(2, True)]
    assert bench.story("soho1") == ["sa-wanted", "ike-up", "sa-up", "ike-down", "ike-up"]


def test_a_blocked_negotiation_ends_a_call_at_its_renewal() -> None:
    """E26: what already flows goes on until its hour is over."""
    bench = Tunnel()
    bench.open()
    bench.call(period=SECOND)
    bench.configure(
        "rest", "access-list 111 deny udp any any eq isakmp", "access-list 111 permit ip any any",
        "interface FastEthernet0/1", "ip access-group 111 in",
    )  # fmt: skip
    bench.wait(HOUR - 60 * SECOND)
    assert "peer-dead" not in bench.story("soho1") and bench.ping()
    bench.wait(90 * SECOND)
    assert not bench.ping()
