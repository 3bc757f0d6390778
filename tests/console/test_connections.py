"""Several connections at one line: away, back, and gone (ios-cli 7.7)."""

from __future__ import annotations

import pytest
from desk import Desk

TABLE = "Conn Host                Address             Byte  Idle Conn Name\n"


@pytest.fixture
def desk() -> Desk:
    """r1 with two telnet connections in the background, the second left last."""
    desk = Desk().privileged()
    for host in ("10.0.12.2", "10.0.2.1"):
        desk.enter(f"telnet {host}")
        desk.wait(3)
        desk.press("c-^", "x")
    desk.read()
    return desk


def row(star: str, number: int, address: str) -> str:
    return f"{star} {number:2} {address:19} {address:19} {0:4} {0:5} {address}\n"


def test_leaving_shows_a_new_prompt_and_nothing_else() -> None:
    """Ctrl-Shift-6, x: a new line with the own prompt."""
    desk = Desk().privileged()
    desk.enter("telnet 10.0.12.2")
    assert desk.press("c-^", "x") == "\nr1#"


def test_the_star_is_the_one_a_blank_line_resumes(desk: Desk) -> None:
    """`where` and `show sessions` list them; Return alone goes to the last."""
    table = TABLE + row(" ", 1, "10.0.12.2") + row("*", 2, "10.0.2.1")
    assert desk.enter("where") == f"where\n{table}\nr1#"
    assert desk.enter("show sessions") == f"show sessions\n{table}\nr1#"
    assert desk.enter("").startswith("\n[Resuming connection 2 to 10.0.2.1 ... ]\n\n")


@pytest.mark.parametrize("line", ["1", "resume 1"])
def test_a_number_resumes(desk: Desk, line: str) -> None:
    """The number of the list, with or without the word."""
    assert desk.enter(line) == f"{line}\n[Resuming connection 1 to 10.0.12.2 ... ]\n\n"


@pytest.mark.parametrize("line", ["3", "resume 3", "disconnect 3", "0"])
def test_numbers_of_nothing(desk: Desk, line: str) -> None:
    """What is not in the list is not open."""
    answer = desk.enter(line)
    assert answer == f"{line}\n% {line.split()[-1]} is not an open connection\nr1#"


def test_help_offers_the_numbers(desk: Desk) -> None:
    """With connections in the background the listing of EXEC begins with them."""
    assert desk.press("?").splitlines()[1:3] == ["Exec commands:", "  <1-99>      Session number to resume"]


def test_disconnecting_is_confirmed(desk: Desk) -> None:
    """Any key but Return or y keeps the connection; the others keep their numbers."""
    assert desk.enter("disconnect 1").endswith("Closing connection to 10.0.12.2 [confirm]")
    assert desk.press("n") == "n\nr1#"
    desk.enter("disconnect 1")
    desk.press("y")
    assert row("*", 2, "10.0.2.1") in desk.enter("where")
    assert "% No connections open" in Desk(device="r2").privileged().enter("where")


def test_leaving_with_open_connections_asks(desk: Desk) -> None:
    """`exit` asks, then closes them one by one; the far end's line is free again."""
    assert "vty 0" in Desk(desk.lab, "r2").enter("", "show users")
    assert desk.enter("exit") == "exit\n(You have open connections) [confirm]"
    closing = desk.press("y")
    assert closing.startswith("y\nClosing: 10.0.12.2 !\nClosing: 10.0.2.1 !\n")
    desk.wait(3)
    assert "vty 0" not in Desk(desk.lab, "r2").enter("show users")


def test_a_chain_of_three() -> None:
    """Telnet within telnet: Ctrl-Shift-6 x belongs to the nearest router; typed twice the second one goes on."""
    desk = Desk().privileged()
    desk.enter("telnet 10.0.12.2", "lab")
    desk.enter("telnet 10.0.12.1", "lab")
    assert desk.enter("show users").count("vty 0") == 1
    assert desk.press("c-^", "x") == "\nr1#"
    desk.enter("1")
    desk.press("c-^", "c-^", "x")
    desk.wait(2)
    assert desk.read() == "" or desk.terminal.last_line.endswith((">", "#"))


def test_the_far_end_goes_down() -> None:
    """Its power is cut: after a while of silence for what is typed, the connection times out, the prompt is back."""
    desk = Desk().privileged()
    desk.enter("telnet 10.0.12.2", "lab")
    desk.lab.do("power off r2")
    desk.keys("show clock")
    desk.wait(120)
    assert desk.terminal.last_line == "r1#"
