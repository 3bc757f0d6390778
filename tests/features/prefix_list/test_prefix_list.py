"""Prefix lists: which routes their entries speak of, how they are kept, and that everything that is typed comes back."""

from __future__ import annotations

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.prefix_list import FEATURE as PREFIX_LIST
from iossim.features.route_map import FEATURE as ROUTE_MAP
from iossim.net.address import Prefix
from tests.features.network import Bench

LIST = """
ip prefix-list L permit 10.0.0.0/8
ip prefix-list L deny 10.1.0.0/16 ge 24
ip prefix-list L permit 10.0.0.0/8 ge 20 le 28
route-map M permit 10
 match ip address prefix-list L
"""


@pytest.fixture(scope="module")
def bench() -> Bench:
    bench = Bench(INTERFACES, ACL, PREFIX_LIST, ROUTE_MAP, name="prefix-list")
    bench.router("a", LIST)
    bench.boot()
    return bench


def written(bench: Bench) -> list[str]:
    return [line for line in running_lines(bench.routers["a"].config) if "prefix-list L" in line and line[0] != " "]


@pytest.mark.parametrize(("prefix", "permitted"), [
    ("10.0.0.0/8", True), ("10.0.0.0/9", False), ("10.2.0.0/20", True), ("10.2.0.0/19", False), ("10.2.0.0/28", True),
    ("10.2.0.0/29", False), ("10.1.2.0/24", False), ("10.1.0.0/20", True), ("0.0.0.0/0", False), ("11.0.0.0/24", False),
])  # fmt: skip
def test_what_is_permitted(bench: Bench, prefix: str, permitted: bool) -> None:
    """Without bounds the prefix itself, with them what lies in it and is as long; nothing else."""
    router = bench.routers["a"]
    assert router.provider("prefix-list-judge")("L", Prefix.parse(prefix)) is permitted
    assert (router.provider("route-map-entry")("M", Prefix.parse(prefix), 0) is not None) is permitted


def test_without_a_list_all_is_permitted(bench: Bench) -> None:
    """A list that is not defined."""
    assert bench.routers["a"].provider("prefix-list-judge")("NONE", Prefix.parse("10.0.0.0/8"))


def test_numbers(bench: Bench) -> None:
    """Entries of the configuration in memory have numbers; further ones go five on, to the next multiple of five."""
    assert written(bench) == [
        "ip prefix-list L seq 5 permit 10.0.0.0/8",
        "ip prefix-list L seq 10 deny 10.1.0.0/16 ge 24",
        "ip prefix-list L seq 15 permit 10.0.0.0/8 ge 20 le 28",
    ]
    bench.configure("a", "ip prefix-list L seq 17 deny 10.9.9.9/16", "ip prefix-list L deny 10.8.0.0/16")
    assert written(bench)[3:] == [
        "ip prefix-list L seq 17 deny 10.9.0.0/16",
        "ip prefix-list L seq 20 deny 10.8.0.0/16",
    ]
    bench.configure("a", "no ip prefix-list L seq 17", "no ip prefix-list L deny 10.8.0.0/16")
    assert len(written(bench)) == 3


def test_the_same_line_again_is_no_mistake(bench: Bench) -> None:
    """A configuration that is pasted twice says nothing, and changes nothing."""
    before = written(bench)
    assert "failed" not in bench.configure("a", *before)
    assert written(bench) == before
