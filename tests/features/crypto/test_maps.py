"""Temporary entries, injected routes, drop rules, and what clears them."""

from __future__ import annotations

from dataclasses import replace

from iossim.net.packet import Esp, Packet
from tests.features.crypto.tunnel import HQ, A, Tunnel, address, head_end, home
from tests.features.network import SECOND


def routes(bench: Tunnel, name: str) -> list[str]:
    """The networks of the routes a head-end has injected."""
    return [str(prefix) for prefix in bench.crypto(name).routes.holders.keys()]


def test_numbers_run_and_are_never_reused() -> None:
    """One above the last created, from one above the template."""
    bench = Tunnel(homes=2)
    bench.open(1)
    bench.open(2)
    assert sorted(bench.crypto("gw1").maps.lookup.temporaries.keys()) == [("test", 2), ("test", 3)]
    bench.type("gw1", "clear crypto sa peer 192.0.2.101")
    bench.wait(SECOND)
    bench.open(1)
    assert sorted(bench.crypto("gw1").maps.lookup.temporaries.keys()) == [("test", 3), ("test", 4)]
    assert [pair.conn_id for pair in bench.crypto("gw1").sadb.pairs.values()] == [2002, 2004]


def test_the_route_comes_and_goes_with_the_pair() -> None:
    """The static route names the crypto interface and is forwarded like the default route."""
    bench = Tunnel()
    bench.open()
    bench.wait(SECOND)
    assert "S       10.81.2.8/29 [1/0] via 0.0.0.0, FastEthernet0/0" in bench.type("gw1", "show ip route")
    bench.type("soho1", "clear crypto sa")
    bench.wait(SECOND)
    assert "10.81.2.8" not in bench.type("gw1", "show ip route")
    assert bench.crypto("gw1").maps.lookup.temporaries.keys() == {}.keys()


def test_two_remotes_with_one_network_hold_one_route() -> None:
    """Counted by prefix; traffic from HQ goes to the entry with the lower number (E23)."""
    twin = home(2).replace("10.81.2.16", "10.81.2.8").replace("10.81.2.17", "10.81.2.9")
    bench = Tunnel(homes=2, configs={"soho2": twin})
    bench.open(1)
    bench.wait(SECOND)
    probe = replace(bench.probe(1), payload=bench.probe(1).payload)
    for _ in range(30):
        bench.wire.send(bench.routers["soho2"], probe)
        bench.wait(SECOND)
    assert len(bench.crypto("gw1").sadb.pairs.values()) == 2 and routes(bench, "gw1") == ["10.81.2.8/29"]
    steps, _ = bench.wire.trace(bench.routers["gw1"], Packet(HQ, address("10.81.2.9"), 17, bench.probe().payload))
    assert any("peer 192.0.2.101" in step.reason for step in steps)
    bench.type("gw1", "clear crypto sa peer 192.0.2.101")
    bench.wait(SECOND)
    assert routes(bench, "gw1") == ["10.81.2.8/29"]
    bench.type("gw1", "clear crypto sa")
    bench.wait(SECOND)
    assert routes(bench, "gw1") == []


def test_without_reverse_route_there_is_none() -> None:
    """E8, E9: the entry protects, but nothing is injected."""
    bench = Tunnel(configs={"gw1": head_end(1).replace(" reverse-route\n", "").replace("\n reverse-route", "")})
    bench.open()
    bench.wait(SECOND)
    assert routes(bench, "gw1") == [] and bench.back("gw1")


def test_clearing_tells_the_peer() -> None:
    """IPsec SAs go at both ends, the ISAKMP SA stays, and the next packet needs quick mode only."""
    bench = Tunnel()
    bench.open()
    bench.type("gw1", "clear crypto sa")
    bench.wait(SECOND)
    assert not bench.crypto("soho1").sadb.pairs.values()
    assert len(bench.crypto("soho1").main_mode.established.values()) == 1
    bench.open(within=1)
    assert bench.story("soho1")[-2:] == ["sa-wanted", "sa-up"]


def test_clearing_isakmp_leaves_dangling_pairs() -> None:
    """Both ends lose the ISAKMP SA, packets go on flowing."""
    bench = Tunnel()
    bench.open()
    bench.type("gw1", "clear crypto isakmp")
    bench.wait(SECOND)
    assert not bench.crypto("soho1").main_mode.established.values() and bench.ping() and bench.back("gw1")


def test_a_home_that_lost_power_cleans_up() -> None:
    """E24: initial contact brings down what was shared with that address."""
    bench = Tunnel()
    bench.open()
    bench.routers["soho1"].restart("power")
    bench.wait(120 * SECOND)
    assert len(bench.crypto("gw1").sadb.pairs.values()) == 1
    bench.open()
    assert len(bench.crypto("gw1").sadb.pairs.values()) == 1
    assert list(bench.crypto("gw1").maps.lookup.temporaries.keys()) == [("test", 3)]


def test_an_unknown_spi_is_dropped_and_logged_once_a_minute() -> None:
    """The reloaded router cannot tell its peer; it complains in its log."""
    bench = Tunnel()
    bench.open()
    bench.routers["gw1"].restart("reload")
    bench.wait(120 * SECOND)
    for _ in range(100):
        bench.ping()
        bench.wait(SECOND // 10)
    said = [line for line in bench.logs("gw1") if "RECVD_PKT_INV_SPI" in line]
    assert len(said) == 1
    assert said[0].startswith(
        f"%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr={A}, prot=50, spi=0x"
    )


def test_what_should_be_encrypted_must_not_come_in_clear() -> None:
    """The mirror of the access list, at the home; at the head-end, packets from a remote network."""
    bench = Tunnel()
    bench.open()
    bench.configure("rest", "ip route 10.81.2.8 255.255.255.248 192.0.2.101")
    inward = Packet(HQ, address("10.81.2.9"), 1, bench.probe().payload)
    assert not bench.wire.send(bench.routers["rest"], inward).delivered
    outward = Packet(address("10.81.2.9"), address(A), 1, bench.probe().payload)
    assert not bench.wire.send(bench.routers["rest"], outward).delivered
    bench.wait(SECOND)
    for name in ("soho1", "gw1"):
        assert any("RECVD_PKT_NOT_IPSEC" in line for line in bench.logs(name)), name
    plain = Packet(address("192.0.2.254"), address("192.0.2.101"), 1, bench.probe().payload)
    assert bench.wire.send(bench.routers["rest"], plain).delivered


def test_a_packet_inside_that_the_pair_is_not_for() -> None:
    """Dropped, counted, and logged."""
    bench = Tunnel()
    bench.open()
    (pair,) = bench.crypto("gw1").sadb.pairs.values()
    foreign = Packet(address("10.9.9.9"), HQ, 1, bench.probe().payload)
    esp = Packet(address("192.0.2.101"), address(A), 50, Esp(pair.inbound, foreign, 120))
    bench.wire.send(bench.routers["rest"], esp)
    bench.wait(SECOND)
    assert any("RECVD_PKT_INV_IDENTITY" in line for line in bench.logs("gw1"))
    assert "#recv errors 1" in bench.type("gw1", "show crypto ipsec sa")


def test_removing_the_map_from_the_interface() -> None:
    """E19: SAs go at both ends, ISAKMP is off, and that is logged."""
    bench = Tunnel()
    bench.open()
    bench.configure("gw1", "interface FastEthernet0/0", "no crypto map")
    bench.wait(SECOND)
    assert not bench.crypto("gw1").sadb.pairs.values() and not bench.crypto("soho1").sadb.pairs.values()
    assert "%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is OFF" in bench.logs("gw1")
    bench.configure("gw1", "interface FastEthernet0/0", "crypto map test")
    bench.open(within=80)


def test_too_large_a_packet_that_must_not_be_fragmented() -> None:
    """The ICMP error names the size that fits inside."""
    bench = Tunnel()
    bench.open()
    big = replace(bench.probe(), df=True, payload=replace(bench.probe().payload, length=1460))
    fate = bench.wire.send(bench.routers["soho1"], big)
    assert not fate.delivered and "encapsulated it needs" in fate.reason


def test_a_shutdown_of_the_crypto_interface_keeps_the_pairs() -> None:
    """They wait for their end; the injected route goes with the interface."""
    bench = Tunnel()
    bench.open()
    bench.wait(SECOND)
    bench.configure("gw1", "interface FastEthernet0/0", "shutdown")
    bench.wait(5 * SECOND)
    assert len(bench.crypto("gw1").sadb.pairs.values()) == 1
    assert "10.81.2.8" not in bench.type("gw1", "show ip route")
