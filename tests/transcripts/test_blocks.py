"""The document's three configuration blocks, pasted as printed there, with their lost indentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.lab import Lab

HERE = Path(__file__).parent / "blocks"
SECOND = 1_000_000
SHOWN_OTHERWISE = {"access-list 1 deny any": "access-list 1 deny   any"}
"""Lines that IOS prints in another form than the document (ios-cli 9.5); lists of names end with a blank."""


def blank_router(device: str) -> Lab:
    """The lab with an empty router: its start-up configuration erased, and booted; setup refused."""
    lab = Lab.open("headend", "cold", batch=True)
    lab.advance(150 * SECOND)
    lab.ready(device)
    for line in ("write erase", "", "reload", "no", ""):
        type_line(lab, device, line)
    lab.step_until(lambda: not lab.router(device).up, 30 * SECOND)
    lab.step_until(lambda: lab.router(device).up, 200 * SECOND)
    type_line(lab, device, "no")
    lab.advance(10 * SECOND)
    lab.ready(device)
    assert "crypto" not in type_line(lab, device, "show running-config")
    return lab


def type_line(lab: Lab, device: str, line: str) -> str:
    """Type a line, wait until the console is back; what it printed."""
    terminal = lab.terminal(device)
    terminal.take()
    lab.type(device, [*line, "enter"])
    lab.step_until(lambda: terminal.waiting or not lab.router(device).up, 60 * SECOND)
    return "".join(chunk.text for chunk in terminal.take() if chunk.kind in ("output", "question"))


def in_order(wanted: list[str], lines: list[str]) -> list[str]:
    """The wanted lines that are missing, or out of order."""
    rest = iter(lines)
    return [line for line in wanted if not any(line == found.strip() for found in rest)]


@pytest.mark.parametrize("device", ["gateway-1", "gateway-2", "soho-vp"])
def test_a_block_is_accepted_shown_back_and_survives(device: str) -> None:
    """No complaint, every line in IOS order and form, and the saved configuration after a reload to the byte."""
    lab = blank_router(device)
    block = (HERE / f"{device}.paste").read_text().splitlines()
    type_line(lab, device, "configure terminal")
    printed = "".join(type_line(lab, device, line) for line in block if line != "end")
    complaints = [line for line in printed.splitlines() if line.startswith("%") and "NOTE" not in line]
    assert complaints == []
    type_line(lab, device, "end")
    if device == "soho-vp":
        for line in (
            "configure terminal",
            "interface Ethernet0",
            "ip address dhcp",
            "crypto map test",
            "no shutdown",
            "end",
        ):
            type_line(lab, device, line)
    shown = type_line(lab, device, "show running-config").replace("\r", "").split("\n")
    wanted = [SHOWN_OTHERWISE.get(line, line) for line in (line.strip() for line in block) if line not in ("!", "end")]
    assert sorted(missing_lines(wanted, shown)) == []
    type_line(lab, device, "write memory")
    saved = lab.router(device).startup
    lab.do(f"reload {device}")
    lab.step_until(lambda: not lab.router(device).up, 30 * SECOND)
    lab.step_until(lambda: lab.router(device).up, 200 * SECOND)
    lab.ready(device)
    type_line(lab, device, "write memory")
    assert without_dates(lab.router(device).startup) == without_dates(saved)


def missing_lines(wanted: list[str], shown: list[str]) -> list[str]:
    """The wanted lines that are not shown at all."""
    have = {line.strip() for line in shown}
    return [line for line in wanted if line not in have]


def without_dates(text: str) -> list[str]:
    """A configuration without the comments that say when it was last changed and saved."""
    return [line for line in text.splitlines() if not line.startswith("! ")]


@pytest.mark.parametrize("device", ["gateway-1", "soho-vp"])
def test_lines_stand_in_the_order_of_the_document(device: str) -> None:
    """Crypto before interfaces, interfaces before routing, lists before route maps: as the block prints them."""
    lab = Lab.open("headend", "cold", batch=True)
    lab.advance(150 * SECOND)
    lab.ready(device)
    shown = type_line(lab, device, "show running-config").replace("\r", "").split("\n")
    block = [line.strip() for line in (HERE / f"{device}.paste").read_text().splitlines()]
    wanted = [SHOWN_OTHERWISE.get(line, line) for line in block if line not in ("!", "end", "ip classless")]
    assert in_order(wanted, shown) == []
