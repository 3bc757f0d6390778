"""What is on the screen is the line: echo, scrolling, and the picture of it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iossim.cli.echo import Echo
from iossim.cli.screen import Kind, Screen
from iossim.cli.terminal import State, Terminal
from tests.cli.bench import box_of, console, kinds, press, text_of, typed

LONG = "access-list 101 permit tcp 131.108.2.5 255.255.255.0 131.108.1.20 255.255.255.0 eq"
EDITING = [
    *("c-a", "c-e", "c-b", "c-f", "c-d", "c-k", "c-u", "c-w", "c-y", "c-t", "c-p", "c-n", "c-x", "left", "right"),
    *("m-b", "m-f", "m-d", "m-y", "m-c", "m-l", "m-u", "backspace", "up", "down", "c-v", "escape"),
]
LETTERS = "abcdefghijklmnopqrstuvwxyz 0123456789./-"


class Glass:
    """A 25-line glass tty of its own: rows of cells, a cursor, scrolling; only command output may wrap."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows = [[" "] * width for _ in range(25)]
        self.row = self.column = 0

    def feed(self, text: str, wraps: bool = False) -> None:
        for char in text:
            if wraps and self.column == self.width:
                self.column = 0
                self.down()
            if char == "\r":
                self.column = 0
            elif char == "\n":
                self.down()
            elif char == "\b":
                assert self.column > 0, "a backspace at the left edge"
                self.column -= 1
            elif char != "\a":
                assert char.isprintable(), repr(char)
                assert self.column < self.width, "a line has reached the right edge"
                self.rows[self.row][self.column] = char
                self.column += 1

    def down(self) -> None:
        self.row += 1
        if self.row == 25:
            self.rows = [*self.rows[1:], [" "] * self.width]
            self.row = 24

    @property
    def line(self) -> str:
        return "".join(self.rows[self.row])


def window(terminal: Terminal) -> str:
    """What the screen ought to show: prompt and the visible part of the text, from the model alone."""
    prompt, text, offset = terminal.session.prompt(), terminal.editor.text, terminal._echo.offset
    room = max(8, terminal.width - len(prompt) - 2) if terminal.width else MAX
    seen = text[offset : offset + room]
    if offset:
        seen = "$" + seen[1:]
    if len(text) > offset + room:
        seen = seen[:-1] + "$"
    return prompt + seen


MAX = 10_000


def check(terminal: Terminal, glass: Glass) -> None:
    """The outer glass, the terminal's own picture and the model agree, cursor included."""
    for chunk in terminal.take():
        glass.feed(chunk.text, wraps=chunk.kind is Kind.OUTPUT)
    if terminal.state is State.LINE:
        expected = window(terminal)
        cursor = len(terminal.session.prompt()) + terminal.editor.cursor - terminal._echo.offset
        assert glass.line.rstrip() == expected.rstrip()
        assert glass.column == cursor
        assert terminal.screen.current.rstrip() == expected.rstrip()
        assert terminal.screen.column == cursor


@pytest.mark.parametrize("seed", range(6))
def test_random_editing_always_shows_the_line(seed: int) -> None:
    """Five thousand keys per seed, each followed by a look at the glass."""
    rng = random.Random(seed)
    terminal = console(
        width=rng.choice([40, 60, 80, 0]), hostname=rng.choice(["R1", "gateway-1", "a-rather-long-name"])
    )
    glass = Glass(terminal.width or 400)
    glass.feed(terminal.session.prompt())
    for _ in range(5000):
        kind = rng.random()
        if kind < 0.55:
            terminal.key(rng.choice(LETTERS))
        elif kind < 0.96:
            terminal.key(rng.choice(EDITING))
        else:
            terminal.key(rng.choice(["tab", "?", "enter", "c-r", "c-c"]))
            if terminal.state is State.BUSY:
                terminal.key("c-^")
            while terminal.state is not State.LINE:
                terminal.key("q")
                terminal.session.woken()
        check(terminal, glass)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*EDITING, *LETTERS]), max_size=120), st.integers(min_value=1, max_value=120))
def test_any_keys_show_the_line(names: list[str], width: int) -> None:
    """Whatever is typed, at whatever width."""
    terminal = console(width=width)
    glass = Glass(max(200, width))
    glass.feed(terminal.session.prompt())
    for name in names:
        terminal.key(name)
        check(terminal, glass)


def test_a_letter_costs_a_letter() -> None:
    """Typing at the end echoes the character alone; deleting there is backspace, blank, backspace."""
    terminal = console()
    assert [press(terminal, char) for char in "show"] == list("show")
    assert press(terminal, "backspace") == "\b \b"
    assert press(terminal, "c-a") == "\b\b\b"
    assert press(terminal, "x") == "xsho\b\b\b"
    assert press(terminal, "c-f") == "s"


def test_a_long_line_scrolls_as_documented() -> None:
    """The classic example: shifted by ten with a `$`, and `$` at the right after Ctrl-A."""
    terminal = console(hostname="Router")
    typed(terminal, "configure terminal\n")
    shown = []
    for char in LONG:
        terminal.key(char)
        shown.append(terminal.screen.current.rstrip())
    press(terminal, "c-a")
    assert "Router(config)#access-list 101 permit tcp 131.108.2.5 255.255.255.0 131.108.1" in shown
    assert "Router(config)#$ 101 permit tcp 131.108.2.5 255.255.255.0 131.108.1.20 255.25" in shown
    assert shown[-1] == "Router(config)#$t tcp 131.108.2.5 255.255.255.0 131.108.1.20 255.255.255.0 eq"
    assert terminal.screen.current == "Router(config)#access-list 101 permit tcp 131.108.2.5 255.255.255.0 131.108.1$"


def test_the_whole_line_is_entered_whatever_is_visible() -> None:
    """A scrolled line reaches the configuration complete."""
    terminal = console()
    typed(terminal, f"configure terminal\ninterface e0\ndescription {LONG}\n")
    assert box_of(terminal).typed[-1] == (("e0",), "description", LONG)


@pytest.mark.parametrize("width", [0, 511, 512])
def test_a_wide_terminal_never_repaints(width: int) -> None:
    """With width 0, 511 and 512 the echo of a long line is the line."""
    terminal = console(width=width)
    assert typed(terminal, LONG * 3) == LONG * 3


def test_the_narrowest_terminal_still_shows_something() -> None:
    """A terminal narrower than its prompt keeps a window of eight."""
    echo = Echo()
    echo.restart(20, 10)
    assert echo.draw("0123456789", 10)[-1] == "9"


def test_pieces_are_told_apart() -> None:
    """Echo, output, prompt and question are tagged; together they are the text."""
    terminal = console()
    terminal.paste("show numbers 1\n")
    assert kinds(terminal) == [
        (Kind.ECHO, "show numbers 1\r\n"),
        (Kind.OUTPUT, "line 0\r\n"),
        (Kind.PROMPT, "R1#"),
    ]
    terminal.paste("reload\n")
    assert kinds(terminal) == [(Kind.ECHO, "reload\r\n"), (Kind.QUESTION, "Save? [yes/no]: ")]


def test_the_picture_forgets_the_oldest_lines() -> None:
    """The scrollback is bounded; the count tells how much is gone; the revision only grows."""
    screen = Screen(scrollback=10)
    revisions = []
    for number in range(100):
        screen.print(Kind.OUTPUT, f"{number}\n")
        revisions.append(screen.revision)
    assert list(screen.lines) == [str(number) for number in range(90, 100)]
    assert screen.count == 100
    assert revisions == sorted(set(revisions))


def test_the_picture_interprets_carriage_control() -> None:
    """CR overwrites, a lone LF keeps the column, BS steps back, BEL is counted."""
    screen = Screen()
    screen.emit(Kind.OUTPUT, "abc\rX")
    assert (screen.current, screen.column) == ("Xbc", 1)
    screen.emit(Kind.OUTPUT, "\n\bY\a")
    assert (list(screen.lines), screen.current, screen.column, screen.bells) == (["Xbc"], "Y", 1, 1)


def test_only_plain_characters_are_printed() -> None:
    """Even output with control characters in it leaves the picture without them."""
    terminal = console()
    terminal.write("a\x1b[2Jb\n")
    assert text_of(terminal) == "a[2Jb\n"


def test_a_listener_hears_that_something_was_printed() -> None:
    """Each text that is printed calls it once; nothing printed, nothing heard."""
    heard: list[int] = []
    screen = Screen()
    screen.listener = lambda: heard.append(screen.revision)
    screen.emit(Kind.OUTPUT, "a")
    screen.emit(Kind.OUTPUT, "")
    screen.emit(Kind.OUTPUT, "b\r\n")
    assert heard == [1, 2]
