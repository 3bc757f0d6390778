"""The routers of the reference lab boot from their files and print them again."""

from __future__ import annotations

import pytest

from iossim.features.system.memory import running_text
from iossim.lab import Lab
from iossim.sim.clock import SECOND


@pytest.fixture(scope="module")
def lab():
    lab = Lab.open("headend", "cold")
    lab.advance(150 * SECOND)
    return lab


@pytest.mark.parametrize("device", ["gateway-1", "gateway-2", "soho-vp", "soho-6"])
def test_a_router_prints_what_it_booted_from(lab, device):
    """Order, blanks and `!` lines of the start-up configuration are those of the display; IOS adds blanks after lists."""
    router = lab.router(device)
    printed = running_text(router, router.names)
    assert [line.rstrip() for line in printed] == [line.rstrip() for line in router.startup.splitlines()]
    assert [line for line in printed if line.endswith(" ")]


@pytest.mark.parametrize(
    ("device", "words"),
    [
        ("gateway-1", ("IOS (tm) 7200 Software (C7200-JK9O3S-M), Version 12.2(11)T,", "6 slot VXR midplane")),
        ("soho-vp", ("IOS (tm) C1700 Software (C1710-K9O3SY-M),", "1 Virtual Private Network (VPN) Module(s)")),
    ],
)
def test_each_model_names_itself(lab, device, words):
    """`show version` of a head-end and of a home router."""
    lab.ready(device)
    terminal = lab.terminal(device)
    terminal.take()
    lab.type(device, [*"show version", "enter"])
    text = "".join(chunk.text for chunk in terminal.take())
    assert all(word in text for word in words)
