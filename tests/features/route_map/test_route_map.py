"""Route-maps: which routes they permit, how they are written and shown."""

from __future__ import annotations

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.route_map import FEATURE as ROUTE_MAP
from iossim.net.address import Prefix
from tests.features.network import Bench

DOCUMENT = """
access-list 1 permit 10.81.2.0 0.0.1.255
access-list 1 permit 10.81.4.0 0.0.3.255
access-list 1 deny   any
route-map RRI permit 10
 description Redistribute remote subnets from RRI
 match ip address 1
"""


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, ACL, ROUTE_MAP)
    bench.router("a", DOCUMENT)
    bench.boot()
    return bench


def permits(bench: Bench, name: str, prefix: str, tag: int = 0) -> bool:
    """The verdict of a map on a route."""
    entry_of = bench.routers["a"].provider("route-map-entry")
    return entry_of(name, Prefix.parse(prefix), tag) is not None


def test_document(bench: Bench) -> None:
    """The document's map takes the pools and nothing else: not the default route, not the core."""
    verdicts = {
        text: permits(bench, "RRI", text) for text in ("10.81.2.24/29", "10.81.7.0/29", "0.0.0.0/0", "10.81.0.0/29")
    }
    assert list(verdicts.values()) == [True, True, False, False]


def test_undefined(bench: Bench) -> None:
    """A map that does not exist permits nothing; a match on a list that does not exist takes everything."""
    assert not permits(bench, "NONE", "10.81.2.24/29")
    bench.configure("a", "no access-list 1")
    assert permits(bench, "RRI", "0.0.0.0/0")


def test_order_and_deny(bench: Bench) -> None:
    """Entries are asked in the order of their numbers; a deny ends it; several kinds of match must all agree."""
    bench.configure("a", "route-map RRI deny 5", "match tag 7", "route-map RRI permit 20", "match tag 9 11")
    assert not permits(bench, "RRI", "10.81.2.24/29", tag=7)
    assert permits(bench, "RRI", "10.81.2.24/29", tag=8)
    assert permits(bench, "RRI", "0.0.0.0/0", tag=11)
    bench.configure("a", "route-map RRI permit 10", "match tag 3")
    assert not permits(bench, "RRI", "10.81.2.24/29", tag=8)


def test_written(bench: Bench) -> None:
    """Omitted words are filled in; `no route-map NAME` removes every entry."""
    bench.configure("a", "route-map X", "set metric 1000 100 255 1 1500", "set tag 5", "route-map X deny 20")
    lines = running_lines(bench.routers["a"].config)
    start = lines.index("route-map X permit 10")
    assert lines[start : start + 6] == [
        "route-map X permit 10",
        " set metric 1000 100 255 1 1500",
        " set tag 5",
        "!",
        "route-map X deny 20",
        "!",
    ]
    bench.configure("a", "no route-map X")
    assert not [line for line in running_lines(bench.routers["a"].config) if line.startswith("route-map X")]


def test_shown(bench: Bench) -> None:
    """`show route-map`."""
    assert bench.type("a", "show route-map RRI").split("\n") == [
        "route-map RRI, permit, sequence 10",
        "  Match clauses:",
        "    ip address (access-lists): 1",
        "  Set clauses:",
        "  Policy routing matches: 0 packets, 0 bytes",
    ]
