"""Anti-replay: a window of 64 packets per inbound SA, and nothing to do while packets keep their order (RFC 2406, 3.4.3)."""

from __future__ import annotations

from iossim.features.crypto.ipsec.state import FlowCounts
from iossim.net.disorder import Disorder
from tests.features.crypto.tunnel import HQ, T1, Tunnel, address, head_end, home
from tests.features.network import SECOND

WAY = "soho1:Ethernet0-outside:soho1"
PERIOD = SECOND // 50
HOLD = 2 * SECOND


def talking(explicit: bool = False, configs: dict[str, str] | None = None) -> Tunnel:
    """A home that speaks fifty times a second, and nothing else."""
    bench = Tunnel(explicit=explicit, configs=configs)
    bench.open()
    bench.wait(SECOND)
    bench.stream("soho1", address("10.81.2.9"), HQ, PERIOD)
    bench.wait(SECOND)
    return bench


def counts(bench: Tunnel, name: str = "gw1") -> FlowCounts:
    """What a router has counted under its only flow."""
    (meters,) = bench.crypto(name).sadb.counters.values()
    return meters.counts()


def complaints(bench: Tunnel) -> list[str]:
    """What the head-end has logged about it."""
    return [text.partition("ERR: ")[2] for text in bench.logs("gw1") if "PKT_REPLAY_ERR" in text]


def one_goes_astray(bench: Tunnel, **disorder: int) -> FlowCounts:
    """Let the next packet be held back, or doubled, and those behind it pass; what the head-end's counters then gained."""
    before = counts(bench)
    bench.network.change_link(WAY, disorder=Disorder(**disorder))
    bench.wait(PERIOD)
    bench.network.change_link(WAY, disorder=None)
    bench.wait(HOLD)
    return FlowCounts(*(now - then for now, then in zip(counts(bench), before, strict=True)))


ALL = 1_000_000


def test_the_window_holds_sixty_four() -> None:
    """Overtaken by sixty-three it is taken; by sixty-four it is dropped, counted and logged."""
    taken = one_goes_astray(talking(), late=ALL, by=64 * PERIOD - 1)
    assert (taken.decrypted, taken.replayed) == (101, 0)
    bench = talking()
    dropped = one_goes_astray(bench, late=ALL, by=64 * PERIOD + 1)
    assert (dropped.decrypted, dropped.replayed) == (100, 1)
    assert complaints(bench) == ["decrypt: replay check failed connection id=2000"]


def test_a_copy_is_dropped() -> None:
    """What has been there before is not taken again."""
    doubled = one_goes_astray(talking(), twice=ALL)
    assert (doubled.decrypted, doubled.replayed) == (101, 1)


def test_the_complaint_comes_once_a_minute() -> None:
    """Whatever is dropped in between is counted only."""
    bench = talking()
    bench.network.change_link(WAY, disorder=Disorder(twice=ALL))
    bench.wait(90 * SECOND)
    assert len(complaints(bench)) == 2
    assert counts(bench).replayed > 4_000


def test_without_authentication_there_is_no_check() -> None:
    """ESP that only encrypts takes everything."""
    plain = {"gw1": head_end(1).replace(" esp-sha-hmac", ""), "soho1": home(1).replace(" esp-sha-hmac", "")}
    bench = talking(configs=plain)
    assert T1 not in plain["soho1"]
    doubled = one_goes_astray(bench, twice=ALL)
    assert (doubled.decrypted, doubled.replayed) == (102, 0)


def test_order_costs_nothing() -> None:
    """A stream in order is quiet before and after, whatever had gone astray."""
    bench = talking()
    one_goes_astray(bench, late=ALL, by=64 * PERIOD + 1)
    bench.wait(5 * SECOND)
    before = bench.kernel.walks
    bench.wait(600 * SECOND)
    assert bench.kernel.walks - before < 10
    assert counts(bench).decrypted > 30_000


def test_arithmetic_and_frames_agree() -> None:
    """So it is when every frame is an event."""
    for disorder in ({"late": ALL, "by": 64 * PERIOD + 1}, {"late": ALL, "by": 64 * PERIOD - 1}, {"twice": ALL}):
        assert one_goes_astray(talking(), **disorder) == one_goes_astray(talking(explicit=True), **disorder)
