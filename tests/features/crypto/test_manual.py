"""Manual keys: SAs that are configured, that both ends must have typed alike, and that nothing ends."""

from __future__ import annotations

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.crypto import FEATURE as CRYPTO
from iossim.features.crypto.maps.manual import seal
from iossim.features.crypto.wanted import SessionKey
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import Address
from iossim.net.obstacle import obstacle
from iossim.net.packet import Packet, Protocol, Udp
from tests.features.network import SECOND, Bench

DES, MD5 = "0123456789abcdef", "00112233445566778899aabbccddeeff"


def config(own: int, other: int, inbound: int, outbound: int) -> str:
    return f"""
crypto ipsec transform-set T esp-des esp-md5-hmac
crypto map M 10 ipsec-manual
 set peer 10.0.0.{other}
 set session-key inbound esp {inbound} cipher {DES} authenticator {MD5}
 set session-key outbound esp {outbound} cipher {DES} authenticator {MD5}
 set transform-set T
 match address 101
interface FastEthernet0/0
 ip address 10.0.0.{own} 255.255.255.0
 crypto map M
access-list 101 permit udp host 10.0.0.{own} host 10.0.0.{other}
"""


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, ACL, STATIC, CRYPTO, name="manual")
    bench.router("a", config(1, 2, 300, 400))
    bench.router("b", config(2, 1, 400, 300))
    bench.join("a:FastEthernet0/0", "b:FastEthernet0/0")
    bench.boot()
    bench.routers["a"].send(PACKET)  # ARP
    bench.wait(SECOND)
    return bench


PACKET = Packet(Address.parse("10.0.0.1"), Address.parse("10.0.0.2"), Protocol.UDP, Udp(7, 7, None, 100))


def end(bench: Bench) -> str:
    _, fate = bench.wire.trace(bench.routers["a"], PACKET)
    return "delivered" if fate.delivered else fate.reason


def key(bench: Bench, name: str, direction: str, spi: int, cipher: str = DES, authenticator: str = MD5) -> None:
    line = f"set session-key {direction} esp {spi} cipher {cipher} authenticator {authenticator}"
    bench.configure(name, "crypto map M 10", line)


def test_a_tunnel_stands_without_a_word(bench: Bench) -> None:
    """From the configuration in memory, without ISAKMP, and for ever; the steps say that it is ESP."""
    steps, fate = bench.wire.trace(bench.routers["a"], PACKET)
    assert fate.delivered and [step.action for step in steps if "crypt" in step.action] == ["encrypt", "decrypt"]
    bench.wait(100_000 * SECOND)
    bench.routers["a"].send(PACKET)  # ARP
    bench.wait(SECOND)
    assert end(bench) == "delivered"
    assert "conn-id" not in bench.type("a", "show crypto isakmp sa").splitlines()[1:]


@pytest.mark.parametrize(("cipher", "authenticator", "spi", "reason"), [
    (DES, "1" * 32, 400, "the authenticator of SPI 0x190 is not the one that the peer uses"),
    ("1" * 16, MD5, 400, "the cipher key of SPI 0x190 is not the one that the peer uses"),
    (DES, MD5, 401, "no SA with SPI 0x190: the peer uses one that is gone here"),
    (DES + "11", MD5 + "22", 400, "delivered"),
])  # fmt: skip
def test_both_ends_must_agree(bench: Bench, cipher: str, authenticator: str, spi: int, reason: str) -> None:
    """What is not the same is dropped, and who typed it last is to blame; more digits than a key needs do not count."""
    way = bench.wire.path(bench.routers["a"], PACKET)
    assert way.use().value.delivered
    bench.kernel.trace.note("b", "typed", "the other key")
    key(bench, "b", "inbound", spi, cipher, authenticator)
    assert end(bench) == reason
    assert way.use().value.delivered is (reason == "delivered")
    found = obstacle(bench.wire, bench.routers["a"], PACKET)
    if found is not None:
        assert reason in found.text and found.cause is not None
        assert "the other key" in [one.text for one in bench.kernel.trace.chain(found.cause)]


@pytest.mark.parametrize(("lines", "clear"), [
    (("crypto map M 10", "no set session-key outbound esp"), True),
    (("crypto map M 10", "no set peer 10.0.0.2"), True),
    (("crypto map M 10", f"set session-key outbound esp 400 cipher 01 authenticator {MD5}"), False),
    (("no access-list 101", "access-list 101 permit tcp any any", "access-list 101 permit udp any any"), False),
])  # fmt: skip
def test_what_is_not_whole_has_no_sa(bench: Bench, lines: tuple[str, ...], clear: bool) -> None:
    """An entry that lacks something protects nothing; one whose keys or list will not do protects and has no SA."""
    bench.configure("a", *lines)
    steps, fate = bench.wire.trace(bench.routers["a"], PACKET)
    assert ("no SA under" in fate.reason) is not clear
    assert not [step for step in steps if step.action == "encrypt"]


def test_it_prints_as_it_is_read(bench: Bench) -> None:
    """The entry with its lines, and nothing left of it when it goes."""
    lines = running_lines(bench.routers["a"].config)
    start = lines.index("crypto map M 10 ipsec-manual ")
    assert [line.strip() for line in lines[start : start + 6]] == [
        line.strip() for line in config(1, 2, 300, 400).splitlines()[2:8]
    ]
    assert "in use by interface" in bench.configure("a", "no crypto map M 10")
    bench.configure("a", "interface fa0/0", "no crypto map", "exit", "no crypto map M")
    assert "crypto map" not in "\n".join(running_lines(bench.routers["a"].config))
    assert "spi: 0x" not in bench.type("a", "show crypto ipsec sa")


def test_seals() -> None:
    """Keys are cut to what their transform needs; what is too short is none; without an authenticator the cipher is all."""
    assert seal(SessionKey(300, DES + "ff", MD5), ("esp-des",)) == (f"esp-des {DES}", "")
    assert seal(SessionKey(300, "01"), ("esp-null",)) == ("esp-null ", "")
    assert seal(SessionKey(300, DES), ("esp-3des",)) is None
    assert seal(SessionKey(300, DES), ("esp-des", "esp-md5-hmac")) is None
    assert seal(SessionKey(300, DES, MD5), ("ah-md5-hmac",)) is None
