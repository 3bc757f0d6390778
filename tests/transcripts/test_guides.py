"""What public troubleshooting guides tell one to type: each command works here, or is rejected as the image would - `guides.txt`
says which, and is held to it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from iossim.lab.lab import Lab
from tests.console.desk import Desk

LIST = Path(__file__).parent / "guides.txt"
REFUSED = ("% Invalid", "% Incomplete", "% Ambiguous", "% Unknown", "% Unrecognized")


def entries() -> list[tuple[str, str]]:
    """The commands and what is said of them."""
    lines = [line for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    return [(command.strip(), said.strip()) for command, _, said in (line.rpartition("=") for line in lines)]


@pytest.fixture(scope="module")
def desk() -> Desk:
    """The console of a head-end at `#`."""
    return Desk(Lab.open("headend", "settled", numbers=True), "gateway-1").privileged()


@pytest.mark.parametrize(("command", "said"), entries(), ids=lambda value: value.replace(" ", "-"))
def test_a_command_of_a_guide_is_what_the_list_says(desk: Desk, command: str, said: str) -> None:
    """It works, or it is refused where the list has it as later or gone."""
    printed = desk.enter(command)
    while desk.terminal.last_line.rstrip().endswith("[confirm]"):
        printed += desk.enter("")
    refused = any(word in printed for word in REFUSED)
    assert refused == (said != "works"), printed


def test_the_list_is_long_and_has_no_holes() -> None:
    """More than a hundred commands of three fields, and no hole among them."""
    said = Counter(said for _, said in entries())
    assert sum(said.values()) >= 150
    assert set(said) == {"works", "later", "gone"}
