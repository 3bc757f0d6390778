"""Key chains and MD5: who signs alike are neighbors, who does not is not heard."""

from __future__ import annotations

from iossim.device.nvgen import running_lines
from iossim.net.address import NUMBERS
from tests.features.eigrp.ring import FA00, SECOND, pair, static, view
from tests.features.network import Bench

CHAIN = ("key chain cable", "key 1", "key-string swordfish")
WANTED = (f"interface {FA00}", "ip authentication key-chain eigrp 64 cable", "ip authentication mode eigrp 64 md5")


def neighbors(found: Bench) -> list[int]:
    """How many neighbors r1 and r2 have."""
    return [len(view(found, name).neighbors) for name in ("r1", "r2")]


def alike() -> Bench:
    """Both ends sign with the same key."""
    found = pair()
    for name in ("r1", "r2"):
        found.configure(name, *CHAIN, "exit", "exit", *WANTED)
    found.wait(20 * SECOND)
    return found


def last(found: Bench, name: str, what: str) -> str:
    """The newest log line with some words in it."""
    return next((line for line in reversed(found.logs(name)) if what in line), "")


def test_the_same_key_at_both_ends() -> None:
    """The adjacency ends with the change at either end and comes back when both have it."""
    found = pair()
    assert neighbors(found) == [1, 1]
    found.configure("r1", *CHAIN, "exit", "exit", *WANTED)
    assert last(found, "r1", "NBRCHANGE").endswith("is down: authentication mode changed")
    found.wait(20 * SECOND)
    assert last(found, "r2", "NBRCHANGE").endswith("is down: Auth failure")
    assert neighbors(found) == [0, 0]
    found.configure("r2", *CHAIN, "exit", "exit", *WANTED)
    found.wait(20 * SECOND)
    assert neighbors(found) == [1, 1]


def test_another_text_is_another_key() -> None:
    """The end that changes its chain loses the neighbor at once, the other one with the next hello; both stay deaf."""
    found = alike()
    found.configure("r1", *CHAIN[:2], "key-string herring")
    assert last(found, "r1", "NBRCHANGE").endswith("is down: keychain changed")
    found.wait(6 * SECOND)
    assert last(found, "r2", "NBRCHANGE").endswith("is down: Auth failure")
    found.wait(60 * SECOND)
    assert neighbors(found) == [0, 0]
    found.configure("r1", *CHAIN)
    found.wait(20 * SECOND)
    assert neighbors(found) == [1, 1]


def test_the_lowest_key_signs_and_every_key_is_taken() -> None:
    """With a second key at both ends nothing changes; who takes the old one away no longer hears the end that signs with it."""
    found = alike()
    for name in ("r1", "r2"):
        found.configure(name, "key chain cable", "key 2", "key-string herring")
    found.wait(20 * SECOND)
    assert neighbors(found) == [1, 1]
    found.configure("r1", "key chain cable", "no key 1")
    found.wait(20 * SECOND)
    assert len(view(found, "r1").neighbors) == 0
    found.configure("r2", "key chain cable", "no key 1")
    found.wait(20 * SECOND)
    assert neighbors(found) == [1, 1]


def test_a_chain_that_is_missing_takes_nothing() -> None:
    """`ip authentication mode` alone makes an interface deaf; the other end hears, until it has something to tell in vain."""
    found = pair("redistribute static metric 1000 100 255 1 1500")
    found.configure("r1", *WANTED)
    found.wait(60 * SECOND)
    assert neighbors(found) == [0, 1]
    static(found, "r2", "10.81.2.24/29", interface="Loopback0")
    found.wait(120 * SECOND)
    assert any("is down: retry limit exceeded" in line for line in found.logs("r2"))


def test_debug_says_what_is_wrong() -> None:
    """`debug eigrp packets`: every packet that is ignored, with the reason."""
    found = alike()
    found.configure("r2", *CHAIN[:2], "key-string herring")
    found.type("r1", "debug eigrp packets")
    found.wait(6 * SECOND)
    assert "EIGRP: pkt key id = 1, authentication mismatch" in found.logs("r1")
    assert f"EIGRP: {FA00}: ignored packet from 10.0.12.2, opcode = 5 (invalid authentication)" in found.logs("r1")
    found.configure("r2", f"interface {FA00}", "no ip authentication mode eigrp 64 md5")
    found.wait(6 * SECOND)
    assert f"EIGRP: {FA00}: ignored packet from 10.0.12.2, opcode = 5 (missing authentication)" in found.logs("r1")


def test_deafness_costs_nothing() -> None:
    """Hellos that are not heard for a known reason are quiet on both sides."""
    found = alike()
    found.configure("r1", *CHAIN[:2], "key-string herring")
    found.wait(30 * SECOND)
    before = found.kernel.events
    found.wait(600 * SECOND)
    assert found.kernel.events - before < 10


def test_the_lines_are_written_back_and_shown() -> None:
    """The chain in front of the interfaces, its key inside; `show key chain`."""
    found = alike()
    router = found.routers["r1"]
    written = list(running_lines(router.config, NUMBERS, router.catalog.grammar(router.release).manner))
    at = written.index("key chain cable")
    assert written[at : at + 3] == ["key chain cable", " key 1", "  key-string swordfish"]
    assert [line for line in written if "authentication" in line] == [
        " ip authentication mode eigrp 64 md5", " ip authentication key-chain eigrp 64 cable",
    ]  # fmt: skip
    assert 'key 1 -- text "swordfish"' in found.type("r1", "show key chain")
