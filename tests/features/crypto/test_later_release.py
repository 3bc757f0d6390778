"""What the second release form has besides: keepalives that ask without traffic, and sessions."""

from __future__ import annotations

import pytest

from iossim.cli.release import Release
from iossim.device.nvgen import running_lines
from iossim.features.crypto.isakmp.packet import PORT
from tests.features.crypto.test_keepalive import noticed
from tests.features.crypto.tunnel import A, Tunnel, home
from tests.features.network import SECOND

KEEPALIVE = "crypto isakmp keepalive 10\n"
PERIODIC = {"soho1": home(1).replace(KEEPALIVE, "crypto isakmp keepalive 10 3 periodic\n")}


class Later(Tunnel):
    """The same routers with 15.1M."""

    release = "15.1M"


def silent(bench: Tunnel) -> None:
    """SAs that nobody uses; the head-end has gone."""
    bench.open()
    bench.wait(45 * SECOND)
    bench.routers["gw1"].power_off()


def test_periodic_keepalives_need_no_traffic() -> None:
    """A period at most, and six probes three seconds apart; on demand nothing is noticed while nothing is sent."""
    bench = Later(configs=PERIODIC)
    silent(bench)
    assert 18.0 <= noticed(bench) <= 28.6
    bench = Later()
    silent(bench)
    with pytest.raises(AssertionError, match="not noticed"):
        noticed(bench)


def test_traffic_answers_no_periodic_keepalive() -> None:
    """UDP 500 is blocked in a call: nothing asked is answered, the peer is dead within 12 to 32 s; on demand it lives."""
    for configs, dead in ((PERIODIC, True), (None, False)):
        bench = Later(configs=configs)
        bench.open()
        bench.call()
        bench.wait(30 * SECOND)
        bench.configure("rest", f"access-list 150 deny udp any any eq {PORT}", "access-list 150 permit ip any any")
        bench.configure("rest", "interface FastEthernet0/1", "ip access-group 150 in", "ip access-group 150 out")
        bench.wait(12 * SECOND)
        assert "peer-dead" not in bench.story("soho1")
        bench.wait(20 * SECOND)
        assert ("peer-dead" in bench.story("soho1")) is dead


@pytest.mark.parametrize("how", ["explicit", "shadow"])
def test_quiet_is_explicit_with_periodic_keepalives(how: str) -> None:
    """Rounds that nobody sees, or every frame an event, or every skipped round rehearsed: the same moment."""
    moments = []
    for mode in ({}, {how: True}):
        bench = Later(configs=PERIODIC, **mode)  # type: ignore[arg-type]
        silent(bench)
        moments.append(noticed(bench))
    assert moments[0] == moments[1]


def lines(bench: Tunnel) -> list[str]:
    """The running configuration of the head-end."""
    return running_lines(bench.routers["gw1"].config)


def test_the_style_is_a_word_of_the_line() -> None:
    """It is printed where it is not the usual one, taken back by `no`, and unknown to the first form."""
    bench = Later()
    for typed, printed in (("10 3 periodic", "10 3 periodic"), ("20 on-demand", "20"), ("10 2", "10")):
        bench.configure("gw1", f"crypto isakmp keepalive {typed}")
        assert f"crypto isakmp keepalive {printed}" in lines(bench)
    bench.configure("gw1", "no crypto isakmp keepalive")
    assert not any("keepalive" in line for line in lines(bench))
    assert "Invalid input" in Tunnel().configure("gw1", "crypto isakmp keepalive 10 3 periodic")


def statuses(bench: Tunnel, name: str) -> list[str]:
    """The status of each session."""
    lines = bench.type(name, "show crypto session").splitlines()
    return [line.split(": ")[1].strip() for line in lines if line.startswith("Session status")]


def test_the_status_of_a_session() -> None:
    """Down without anything, negotiating, active, without ISAKMP, idle without IPsec; a peer whose turn it is not is down."""
    bench = Later()
    assert statuses(bench, "soho1") == ["DOWN", "DOWN"] and statuses(bench, "gw1") == []
    bench.open()
    assert statuses(bench, "soho1") == ["UP-ACTIVE", "DOWN"] and statuses(bench, "gw1") == ["UP-ACTIVE"]
    bench.type("soho1", "clear crypto isakmp")
    assert statuses(bench, "soho1") == ["UP-NO-IKE", "DOWN"]
    bench = Later()
    bench.open()
    bench.type("soho1", f"clear crypto sa peer {A}")
    assert statuses(bench, "soho1") == ["UP-IDLE", "DOWN"]


def test_a_session_in_a_row() -> None:
    """Only what is not down; the peer by the name of its certificate."""
    bench = Later()
    bench.open()
    bench.wait(61 * SECOND)
    rows = bench.type("soho1", "show crypto session brief").splitlines()[4:]
    assert rows == [f"{A}      Et0                          gateway-1.example.com    00:01:01 UA"]


FOUR_FORMS = (
    ("12.2(11)T", ["dst             src             state           conn-id    slot",
                   "64.100.1.1      192.0.2.101     QM_IDLE               1       0"]),
    ("12.4", ["dst             src             state          conn-id slot status",
              "64.100.1.1      192.0.2.101     QM_IDLE              1    0 ACTIVE"]),
    ("12.4(11)T", ["IPv4 Crypto ISAKMP SA",
                   "dst             src             state          conn-id slot status",
                   "64.100.1.1      192.0.2.101     QM_IDLE              1    0 ACTIVE"]),
    ("15.1M", ["IPv4 Crypto ISAKMP SA",
               "dst             src             state          conn-id status",
               "64.100.1.1      192.0.2.101     QM_IDLE              1 ACTIVE",
               "", "IPv6 Crypto ISAKMP SA"]),
)  # fmt: skip


@pytest.mark.parametrize(("look", "lines_of_it"), FOUR_FORMS)
def test_the_table_of_isakmp_sas_has_had_four_forms(look: str, lines_of_it: list[str]) -> None:
    """A status, then a title, then no slot: each since its release, and the commands are those of the box."""
    bench = Tunnel()
    bench.open()
    bench.routers["gw1"].look = Release.parse(look)
    assert bench.type("gw1", "show crypto isakmp sa").rstrip("\n").splitlines() == lines_of_it
