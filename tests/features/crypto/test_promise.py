"""A responder receives on its SPI from the moment it has told it."""

from __future__ import annotations

from tests.features.crypto.tunnel import Tunnel
from tests.features.network import SECOND

HOUR = 3_600 * SECOND
VOICE = 20_000


def test_the_first_packets_under_a_new_pair_are_received() -> None:
    """What the initiator sends right behind the last message of quick mode is taken, not called an unknown SPI."""
    bench = Tunnel()
    bench.network.change_link("soho1:Ethernet0-outside:soho1", delay=25_000)
    bench.open()
    voice = bench.call(period=VOICE)
    bench.wait(HOUR - 40 * SECOND)
    heard, sent = bench.ear("gw1").heard.count, voice[0].sent()
    bench.wait(60 * SECOND)
    assert [pair.id for pair in bench.crypto("gw1").sadb.pairs.values()] == [2]
    assert (
        abs((voice[0].sent() - sent) - (bench.ear("gw1").heard.count - heard)) <= 2
    )  # what is on its way at either end
    assert not bench.crypto("gw1").quick_mode.promised.items()
    assert not bench.crypto("gw1").stages.muted.items()
    assert "log" not in bench.story("gw1")


def test_a_promise_ends_with_its_isakmp_sa() -> None:
    """When the last message never comes, the SPI is as unknown as any other."""
    bench = Tunnel()
    bench.open()
    gateway = bench.crypto("gw1")
    (sa,) = (sa for sa in gateway.main_mode.sas.values() if sa.up)
    (exchange,) = gateway.quick_mode.exchanges.values()
    gateway.quick_mode.promised.set((sa.peer.local, exchange.spi), (sa.peer, exchange.proxy, None))  # type: ignore[arg-type]
    for _ in gateway.main_mode.delete(sa.id, "test", tell=False):
        pass
    assert not gateway.quick_mode.promised.items()
