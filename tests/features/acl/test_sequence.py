"""Entries with numbers, since 12.3(2)T: where they stand decides about packets, at once and in numbered lists as well."""

from __future__ import annotations

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.static_routes import FEATURE as STATIC
from tests.features.acl.test_filters import A, B, C, echo, passes, telnet
from tests.features.network import SECOND, Bench


class Later(Bench):
    """Routers with 15.1M."""

    release = "15.1M"


@pytest.fixture
def bench() -> Bench:
    """Three in a row; the middle one filters what comes in by a numbered list and by a named one on the other side."""
    bench = Later(INTERFACES, ACL, STATIC)
    for name, config in (("a", A), ("b", B), ("c", C)):
        bench.router(name, config)
    bench.join("a:FastEthernet0/0", "b:FastEthernet0/0")
    bench.join("b:FastEthernet0/1", "c:FastEthernet0/1")
    bench.boot()
    for _ in range(4):  # ARP, there and back
        bench.routers["a"].send(echo())
        bench.wait(2 * SECOND)
    return bench


def numbers(bench: Bench, name: str) -> list[int]:
    """The numbers of a list, as it is shown."""
    return [int(line.split()[0]) for line in bench.type("b", f"show access-lists {name}").splitlines()[1:]]


@pytest.mark.parametrize("name", ["WEB", "101"])
def test_an_entry_put_in_front_decides(bench: Bench, name: str) -> None:
    """It counts at once, and no longer when it is taken out by its number."""
    bench.configure("b", f"ip access-list extended {name}", "permit ip any any")
    bench.configure("b", "interface fa0/0", f"ip access-group {name} in")
    assert passes(bench, echo()) and passes(bench, telnet())
    bench.configure("b", f"ip access-list extended {name}", "5 deny icmp any any echo")
    assert not passes(bench, echo()) and passes(bench, telnet()) and numbers(bench, name) == [5, 10]
    bench.configure("b", f"ip access-list extended {name}", "no 5")
    assert passes(bench, echo()) and numbers(bench, name) == [10]


def test_a_counter_belongs_to_its_entry_whatever_its_number(bench: Bench) -> None:
    """Numbers dealt anew change no count and no verdict."""
    bench.configure("b", "access-list 101 deny tcp any any", "access-list 101 permit ip any any")
    bench.configure("b", "interface fa0/0", "ip access-group 101 in")
    bench.routers["a"].send(echo())
    bench.wait(SECOND)
    assert "    20 permit ip any any (1 match)" in bench.type("b", "show access-lists 101")
    bench.configure("b", "ip access-list resequence 101 7 3")
    assert "    10 permit ip any any (1 match)" in bench.type("b", "show access-lists 101")
    assert numbers(bench, "101") == [7, 10] and not passes(bench, telnet())


def test_numbers_are_not_printed_and_the_order_is(bench: Bench) -> None:
    """What is pasted has the same order; a number used twice is refused, the same entry twice is none."""
    bench.configure(
        "b", "ip access-list standard IN", "permit 10.0.0.1", "permit 10.0.0.3", "15 deny 10.0.0.2", "permit 10.0.0.1"
    )
    assert "% Duplicate sequence number" in bench.configure("b", "ip access-list standard IN", "15 permit any")
    printed = running_lines(bench.routers["b"].config)
    start = printed.index("ip access-list standard IN")
    assert printed[start + 1 : start + 4] == [" permit 10.0.0.1", " deny   10.0.0.2", " permit 10.0.0.3"]
    assert numbers(bench, "IN") == [10, 15, 20]


def test_a_number_is_of_one_kind(bench: Bench) -> None:
    """`ip access-list extended 10` is no list."""
    assert "% Invalid access list name." in bench.configure("b", "ip access-list extended 10")
    assert "Invalid input" in first_form().configure("b", "ip access-list standard IN", "15 permit any")


def first_form() -> Bench:
    """12.2 has no numbers."""
    bench = Bench(INTERFACES, ACL, STATIC, name="first")
    bench.router("b", B)
    bench.boot()
    return bench
