"""` --More-- `: pages, lines, filters, and quitting."""

from __future__ import annotations

import copy
import pickle

import pytest

from iossim.cli.pager import ERASE
from tests.cli.bench import console, press, text_of, typed


def numbered(first: int, last: int) -> str:
    """The listing's lines from first to last."""
    return "".join(f"line {number}\n" for number in range(first, last + 1))


def test_a_page_fills_the_screen() -> None:
    """On 24 lines, 23 and the prompt; Space shows 23 more, Enter one."""
    terminal = console()
    assert typed(terminal, "show numbers 100\n") == "show numbers 100\n" + numbered(0, 22) + " --More-- "
    assert press(terminal, " ") == ERASE + numbered(23, 45) + " --More-- "
    assert press(terminal, "enter") == ERASE + "line 46\n --More-- "
    assert press(terminal, "f") == ERASE + numbered(47, 69) + " --More-- "


def test_the_prompt_is_erased_to_the_last_column() -> None:
    """Nine backspaces, eight blanks, nine backspaces leave an empty line with the cursor at its start."""
    terminal = console()
    typed(terminal, "show numbers 100\n")
    assert (terminal.screen.current, terminal.screen.column) == (" --More-- ", 10)
    press(terminal, "q")
    assert terminal.screen.current.rstrip() == "R1#"
    assert terminal.screen.column == 3
    assert terminal.screen.lines[-1] == "line 22"


@pytest.mark.parametrize("name", ["q", "Q", "c-c", "c-^", "c-z", "x", "tab"])
def test_other_keys_quit(name: str) -> None:
    """Anything else ends the listing, and the prompt is usable."""
    terminal = console()
    typed(terminal, "show numbers 100\n")
    assert press(terminal, name) == ERASE + "R1#"
    assert typed(terminal, "show numbers 1\n") == "show numbers 1\nline 0\nR1#"


def test_the_last_page_needs_no_key() -> None:
    """A listing that fits, or whose rest fits, ends at the prompt."""
    terminal = console()
    assert typed(terminal, "show numbers 23\n").endswith("line 22\nR1#")
    typed(terminal, "show numbers 24\n")
    assert press(terminal, "enter") == ERASE + "line 23\nR1#"


def test_length_zero_never_pages() -> None:
    """`terminal length 0` prints everything; `terminal length 5` pages by four."""
    terminal = console()
    typed(terminal, "terminal length 0\n")
    assert typed(terminal, "show numbers 2000\n").endswith("line 1999\nR1#")
    typed(terminal, "terminal length 5\n")
    assert typed(terminal, "show numbers 9\n").endswith("line 3\n --More-- ")


def test_help_at_the_prompt() -> None:
    """`?` and `h` explain the keys and ask again."""
    terminal = console()
    typed(terminal, "show numbers 100\n")
    for name in ("?", "h"):
        assert press(terminal, name) == (
            ERASE + "Press RETURN for another line, SPACE for another page, anything else to quit\n --More-- "
        )


def test_a_filter_comes_before_paging() -> None:
    """What the filter drops is not counted."""
    terminal = console()
    assert typed(terminal, "show numbers 100 | include 9$\n") == (
        "show numbers 100 | include 9$\n" + "".join(f"line {n}9\n" for n in ["", *range(1, 10)]) + "R1#"
    )
    assert typed(terminal, "show numbers 9 | include *\n").endswith("\n% Failed to compile regular expression.\nR1#")


def test_slash_skips_to_a_match() -> None:
    """`/x` goes on, unfiltered, at the next line that matches."""
    terminal = console(length=5)
    typed(terminal, "show numbers 100\n")
    assert typed(terminal, "/5.\n") == ERASE + "/5.\nfiltering...\n" + numbered(50, 53) + " --More-- "


def test_plus_and_minus_filter_the_rest_once() -> None:
    """`+x` shows only matching lines, `-x` hides them; a second such filter changes nothing."""
    terminal = console(length=5)
    typed(terminal, "show numbers 30\n")
    assert typed(terminal, "+5\n") == ERASE + "+5\nfiltering...\nline 5\nline 15\nline 25\nR1#"
    typed(terminal, "show numbers 16\n")
    assert typed(terminal, "-1\n") == ERASE + "-1\nfiltering...\n" + numbered(4, 7) + " --More-- "
    assert typed(terminal, "+9\n") == ERASE + "+9\nfiltering...\n" + numbered(8, 9) + "R1#"


def test_the_filter_can_be_edited_and_abandoned() -> None:
    """Backspace and Ctrl-A work in it; Ctrl-C ends the listing."""
    terminal = console(length=5)
    typed(terminal, "show numbers 30\n")
    press(terminal, "+", "9", "backspace", "c-r", "8")
    assert terminal.last_line == "+8"
    assert press(terminal, "enter").endswith("line 8\nline 18\nline 28\nR1#")
    typed(terminal, "show numbers 30\n/")
    assert press(terminal, "c-c") == "\nR1#"


def test_what_was_pasted_into_a_filter_is_forgotten_with_it() -> None:
    """Esc Y at the prompt behind a listing of `?` does not look for what Ctrl-Y put into the filter."""
    terminal = console()
    typed(terminal, "terminal length 2\nenable agent")
    press(terminal, "c-u", "?", "/", "c-y", "enter")
    while terminal.last_line != "R1#":
        press(terminal, "q")
    assert press(terminal, "m-y") == "\a"
    assert terminal.editor.text == ""


def test_a_pasted_line_meets_the_pager() -> None:
    """Keys typed ahead answer ` --More-- ` as if typed there: the first quits, the rest is the next line."""
    terminal = console()
    text = typed(terminal, "show numbers 100\nqshow numbers 1\n")
    assert text.endswith(" --More-- " + ERASE + "R1#show numbers 1\nline 0\nR1#")


def test_a_listing_is_data() -> None:
    """A terminal in the middle of a listing can be pickled and copied; the copy goes on alone."""
    terminal = console()
    typed(terminal, "show numbers 100\n")
    for copied in (copy.deepcopy(terminal), pickle.loads(pickle.dumps(terminal))):
        assert press(copied, "enter") == ERASE + "line 23\n --More-- "
    assert press(terminal, "enter") == ERASE + "line 23\n --More-- "
    assert text_of(terminal) == ""
