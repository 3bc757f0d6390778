"""Long displays: what is not looked at is not drawn, and what is looked at is as it was when Enter was pressed."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from iossim.device import nvgen
from iossim.device.loader import merge
from iossim.features.cef import show as cef
from iossim.features.static_routes import table
from iossim.lab import Lab

ROUTES = 600
LENGTH = 24
ROUTER = "gateway-1"


@pytest.fixture(scope="module")
def kept() -> bytes:
    """A head-end with many routes, as a pickle."""
    lab = Lab.open("headend", "settled", numbers=True, batch=True)
    console = lab.router(ROUTER).lines.console
    lines = [f"ip route 10.{128 + n // 256}.{n % 256}.0 255.255.255.240 10.81.0.1" for n in range(ROUTES)]
    assert not merge(console.context(console.session), "\n".join([*lines, "ip cef"]))
    lab.advance(1_000_000)
    enter(lab, "terminal length 24")
    return pickle.dumps(lab)


@pytest.fixture
def lab(kept: bytes) -> Lab:
    return pickle.loads(kept)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many rows have been drawn."""
    counts: Counter[str] = Counter()
    for module, name in ((table, "lines_of"), (cef, "spelled"), (nvgen, "write")):
        monkeypatch.setattr(module, name, counted(counts, name, getattr(module, name)))
    return counts


def counted(counts: Counter[str], name: str, fn: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        counts[name] += 1
        return fn(*args)

    return call


def enter(lab: Lab, line: str) -> list[str]:
    """What is printed after a line, up to ` --More-- ` or the prompt."""
    lab.terminal(ROUTER).take()
    lab.type(ROUTER, [*line, "enter"])
    return printed(lab)


def printed(lab: Lab) -> list[str]:
    return "".join(chunk.text for chunk in lab.terminal(ROUTER).take()).replace("\r", "").split("\n")


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("show ip route", "lines_of"),
        ("show ip route static", "lines_of"),
        ("show ip route 10.128.0.0 255.255.0.0 longer-prefixes", "lines_of"),
        ("show ip route | include 10.129", "lines_of"),
        ("show ip cef", "spelled"),
        ("show tech-support", "lines_of"),
        ("show tech-support", "write"),
    ],
)
def test_only_the_rows_of_the_page_are_drawn(lab: Lab, drawn: Counter[str], line: str, row: str) -> None:
    """A page and the line ahead; a filter looks for a page of what passes it."""
    enter(lab, line)
    looked_for = ROUTES if "include" in line else LENGTH + 1
    assert drawn[row] <= looked_for
    assert lab.terminal(ROUTER).last_line.endswith("--More-- ")
    lab.type(ROUTER, ["enter"])
    assert drawn[row] <= looked_for + 1


def test_a_line_of_the_configuration_is_written_once(lab: Lab, drawn: Counter[str]) -> None:
    """The first display writes all to count them; the next only what is new."""
    enter(lab, "show running-config")
    assert drawn["write"] >= ROUTES
    lab.type(ROUTER, ["q"])
    enter(lab, "configure terminal")
    enter(lab, "ip host new 10.0.0.1")
    enter(lab, "end")
    before = drawn["write"]
    assert any("Current configuration" in text for text in enter(lab, "show running-config"))
    assert drawn["write"] - before < 20


@pytest.mark.parametrize("line", ["show ip route", "show ip cef", "show running-config", "show tech-support"])
def test_a_listing_is_of_the_moment_of_enter(lab: Lab, line: str) -> None:
    """Whatever happens meanwhile, and whoever goes on with a copy, sees the same further pages."""
    enter(lab, line)
    other: Lab = pickle.loads(pickle.dumps(lab))
    whole: Lab = pickle.loads(pickle.dumps(lab))
    console = lab.router(ROUTER).lines.console
    merge(console.context(console.session), "no ip route 10.129.200.0 255.255.255.240 10.81.0.1\nhostname other")
    lab.advance(60_000_000)
    pages = []
    for one in (whole, lab, other):
        printed(one)
        for _ in range(4):
            one.type(ROUTER, ["space"])
        pages.append(printed(one))
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize("sign", ["/", "+", "-"])
def test_a_filter_at_more_takes_the_rest(lab: Lab, sign: str) -> None:
    """Also of a copy."""
    enter(lab, "show ip route")
    other: Lab = pickle.loads(pickle.dumps(lab))
    pages = []
    for one in (lab, other):
        lab_lines = [*sign, *"10.130.9", "enter", "space"]
        one.type(ROUTER, lab_lines)
        pages.append(printed(one)[1:])
    assert pages[0] == pages[1]
    assert any("10.130.9" in text for text in pages[0]) is (sign != "-")
