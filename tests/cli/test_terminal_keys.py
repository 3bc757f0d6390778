"""Editing keys at the prompt: each does what the table of keys says."""

from __future__ import annotations

import pytest

from iossim.cli.editor import MAX_LENGTH, LineEditor
from iossim.cli.keys import canonical, keys_of
from tests.cli.bench import box_of, console, press, text_of, typed

WORDS = "show ip route"


def edited(text: str, *names: str) -> tuple[str, int]:
    """Type a text, press keys: the line and the cursor."""
    terminal = console()
    terminal.paste(text)
    press(terminal, *names)
    return terminal.editor.text, terminal.editor.cursor


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("c-a",), (WORDS, 0)),
        (("c-a", "c-e"), (WORDS, 13)),
        (("c-b", "left"), (WORDS, 11)),
        (("c-a", "c-f", "right"), (WORDS, 2)),
        (("escape", "b"), (WORDS, 8)),
        (("m-b", "m-b"), (WORDS, 5)),
        (("c-a", "m-f"), (WORDS, 4)),
        (("c-a", "m-f", "m-f"), (WORDS, 7)),
        (("c-a", "c-d"), ("how ip route", 0)),
        (("backspace",), ("show ip rout", 12)),
        (("c-h",), ("show ip rout", 12)),
        (("m-b", "c-k"), ("show ip ", 8)),
        (("m-b", "c-u"), ("route", 0)),
        (("m-b", "c-x"), ("route", 0)),
        (("c-w",), ("show ip ", 8)),
        (("c-w", "c-w"), ("show ", 5)),
        (("c-a", "m-d"), (" ip route", 0)),
        (("c-w", "c-a", "c-y"), ("routeshow ip ", 5)),
        (("c-w", "c-w", "c-y"), ("show ip ", 8)),
        (("c-w", "c-w", "c-y", "m-y"), ("show route", 10)),
        (("c-w", "c-w", "c-y", "m-y", "m-y"), ("show ip ", 8)),
        (("left", "c-t"), ("show ip rouet", 13)),
        (("m-b", "m-c"), ("show ip Route", 13)),
        (("c-a", "m-u"), ("SHOW ip route", 4)),
        (("c-a", "m-u", "c-a", "m-l"), (WORDS, 4)),
        (("c-a", "m-f", "m-c"), ("show Ip route", 7)),
        (("c-v", "?"), (WORDS + "?", 14)),
        (("escape", "q", "?"), (WORDS + "?", 14)),
        (("home",), (WORDS, 0)),
        (("c-a", "delete"), ("how ip route", 0)),
    ],
)
def test_a_key_edits_the_line(names: tuple[str, ...], expected: tuple[str, int]) -> None:
    """The line and cursor after each key."""
    assert edited(WORDS, *names) == expected


@pytest.mark.parametrize(
    "name", ["c-f", "right", "c-d", "c-k", "m-f", "m-d", "c-t", "m-u", "m-y", "c-y", "c-n", "c-g", "f1"]
)
def test_an_impossible_edit_rings_the_bell(name: str) -> None:
    """At the end of a line with nothing deleted these do nothing but ring."""
    terminal = console()
    terminal.paste("ab")
    text_of(terminal)
    assert press(terminal, name) == "\a"
    assert terminal.editor.text == "ab"


def test_delete_on_an_empty_line_does_not_log_out() -> None:
    """Ctrl-D with nothing to delete rings; the session stays."""
    terminal = console()
    assert press(terminal, "c-d") == "\a"
    assert box_of(terminal).ended == 0


def test_a_line_has_an_end() -> None:
    """The 255th character is refused with a bell."""
    terminal = console(width=0)
    terminal.paste("x" * MAX_LENGTH)
    text_of(terminal)
    assert press(terminal, "y") == "\a"
    assert terminal.editor.text == "x" * MAX_LENGTH


def test_ten_deletions_are_kept() -> None:
    """The eleventh deletion pushes the first out."""
    editor = LineEditor()
    for number in range(12):
        editor.insert(f"w{number}")
        editor.press("c-u")
    assert editor.kills == [f"w{number}" for number in range(2, 12)]


def test_without_editing_few_keys_remain() -> None:
    """After `terminal no editing` only Backspace, Ctrl-U, Ctrl-W and Ctrl-R work."""
    terminal = console()
    typed(terminal, "terminal no editing\nab cd")
    assert press(terminal, "c-a", "c-k", "up", "m-b") == "\a" * 4
    press(terminal, "c-w")
    assert terminal.editor.text == "ab "
    assert press(terminal, "c-r") == "\nR1#ab "
    press(terminal, "c-u")
    typed(terminal, "terminal editing\nab")
    press(terminal, "c-a")
    assert terminal.editor.cursor == 0


def test_redisplay_is_a_new_line() -> None:
    """Ctrl-L and Ctrl-R print prompt and text again, the cursor where it was."""
    terminal = console()
    typed(terminal, "show ip")
    press(terminal, "left", "left")
    assert press(terminal, "c-l") == "\nR1#show ip\b\b"
    assert (terminal.screen.current, terminal.screen.column) == ("R1#show ip", 8)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("\r", "enter"),
        ("c-m", "enter"),
        ("c-j", "enter"),
        ("\x7f", "backspace"),
        ("\x08", "backspace"),
        ("\x01", "c-a"),
        ("\x1e", "c-^"),
        ("break", "c-^"),
        ("c-A", "c-a"),
        ("space", " "),
        ("A", "A"),
        ("esc", "escape"),
        ("\t", "tab"),
    ],
)
def test_a_key_has_one_name(name: str, expected: str) -> None:
    """Spellings and raw characters lead to the canonical name."""
    assert canonical(name) == expected


def test_a_pasted_text_is_keys() -> None:
    """CR, LF, CR LF and CR NUL are one Enter each; arrows come as one key."""
    assert list(keys_of("a\r\nb\rc\nd\r\0e\x1b[A\x1bOB")) == [
        *("a", "enter", "b", "enter", "c", "enter", "d", "enter", "e", "up", "down")
    ]


def test_what_the_terminal_cannot_show_rings() -> None:
    """Characters outside printable ASCII are refused one by one; a hard blank is a blank."""
    terminal = console()
    typed(terminal, "a\u00e9\u4e2d\U0001f600b\u00a0c")
    assert terminal.editor.text == "ab c"


def test_history_goes_back_and_forth() -> None:
    """Up and Ctrl-P show older lines, Down and Ctrl-N newer ones; the line begun comes back; the ends ring."""
    terminal = console()
    typed(terminal, "show numbers 1\nshow numbers 2\nshow numbers 2\n! remark\n\n")
    terminal.paste("dra")
    seen = []
    for name in ("up", "c-p", "c-p", "down", "c-n", "c-n"):
        text = press(terminal, name)
        seen.append((terminal.editor.text, text == "\a"))
    assert seen == [
        ("show numbers 2", False),
        ("show numbers 1", False),
        ("show numbers 1", True),
        ("show numbers 2", False),
        ("dra", False),
        ("dra", True),
    ]


def test_exec_and_configuration_have_a_history_each() -> None:
    """A configuration line is recalled in configuration only."""
    terminal = console()
    typed(terminal, "configure terminal\ninterface e0\n")
    press(terminal, "up")
    assert terminal.editor.text == "interface e0"
    press(terminal, "c-u")
    typed(terminal, "end\n")
    press(terminal, "up")
    assert terminal.editor.text == "configure terminal"


def test_the_size_of_the_history_can_be_set() -> None:
    """`terminal history size` and its negations."""
    terminal = console()
    typed(terminal, "".join(f"show numbers {n}\n" for n in range(15)))
    assert len(terminal.session.exec_history.lines) == 10
    typed(terminal, "terminal history size 3\n")
    assert terminal.session.exec_history.lines == ["show numbers 13", "show numbers 14", "terminal history size 3"]
    assert typed(terminal, "show history\n").splitlines()[1:-1] == [
        "  show numbers 14",
        "  terminal history size 3",
        "  show history",
    ]
    typed(terminal, "terminal no history\nshow numbers 1\n")
    assert terminal.session.exec_history.lines == []
    typed(terminal, "terminal history\nshow numbers 1\n")
    assert terminal.session.exec_history.lines == ["show numbers 1"]
