"""Tab and `?`: a new line with prompt and text, every time."""

from __future__ import annotations

import pytest

from tests.cli.bench import console, press, typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("show num", "\nR1#show numbers "),
        ("sh num", "\nR1#sh numbers "),
        ("show n", "\n\aR1#show n"),
        ("show xyz", "\n\aR1#show xyz"),
        ("show ", "\n\aR1#show "),
        ("", "\n\aR1#"),
    ],
)
def test_tab_completes_one_word(text: str, expected: str) -> None:
    """A unique keyword is completed with a blank behind; anything else rings and shows the same text."""
    terminal = console()
    typed(terminal, text)
    assert press(terminal, "tab") == expected


def test_tab_in_the_middle_keeps_the_rest() -> None:
    """Only what is left of the cursor is completed; the cursor stays in front of the rest."""
    terminal = console()
    typed(terminal, "show num7")
    press(terminal, "left")
    press(terminal, "tab")
    assert (terminal.editor.text, terminal.editor.cursor) == ("show numbers 7", 13)
    assert (terminal.screen.current, terminal.screen.column) == ("R1#show numbers 7", 16)


def test_help_lists_and_shows_the_line_again() -> None:
    """After the rows and a blank line come prompt and text, without the question mark."""
    terminal = console()
    assert typed(terminal, "show numbers ?") == "show numbers ?\n  <0-9999>\n\nR1#show numbers "
    assert typed(terminal, "3\n") == "3\nline 0\nline 1\nline 2\nR1#"


def test_help_in_the_middle_of_a_line() -> None:
    """The text left of the cursor is asked about; the whole line comes back, cursor in place."""
    terminal = console()
    typed(terminal, "show numbers 7")
    text = press(terminal, *["left"] * 9, "?")
    assert text.endswith("\nR1#show numbers 7" + "\b" * 9)
    assert "history" in text


def test_nothing_matches() -> None:
    """`% Unrecognized command`, then the line again."""
    terminal = console()
    assert typed(terminal, "xyz ?") == "xyz ?\n% Unrecognized command\nR1#xyz "


def test_long_help_pages_and_quitting_keeps_the_line() -> None:
    """A listing longer than the screen stops at ` --More-- `; `q` leads back to prompt and text."""
    terminal = console(length=6)
    text = typed(terminal, "?")
    assert text.startswith("?\nExec commands:\n")
    assert text.endswith("\n --More-- ")
    assert press(terminal, "q").endswith("\bR1#")
    typed(terminal, "terminal ")
    assert press(terminal, "?").endswith(" --More-- ")
    assert press(terminal, "x").endswith("\bR1#terminal ")


def test_long_help_to_its_end_keeps_the_line() -> None:
    """Paging to the end, or filtering the listing, leads back to prompt and text too."""
    terminal = console(length=5)
    text = typed(terminal, "terminal ?")
    while terminal.state == "more":
        text += press(terminal, " ")
    text = text.replace("\b" * 9 + " " * 8 + "\b" * 9, "").replace(" --More-- ", "")
    assert text.endswith("\n\nR1#terminal ")
    press(terminal, "?")
    press(terminal, "/", "w", "i", "d", "backspace", "enter")
    while terminal.state == "more":
        press(terminal, " ")
    assert terminal.last_line == "R1#terminal "
    assert terminal.editor.text == "terminal "


def test_a_submode_offers_its_own_words() -> None:
    """In interface configuration `?` and Tab know nothing of global configuration, though it is accepted."""
    terminal = console()
    typed(terminal, "configure terminal\ninterface e0\n")
    text = typed(terminal, "?")
    assert "description" in text
    assert "hostname" not in text
    assert typed(terminal, "hostn\t") == "hostn\n\aR1(config-if)#hostn"
