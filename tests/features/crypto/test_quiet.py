"""Cost follows change: quiet rounds give what explicit ones give, a quiet day costs its renewals, and all of it copies."""

from __future__ import annotations

import copy
import pickle
import random
from typing import Any

import pytest

from iossim.device.parameters import KeepaliveStyle
from iossim.features.crypto.view import view
from iossim.net.packet import Esp
from iossim.net.wire import Wire
from tests.features.crypto.tunnel import Tunnel
from tests.features.network import SECOND

FAULTS = (
    "reload gw1",
    "reload gw2",
    "reload soho2",
    "cut",
    "silence",
    "restore",
    "clear sa",
    "clear isakmp",
    "hang up",
    "call",
)
LINKS = (
    "gw1:FastEthernet0/0-stick:gw1",
    "gw2:FastEthernet0/0-stick:gw2",
    "soho1:Ethernet0-outside:soho1",
    "soho2:Ethernet0-outside:soho2",
)
NAMES = ("gw1", "gw2", "soho1", "soho2")


def picture(bench: Tunnel, name: str) -> tuple[Any, ...]:
    """Counters and states of a router."""
    if not bench.routers[name].up:
        return (bench.kernel.now, name)
    seen = view(bench.crypto(name))
    flows = [(flow.flow.sequence, flow.encrypted, flow.decrypted, flow.send_errors) for flow in seen.flows]
    return bench.kernel.now, name, flows, [(sa.id, sa.phase) for sa in seen.ike], bench.ear(name).heard.count


def played(seed: int, **how: Any) -> tuple[list[Any], list[Any]]:
    """A random story of faults: everything recorded, and pictures in between."""
    bench, chance = Tunnel(homes=2, seed=seed, **how), random.Random(seed)
    bench.open(1)
    bench.open(2)
    bench.wait(SECOND)
    voice = bench.call(1, period=SECOND // 5)
    bench.idle_phone(1)
    bench.idle_phone(2)
    pictures = []
    for _ in range(12):
        fault, link = chance.choice(FAULTS), chance.choice(LINKS)
        where = bench.network.links[link]
        match fault.split():
            case ["reload", name]:
                bench.routers[name].restart("test")
            case ["cut"]:
                bench.network.change_link(link, connected=False)
            case ["silence"]:
                bench.network.change_link(link, silent=(where.a, where.b))
            case ["restore"]:
                for every in LINKS:
                    bench.network.change_link(every, connected=True, silent=())
            case ["clear", what]:
                name = chance.choice(("gw1", "soho1"))
                if bench.routers[name].up:
                    bench.type(name, f"clear crypto {what}")
            case ["hang", _]:
                for stream in voice:
                    stream.stop()
            case _:
                for stream in voice:
                    if not stream.running:
                        stream.start()
        bench.wait(chance.choice([chance.randrange(1, 90 * SECOND), 10 * SECOND, 20 * SECOND, 35 * SECOND]))
        pictures += [picture(bench, name) for name in NAMES]
    return [(one.t, one.device, one.kind, one.text) for one in bench.kernel.trace.records()], pictures


@pytest.mark.parametrize("seed", range(1, 7))
def test_quiet_is_explicit(seed: int) -> None:
    """The same story, every frame an event, or every skipped round rehearsed: same records, same counters."""
    quiet = played(seed)
    assert played(seed, explicit=True) == quiet
    assert played(seed, shadow=True) == quiet


@pytest.mark.parametrize("seed", range(1, 4))
def test_quiet_is_explicit_with_the_older_keepalive(seed: int) -> None:
    """As above; its rounds run without traffic."""
    style = KeepaliveStyle.LEGACY
    quiet = played(seed, keepalive_style=style)
    assert played(seed, keepalive_style=style, explicit=True) == quiet
    assert played(seed, keepalive_style=style, shadow=True) == quiet


def test_a_quiet_day_costs_its_renewals() -> None:
    """Twenty-four renewals and one ISAKMP SA: some events each, and none for 2,880 keepalives of a phone."""
    bench = Tunnel()
    bench.open()
    bench.idle_phone()
    bench.wait(61 * SECOND)
    events, walks = bench.kernel.events, bench.kernel.walks
    bench.wait(86_400 * SECOND)
    assert bench.kernel.events - events < 25 * 24
    assert bench.kernel.walks - walks < 100
    assert bench.ear("gw1").heard.count == 2_883


def test_a_call_in_the_void_costs_nothing() -> None:
    """While a peer is doubted, or an unknown SPI has been reported, a stream of lost packets is quiet."""
    bench = Tunnel()
    bench.open()
    bench.call()
    bench.wait(SECOND)
    bench.routers["gw1"].power_off()
    bench.wait(11 * SECOND)
    events = bench.kernel.events
    bench.wait(10 * SECOND)
    assert bench.kernel.events - events < 20


def test_a_way_that_ends_between_the_ends_of_a_tunnel_is_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The leg on which ESP gets lost is a leg like others: the way says what a straight walk says, and takes none."""
    bench = Tunnel()
    bench.open()
    soho, probe = bench.routers["soho1"], bench.probe()
    bench.network.change_link(LINKS[0], silent=(bench.network.links[LINKS[0]].b,))
    straight = bench.wire.walk(soho, probe)
    assert not straight.value.delivered and isinstance(straight.value.packet.payload, Esp)
    monkeypatch.setattr(Wire, "walk", None)
    assert bench.wire.path(soho, probe).use().plain() == straight.plain()


def test_unknown_spis_cost_a_log_line_a_minute() -> None:
    """E11: fifty packets a second for an SA that is gone."""
    bench = Tunnel()
    bench.configure("soho1", "no crypto isakmp keepalive")
    bench.open()
    bench.call()
    bench.routers["gw1"].restart("reload")
    bench.wait(200 * SECOND)
    events, said = bench.kernel.events, len(bench.logs("gw1"))
    bench.wait(60 * SECOND)
    assert bench.kernel.events - events < 20
    assert len(bench.logs("gw1")) == said + 1 and "INV_SPI" in bench.logs("gw1")[-1]


def test_streams_notice_a_renewal() -> None:
    """Every skipped round of a call over two renewals is rehearsed: it uses the new SA from its first instant."""
    bench = Tunnel(shadow=True)
    bench.open()
    bench.call(period=2 * SECOND)
    bench.wait(7_300 * SECOND)
    assert len(bench.crypto("soho1").sadb.pairs.values()) == 1


def test_the_whole_of_it_copies() -> None:
    """In the middle of a negotiation, copied and pickled, it ends alike."""
    bench = Tunnel()
    bench.ping()
    bench.wait(SECOND // 2)
    twins = [copy.deepcopy(bench), pickle.loads(pickle.dumps(bench))]
    for one in (bench, *twins):
        one.wait(40 * SECOND)
        assert one.ping()
    assert {one.kernel.trace.fingerprint() for one in (bench, *twins)} == {bench.kernel.trace.fingerprint()}
