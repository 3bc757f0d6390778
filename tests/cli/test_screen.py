"""The glass tty: what a person would see of what was printed."""

from __future__ import annotations

from iossim.cli.screen import Kind, Screen


def test_a_tab_goes_to_the_next_eighth_column_and_stays_a_tab_for_those_who_carry_it() -> None:
    """IOS indents some displays with TAB characters."""
    screen = Screen()
    screen.print(Kind.OUTPUT, "\tPeer\nab\tc\n")
    assert list(screen.lines) == ["        Peer", "ab      c"]
    assert screen.take()[0].text == "\tPeer\r\nab\tc\r\n"
