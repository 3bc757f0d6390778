"""Messages nobody asked for: where they are printed, and what they do to the line being typed."""

from __future__ import annotations

from iossim.cli.screen import Kind
from tests.cli.bench import console, kinds, press, text_of, typed

MESSAGE = "*Mar  1 00:01:00.000: %LINK-3-UPDOWN: Interface Fa0/0, changed state to up"


def test_a_message_interrupts_the_line() -> None:
    """New line, text, nothing behind it; typing goes on right there, and Tab shows the line again."""
    terminal = console()
    typed(terminal, "show num")
    terminal.unasked(MESSAGE)
    assert kinds(terminal) == [(Kind.UNASKED, "\r\n" + MESSAGE)]
    assert typed(terminal, "b") == "b"
    assert terminal.screen.current == MESSAGE + "b"
    assert press(terminal, "tab") == "\nR1#show numbers "


def test_the_last_line_is_what_is_asked() -> None:
    """A message does not hide from a reader what the console waits for."""
    terminal = console()
    typed(terminal, "show")
    terminal.unasked(MESSAGE)
    assert terminal.last_line == "R1#show"
    typed(terminal, " numbers 99\n")
    terminal.unasked(MESSAGE)
    assert terminal.last_line == " --More-- "


def test_output_goes_on_behind_a_message() -> None:
    """What a running command prints next stands right behind the message."""
    terminal = console()
    typed(terminal, "ping\n")
    terminal.unasked(MESSAGE)
    terminal.session.woken()
    assert text_of(terminal) == f"\n{MESSAGE}!"


def test_a_message_at_more_survives_the_erasing() -> None:
    """The key after it starts a new line and erases nothing."""
    terminal = console()
    typed(terminal, "show numbers 99\n")
    terminal.unasked(MESSAGE)
    press(terminal, "q")
    assert terminal.screen.lines[-1] == MESSAGE


def test_synchronous_messages_wait_for_the_typist() -> None:
    """While a line is being typed they wait; an empty line or Enter lets them out, prompt behind."""
    terminal = console()
    terminal.synchronous = True
    terminal.unasked(MESSAGE)
    assert text_of(terminal) == f"\n{MESSAGE}\nR1#"
    typed(terminal, "show numbers 1")
    terminal.unasked(MESSAGE)
    assert text_of(terminal) == ""
    assert press(terminal, "enter") == f"\nline 0\n{MESSAGE}\nR1#"
    typed(terminal, "x")
    terminal.unasked(MESSAGE)
    assert press(terminal, "backspace") == f"\b \b\n{MESSAGE}\nR1#"


def test_synchronous_messages_come_before_a_redisplay() -> None:
    """Ctrl-R and Tab print what waits, then prompt and text."""
    terminal = console()
    terminal.synchronous = True
    typed(terminal, "show num")
    terminal.unasked(MESSAGE)
    assert press(terminal, "tab").endswith(f"\n{MESSAGE}\nR1#show numbers ")


def test_synchronous_messages_wait_for_output() -> None:
    """A running command's output is not torn."""
    terminal = console()
    terminal.synchronous = True
    typed(terminal, "ping\n")
    terminal.unasked(MESSAGE)
    for _ in range(5):
        terminal.session.woken()
    assert text_of(terminal) == f"!!!!\nSent 5\n{MESSAGE}\nR1#"


def test_messages_come_after_the_prompt_when_configuration_is_left() -> None:
    """`end` gives the prompt; the message is printed below it, and it is still the prompt that waits."""
    terminal = console(logs=True)
    typed(terminal, "configure terminal\n")
    text = typed(terminal, "end\n")
    assert text.startswith("end\nR1#\n*Mar  1 00:00:00: %SYS-5-CONFIG_I")
    assert terminal.last_line == "R1#"
